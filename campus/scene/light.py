"""`light:` of a space: lamps in a regular grid under the ceiling, and the states that a teacher dims them to."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from campus.components.lamp import Lamp, LampKind
from campus.ids import did_you_mean
from campus.quantities import Fraction
from campus.scene.convert import to_struct, to_type
from campus.scene.drafts import Draft
from campus.scene.findings import Findings
from campus.scene.forms import LayoutName
from campus.scene.scalars import WRONG
from campus.scene.values import Fields, Scalar, Value
from campus.scene.wording import must_be_mapping, needs_field, no_field
from campus.text import Text, bilingual

_NAME = Text(fr="le nom d’un état de lumière", en="the name of a light state")
LAMPS, STATES = "lamps", "states"
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
        findings.add(value.source, must_be_mapping("light", "{lamps: {type: …, grid: …}}"), code="wrong-type")
        return []
    for key, (written, _) in value.entries.items():
        if key not in (LAMPS, STATES):
            hint = did_you_mean(key, (LAMPS, STATES))
            findings.add(written.source, no_field("light", key), code="unknown-field", hint=hint)
    lamps = value.get(LAMPS)
    if lamps is None:
        return []
    if not isinstance(lamps, Fields):
        findings.add(lamps.source, must_be_mapping("light.lamps", "{type: …, grid: …}"), code="wrong-type")
        return []
    grid = lamps.get("grid")
    if grid is None:
        findings.add(
            lamps.source,
            needs_field("light.lamps", "grid"),
            code="missing-field",
            hint=bilingual(
                "It is how many lamps east and how many north, as in [3, 2].",
                "C'est le nombre de lampes vers l'est et vers le nord, comme [3, 2].",
            ),
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
                bilingual(
                    "light.lamps needs a shell, whose ceiling the lamps hang from.",
                    "light.lamps demande une enveloppe (shell), au plafond de laquelle pendent les lampes.",
                ),
                code="no-shell",
                hint=bilingual(
                    "Give 'shell', or place lamps under 'nodes'.",
                    "Donnez « shell », ou placez des lampes sous « nodes ».",
                ),
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


class LightState(msgspec.Struct, frozen=True, kw_only=True):
    """One light state: `lecture: {lamps: 0.3}`.

    Attributes:
        lamps: what share of their light all lamps give: 0 is out, 1 is full.
        daylight: what share of the daylight the blinds let in: 0 is closed, 1 is open.
        title: what people call it, where its name alone would not do.
    """

    lamps: Fraction
    daylight: Fraction = 1.0
    title: Text | None = None


def read_states(value: Value | None, findings: Findings) -> dict[str, LightState]:
    """The light states of a space by name, in order: `light: {states: {discussion: {lamps: 1}, lecture: {…}}}`.

    Args:
        value: what stands under `light`.
        findings: takes every mistake.
    """
    written = value.get(STATES) if isinstance(value, Fields) else None
    if written is None:
        return {}
    if not isinstance(written, Fields):
        findings.add(written.source, must_be_mapping("light.states", "{name: {lamps: …}}"), code="wrong-type")
        return {}
    states: dict[str, LightState] = {}
    for name, (place, fields) in written.entries.items():
        if to_type(Scalar(name, True, place.source), LayoutName, _NAME, findings) is WRONG:
            continue
        if not isinstance(fields, Fields):
            findings.add(fields.source, must_be_mapping(f"light.states.{name}", "{lamps: …}"), code="wrong-type")
            continue
        state = to_struct(fields, LightState, f"light.states.{name}", findings)
        if state is not None:
            states[name] = state
    return states
