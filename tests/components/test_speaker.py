"""A loudspeaker: its sound comes from its front, and it waits until somebody says so."""

from __future__ import annotations

import msgspec
import pytest

from campus.components.speaker import Speaker
from campus.mesh import is_closed


def test_it_sounds_from_its_front_and_waits() -> None:
    on_wall = Speaker(wall="north", at=4, height=2.6)
    (sound,) = on_wall.anchors().sounds
    assert sound.place.at[2] == pytest.approx(2.6)
    assert sound.place.at[1] <= float(on_wall.mesh().bounds()[0][1]) + 0.02
    assert not sound.starts


def test_it_hangs_on_its_wall_or_stands_on_the_floor() -> None:
    on_wall, free = Speaker(wall="north", height=2.6).mesh(), Speaker(height=1.5).mesh()
    assert is_closed(on_wall)
    assert is_closed(free)
    assert on_wall.bounds()[0][2] > 2
    assert free.bounds()[0][2] == pytest.approx(0)
    assert free.collides.any()
    assert not on_wall.collides.any()


@pytest.mark.parametrize("plays", ["../secret.wav", "/etc/passwd", "sounds/film.mp4", "gong"])
def test_it_plays_the_library_or_a_sound_under_assets_and_nothing_else(plays: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"plays": plays}, Speaker)
    assert msgspec.convert({"plays": "sounds/welcome.ogg"}, Speaker).plays == "sounds/welcome.ogg"
