"""The interface as it looked, in pictures that are kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from campus.client.ui import local
from campus.client.ui.hud import Connection, Hud, Prompt, Tag
from campus.client.ui.theme import Look
from campus.learning.panel import (
    Panel,
)
from campus.protocol.messages import Figure, Person
from campus.text import Text, same

GOLDENS = Path(__file__).parents[1] / "goldens"


def the_people() -> tuple[Person, ...]:
    names = ("Zoé Martin", "Noël Benoît", "Aïcha Ben Salah", "Łukasz Żak")
    return tuple(
        Person(
            id=str(n),
            slot=n,
            name=name,
            role="teacher" if n == 3 else "student",
            hand=n == 2,
            seat="a" if n else None,
            figure=Figure(),
        )
        for n, name in enumerate(names)
    )


def pictures(a_question: Callable[..., Panel], a_chat: Callable[..., Panel]) -> dict[str, tuple[Hud, Look]]:
    return {
        "student": (
            Hud(
                panels=(a_question(selected=("b",)),),
                tools=local.toolbar(seated=True, hand=True, unread=3),
                place=Text(fr="Amphithéâtre", en="Amphitheatre"),
                prompt=Prompt(text=same("Se lever"), key="e"),
                tags=(
                    Tag(id="1", name="Zoé Martin", x=200, y=150, distance=4, hand=True),
                    Tag(id="2", name="Noël Benoît", x=215, y=154, distance=5),
                ),
            ),
            Look(scale=0.5, still=True),
        ),
        "told_dark": (
            Hud(panels=(a_question(selected=("c",), told=True, enabled=False),)),
            Look(scale=0.5, dark=True, still=True),
        ),
        "people_and_chat": (
            Hud(
                panels=(local.people_panel(the_people(), "0"), a_chat(6)),
                connection=Connection(phase="lost", retry_in_s=3),
            ),
            Look(scale=0.5, still=True),
        ),
        "fault_large": (
            Hud(panels=(local.fault_panel(same("Le serveur ne répond pas.")),)),
            Look(scale=0.75, still=True),
        ),
    }


@pytest.mark.golden
@pytest.mark.parametrize("name", ["student", "told_dark", "people_and_chat", "fault_large"])
def test_the_interface_looks_as_it_did(opened: Any, tmp_path: Path, name: str, a_question: Any, a_chat: Any) -> None:
    """Draw again with `CAMPUS_GOLDENS=write` after a change that is meant, and look at what came out."""
    hud, look = pictures(a_question, a_chat)[name]
    bo = opened(size=(640, 360))
    bo.ui.look = look
    bo.sees(hud, 8)
    seen = bo.pixels()
    kept = GOLDENS / f"ui_{name}.png"
    if os.environ.get("CAMPUS_GOLDENS") == "write":
        Image.fromarray(seen).save(kept, optimize=True)
    wanted = np.asarray(Image.open(kept).convert("RGB")).astype(int)
    apart = np.abs(seen.astype(int) - wanted).max(axis=2)
    if (apart > 40).mean() > 0.004 or apart.mean() > 1.5:
        worse = tmp_path / f"ui_{name}_apart.png"
        Image.fromarray(np.clip(apart * 4, 0, 255).astype(np.uint8)).resize((1280, 720)).save(worse)
        Image.fromarray(seen).save(tmp_path / f"ui_{name}.png")
        pytest.fail(f"{(apart > 40).mean():.2%} of the picture differs; see {worse}")
