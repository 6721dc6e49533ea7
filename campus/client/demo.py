"""A demonstration: steps in a file that the client plays as if somebody did them.

For guided tours, the pictures of the documentation, and tests that want a whole client. It presses keys and clicks; it
never reaches behind the interface.

    - wait: {space: hall}
    - walk: [7.5, 12]
    - key: e
    - click: {panel: question, item: answer, value: b}
    - picture: hall.png
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Protocol

import msgspec
import yaml
from msgspec import Meta

from campus.errors import CampusError
from campus.text import bilingual


class Until(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """What to wait for; everything that is named must be true at once.

    Attributes:
        space: being in that space, arrived and visible.
        people: at least so many in the room, oneself included.
        panel: a panel of that id, or whose id begins with it and a dot: `prepare` for any class to prepare for.
        words: somewhere on a panel, in the viewer's language.
        seated: sitting, or not.
        people_seated: at least so many others in the room sit.
        hands: at least so many hands are up.
        screen: a screen that shows a page of that number, counted from 0.
        layout: the room is furnished so, and one sees it.
        light: the room is lit so.
        seconds: so long since the step began.
        connected: the server answers.
        still: no walk under way and the camera at rest.
    """

    space: str | None = None
    people: int | None = None
    panel: str | None = None
    words: str | None = None
    seated: bool | None = None
    people_seated: int | None = None
    hands: int | None = None
    screen: int | None = None
    layout: str | None = None
    light: str | None = None
    seconds: float | None = None
    connected: bool | None = None
    still: bool | None = None


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A thing on a panel to click in its middle."""

    panel: str
    item: str
    value: str = ""


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where to look: degrees, as everywhere."""

    heading: float
    pitch: float = 0.0


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step: exactly one of its fields is given.

    Attributes:
        wait: until something is so.
        walk: to a point of the space, by the way one's feet find.
        near: to a node of the space (a door, a seat), as close as it is used from.
        look: turn there.
        key: press and let go a key, by its US name.
        click: a thing on a panel.
        type: words into the field that has the focus.
        picture: write what is seen to this PNG.
    """

    wait: Until | None = None
    walk: Annotated[tuple[float, ...], Meta(min_length=2, max_length=3)] | None = None
    near: str | None = None
    look: Look | None = None
    key: str | None = None
    click: Target | None = None
    type: str | None = None
    picture: str | None = None


class Player(Protocol):
    """What a demonstration plays on: a client, seen from where its person sits."""

    def is_so(self, until: Until, since: float) -> bool:
        """Whether all that `until` names is so; `since` is how long the step has lasted, seconds."""

    def walk_to(self, at: tuple[float, ...]) -> bool:
        """Set out for a point; False where no way leads there."""

    def go_near(self, node: str) -> bool:
        """Set out for a node; False where no way leads there."""

    def look_to(self, look: Look) -> None:
        """Turn there."""

    def tap(self, key: str) -> None:
        """Press and let go a key."""

    def click(self, target: Target) -> bool:
        """Click a thing; False while it is not on the screen."""

    def write(self, words: str) -> None:
        """Type words."""

    def picture(self, path: Path) -> None:
        """Write what is seen."""


class Demo:
    """Steps being played, one after the other."""

    GIVES_UP_S = 180.0
    """A step that cannot be done by then ends the demonstration with an error that names it."""

    def __init__(self, steps: tuple[Step, ...], folder: Path) -> None:
        self._steps, self._folder = steps, folder
        self._next = 0
        self._began: float | None = None

    @property
    def played(self) -> int:
        """How many steps have been played."""
        return self._next

    @property
    def done(self) -> bool:
        """Whether every step has been played."""
        return self._next >= len(self._steps)

    def play(self, on: Player, now: float) -> None:
        """Play what can be played in this frame.

        Raises:
            CampusError: when a step could not be done in `GIVES_UP_S`.
        """
        if self.done:
            return
        if self._began is None:
            self._began = now
        since = now - self._began
        step = self._steps[self._next]
        if self._did(step, on, since):
            self._next, self._began = self._next + 1, None
        elif since > self.GIVES_UP_S:
            number, said = self._next + 1, msgspec.json.encode(_given(msgspec.to_builtins(step))).decode()
            raise CampusError(
                bilingual(
                    f"Step {number} of the demonstration could not be done: {said}.",
                    f"L'étape {number} de la démonstration n'a pas pu être faite : « {said} ».",
                )
            )

    def _did(self, step: Step, on: Player, since: float) -> bool:
        if step.wait:
            return on.is_so(step.wait, since)
        if step.walk:
            return on.walk_to(step.walk)
        if step.near:
            return on.go_near(step.near)
        if step.click:
            return on.click(step.click)
        if step.look:
            on.look_to(step.look)
        elif step.key:
            on.tap(step.key)
        elif step.type is not None:
            on.write(step.type)
        elif step.picture:
            on.picture(self._folder / step.picture)
        return True


def _given(plain: object) -> object:
    """A step without all that it leaves open: what its writer wrote."""
    if not isinstance(plain, dict):
        return plain
    return {name: _given(value) for name, value in plain.items() if value is not None}


def load_demo(path: Path) -> Demo:
    """Read a demonstration; its pictures go beside it.

    Raises:
        CampusError: where the file is not there, or a step is not one of ours.
    """
    try:
        steps = msgspec.convert(yaml.safe_load(path.read_text("utf-8")), tuple[Step, ...])
    except OSError as problem:
        why = problem.strerror
        raise CampusError(
            bilingual(f"{path}: cannot be read ({why}).", f"{path} : ne peut pas être lu (« {why} »).")
        ) from None
    except (yaml.YAMLError, msgspec.ValidationError) as problem:
        raise CampusError(
            bilingual(f"{path}: not a demonstration ({problem}).", f"{path} : pas une démonstration (« {problem} »).")
        ) from None
    for number, step in enumerate(steps, 1):
        given = [k for k, v in msgspec.structs.asdict(step).items() if v is not None]
        if len(given) != 1:
            every = ", ".join(step.__struct_fields__)
            raise CampusError(
                bilingual(
                    f"{path}: step {number} must have exactly one of {every}.",
                    f"{path} : l'étape {number} doit avoir exactement un seul de {every}.",
                )
            )
    return Demo(steps, path.parent)
