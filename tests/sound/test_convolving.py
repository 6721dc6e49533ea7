"""A stream that a room answers as it comes sounds as if it had been answered whole; and a door is no click."""

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.convolving import Convolver, answered
from campus.sound.response import convolved


def noise(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize("response_length", [1, 200, 256, 1000])
def test_block_by_block_is_the_same_as_all_at_once(response_length: int) -> None:
    sound, response = noise(2048), noise(response_length, 2, seed=2)
    convolver = Convolver(response, block=256)
    streamed = np.concatenate([*(convolver.answer(block) for block in sound.reshape(-1, 256)), convolver.rest()])
    whole = convolved(sound, response)
    assert np.allclose(streamed[: len(whole)], whole, atol=1e-9)
    assert np.abs(streamed[len(whole) :]).max(initial=0.0) < 1e-9


def test_a_block_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a block has 256 samples, not 255"):
        Convolver(noise(100, 2), block=256).answer(np.zeros(255))


def test_what_goes_round_is_answered_all_round() -> None:
    """As in the third round of one that is played for ever, however long the room rings."""
    for length, ring in ((30_000, 9000), (5000, 12_000)):
        sound, response = noise(length), noise(ring, 2, seed=3)
        rounds = convolved(np.tile(sound, 5), response)[length * 3 : length * 4]
        assert np.allclose(answered(sound, response, around=True), rounds, atol=1e-8)


def test_a_whole_sound_rings_out() -> None:
    sound, response = noise(20_000), noise(3000, 2, seed=4)
    assert np.allclose(answered(sound, response), convolved(sound, response), atol=1e-9)


def a_room(seconds: float, seed: int) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return 0.02 * noise(len(t), 2, seed=seed) * (10 ** (-3 * t / seconds))[:, None]


def test_going_into_another_room_makes_no_click_and_ends_in_that_room() -> None:
    """The largest third difference while rooms change is none that the tone alone does not have in either room."""
    one, two = a_room(1.2, 5), a_room(0.3, 6)
    tone = np.sin(2 * np.pi * 440 * np.arange(3 * RATE) / RATE)
    convolver = Convolver(one)
    heard = []
    blocks = tone[: len(tone) // 1024 * 1024].reshape(-1, 1024)
    for index, block in enumerate(blocks):
        if index == 70:
            convolver.move(two, 0.3)
        heard.append(convolver.answer(block))
    whole = np.concatenate(heard)
    rough = np.abs(np.diff(whole, 3, axis=0)).max(1)
    there, here = slice(60 * 1024, 70 * 1024), slice(100 * 1024, 120 * 1024)
    passing = slice(70 * 1024 - 8, 90 * 1024)
    assert rough[passing].max() <= 1.05 * max(rough[there].max(), rough[here].max())
    stayed = Convolver(two)
    after = np.concatenate([stayed.answer(block) for block in blocks])
    assert np.allclose(whole[90 * 1024 :], after[90 * 1024 :], atol=1e-9)


def test_two_doors_one_after_the_other_end_in_the_last_room() -> None:
    rooms = [a_room(seconds, seed) for seed, seconds in enumerate((0.2, 0.9, 0.4))]
    convolver, last = Convolver(rooms[0]), Convolver(rooms[2])
    for index, block in enumerate(noise(60, 1024)):
        if index in (10, 13):
            convolver.move(rooms[1 if index == 10 else 2], 0.3)
        heard, wanted = convolver.answer(block), last.answer(block)
    assert np.allclose(heard, wanted, atol=1e-9)
