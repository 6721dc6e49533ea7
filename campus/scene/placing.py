"""Where every node of a space lies: on walls, in prefabs' frames, and whom it faces; and what of that is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from campus.components import Opening
from campus.components._base import COMPASS
from campus.ids import did_you_mean
from campus.scene.drafts import Draft, is_excused, parts_of, scoped
from campus.scene.findings import Findings
from campus.scene.frames import SPACE, Frame, heading_towards, wall_frame, wall_length
from campus.scene.halves import half_of
from campus.scene.inside import check_inside
from campus.scene.model import Node
from campus.scene.openings import check_openings
from campus.scene.wording import figure, needs_field
from campus.text import bilingual


class Placing:
    """Gives every node its place: walls, prefabs' frames, and whom it faces."""

    def __init__(
        self, drafts: list[Draft], shell: Draft | None, findings: Findings, *, shell_is_wrong: bool = False
    ) -> None:
        self.findings, self._shell_is_wrong = findings, shell_is_wrong
        self.size: tuple[float, float, float] | None = getattr(shell.spec, "size", None) if shell else None
        self.known: dict[str, Draft] = {}
        self._know(drafts)
        self._frames: dict[Draft, Frame] = {}  # by what it is, and kept: a number of one that is gone is another's soon
        self._facing: set[int] = set()

    def _know(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            self.known[draft.id] = draft
            self._know(draft.children)

    def nodes(self, drafts: list[Draft]) -> list[Node]:
        """The nodes of the drafts, in order; without those whose place makes no sense (noted)."""
        nodes = []
        for draft in drafts:
            if draft.spec is None:
                continue
            self._check(draft)
            changes: dict[str, Any] = {}
            if draft.id != draft.spec.id:
                changes["id"] = draft.id
            if draft.wall is not None and draft.at is None and self.size is not None:
                draft.at = wall_length(self.size, draft.wall) / 2  # unsaid: in the middle of its wall
            if draft.at != draft.spec.at:
                changes["at"] = draft.at
            heading = self._heading(draft) if draft.wall is None else None
            if draft.facing is not None and heading is not None and heading != draft.spec.facing:
                changes["facing"] = heading
            spec = msgspec.structs.replace(draft.spec, **changes) if changes else draft.spec
            origin = self._frame(draft.parent) if draft.parent else SPACE
            used = draft.outermost().source if draft.parent else None
            nodes.append(Node(draft.id, draft.type, spec, tuple(origin), draft.source, used))  # type: ignore[arg-type]
        return nodes

    def frames(self) -> dict[str, Frame]:
        """Where every node and every instance of a prefab lies in the space, by id; broken ones are left out."""
        return {id_: self._frame(draft) for id_, draft in self.known.items() if draft.spec or draft.children}

    def check_inside(self, drafts: list[Draft]) -> None:
        """Note what stands outside the room or does not fit, of broken parts of prefabs what is certain of them."""
        assert self.size is not None
        frames = self.frames()

        def with_halves(draft: Draft) -> Draft:
            if draft.children:
                return replace(draft, children=[with_halves(child) for child in draft.children])
            if draft.parent is None or (half := half_of(draft)) is None:
                return draft
            frames[draft.id] = self._frame(half.thing)
            return half.thing

        check_inside([with_halves(draft) for draft in drafts], frames, self.size, self.findings)

    def check_halves(self, drafts: list[Draft], *, inside: bool) -> None:
        """Note, of nodes with another mistake, places and sizes that are wrong whatever that mistake hides."""
        for half in filter(None, map(half_of, drafts)):
            if half.placed.parent is not None and half.placed.wall is not None:
                continue  # that a prefab's part hangs on a wall is told already
            self._check(half.placed)
            self._heading(half.placed)
            at, wall = half.placed.at, half.placed.wall
            if self.size is None or half.placed.parent is not None:
                continue
            if half.centred and wall is not None:
                at = wall_length(self.size, wall) / 2
            if half.hole is not None:
                check_openings([replace(half.hole, at=at, wall=wall)], self.size, self.findings)
            if inside:
                things = [replace(half.thing, at=at, wall=wall), *half.copies]
                check_inside(things, {thing.id: self._frame(thing) for thing in things}, self.size, self.findings)

    def check_parts(self, drafts: list[Draft]) -> None:
        """Note what is wrong with the parts of prefabs' instances that have mistakes of their own."""
        parts = parts_of(drafts)
        mine = self.known
        self.known = {**mine, **{part.id: part for part in parts}}
        for part in parts:
            if part.spec is not None:
                self._check(part)
                self._heading(part)
        self.check_halves(parts, inside=False)
        self.known = mine

    def _check(self, draft: Draft) -> None:
        """Note a place that makes no sense, and mend it, so that what follows can go on."""
        place = draft.fields.place("at")
        if draft.wall is not None:
            if self.size is None:
                if not self._shell_is_wrong:
                    self.findings.add(
                        draft.fields.place("wall"),
                        bilingual(
                            f"{draft.type} hangs on a wall, but the space has no shell.",
                            f"{draft.type} est fixé à un mur, mais l'espace n'a pas d'enveloppe (shell).",
                        ),
                        code="no-wall",
                        hint=bilingual(
                            "Give 'shell', or place it with 'at' and 'facing'.",
                            "Donnez « shell », ou placez-le avec « at » et « facing ».",
                        ),
                    )
                draft.wall, draft.at = None, None
                return
            if isinstance(draft.at, tuple):
                self.findings.add(
                    place,
                    bilingual(
                        f"{draft.type}.at must be one number on a wall, got {len(draft.at)}.",
                        f"{draft.type}.at doit être un seul nombre sur un mur, et non {len(draft.at)}.",
                    ),
                    code="wrong-type",
                    hint=bilingual(
                        "It runs from the wall's west or south end to the middle of the thing.",
                        "Il va du bout ouest ou sud du mur au milieu de la chose.",
                    ),
                )
                draft.at = None
            if draft.facing is not None:
                self.findings.add(
                    draft.fields.place("facing"),
                    bilingual(
                        f"{draft.type} hangs on a wall and cannot have 'facing'.",
                        f"{draft.type} est fixé à un mur et ne peut pas avoir « facing ».",
                    ),
                    code="invalid",
                    hint=bilingual("It looks into the room.", "Il regarde vers la salle."),
                )
            length = wall_length(self.size, draft.wall)
            if draft.at is not None and not 0 <= draft.at <= length:
                most, got = figure(length, "m"), figure(draft.at)
                self.findings.add(
                    place,
                    bilingual(
                        f"{draft.type}.at must be within the {draft.wall} wall, 0 to {most.en}, got {got.en}.",
                        f"{draft.type}.at doit rester dans le mur « {draft.wall} », de 0 à {most.fr}, et non {got.fr}.",
                    ),
                    code="out-of-range",
                )
        elif isinstance(draft.spec, Opening):
            self.findings.add(
                draft.source,
                needs_field(draft.type, "wall"),
                code="missing-field",
                hint=bilingual("One of north, east, south, west.", "C'est north, east, south ou west."),
            )
        elif isinstance(draft.at, (int, float)):
            self.findings.add(
                place,
                bilingual(
                    f"{draft.type}.at must be a point [x, y], got one number.",
                    f"{draft.type}.at doit être un point [x, y], et non un seul nombre.",
                ),
                code="wrong-type",
                hint=bilingual(
                    "One number is for what hangs on a 'wall'.", "Un seul nombre est pour ce qui tient à un « wall »."
                ),
            )
            draft.at = None

    def _frame(self, draft: Draft) -> Frame:
        """The frame of a node or of a prefab's instance, in the space."""
        if (known := self._frames.get(draft)) is not None:
            return known
        if draft.wall is not None and self.size is not None:
            along = draft.at if isinstance(draft.at, (int, float)) else wall_length(self.size, draft.wall) / 2
            frame = wall_frame(self.size, draft.wall, along)
        else:
            outer = self._frame(draft.parent) if draft.parent else SPACE
            frame = outer.inner(_point(draft), self._heading(draft) or 0.0)
        self._frames[draft] = frame
        return frame

    def _heading(self, draft: Draft) -> float | None:
        """Where it looks, in the frame of its parent; None where nothing is said."""
        if not isinstance(draft.facing, str):
            return draft.facing
        if draft.facing in COMPASS:
            return COMPASS[draft.facing]
        wanted = scoped(draft.facing, draft, self.known)
        if wanted is None and is_excused(draft.facing, self.known):
            return None
        if wanted is None:
            self.findings.add(
                draft.fields.place("facing"),
                bilingual(
                    f"{draft.type}.facing cannot be '{draft.facing}': no compass word, and no node of this space.",
                    f"{draft.type}.facing ne peut pas être « {draft.facing} » : ce n'est ni un point cardinal, "
                    "ni un nœud de cet espace.",
                ),
                code="unknown-node",
                hint=did_you_mean(draft.facing, (*COMPASS, *self.known)),
            )
            draft.facing = None
            return None
        if id(draft) in self._facing or wanted == draft.id:
            self.findings.add(
                draft.fields.place("facing"),
                bilingual(
                    f"{draft.type} faces '{draft.facing}', whose place depends on where this looks.",
                    f"{draft.type} regarde vers « {draft.facing} », dont la place dépend de là où ceci regarde.",
                ),
                code="endless-facing",
            )
            return None
        self._facing.add(id(draft))
        outer = self._frame(draft.parent) if draft.parent else SPACE
        here, there = outer.point(_point(draft)), self._position(self.known[wanted])
        self._facing.discard(id(draft))
        return (heading_towards(here, there) - outer.heading) % 360.0

    def _position(self, draft: Draft) -> tuple[float, float, float]:
        if draft.wall is not None:
            return self._frame(draft)[:3]
        outer = self._frame(draft.parent) if draft.parent else SPACE
        return outer.point(_point(draft))


def _point(draft: Draft) -> tuple[float, float, float]:
    if not isinstance(draft.at, tuple):
        return (0.0, 0.0, 0.0)
    return (draft.at[0], draft.at[1], draft.at[2] if len(draft.at) > 2 else 0.0)
