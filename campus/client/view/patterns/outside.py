"""What grows, and water."""

from __future__ import annotations

import numpy as np

from campus.client.view.patterns._base import Pattern, cloud, level, tinted


def grass(_: np.random.Generator) -> Pattern:
    """A lawn, seen from standing height: tufts, not blades."""
    value = 1 + 0.18 * cloud(17, 512, 0.3) + 0.10 * cloud(18, 512, 1.3)
    relief = 0.0015 * cloud(17, 512, 0.5) + 0.008 * cloud(18, 512, 1.3)
    return Pattern(tinted(np.clip(value, 0.3, 1.8), 0.08 * cloud(19, 512, 1.0)), level(512), (2, 2), relief=relief)


def leaves(_: np.random.Generator) -> Pattern:
    """Foliage whose leaves are not drawn one by one: light and shade between them."""
    value = 1 + 0.30 * cloud(20, 256, 0.7) + 0.12 * cloud(21, 256, 0.1)
    relief = 0.004 * cloud(20, 256, 0.9)
    return Pattern(tinted(np.clip(value, 0.25, 1.9), 0.07 * cloud(22, 256, 0.7)), level(256), (1, 1), relief=relief)


def water(_: np.random.Generator) -> Pattern:
    """The surface of a basin with a jet in it."""
    value = 1 + 0.06 * cloud(26, 256, 1.3)
    # Ripples from the jet's rings meeting: a centimetre high, a hand apart.
    return Pattern(tinted(value), level(256), (2.5, 2.5), relief=0.006 * cloud(41, 256, 1.6))
