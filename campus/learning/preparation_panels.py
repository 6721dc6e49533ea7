"""What a learner sees of their preparation, before class and when they make up for it. Pure; decides nothing.

One thing at a time: what there is to do, the resource, a question, what to make of one's answer, the end.
"""

from __future__ import annotations

from campus.learning.markdown import shown
from campus.learning.panel import (
    AnyItem,
    Button,
    Choices,
    Column,
    Heading,
    Input,
    Option,
    Panel,
    Paragraph,
    Progress,
    Row,
    Table,
)
from campus.learning.preparation import CATCH_UP_MINUTES, Prepared, checks, done, unmet
from campus.learning.session import DAY_S, Session
from campus.learning.unit import Unit
from campus.learning.words import plural, say
from campus.text import Text

HOUR_S = 3_600.0
SURE = Row(
    buttons=(
        Button(id="sure-1", text=say("Hasard", "Guess")),
        Button(id="sure-2", text=say("Plutôt", "Fairly")),
        Button(id="sure-3", text=say("Sûr", "Sure")),
    )
)
"""How sure one is of the answer that one has chosen; it stays in sight below the answers, and hands the answer in."""
HANDS_IN = say(
    "Choisissez, puis dites à quel point vous en êtes sûr : cela rend votre réponse.",
    "Choose, then say how sure you are: that hands your answer in.",
)


def preparing(session: Session, viewer: str, now: float | None = None, *, catch_up: bool = False) -> Panel:
    """The preparation of one learner, at the page where they are.

    Args:
        session: that it is for.
        viewer: the learner.
        now: the server's clock in seconds, where it is known: how long the check is still open.
        catch_up: whether the class has begun to gather, and this makes up for what is missing.
    """
    unit, prepared = session.unit, session.preparation(viewer)
    asked = checks(unit)
    is_open = catch_up or not _is_closed(session, viewer, now)
    following = next((question for question in asked if question not in prepared.attempts), None)
    if prepared.reading is not None:
        items = _resource(unit, prepared.reading, following)
    elif prepared.last:
        items = _feedback(unit, prepared, following)
    elif following is not None and is_open and (prepared.started or not unit.preparation):
        items = _question(unit, prepared, following)
    else:
        items = _contents(session, viewer, now, catch_up=catch_up)
    head = _head(unit, prepared, catch_up=catch_up)
    title = say("Rattrapage", "Catch-up") if catch_up else say("Préparer le cours", "Prepare for class")
    return Panel(id=f"prepare.{session.id}", title=title, note=unit.title, items=(*head, *items), closable=True)


def _head(unit: Unit, prepared: Prepared, *, catch_up: bool) -> tuple[AnyItem, ...]:
    """How far one is, and what is missing: said on every page."""
    steps, of = done(unit, prepared)
    missing = unmet(unit, prepared)
    if not missing:
        return (Paragraph(text=_ready(prepared), tone="good"),)
    counted = say(f"{steps} sur {of} · {missing[0].fr}", f"{steps} of {of} · {missing[0].en}")
    progress = Progress(fraction=steps / of if of else 1.0, text=counted)
    if catch_up and not prepared.started:
        words = say(
            f"Vous n'êtes pas encore prêt ; {CATCH_UP_MINUTES} minutes suffisent pour suivre le cours :",
            f"You are not ready yet; {CATCH_UP_MINUTES} minutes are enough to follow the class:",
        )
        return (Paragraph(text=words, tone="now"), *(Paragraph(text=text) for text in missing[1:]), progress)
    return (progress,)


def _ready(prepared: Prepared) -> Text:
    if prepared.waived_by:
        return say("L'enseignant vous en a dispensé.", "Your teacher has let you off.")
    return say("Vous êtes prêt pour le cours.", "You are ready for class.")


def _contents(session: Session, viewer: str, now: float | None, *, catch_up: bool) -> tuple[AnyItem, ...]:
    """What there is to do, or to see again; and the end of it."""
    unit, prepared = session.unit, session.preparation(viewer)
    items: list[AnyItem] = []
    until = _until(session, viewer, now)
    missing = unmet(unit, prepared)
    if until is not None and missing and not catch_up:
        items.append(Paragraph(text=until, tone="quiet"))
    items += _resources(unit, prepared, timed=not catch_up)
    left = [question for question in checks(unit) if question not in prepared.attempts]
    if left and all(index in prepared.opened for index in range(len(unit.preparation))):
        closed = _is_closed(session, viewer, now) and not catch_up
        why = say("Le contrôle est clos ; l'enseignant peut le prolonger.", "The check is closed; ask for more time.")
        start = say("Passer au contrôle", "Go to the check")
        items.append(
            Button(id="start", text=start, primary=not closed, enabled=not closed, why_not=why if closed else None)
        )
    items += _results(unit, prepared)
    if prepared.opened:
        items.append(_muddiest(prepared))
    return tuple(items)


def _resources(unit: Unit, prepared: Prepared, *, timed: bool) -> list[AnyItem]:
    """What there is to read, each with its button; the catch-up does not say that it takes a quarter of an hour."""
    found: list[AnyItem] = []
    first = next((index for index in range(len(unit.preparation)) if index not in prepared.opened), None)
    for index, material in enumerate(unit.preparation):
        seen = index in prepared.opened
        found.append(Paragraph(text=material.title))
        words = say("Relire", "Read again") if seen else say("Lire", "Read")
        if timed and not seen:
            words = say(f"Lire ({material.minutes} min)", f"Read ({material.minutes} min)")
        found.append(Button(id=f"open-{index}", text=words, primary=index == first))
    return found


def _resource(unit: Unit, index: int, following: str | None) -> tuple[AnyItem, ...]:
    """The resource itself; the way on stays in sight below it."""
    material = unit.preparation[index]
    on = say("J'ai lu : passer au contrôle", "Read: go to the check") if following else say("J'ai lu", "I have read it")
    return (Heading(text=material.title), *shown(material.text), Button(id="start", text=on, primary=True))


def _question(unit: Unit, prepared: Prepared, following: str) -> tuple[AnyItem, ...]:
    """One question; saying how sure one is hands the answer in."""
    question, number = unit.question(following), 1 + len(prepared.attempts)
    options = tuple(Option(id=f"{following}/{answer.id}", text=answer.text) for answer in question.answers)
    picked = prepared.picked if prepared.picked.partition("/")[0] == following else ""
    items: list[AnyItem] = [
        Heading(text=say(f"{number}. {question.text.fr}", f"{number}. {question.text.en}")),
        Paragraph(text=HANDS_IN, tone="quiet"),
        Choices(id="check", options=options, selected=(picked,) if picked else ()),
    ]
    if picked:
        items.append(SURE)
    elif unit.preparation:
        items.append(Button(id="open-0", text=say("Relire", "Read again")))
    return tuple(items)


def _feedback(unit: Unit, prepared: Prepared, following: str | None) -> tuple[AnyItem, ...]:
    """What to make of the answer given last: the check teaches."""
    question, attempt = unit.question(prepared.last), prepared.attempts[prepared.last]
    chosen = question.answer(attempt.answer)
    items: list[AnyItem] = [Heading(text=question.text)]
    if chosen is not None:
        items.append(Paragraph(text=chosen.text, tone="good" if attempt.right else "bad"))
        items.append(Paragraph(text=chosen.feedback))
    if not attempt.right and attempt.confidence == 3:
        words = say(
            "Vous en étiez certain : c'est là qu'on apprend le plus.",
            "You were certain: this is where one learns most.",
        )
        items.append(Paragraph(text=words, tone="now"))
    items += [Heading(text=say("Pourquoi", "Why")), Paragraph(text=question.explanation)]
    on = say("Question suivante", "Next question") if following else say("Terminer", "Finish")
    items.append(Button(id="start", text=on, primary=True))
    return tuple(items)


def _results(unit: Unit, prepared: Prepared) -> list[AnyItem]:
    """One's own first answers, for oneself and the teacher."""
    rows = []
    for question in checks(unit):
        attempt = prepared.attempts.get(question)
        if attempt is not None:
            how = say("✓ juste", "✓ right") if attempt.right else say("✗ à revoir", "✗ to review")
            rows.append((question, (unit.question(question).text, how)))
    if not rows:
        return []
    columns = (Column(title=say("Contrôle", "Check")), Column(title=say("Votre réponse", "Your answer")))
    return [Table(id="results", columns=columns, rows=tuple(rows))]


def _muddiest(prepared: Prepared) -> Input:
    label = say("Ce qui reste le moins clair pour vous", "What is least clear to you")
    hint = say(
        "Une phrase suffit ; l'enseignant la lit sans votre nom.", "A sentence will do; it is read without names."
    )
    return Input(id="muddiest", label=label, hint=hint, value=prepared.muddiest, lines=2, most=600)


def _is_closed(session: Session, viewer: str, now: float | None) -> bool:
    until = session.open_until(viewer)
    return bool(until) and now is not None and now > until


def _until(session: Session, viewer: str, now: float | None) -> Text | None:
    """How long the check is open, in words; None where that is not known."""
    until = session.open_until(viewer)
    if not until:
        return say("À faire avant l'ouverture du cours.", "To be done before the class opens.")
    if now is None:
        return None
    left = until - now
    if left <= 0:
        return say("Le temps du contrôle est écoulé.", "The time for the check is over.")
    return span(
        left,
        say("Le contrôle est ouvert encore {n} h.", "The check is open for {n} more h."),
        say("Le contrôle est ouvert encore {n} jours.", "The check is open for {n} more days."),
    )


def span(seconds: float, hours: Text, days: Text) -> Text:
    """A length of time in whole hours up to two days, then in whole days: `{n}` is replaced, never by 0."""
    if seconds < 2 * DAY_S:
        return plural(max(1, round(seconds / HOUR_S)), hours, hours)
    return plural(round(seconds / DAY_S), days, days)
