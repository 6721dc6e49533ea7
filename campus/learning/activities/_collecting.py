"""What activities share that gather something from everybody: open, close, show; and back. Knows none of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar, Literal, Self

import msgspec

from campus.errors import Refused
from campus.learning.activities._base import Deed, Running, View, not_now
from campus.learning.panel import AnyItem, Button, Option, Paragraph, Row
from campus.learning.words import plural, say
from campus.text import Text

Phase = Literal["armed", "open", "closed", "shown"]
STEPS: Mapping[tuple[Phase, str], Phase] = {
    ("armed", "open"): "open",
    ("open", "close"): "closed",
    ("closed", "open"): "open",
    ("closed", "show"): "shown",
    ("shown", "hide"): "closed",
}
"""What the teacher may do when, and where it leads; every step but the first can be taken back."""
LETTERS = "abcdefgh"
PHASE_SAID: Mapping[str, Text] = {
    "armed": say("rien n'est ouvert", "nothing is open"),
    "open": say("les réponses sont ouvertes", "answers are open"),
    "closed": say("les réponses sont closes", "answers are closed"),
    "shown": say("le résultat est affiché", "the result is shown"),
}
_VERB_SAID: Mapping[str, Text] = {
    "open": say("Ouvrir", "Opening"),
    "close": say("Clore", "Closing"),
    "show": say("Afficher le résultat", "Showing the result"),
    "hide": say("Masquer le résultat", "Hiding the result"),
}
_BUTTONS: Mapping[str, Text] = {
    "open": say("Ouvrir les réponses", "Open for answers"),
    "reopen": say("Rouvrir les réponses", "Reopen for answers"),
    "close": say("Clore les réponses", "Close the answers"),
    "show": say("Afficher le résultat", "Show the result"),
    "hide": say("Masquer le résultat", "Hide the result"),
}


class Collecting(Running, frozen=True, kw_only=True):
    """Something that is asked of everybody, as it stands: `armed`, `open`, `closed`, `shown`."""

    STEPS: ClassVar[Mapping[tuple[Phase, str], Phase]] = STEPS

    id: str
    phase: Phase = "armed"

    # --- what each of them says for itself -------------------------------------------------------------------------

    def taken(self, deed: Deed) -> Self:
        """The activity after a participant's deed, while it is open."""
        raise NotImplementedError

    @property
    def heard(self) -> Collection[str]:
        """Who has answered: people, not answers."""
        raise NotImplementedError

    # --- what they share -------------------------------------------------------------------------------------------

    def after(self, deed: Deed) -> Self:
        """A teacher's step, or a participant's deed while it is open.

        Raises:
            Refused: `not_now` when the table has no such step; `closed` when it is over; `unknown` for what is not
                there.
        """
        if deed.verb in self.PARTICIPANTS_DO:
            self.must_be_open()
            return self.taken(deed)
        to = self.STEPS.get((self.phase, deed.verb))
        if to is None:
            what = _VERB_SAID.get(deed.verb, say(f"« {deed.verb} »", f"'{deed.verb}'"))
            raise not_now(what, PHASE_SAID[self.phase])
        return msgspec.structs.replace(self, phase=to)

    def must_be_open(self) -> None:
        """Nothing, while answers are taken.

        Raises:
            Refused: `closed` or `not_now`.
        """
        if self.phase in ("closed", "shown"):
            raise Refused(
                "closed",
                "This is closed; your answer did not count.",
                "C’est clos\u00a0; votre réponse n’a pas été prise en compte.",
            )
        if self.phase == "armed":
            raise not_now(say("Répondre", "Answering"), PHASE_SAID["armed"])

    @property
    def is_finished(self) -> bool:
        """Whether the result is shown."""
        return self.phase == "shown"

    @property
    def may_leave(self) -> bool:
        """Not while it is open."""
        return self.phase != "open"

    def is_hasty(self, verb: str) -> bool:
        """Closing what nobody has answered."""
        return verb == "close" and not self.heard

    def note(self, view: View) -> Text:
        """How many people have answered, of those who are here or have."""
        total = len(set(view.students) | set(self.heard))
        return plural(
            len(self.heard),
            say(f"{{n}} réponse sur {total}", f"{{n}} of {total} has answered"),
            say(f"{{n}} réponses sur {total}", f"{{n}} of {total} have answered"),
        )

    def steps(self) -> tuple[AnyItem, ...]:
        """The teacher's buttons: the sensible next step first, and the way back."""
        match self.phase:
            case "armed":
                return (primary("do.open", _BUTTONS["open"]),)
            case "open":
                return (primary("do.close", _BUTTONS["close"]),)
            case "closed":
                again = Button(id="do.open", text=_BUTTONS["reopen"])
                return (primary("do.show", _BUTTONS["show"]), Row(buttons=(again,)))
            case "shown":
                return (Row(buttons=(Button(id="do.hide", text=_BUTTONS["hide"]),)),)

    def missing(self, view: View) -> tuple[AnyItem, ...]:
        """Who has not answered yet, by name; for the teacher alone."""
        names = [view.names[who] for who in view.students if who not in self.heard]
        if not names or self.phase != "open":
            return ()
        listed = ", ".join(names[:12]) + ("…" if len(names) > 12 else "")
        return (Paragraph(text=say(f"Pas encore : {listed}", f"Not yet: {listed}"), tone="quiet"),)

    @property
    def panel_id(self) -> str:
        """What a participant's panel is called, so that a press finds its way back here."""
        return f"answer.{self.id}.1"


def primary(id_: str, text: Text) -> Button:
    """The one sensible next step; presenters' remote controls send Page Down."""
    return Button(id=id_, text=text, primary=True, key="PageDown")


def written(words: str, most: int) -> str:
    """Words as they are kept: one space between them, no control characters, at most `most` characters.

    Raises:
        Refused: `empty` when nothing is left.
    """
    kept = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in words).split())[:most]
    if not kept:
        raise Refused("empty", "Write something first.", "Écrivez d’abord quelque chose.")
    return kept


def unknown(words: str) -> Refused:
    """The refusal of something that is not there."""
    return Refused("unknown", f"There is no '{words}' here.", f"Il n’y a pas de «\u00a0{words}\u00a0» ici.")


def lettered(texts: tuple[Text, ...]) -> tuple[Option, ...]:
    """Options called a, b, c..."""
    return tuple(Option(id=letter, text=text) for letter, text in zip(LETTERS, texts, strict=False))
