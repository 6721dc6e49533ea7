"""Colours as they are written in scenes and materials, as light."""

from __future__ import annotations


def linear(colour: str) -> tuple[float, float, float]:
    """Linear light of an sRGB `#RRGGBB`, each 0 to 1 (IEC 61966-2-1)."""
    values = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in values)
    return red, green, blue
