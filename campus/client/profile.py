"""A person's own settings on this computer: who they are to others, and how they like to see. One small JSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import yaml
from msgspec import Meta

from campus.errors import CampusError
from campus.protocol.messages import Figure
from campus.space.daytime import EQUINOX, Daytime
from campus.text import Language, bilingual

Volume = Annotated[float, Meta(ge=0, le=100)]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Name, language, figure, and how the interface should be.

    Attributes:
        scale: of the interface; 1 is 16 pixels of body text.
        text: of the words alone, over `scale`.
        field_of_view: horizontal, degrees.
        reduced_motion: no easing of panels or camera.
        volume_ambience, volume_steps, volume_things, volume_interface: how loud each kind of sound is, 0 to 100: the
            bed that a space lies in, footsteps, doors and seats, the interface's notes.
        mono: both ears get the same.
        headphones: sound comes from all round, as two ears hear it (HRTF); from the next start.
        picture: how much the picture may cost: a tier, or what this machine was measured to draw in time.
        adapts: whether fewer pixels are computed while this machine is too slow, and more while it has the time.
        hour: of the day that the campus is seen at: as it is painted, now in Montpellier, or a chosen one.
        chosen_hour, chosen_day: that one, by the sun, and its day of the year.
        measured: of this machine: its renderer and the tier that fits it, told apart by a bar; empty before the first
            start.
        known: whether the person has told their name; a newcomer is asked once.
    """

    name: str = ""
    language: Language = "fr"
    figure: Figure = Figure()
    scale: Annotated[float, Meta(ge=1.0, le=2.0)] = 1.0
    text: Annotated[float, Meta(ge=1.0, le=1.5)] = 1.0
    field_of_view: Annotated[float, Meta(ge=60, le=100)] = 70.0
    reduced_motion: bool = False
    dark: bool = False
    first_person: bool = True
    volume_ambience: Volume = 100.0
    volume_steps: Volume = 100.0
    volume_things: Volume = 100.0
    volume_interface: Volume = 100.0
    mono: bool = False
    headphones: bool = False
    picture: Literal["auto", "low", "medium", "high"] = "auto"
    adapts: bool = True
    hour: Literal["painted", "now", "chosen"] = "painted"
    chosen_hour: Annotated[float, Meta(ge=0, le=24)] = 18.0
    chosen_day: Annotated[int, Meta(ge=1, le=366)] = EQUINOX
    measured: str = ""
    known: bool = False

    @property
    def chosen(self) -> Daytime | None:
        """The hour that the person has chosen; None where they have not."""
        return Daytime(self.chosen_day, self.chosen_hour) if self.hour == "chosen" else None


def load_profile(path: Path, defaults: Path) -> Profile:
    """The person's profile, over the defaults of `config/client.yaml`.

    A damaged profile is put aside as `NAME.damaged` and the defaults serve: nobody is kept out by a settings file.

    Raises:
        CampusError: when `defaults` exists and is not what it should be.
    """
    base = _defaults(defaults)
    try:
        raw = path.read_bytes()
    except OSError:
        return base
    try:
        kept = msgspec.json.decode(raw, type=dict[str, object])
        return msgspec.convert(msgspec.to_builtins(base) | kept, Profile)
    except (msgspec.DecodeError, msgspec.ValidationError):
        path.replace(path.with_name(path.name + ".damaged"))
        return base


def save_profile(path: Path, profile: Profile) -> None:
    """Keep the profile; a crash in the middle leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(profile)))
    fresh.replace(path)


def _defaults(path: Path) -> Profile:
    if not path.exists():
        return Profile()
    try:
        interface = (yaml.safe_load(path.read_text("utf-8")) or {}).get("interface", {})
        return msgspec.convert({key.replace("-", "_"): value for key, value in interface.items()}, Profile)
    except (yaml.YAMLError, AttributeError, msgspec.ValidationError) as problem:
        raise CampusError(
            bilingual(
                f"{path.name}: the client's defaults cannot be read ({problem}).",
                f"{path.name} : les réglages de départ du client ne peuvent pas être lus (« {problem} »).",
            )
        ) from None
