"""What a person wants, as plain data: from held keys, the mouse and clicks to one `Intent` a frame. No Panda3D here.

Keys are named by their place on a US keyboard (their scancode), so that WASD is ZQSD on an AZERTY keyboard with no
setting at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

DRAG_BEGINS_PX = 5.0
"""A press that moves less than this is a click."""
LOOK_DEG_PER_PX = 0.22
TURN_DEG_PER_S = 110.0

WALKING = {
    "w": (1, 0), "arrow_up": (1, 0), "s": (-1, 0), "arrow_down": (-1, 0), "a": (0, -1), "d": (0, 1),
}  # fmt: skip
"""Key -> (forward, to the right)."""
TURNING = {"arrow_left": 1.0, "arrow_right": -1.0}
RUNNING = ("lshift", "rshift", "shift")
ACTIONS = {
    "e": "use",
    "f": "focus",
    "h": "hand",
    "g": "wave",
    "v": "view",
    "x": "stand",
    "t": "chat",
    "enter": "chat",
    "p": "people",
    "o": "settings",
    "m": "places",
    "f1": "help",
    "f11": "fullscreen",
    "escape": "back",
}
"""Key -> what it does. A digit chooses an answer, which is the panels' business."""


@dataclass(frozen=True)
class Intent:
    """What a person wants in one frame.

    Attributes:
        forward, right: -1 to 1 in the body's own directions; the pair is at most 1 long.
        run: whether they hurry.
        turn: degrees to turn left this frame (keys and mouse together).
        pitch: degrees to look up this frame.
        zoom: steps of the wheel; positive comes closer.
        clicks: pixels (x, y) from the top left where the world was clicked.
        pointer: where the mouse is, pixels, or None.
        actions: what was asked by key, in order.
    """

    forward: float = 0.0
    right: float = 0.0
    run: bool = False
    turn: float = 0.0
    pitch: float = 0.0
    zoom: int = 0
    clicks: tuple[tuple[float, float], ...] = ()
    pointer: tuple[float, float] | None = None
    actions: tuple[str, ...] = ()

    @property
    def walks(self) -> bool:
        """Whether the feet are asked for."""
        return bool(self.forward or self.right)


@dataclass
class Held:
    """What is held down and what has happened since the last `take`; the one mutable thing of the input."""

    keys: set[str] = field(default_factory=set)
    pointer: tuple[float, float] | None = None
    _pressed_at: tuple[float, float] | None = None
    _dragging: bool = False
    _look: list[float] = field(default_factory=lambda: [0.0, 0.0])
    _zoom: int = 0
    _clicks: list[tuple[float, float]] = field(default_factory=list)
    _actions: list[str] = field(default_factory=list)

    def key_down(self, key: str) -> None:
        """A key goes down; `key` is its name on a US keyboard."""
        if key not in self.keys and key in ACTIONS:
            self._actions.append(ACTIONS[key])
        self.keys.add(key)

    def key_up(self, key: str) -> None:
        """A key comes up."""
        self.keys.discard(key)

    def act(self, action: str) -> None:
        """An action asked for otherwise than by key (a button of the toolbar)."""
        self._actions.append(action)

    def release_all(self) -> None:
        """Let go of everything: the window lost the keyboard, or a text field took it."""
        self.keys.clear()
        self._pressed_at, self._dragging = None, False

    def mouse_down(self, x: float, y: float) -> None:
        """The left button goes down over the world (not over a panel)."""
        self._pressed_at, self._dragging, self.pointer = (x, y), False, (x, y)

    def mouse_move(self, x: float, y: float) -> None:
        """The mouse is at (x, y) pixels now."""
        if self._pressed_at and self.pointer:
            self._dragging = self._dragging or math.dist(self._pressed_at, (x, y)) > DRAG_BEGINS_PX
            if self._dragging:
                self._look[0] += x - self.pointer[0]
                self._look[1] += y - self.pointer[1]
        self.pointer = (x, y)

    def mouse_up(self, x: float, y: float) -> None:
        """The left button comes up: a click where nothing was dragged."""
        if self._pressed_at and not self._dragging:
            self._clicks.append((x, y))
        self._pressed_at, self._dragging = None, False

    def wheel(self, steps: int) -> None:
        """The wheel turns; positive is away from the hand."""
        self._zoom += steps

    def take(self, dt: float) -> Intent:
        """What is wanted in a frame that lasts `dt` seconds; clicks, actions and mouse travel are taken once."""
        forward = float(sum(WALKING[k][0] for k in self.keys if k in WALKING))
        right = float(sum(WALKING[k][1] for k in self.keys if k in WALKING))
        forward, right = max(-1.0, min(1.0, forward)), max(-1.0, min(1.0, right))
        length = math.hypot(forward, right)
        if length > 1.0:
            forward, right = forward / length, right / length
        turn = sum(TURNING[k] for k in self.keys if k in TURNING) * TURN_DEG_PER_S * dt
        # Dragging moves the world as if one held it: the view turns against the hand, as in every panorama viewer.
        intent = Intent(
            forward=forward,
            right=right,
            run=any(k in self.keys for k in RUNNING),
            turn=turn + self._look[0] * LOOK_DEG_PER_PX,
            pitch=self._look[1] * LOOK_DEG_PER_PX,
            zoom=self._zoom,
            clicks=tuple(self._clicks),
            pointer=self.pointer,
            actions=tuple(self._actions),
        )
        self._look, self._zoom = [0.0, 0.0], 0
        self._clicks.clear()
        self._actions.clear()
        return intent
