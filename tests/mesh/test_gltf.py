"""Meshes in files: what is written is read again, other viewers find what they expect, nothing broken is believed."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.mesh import Mesh, box, cylinder, is_closed, merge, volume
from campus.mesh.gltf import prism_about, read_glb, write_glb


def a_thing() -> Mesh:
    return merge(box((0.4, 0.2, 1.0), bevel=0.02, material="oak"), cylinder(0.1, 0.3, at=(0, 0, 1), material="steel"))


def described(data: bytes) -> dict[str, Any]:
    size = struct.unpack_from("<I", data, 12)[0]
    told: dict[str, Any] = json.loads(data[20 : 20 + size])
    return told


def test_what_is_written_is_read_again() -> None:
    thing = a_thing()
    shape, hull = read_glb(write_glb(thing, prism_about(thing), "thing"))
    assert set(shape.materials) == {"oak", "steel"}
    assert volume(shape) == pytest.approx(volume(thing), rel=1e-5)
    assert shape.bounds() == pytest.approx(thing.bounds(), abs=1e-6)
    assert not shape.collides.any()
    assert hull.collides.all()
    for name in shape.materials:
        assert len(shape.of(name).triangles) == len(thing.of(name).triangles)


def test_the_same_thing_gives_the_same_bytes() -> None:
    assert write_glb(a_thing(), prism_about(a_thing()), "thing") == write_glb(
        a_thing(), prism_about(a_thing()), "thing"
    )


def test_its_texture_has_the_scale_of_metres() -> None:
    shape, _ = read_glb(write_glb(box((2.0, 1.0, 0.5), material="oak"), box((1, 1, 1)), "plank"))
    top = shape.normals[:, 2] > 0.99
    assert np.ptp(shape.uvs[top], axis=0) == pytest.approx([2.0, 1.0])


def test_any_viewer_sees_the_shape_upright_from_its_front_and_not_its_hull() -> None:
    """glTF has Y up, and what one calls the front of a model looks along +Z."""
    thing = merge(box((0.4, 0.2, 1.0), material="oak"), box((0.1, 0.02, 0.1), at=(0, -0.2, 0.8), material="steel"))
    data = write_glb(thing, prism_about(thing), "thing")
    told = described(data)
    assert told["scenes"] == [{"nodes": [0]}]
    assert [node["mesh"] for node in told["nodes"]] == [0]
    assert told["meshes"][0]["name"] == "shape"
    assert len(data) % 4 == 0
    assert struct.unpack_from("<4sII", data) == (b"glTF", 2, len(data))
    front = next(p for p in told["meshes"][0]["primitives"] if told["materials"][p["material"]]["name"] == "steel")
    limits = told["accessors"][front["attributes"]["POSITION"]]
    assert limits["min"] == pytest.approx([-0.05, 0.8, 0.19])
    assert limits["max"] == pytest.approx([0.05, 0.9, 0.21])


def test_a_prism_is_closed_and_about_all_of_the_shape() -> None:
    thing = a_thing()
    hull = prism_about(thing)
    assert is_closed(hull)
    assert hull.bounds() == pytest.approx(thing.bounds(), abs=0.011)
    assert len(hull.triangles) <= 44


def with_words(data: bytes, told: dict[str, Any]) -> bytes:
    size = struct.unpack_from("<I", data, 12)[0]
    words = json.dumps(told).encode()
    words += b" " * (-len(words) % 4)
    rest = data[20 + size :]
    return struct.pack("<4sIIII", b"glTF", 2, 20 + len(words) + len(rest), len(words), 0x4E4F534A) + words + rest


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("meshes", 1, "name"), "other", "hull"),
        (("accessors", 0, "count"), 10_000_000, "cut short"),
        (("accessors", 0, "count"), -1, "cut short"),
        (("accessors", 0, "componentType"), 5122, "5122"),
        (("bufferViews", 0, "byteOffset"), 10**9, "cut short"),
        (("bufferViews", 0, "byteOffset"), -4, "cut short"),
        (("bufferViews", 0, "byteStride"), 32, "interleaved"),
        (("meshes", 0, "primitives", 0, "material"), 99, "IndexError"),
        (("materials",), None, "TypeError"),
    ],
)
def test_a_file_whose_description_lies_is_refused(path: tuple[Any, ...], value: object, said: str) -> None:
    data = write_glb(a_thing(), prism_about(a_thing()), "thing")
    told = described(data)
    place: Any = told
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValueError, match=said):
        read_glb(with_words(data, told))


def test_a_triangle_without_a_corner_is_refused() -> None:
    data = bytearray(write_glb(box((1, 1, 1), material="oak"), box((1, 1, 1)), "cube"))
    told = described(bytes(data))
    size = struct.unpack_from("<I", data, 12)[0]
    index = told["accessors"][told["meshes"][0]["primitives"][0]["indices"]]
    start = 28 + size + told["bufferViews"][index["bufferView"]]["byteOffset"]
    struct.pack_into("<H", data, start, 60_000)
    with pytest.raises(ValueError, match="a corner that is not there"):
        read_glb(bytes(data))


@given(st.binary(max_size=200), st.integers(0, 2000), st.integers(0, 255))
def test_no_bytes_do_worse_than_be_refused(noise: bytes, at: int, value: int) -> None:
    whole = bytearray(write_glb(box((1, 1, 1), material="oak"), box((1, 1, 1)), "cube"))
    whole[at % len(whole)] = value
    for data in (noise, b"glTF" + noise, bytes(whole), bytes(whole[:at])):
        try:
            read_glb(data)
        except ValueError:
            continue
