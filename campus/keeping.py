"""Compiled shapes kept on disk between runs, so that a space is there at once the second time.

Owns files in the user's cache folder and nothing else: whatever is missing, old or broken is made anew. Only arrays
and plain words are read back (`allow_pickle` stays off), and nothing of them is believed that does not fit.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

import campus.components
import campus.mesh
from campus.components import Instances, Part
from campus.components._models import model_folder
from campus.mesh import Mesh
from campus.scene import Campus
from campus.space import Space, compile_space
from campus.space.shapes import Shapes

FORMAT = 1
_FIELDS: Mapping[str, tuple[int, ...]] = {
    "positions": (3,), "normals": (3,), "uvs": (2,), "triangles": (3,), "material": (), "collides": (),
}  # fmt: skip
"""The arrays of a mesh and the shape of one row of each."""
_ROWS = {"positions": 0, "normals": 0, "uvs": 0, "triangles": 1, "material": 1, "collides": 1}
"""Whether an array has a row for each vertex (0) or for each triangle (1)."""


class _KeptMesh(msgspec.Struct, frozen=True):
    """How many vertices and triangles a mesh has in the common arrays, and its materials."""

    vertices: int
    triangles: int
    materials: tuple[str, ...]


class _KeptPart(msgspec.Struct, frozen=True):
    name: str
    mesh: _KeptMesh
    pivot: tuple[float, float, float]
    motion: str
    amount: float


class _KeptInstances(msgspec.Struct, frozen=True):
    mesh: _KeptMesh
    count: int
    role: str
    seats: tuple[str, ...]


class _KeptShapes(msgspec.Struct, frozen=True):
    key: str
    mesh: _KeptMesh
    parts: tuple[_KeptPart, ...]
    instances: tuple[_KeptInstances, ...]


def prepared_space(campus: Campus, space_id: str, folder: Path | None, *, layout: str | None = None) -> Space:
    """The compiled space, its shapes taken from `folder` as far as they are there, and left there for the next time.

    Args:
        campus: loaded, with that space among its scenes.
        space_id: which one.
        folder: the user's cache folder for the campus; None keeps nothing.
        layout: how its furniture stands; None for its first layout.

    Raises:
        KeyError: as `compile_space`.
        SceneErrors: as `compile_space`.
    """
    if folder is None:
        return compile_space(campus, space_id, layout=layout)
    path = _shapes_file(folder, space_id)
    kept = load_shapes(path)
    shapes = _Used(kept)
    space = compile_space(campus, space_id, layout=layout, shapes=shapes)
    if shapes.used != kept.keys():
        save_shapes(path, {key: shapes[key] for key in shapes.used})
    return space


def kept_shapes(folder: Path | None, space_id: str) -> Mapping[str, Shapes]:
    """The shapes that are kept of a space, by what they follow from; none where nothing is kept.

    Args:
        folder: as for `prepared_space`.
        space_id: which one.
    """
    return load_shapes(_shapes_file(folder, space_id)) if folder is not None else {}


def _shapes_file(folder: Path, space_id: str) -> Path:
    return folder / "shapes" / f"{space_id}-{code_digest()[:16]}.npz"


class _Used(dict[str, Shapes]):
    """Remembers which shapes were asked for, so that what no scene needs any more is not kept."""

    def __init__(self, kept: Mapping[str, Shapes]) -> None:
        super().__init__(kept)
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> Shapes:
        self.used.add(key)
        return super().__getitem__(key)


@cache
def code_digest() -> str:
    """A word for the code that makes shapes: a changed component, model or mesh makes all old."""
    folders = [Path(str(module.__file__)).parent for module in (campus.mesh, campus.components)]
    hash_ = hashlib.sha256(f"{FORMAT}".encode())
    code = sorted(path for folder in folders for path in folder.glob("*.py"))
    for path in (*code, *sorted(model_folder().glob("*.glb"))):
        hash_.update(path.name.encode() + b"\0" + path.read_bytes())
    return hash_.hexdigest()


def load_shapes(path: Path) -> dict[str, Shapes]:
    """The shapes that a file keeps; none when there is no such file, or it is not whole."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return _Reading(arrays).shapes()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, msgspec.MsgspecError):
        return {}


def save_shapes(path: Path, shapes: Mapping[str, Shapes]) -> None:
    """Keep the shapes in one file, whole or not at all; a folder that cannot be written to is no error."""
    arrays: dict[str, list[NDArray[Any]]] = {name: [] for name in (*_FIELDS, "placements")}

    def kept(mesh: Mesh) -> _KeptMesh:
        for name in _FIELDS:
            arrays[name].append(getattr(mesh, name))
        return _KeptMesh(len(mesh.positions), len(mesh.triangles), mesh.materials)

    index = []
    for key, shape in shapes.items():
        parts = tuple(_KeptPart(n, kept(p.mesh), p.pivot, p.motion, p.amount) for n, p in shape.parts.items())
        instances = []
        for one in shape.instances:
            arrays["placements"].append(np.asarray(one.placements, np.float32).reshape(-1, 4))
            instances.append(_KeptInstances(kept(one.mesh), len(one.placements), one.role, one.seats))
        # The mesh itself comes last, as it does when they are read back.
        index.append(_KeptShapes(key, kept(shape.mesh), parts, tuple(instances)))
    empty = {name: np.zeros((0, *row)) for name, row in (*_FIELDS.items(), ("placements", (4,)))}
    whole = {name: np.concatenate(several) if several else empty[name] for name, several in arrays.items()}
    whole["index"] = np.frombuffer(msgspec.json.encode(index), np.uint8)
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=path.stem, suffix=".part", delete=False) as file:
            part = Path(file.name)
            np.savez(file, **whole)  # type: ignore[arg-type]
        part.replace(path)
        _forget_older(path)
    except OSError:
        if part is not None:
            part.unlink(missing_ok=True)


def _forget_older(path: Path) -> None:
    """Delete what an earlier version of the code kept for the same space."""
    space = path.name.rpartition("-")[0]
    for other in path.parent.glob(f"{space}-*.npz"):
        if other != path and other.name.rpartition("-")[0] == space:
            other.unlink(missing_ok=True)


class _Reading:
    """Takes meshes off the common arrays, in the order in which they were put there."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = arrays
        self.at = [0, 0]
        self.placed = 0

    def shapes(self) -> dict[str, Shapes]:
        index = msgspec.json.decode(self.arrays["index"].tobytes(), type=tuple[_KeptShapes, ...])
        return {one.key: self._shape(one) for one in index}

    def _shape(self, kept: _KeptShapes) -> Shapes:
        parts = {p.name: Part(self._mesh(p.mesh), p.pivot, p.motion, p.amount) for p in kept.parts}  # type: ignore[arg-type]
        instances = tuple(self._instances(one) for one in kept.instances)
        return Shapes(self._mesh(kept.mesh), parts, instances)

    def _instances(self, kept: _KeptInstances) -> Instances:
        placements = self.arrays["placements"][self.placed : self.placed + kept.count]
        if placements.shape != (kept.count, 4):
            raise ValueError("a kept file is too short")
        self.placed += kept.count
        return Instances(self._mesh(kept.mesh), placements, kept.role, kept.seats)  # type: ignore[arg-type]

    def _mesh(self, kept: _KeptMesh) -> Mesh:
        count = (kept.vertices, kept.triangles)
        cut: dict[str, Any] = {}
        for name, row in _FIELDS.items():
            which = _ROWS[name]
            cut[name] = self.arrays[name][self.at[which] : self.at[which] + count[which]]
            if cut[name].shape != (count[which], *row):
                raise ValueError("a kept file is too short")
        self.at = [self.at[0] + count[0], self.at[1] + count[1]]
        if len(cut["triangles"]) and not (
            0 <= cut["triangles"].min() <= cut["triangles"].max() < count[0]
            and 0 <= cut["material"].min() <= cut["material"].max() < len(kept.materials)
        ):
            raise ValueError("a kept mesh points beyond its own vertices")
        return Mesh(**cut, materials=kept.materials)
