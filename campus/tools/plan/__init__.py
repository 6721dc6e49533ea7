"""`campus plan`: the floor plan of a space as SVG, to scale, as somebody who runs the building reads it.

Seen from above and cut 1.2 m over each floor. Pure geometry and text: opens no window. What is drawn comes from the
compiled space, so that a plan shows what one walks through and not what somebody meant; who does not see the screen is
what `campus check` proves.
"""

from campus.tools.plan.drawing import storeys
from campus.tools.plan.page import plan, svg

__all__ = ["plan", "storeys", "svg"]
