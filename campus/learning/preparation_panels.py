"""What is seen of a preparation: by the learner who prepares, and by the teacher. Pure; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from campus.learning.panel import (
    AnyItem,
    Choice,
    Choices,
    Column,
    Heading,
    Input,
    Option,
    Panel,
    Paragraph,
    Table,
)
from campus.learning.preparation import Prepared, checks, unmet
from campus.learning.unit import Unit
from campus.learning.words import say
from campus.text import Text

_SURE = (
    Option(id="1", text=say("Au hasard", "Guessing")),
    Option(id="2", text=say("Plutôt sûr", "Rather sure")),
    Option(id="3", text=say("Certain", "Certain")),
)


def preparing(unit: Unit, prepared: Prepared) -> Panel:
    """The resource, the check one question at a time with one's own confidence, and what remains unclear."""
    items: list[AnyItem] = []
    for index, material in enumerate(unit.preparation):
        if index in prepared.opened:
            items += [Heading(text=material.title), Paragraph(text=material.text)]
        else:
            length = say(f"{material.minutes} min", f"{material.minutes} min")
            columns = (Column(title=say("À lire", "To read")), Column(title=say("Durée", "Length"), numeric=True))
            rows = ((str(index), (material.title, length)),)
            items.append(Table(id="open", columns=columns, rows=rows, pressable=True))
    items += _feedback(unit, prepared)
    following = next((question for question in checks(unit) if question not in prepared.attempts), None)
    if following is not None and prepared.opened:
        question = unit.question(following)
        options = tuple(Option(id=f"{following}/{answer.id}", text=answer.text) for answer in question.answers)
        sure = say("Êtes-vous sûr de votre réponse ?", "How sure are you?")
        items += [
            Heading(text=question.text),
            Choice(id="sure", label=sure, options=_SURE, selected=str(prepared.sure)),
            Choices(id="check", options=options),
        ]
    label = say("Ce qui reste le moins clair pour vous", "What is least clear to you")
    items.append(Input(id="muddiest", label=label, value=prepared.muddiest, lines=2, most=600))
    missing = unmet(unit, prepared)
    note = missing[0] if missing else say("Vous êtes prêt", "You are ready")
    return Panel(id="prepare.1", title=unit.title, note=note, items=tuple(items))


def _feedback(unit: Unit, prepared: Prepared) -> tuple[AnyItem, ...]:
    """What to make of the answer given last: the check teaches."""
    if not prepared.last:
        return ()
    question, attempt = unit.question(prepared.last), prepared.attempts[prepared.last]
    chosen = question.answer(attempt.answer)
    said = (Paragraph(text=chosen.feedback, tone="good" if attempt.right else "bad"),) if chosen else ()
    return (Heading(text=question.text), *said, Paragraph(text=question.explanation, tone="quiet"))


def progress(unit: Unit, names: Mapping[str, str], prepared: Mapping[str, Prepared]) -> tuple[AnyItem, ...]:
    """Who has done what; pressing a name waives what is missing."""
    if not unit.preparation or not prepared:
        return ()
    asked = len(checks(unit))
    rows = []
    for who, mine in prepared.items():
        if mine.waived_by:
            state = say("dispensé", "waived")
        else:
            state = say(f"{len(mine.attempts)} sur {asked}", f"{len(mine.attempts)} of {asked}")
        rows.append((who, (Text(fr=names.get(who, who), en=names.get(who, who)), state)))
    columns = (
        Column(title=say("Préparation (appuyer dispense)", "Preparation (press to waive)")),
        Column(title=say("Contrôle", "Check"), numeric=True),
    )
    return (Table(id="waive", columns=columns, rows=tuple(rows), pressable=True),)
