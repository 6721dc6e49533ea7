"""What the teacher of a class sees before its doors open: the draft, then who prepares and who is stuck. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from campus.learning.panel import (
    AnyItem,
    Bar,
    Bars,
    Button,
    Choice,
    Column,
    Heading,
    Input,
    Option,
    Panel,
    Paragraph,
    Row,
    Table,
)
from campus.learning.preparation import State, checks, done, is_stuck, overconfident, state
from campus.learning.preparation_panels import span
from campus.learning.session import ANSWERING_ROLES, Session
from campus.learning.words import plural, say
from campus.text import Text, same

MOST_POINTS = 12
"""So many muddiest points are shown; the files of the class have them all."""
DAYS = (0, 3, 7, 14)
_STATES: Mapping[State, Text] = {
    "ready": say("prêt", "ready"),
    "begun": say("commencé", "begun"),
    "nothing": say("rien encore", "nothing yet"),
    "waived": say("dispensé", "waived"),
}
_SIGNS: Mapping[State, str] = {"ready": "✓ ", "begun": "… ", "nothing": "", "waived": "✓ "}


def panel_id(session: Session) -> str:
    """What the panel of a class before its doors is called, so that a press finds its way back to it."""
    return f"draft.{session.id}"


def planning(
    session: Session, now: float | None = None, *, mode: str = "", changed: Sequence[str] = (), lives_on: bool = False
) -> Panel:
    """The panel of a class before its doors open.

    Args:
        session: a draft, or one whose preparation is open.
        now: the server's clock in seconds, where it is known.
        mode: what pressing a row does, as the teacher chose it: `earlier` in the plan, `more-time` for a person.
        changed: ids of the questions that have another version on the server by now.
        lives_on: whether another version of the unit is on the server, be its questions the same or not.
    """
    if session.life == "draft":
        items, note = _draft(session, mode, changed, lives_on=lives_on), say("Brouillon", "Draft")
    else:
        items, note = _open(session, now, mode), _counted(session)
    return Panel(id=panel_id(session), title=session.unit.title, note=note, items=tuple(items), closable=True)


# --- the draft -------------------------------------------------------------------------------------------------------


def _draft(session: Session, mode: str, changed: Sequence[str], *, lives_on: bool) -> list[AnyItem]:
    prepares = bool(session.unit.preparation)
    why = say("Cette unité n'a pas de préparation.", "This unit has no preparation.")
    items: list[AnyItem] = [
        Button(
            id="life.prepare",
            text=say("Ouvrir la préparation", "Open the preparation"),
            primary=prepares,
            enabled=prepares,
            why_not=None if prepares else why,
        ),
        Button(id="life.admit", text=say("Ouvrir le cours tout de suite", "Open the class at once")),
        Paragraph(text=_code(session), tone="quiet"),
    ]
    if prepares:
        items += [_days(session), _gate(session)]
    items += _plan(session, mode)
    items += _versions(session, changed, lives_on=lives_on)
    items += cancelling(session)
    label = say("Qui est attendu, un nom par ligne", "Who is expected, one name a line")
    hint = say(
        "Collez une liste ; elle sert à voir qui n'est pas venu.", "Paste a list; it tells who has not come yet."
    )
    items.append(Input(id="roster", label=label, hint=hint, value="\n".join(session.roster), lines=4, most=2000))
    return items


def _days(session: Session) -> Choice:
    until = say("Jusqu'au cours", "Until the class")
    options = [Option(id="0", text=until)] + [Option(id=str(n), text=say(f"{n} jours", f"{n} days")) for n in DAYS[1:]]
    label = say("Le contrôle reste ouvert", "The check stays open")
    return Choice(id="days", label=label, options=tuple(options), selected=str(session.days))


def _gate(session: Session) -> Choice:
    options = (
        Option(id="soft", text=say("Rattrapage de 5 min", "5-minute catch-up")),
        Option(id="off", text=say("Rien", "Nothing")),
    )
    label = say("À qui n'est pas prêt, proposer", "Who is not ready is offered")
    return Choice(id="gate", label=label, options=options, selected=session.gate)


def _plan(session: Session, mode: str) -> list[AnyItem]:
    """The plan, and below it what was taken out of it."""
    moves = mode == "earlier"
    options = (
        Option(id="take", text=say("retire, remet", "takes out, puts back")),
        Option(id="earlier", text=say("avance", "moves up")),
    )
    label = say("Appuyer sur une activité la", "Pressing an activity")
    taught = {activity.id for activity in session.unit.plan}
    rows = [
        (activity.id, (activity.title, say(f"{activity.minutes} min", f"{activity.minutes} min")))
        for activity in session.unit.plan
    ]
    out = say("retirée", "taken out")
    rows += [(activity.id, (activity.title, out)) for activity in session.source.plan if activity.id not in taught]
    minutes = say(f"{session.unit.minutes} min", f"{session.unit.minutes} min")
    columns = (Column(title=say("Plan", "Plan")), Column(title=minutes, numeric=True))
    return [
        Choice(id="mode", label=label, options=options, selected="earlier" if moves else "take"),
        Table(id="earlier" if moves else "take", columns=columns, rows=tuple(rows), pressable=True),
    ]


def _versions(session: Session, changed: Sequence[str], *, lives_on: bool) -> list[AnyItem]:
    """The questions' versions as this class will put them, and the way to newer ones."""
    if not lives_on:
        return []
    count = plural(
        len(changed),
        say("L'unité a changé depuis ({n} question).", "The unit has changed since ({n} question)."),
        say("L'unité a changé depuis ({n} questions).", "The unit has changed since ({n} questions)."),
    )
    known = {question.id: question for question in session.unit.questions}
    rows = tuple((id_, (known[id_].text, same(known[id_].version[:6]))) for id_ in changed if id_ in known)
    columns = (Column(title=say("Question changée", "Changed question")), Column(title=say("Ici", "Here")))
    table = [Table(id="versions", columns=columns, rows=rows)] if rows else []
    renew = Button(id="renew", text=say("Prendre la nouvelle version", "Take the new version"))
    return [Paragraph(text=count, tone="now"), *table, renew]


# --- the preparation is open -----------------------------------------------------------------------------------------


def learners(session: Session) -> tuple[str, ...]:
    """Everybody who is expected to prepare and is known, in the order in which they came."""
    return tuple(p.id for p in session.people.values() if p.role in ANSWERING_ROLES)


def _absent(session: Session) -> tuple[str, ...]:
    """The names of the roster under which nobody has come yet."""
    here = {p.name.casefold() for p in session.people.values()}
    return tuple(name for name in session.roster if name.casefold() not in here)


def _counted(session: Session) -> Text:
    everybody = learners(session)
    ready = sum(state(session.unit, session.preparation(who)) in ("ready", "waived") for who in everybody)
    of = len(everybody) + len(_absent(session))
    if not of:
        return say("La préparation est ouverte", "The preparation is open")
    return plural(ready, say(f"{{n}} prêt sur {of}", f"{{n}} of {of} is ready"), _many_ready(of))


def _many_ready(of: int) -> Text:
    return say(f"{{n}} prêts sur {of}", f"{{n}} of {of} are ready")


def _open(session: Session, now: float | None, mode: str) -> list[AnyItem]:
    items: list[AnyItem] = [
        Button(id="life.admit", text=say("Ouvrir les portes du cours", "Open the doors"), primary=True),
        Paragraph(text=_code(session)),
    ]
    items += _due(session, now)
    items += glance(session)
    # Not at the end: what a panel ends with stays in sight, and nobody needs this all the time.
    items += cancelling(session)
    items += _people(session, mode)
    return items


def _due(session: Session, now: float | None) -> list[AnyItem]:
    if not session.due:
        until = say("Le contrôle est ouvert jusqu'au cours.", "The check is open until the class.")
        return [Paragraph(text=until, tone="quiet")]
    more = Row(
        buttons=(
            Button(id="extend.1", text=say("Un jour de plus", "One day more")),
            Button(id="extend.7", text=say("Une semaine", "One week")),
        )
    )
    if now is None:
        return [more]
    left = session.due - now
    if left <= 0:
        return [Paragraph(text=say("Le contrôle est clos.", "The check is closed."), tone="now"), more]
    words = span(
        left,
        say("Le contrôle est ouvert encore {n} h.", "The check is open for {n} more h."),
        say("Le contrôle est ouvert encore {n} jours.", "The check is open for {n} more days."),
    )
    return [Paragraph(text=words, tone="quiet"), more]


def glance(session: Session) -> list[AnyItem]:
    """Who is ready, who is stuck, on what, and what is least clear: what a teacher looks at before the class."""
    unit, everybody = session.unit, learners(session)
    states = [state(unit, session.preparation(who)) for who in everybody]
    absent = len(_absent(session))
    bars = [
        Bar(label=say("Prêts", "Ready"), count=states.count("ready") + states.count("waived")),
        Bar(label=say("Commencé", "Begun"), count=states.count("begun")),
        Bar(label=say("Rien encore", "Nothing yet"), count=states.count("nothing") + absent),
    ]
    items: list[AnyItem] = []
    if everybody or absent:
        items.append(Bars(bars=tuple(bars), total=len(everybody) + absent))
    else:
        nobody = say("Personne n'a encore donné le code.", "Nobody has given the code yet.")
        items.append(Paragraph(text=nobody, tone="quiet"))
    items += _stuck(session)
    items += _questions(session)
    points = muddiest_points(session)
    if points:
        items.append(Heading(text=say("Le moins clair", "Least clear")))
        items += [Paragraph(text=Text(fr=f"«\u00a0{p}\u00a0»", en=f"“{p}”")) for p in points[:MOST_POINTS]]
        if len(points) > MOST_POINTS:
            more = len(points) - MOST_POINTS
            items.append(Paragraph(text=say(f"et {more} autres", f"and {more} more"), tone="quiet"))
    return items


def muddiest_points(session: Session) -> list[str]:
    """What learners say is least clear, without their names; what several say once, with how many they are, first."""
    said = Counter(mine.muddiest for mine in session.prepared.values() if mine.muddiest)
    # The longest tells the most.
    ordered = sorted(said.items(), key=lambda one: (-one[1], -len(one[0]), one[0]))
    return [f"{words} (×{times})" if times > 1 else words for words, times in ordered]


def _stuck(session: Session) -> list[AnyItem]:
    """Who needs a word, and why; for the teacher alone."""
    rows = []
    for who in learners(session):
        mine = session.preparation(who)
        if not is_stuck(session.unit, mine):
            continue
        wrong = sum(not attempt.right for attempt in mine.attempts.values())
        sure = overconfident(mine)
        why = say(f"{wrong} sur {len(mine.attempts)} à revoir", f"{wrong} of {len(mine.attempts)} wrong")
        if sure:
            why = say(f"{why.fr}, en étant certain", f"{why.en}, and certain")
        rows.append((who, (_name(session, who), why)))
    if not rows:
        return []
    columns = (Column(title=say("À aider", "Needs a word")), Column(title=say("Pourquoi", "Why")))
    return [Table(id="stuck", columns=columns, rows=tuple(rows))]


def _questions(session: Session) -> list[AnyItem]:
    """Each question of the check: how many were right, and how many were wrong and certain."""
    rows = []
    for question in checks(session.unit):
        given = [mine.attempts[question] for mine in session.prepared.values() if question in mine.attempts]
        if not given:
            continue
        right, sure = sum(a.right for a in given), sum(not a.right and a.confidence == 3 for a in given)
        share = f"{right}/{len(given)}"
        text = session.unit.question(question).text
        rows.append((question, (text, same(share), same(str(sure)))))
    if not rows:
        return []
    columns = (
        Column(title=say("Contrôle", "Check")),
        Column(title=say("Justes", "Right"), numeric=True),
        Column(title=say("Sûrs à tort", "Sure, wrong"), numeric=True),
    )
    return [Table(id="checked", columns=columns, rows=tuple(rows))]


def _people(session: Session, mode: str) -> list[AnyItem]:
    """Everybody by name, whoever is not ready first, and what pressing one does."""
    everybody = sorted(
        learners(session), key=lambda who: state(session.unit, session.preparation(who)) in ("ready", "waived")
    )
    rows = people_rows(session, everybody)
    absent = tuple((f"roster-{n}", (same(name), _STATES["nothing"])) for n, name in enumerate(_absent(session)))
    if not rows and not absent:
        return []
    gives_time = mode == "more-time" and bool(session.due)
    items: list[AnyItem] = []
    if rows and session.due:
        options = (
            Option(id="waive", text=say("dispense", "lets off")),
            Option(id="more-time", text=say("donne un jour", "gives a day")),
        )
        label = say("Appuyer sur un nom", "Pressing a name")
        items.append(Choice(id="mode", label=label, options=options, selected="more-time" if gives_time else "waive"))
    elif rows:
        words = say(
            "Appuyer sur un nom dispense de ce qui manque ; appuyer encore reprend la dispense.",
            "Pressing a name lets them off; pressing again takes that back.",
        )
        items.append(Paragraph(text=words, tone="quiet"))
    columns = (Column(title=say("Personne", "Person")), Column(title=say("Préparation", "Preparation")))
    if rows:
        table = Table(id="more-time" if gives_time else "waive", columns=columns, rows=rows, pressable=True)
        items.append(table)
    if absent:
        never = (Column(title=say("Pas encore venus", "Not come yet")), columns[1])
        items.append(Table(id="absent", columns=never, rows=absent))
    return items


def people_rows(session: Session, who: Sequence[str]) -> tuple[tuple[str, tuple[Text, Text]], ...]:
    """One row for each person: their name, and how far they are."""
    rows = []
    for person in who:
        mine = session.preparation(person)
        how = state(session.unit, mine)
        said, sign = _STATES[how], _SIGNS[how]
        words = Text(fr=sign + said.fr, en=sign + said.en)
        if how == "begun":
            steps, of = done(session.unit, mine)
            words = say(f"{sign}{steps} sur {of}", f"{sign}{steps} of {of}")
        if person in session.extended and how in ("begun", "nothing"):
            words = say(f"{words.fr}, prolongé", f"{words.en}, extended")
        rows.append((person, (_name(session, person), words)))
    return tuple(rows)


def not_ready(session: Session, few: int | None = None) -> list[AnyItem]:
    """In class: who is there and not ready; one press lets somebody off, another takes that back.

    Args:
        session: in which people are.
        few: no more names than this are shown, unless the activity is kept to those who are ready: the others make up
            for it by themselves, and the teacher has a class to run.
    """
    who = [p for p in session.students if session.is_led_to_catch_up(p) or session.preparation(p).waived_by]
    activity = session.activity(session.current or "")
    if not who:
        return []
    if few is not None and len(who) > few and (activity is None or activity.gate != "hard"):
        left = sum(session.is_led_to_catch_up(p) for p in who)
        words = plural(
            left,
            say("{n} personne n'est pas prête et suit le rattrapage.", "{n} person is not ready and catches up."),
            say("{n} personnes ne sont pas prêtes et suivent le rattrapage.", "{n} people are not ready and catch up."),
        )
        return [Paragraph(text=words, tone="quiet")] if left else []
    columns = (
        Column(title=say("Pas prêts (appuyer dispense)", "Not ready (press to let off)")),
        Column(title=say("Préparation", "Preparation")),
    )
    return [Table(id="waive", columns=columns, rows=people_rows(session, who), pressable=True)]


def cancelling(session: Session) -> list[AnyItem]:
    """Cancelling cannot be taken back: a second press confirms it."""
    if session.asked != "cancel":
        return [Button(id="life.cancel-ask", text=say("Annuler le cours", "Cancel the class"))]
    really = say("Annuler vraiment ?", "Really cancel?")
    keep = say("Non, garder le cours", "No, keep the class")
    return [Row(buttons=(Button(id="life.cancel", text=really), Button(id="life.keep", text=keep)))]


def _code(session: Session) -> Text:
    return say(f"Code à donner : {session.code}", f"Code to give: {session.code}")


def _name(session: Session, who: str) -> Text:
    known = session.people.get(who)
    return same(known.name if known is not None else who)
