"""How one looks to others: skin, hair, clothes, height, a wheelchair. Owns the words for a figure's numbers."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from campus.client.ui.local.ids import APPEARANCE
from campus.learning.panel import AnyItem, Button, Choice, Option, Panel, Pressed, Slider
from campus.protocol.messages import Figure
from campus.text import Text

TALLEST_CM, SHORTEST_CM, PALEST, DARKEST = 205, 140, 0, 9
APPEARANCE_BUTTON = Button(id="appearance", text=Text(fr="Choisir mon apparence", en="Choose how I look"))
"""In the settings."""

_HAIR = (
    Text(fr="Noirs", en="Black"),
    Text(fr="Bruns foncés", en="Dark brown"),
    Text(fr="Bruns", en="Brown"),
    Text(fr="Châtains", en="Light brown"),
    Text(fr="Blond foncé", en="Dark blond"),
    Text(fr="Blonds", en="Blond"),
    Text(fr="Roux", en="Red"),
    Text(fr="Gris", en="Grey"),
    Text(fr="Blancs", en="White"),
    Text(fr="Violets", en="Violet"),
)
_STYLES = (
    Text(fr="Courts", en="Short"),
    Text(fr="Coiffés de côté", en="Swept aside"),
    Text(fr="Au carré", en="Bob"),
    Text(fr="Longs", en="Long"),
    Text(fr="Chignon", en="Bun"),
    Text(fr="Bouclés", en="Curls"),
    Text(fr="Foulard", en="Headscarf"),
    Text(fr="Rasés", en="Shaved"),
)
_TOPS = (
    Text(fr="Pull bleu", en="Blue sweater"),
    Text(fr="Veste grise", en="Grey jacket"),
    Text(fr="Blouse, col bleu", en="White coat, blue"),
    Text(fr="Tunique pétrole", en="Teal tunic"),
    Text(fr="Pull sauge", en="Sage sweater"),
    Text(fr="Veste brune", en="Brown jacket"),
    Text(fr="Pull rouille", en="Rust sweater"),
    Text(fr="Veste marine", en="Navy jacket"),
    Text(fr="Blouse, col vert", en="White coat, green"),
    Text(fr="Tunique violette", en="Violet tunic"),
    Text(fr="Pull sable", en="Sand sweater"),
    Text(fr="Veste verte", en="Green jacket"),
)
_LEGS = (
    Text(fr="Pantalon anthracite", en="Charcoal trousers"),
    Text(fr="Pantalon gris", en="Grey trousers"),
    Text(fr="Pantalon brun", en="Brown trousers"),
    Text(fr="Pantalon beige", en="Beige trousers"),
    Text(fr="Pantalon bleu", en="Blue trousers"),
    Text(fr="Pantalon noir", en="Black trousers"),
    Text(fr="Jupe ardoise", en="Slate skirt"),
    Text(fr="Jupe brique", en="Brick skirt"),
)
_BUILDS = (
    Text(fr="Menue", en="Slight"),
    Text(fr="Moyenne", en="Medium"),
    Text(fr="Solide", en="Sturdy"),
    Text(fr="Ronde", en="Round"),
)
_PALETTES = (
    ("hair_style", Text(fr="Coiffure", en="Hair"), _STYLES),
    ("hair", Text(fr="Couleur des cheveux", en="Hair colour"), _HAIR),
    ("top", Text(fr="Haut", en="Top"), _TOPS),
    ("legs", Text(fr="Bas", en="Bottom"), _LEGS),
    ("build", Text(fr="Carrure", en="Build"), _BUILDS),
)


def appearance_panel(figure: Figure) -> Panel:
    """How one looks; each change is told at once, and seen: whoever has this open stands before themselves."""
    items: list[AnyItem] = [
        Slider(
            id="skin",
            label=Text(fr="Teint, du plus clair au plus foncé", en="Skin, from lightest to darkest"),
            value=figure.skin + 1,
            low=PALEST + 1,
            high=DARKEST + 1,
        ),
        *(_palette(id_, label, names, getattr(figure, id_)) for id_, label, names in _PALETTES),
        Slider(
            id="height_cm",
            label=Text(fr="Taille (cm)", en="Height (cm)"),
            value=figure.height_cm,
            low=SHORTEST_CM,
            high=TALLEST_CM,
        ),
        Choice(
            id="wheelchair",
            label=Text(fr="En fauteuil roulant", en="In a wheelchair"),
            options=(Option(id="no", text=Text(fr="Non", en="No")), Option(id="yes", text=Text(fr="Oui", en="Yes"))),
            selected="yes" if figure.wheelchair else "no",
        ),
    ]
    title = Text(fr="Mon apparence", en="How I look")
    return Panel(id=APPEARANCE, title=title, items=tuple(items), side="left", closable=True)


def changed(figure: Figure, pressed: Pressed) -> Figure:
    """The figure after a press on the panel; the same where the press means nothing."""
    try:
        match pressed.item:
            case "skin":
                return replace(figure, skin=_held(round(float(pressed.value)) - 1, PALEST, DARKEST))
            case "height_cm":
                return replace(figure, height_cm=_held(round(float(pressed.value)), SHORTEST_CM, TALLEST_CM))
            case "wheelchair" if pressed.value in ("no", "yes"):
                return replace(figure, wheelchair=pressed.value == "yes")
            case item:
                for id_, _, names in _PALETTES:
                    if item == id_ and 0 <= int(pressed.value) < len(names):
                        return replace(figure, **{id_: int(pressed.value)})
    except (ValueError, OverflowError):
        pass
    return figure


def _palette(id_: str, label: Text, names: Sequence[Text], selected: int) -> Choice:
    options = tuple(Option(id=str(place), text=name) for place, name in enumerate(names))
    return Choice(id=id_, label=label, options=options, selected=str(selected))


def _held(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
