"""What the hub says to people: names as they are shown, refusals, and its sentences in both languages."""

from __future__ import annotations

from campus.errors import Refused
from campus.protocol.messages import ClientMessage, Notice, Refusal
from campus.text import Text, plain_words


def shown_name(typed: str) -> str:
    """The name that somebody typed, as the others see it.

    Raises:
        Refused: `no_name`, where nothing of it can be seen.
    """
    name = plain_words(typed)
    if not name:
        raise Refused(
            "no_name",
            "Nothing of this name can be seen. Give a name with at least one letter.",
            "Rien de ce nom ne se voit. Donnez un nom d’au moins une lettre.",
        )
    return name


def refusal(message: ClientMessage, code: str, text: Text) -> Refusal:
    """The answer to a message that was refused, under the number that its client gave it."""
    of = getattr(message, "client_message_id", None) or type(message).__name__.lower()
    return Refusal(of=of, code=code, text=text)


NOT_KEPT = Text(
    fr="Le serveur n’a pas pu l’enregistrer : rien n’a changé. Prévenez l’enseignant, puis réessayez.",
    en="The server could not keep it: nothing has changed. Tell the teacher, then try again.",
)
CANNOT_KEEP = Notice(
    text=Text(
        fr="Le serveur ne peut plus rien enregistrer : son disque est plein ou protégé. Tout se lit encore, aucune "
        "réponse n’est prise. Faites de la place ; le cours reprendra de lui-même.",
        en="The server cannot keep anything: its disk is full or protected. Everything can still be read, no answer is "
        "taken. Make room; the class then goes on by itself.",
    ),
    tone="bad",
)
CAN_KEEP = Notice(
    text=Text(
        fr="Le serveur enregistre de nouveau : le cours reprend.", en="The server keeps everything again: go on."
    ),
    tone="good",
)
ERASED = Text(
    fr="Tout ce qui était gardé de vous sur ce serveur est effacé.",
    en="Everything that was kept of you on this server is erased.",
)
REPLACED = Text(
    fr="Vous êtes entré depuis un autre endroit\u00a0; cette fenêtre s’arrête ici.",
    en="You came in from somewhere else; this window ends here.",
)
YOU_DRIVE = Text(
    fr="Votre autre fenêtre est fermée\u00a0: vous vous déplacez d’ici.",
    en="Your other window is closed: you move from here.",
)
