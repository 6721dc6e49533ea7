"""What is seen of a concept question: by its teacher, by a participant, on the room's screen. Pure; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from campus.learning.panel import (
    AnyItem,
    Bar,
    Bars,
    Button,
    Choices,
    Heading,
    Option,
    Panel,
    Paragraph,
    Progress,
    Row,
    Tone,
)
from campus.learning.words import plural, say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.activities._base import View
    from campus.learning.activities.concept_question import ConceptQuestionRunning

RETEACH_BELOW = 0.35
"""Fewer right than this: a hint or another explanation first. The bounds are Peer Instruction's
(Crouch and Mazur, American Journal of Physics 69, 2001)."""
EXPLAIN_ABOVE = 0.70
"""More right than this: a discussion brings little; explain."""
_VOTING = ("vote1", "vote2")
_TOLD = ("revealed", "explained")
_RIGHT, _WRONG = say("juste", "right"), say("faux", "wrong")
_BUTTONS = {
    "open": Button(id="do.open", text=say("Poser la question", "Put the question")),
    "close": Button(id="do.close", text=say("Clôturer le vote", "Close the vote")),
    "reopen": Button(id="do.open", text=say("Rouvrir le vote", "Reopen the vote")),
    "hint": Button(id="do.hint", text=say("Donner l'indice", "Give the hint")),
    "discuss": Button(id="do.discuss", text=say("Faire discuter", "Let them discuss")),
    "revote": Button(id="do.revote", text=say("Faire revoter", "Vote again")),
    "reveal": Button(id="do.reveal", text=say("Révéler la réponse", "Reveal the answer")),
    "explain": Button(id="do.explain", text=say("Afficher l'explication", "Show the explanation")),
}


def note(asked: ConceptQuestionRunning, view: View) -> Text:
    """As "14 of 20 have answered": voters of those who are here or have voted; people, not options."""
    if asked.phase == "armed":
        return say("La question est prête", "The question is ready")
    total = len(set(view.students) | set(asked.votes))
    return plural(
        len(asked.votes),
        say(f"{{n}} réponse sur {total}", f"{{n}} of {total} has answered"),
        say(f"{{n}} réponses sur {total}", f"{{n}} of {total} have answered"),
    )


# --- the teacher -----------------------------------------------------------------------------------------------------


def run_panel(asked: ConceptQuestionRunning, view: View) -> tuple[AnyItem, ...]:
    """What now, one primary button; then the question with its key and its histogram, and who has not answered."""
    items: list[AnyItem] = []
    if asked.phase == "closed1" and (advice := _suggestion(asked)) is not None:
        items.append(advice)
    steps = [_BUTTONS[verb] for verb in _offered(asked)]
    if steps:
        # Presenters' remote controls send Page Down.
        items.append(msgspec.structs.replace(steps[0], primary=True, key="PageDown"))
    items.append(Paragraph(text=asked.question.text))
    items.append(_bars(asked, marked=True))
    if asked.phase in _VOTING:
        items += _missing(asked, view)
    if asked.second:
        items += _gain(asked, view)
    items += [Row(buttons=tuple(steps[i : i + 2])) for i in range(1, len(steps), 2)]
    if asked.phase in ("armed", *_TOLD):
        items.append(Paragraph(text=asked.question.explanation, tone="quiet"))
    return tuple(items)


def _suggestion(asked: ConceptQuestionRunning) -> Paragraph | None:
    """What the evidence suggests after the first vote; the teacher decides."""
    share = asked.share_right(1)
    if share is None:
        return Paragraph(text=say("Personne n'a répondu.", "Nobody has answered."), tone="now")
    percent = round(share * 100)
    if share < RETEACH_BELOW:
        advice = say(
            f"{percent} % de bonnes réponses : donnez un indice ou reprenez l'explication, puis refaites voter.",
            f"{percent}% right: give a hint or explain again, then vote again.",
        )
    elif share <= EXPLAIN_ABOVE:
        advice = say(
            f"{percent} % de bonnes réponses : faites discuter entre voisins, puis refaites voter.",
            f"{percent}% right: let neighbours discuss, then vote again.",
        )
    else:
        advice = say(
            f"{percent} % de bonnes réponses : révélez et expliquez.", f"{percent}% right: reveal and explain."
        )
    return Paragraph(text=advice, tone="now")


def _offered(asked: ConceptQuestionRunning) -> tuple[str, ...]:
    """What the teacher may well do now, the sensible next step first."""
    match asked.phase:
        case "armed":
            return ("open",)
        case "vote1" | "vote2":
            return ("close",)
        case "closed1":
            return _offered_after_first_vote(asked)
        case "hint":
            return ("revote", "discuss", "reveal")
        case "discuss":
            return ("revote", "reveal")
        case "closed2":
            return ("reveal", "reopen")
        case "revealed":
            return ("explain",)
        case _:
            return ()


def _offered_after_first_vote(asked: ConceptQuestionRunning) -> tuple[str, ...]:
    share = asked.share_right(1)
    if share is None:
        return ("reopen", "reveal")
    if share > EXPLAIN_ABOVE:
        return ("reveal", "discuss", "revote", "reopen")
    if share < RETEACH_BELOW and asked.question.hint is not None:
        return ("hint", "discuss", "revote", "reveal", "reopen")
    return ("discuss", "revote", "reveal", "reopen")


def _missing(asked: ConceptQuestionRunning, view: View) -> list[AnyItem]:
    """Who is here and has not answered, by name: for the teacher only."""
    missing = [view.names[who] for who in view.students if who not in asked.votes]
    if not missing:
        everyone = say("Tout le monde a répondu.", "Everybody has answered.")
        return [Paragraph(text=everyone, tone="good")] if view.students else []
    names = ", ".join(missing)
    return [Paragraph(text=say(f"Sans réponse : {names}", f"No answer yet: {names}"), tone="quiet")]


def _gain(asked: ConceptQuestionRunning, view: View) -> list[AnyItem]:
    """What the discussion changed in those who voted twice and were there from the start: shares, and who moved how."""
    key = asked.question.key
    moves = asked.moves(but=view.late)
    paired = sum(moves.values())
    if not paired:
        return []
    before = sum(n for (a, _), n in moves.items() if a in key) / paired
    after = sum(n for (_, b), n in moves.items() if b in key) / paired
    gained = sum(n for (a, b), n in moves.items() if a not in key and b in key)
    lost = sum(n for (a, b), n in moves.items() if a in key and b not in key)
    words = say(
        f"Bonnes réponses : {before * 100:.0f} % au premier vote, {after * 100:.0f} % au second. "
        f"Vers la bonne réponse : {gained} ; dans l'autre sens : {lost}.",
        f"Right: {before:.0%} in the first vote, {after:.0%} in the second. "
        f"Moved to the right answer: {gained}; away from it: {lost}.",
    )
    return [Paragraph(text=words)]


# --- a participant ---------------------------------------------------------------------------------------------------


def panel(asked: ConceptQuestionRunning, view: View, viewer: str) -> Panel | None:
    """The question, one's own answer, whether it is saved; after the reveal what to make of it."""
    if asked.phase == "armed":
        return None
    told = asked.phase in _TOLD
    mine = asked.votes.get(viewer)
    options = tuple(
        Option(id=f"{asked.round}/{a.id}", text=a.text, mark=_mark(asked, a.id, mine) if told else "")
        for a in asked.question.answers
    )
    selected = (f"{asked.round}/{mine}",) if mine else ()
    question = Paragraph(text=asked.question.text) if told else Heading(text=asked.question.text)
    items: list[AnyItem] = [question]
    if asked.phase == "hint" and asked.question.hint is not None:
        items.append(Paragraph(text=asked.question.hint, tone="now"))
    items.append(Choices(id="answer", options=options, selected=selected, enabled=asked.phase in _VOTING))
    items += _feedback(asked, mine) if told else _progress(asked, viewer, mine)
    second = asked.round == 2 and not told
    title = say("Second vote", "Second vote") if second else say("Question", "Question")
    return Panel(id=f"answer.{asked.id}.{asked.round}", title=title, note=note(asked, view), items=tuple(items))


def _mark(asked: ConceptQuestionRunning, answer: str, mine: str | None) -> Literal["", "right", "wrong"]:
    if answer in asked.question.key:
        return "right"
    return "wrong" if answer == mine else ""


def _progress(asked: ConceptQuestionRunning, viewer: str, mine: str | None) -> list[AnyItem]:
    """What stands under the choices until the reveal."""
    tone: Tone = "plain"
    match asked.phase:
        case "vote1" | "vote2":
            return _saved(asked, viewer, mine)
        case "hint":
            return [Paragraph(text=say("Réfléchissez : un second vote suit.", "Think: a second vote follows."))]
        case "discuss":
            tone = "now"
            words = say(
                "Discutez avec vos voisins : cherchez quelqu'un qui a répondu autrement, et défendez votre réponse.",
                "Discuss with your neighbours: find somebody who answered differently, and argue for your answer.",
            )
        case _:
            words = say("Le vote est clos.", "The vote is closed.")
    items: list[AnyItem] = [Paragraph(text=words, tone=tone)]
    if mine is None:
        missed = say("Vous n'avez pas répondu à ce vote.", "You did not answer this vote.")
        items.append(Paragraph(text=missed, tone="quiet"))
    return items


def _saved(asked: ConceptQuestionRunning, viewer: str, mine: str | None) -> list[AnyItem]:
    if mine is None:
        words = say("Vote individuel : répondez sans en parler.", "Answer on your own, without talking.")
        if asked.phase == "vote2":
            words = say("Votez de nouveau, après la discussion.", "Vote again, after the discussion.")
        return [Paragraph(text=words, tone="quiet")]
    saved = say("Réponse enregistrée", "Answer saved")
    if viewer in asked.updated:
        saved = say("Réponse modifiée", "Answer updated")
    change = say("Vous pouvez changer d'avis jusqu'à la clôture.", "You may change it until the vote closes.")
    return [Paragraph(text=saved, tone="good"), Paragraph(text=change, tone="quiet")]


def _feedback(asked: ConceptQuestionRunning, mine: str | None) -> list[AnyItem]:
    items: list[AnyItem] = []
    chosen = asked.question.answer(mine) if mine else None
    if chosen is not None:
        items.append(Paragraph(text=chosen.feedback, tone="good" if chosen.right else "bad"))
    if asked.phase == "explained":
        source = asked.question.source
        items.append(Paragraph(text=asked.question.explanation))
        items.append(Paragraph(text=say(f"Source : {source}", f"Source: {source}"), tone="quiet"))
    return items


def outcome(asked: ConceptQuestionRunning, viewer: str) -> Text | None:
    """As "wrong, then right": the votes of one participant, once the answer is revealed."""
    if asked.phase not in _TOLD:
        return None
    votes = [votes[viewer] for votes in (asked.first, asked.second) if viewer in votes]
    if not votes:
        return say("sans réponse", "no answer")
    said = [_RIGHT if vote in asked.question.key else _WRONG for vote in votes]
    if len(said) == 1 or said[0] == said[1]:
        return said[-1]
    return Text(fr=f"{said[0].fr}, puis {said[1].fr}", en=f"{said[0].en}, then {said[1].en}")


# --- the room's screen -----------------------------------------------------------------------------------------------


def screen(asked: ConceptQuestionRunning, view: View) -> Panel | None:
    """The question while it is open; its bars, the right one marked, once it is revealed."""
    if asked.phase == "armed":
        return None
    items: list[AnyItem] = []
    if asked.phase in _TOLD:
        items.append(_bars(asked, marked=True))
        if asked.phase == "explained":
            items.append(Paragraph(text=asked.question.explanation))
    else:
        options = tuple(Option(id=a.id, text=a.text) for a in asked.question.answers)
        items.append(Choices(id="answer", options=options, enabled=False))
        items += _under_the_question(asked, view)
    return Panel(
        id=f"screen.{asked.id}", title=asked.question.text, side="screen", note=note(asked, view), items=tuple(items)
    )


def _under_the_question(asked: ConceptQuestionRunning, view: View) -> list[AnyItem]:
    match asked.phase:
        case "vote1" | "vote2":
            total = len(set(view.students) | set(asked.votes))
            return [Progress(fraction=len(asked.votes) / total if total else 0.0, text=note(asked, view))]
        case "hint":
            return [Paragraph(text=asked.question.hint, tone="now")] if asked.question.hint else []
        case "discuss":
            words = say(
                "Discutez avec vos voisins ; nous voterons de nouveau.",
                "Discuss with your neighbours; then we vote again.",
            )
            return [Paragraph(text=words, tone="now")]
        case _:
            return [Paragraph(text=say("Le vote est clos.", "The vote is closed."), tone="quiet")]


def _bars(asked: ConceptQuestionRunning, *, marked: bool) -> Bars:
    """The histogram of the round that counts now; each answer with the number of its key on the keyboard."""
    counts = asked.counts(asked.round)
    bars = tuple(
        Bar(
            label=Text(fr=f"{i}. {answer.text.fr}", en=f"{i}. {answer.text.en}"),
            count=counts[answer.id],
            mark="right" if marked and answer.right else "",
        )
        for i, answer in enumerate(asked.question.answers, 1)
    )
    return Bars(bars=bars, total=len(asked.votes))
