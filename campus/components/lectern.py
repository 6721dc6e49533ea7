"""A lectern. Owns its shape and where the speaker stands; knows nothing of speaking."""

from __future__ import annotations

from campus.components._base import Anchors, Component, Placed
from campus.components._shaping import leaning, slab
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, cylinder, merge, moved, spread, tube
from campus.quantities import Length


class Lectern(Component, frozen=True, kw_only=True):
    """A lectern whose front looks at the audience: the speaker stands behind it.

    Example:
        {type: lectern, id: lectern, at: [14, 17.6], facing: south}

    Attributes:
        width: metres.
        height: of the reading board's middle, metres.
        material: of the wood.
    """

    width: Length = 0.68
    height: Length = 1.12
    material: MaterialId = "walnut"

    def mesh(self) -> Mesh:
        """A slatted body on a stone foot, a leaning board, a small screen and a microphone; about 500 triangles."""
        foot = slab((self.width, 0.46), 0.06, radius=0.02, bevel=0.012, material="limestone-smooth")
        body_height = self.height - 0.16
        body = box((self.width - 0.08, 0.34, body_height), at=(0, 0, 0.06), bevel=0.01, material=self.material)
        slats = [
            box((0.034, 0.02, body_height - 0.1), at=(x, 0.179, 0.11), hidden=("back",), material="oak")
            for x in spread(10, self.width - 0.1)
        ]
        band = box((self.width - 0.06, 0.365, 0.022), at=(0, 0, self.height - 0.15), material="brass")
        board = slab((self.width, 0.50), 0.035, radius=0.025, bevel=0.01, material=self.material)
        rim = box((self.width - 0.08, 0.02, 0.025), at=(0, -0.235, 0.035), bevel=0.005, material=self.material)
        tablet = slab((0.30, 0.21), 0.012, (-0.12, 0.02, 0.035), radius=0.012, bevel=0.003, material="ink")
        top = leaning(merge(board, rim, tablet), 14.0)  # its near edge lower, towards the speaker
        top = moved(top, (0, 0, self.height - 0.045))
        arms = [
            tube([(x, 0.16, self.height - 0.02), (x, 0.17, self.height + 0.18), (x * 0.55, 0.05, self.height + 0.30)],
                 0.006, sides=6, material="ink")
            for x in both(0.24)[1:]
        ]  # fmt: skip
        head = cylinder(0.014, 0.05, at=(0.24 * 0.55, 0.05, self.height + 0.28), sides=10, bevel=0.004, material="ink")
        return merge(foot.solid(), body.solid(), *slats, band, top, *arms, head)

    def anchors(self) -> Anchors:
        """Where the speaker stands, looking over it."""
        return Anchors(reach=(Placed((0.0, -0.62, 0.0), 0.0),))
