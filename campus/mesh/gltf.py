"""Meshes in files: a small and exact part of glTF 2.0 binary (Khronos, glTF 2.0 specification, section 4.4).

One file holds a shape, its triangles grouped by material, and beside it the hull that a body bumps into. Materials are
named, not described: the names are ours. The hull is a mesh of no node, so that any viewer shows the shape alone. No
pictures, no animation, no nodes that move or turn: what this cannot read, it refuses.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.errors import Impossible
from campus.mesh.extrusion import extrude
from campus.mesh.model import EMPTY, Mesh, merge
from campus.text import bilingual

SHAPE, HULL = "shape", "hull"
_MAGIC, _JSON, _BIN = b"glTF", 0x4E4F534A, 0x004E4942
_FLOAT, _SHORT, _INT = 5126, 5123, 5125
_TYPES: dict[int, np.dtype[Any]] = {_FLOAT: np.dtype("<f4"), _SHORT: np.dtype("<u2"), _INT: np.dtype("<u4")}
_TO_GLTF = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32)
"""Rows are ours: Z up becomes Y up, and what looks towards -Y looks towards +Z, as models of glTF do."""


def read_glb(data: bytes) -> tuple[Mesh, Mesh]:
    """The shape and the hull of a file.

    Returns:
        The shape, which collides with nothing, its texture's coordinates in metres as seen from the side that each
        triangle looks to most; and the hull, which collides.

    Raises:
        Impossible: when the file holds anything but two plain meshes, or numbers that lead out of it.
    """
    if len(data) < 20 or data[:4] != _MAGIC:
        raise Impossible(bilingual("it is no binary glTF", "ce n'est pas du glTF binaire"))
    try:
        _, version, length, size, kind = struct.unpack_from("<4sIIII", data)
        if version != 2 or length != len(data) or kind != _JSON:
            raise Impossible(
                bilingual("it is no binary glTF of version 2", "ce n'est pas du glTF binaire de version 2")
            )
        told: dict[str, Any] = json.loads(data[20 : 20 + size])
        start = 20 + size + 8
        if struct.unpack_from("<I", data, start - 4)[0] != _BIN:
            raise Impossible(
                bilingual("its numbers do not follow its description", "ses nombres ne suivent pas sa description")
            )
        meshes = {mesh["name"]: mesh for mesh in told["meshes"]}
        names = [material["name"] for material in told["materials"]]
        shape = merge(*(_group(told, data[start:], piece, names) for piece in meshes[SHAPE]["primitives"]))
        hull = merge(*(_group(told, data[start:], piece, names) for piece in meshes[HULL]["primitives"]))
    except (KeyError, IndexError, TypeError, struct.error, json.JSONDecodeError) as error:
        why = f"{type(error).__name__} {error}"
        raise Impossible(
            bilingual(f"it is not what we write: {why}", f"ce n'est pas ce que nous écrivons : « {why} »")
        ) from error
    return shape.solid(False), hull.solid()


def _group(told: dict[str, Any], numbers: bytes, piece: dict[str, Any], names: list[str]) -> Mesh:
    """The triangles of one material."""
    positions = _read(told, numbers, piece["attributes"]["POSITION"], 3) @ _TO_GLTF.T
    normals = _read(told, numbers, piece["attributes"]["NORMAL"], 3) @ _TO_GLTF.T
    triangles = _read(told, numbers, piece["indices"], 1).reshape(-1, 3).astype(np.int32)
    if len(normals) != len(positions) or (len(triangles) and triangles.max() >= len(positions)):
        raise Impossible(
            bilingual("a triangle names a corner that is not there", "un triangle nomme un sommet qui n'existe pas")
        )
    if not np.isfinite(positions).all():
        raise Impossible(bilingual("a corner lies nowhere", "un sommet n'est nulle part"))
    axis = np.abs(normals).argmax(1)
    u = np.where(axis == 0, positions[:, 1], positions[:, 0])
    v = np.where(axis == 2, positions[:, 1], positions[:, 2])
    count = len(triangles)
    return Mesh(
        positions.astype(np.float32),
        normals.astype(np.float32),
        np.stack([u, v], 1).astype(np.float32),
        triangles,
        (names[piece["material"]],),
        np.zeros(count, np.int32),
        np.zeros(count, np.bool_),
    )


def _read(told: dict[str, Any], numbers: bytes, index: int, width: int) -> NDArray[Any]:
    accessor = told["accessors"][index]
    view = told["bufferViews"][accessor["bufferView"]]
    kind, count, start, length = (
        _TYPES[accessor["componentType"]],
        int(accessor["count"]),
        int(view.get("byteOffset", 0)) + int(accessor.get("byteOffset", 0)),
        int(view["byteLength"]),
    )
    needed = count * width * kind.itemsize
    if (
        "byteStride" in view
        or not 0 <= start <= len(numbers)
        or min(length, len(numbers) - start) < needed
        or count < 0
    ):
        raise Impossible(
            bilingual("its numbers are cut short, or interleaved", "ses nombres sont tronqués, ou entrelacés")
        )
    return np.frombuffer(numbers, kind, count * width, start).reshape(count, width)


def write_glb(shape: Mesh, hull: Mesh, title: str) -> bytes:
    """The file of a shape and its hull; the same meshes give the same bytes.

    Args:
        shape: in metres, standing on its origin, its front towards -Y.
        hull: closed; its material is not looked at.
        title: whose it is, for who opens the file elsewhere.
    """
    views: list[dict[str, int]] = []
    accessors: list[dict[str, Any]] = []
    chunks: list[bytes] = []

    def put(values: NDArray[Any], target: int, kind: int, type_: str, *, limits: bool = False) -> int:
        raw = np.ascontiguousarray(values, _TYPES[kind]).tobytes()
        views.append({"buffer": 0, "byteOffset": sum(map(len, chunks)), "byteLength": len(raw), "target": target})
        chunks.append(raw + bytes(-len(raw) % 4))
        accessor: dict[str, Any] = {"bufferView": len(views) - 1, "componentType": kind, "count": len(values)}
        if limits:
            accessor |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
        accessors.append({**accessor, "type": type_})
        return len(accessors) - 1

    def pieces(mesh: Mesh) -> list[dict[str, Any]]:
        made = []
        for name in sorted(mesh.materials):
            part = mesh.of(name)
            if len(part.triangles):
                where = put((part.positions @ _TO_GLTF).astype(np.float32), 34962, _FLOAT, "VEC3", limits=True)
                facing = put(part.normals @ _TO_GLTF, 34962, _FLOAT, "VEC3")
                small = _SHORT if len(part.positions) < 65536 else _INT
                index = put(part.triangles.reshape(-1), 34963, small, "SCALAR")
                attributes = {"POSITION": where, "NORMAL": facing}
                made.append({"attributes": attributes, "indices": index, "material": names.index(name)})
        return made

    names = sorted({*shape.materials, *hull.materials})
    told = {
        "asset": {"version": "2.0", "generator": "campus", "extras": {"title": title}},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": title}],
        "materials": [{"name": name} for name in names],
        "meshes": [{"name": SHAPE, "primitives": pieces(shape)}, {"name": HULL, "primitives": pieces(hull)}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": sum(map(len, chunks))}],
    }
    words = json.dumps(told, separators=(",", ":"), sort_keys=True).encode()
    words += b" " * (-len(words) % 4)
    numbers = b"".join(chunks)
    length = 12 + 8 + len(words) + 8 + len(numbers)
    head = struct.pack("<4sII", _MAGIC, 2, length) + struct.pack("<II", len(words), _JSON)
    return head + words + struct.pack("<II", len(numbers), _BIN) + numbers


def prism_about(mesh: Mesh, grain: float = 0.01) -> Mesh:
    """The upright convex prism about a shape: what a body bumps into instead of its thousand triangles.

    Args:
        mesh: any.
        grain: corners nearer than this to one another are one, metres.
    """
    if not len(mesh.positions):
        return EMPTY
    low, high = mesh.bounds()
    points = np.unique(np.round(mesh.positions[:, :2].astype(np.float64) / grain), axis=0) * grain
    around: list[NDArray[np.float64]] = []
    for line in (points, points[::-1]):  # the lower chain, then the upper one (Andrew's monotone chain)
        chain: list[NDArray[np.float64]] = []
        for point in line:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 1e-12:
                chain.pop()
            chain.append(point)
        around += chain[:-1]
    height = max(float(high[2] - low[2]), 0.005)
    return extrude(np.array(around), height, at=(0, 0, float(low[2])), material="steel", collides=True)


def _turn(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
