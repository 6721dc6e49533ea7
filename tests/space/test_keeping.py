"""Shapes kept on disk give the very same space; whatever is broken is made anew."""

from pathlib import Path

import numpy as np
import pytest

from campus.keeping import load_shapes, prepared_space, save_shapes
from campus.scene import Campus, load_campus
from campus.space import compile_space

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def campus() -> Campus:
    return load_campus(REPOSITORY)


@pytest.mark.parametrize("space", ["hall", "amphitheatre"])
def test_a_space_from_kept_shapes_is_the_same_space(space: str, campus: Campus, tmp_path: Path) -> None:
    fresh = prepared_space(campus, space, tmp_path)
    (file,) = (tmp_path / "shapes").iterdir()
    kept_at = file.stat().st_mtime_ns
    again = prepared_space(campus, space, tmp_path)
    assert fresh.digest == again.digest == compile_space(campus, space).digest
    assert np.array_equal(fresh.mesh.normals, again.mesh.normals)
    assert file.stat().st_mtime_ns == kept_at, "nothing new, nothing written"


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a zip", b"\x93NUMPY"])
def test_a_broken_file_is_made_anew(damage: bytes, campus: Campus, tmp_path: Path) -> None:
    fresh = prepared_space(campus, "hall", tmp_path)
    (file,) = (tmp_path / "shapes").iterdir()
    file.write_bytes(damage)
    assert prepared_space(campus, "hall", tmp_path).digest == fresh.digest
    assert load_shapes(file), "and the file is whole again"


def test_a_file_cut_short_or_pointing_astray_is_not_believed(campus: Campus, tmp_path: Path) -> None:
    prepared_space(campus, "hall", tmp_path)
    (file,) = (tmp_path / "shapes").iterdir()
    with np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    np.savez(file, **{**arrays, "positions": arrays["positions"][:-1]})
    assert load_shapes(file) == {}
    np.savez(file, **{**arrays, "triangles": arrays["triangles"] + 10_000_000})
    assert load_shapes(file) == {}
    np.savez(file, **{**arrays, "index": np.array([{"a": 1}], object)})
    assert load_shapes(file) == {}, "an object array would have to be unpickled"


def test_a_folder_that_cannot_be_written_to_is_no_error(campus: Campus, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert prepared_space(campus, "hall", blocked).digest == prepared_space(campus, "hall", None).digest


def test_nothing_is_kept_that_no_node_needs(campus: Campus, tmp_path: Path) -> None:
    prepared_space(campus, "hall", tmp_path)
    (file,) = (tmp_path / "shapes").iterdir()
    shapes = load_shapes(file)
    first = next(iter(shapes))
    save_shapes(file, {**shapes, "old": shapes[first]})
    prepared_space(campus, "hall", tmp_path)
    assert "old" not in load_shapes(file)


def test_a_space_is_the_same_whether_the_others_are_loaded_or_not(campus: Campus) -> None:
    """A joining client fetches the space it stands in first; its digest must be the server's."""
    alone = load_campus(REPOSITORY, only=["hall"])
    assert compile_space(alone, "hall").digest == compile_space(campus, "hall").digest
