"""Draws the props that no free model gives, and writes each as a file with its hull.

Usage: python assets/props/draw_props.py [NAME …]

The same words give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import for_examining
import for_learning
import for_pharmacy
import for_the_house
import for_wards
import for_work

from campus.mesh.gltf import prism_about, write_glb

HERE = Path(__file__).resolve().parent
PROPS = {
    **for_wards.PROPS,
    **for_examining.PROPS,
    **for_learning.PROPS,
    **for_pharmacy.PROPS,
    **for_work.PROPS,
    **for_the_house.PROPS,
}


def main(names: list[str]) -> None:
    """Draw the named props, or all."""
    for name in names:
        shape = PROPS[name]()
        path = HERE / f"{name}.glb"
        path.write_bytes(write_glb(shape, prism_about(shape, 0.02), name))
        low, high = shape.bounds()
        size = " × ".join(f"{side:.2f}" for side in high - low)
        print(f"{name}: {len(shape.triangles)} triangles, {path.stat().st_size / 1000:.0f} kB, {size} m")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PROPS))
