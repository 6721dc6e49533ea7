"""The frozen room's light by Blender's Cycles: the reference that `campus bench bake` measures against. Run offline.

    blender -b --python assets/bench/bake_reference.py -- ROOM.npz SKY.npy OUT.npz SAMPLES [THREADS [WHERE [SEED]]]

The same triangles, texels, albedos, lamps, sun and sky; diffuse light, direct and indirect, without the surface's own
colour; no clamping, no denoising. OUT holds `lux` (h, w, 3) float16 of the covered texels and `seconds`. With 0 for
SAMPLES it holds `triangle` (h, w) int16 instead: on which of the room's charted triangles each texel is lit, -1 for
none.

WHERE asks for what an eye sees, in the baker's own world (lamps shine from their fronts alone, light bounces until it
is spent): either `texels`, or POINTS.npz with `at` (n, 3) and `normals` (n, 3), each of which is answered by a face of
a millimetre that nothing else sees. OUT then holds float32 `shade`, all light but what comes straight from the sun,
and `sun`, the rest: (h, w, 3) or (n, 3).
"""

from __future__ import annotations

import sys
import time

import bpy
import numpy as np
from mathutils import Vector

ROOM, SKY, OUT, SAMPLES, *MORE = sys.argv[sys.argv.index("--") + 1 :]
THREADS, WHERE, SEED = int(MORE[0]) if MORE else 2, MORE[1] if len(MORE) > 1 else "", int((*MORE, 1, 1, 1)[2])
BOUNCES = 64 if WHERE else 10
GLASS_LETS = 0.78
UNIT = 1000.0  # kilolux inside: half floats anywhere on the way must not overflow

a = dict(np.load(ROOM))
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.render.engine = "CYCLES"
cycles = scene.cycles
cycles.device, cycles.samples, cycles.seed = "CPU", max(int(SAMPLES), 1), SEED
cycles.use_adaptive_sampling = cycles.use_denoising = False
cycles.max_bounces = cycles.diffuse_bounces = BOUNCES
cycles.transparent_max_bounces = 16
cycles.sample_clamp_direct = cycles.sample_clamp_indirect = 0
cycles.light_sampling_threshold = 0
scene.render.threads_mode, scene.render.threads = "FIXED", THREADS
fronts: list[tuple[bpy.types.Node, float]] = []


def matt(name: str, colour: np.ndarray, light: np.ndarray | None = None) -> bpy.types.Material:
    """A matt material that perhaps shines."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    out = nodes.new("ShaderNodeOutputMaterial")
    shader = nodes.new("ShaderNodeBsdfDiffuse")
    shader.inputs["Color"].default_value = (*colour, 1)
    if light is not None:
        emission, both = nodes.new("ShaderNodeEmission"), nodes.new("ShaderNodeAddShader")
        emission.inputs["Color"].default_value = (*(light / light.max()), 1)
        emission.inputs["Strength"].default_value = light.max() / UNIT
        if WHERE:
            geometry, front = nodes.new("ShaderNodeNewGeometry"), nodes.new("ShaderNodeMath")
            front.operation = "MULTIPLY_ADD"  # of the back, which is 1 there, times minus the light, plus the light
            links.new(geometry.outputs["Backfacing"], front.inputs[0])
            fronts.append((front, light.max() / UNIT))
            links.new(front.outputs[0], emission.inputs["Strength"])
        links.new(shader.outputs[0], both.inputs[0])
        links.new(emission.outputs[0], both.inputs[1])
        shader = both
    links.new(shader.outputs[0], out.inputs["Surface"])
    return material


def pane() -> bpy.types.Material:
    """Glass that takes its share, half at each of its two faces."""
    material = bpy.data.materials.new("pane")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    out, clear = nodes.new("ShaderNodeOutputMaterial"), nodes.new("ShaderNodeBsdfTransparent")
    clear.inputs["Color"].default_value = (*[GLASS_LETS**0.5] * 3, 1)
    links.new(clear.outputs[0], out.inputs["Surface"])
    return material


def thing(name: str, corners: np.ndarray, materials: list[bpy.types.Material], which: np.ndarray) -> bpy.types.Object:
    """An object of triangles (m, 3, 3)."""
    mesh = bpy.data.meshes.new(name)
    count = len(corners)
    mesh.from_pydata(corners.reshape(-1, 3).tolist(), [], np.arange(3 * count).reshape(-1, 3).tolist())
    for material in materials:
        mesh.materials.append(material)
    mesh.polygons.foreach_set("material_index", np.asarray(which, np.int32))
    mesh.update()
    thing_ = bpy.data.objects.new(name, mesh)
    scene.collection.objects.link(thing_)
    return thing_


def materials_of(albedo: np.ndarray, glow: np.ndarray) -> tuple[list[bpy.types.Material], np.ndarray]:
    """Materials, and which of them each triangle has."""
    looks, which = np.unique(np.round(np.concatenate([albedo, glow], 1), 5), axis=0, return_inverse=True)
    made = [matt(f"m{i}", look[:3], look[3:] if look[3:].any() else None) for i, look in enumerate(looks)]
    return made, which.ravel()


# The texels' triangles are among all others: they are told by their middles.
key = {tuple(np.round(c.mean(0), 4)): i for i, c in enumerate(a["corners"])}
chosen = np.array([key[tuple(np.round(c.mean(0), 4))] for c in a["chart_corners"]])
rest = np.setdiff1d(np.arange(len(a["corners"])), chosen)
made, which = materials_of(a["albedo"], a["glow"])
room = thing("room", a["corners"][chosen], made, which[chosen])
thing("rest", a["corners"][rest], made, which[rest])
if len(a["glass"]):
    thing("glass", a["glass"], [pane()], np.zeros(len(a["glass"])))
width, height = (int(n) for n in a["size"])
# Both name a triangle's corners in the same order, since they are the same arrays.
assert np.allclose(a["corners"][chosen], a["chart_corners"], atol=1e-5)
layer = room.data.uv_layers.new(name="light")
layer.data.foreach_set("uv", (a["chart_places"] / (width, height)).astype(np.float32).ravel())


def asked(file: str) -> tuple[bpy.types.Object, int]:
    """Faces of a millimetre, a millimetre over the points of a file, one texel each; and how wide their picture is."""
    points = dict(np.load(file))
    at, normals = (points[name].astype(np.float64) for name in ("at", "normals"))
    aside = np.where(np.abs(normals[:, 2:]) < 0.7, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    right = np.cross(aside, normals)
    right /= np.linalg.norm(right, axis=1)[:, None]
    up = np.cross(normals, right)
    # In a triangle with all sides alike lies the middle half of its texel, and no other texel's middle.
    turns = np.radians((90, 210, 330))
    out = 0.705 * np.stack([np.cos(turns), np.sin(turns)], -1)
    corners = at[:, None] + 1e-3 * (normals[:, None] + right[:, None] * out[:, :1] + up[:, None] * out[:, 1:])
    asking = thing("asked", corners, [matt("asked", np.array((0.5, 0.5, 0.5)))], np.zeros(len(at)))
    for kind in ("diffuse", "glossy", "transmission", "volume_scatter", "shadow"):
        setattr(asking, f"visible_{kind}", False)
    side = int(np.ceil(np.sqrt(len(at))))
    index = np.arange(len(at))
    middle = np.stack([index % side, index // side], -1) + 0.5
    places = asking.data.uv_layers.new(name="light")
    places.data.foreach_set("uv", ((middle[:, None] + out) / side).astype(np.float32).ravel())
    return asking, side


def numbered() -> None:
    """The room shines with the number of each triangle, from 1: a bake of that light tells whose each texel is."""
    numbers = room.data.attributes.new(name="number", type="FLOAT", domain="FACE")
    numbers.data.foreach_set("value", np.arange(1, len(chosen) + 1, dtype=np.float32))
    for material in made:
        nodes, links = material.node_tree.nodes, material.node_tree.links
        nodes.clear()
        names = ("ShaderNodeOutputMaterial", "ShaderNodeEmission", "ShaderNodeAttribute")
        out, emission, told = (nodes.new(name) for name in names)
        told.attribute_name = "number"
        links.new(told.outputs["Fac"], emission.inputs["Strength"])
        links.new(emission.outputs[0], out.inputs["Surface"])


lit = room
if not int(SAMPLES):
    numbered()
elif WHERE not in ("", "texels"):
    lit, width = asked(WHERE)
    height = width
sky = bpy.data.images.new("sky", *np.load(SKY).shape[1::-1], float_buffer=True)
picture = np.load(SKY) / UNIT
sky.colorspace_settings.name = "Linear"
sky.pixels.foreach_set(np.concatenate([picture, np.ones_like(picture[..., :1])], -1).astype(np.float32).ravel())
sky.update()
world = bpy.data.worlds.new("day")
scene.world = world
world.use_nodes = True
environment = world.node_tree.nodes.new("ShaderNodeTexEnvironment")
environment.image = sky
world.node_tree.links.new(environment.outputs["Color"], world.node_tree.nodes["Background"].inputs["Color"])
sun = bpy.data.lights.new("sun", "SUN")
sun.energy, sun.color, sun.angle = a["sun_lux"].max() / UNIT, a["sun_lux"] / a["sun_lux"].max(), 2 * 0.0046513
lamp = bpy.data.objects.new("sun", sun)
scene.collection.objects.link(lamp)
lamp.rotation_euler = Vector(a["towards_sun"].tolist()).to_track_quat("Z", "Y").to_euler()

image = bpy.data.images.new("light", width, height, float_buffer=True, alpha=False)
image.colorspace_settings.name = "Linear"
for material in lit.data.materials:
    node = material.node_tree.nodes.new("ShaderNodeTexImage")
    node.image = image
    material.node_tree.nodes.active = node
bpy.ops.object.select_all(action="DESELECT")
lit.select_set(True)
bpy.context.view_layer.objects.active = lit
bake = scene.render.bake
bake.use_pass_direct = bake.use_pass_indirect = True
bake.use_pass_color = False
bake.margin = 0


def bounces_of_the_sun() -> bpy.types.Node:
    """The node in whose second input it says after how many rays the sun shines: over 1, on nothing straight."""
    sun.use_nodes = True
    nodes, links = sun.node_tree.nodes, sun.node_tree.links
    nodes.clear()
    out, emission = nodes.new("ShaderNodeOutputLight"), nodes.new("ShaderNodeEmission")
    path, later = nodes.new("ShaderNodeLightPath"), nodes.new("ShaderNodeMath")
    later.operation = "GREATER_THAN"
    links.new(path.outputs["Ray Depth"], later.inputs[0])
    links.new(later.outputs[0], emission.inputs["Strength"])
    links.new(emission.outputs[0], out.inputs[0])
    return later


def baked(*, indirect: bool = True, rest: bool = True) -> np.ndarray:
    """(h, w, 3) lux, with or without what comes by way of other surfaces, while all but the sun shines or does not."""
    # Of direct and of indirect light: asked for indirect light alone, Blender 3.4 gives back a third of it.
    bake.use_pass_direct, bake.use_pass_indirect = True, indirect
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = float(rest)
    for front, strength in fronts:
        front.inputs[1].default_value, front.inputs[2].default_value = -strength * rest, strength * rest
    bpy.ops.object.bake(type="DIFFUSE" if int(SAMPLES) else "EMIT", uv_layer="light")
    pixels = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(height, width, 4)[..., :3] * np.pi * UNIT


start = time.time()
if not int(SAMPLES):
    triangle = np.round(baked() / (np.pi * UNIT))[..., 0].astype(np.int16) - 1
    np.savez_compressed(OUT, triangle=triangle)
elif not WHERE:
    lux = baked()
    seconds = time.time() - start
    np.savez_compressed(OUT, lux=np.minimum(lux, 65000).astype(np.float16), seconds=seconds, samples=int(SAMPLES))
    print(f"REFERENCE {seconds:.1f} s, {int(SAMPLES)} samples, mean {lux[lux.any(-1)].mean():.1f} lux")
else:
    later = bounces_of_the_sun()
    later.inputs[1].default_value = 1.5
    shade = baked()
    seconds = time.time() - start
    later.inputs[1].default_value = 0.5
    sun = baked(indirect=False, rest=False)
    if lit is not room:
        count = len(lit.data.polygons)
        shade, sun = shade.reshape(-1, 3)[:count], sun.reshape(-1, 3)[:count]
    np.savez_compressed(OUT, shade=shade, sun=sun, seconds=seconds, samples=int(SAMPLES))
    print(f"REFERENCE {seconds:.1f} s, {int(SAMPLES)} samples, mean {shade.mean():.1f} lux in the shade")
