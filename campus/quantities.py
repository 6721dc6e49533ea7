"""Numbers with a unit in their type. Z is up, +Y north, +X east; headings are counter-clockwise from north.

The bounds are part of the type, so that the scene loader, the wire and the JSON Schema all know them.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Metres = Annotated[float, Meta(ge=-10_000, le=10_000, extra_json_schema={"unit": "m"})]
Length = Annotated[float, Meta(gt=0, le=1_000, extra_json_schema={"unit": "m"})]
"""A size: more than nothing, and no slip of digits that takes minutes to build."""
Degrees = Annotated[float, Meta(ge=-360, le=360, extra_json_schema={"unit": "deg"})]
Seconds = Annotated[float, Meta(ge=0, le=1e9, extra_json_schema={"unit": "s"})]
Lumens = Annotated[float, Meta(ge=0, le=1e6, extra_json_schema={"unit": "lm"})]
Kelvins = Annotated[float, Meta(ge=1000, le=20_000, extra_json_schema={"unit": "K"})]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=1, le=10_000)]

Point2 = tuple[Metres, Metres]
Point3 = tuple[Metres, Metres, Metres]
Point = Annotated[tuple[Metres, ...], Meta(min_length=2, max_length=3)]
"""On the floor plan, or in space. (msgspec allows one array type in a union, hence the length in the type.)"""
Size2 = tuple[Length, Length]
Size3 = tuple[Length, Length, Length]
