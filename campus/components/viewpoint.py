"""A viewpoint: an eye that pictures of a space are taken from. Owns the eye; knows nothing of drawing."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from campus.components._base import Component
from campus.quantities import Point3

FieldOfView = Annotated[float, Meta(ge=20, le=120, extra_json_schema={"unit": "deg"})]


class Viewpoint(Component, frozen=True, kw_only=True):
    """Where a picture of the space is taken from. Every space has `arrival`, `focal` and `seated`.

    Example:
        {type: viewpoint, id: arrival, eye: [1.5, 18.0, 1.62], look: [9.0, 6.0, 2.0], fov: 70}

    Attributes:
        eye: where the eye is: x, y and height over the space's floor, metres.
        look: the point that it looks at, metres.
        fov: horizontal field of view, degrees.
    """

    eye: Point3
    look: Point3
    fov: FieldOfView = 70.0
