"""Makes `bake-seen.npz`: Cycles' light at points of the frozen room that somebody sees. Run offline, in a checkout.

    python assets/bench/bake_points.py [SAMPLES [FOLDER]]

Points are lit in runs of 512 samples, each with a seed of its own, so that what the runs differ by tells how much grain
is left in their mean; FOLDER keeps them, so that work which was stopped goes on. Then the points are lit once with 64
samples, and so are all texels of the lightmap, which is read at the points.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from campus.bake.encoding import luminance
from campus.bake.rays import Floats
from campus.bake.sites import filled
from campus.bench.bake_scene import FOLDER, OWNERS, ROOM, SEEN, panorama, thawed
from campus.bench.bake_seen import points_seen, read_at

ROOT = Path(__file__).parents[2]
RUN, FEW, THREADS = 512, 64, 2


def lit(folder: Path, samples: int, where: str, seed: int) -> Floats:
    """What Blender answers, lux in the shade, (…, 3)."""
    out = folder / f"{samples}-{seed}.npz"
    if not out.is_file():
        script = ROOT / FOLDER / "bake_reference.py"
        told = (ROOT / FOLDER / ROOM, folder / "sky.npy", out, samples, THREADS, where, seed)
        subprocess.run(["blender", "-b", "--python", script, "--", *(str(word) for word in told)], check=True)
    with np.load(out) as file:
        return np.asarray(file["shade"])


def make(samples: int, folder: Path) -> None:
    """Makes the file, or goes on where a folder says that it was left."""
    task, _, charts = thawed(ROOT / FOLDER / ROOM)
    corners = task.ground.corners[: len(charts.charted)]
    points, seen = points_seen(task, len(corners))
    normals = task.ground.flat[points.triangle]
    np.save(folder / "sky.npy", panorama(task.meshes.daylight))
    np.savez(folder / "points.npz", at=points.among(corners), normals=normals)
    where = str(folder / "points.npz")
    runs = np.stack([luminance(lit(folder, RUN, where, 1 + i)) for i in range(-(-samples // RUN))]).astype(float)
    lux = runs.mean(0)
    grain = np.sqrt((runs.var(0, ddof=1) / len(runs)).mean()) / lux.mean()
    few = luminance(lit(folder, FEW, where, 101))
    texels = lit(folder, FEW, "texels", 102)
    with np.load(ROOT / FOLDER / OWNERS) as file:
        known = file["triangle"] >= 0
    read = read_at(filled(texels, known, black=0), points, charts)
    np.savez_compressed(
        ROOT / FOLDER / SEEN, triangle=points.triangle, share=points.share, lux=lux.astype(np.float16),
        lux_64=few.astype(np.float16), read_64=read.astype(np.float16), grain=grain, seen=seen,
        samples=RUN * len(runs),
    )  # fmt: skip
    print(f"{len(lux)} points, {100 * seen:.1f} % of what is seen; {100 * grain:.2f} % of grain left")


if __name__ == "__main__":
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 8192
    if len(sys.argv) > 2:
        make(samples, Path(sys.argv[2]))
    else:
        with TemporaryDirectory() as folder:
            make(samples, Path(folder))
