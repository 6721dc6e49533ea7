"""`light:` of a space: lamps in a regular grid under the ceiling, so that nobody counts them out by hand."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from campus.components.lamp import Lamp, LampKind
from campus.scene.convert import WRONG, to_struct, to_type
from campus.scene.expand import Draft
from campus.scene.findings import Findings
from campus.scene.values import Fields, Scalar, Value

LAMPS = "lamps"
Lamps = Annotated[int, Meta(ge=1, le=100)]
"""In one direction of the grid."""
_GAP = 0.06
"""What is fixed to the ceiling ends so far below it: the thickness of a panel, metres."""


def read_light(value: Value | None, size: tuple[float, float, float] | None, findings: Findings) -> list[Draft]:
    """The lamps that `light: {lamps: {type: panel, grid: [3, 2], lumens: 3200}}` asks for.

    Args:
        value: what stands under `light`.
        size: of the shell, metres; None where there is none, or it is wrong.
        findings: takes every mistake.

    Returns:
        Drafts of lamps in the middle of the grid's cells, x fastest; further fields are those of `lamp`.
    """
    if value is None:
        return []
    if not isinstance(value, Fields):
        findings.add(value.source, "light must be a mapping {lamps: {type: …, grid: …}}.", code="wrong-type")
        return []
    for key, (written, _) in value.entries.items():
        if key != LAMPS:
            findings.add(
                written.source, f"light has no field '{key}'.", code="unknown-field", hint=f"Did you mean '{LAMPS}'?"
            )
    lamps = value.get(LAMPS)
    if lamps is None:
        return []
    if not isinstance(lamps, Fields):
        findings.add(lamps.source, "light.lamps must be a mapping {type: …, grid: …}.", code="wrong-type")
        return []
    grid = lamps.get("grid")
    if grid is None:
        findings.add(
            lamps.source,
            "light.lamps needs a field 'grid'.",
            code="missing-field",
            hint="It is how many lamps east and how many north, as in [3, 2].",
        )
    counts = WRONG if grid is None else to_type(grid, tuple[Lamps, Lamps], "light.lamps.grid", findings)
    entries = dict(lamps.without("grid", "type").entries)
    kind = lamps.get("type")
    if kind is not None and to_type(kind, LampKind, "light.lamps.type", findings) is not WRONG:
        entries["kind"] = lamps.entries["type"]
    if size is None:
        if len(findings) == 0:
            findings.add(
                lamps.source,
                "light.lamps needs a shell, whose ceiling the lamps hang from.",
                code="no-shell",
                hint="Give 'shell', or place lamps under 'nodes'.",
            )
        return []
    fixed = not isinstance(kind, Scalar) or kind.text != "pendant"
    if "height" not in entries:
        height = size[2] - _GAP if fixed else min(2.4, size[2] - 0.6)
        entries["height"] = (Scalar("height", True, lamps.source), Scalar(f"{height:.4f}", True, lamps.source))
    if "ceiling" not in entries:
        entries["ceiling"] = (Scalar("ceiling", True, lamps.source), Scalar(f"{size[2]:.4f}", True, lamps.source))
    lamp = to_struct(Fields(entries, lamps.source), Lamp, "light.lamps", findings, also=("type", "grid"))
    if lamp is None or counts is WRONG:
        return []
    columns, rows = counts
    places = [((i + 0.5) * size[0] / columns, (j + 0.5) * size[1] / rows) for j in range(rows) for i in range(columns)]
    return [
        Draft("lamp", lamps, lamps.source, at, None, None, msgspec.structs.replace(lamp, at=at), None, "light", None)
        for at in places
    ]
