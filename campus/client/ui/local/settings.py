"""The settings: how a person sees, hears and reads, and what a press on them means. Keeps nothing; the profile does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from campus.client.ui.local.appearance import APPEARANCE_BUTTON
from campus.client.ui.local.ids import SETTINGS, WELCOME
from campus.learning.panel import (
    AnyItem,
    Choice,
    Option,
    Panel,
    Pressed,
    Slider,
)
from campus.text import Language, Text, same

SCALES = (1.0, 1.25, 1.5, 2.0)
TEXT_SIZES = (1.0, 1.15, 1.3)


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
LANGUAGE_OPTIONS = (Option(id="fr", text=same("Français")), Option(id="en", text=same("English")))


def _percent(value: float) -> Text:
    whole = round(value * 100)
    return Text(fr=f"{whole}\u202f%", en=f"{whole}%")


def _nearest(value: float, steps: Sequence[float]) -> str:
    return f"{min(steps, key=lambda step: abs(step - value)):g}"


_PICTURES = (
    Option(id="auto", text=Text(fr="Automatique", en="Automatic")),
    Option(id="low", text=Text(fr="Légère", en="Light")),
    Option(id="medium", text=Text(fr="Équilibrée", en="Balanced")),
    Option(id="high", text=Text(fr="Belle", en="Fine")),
)
_HOURS = (
    Option(id="painted", text=Text(fr="Celle du campus", en="The campus’s own")),
    Option(id="now", text=Text(fr="Maintenant à Montpellier", en="Now in Montpellier")),
    Option(id="chosen", text=Text(fr="À mon choix", en="As I choose")),
)
_VOLUMES = (
    ("volume_ambience", Text(fr="Volume de l’ambiance (%)", en="Ambience volume (%)")),
    ("volume_steps", Text(fr="Volume des pas (%)", en="Footsteps volume (%)")),
    ("volume_things", Text(fr="Volume des portes et des sièges (%)", en="Doors and seats volume (%)")),
    ("volume_interface", Text(fr="Volume des signaux (%)", en="Signals volume (%)")),
)


def settings_panel(settings: Settings, *, text: float | None = None, headphones: bool = True) -> Panel:
    """How a person sees and reads; each change is told at once.

    Args:
        settings: as they are.
        text: the size of words alone, 1 to 1.3, where it can be changed on its own.
        headphones: whether this machine's sound can be told that it is heard through them.
    """
    items: list[AnyItem] = [
        APPEARANCE_BUTTON,
        Choice(
            id="language",
            label=Text(fr="Langue", en="Language"),
            options=LANGUAGE_OPTIONS,
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
            Text(fr="Normale", en="Normal"),
            Text(fr="Grande", en="Large"),
            Text(fr="Très grande", en="Very large"),
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
        Choice(
            id="adapts",
            label=Text(fr="Adapter la netteté à la machine", en="Fit the sharpness to the machine"),
            options=_YES_NO,
            selected="yes" if getattr(settings, "adapts", True) else "no",
        ),
        Choice(
            id="hour",
            label=Text(fr="Heure du jour", en="Time of day"),
            options=_HOURS,
            selected=getattr(settings, "hour", "painted"),
        ),
        *(
            (
                Slider(
                    id="chosen_hour",
                    label=Text(fr="Heure solaire", en="Hour by the sun"),
                    value=float(getattr(settings, "chosen_hour", 18.0)),
                    low=0,
                    high=24,
                ),
            )
            if getattr(settings, "hour", "painted") == "chosen"
            else ()
        ),
        *(
            Slider(id=id_, label=label, value=float(getattr(settings, id_, 100.0)), low=0, high=100)
            for id_, label in _VOLUMES
        ),
        *(
            (
                Choice(
                    id="headphones",
                    label=Text(
                        fr="Son au casque, au prochain démarrage", en="Sound for headphones, from the next start"
                    ),
                    options=(
                        Option(id="no", text=Text(fr="Stéréo", en="Stereo")),
                        Option(id="yes", text=Text(fr="Tout autour de moi (HRTF)", en="All around me (HRTF)")),
                    ),
                    selected="yes" if getattr(settings, "headphones", False) else "no",
                ),
            )
            if headphones
            else ()
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
            case "hour" if pressed.value in ("painted", "now", "chosen"):
                return "hour", pressed.value
            case "chosen_hour":
                return "chosen_hour", min(max(float(pressed.value), 0.0), 24.0)
            case "scale":
                return "scale", min(max(float(pressed.value), 1.0), 2.0)
            case "text":
                return "text", min(max(float(pressed.value), 1.0), 1.5)
            case "field_of_view":
                return "field_of_view", min(max(float(pressed.value), 60.0), 100.0)
            case "volume_ambience" | "volume_steps" | "volume_things" | "volume_interface":
                return pressed.item, min(max(float(pressed.value), 0.0), 100.0)
            case "dark" | "first_person" | "reduced_motion" | "mono" | "headphones" | "adapts":
                return pressed.item, pressed.value == "yes"
            case _:
                return None
    except ValueError:
        return None
