"""Twigs, single leaves and tufts of grass as pictures on cards: how much of a card they cover, and their tint.

One sheet holds all: `CELLS` variants beside each other in each of `ROWS` rows, from the bottom twigs of broad leaves,
single leaves, twigs of narrow leaves, tufts. Among the single leaves there is a part of an umbel, and a petal.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

CELLS, ROWS = 4, 4
LEAVES_ALONE, UMBEL, PETAL = 2, 2, 3
"""In the row of single leaves: how many there are, from the left, and where the others lie."""
WIDE, TALL = 128, 256
"""Pixels of a cell."""
OVER = 3
SMALLEST = 4
"""How many times the sheet is halved for what is far away, each cell for itself; further on they mix, and are mist."""

Floats = NDArray[np.float64]


def twigs() -> tuple[NDArray[np.uint8], ...]:
    """The sheet and its smaller copies, (h, w, 4): half the tint under a square root, and how much is covered.

    Rows are from the bottom up. A smaller copy covers as much as the large one, so that a crown is as dense from afar.
    """
    random = np.random.default_rng(29)
    sheet = np.concatenate(
        [
            np.concatenate([_cell(random, draw) for draw in row], axis=1)
            for row in ((_broad,) * CELLS, (_single, _single, _umbel, _petal), (_narrow,) * CELLS, (_tuft,) * CELLS)
        ]
    )
    levels = [sheet]
    while levels[-1].shape[1] > 1:
        last = levels[-1]
        weight = last[..., 3:]
        both = np.concatenate([last[..., :3] * weight, weight], axis=2)
        tall, wide, _ = both.shape
        small = both.reshape(tall // 2, 2, wide // 2, 2, 4).mean(axis=(1, 3))
        small[..., :3] /= np.maximum(small[..., 3:], 1e-3)
        bare = small[..., 3:] < 0.02
        small = np.where(bare, np.concatenate([_mean(last), [0.0]]), small)
        levels.append(small)
    levels.append(levels[-1].mean(axis=0, keepdims=True))  # twice as tall as wide: down to one pixel, as a card asks
    dense = [_as_dense(level, sheet) if number <= SMALLEST else level for number, level in enumerate(levels)]
    return tuple(_bytes(level) for level in dense)


def _as_dense(level: Floats, sheet: Floats) -> Floats:
    """A copy whose cover is made larger or smaller until half of it is passed by as many pixels, row by row."""
    found = level.copy()
    tall, whole = len(level) // ROWS, len(sheet) // ROWS
    for row in range(ROWS):
        wanted = float((sheet[row * whole : (row + 1) * whole, :, 3] >= 0.5).mean())
        part = found[row * tall : (row + 1) * tall, :, 3]
        at_half = float(np.quantile(part, 1 - wanted))
        part *= 0.5 / max(at_half, 0.05)
    return found


def _bytes(level: Floats) -> NDArray[np.uint8]:
    tint = np.sqrt(np.clip(level[..., :3] / 2, 0, 1))
    both = np.concatenate([tint, np.clip(level[..., 3:], 0, 1)], axis=2)
    made: NDArray[np.uint8] = np.round(both * 255).astype(np.uint8)
    return made


def _mean(picture: Floats) -> Floats:
    """(3,) the tint of what is covered."""
    weight = picture[..., 3:]
    return np.asarray((picture[..., :3] * weight).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6), np.float64)


class _Canvas:
    """A cell that is being drawn; places are shares of its width and of its height, from the bottom."""

    def __init__(self) -> None:
        self._size = (WIDE * OVER, TALL * OVER)
        self._tint = Image.new("RGB", self._size, 0)
        self._cover = Image.new("L", self._size, 0)
        self._draw, self._mask = ImageDraw.Draw(self._tint), ImageDraw.Draw(self._cover)

    def lay(self, outline: Floats, tint: Floats) -> None:
        """A polygon (n, 2) in units of the cell's height, x from its middle."""
        x = self._size[0] / 2 + outline[:, 0] * self._size[1]
        y = (1 - outline[:, 1]) * self._size[1]
        corners = list(zip(x.tolist(), y.tolist(), strict=True))
        ink = [round(min(max(c, 0.0), 2.0) * 127.5) for c in np.broadcast_to(tint, 3).tolist()]
        self._draw.polygon(corners, fill=(ink[0], ink[1], ink[2]))
        self._mask.polygon(corners, fill=255)

    def done(self) -> Floats:
        """(h, w, 4), rows from the bottom; what is bare has the mean tint, so that no edge is dark."""
        cover = np.asarray(self._cover, np.float64)[..., None] / 255
        tint = np.asarray(self._tint, np.float64) / 127.5
        both = np.concatenate([tint * cover, cover], axis=2)
        both = both.reshape(TALL, OVER, WIDE, OVER, 4).mean(axis=(1, 3))
        both[..., :3] /= np.maximum(both[..., 3:], 1e-6)
        both[..., :3] = np.where(both[..., 3:] < 1e-3, _mean(both), both[..., :3])
        return np.asarray(both[::-1], np.float64)


def _cell(random: np.random.Generator, draw: Callable[[_Canvas, np.random.Generator], None]) -> Floats:
    canvas = _Canvas()
    draw(canvas, random)
    return canvas.done()


def _leaf(
    canvas: _Canvas, random: np.random.Generator, foot: tuple[float, float], turn: float, long: float, slim: float,
    saw: float = 0.0,
) -> None:  # fmt: skip
    """One leaf, its halves folded to the light differently, with its rib and a few veins."""
    t = np.linspace(0, 1, 25)
    half = np.sin(np.pi * t**0.78) ** 0.9 * slim / 2
    teeth = 1 + saw * np.where(np.arange(25) % 2, 1.0, -1.0) * np.sin(np.pi * t)
    bow = float(np.clip(random.normal(0, 0.05), -0.07, 0.07)) * t * (1 - t) * 4
    tone = random.uniform(0.82, 1.16)
    hue = random.normal(0, 0.035)
    colour = tone * np.array([1 + hue * 1.6, 1 + 0.3 * hue, 1 - 1.4 * hue])
    cos, sin = np.cos(turn), np.sin(turn)

    def placed(along: Floats, across: Floats) -> Floats:
        x, y = (across + bow) * long, along * long
        return np.stack([foot[0] + x * cos + y * sin, foot[1] - x * sin + y * cos], axis=1)

    upper, lower = placed(t, half * teeth), placed(t, -half * teeth)
    rib = placed(t, t * 0)
    lit = random.choice((0.90, 1.10))
    canvas.lay(np.concatenate([upper, rib[::-1]]), colour * lit)
    canvas.lay(np.concatenate([lower, rib[::-1]]), colour * (2 - lit))
    for at in (0.22, 0.38, 0.54, 0.70):
        for hand in (1, -1):
            reach = hand * float(np.interp(at + 0.16, t, half)) * 0.86
            b = float(np.interp(at, t, bow))
            e = float(np.interp(at + 0.16, t, bow))
            vein = np.array([(b, at), (e + reach, at + 0.16), (b, at - 0.018)])
            canvas.lay(_turned(vein, foot, cos, sin, long), colour * 1.22)
    thin = 0.012 * np.linspace(1, 0.2, 25)
    canvas.lay(np.concatenate([placed(t, thin), placed(t, -thin)[::-1]]), colour * 1.34)


def _turned(points: Floats, foot: tuple[float, float], cos: float, sin: float, long: float) -> Floats:
    """Points of a leaf one long, x across it, where it lies."""
    x, y = points[:, 0] * long, points[:, 1] * long
    return np.stack([foot[0] + x * cos + y * sin, foot[1] - x * sin + y * cos], axis=1)


def _stalk(canvas: _Canvas, line: Floats, wide: float, tint: tuple[float, float, float]) -> None:
    side = np.array((wide / 2, 0.0))
    canvas.lay(np.concatenate([line - side, (line + side * 0.6)[::-1]]), np.array(tint))


def _broad(canvas: _Canvas, random: np.random.Generator) -> None:
    """A twig of the nettle tree: leaves by turns left and right, toothed, drawn out to a tip."""
    t = np.linspace(0, 1, 12)
    sway = random.normal(0, 0.03)
    line = np.stack([sway * np.sin(np.pi * t), t * 0.74], axis=1)
    _stalk(canvas, line, 0.014, (1.15, 0.90, 0.75))
    hand = random.choice((-1, 1))
    for number, at in enumerate(np.linspace(0.05, 0.64, 8)):
        side = hand * (1 if number % 2 else -1)
        foot = (float(np.interp(at, line[:, 1], line[:, 0])), float(at))
        turn = side * float(random.uniform(0.60, 1.0))
        _leaf(canvas, random, foot, turn, float(random.uniform(0.23, 0.275)), 0.47, 0.05)
    _leaf(canvas, random, (float(line[-1, 0]), 0.70), float(random.normal(0, 0.2)), 0.29, 0.42, 0.05)


def _single(canvas: _Canvas, random: np.random.Generator) -> None:
    """One leaf from foot to tip of the card."""
    _leaf(canvas, random, (0.0, 0.01), 0.0, 0.97, 0.43, float(random.choice((0.0, 0.03))))


def _umbel(canvas: _Canvas, random: np.random.Generator) -> None:
    """A sixth of an umbel from its stalk outward: rays, and on them small white florets, close together."""
    fans = [
        (float(x) + (0.035 if row % 2 else 0.0), float(y))
        for row, y in enumerate(np.linspace(0.26, 0.94, 8))
        for x in np.linspace(-0.24, 0.20, 6)
    ]
    for x, y in fans[::3]:
        _stalk(canvas, np.array([(0.0, 0.0), (0.5 * x, 0.55 * y), (x, y)]), 0.010, (0.55, 0.62, 0.38))
    turn = np.linspace(0, 2 * np.pi, 11)
    for number in random.permutation(len(fans)):
        x, y = np.array(fans[number]) + random.normal(0, 0.019, 2)
        if abs(x) > 0.10 + 0.16 * y or y > 0.97 - 0.5 * x**2:
            continue
        size, first = float(random.uniform(0.040, 0.053)), float(random.uniform(0, 2))
        tone = float(random.uniform(0.90, 1.36))
        # Five petals: far out, near, far out, and a disc of stamens.
        away = size * (1 - 0.42 * (np.arange(11) % 2))
        outline = np.stack([x + away * np.cos(turn + first), y + away * np.sin(turn + first)], axis=1)
        canvas.lay(outline + np.array((0.006, -0.010)), np.full(3, 0.58 * tone))
        canvas.lay(outline, np.full(3, tone))
        disc = 0.26 * size * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        canvas.lay(disc + np.array((x, y)), tone * np.array((1.0, 0.88, 0.48)))


def _petal(canvas: _Canvas, random: np.random.Generator) -> None:
    """One petal from its claw to its rim, darker along its veins."""
    t = np.linspace(0, 1, 25)
    half = 0.24 * np.sin(np.pi * t**1.5) ** 0.6
    line = 0.01 + 0.97 * t
    canvas.lay(np.concatenate([np.stack([half, line], 1), np.stack([-half, line], 1)[::-1]]), np.full(3, 1.04))
    fine = np.array((0.005, 0.0))
    for share in (-0.6, -0.3, 0.0, 0.3, 0.6):
        vein = np.stack([share * half, line], 1)[:20]
        canvas.lay(np.concatenate([vein - fine, (vein + fine)[::-1]]), np.full(3, 0.86))
    canvas.lay(
        np.array([(-0.07, 0.02), (0.07, 0.02), (0.03, 0.30), (-0.03, 0.30)]), np.full(3, random.uniform(0.7, 0.8))
    )


def _narrow(canvas: _Canvas, random: np.random.Generator) -> None:
    """A twig of an olive: slim leaves in pairs, their undersides silver."""
    t = np.linspace(0, 1, 12)
    line = np.stack([random.normal(0, 0.025) * np.sin(np.pi * t), t * 0.76], axis=1)
    _stalk(canvas, line, 0.012, (1.0, 0.95, 0.85))
    for at in np.linspace(0.04, 0.66, 6):
        for side in (-1, 1):
            foot = (float(np.interp(at, line[:, 1], line[:, 0])), float(at))
            turn = side * float(random.uniform(0.45, 0.85))
            _leaf(canvas, random, foot, turn, float(random.uniform(0.25, 0.31)), 0.25)
    _leaf(canvas, random, (float(line[-1, 0]), 0.72), float(random.normal(0, 0.15)), 0.27, 0.22)


def _tuft(canvas: _Canvas, random: np.random.Generator) -> None:
    """Blades side by side, mown at about one height, the last ones in front."""
    for number in range(34):
        near = number / 33
        x = float(random.uniform(-0.23, 0.23))
        tall, lean = float(random.uniform(0.45, 0.98)), float(random.normal(0, 0.045))
        t = np.linspace(0, 1, 7)
        middle = np.stack([x + lean * t**1.6, tall * t], axis=1)
        half = 0.010 * (1 - t**2.2)[:, None] * (1.0, 0.0) + (0.0012, 0.0)
        hue = random.normal(0, 0.06)
        straw = random.uniform() < 0.05
        base = np.array([1.35, 1.20, 1.25]) if straw else np.array([1 + 1.4 * hue, 1.0 + 0.3 * hue, 1 - 1.2 * hue])
        for low, high, tone in ((0, 3, 0.92), (2, 5, 1.10), (4, 7, 1.26)):
            piece = slice(low, high)
            outline = np.concatenate([(middle - half)[piece], (middle + half)[piece][::-1]])
            canvas.lay(outline, base * tone * (0.9 + 0.2 * near))
