"""One word for everything that a space is, the same on every machine: two spaces are equal when their digests are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh

GRID = 1e-4
"""Geometry is compared on a grid of 0.1 mm."""
_OFF_THE_TIE = 0.0137
"""Halves of the grid are common (half of 12.5 mm); shifted, no last bit of a cosine decides which way they round."""


def digest_of(space: Any) -> str:
    """Hex of a SHA-256 over a compiled space, its own `digest` and its source places apart."""
    hash_ = hashlib.sha256()
    for part in _parts(space):
        hash_.update(len(part).to_bytes(8, "little"))
        hash_.update(part)
    return hash_.hexdigest()


def _parts(value: Any) -> Iterable[bytes]:
    """The value as a sequence of byte strings, the same for equal values."""
    if isinstance(value, Mesh):
        yield from (_grid(value.positions), _grid(value.uvs), value.triangles.astype("<i4").tobytes())
        yield from ("\0".join(value.materials).encode(), value.material.astype("<i4").tobytes())
        yield value.collides.astype(np.uint8).tobytes()
    elif isinstance(value, np.ndarray):
        yield _grid(value)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("digest", "scene"):
                yield field.name.encode()
                yield from _parts(getattr(value, field.name))
    elif isinstance(value, msgspec.Struct):
        yield from _parts(msgspec.structs.asdict(value))
    elif isinstance(value, dict):
        for key in sorted(value):
            yield str(key).encode()
            yield from _parts(value[key])
    elif isinstance(value, (tuple, list)):
        yield b"(%d" % len(value)
        for item in value:
            yield from _parts(item)
    elif isinstance(value, float):
        yield _grid(np.array([value]))
    else:
        yield repr(value).encode()


def _grid(values: NDArray[Any]) -> bytes:
    return np.floor(values.astype(np.float64) / GRID + 0.5 + _OFF_THE_TIE).astype("<i8").tobytes()
