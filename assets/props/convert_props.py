"""Makes props of free models: fewer triangles, metres, our materials, a hull. Only who adds a model needs it.

Usage: python assets/props/convert_props.py FOLDER [NAME …]

FOLDER holds the catalogues of Debian's package `sweethome3d-furniture` 1.8, each unpacked into a folder of its name
(they are zip files). Needs Blender 3.4 or later as `blender`. The same models give the same files. Authors and licences
are told in assets/LICENSES.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
CC0, CC_BY, SCOPIA = "BlendSwap-CC-0/blendswap-cc-0", "BlendSwap-CC-BY/blendswap-cc-by", "Scopia/scopia"
MODELS: dict[str, dict[str, Any]] = {
    # Where it lies; its size in metres (width, depth, height); how many triangles are left; which of its materials is
    # which of ours; which of them are
    # thin sheets that one sees from both sides; which are left out.
    "wheelchair": {
        "file": f"{CC_BY}/wheelchair/wheelchair.obj",
        "size": (0.644, 0.96, 0.91),
        "triangles": 4000,
        "materials": {"Rim": "steel", "Tire": "rubber", "LeatherSeat": "blue-fabric"},
    },
    "hospital-bed": {
        "file": f"{SCOPIA}/hospital-bed/hospital-bed.obj",
        "size": (1.0, 2.096, 0.897),
        "triangles": 3200,
        "materials": {
            "white-sheet": "linen",
            "grey-beige": "paint-white",
            "wheels": "rubber",
            "grey-beige-lighter": "oak",
            "bed-blue": "blue-fabric",
        },
    },
    "fire-extinguisher": {
        "file": f"{CC0}/fireExtinguisher/fireExtinguisher.obj",
        "size": (0.28, 0.17, 0.56),
        "triangles": 1600,
        "materials": {
            "Red_Metal": "signal-red",
            "Red_Plastic": "signal-red",
            "Label": "paper",
            "Black_Plastic": "rubber",
            "Rubber": "rubber",
            "Yellow_Plastic": "saffron",
            "Smooth_Metal": "steel",
            "Rough_Metal": "steel",
        },
    },
    "peace-lily": {
        "file": f"{CC_BY}/spatifilum/spatifilum.obj",
        "size": (0.64, 0.60, 0.70),
        "triangles": 3600,
        "materials": {"Leaf": "leaf", "Stalk": "cypress", "Dirt": "soil", "Ceramic": "ceramic"},
        "sheets": ("Leaf",),
    },
    "bicycle": {
        "file": f"{SCOPIA}/bicycle/bicycle.obj",
        "size": (0.46, 1.72, 0.98),
        "without": ("textured",),
        "triangles": 3000,
        "materials": {
            "firstcolor": "faience-blue",
            "chrome": "steel",
            "seat": "leather",
            "rubber": "rubber",
            "plastic": "rubber",
            "mudguards": "faience-blue",
            "tires": "rubber",
        },
    },
    "wash-basin": {
        "file": f"{CC0}/washbasin/washbasin.obj",
        "size": (0.564, 0.457, 0.931),
        "triangles": 2400,
        "materials": {"black": "ink", "sink_chrome": "steel", "sink_faiance": "ceramic", "chrome_dark": "steel"},
    },
    "desk-lamp": {
        "file": f"{CC0}/desklamp/desklamp.obj",
        "size": (0.244, 0.244, 0.40),
        "triangles": 1200,
        "materials": {"Material.002": "ceramic", "Material": "brass"},
    },
    "herb-pot": {
        "file": f"{CC0}/littlePlant/littlePlant.obj",
        "size": (0.266, 0.266, 0.232),
        "triangles": 2600,
        "materials": {"Pot": "terracotta", "Mutt": "soil", "Leaf_001": "leaf"},
        "sheets": ("Leaf_001",),
    },
    "water-cooler": {
        "file": f"{SCOPIA}/water_cooler/water_cooler.obj",
        "size": (0.30, 0.34, 1.322),
        "triangles": 1200,
        "materials": {"water-bottle": "water", "break-white": "paint-white"},
    },
    "coffee-machine": {
        "file": f"{SCOPIA}/coffee_machine/coffee_machine.obj",
        "size": (0.582, 0.402, 0.364),
        "triangles": 2600,
        "materials": {"metal_base_holes.png": "steel", "black_plastic_base_holes.png": "ink"},
    },
}


def in_blender(folder: Path, out: Path, names: list[str]) -> None:
    """Blender's half: each model read, joined, scaled, thinned and written as plain arrays."""
    import bpy  # type: ignore[import-not-found]

    for name in names:
        told = MODELS[name]
        bpy.ops.wm.read_factory_settings(use_empty=True)
        bpy.ops.import_scene.obj(filepath=str(folder / told["file"]))
        things = [thing for thing in bpy.context.scene.objects if thing.type == "MESH"]
        bpy.ops.object.select_all(action="DESELECT")
        for thing in things:
            thing.select_set(True)
        bpy.context.view_layer.objects.active = things[0]
        bpy.ops.object.join()
        one = bpy.context.view_layer.objects.active
        bpy.ops.object.transform_apply(location=True, rotation=True, scale=True)
        corners = np.array([v.co for v in one.data.vertices])
        low, high = corners.min(0), corners.max(0)
        middle = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
        factor = np.array(told["size"]) / (high - low)
        for vertex, corner in zip(one.data.vertices, (corners - middle) * factor, strict=True):
            vertex.co = corner
        bpy.ops.object.mode_set(mode="EDIT")
        bpy.ops.mesh.select_all(action="SELECT")
        bpy.ops.mesh.remove_doubles(threshold=0.0004)
        bpy.ops.mesh.quads_convert_to_tris()
        bpy.ops.mesh.normals_make_consistent(inside=False)
        bpy.ops.object.mode_set(mode="OBJECT")
        one.data.materials.update()
        sheets = set(told.get("sheets", ()))
        sheet = np.array([_said(one, face.material_index) in sheets for face in one.data.polygons])
        count = len(one.data.polygons)
        # A sheet is drawn on both its sides and so counts twice.
        share = told["triangles"] / (count + sheet.sum())
        if share < 1:
            thin = one.modifiers.new("thin", "DECIMATE")
            thin.ratio = share
            bpy.ops.object.modifier_apply(modifier="thin")
        one.data.use_auto_smooth = True
        one.data.auto_smooth_angle = np.deg2rad(50)
        bpy.ops.object.shade_smooth(use_auto_smooth=True)
        one.data.calc_normals_split()
        left_out = set(told.get("without", ()))
        faces = [f for f in one.data.polygons if f.area > 1e-9 and _said(one, f.material_index) not in left_out]
        loops = np.array([list(face.loop_indices) for face in faces])
        where = np.array([v.co for v in one.data.vertices])
        normal = np.array([loop.normal for loop in one.data.loops])
        owner = np.array([loop.vertex_index for loop in one.data.loops])
        made = [_said(one, face.material_index) for face in faces]
        np.savez(
            out / f"{name}.npz",
            corners=where[owner[loops]],
            normals=normal[loops],
            material=np.array([told["materials"][word] for word in made]),
            sheet=np.array([word in sheets for word in made]),
        )


def _said(thing: Any, index: int) -> str:
    material = thing.material_slots[index].material if thing.material_slots else None
    return material.name if material else ""


def main(folder: Path, names: list[str]) -> None:
    """Convert the named models, or all, and write them beside this file."""
    from campus.mesh import Mesh, merge
    from campus.mesh.gltf import prism_about, write_glb

    with tempfile.TemporaryDirectory() as scratch:
        words = json.dumps([str(folder.resolve()), scratch, names])
        ran = subprocess.run(["blender", "-b", "--factory-startup", "-P", __file__, "--", words], capture_output=True)
        for name in names:
            held = Path(scratch) / f"{name}.npz"
            if not held.is_file():
                raise SystemExit(f"Blender made nothing of {name}:\n{ran.stdout.decode()}\n{ran.stderr.decode()}")
            data = np.load(held)
            parts = []
            for material in sorted(set(data["material"].tolist())):
                mine = data["material"] == material
                corners, normals, sheet = data["corners"][mine], data["normals"][mine], data["sheet"][mine]
                corners = np.concatenate([corners, corners[sheet][:, ::-1]])
                normals = np.concatenate([normals, -normals[sheet][:, ::-1]])
                # Where little is left of a bar, what was smooth may look inward: such corners look as their face does.
                faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
                faces /= np.maximum(np.linalg.norm(faces, axis=1, keepdims=True), 1e-12)
                inward = np.einsum("ik,ijk->ij", faces, normals) < 0.1
                normals = np.where(inward[..., None], faces[:, None], normals)
                parts.append(_shared(corners, normals, material, Mesh))
            shape = merge(*parts)
            path = HERE / f"{name}.glb"
            path.write_bytes(write_glb(shape, prism_about(shape, 0.02), name))
            print(f"{name}: {len(shape.triangles)} triangles, {path.stat().st_size / 1000:.0f} kB")


def _shared(corners: Any, normals: Any, material: str, mesh: Any) -> Any:
    """The triangles of one material, equal corners being one."""
    rows = np.concatenate([corners.reshape(-1, 3), normals.reshape(-1, 3)], 1)
    kept, index = np.unique(np.round(rows, 4).astype(np.float32) + 0.0, axis=0, return_inverse=True)
    triangles = index.reshape(-1, 3).astype(np.int32)
    ends = np.sort(triangles, 1)
    triangles = triangles[(ends[:, 0] != ends[:, 1]) & (ends[:, 1] != ends[:, 2])]
    lengths = np.maximum(np.linalg.norm(kept[:, 3:], axis=1, keepdims=True), 1e-9)
    count = len(triangles)
    return mesh(
        np.ascontiguousarray(kept[:, :3]),
        np.ascontiguousarray(kept[:, 3:] / lengths),
        np.zeros((len(kept), 2), np.float32),
        triangles,
        (material,),
        np.zeros(count, np.int32),
        np.zeros(count, np.bool_),
    )


if __name__ == "__main__":
    if "--" in sys.argv:
        there, scratch_folder, wanted = json.loads(sys.argv[sys.argv.index("--") + 1])
        in_blender(Path(there), Path(scratch_folder), wanted)
    elif len(sys.argv) < 2:
        raise SystemExit(__doc__)
    else:
        main(Path(sys.argv[1]), sys.argv[2:] or list(MODELS))
