"""A brainstorm on a wall of notes: everybody pins, then everybody supports what they find good. Notes never mix."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import msgspec

from campus.errors import Refused
from campus.learning.activities._base import Activity, Deed, Running, View, not_now
from campus.learning.activities._collecting import primary, unknown, written
from campus.learning.panel import AnyItem, Button, Column, Input, Panel, Paragraph, Row, Table
from campus.learning.words import plural, say
from campus.text import Text, same

if TYPE_CHECKING:
    from campus.learning.unit import Unit

Phase = Literal["armed", "open", "closed", "supporting", "shown"]
STEPS: Mapping[tuple[Phase, str], Phase] = {
    ("armed", "open"): "open",
    ("open", "close"): "closed",
    ("closed", "open"): "open",
    ("closed", "weigh"): "supporting",
    ("supporting", "close"): "closed",
    ("closed", "show"): "shown",
    ("supporting", "show"): "shown",
    ("shown", "close"): "closed",
}
"""What the teacher may do when, and where it leads."""
MOST_NOTES, MOST_LETTERS = 12, 200
_SAID: Mapping[Phase, Text] = {
    "armed": say("le mur n'est pas ouvert", "the wall is not open"),
    "open": say("le mur est ouvert", "the wall is open"),
    "closed": say("le mur est clos", "the wall is closed"),
    "supporting": say("les notes sont soutenues", "notes are being supported"),
    "shown": say("le résultat est affiché", "the result is shown"),
}
_BUTTONS: Mapping[str, Text] = {
    "open": say("Ouvrir le mur", "Open the wall"),
    "close": say("Clore le mur", "Close the wall"),
    "weigh": say("Faire soutenir les notes", "Let them support notes"),
    "show": say("Afficher le résultat", "Show the result"),
}


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note; `hidden` when the teacher took it off the wall (its author still sees it)."""

    id: str
    by: str
    words: str
    hidden: bool = False
    supporters: frozenset[str] = frozenset()


class Brainstorm(Activity, frozen=True, kw_only=True, tag="brainstorm"):
    """A question to which everybody pins notes.

    Example:
        {type: brainstorm, id: wall, title: {fr: Idées, en: Ideas}, text: {fr: Que faire ?, en: What to do?}}

    Attributes:
        text: what people pin notes to.
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    text: Text

    def begin(self, unit: Unit) -> BrainstormRunning:
        """An empty wall, not yet open."""
        return BrainstormRunning(id=self.id, text=self.text)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Ouvrir le mur de notes", "Open the note wall")


class BrainstormRunning(Running, frozen=True, kw_only=True):
    """The wall. Each note is its author's; nobody can write over another's."""

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"pin", "take-back", "support"})

    id: str
    text: Text
    phase: Phase = "armed"
    notes: tuple[Note, ...] = ()
    pinned: int = 0

    def after(self, deed: Deed) -> Self:
        """A step, a note pinned or taken back by its author, hidden by the teacher, or supported.

        Raises:
            Refused: `not_now`, `unknown`, `full` with too many notes, `not_allowed` for another's note.
        """
        match deed.verb:
            case "pin":
                return self._pinned(deed)
            case "take-back":
                note = self._note(deed.value)
                self._must_be("open")
                if note.by != deed.by:
                    raise Refused("not_allowed", "This note is another’s.", "Cette note est celle d’un autre.")
                return msgspec.structs.replace(self, notes=tuple(n for n in self.notes if n is not note))
            case "support":
                return self._supported(deed)
            case "hide":
                note = self._note(deed.value)
                return self._with(msgspec.structs.replace(note, hidden=not note.hidden))
        to = STEPS.get((self.phase, deed.verb))
        if to is None:
            raise not_now(_BUTTONS.get(deed.verb, say(f"« {deed.verb} »", f"'{deed.verb}'")), _SAID[self.phase])
        return msgspec.structs.replace(self, phase=to)

    def _pinned(self, deed: Deed) -> Self:
        self._must_be("open")
        words = written(deed.value, MOST_LETTERS)
        mine = [note for note in self.notes if note.by == deed.by]
        if any(note.words == words for note in mine):
            return self
        if len(mine) >= MOST_NOTES:
            raise Refused(
                "full",
                f"{MOST_NOTES} notes are enough; take one back.",
                f"{MOST_NOTES} notes suffisent ; reprenez-en une.",
            )
        note = Note(id=f"n{self.pinned + 1}", by=deed.by, words=words)
        return msgspec.structs.replace(self, notes=(*self.notes, note), pinned=self.pinned + 1)

    def _supported(self, deed: Deed) -> Self:
        """Once supports, once more does not; one's own note is not supported."""
        note = self._note(deed.value)
        self._must_be("supporting")
        if note.by == deed.by:
            raise Refused("not_allowed", "Support the notes of others.", "Soutenez les notes des autres.")
        return self._with(msgspec.structs.replace(note, supporters=note.supporters ^ {deed.by}))

    def _must_be(self, phase: Phase) -> None:
        if self.phase != phase:
            raise not_now(say("Toucher aux notes", "Touching the notes"), _SAID[self.phase])

    def _note(self, id_: str) -> Note:
        found = next((note for note in self.notes if note.id == id_), None)
        if found is None:
            raise unknown(id_)
        return found

    def _with(self, changed: Note) -> Self:
        notes = tuple(changed if note.id == changed.id else note for note in self.notes)
        return msgspec.structs.replace(self, notes=notes)

    @property
    def is_finished(self) -> bool:
        """Whether the result is shown."""
        return self.phase == "shown"

    @property
    def may_leave(self) -> bool:
        """Not while people write or support."""
        return self.phase not in ("open", "supporting")

    @property
    def heard(self) -> Collection[str]:
        """Who has pinned a note."""
        return {note.by for note in self.notes}

    def wall(self) -> tuple[Note, ...]:
        """What hangs on the wall; the most supported first once it is shown."""
        there = [note for note in self.notes if not note.hidden]
        return tuple(sorted(there, key=lambda n: -len(n.supporters)) if self.phase == "shown" else there)

    def note(self, view: View) -> Text:
        """How many notes hang there."""
        return plural(len(self.wall()), say("{n} note", "{n} note"), say("{n} notes", "{n} notes"))

    def _table(self, id_: str, notes: Collection[Note], *, pressable: bool, counts: bool) -> Table:
        rows = tuple((n.id, (same(n.words), same(str(len(n.supporters)) if counts else ""))) for n in notes)
        columns = (Column(title=say("Note", "Note")), Column(title=say("Soutiens", "Support"), numeric=True))
        return Table(id=id_, columns=columns, rows=rows, pressable=pressable)

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step, and the notes with their authors; pressing one takes it off the wall, or back onto it."""
        offered = [verb for phase, verb in STEPS if phase == self.phase]
        wanted = {"closed": ["weigh", "show", "open"], "supporting": ["show", "close"]}.get(self.phase, offered)
        buttons = [Button(id=f"do.{verb}", text=_BUTTONS[verb]) for verb in wanted]
        items: list[AnyItem] = []
        if self.phase != "shown":
            items.append(primary(buttons[0].id, buttons[0].text))
            buttons = buttons[1:]
        items.append(Paragraph(text=self.text))
        sign = {True: "✕ ", False: ""}
        rows = tuple(
            (n.id, (same(sign[n.hidden] + n.words), same(view.names.get(n.by, "")), same(str(len(n.supporters)))))
            for n in self.notes
        )
        columns = (
            Column(title=say("Note (appuyer la masque)", "Note (press to hide)")),
            Column(title=say("De", "By")),
            Column(title=say("Soutiens", "Support"), numeric=True),
        )
        if rows:
            items.append(Table(id="do.hide", columns=columns, rows=rows, pressable=True))
        if buttons:
            items.append(Row(buttons=tuple(buttons)))
        return tuple(items)

    def panel(self, view: View, viewer: str) -> Panel | None:
        """A field to write in and one's own notes; all notes, to support them; the result."""
        if self.phase == "armed":
            return None
        mine = [note for note in self.notes if note.by == viewer]
        others = [note for note in self.wall() if note.by != viewer]
        items: list[AnyItem] = [Paragraph(text=self.text)]
        if self.phase == "open":
            label = say("Une idée par note", "One idea a note")
            items.append(Input(id="pin", label=label, most=MOST_LETTERS, clears=True))
            if mine:
                items.append(
                    Paragraph(text=say("Appuyez sur une note pour la reprendre.", "Press a note to take it back."))
                )
                items.append(self._table("take-back", mine, pressable=True, counts=False))
        elif self.phase == "supporting":
            items.append(Paragraph(text=say("Appuyez sur ce que vous soutenez.", "Press what you support.")))
            rows = tuple((n.id, (same(("✓ " if viewer in n.supporters else "") + n.words),)) for n in others)
            items.append(Table(id="support", columns=(Column(title=say("Note", "Note")),), rows=rows, pressable=True))
        else:
            items.append(self._table("wall", self.wall(), pressable=False, counts=self.phase == "shown"))
        title = say("Mur de notes", "Note wall")
        return Panel(id=f"answer.{self.id}.1", title=title, note=self.note(view), items=tuple(items))

    def screen(self, view: View) -> Panel | None:
        """The notes, without names."""
        if self.phase == "armed":
            return None
        notes = self.wall()[-10:] if self.phase != "shown" else self.wall()[:10]
        items = (self._table("wall", notes, pressable=False, counts=self.phase == "shown"),) if notes else ()
        return Panel(id=f"screen.{self.id}", title=self.text, side="screen", note=self.note(view), items=items)
