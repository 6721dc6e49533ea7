"""An emitter sounds from its place, from the beginning and without end; it has no shape."""

from __future__ import annotations

from campus.components.emitter import Emitter


def test_it_sounds_by_itself_from_its_height() -> None:
    emitter = Emitter(plays="water", height=0.4, gain=-3, near=2)
    (sound,) = emitter.anchors().sounds
    assert sound.place.at == (0.0, 0.0, 0.4)
    assert (sound.sound, sound.gain, sound.near, sound.starts, sound.loops) == ("water", -3, 2, True, True)
    assert not len(emitter.mesh().triangles)
