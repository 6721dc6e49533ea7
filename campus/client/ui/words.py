"""The interface's own words, in both languages. Owns them all, so that they are read and corrected in one place."""

from __future__ import annotations

from campus.text import Text

RIGHT = Text(fr="Bonne réponse", en="Right answer")
RIGHT_AND_MINE = Text(fr="Bonne réponse\u00a0: la vôtre", en="Right answer: yours")
WRONG_AND_MINE = Text(fr="Votre réponse, fausse", en="Your answer, wrong")
SEND_LINES = Text(fr="Ctrl + Entrée pour envoyer", en="Ctrl + Enter to send")
CLOSE = Text(fr="Fermer", en="Close")

BELOW = Text(fr="La suite plus bas", en="More below")

ONLINE = Text(fr="En ligne", en="Online")
CONNECTING = Text(fr="Connexion…", en="Connecting…")
LOST = Text(fr="Connexion perdue", en="Connection lost")
CLOSED = Text(fr="Hors ligne", en="Offline")
RETRY_NOW = Text(fr="nouvel essai…", en="trying again…")


def answers_below(count: int) -> Text:
    """How many answers have to be scrolled to."""
    if count == 1:
        return Text(fr="Encore une réponse plus bas", en="One more answer below")
    return Text(fr=f"Encore {count} réponses plus bas", en=f"{count} more answers below")


def retry_in(seconds: float) -> Text:
    """When the next attempt is."""
    whole = max(1, round(seconds))
    return Text(fr=f"nouvel essai dans {whole}\u202fs", en=f"trying again in {whole}\u00a0s")
