"""A lamp. Owns its shape, how much it shines and how warm; knows nothing of light maps."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, LampAnchor, Placed
from campus.components._mounting import mounted, mounted_place
from campus.ids import MaterialId
from campus.mesh import Mesh, box, cylinder, lathe, merge, spread
from campus.quantities import Kelvins, Length, Lumens, Metres

LampKind = Literal["pendant", "panel", "cove", "sconce", "standing", "table"]


class Lamp(Component, frozen=True, kw_only=True):
    """Warm light: a linen pendant, a ceiling panel, a cove along a wall, a sconce, a standing or a table lamp.

    Example:
        {type: lamp, kind: pendant, at: [4.5, 3.5], height: 2.2, ceiling: 3.2, lumens: 2400}

    Attributes:
        kind: `pendant` and `panel` hang from `ceiling`; `cove` and `sconce` go on a wall; the others stand.
        height: of the lamp's lower edge over the floor, metres; for `standing` and `table` its whole height.
        ceiling: height of the ceiling that a pendant hangs from, metres; None hangs it by 0.8 m of cord.
        length: of a cove, or of a panel's side, metres.
        radius: of a shade, metres.
        lumens: luminous flux; 800 is a bulb, 3200 a classroom panel.
        kelvins: colour temperature; 3500 is the campus's warm white.
        material: of shade or housing.
    """

    kind: LampKind = "pendant"
    height: Metres = 2.2
    ceiling: Metres | None = None
    length: Length = 1.2
    radius: Length = 0.28
    lumens: Lumens = 1600.0
    kelvins: Kelvins = 3500.0
    material: MaterialId | None = None

    def mesh(self) -> Mesh:
        """40 to 400 triangles, the shining side made of `lamp-glow`; only what stands on the floor collides."""
        return {
            "pendant": self._pendant,
            "panel": self._panel,
            "cove": self._cove,
            "sconce": self._sconce,
            "standing": self._standing,
            "table": self._table,
        }[self.kind]()

    def anchors(self) -> Anchors:
        """Where the light leaves; a cove, which washes wall and ceiling, shines from a place in every metre of it."""
        if self.kind == "cove":
            pieces = spread(max(1, round(self.length)), self.length)
            each = self.lumens / len(pieces)
            size = (self.length / len(pieces), 0.05)
            places = [mounted_place(self, (x, -0.16, self.height + 0.14)) for x in pieces]
            return Anchors(lamps=tuple(LampAnchor(place, each, self.kelvins, size) for place in places))
        standing: dict[str, tuple[Placed, tuple[float, float]]] = {
            "pendant": (Placed((0, 0, self.height)), (2 * self.radius, 2 * self.radius)),
            "panel": (Placed((0, 0, self.height)), (self.length, self.length)),
            "sconce": (mounted_place(self, (0.0, -0.10, self.height + 0.15)), (0.16, 0.10)),
            "standing": (Placed((0, 0, self.height - 0.15)), (2 * self.radius, 2 * self.radius)),
            "table": (Placed((0, 0, self.height - 0.10)), (0.2, 0.2)),
        }
        place, size = standing[self.kind]
        return Anchors(lamps=(LampAnchor(place, self.lumens, self.kelvins, size),))

    def _shade(self, low: float, high: float, radius: float, narrow: float) -> Mesh:
        """A fabric shade with thickness, open below, and the glowing disc inside it."""
        # From the axis under its top out and down inside, round the rim, up outside and back to the axis: closed.
        within, around = [(radius * narrow - 0.012, high - 0.01), (radius - 0.012, low)], [(radius, low)]
        profile = [(0.0, high - 0.01), *within, *around, (radius * narrow, high), (0.0, high)]
        shade = lathe(profile, sides=28, material=self.material or "linen")
        glow = cylinder(radius - 0.02, 0.012, at=(0, 0, low + 0.025), sides=28, material="lamp-glow")
        return merge(shade, glow)

    def _pendant(self) -> Mesh:
        top = self.height + 0.9 * self.radius
        ceiling = self.ceiling if self.ceiling is not None else top + 0.8
        cord = cylinder(0.006, max(ceiling - top, 0.05), at=(0, 0, top), sides=6, material="ink")
        rose = cylinder(0.05, 0.03, at=(0, 0, ceiling - 0.03), sides=16, material="brass")
        return merge(self._shade(self.height, top, self.radius, 0.72), cord, rose)

    def _panel(self) -> Mesh:
        housing = box((self.length, self.length, 0.05), at=(0, 0, self.height + 0.004), material=self.material or "oak")
        glow = box((self.length - 0.06, self.length - 0.06, 0.02), at=(0, 0, self.height), material="lamp-glow")
        return merge(housing, glow)

    def _cove(self) -> Mesh:
        """A shelf with an upstand, the light lying behind it: seen from below one sees its glow and not the lamp."""
        low, material = self.height, self.material or "limestone-smooth"
        shelf = box((self.length, 0.22, 0.05), at=(0, -0.11, low), bevel=0.01, material=material)
        upstand = box((self.length, 0.04, 0.09), at=(0, -0.20, low + 0.05), bevel=0.01, material=material)
        glow = box((self.length, 0.05, 0.03), at=(0, -0.135, low + 0.05), material="lamp-glow")
        return mounted(self, merge(shelf, upstand, glow))

    def _sconce(self) -> Mesh:
        low = self.height
        plate = box((0.10, 0.02, 0.30), at=(0, -0.01, low), bevel=0.006, material=self.material or "brass")
        glass = cylinder(0.055, 0.24, at=(0, -0.09, low + 0.03), sides=20, material="lamp-glow")
        cup = cylinder(0.062, 0.03, at=(0, -0.09, low), sides=20, bevel=0.006, material=self.material or "brass")
        return mounted(self, merge(plate, glass, cup))

    def _standing(self) -> Mesh:
        low = self.height - 0.32
        foot = cylinder(0.16, 0.025, sides=28, bevel=0.008, material="iron", collides=True)
        stem = cylinder(0.012, low + 0.1, at=(0, 0, 0.02), sides=10, material="brass")
        return merge(foot, stem, self._shade(low, self.height, self.radius, 0.7))

    def _table(self) -> Mesh:
        low = self.height - 0.18
        foot = lathe(
            [(0, 0), (0.08, 0), (0.085, 0.02), (0.03, 0.05), (0.02, low), (0, low)], sides=20, material="ceramic"
        )
        return merge(foot, self._shade(low, self.height, min(self.radius, 0.16), 0.65))
