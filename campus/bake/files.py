"""A bake on disk: `assets/baked/<space>/<hash>/`, written whole or not at all, read with every doubt.

manifest.json    words and figures: `Manifest`
geometry.npz     vertex, triangles, uvs; of prototypes and moving parts the occlusion
<layer>.webp     texels of a layer, see `encoding`
sun.png          whether each texel sees the sun, eight bits
light.npz        light of vertices and probes, half floats
reflection-<layer>.webp  the faces of all levels, one column
shape.npz        where the vertices were and what shone on them, for when the space is another; see `carried`
"""

from __future__ import annotations

import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.bake.carried import ENOUGH, Shape, carried, found_again
from campus.bake.encoding import decoded, encoded, from_png, png
from campus.bake.key import BAKER, own_key, places_of, same_places, surfaces_key
from campus.bake.model import REFLECTED, Baked, Layer, Manifest, SunSeen
from campus.space.model import Space

FORMAT = 1
FOLDER = Path("assets") / "baked"
SHAPE = "shape.npz"
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, msgspec.MsgspecError)


def load(root: Path, space: Space) -> Baked | None:
    """The light that was baked for a space as it is compiled.

    Args:
        root: the folder with `scenes/` and `assets/`.
        space: compiled, in any light state.

    Returns:
        What was baked for it as it is; where it was changed since, what still holds of the light from before (see
        `carried`). None where that is too little, or the files cannot be read: the space is drawn without it.
    """
    folder = fitting(root, space)
    try:
        return _read(folder) if folder is not None else _carried(root, space)
    except _UNREADABLE:
        return None


def fitting(root: Path, space: Space) -> Path | None:
    """The folder of the bake that fits a space as it is compiled; by its hash, else by its surfaces and places."""
    named = folder_of(root, space)
    if (named / "manifest.json").is_file():
        return named
    several = bakes_of(root, space.id)
    if not several:
        return None
    surfaces, places = surfaces_key(space), places_of(space)
    for folder in several:
        try:
            manifest = _manifest(folder)
        except _UNREADABLE:
            continue
        if manifest.surfaces == surfaces and same_places(manifest.places, places):
            return folder
    return None


def manifest_of(root: Path, space: Space) -> Manifest | None:
    """What is said of the bake of a space as it is compiled; None where there is none that fits."""
    folder = fitting(root, space)
    try:
        return _manifest(folder) if folder is not None else None
    except _UNREADABLE:
        return None


def is_stale(root: Path, space: Space, around: str | None = None) -> bool | None:
    """Whether the bake of a space is old.

    Args:
        root: the folder with `scenes/` and `assets/`.
        space: compiled.
        around: hash over what stands outside its openings, as `around_key` gives it; None leaves that aside.

    Returns:
        None where the space was never baked; True when there is a bake that no longer fits, False when it fits.
    """
    manifest = manifest_of(root, space)
    if manifest is None:
        return True if bakes_of(root, space.id) else None
    folder = fitting(root, space)
    # A bake from before reflections were kept by layer still lights the space; it only shows less in its floor.
    if folder is not None and not all(
        _reflection(folder, name).is_file() for name in manifest.layers if name in REFLECTED
    ):
        return True
    return around is not None and manifest.around != around


def bakes_of(root: Path, space: str) -> list[Path]:
    """The folders of all bakes of a space, fitting or not."""
    return sorted(path.parent for path in (root / FOLDER / space).glob("*/manifest.json"))


def folder_of(root: Path, space: Space) -> Path:
    """Where the bake of a space as it is compiled is kept."""
    return root / FOLDER / space.id / own_key(space)


def save(root: Path, baked: Baked, space: Space) -> Path:
    """Write a bake of a space in place of one with the same hash, whole or not at all; returns its folder."""
    target = root / FOLDER / baked.manifest.space / baked.manifest.own
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        _write(part, baked)
        _write_shape(part, space)
        part.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def keep_shape(root: Path, space: Space) -> bool:
    """Write beside a bake that fits which shape it is of, unless that is told; returns whether it was written."""
    folder = fitting(root, space)
    if folder is None or (folder / SHAPE).is_file():
        return False
    _write_shape(folder, space)
    return True


def forget_others(root: Path, space: str, keep: set[str]) -> list[Path]:
    """Delete the bakes of a space whose hash is not among `keep`; returns what was deleted."""
    gone = [folder for folder in bakes_of(root, space) if folder.name not in keep]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


def _write(folder: Path, baked: Baked) -> None:
    lit = np.flatnonzero((baked.uvs == 0).all(1)).astype(np.int32)
    geometry: dict[str, NDArray[Any]] = {
        "vertex": baked.vertex.astype(np.int32),
        "triangles": np.diff(baked.triangles.reshape(-1), prepend=0).astype(np.int32),
        "uvs": np.round(np.clip(baked.uvs, 0, 1) * 65535).astype(np.uint16),
        "lit": lit,
    }
    geometry |= {f"occlusion-{i}": values for i, values in enumerate(baked.occlusion)}
    light: dict[str, NDArray[Any]] = {"sun-vertices": baked.sun.vertices[lit], "sun-probes": baked.sun.probes}
    for name, layer in baked.layers.items():
        light[f"{name}-vertices"] = np.minimum(layer.vertices[lit], 65000).astype(np.float16)
        light[f"{name}-probes"] = np.clip(layer.probes, -65000, 65000).astype(np.float16)
    with ThreadPoolExecutor() as threads:  # packing is spent outside of Python
        packed = [threads.submit(_pack, folder / f"{name}.webp", layer.texels) for name, layer in baked.layers.items()]
        for name, levels in baked.reflection.items():
            widest = max(len(level[0]) for level in levels)
            faces = [np.pad(face, ((0, 0), (0, widest - len(face)), (0, 0))) for level in levels for face in level]
            packed.append(threads.submit(_pack, _reflection(folder, name), np.concatenate(faces)))
        np.savez_compressed(folder / "geometry.npz", **geometry)  # type: ignore[arg-type]
        np.savez_compressed(folder / "light.npz", **light)  # type: ignore[arg-type]
        (folder / "sun.png").write_bytes(png(baked.sun.texels))
        for one in packed:
            one.result()
    text = msgspec.json.format(msgspec.json.encode(baked.manifest), indent=2)
    (folder / "manifest.json").write_bytes(text + b"\n")


def _write_shape(folder: Path, space: Space) -> None:
    shape = Shape.of(space)
    steps = np.diff(shape.grid, axis=0, prepend=np.int32(0))
    np.savez_compressed(folder / SHAPE, steps=steps, lights=shape.lights)


def _carried(root: Path, space: Space) -> Baked | None:
    best: tuple[float, Path, Shape] | None = None
    now = Shape.of(space)
    for folder in bakes_of(root, space.id):
        try:
            shape = _shape(folder)
            vertex, triangles, _ = _split(folder)
        except _UNREADABLE:  # another bake of the space may do
            continue
        if int(vertex.max(initial=-1)) >= len(shape.grid) or not shape.shone_on_as(now):
            continue
        share = found_again(shape, vertex, triangles, space.mesh)
        if best is None or share > best[0]:
            best = (share, folder, shape)
    # What is left of a wall with a new door is found in its chart only: a little less than enough may do yet.
    return carried(_read(best[1]), best[2], space) if best is not None and best[0] > ENOUGH / 2 else None


def _shape(folder: Path) -> Shape:
    with np.load(folder / SHAPE, allow_pickle=False) as file:
        return Shape(np.cumsum(file["steps"], axis=0, dtype=np.int32), file["lights"])


def _split(folder: Path) -> tuple[NDArray[np.int32], NDArray[np.int32], dict[str, NDArray[Any]]]:
    """The vertices and triangles of the split mesh, and everything else that `geometry.npz` holds."""
    with np.load(folder / "geometry.npz", allow_pickle=False) as file:
        geometry = {name: file[name] for name in file.files}
    vertex = geometry["vertex"].astype(np.int32)
    triangles = np.cumsum(geometry["triangles"], dtype=np.int32).reshape(-1, 3)
    if len(triangles) and not 0 <= triangles.min() <= triangles.max() < len(vertex):
        raise ValueError("the geometry does not hold together")
    return vertex, triangles, geometry


def _pack(path: Path, light: NDArray[np.float32]) -> None:
    path.write_bytes(encoded(light))


def _manifest(folder: Path) -> Manifest:
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    if (manifest.format, manifest.baker) != (FORMAT, BAKER):
        raise ValueError("a bake of another version")
    return manifest


def _read(folder: Path) -> Baked:
    manifest = _manifest(folder)
    width, height = manifest.size
    vertex, triangles, geometry = _split(folder)
    with np.load(folder / "light.npz", allow_pickle=False) as file:
        light = {name: file[name] for name in file.files}
    uvs = np.asarray(geometry["uvs"].reshape(-1, 2) / np.float32(65535), np.float32)
    if len(uvs) != len(vertex):
        raise ValueError("the geometry does not hold together")
    lit = geometry["lit"]

    def spread(values: NDArray[Any], kind: Any) -> NDArray[Any]:
        whole = np.zeros((len(vertex), *values.shape[1:]), kind)
        whole[lit] = values
        return whole

    layers = {}
    for name in manifest.layers:
        texels = decoded((folder / f"{name}.webp").read_bytes())
        if texels.shape != (height, width, 3):
            raise ValueError("a layer of another size")
        probes = light[f"{name}-probes"].astype(np.float32)
        layers[name] = Layer(texels, spread(light[f"{name}-vertices"], np.float32), probes)
    sun = from_png((folder / "sun.png").read_bytes())
    if sun.shape != (height, width) or sun.dtype != np.uint8:
        raise ValueError("the sun of another size")
    seen = SunSeen(sun.astype(np.uint8), spread(light["sun-vertices"], np.uint8), light["sun-probes"])
    several = sum(name.startswith("occlusion-") for name in geometry)
    occlusion = tuple(geometry[f"occlusion-{i}"] for i in range(several))
    reflection = {name: _levels(_reflection(folder, name)) for name in layers if _reflection(folder, name).is_file()}
    return Baked(manifest, vertex, triangles, uvs, layers, seen, occlusion, reflection)


def _reflection(folder: Path, layer: str) -> Path:
    return folder / f"reflection-{layer}.webp"


def _levels(path: Path) -> tuple[NDArray[np.float32], ...]:
    column = decoded(path.read_bytes())
    levels, row, side = [], 0, column.shape[1]
    while row + 6 * side <= len(column) and side:
        levels.append(column[row : row + 6 * side, :side].reshape(6, side, side, 3).copy())
        row, side = row + 6 * side, side // 2
    return tuple(levels)
