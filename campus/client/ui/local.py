"""Panels of one's own, that no server sends: chat, who is here, settings, welcome, help.

Pure functions from what the client knows to `Panel` data; owns their words, and what a press on the settings means.
Every id begins with `local.`, so that whoever takes presses can tell them from the server's (`is_local`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from campus.client.ui.hud import Connection, Tool
from campus.client.ui.keyboard import cap
from campus.learning.panel import (
    AnyItem,
    Button,
    Choice,
    Column,
    Input,
    Line,
    Log,
    Option,
    Panel,
    Paragraph,
    Pressed,
    Row,
    Slider,
    Table,
)
from campus.protocol.messages import Person
from campus.text import Language, Text

CHAT = "local.chat"
PEOPLE = "local.people"
SETTINGS = "local.settings"
WELCOME = "local.welcome"
HELP = "local.help"
PLACES = "local.places"
LOST = "local.lost"
FAULT = "local.fault"

SAY = "say"
"""The chat's field: `Pressed(panel=CHAT, item=SAY, value=words)`; `Interface.write_in(CHAT, SAY)` goes there."""

SCALES = (1.0, 1.25, 1.5, 2.0)
TEXT_SIZES = (1.0, 1.15, 1.3)

ROLES: Mapping[str, Text] = {
    "student": Text(fr="Étudiant(e)", en="Student"),
    "teacher": Text(fr="Enseignant(e)", en="Teacher"),
    "co-teacher": Text(fr="Co-enseignant(e)", en="Co-teacher"),
    "designer": Text(fr="Conception", en="Designer"),
    "admin": Text(fr="Administration", en="Administrator"),
    "guest": Text(fr="Visiteur", en="Guest"),
}


def is_local(panel: str) -> bool:
    """Whether a panel's id is one of ours rather than the server's."""
    return panel.startswith("local.")


def same(words: str) -> Text:
    """Words that are the same in both languages: a name."""
    return Text(fr=words, en=words)


# --- talk and people -------------------------------------------------------------------------------------------------


def chat_panel(lines: Sequence[Line], *, writable: bool = True) -> Panel:
    """What was said in the room, and the field to say something.

    Args:
        lines: oldest first.
        writable: False while there is no connection; what is being written is kept meanwhile.
    """
    items: list[AnyItem] = []
    if lines:
        items.append(Log(id="log", lines=tuple(lines)))
    else:
        text = Text(fr="Personne n’a encore écrit ici.", en="Nobody has written here yet.")
        items.append(Paragraph(text=text, tone="quiet"))
    if writable:
        items.append(Input(id=SAY, label=Text(fr="Écrire à la salle", en="Write to the room"), most=500, clears=True))
    else:
        text = Text(
            fr="Vous pourrez écrire dès le retour de la connexion.", en="You can write once you are back online."
        )
        items.append(Paragraph(text=text, tone="now"))
    return Panel(id=CHAT, title=Text(fr="Discussion", en="Chat"), items=tuple(items), side="left", closable=True)


def _standing(person: Person) -> Text:
    """What somebody is doing here: away, hand raised, seated, standing; the first that matters."""
    if person.away:
        return Text(fr="Connexion perdue", en="Connection lost")
    if person.hand:
        return Text(fr="Main levée", en="Hand raised")
    if person.seat is not None:
        return Text(fr="À sa place", en="Seated")
    return Text(fr="Debout", en="Standing")


def people_panel(people: Collection[Person], me: str) -> Panel:
    """Who is here: raised hands first, then those who teach, then by name.

    Args:
        people: everybody in the room, oneself included.
        me: one's own person id.
    """
    teaching = ("teacher", "co-teacher")
    ordered = sorted(people, key=lambda p: (not p.hand, p.role not in teaching, p.name.casefold(), p.id))

    def named(person: Person) -> Text:
        if person.id != me:
            return same(person.name)
        return Text(fr=f"{person.name} (vous)", en=f"{person.name} (you)")

    rows = tuple((p.id, (named(p), ROLES.get(p.role, same(p.role)), _standing(p))) for p in ordered)
    columns = (
        Column(title=Text(fr="Nom", en="Name")),
        Column(title=Text(fr="Rôle", en="Role")),
        Column(title=Text(fr="Présence", en="Presence")),
    )
    hands = sum(person.hand for person in people)
    count = len(people)
    note = Text(
        fr=f"{count} personne{'s' if count > 1 else ''}"
        + (f" · {hands} main{'s levées' if hands > 1 else ' levée'}" if hands else ""),
        en=f"{count} {'people' if count != 1 else 'person'}"
        + (f" · {hands} hand{'s' if hands > 1 else ''} raised" if hands else ""),
    )
    return Panel(
        id=PEOPLE,
        title=Text(fr="Qui est là", en="Who is here"),
        note=note,
        items=(Table(id="people", columns=columns, rows=rows),),
        side="left",
        closable=True,
    )


# --- settings --------------------------------------------------------------------------------------------------------


class Settings(Protocol):
    """What the settings show; the client's profile has it all."""

    @property
    def language(self) -> Language:
        """Of the interface and of the signs."""
        ...

    @property
    def scale(self) -> float:
        """Of the interface, 1 to 2."""
        ...

    @property
    def field_of_view(self) -> float:
        """Horizontal, degrees."""
        ...

    @property
    def reduced_motion(self) -> bool:
        """Nothing slides or fades."""
        ...

    @property
    def dark(self) -> bool:
        """The dark theme."""
        ...

    @property
    def first_person(self) -> bool:
        """Through one's own eyes, or over the shoulder."""
        ...


_YES_NO = (Option(id="no", text=Text(fr="Non", en="No")), Option(id="yes", text=Text(fr="Oui", en="Yes")))
_LANGUAGES = (Option(id="fr", text=same("Français")), Option(id="en", text=same("English")))


def _percent(value: float) -> Text:
    whole = round(value * 100)
    return Text(fr=f"{whole}\u202f%", en=f"{whole}%")


def _nearest(value: float, steps: Sequence[float]) -> str:
    return f"{min(steps, key=lambda step: abs(step - value)):g}"


_PICTURES = (
    Option(id="auto", text=Text(fr="Automatique", en="Automatic")),
    Option(id="low", text=Text(fr="Léger", en="Light")),
    Option(id="medium", text=Text(fr="Équilibré", en="Balanced")),
    Option(id="high", text=Text(fr="Beau", en="Fine")),
)

_VOLUMES = (
    ("volume_ambience", Text(fr="Volume de l’ambiance (%)", en="Ambience volume (%)")),
    ("volume_steps", Text(fr="Volume des pas (%)", en="Footsteps volume (%)")),
    ("volume_things", Text(fr="Volume des portes et des sièges (%)", en="Doors and seats volume (%)")),
    ("volume_interface", Text(fr="Volume des signaux (%)", en="Signals volume (%)")),
)


def settings_panel(settings: Settings, *, text: float | None = None) -> Panel:
    """How a person sees and reads; each change is told at once.

    Args:
        settings: as they are.
        text: the size of words alone, 1 to 1.3, where it can be changed on its own.
    """
    items: list[AnyItem] = [
        Choice(
            id="language",
            label=Text(fr="Langue", en="Language"),
            options=_LANGUAGES,
            selected=settings.language,
        ),
        Choice(
            id="scale",
            label=Text(fr="Taille de l’interface", en="Interface size"),
            options=tuple(Option(id=f"{step:g}", text=_percent(step)) for step in SCALES),
            selected=_nearest(settings.scale, SCALES),
        ),
    ]
    if text is not None:
        names = (
            Text(fr="Normal", en="Normal"),
            Text(fr="Grand", en="Large"),
            Text(fr="Très grand", en="Larger"),
        )
        items.append(
            Choice(
                id="text",
                label=Text(fr="Taille du texte", en="Text size"),
                options=tuple(Option(id=f"{step:g}", text=name) for step, name in zip(TEXT_SIZES, names, strict=True)),
                selected=_nearest(text, TEXT_SIZES),
            )
        )
    items += [
        Choice(
            id="dark",
            label=Text(fr="Thème", en="Theme"),
            options=(
                Option(id="no", text=Text(fr="Clair", en="Light")),
                Option(id="yes", text=Text(fr="Sombre", en="Dark")),
            ),
            selected="yes" if settings.dark else "no",
        ),
        Choice(
            id="first_person",
            label=Text(fr="Point de vue", en="View"),
            options=(
                Option(id="yes", text=Text(fr="Par mes yeux", en="My own eyes")),
                Option(id="no", text=Text(fr="Par-dessus l’épaule", en="Over the shoulder")),
            ),
            selected="yes" if settings.first_person else "no",
        ),
        Slider(
            id="field_of_view",
            label=Text(fr="Champ de vision (degrés)", en="Field of view (degrees)"),
            value=settings.field_of_view,
            low=60,
            high=100,
        ),
        Choice(
            id="picture",
            label=Text(fr="Image, au prochain démarrage", en="Picture, from the next start"),
            options=_PICTURES,
            selected=getattr(settings, "picture", "auto"),
        ),
        *(
            Slider(id=id_, label=label, value=float(getattr(settings, id_, 100.0)), low=0, high=100)
            for id_, label in _VOLUMES
        ),
        Choice(
            id="mono",
            label=Text(fr="Même son aux deux oreilles", en="Same sound in both ears"),
            options=_YES_NO,
            selected="yes" if getattr(settings, "mono", False) else "no",
        ),
        Choice(
            id="reduced_motion",
            label=Text(fr="Réduire les mouvements", en="Reduce motion"),
            options=_YES_NO,
            selected="yes" if settings.reduced_motion else "no",
        ),
    ]
    return Panel(id=SETTINGS, title=Text(fr="Réglages", en="Settings"), items=tuple(items), side="left", closable=True)


def setting(pressed: Pressed) -> tuple[str, str | float | bool] | None:
    """What a press on the settings changes: the name of the setting and its new value.

    Returns:
        For instance `("scale", 1.25)`, or `None` when the press changes nothing (closing).
    """
    if pressed.panel not in (SETTINGS, WELCOME):
        return None
    try:
        match pressed.item:
            case "language" if pressed.value in ("fr", "en"):
                return "language", pressed.value
            case "picture" if pressed.value in ("auto", "low", "medium", "high"):
                return "picture", pressed.value
            case "scale":
                return "scale", min(max(float(pressed.value), 1.0), 2.0)
            case "text":
                return "text", min(max(float(pressed.value), 1.0), 1.5)
            case "field_of_view":
                return "field_of_view", min(max(float(pressed.value), 60.0), 100.0)
            case "volume_ambience" | "volume_steps" | "volume_things" | "volume_interface":
                return pressed.item, min(max(float(pressed.value), 0.0), 100.0)
            case "dark" | "first_person" | "reduced_motion" | "mono":
                return pressed.item, pressed.value == "yes"
            case _:
                return None
    except ValueError:
        return None


# --- arriving --------------------------------------------------------------------------------------------------------


def welcome_panel(name: str, language: Language) -> Panel:
    """At the first start: what to be called, and in which language. It stands at the side; one can walk meanwhile.

    `Pressed(item="name", value=words)` comes as the name is written, `item="enter"` when the person is ready.
    """
    return Panel(
        id=WELCOME,
        title=Text(fr="Bienvenue sur le campus", en="Welcome to the campus"),
        items=(
            Choice(id="language", label=Text(fr="Langue", en="Language"), options=_LANGUAGES, selected=language),
            Input(
                id="name",
                label=Text(fr="Votre nom, tel que les autres le verront", en="Your name, as others will see it"),
                value=name,
                hint=Text(fr="Prénom Nom", en="First and last name"),
                most=48,
            ),
            Button(id="enter", text=Text(fr="C’est parti", en="Let’s go"), primary=True),
        ),
        side="right",
    )


def walking_keys(labels: Mapping[str, str]) -> str:
    """The four walking keys as this person's keyboard has them written on: `ZQSD` on an AZERTY one."""
    return "".join(labels.get(place, place).upper() for place in "wasd")


def hint(labels: Mapping[str, str]) -> Text:
    """How to begin, for somebody who has not walked yet.

    Args:
        labels: key by its place on a US keyboard -> what is written on it on this one.
    """
    keys = walking_keys(labels)
    return Text(
        fr=f"{keys} ou flèches pour marcher. Glissez la souris pour regarder, cliquez sur le sol pour y aller.",
        en=f"{keys} or arrows to walk. Drag the mouse to look around, click the floor to go there.",
    )


KEYS: tuple[tuple[str, Text], ...] = (
    ("e", Text(fr="S’asseoir, se lever, ouvrir, lire", en="Sit, stand up, open, read")),
    ("x", Text(fr="Se lever", en="Stand up")),
    ("f", Text(fr="Voir l’écran de près (une fois assis)", en="See the screen closely (once seated)")),
    ("h", Text(fr="Lever ou baisser la main", en="Raise or lower your hand")),
    ("g", Text(fr="Saluer", en="Wave")),
    ("t", Text(fr="Écrire à la salle", en="Write to the room")),
    ("p", Text(fr="Voir qui est là", en="See who is here")),
    ("m", Text(fr="Plan du campus", en="Campus map")),
    ("v", Text(fr="Vue par les yeux ou par l’épaule", en="Own eyes or over the shoulder")),
    ("o", Text(fr="Réglages", en="Settings")),
    ("f11", Text(fr="Plein écran", en="Full screen")),
)
"""Key by its place on a US keyboard, and what it does."""


def help_panel(labels: Mapping[str, str]) -> Panel:
    """The keys, as they are written on this person's keyboard.

    Args:
        labels: key by its place on a US keyboard -> what is written on it on this one.
    """
    keys = walking_keys(labels)
    walking: list[tuple[str, Text]] = [
        (f"{keys} · ↑ ↓ ← →", Text(fr="Marcher", en="Walk")),
        ("⇧", Text(fr="Courir", en="Run")),
    ]
    mouse = (
        (Text(fr="Glisser", en="Drag"), Text(fr="Regarder autour de soi", en="Look around")),
        (Text(fr="Clic sur le sol", en="Click the floor"), Text(fr="Y aller à pied", en="Walk there")),
        (Text(fr="Molette", en="Wheel"), Text(fr="S’approcher ou reculer la vue", en="Bring the view closer or back")),
    )
    panels = (
        ("Tab", Text(fr="Passer d’un bouton à l’autre", en="Go from button to button")),
        ("1 – 9", Text(fr="Choisir une réponse", en="Choose an answer")),
        ("Esc", Text(fr="Quitter un champ, fermer", en="Leave a field, close")),
    )
    rows: list[tuple[str, tuple[Text, ...]]] = [(f"walk{n}", (same(k), does)) for n, (k, does) in enumerate(walking)]
    rows += [(key, (same(cap(labels.get(key, key))), does)) for key, does in KEYS]
    rows += [(f"panel{n}", (same(k), does)) for n, (k, does) in enumerate(panels)]
    rows += [(f"mouse{n}", pair) for n, pair in enumerate(mouse)]
    columns = (Column(title=Text(fr="Touche", en="Key")), Column(title=Text(fr="Effet", en="What it does")))
    return Panel(
        id=HELP,
        title=Text(fr="Aide", en="Help"),
        items=(Table(id="keys", columns=columns, rows=tuple(rows)),),
        side="left",
        closable=True,
    )


def places_panel(spaces: Sequence[tuple[str, Text]], here: str) -> Panel:
    """Where one can go at once: `Pressed(item="go", value=space id)`."""
    rows = tuple(
        (space, (Text(fr=title.fr + " (vous y êtes)", en=title.en + " (you are here)") if space == here else title,))
        for space, title in spaces
    )
    columns = (Column(title=Text(fr="Espace", en="Space")),)
    return Panel(
        id=PLACES,
        title=Text(fr="Plan du campus", en="Campus map"),
        items=(Table(id="go", columns=columns, rows=rows, pressable=True),),
        side="left",
        closable=True,
    )


# --- trouble ---------------------------------------------------------------------------------------------------------


def disconnected_panel(connection: Connection) -> Panel:
    """When the connection has ended and will not come back by itself: why, and what can be done."""
    reason = connection.reason or Text(fr="Le serveur ne répond plus.", en="The server no longer answers.")
    return Panel(
        id=LOST,
        title=Text(fr="Hors ligne", en="Offline"),
        items=(
            Paragraph(text=reason),
            Row(
                buttons=(
                    Button(id="leave", text=Text(fr="Quitter", en="Leave")),
                    Button(id="retry", text=Text(fr="Réessayer", en="Try again"), primary=True),
                )
            ),
        ),
        side="centre",
    )


def fault_panel(sentence: Text) -> Panel:
    """Something went wrong, in one sentence."""
    return Panel(
        id=FAULT,
        title=Text(fr="Un problème est survenu", en="Something went wrong"),
        items=(
            Paragraph(text=sentence),
            Button(id="close", text=Text(fr="Compris", en="Got it"), primary=True),
        ),
        side="centre",
        closable=True,
    )


# --- the toolbar -----------------------------------------------------------------------------------------------------


def toolbar(
    *,
    hand: bool = False,
    seated: bool = False,
    focused: bool = False,
    opened: Collection[str] = (),
    unread: int = 0,
    labels: Mapping[str, str] | None = None,
) -> tuple[Tool, ...]:
    """The toolbar as things stand; each tool's id is the name of what it asks for.

    Args:
        hand: whether one's hand is raised.
        seated: whether one sits; then one can stand up, and see the screen closely.
        focused: whether the screen is seen closely now.
        opened: which of `chat`, `people`, `places`, `settings`, `help` are open.
        unread: lines said since the chat was last open.
        labels: key by its place on a US keyboard -> what is written on it on this one.
    """
    labels = labels or {}

    def key(place: str) -> str:
        return labels.get(place, place)

    up = Text(fr="Baisser la main", en="Lower your hand") if hand else Text(fr="Lever la main", en="Raise your hand")
    tools = [
        Tool(id="hand", icon="hand", label=up, key=key("h"), on=hand),
        Tool(id="wave", icon="wave", label=Text(fr="Saluer", en="Wave"), key=key("g")),
    ]
    if seated:
        close = (
            Text(fr="Quitter la vue rapprochée", en="Leave the close view")
            if focused
            else Text(fr="Voir l’écran de près", en="See the screen closely")
        )
        tools.append(Tool(id="focus", icon="focus", label=close, key=key("f"), on=focused))
        tools.append(Tool(id="stand", icon="stand", label=Text(fr="Se lever", en="Stand up"), key=key("x")))
    tools += [
        Tool(
            id="chat",
            icon="chat",
            label=Text(fr="Discussion", en="Chat"),
            key=key("t"),
            on="chat" in opened,
            badge=0 if "chat" in opened else unread,
        ),
        Tool(
            id="people",
            icon="people",
            label=Text(fr="Qui est là", en="Who is here"),
            key=key("p"),
            on="people" in opened,
        ),
        Tool(
            id="places",
            icon="map",
            label=Text(fr="Plan du campus", en="Campus map"),
            key=key("m"),
            on="places" in opened,
        ),
        Tool(
            id="settings",
            icon="settings",
            label=Text(fr="Réglages", en="Settings"),
            key=key("o"),
            on="settings" in opened,
        ),
        Tool(id="help", icon="help", label=Text(fr="Aide", en="Help"), key="F1", on="help" in opened),
    ]
    return tuple(tools)
