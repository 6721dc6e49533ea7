"""Whom a figure's numbers describe: its palette, and its mesh, which people of one build and cut share.

Colours are places in a palette. Plain numpy; see `skeleton.py` for the frame. Three levels of detail, about 5,000,
1,500 and 800 triangles.
"""

from __future__ import annotations

from functools import cache

from campus.client.avatars.clothes import arm, leg, trunk
from campus.client.avatars.head import hair_of, head
from campus.client.avatars.lofts import Maker, Skin
from campus.client.avatars.wheelchair import wheelchair_under
from campus.protocol.messages import Figure

SKIN = ("#F3D7C2", "#EBC4A6", "#DFAE8A", "#D19B72", "#BE855B", "#A66F48", "#8C5A3A", "#734630", "#593526", "#42271D")
HAIR = ("#1E1A19", "#33241C", "#4E3524", "#6E4A2E", "#94693F", "#B98F56", "#7A3B24", "#8B8B8A", "#CFCBC3", "#3A2A4A")
TOPS = (
    # cut, cloth, shirt: muted, one saturated piece
    ("sweater", "#3C5A73", "#EDE7DA"),
    ("jacket", "#4A4F57", "#E2A72E"),
    ("coat", "#F0EDE6", "#1F4E8C"),
    ("tunic", "#1E6F78", "#16565E"),
    ("sweater", "#7F8A68", "#F3EEE2"),
    ("jacket", "#7A5B45", "#2F6D8C"),
    ("sweater", "#A6512F", "#EDE7DA"),
    ("jacket", "#2B3A4A", "#D9C9AE"),
    ("coat", "#F0EDE6", "#7A8C5C"),
    ("tunic", "#6B4E93", "#543C75"),
    ("sweater", "#C9BBA2", "#8C3F33"),
    ("jacket", "#596B57", "#EDE3D0"),
)
LEGS = (
    ("trousers", "#2B3038"),
    ("trousers", "#454A55"),
    ("trousers", "#6B5B4A"),
    ("trousers", "#8A7B66"),
    ("trousers", "#34475C"),
    ("trousers", "#23282A"),
    ("skirt", "#3A3F4A"),
    ("skirt", "#6A4038"),
)
HAIR_STYLES = ("short", "swept", "bob", "long", "bun", "curls", "scarf", "shaved")
BUILDS = ((0.90, 0.90), (1.0, 1.0), (1.12, 1.08), (1.16, 1.28))
"""Width and depth of the trunk of each build."""


def palette(figure: Figure) -> tuple[str, ...]:
    """The `#RRGGBB` of each `Tone`."""
    _, top, shirt = TOPS[figure.top]
    skin = SKIN[figure.skin]
    lip = _mixed(skin, "#8C3A34", 0.42)
    # Brows keep the hair's colour under a scarf, and stay seen on every skin.
    brow = _mixed(HAIR[figure.hair], "#2A1D18", 0.45)
    hair = TOPS[(figure.top + 3) % 12][1] if HAIR_STYLES[figure.hair_style] == "scarf" else HAIR[figure.hair]
    return (
        skin,
        lip,
        hair,
        "#241A17",
        "#FFFFFF",
        top,
        shirt,
        LEGS[figure.legs][1],
        "#3B2C24",
        "#D8CFBF",
        "#3A4046",
        "#202326",
        brow,
    )


def skin_of(figure: Figure, level: int = 0) -> Skin:
    """The mesh of everybody who has this build, cut and hair; made once.

    Args:
        figure: how they look.
        level: of detail: 0 for close by, 1 across a room, 2 far off.
    """
    cut = TOPS[figure.top][0]
    return _shape(figure.build, cut, LEGS[figure.legs][0], HAIR_STYLES[figure.hair_style], figure.wheelchair, level)


@cache
def _shape(build: int, cut: str, legs: str, hair: str, wheelchair: bool, level: int) -> Skin:
    make = Maker(level)
    wide, deep = BUILDS[build]
    head(make)
    hair_of(make, hair)
    trunk(make, cut, wide, deep, legs)
    for side in (1, -1):
        arm(make, side, cut, wide)
        leg(make, side, legs, wide)
    if wheelchair:
        wheelchair_under(make)
    return make.skin()


def _mixed(one: str, two: str, share: float) -> str:
    parts = [round(int(one[i : i + 2], 16) * (1 - share) + int(two[i : i + 2], 16) * share) for i in (1, 3, 5)]
    return "#{:02X}{:02X}{:02X}".format(*parts)
