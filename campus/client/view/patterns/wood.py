"""Wood: floors, joinery, slats, cork."""

from __future__ import annotations

import numpy as np

from campus.client.view.patterns._base import Array, Pattern, cells, cloud, level, softened, tinted


def _wood(random: np.random.Generator, count: int, contrast: float) -> tuple[Array, Array]:
    """Value and warmth of `count` boards lying along x, stacked along y, 512 pixels square."""
    fibre = cloud(10, 512, 0.75, 14.0)
    figure = cloud(11, 512, 1.3, 7.0)
    # Growth rings cut lengthways: lines that wander, close here, apart there, each with a soft and a hard side.
    rings = (np.arange(512)[:, None] / 512 * 4 * count + 0.9 * cloud(67, 512, 1.7, 9.0)) % 1
    late = np.where(rings < 0.8, rings / 0.8, (1 - rings) / 0.2) ** 2
    value = 1 + contrast * (0.6 * fibre + 0.5 * figure) - 2.4 * contrast * (late - late.mean())
    warm = 0.02 * cloud(12, 512, 1.2, 8.0)
    rows = np.arange(512) * count // 512
    shift = random.integers(0, 512, count)
    for board in range(count):
        mine = rows == board
        value[mine] = np.roll(value[mine], shift[board], axis=1) * (1 + random.uniform(-0.07, 0.07))
        warm[mine] += random.uniform(-0.02, 0.02)
    return value.astype(np.float32), warm.astype(np.float32)


def planks(random: np.random.Generator) -> Pattern:
    """A floor of boards 0.14 m wide, some 1.6 m long, their ends staggered."""
    value, warm = _wood(random, 8, 0.06)
    gap = np.zeros((512, 512), np.float32)
    for board in range(8):
        row = board * 64
        gap[row : row + 2] = 1
        for end in (random.integers(0, 200), random.integers(280, 480)):
            gap[row : row + 64, end : end + 1] = 1
            value[row : row + 64, end : end + 230] *= 1 + random.uniform(-0.05, 0.05)
    value = value * (1 - 0.4 * gap)
    relief = 0.00004 * cloud(10, 512, 0.75, 14.0) - 0.0016 * softened(gap, 1)
    gloss = 1 + 0.08 * cloud(10, 512, 0.8, 10.0) + 0.3 * gap
    return Pattern(tinted(value, warm), gloss, (3.2, 1.12), relief=relief)


def grain(random: np.random.Generator) -> Pattern:
    """Oak for joinery: broad boards glued edge to edge, open pores along the grain, flecks where rays are cut."""
    value, warm = _wood(random, 4, 0.068)
    pores = np.clip(cloud(105, 512, 0.1, 9.0) - 1.45, 0, 1.2)
    flecks = np.clip(cloud(106, 512, 0.35, 3.0) - 1.9, 0, 1) * (cloud(107, 512, 1.5, 3.0) > 0.2)
    value = value * (1 - 0.30 * pores) + 0.16 * flecks
    gloss = 1 + 0.08 * cloud(10, 512, 0.8, 10.0) + 0.15 * pores - 0.2 * flecks
    relief = 0.00003 * cloud(10, 512, 0.75, 14.0) - 0.00022 * pores
    return Pattern(tinted((value / value.mean()).astype(np.float32), warm), gloss, (2.0, 0.8), relief=relief)


def slats(random: np.random.Generator) -> Pattern:
    """Upright slats 30 mm wide, 12 mm of shade between them."""
    value, warm = (a.T.copy() for a in _wood(random, 8, 0.05))
    across = (np.arange(512) % 64) / 64 * 42
    profile = np.where(across < 30, 1.0, 0.22)
    rounded = 1 - 0.22 * np.clip(1 - np.minimum(across, 30 - across) / 4, 0, 1) * (across < 30)
    value = value * (profile * rounded)[None, :].astype(np.float32)
    # A quarter round of 4 mm on each arris; the gap is drawn 4 mm deep, for a slope has no bottom of its own.
    bow = np.clip(np.minimum(across, 30 - across) / 4, 0, 1)
    height = np.where(across < 30, 0.004 * np.sqrt(1 - (1 - bow) ** 2), 0.0)
    relief = np.broadcast_to(height[None, :], (512, 512)).astype(np.float32)
    return Pattern(tinted(value / 0.82, warm), level(512), (0.336, 2.4), relief=relief, rows=8)


def figure(random: np.random.Generator) -> Pattern:
    """Walnut: growth lines that flow round the heart, chocolate streaks between paler ones, short pores."""
    pixels = 512
    flow = cloud(78, pixels, 1.9, 5.0)
    rings = np.arange(pixels)[:, None] / pixels * 11 + 1.7 * flow
    streak = cloud(79, pixels, 1.2, 16.0)
    drawn = np.take_along_axis(streak, (np.arange(pixels)[:, None] + np.round(30 * flow).astype(int)) % pixels, axis=0)
    late = ((rings % 1) ** 3 - 0.25) * (0.6 + 0.4 * np.tanh(cloud(80, pixels, 1.5, 6.0)))
    pores = np.clip(cloud(81, pixels, 0.15, 11.0) - 1.5, 0, 1.5)
    value = 1.04 - 0.30 * late + 0.17 * np.tanh(1.2 * drawn) - 0.24 * pores
    # The dark streaks are cold, nearly violet; the pale ones have the sap's gold.
    warm = -0.15 + 0.05 * np.tanh(1.2 * drawn) + 0.02 * cloud(82, pixels, 1.4, 5.0)
    gloss = 1 + 0.10 * pores + 0.05 * drawn
    value = 0.88 * value / value.mean() * (1 + random.uniform(-0.01, 0.01))
    relief = (-0.00012 * pores + 0.00003 * drawn).astype(np.float32)
    return Pattern(
        tinted(value.astype(np.float32), warm.astype(np.float32)),
        gloss.astype(np.float32),
        (1.3, 0.65),
        relief=relief,
    )


def cork(random: np.random.Generator) -> Pattern:
    """Pressed granules of 2 to 6 mm, some of them dark."""
    pixels, across = 512, 30
    shades = random.choice([0.62, 0.9, 1.0, 1.08, 1.16], across * across, p=[0.08, 0.22, 0.3, 0.25, 0.15])
    first, second, which = cells(random, across, pixels)
    tone = shades[which]
    seam = np.clip(1 - (second - first) / 0.006, 0, 1)
    value = tone * (1 - 0.35 * seam) * (1 + 0.05 * cloud(39, pixels, 0.4))
    value = (value / value.mean()).astype(np.float32)
    return Pattern(tinted(value, 0.03 * cloud(40, pixels, 0.7)), level(pixels), (0.16, 0.16), relief=-0.0006 * seam)
