"""A question that a teacher types in class, in under a minute: words in, an activity out. Pure."""

from __future__ import annotations

from campus.errors import Refused
from campus.learning.activities import Activity
from campus.learning.activities.concept_question import ConceptQuestion
from campus.learning.activities.open_question import OpenQuestion
from campus.learning.activities.poll import Poll
from campus.learning.content import Answer, Question
from campus.learning.words import french, say
from campus.text import Text

MOST_LETTERS = 300
"""Of a question, and of each answer."""
_LETTERS = "abcdefgh"


def typed(id_: str, words: str, day: str) -> tuple[Activity, Question | None]:
    """The activity that a question asks for, and the question that it puts where there is a key.

    The first line (or what stands before the first `|`) is the question, each further one an answer; `=` before one
    of them makes it the key, and the poll a concept question. Without answers it is an open question.

    Args:
        id_: of the activity, and of the question.
        words: as the teacher typed them, in one language.
        day: today, as in 2026-11-21.

    Raises:
        Refused: `empty` without a question, `unknown` with one answer, too many, or several keys.
    """
    lines = [line.strip()[:MOST_LETTERS] for part in words.splitlines() for line in part.split("|") if line.strip()]
    if not lines:
        raise Refused("empty", "Type a question first.", "Écrivez d’abord une question.")
    text, offered = _said(lines[0]), lines[1:]
    title = _said(lines[0] if len(lines[0]) <= 60 else lines[0][:59].rstrip() + "…")
    if not offered:
        return OpenQuestion(id=id_, title=title, text=text), None
    answers = [line.removeprefix("=").strip() for line in offered]
    right = [line.startswith("=") for line in offered]
    if not 2 <= len(offered) <= len(_LETTERS) or not all(answers) or sum(right) > 1:
        raise Refused(
            "unknown",
            "Type two to eight answers, one a line, with = before the right one where there is one.",
            "Écrivez deux à huit réponses, une par ligne, avec = devant la bonne s’il y en a une.",
        )
    if not any(right):
        return Poll(id=id_, title=title, text=text, options=tuple(map(_said, answers))), None
    key = answers[right.index(True)]
    question = Question(
        id=id_,
        text=text,
        answers=tuple(
            Answer(
                id=letter,
                text=_said(answer),
                right=is_right,
                feedback=say("C'est la bonne réponse.", "That is right.")
                if is_right
                else say("Ce n'est pas la bonne réponse.", "That is not right."),
            )
            for letter, answer, is_right in zip(_LETTERS, answers, right, strict=False)
        ),
        explanation=say(f"La bonne réponse : {key}", f"The right answer: {key}"),
        competency="",
        source="(live)",
        valid_on=day,
    )
    return ConceptQuestion(id=id_, title=title, question=id_), question


def _said(words: str) -> Text:
    """What was typed, in the one language in which it was."""
    return Text(fr=french(words), en=words.replace("'", "’"))
