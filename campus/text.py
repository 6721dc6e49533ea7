"""Words in the campus's two languages. Owns `Text` and nothing of how it is drawn."""

from __future__ import annotations

from typing import Literal

import msgspec

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person reads, in French and in English; every viewer sees their own language.

    Example:
        {fr: Le grand amphithéâtre, en: The great amphitheatre}

    Attributes:
        fr: in French.
        en: in English.
    """

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in the viewer's language."""
        return self.fr if language == "fr" else self.en

    def other(self, language: Language) -> str:
        """The text in the language that the viewer did not choose (the second line of a sign)."""
        return self.en if language == "fr" else self.fr
