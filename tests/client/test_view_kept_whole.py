"""What was put together once is the same at the next start, and another where anything that it follows from is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake import Baked
from campus.client.view import lightmapped
from campus.client.view.kept_whole import kept_whole
from campus.client.view.lightmapped import lightmap
from campus.space.model import Space

KeepsIn = Callable[[Path | None], None]


@dataclass(frozen=True, eq=False)
class Inner:
    """Some light."""

    light: NDArray[np.float32]
    share: float


@dataclass(frozen=True, eq=False)
class Outer:
    """All of it."""

    layers: Mapping[str, Inner]
    at: tuple[float, ...]
    faces: NDArray[np.int32]
    sun: object = None


def an_outer(faces: NDArray[np.int32], share: float = 0.1) -> Outer:
    return Outer({"day": Inner(np.arange(6, dtype=np.float32), share)}, (0.1, 2.0), faces)


def kept(made_from: Any, make: Callable[[], Outer]) -> Outer:
    return kept_whole("something", made_from, (Inner, Outer), make)


def test_it_is_made_once_and_comes_back_as_it_was(keeps_in: KeepsIn, tmp_path: Path) -> None:
    keeps_in(tmp_path)
    faces = np.arange(4, dtype=np.int32)
    first = kept((faces, "a"), lambda: an_outer(faces))
    again = kept((faces, "a"), lambda: pytest.fail("It was made twice."))
    assert again.at == first.at == (0.1, 2.0)
    assert again.faces is faces, "what is the same as before is not kept twice"
    assert again.layers["day"].share == first.layers["day"].share
    assert again.layers["day"].light.tolist() == first.layers["day"].light.tolist()
    (file,) = tmp_path.glob("*.npz")
    assert len(np.load(file).files) == 2


def test_of_other_things_it_is_made_anew_and_the_old_one_goes(keeps_in: KeepsIn, tmp_path: Path) -> None:
    keeps_in(tmp_path)
    faces = np.arange(4, dtype=np.int32)
    kept((faces, "a"), lambda: an_outer(faces))
    others = faces + 1
    assert kept((others, "a"), lambda: an_outer(others, 0.2)).layers["day"].share == 0.2
    assert kept((others, "b"), lambda: an_outer(others, 0.3)).layers["day"].share == 0.3
    assert len(list(tmp_path.glob("*.npz"))) == 1


def test_what_no_file_can_tell_is_made_each_time(keeps_in: KeepsIn, tmp_path: Path) -> None:
    keeps_in(tmp_path)
    faces = np.zeros(1, np.int32)
    for share in (0.1, 0.2):
        made = kept(faces, lambda share=share: replace(an_outer(faces, share), sun=object()))  # type: ignore[misc]
        assert made.layers["day"].share == share
    assert not list(tmp_path.glob("*.npz"))


def test_light_comes_back_to_the_last_bit(
    keeps_in: KeepsIn, tmp_path: Path, room: Space, a_bake: Callable[..., Baked], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeps_in(tmp_path)
    first = lightmap(room.mesh, a_bake(room), room)
    monkeypatch.setattr(lightmapped, "mended", lambda *_: pytest.fail("It was mended twice."))
    again = lightmap(room.mesh, a_bake(room), room)
    for field in fields(first):
        assert_same(getattr(first, field.name), getattr(again, field.name))
    assert again.sills is not None


def assert_same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    elif hasattr(one, "__dataclass_fields__"):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, Mapping):
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, tuple):
        for part, same in zip(one, other, strict=True):
            assert_same(part, same)
    else:
        assert one == other
