"""What a client keeps in memory that stands in a space, what is seen from it made ready: in a process of its own.

Where a processor draws, what a graphics card would hold lies in the same memory, and so does the program that draws:
the shares are told apart. What that program allocates goes when the window is closed, so that is measured, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from campus.client.view.quality import TIERS, Tier

BOUND_MB = 400.0
"""What a client and a graphics card may hold together at the medium tier: in the hall, the garden ready beside it."""


@dataclass(frozen=True)
class Kept:
    """Megabytes, of 10^6 bytes.

    Attributes:
        space: in which one stands.
        ready: all spaces that are ready to be stood in by then.
        tier: of the picture.
        resident_mb: of the process, as the system counts it; None where it does not tell.
        largest_mb: the most that it ever was.
        graphics_mb: textures, targets and buffers of vertices, as the scene has them: what a graphics card would hold.
        closed_mb: of the process once its window is closed, which takes from memory all that the driver allocated for
            it; None as before.
        driver_mb: of the files that the driver's own programs are in, as much as is resident; None as before.
        software: whether a processor draws; then `graphics_mb` is a part of `resident_mb`.
    """

    space: str
    ready: tuple[str, ...]
    tier: Tier
    resident_mb: float | None
    largest_mb: float | None
    graphics_mb: float
    closed_mb: float | None
    driver_mb: float | None
    software: bool

    def told(self) -> str:
        """A small table for a terminal."""
        head = f"memory in {self.space} with {', '.join(self.ready)} ready, {self.tier}"
        if self.resident_mb is None or self.largest_mb is None or self.closed_mb is None or self.driver_mb is None:
            return f"{head}: not measured\n"
        client = self.closed_mb - self.driver_mb
        both = client + self.graphics_mb
        bound = f"  {'within' if both <= BOUND_MB else 'more than'} the {BOUND_MB:.0f} MB of the medium tier"
        drawing = self.resident_mb - self.closed_mb - (self.graphics_mb if self.software else 0.0)
        where = "in the same memory, for a processor draws" if self.software else "on the card"
        return (
            f"{head}: {self.resident_mb:.0f} MB resident ({self.largest_mb:.0f} at most)\n"
            f"  the client                     {client:6.0f} MB\n"
            f"  textures, targets and vertices {self.graphics_mb:6.0f} MB  {where}\n"
            f"  both together                  {both:6.0f} MB{bound if self.tier == 'medium' else ''}\n"
            f"  the driver's own files         {self.driver_mb:6.0f} MB\n"
            f"  what it allocates beside these {drawing:6.0f} MB  compiled shaders and the like\n"
        )


def kept_in_process(root: Path, space: str, tier: Tier, size: tuple[int, int], cache: Path | None) -> Kept:
    """Starts a client without a server and looks what it keeps.

    Raises:
        subprocess.CalledProcessError: when it cannot draw.
    """
    given = json.dumps([str(root), space, tier, size, str(cache) if cache else None])
    command = [sys.executable, "-P", "-m", "campus.bench.memory", given]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return Kept(**(found | {"ready": tuple(found["ready"])}))


def _stand_in(root: Path, space: str, tier: Tier, size: tuple[int, int], cache: Path | None) -> Kept:
    from campus.client.memory import give_back, give_back_early

    give_back_early()
    from campus.client.avatars.crowd import Crowd
    from campus.client.places import CALM_AFTER, Places
    from campus.client.ui.hud import Hud
    from campus.client.ui.interface import Interface
    from campus.client.ui.theme import font_folder
    from campus.client.view.kept import keep_in
    from campus.client.view.stage import Stage
    from campus.client.view.window import is_software, open_window
    from campus.scene import load_campus

    keep_in(cache)
    campus = load_campus(root)
    base = open_window(size, offscreen=True)
    stage = Stage(base, TIERS[tier])
    interface = Interface(base, "fr", 1.0, fonts=font_folder())
    places = Places(campus, stage, "fr", cache.parent / "spaces" if cache else None)
    place = places.get(space)
    stage.present(place.view)
    Crowd(stage).enter(place.view.people)
    point = next(iter(place.space.viewpoints.values()))
    stage.look_at(point.eye, point.look, point.fov)
    beyond = {neighbour.space for neighbour in place.prepared.beyond}
    places.prefetch(beyond)
    for step in range(4 + CALM_AFTER):
        interface.frame(Hud(), 1 / 30)
        place.view.update(step / 30)
        stage.draw()
        while places.work():
            pass
    _ = place.ground
    stage.draw(2)
    graphics = graphics_mb(*(other.view.root for other in places.ready)) + stage.targets_mb
    resident, largest, driver, software = (
        _status_mb("VmRSS"),
        _status_mb("VmHWM"),
        resident_of(DRIVERS),
        is_software(base),
    )
    base.graphicsEngine.remove_all_windows()
    give_back()
    ready = tuple(sorted(other.space.id for other in places.ready))
    return Kept(space, ready, tier, resident, largest, graphics, _status_mb("VmRSS"), driver, software)


def graphics_mb(*roots: Any) -> float:
    """Of the textures and the buffers that scenes draw with, each once; what spaces share is counted once, too."""
    from panda3d.core import GeomNode, GraphicsStateGuardianBase, ShaderAttrib, ShaderInput

    from campus.client.view.textures import card_bytes

    objects: Any = cast("Any", GraphicsStateGuardianBase.get_default_gsg()).prepared_objects
    textures: dict[int, int] = {}
    buffers: dict[int, int] = {}
    for path in (path for root in roots for path in (root, *root.find_all_matches("**"))):
        attrib = path.get_attrib(ShaderAttrib)
        for name in _TEXTURES if attrib is not None else ():
            given = attrib.get_shader_input(name)
            if given.get_value_type() in (ShaderInput.M_texture, ShaderInput.M_texture_sampler):
                texture = given.get_texture()
                if texture.has_ram_image() or texture.is_prepared(objects):  # else no shader asks for it
                    textures[texture.this] = card_bytes(texture)
        if isinstance(path.node(), GeomNode):
            for geom in cast("Any", path.node()).get_geoms():
                data = geom.get_vertex_data()
                buffers[data.this] = data.get_num_bytes()
                buffers |= {primitive.this: primitive.get_num_bytes() for primitive in geom.get_primitives()}
    return (sum(textures.values()) + sum(buffers.values())) / 1e6


_TEXTURES = (
    "pattern", "relief", "letters", "page", "map_day", "map_lamps", "field_light", "field_slope", "sun_map",
    "moving_map", "mirror", "pane", "sky_picture", "cloud_noise",
)  # fmt: skip
"""The names by which shaders know them."""


DRIVERS = (
    "libLLVM", "_dri.so", "libgallium", "libGL", "libEGL", "libgbm", "libdrm", "libglapi", "libz3", "libelf", "libedit",
    "libnvidia", "libvulkan", "libX11", "libxcb",
)  # fmt: skip
"""How the files begin, or end, that a driver on Linux consists of."""


def resident_of(names: tuple[str, ...]) -> float | None:
    """How much of the files with such names lies in this process's memory, megabytes; None where nobody tells."""
    try:
        lines = Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    total, counts = 0, False
    for line in lines:
        if "-" in line.split(" ", 1)[0]:  # a new area: addresses, and the file that is mapped there
            file = line.rsplit("/", 1)[-1] if "/" in line else ""
            counts = any(name in file for name in names)
        elif counts and line.startswith("Rss:"):
            total += int(line.split()[1]) * 1024
    return total / 1e6


def _status_mb(name: str) -> float | None:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(name))


if __name__ == "__main__":
    root_, space_, tier_, size_, cache_ = json.loads(sys.argv[1])
    kept = _stand_in(Path(root_), space_, tier_, tuple(size_), Path(cache_) if cache_ else None)
    print(json.dumps(asdict(kept)))
