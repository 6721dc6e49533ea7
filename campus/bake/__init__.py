"""The baker: light, worked out beforehand. Opens no window; Embree, xatlas and Open Image Denoise come with `[design]`.

`load` and `is_stale` need none of them: who only draws a space needs only what was baked.
"""

from campus.bake.files import bakes_of, is_stale, load, manifest_of, save
from campus.bake.key import around_key, own_key
from campus.bake.model import DAY, LAMPS, SCREENS, Baked, Layer, Manifest, SunSeen

__all__ = [
    "DAY",
    "LAMPS",
    "SCREENS",
    "Baked",
    "Layer",
    "Manifest",
    "SunSeen",
    "around_key",
    "bakes_of",
    "is_stale",
    "load",
    "manifest_of",
    "own_key",
    "save",
]
