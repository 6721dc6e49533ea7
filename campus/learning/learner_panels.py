"""What a learner sees of their own review and of what is believed of them; and a teacher of what is contested. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campus.learning.competencies import COMPETENCIES
from campus.learning.content import Question
from campus.learning.learnt import Learnt
from campus.learning.panel import (
    AnyItem,
    Button,
    Choice,
    Choices,
    Column,
    Heading,
    Option,
    Panel,
    Paragraph,
    Row,
    Table,
)
from campus.learning.preparation_panels import HANDS_IN, SURE, span
from campus.learning.words import plural, say
from campus.text import Text

REVIEW, STANDING, CONTESTED = "review.1", "standing.1", "contested"


def reviewing(question: Question | None, picked: str, left: int) -> Panel:
    """One question that has come back; saying how sure one is hands the answer in.

    Args:
        question: the most overdue, or None when nothing is due.
        picked: the answer that was chosen and not handed in yet.
        left: how many are due, this one included.
    """
    title = say("Réviser", "Review")
    if question is None:
        words = say("Rien à réviser aujourd'hui. Revenez quand une question sera due.", "Nothing to review today.")
        return Panel(id=REVIEW, title=title, items=(Paragraph(text=words, tone="good"),), closable=True)
    options = tuple(Option(id=answer.id, text=answer.text) for answer in question.answers)
    items: list[AnyItem] = [
        Heading(text=question.text),
        Paragraph(text=HANDS_IN, tone="quiet"),
        Choices(id="answer", options=options, selected=(picked,) if picked else ()),
    ]
    if picked:
        items.append(SURE)
    else:
        words = say("Répondez de mémoire : c'est l'effort qui fait retenir.", "Answer from memory: that makes it stay.")
        items.append(Paragraph(text=words, tone="quiet"))
    note = plural(left, say("{n} question à revoir", "{n} question is due"), _many_due())
    return Panel(id=REVIEW, title=title, note=note, items=tuple(items), closable=True)


def _many_due() -> Text:
    return say("{n} questions à revoir", "{n} questions are due")


def reviewed_panel(question: Question, answer: str, wait_s: float, left: int) -> Panel:
    """What to make of the answer, and when the question comes back.

    Args:
        question: that was answered.
        answer: that was given.
        wait_s: seconds until it comes back.
        left: how many are due now.
    """
    chosen, right = question.answer(answer), answer in question.key
    items: list[AnyItem] = [Heading(text=question.text)]
    if chosen is not None:
        items += [Paragraph(text=chosen.text, tone="good" if right else "bad"), Paragraph(text=chosen.feedback)]
    items += [Heading(text=say("Pourquoi", "Why")), Paragraph(text=question.explanation)]
    again = span(
        max(0.0, wait_s),
        say("Elle reviendra dans {n} h.", "It comes back in {n} h."),
        say("Elle reviendra dans {n} jours.", "It comes back in {n} days."),
    )
    items.append(Paragraph(text=again, tone="quiet"))
    on = say("Question suivante", "Next question") if left else say("Terminer", "Finish")
    items.append(Button(id="next", text=on, primary=True))
    return Panel(id=REVIEW, title=say("Réviser", "Review"), items=tuple(items), closable=True)


def standing(learnt: Learnt, learner: str) -> Panel:
    """What is believed of a learner, why, and what they can do about it."""
    title = say("Où j'en suis", "Where I stand")
    if not learnt.enabled:
        words = say("Ce campus n'estime personne.", "This campus estimates nobody.")
        return Panel(id=STANDING, title=title, items=(Paragraph(text=words),), closable=True)
    items: list[AnyItem] = [_switch(on=learner not in learnt.off)]
    if learner in learnt.off:
        words = say("Rien n'est estimé de vous. Vos révisions continuent.", "Nothing is estimated. Reviews go on.")
        items.append(Paragraph(text=words))
        return Panel(id=STANDING, title=title, items=tuple(items), closable=True)
    words = say(
        "Ces estimations ne servent qu'à ordonner vos révisions et à proposer des groupes. Ce n'est pas une note ; "
        "vous seul les voyez, sauf si vous en contestez une.",
        "These estimates order your reviews and propose groups, and that is all. They are no mark; only you see them, "
        "unless you contest one.",
    )
    items.append(Paragraph(text=words, tone="quiet"))
    model, estimates = learnt.model(learner), learnt.estimates(learner)
    known = [competency for competency in COMPETENCIES if competency in estimates]
    for competency in known:
        items.append(Paragraph(text=model.explain(learner, competency)))
        if estimates[competency].contested:
            items.append(Button(id=f"accept.{competency}", text=say("Ne plus contester", "No longer contest it")))
        elif model.band(learner, competency) is not None:
            items.append(Button(id=f"contest.{competency}", text=say("Contester", "Contest this")))
    if not known:
        items.append(Paragraph(text=say("Aucune réponse de vous ne compte encore.", "No answer of yours counts yet.")))
    return Panel(id=STANDING, title=title, items=tuple(items), closable=True)


def _switch(*, on: bool) -> Choice:
    options = (Option(id="on", text=say("oui", "yes")), Option(id="off", text=say("non", "no")))
    return Choice(id="estimate", label=say("M'estimer", "Estimate me"), options=options, selected="on" if on else "off")


def contests(learnt: Learnt, whose: Sequence[tuple[str, str]], names: Mapping[str, str]) -> tuple[AnyItem, ...]:
    """What learners contest, for the teacher who taught them: each a row to look at."""
    if not whose:
        return ()
    rows = tuple((f"{who}/{competency}", (_name(names, who), COMPETENCIES[competency])) for who, competency in whose)
    columns = (Column(title=say("Qui conteste", "Who contests")), Column(title=say("Domaine", "Domain")))
    heading = Heading(text=say("Estimations contestées", "Contested estimates"))
    return (heading, Table(id="contested", columns=columns, rows=rows, pressable=True))


def contested(learnt: Learnt, learner: str, competency: str, names: Mapping[str, str]) -> Panel:
    """One contested estimate before the teacher: what it rests on, and what may become of it."""
    known = learnt.estimates(learner).get(competency)
    answers, right = (known.answers, known.right) if known is not None else (0, 0)
    rests = say(
        f"L'estimation repose sur {answers} réponses données seul, dont {right} justes. Elle ne sert à rien tant que "
        "vous n'avez pas tranché, de préférence avec la personne.",
        f"The estimate rests on {answers} answers given alone, {right} of them right. It is used for nothing until you "
        "have decided, best together with the person.",
    )
    row = Row(
        buttons=(
            Button(id="anew", text=say("Repartir de zéro", "Begin anew")),
            Button(id="keep", text=say("La garder", "Keep it")),
        )
    )
    items = (Heading(text=COMPETENCIES[competency]), Paragraph(text=rests), row)
    title = say("Estimation contestée", "Contested estimate")
    return Panel(
        id=f"{CONTESTED}.{learner}/{competency}", title=title, note=_name(names, learner), items=items, closable=True
    )


def _name(names: Mapping[str, str], who: str) -> Text:
    return Text(fr=names.get(who, who), en=names.get(who, who))
