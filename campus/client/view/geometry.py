"""Arrays become vertex and index buffers, handed over in one copy. Knows Panda3D's formats and nothing of materials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    BoundingBox,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
    NodePath,
)

from campus.mesh import Mesh

Column = tuple[str, int, Any, Any]
"""Name, number of components, numeric type, what it means."""

SURFACE: tuple[Column, ...] = (
    ("vertex", 3, Geom.NT_float32, Geom.C_point),
    ("normal", 3, Geom.NT_float32, Geom.C_normal),
    ("texcoord", 2, Geom.NT_float32, Geom.C_texcoord),
)

FOLDED: tuple[Column, ...] = (
    ("vertex", 3, Geom.NT_float32, Geom.C_point),
    ("folded", 2, Geom.NT_uint16, Geom.C_other),
    ("texcoord", 2, Geom.NT_float32, Geom.C_texcoord),
)
"""The same with its normal as `folded` makes it: four bytes in place of twelve, and all are kept twice."""
FOLDS = 32760
"""Steps from the middle of that square to its edge, as `unfolded.glsl` has it: an eighth and a third are whole ones."""
SHARES = 65535
"""What `shares` takes for one, as shaders have it."""

SHORT = 0xFFFE
"""The highest index of two bytes: the one after it ends a strip."""


def _format(columns: tuple[Column, ...]) -> GeomVertexFormat:
    array = GeomVertexArrayFormat()
    for name, components, numeric, contents in columns:
        array.add_column(InternalName.make(name), components, numeric, contents)
    whole = GeomVertexFormat()
    whole.add_array(array)
    return GeomVertexFormat.register_format(whole)


def _fill(buffer: Any, data: NDArray[Any]) -> None:
    """Copies an array into a buffer of Panda3D's, byte for byte."""
    # types-panda3d does not know that array data are buffers, nor mypy that arrays are: hence Any.
    flat: Any = np.ascontiguousarray(data).reshape(-1)
    memoryview(buffer).cast("B")[:] = memoryview(flat).cast("B")


def vertices(data: NDArray[Any], columns: tuple[Column, ...] = SURFACE) -> GeomVertexData:
    """A vertex buffer of interleaved rows.

    Args:
        data: (n,) structured or (n, k) plain array whose row is laid out as `columns` say.
        columns: what a row holds; position, normal and texture coordinate by default.
    """
    buffer = GeomVertexData("vertices", _format(columns), GeomEnums.UH_static)
    buffer.unclean_set_num_rows(len(data))
    _fill(buffer.modify_array(0), data)
    return buffer


def folded(normals: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 1) normals (n, 3) as two bytes each way: their octahedron, its lower faces folded outward into a square.

    Those along an axis are kept to the last bit, and any other to within some thousandths of a degree (Meyer et al., On
    Floating-Point Normal Vectors, 2010). What is no direction points up.
    """
    whole = np.abs(normals).sum(axis=1, keepdims=True)
    on = normals / np.where(whole > 0, whole, 1)
    over = (1 - np.abs(on[:, 1::-1])) * np.where(on[:, :2] < 0, -1, 1)
    flat = np.where(on[:, 2:] < 0, over, on[:, :2])
    return np.ascontiguousarray(np.rint(flat * FOLDS + FOLDS).astype(np.uint16)).view(np.float32)


def shares(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, k) shares from 0 to 1, two bytes each, so that two fill a column: (n, k / 2)."""
    kept = np.rint(np.clip(values, 0, 1) * np.float32(SHARES)).astype(np.uint16)
    return np.ascontiguousarray(kept).view(np.float32)


def like(other: GeomVertexData, rows: NDArray[np.uint8]) -> GeomVertexData:
    """A vertex buffer laid out as another, of rows of bytes (n, bytes of a vertex)."""
    buffer = GeomVertexData("vertices", other.get_format(), GeomEnums.UH_static)
    buffer.unclean_set_num_rows(len(rows))
    _fill(buffer.modify_array(0), rows)
    return buffer


def triangles(buffer: GeomVertexData, indices: NDArray[np.integer[Any]]) -> Geom:
    """What draws the triangles (m, 3) of a vertex buffer, which several such may share."""
    primitive = GeomTriangles(GeomEnums.UH_static)
    # Two bytes where they do: most buffers are small, and Panda3D keeps indices beside the card's.
    kind: tuple[Any, Any] = (GeomEnums.NT_uint32, np.uint32)
    if indices.max(initial=0) <= SHORT:
        kind = (GeomEnums.NT_uint16, np.uint16)
    primitive.set_index_type(kind[0])
    rows = primitive.modify_vertices()
    rows.unclean_set_num_rows(indices.size)
    _fill(rows, indices.astype(kind[1]))
    primitive.set_vertices(rows)
    geom = Geom(buffer)
    geom.add_primitive(primitive)
    return geom


def geoms(
    mesh: Mesh,
    rows: NDArray[np.float32] | None = None,
    columns: tuple[Column, ...] = (),
    *,
    in_one: bool = True,
) -> Iterator[tuple[str, Geom]]:
    """Material id and geometry, once for each material of the mesh; they share buffers of the vertices that are used.

    Args:
        mesh: what is drawn.
        rows: (n, k) more of each of its vertices, if any.
        columns: what those rows hold.
        in_one: whether all share one buffer, however many they are; else indices take two bytes wherever a material by
            itself lets them, and of so many triangles that is megabytes.
    """
    if not len(mesh.triangles):
        return
    order = np.argsort(mesh.material, kind="stable")
    ends = np.cumsum(np.bincount(mesh.material, minlength=len(mesh.materials)))
    parts = np.split(mesh.triangles[order], ends[:-1])
    some = [(name, corners) for name, corners in zip(mesh.materials, parts, strict=True) if len(corners)]
    known = (mesh.positions, mesh.normals, mesh.uvs, *(() if rows is None else (rows,)))
    for together in [some] if in_one else _by_buffer(some):
        used = np.zeros(len(mesh.positions), np.bool_)
        for _, corners in together:
            used[corners] = True
        number = np.cumsum(used, dtype=np.int32) - 1
        places, normals, *others = (of[used] for of in known)
        data = np.concatenate([places, folded(normals), *others], axis=1, dtype=np.float32)
        buffer = vertices(data, (*FOLDED, *columns))
        for name, corners in together:
            yield name, triangles(buffer, number[corners])


def _by_buffer(some: Sequence[tuple[str, NDArray[np.int32]]]) -> Iterator[list[tuple[str, NDArray[np.int32]]]]:
    """Materials and their triangles in their order, as many together as have no more vertices than `SHORT` allows."""
    together: list[tuple[str, NDArray[np.int32]]] = []
    count = 0
    for name, corners in some:
        more = len(np.unique(corners))
        if together and count + more > SHORT + 1:
            yield together
            together, count = [], 0
        together.append((name, corners))
        count += more
    if together:
        yield together


def rows_of(data: GeomVertexData) -> NDArray[np.uint8]:
    """(n, stride) the bytes of vertices; every layout of ours begins with a place."""
    array: Any = data.get_array(0)
    return np.frombuffer(array.get_handle().get_data(), np.uint8).reshape(-1, array.get_array_format().get_stride())


def points_in(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 3) the places of vertices, of their bytes."""
    return rows[:, :12].copy().view(np.float32)


def corners_of(geom: Geom) -> NDArray[np.uint32]:
    """(m, 3) the triangles of a geometry, into its vertices."""
    return np.concatenate([_indices(primitive) for primitive in geom.get_primitives()]).reshape(-1, 3)


def _indices(primitive: Any) -> NDArray[np.uint32]:
    if not primitive.is_indexed():
        return np.arange(primitive.get_first_vertex(), primitive.get_first_vertex() + primitive.get_num_vertices())
    array = primitive.get_vertices()
    wide = array.get_array_format().get_stride()
    kind = {1: np.uint8, 2: np.uint16, 4: np.uint32}[wide]
    return np.frombuffer(bytes(array.get_handle().get_data()), kind).astype(np.uint32)


def parted(geom: Geom, most: int) -> list[Geom]:
    """The same triangles by where they are, so that those behind the eye need not be drawn; over the same vertices.

    Args:
        geom: any.
        most: triangles in one.
    """
    corners = corners_of(geom)
    if len(corners) <= most:
        return [geom]
    middles = points_in(rows_of(geom.get_vertex_data()))[corners].mean(axis=1)
    ready, halving = [], [np.arange(len(corners))]
    while halving:
        some = halving.pop()
        if len(some) <= most:
            ready.append(triangles(geom.get_vertex_data(), corners[some]))
            continue
        axis = int(np.argmax(np.ptp(middles[some], axis=0)))
        order = some[np.argsort(middles[some, axis], kind="stable")]
        halving += [order[: len(order) // 2], order[len(order) // 2 :]]
    return ready


def node_of(name: str, geoms_: Sequence[Geom]) -> GeomNode:
    """A node of geometries, in the box that they fill: what is long and thin is not thought of as a ball."""
    node = GeomNode(name)
    for geom in geoms_:
        node.add_geom(geom)
    corners = NodePath(node).get_tight_bounds()
    if corners is not None:
        node.set_bounds(BoundingBox(*corners))
    return node


def upright(size: tuple[float, float]) -> Geom:
    """A rectangle that stands at the origin and looks along +Y, from where its texture reads left to right."""
    width, height = size
    rows = [
        (x * width / 2, 0, z * height / 2, 0, 1, 0, (1 - x) / 2, (1 + z) / 2)
        for x, z in ((1, -1), (-1, -1), (-1, 1), (1, 1))
    ]
    return triangles(vertices(np.array(rows, np.float32)), np.array([[0, 1, 2], [0, 2, 3]]))
