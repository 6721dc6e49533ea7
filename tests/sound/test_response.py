"""Rooms whose answer is known by other means: a bare box, a soft one, no room at all."""

from pathlib import Path

import numpy as np
import pytest

from campus.mesh import box
from campus.proofs.acoustics import reverberation as formula
from campus.sound import RATE
from campus.sound.response import (
    Echo,
    Room,
    convolved,
    impulse_response,
    in_bands,
    kept_echo,
    load_echo,
    reverberation,
    save_echo,
    trace,
)


def a_box(absorption: float, size: tuple[float, float, float] = (9.0, 7.0, 5.0)) -> Room:
    # Closed, its faces turned inward as a room's are.
    corners = box(size, at=(size[0] / 2, size[1] / 2, 0)).corners()[:, ::-1].copy()
    places = np.random.default_rng(2).uniform(0.2, 0.8, (30, 3)) * np.array(size)
    return Room(corners, np.full((len(corners), 6), absorption), places, np.array([(0, 0, 0), size], float))


@pytest.fixture(scope="module")
def bare() -> Echo:
    return trace(a_box(0.12), rays=500)


def test_a_closed_box_loses_no_ray_and_has_the_mean_free_path_of_its_shape(bare: Echo) -> None:
    volume, surface = 9 * 7 * 5, 2 * (9 * 7 + 9 * 5 + 7 * 5)
    assert bare.escaped < 1e-4, "beside one that slips out at an edge"
    assert bare.volume == pytest.approx(volume, rel=0.01)
    assert bare.path == pytest.approx(4 * volume / surface, rel=0.06)


def test_a_click_dies_as_eyring_says_where_the_room_is_diffuse(bare: Echo) -> None:
    """Measured from the rendered click by Schroeder's integration; the formula never saw the rays' energy."""
    measured = reverberation(impulse_response(bare))
    assert measured == pytest.approx(formula(bare.volume, bare.path, bare.absorption, np.zeros(6)), rel=0.2)


def test_the_reflected_sound_is_as_strong_as_a_diffuse_field(bare: Echo) -> None:
    """Over the direct sound at 1 m: 16 π (1 - a) / (a S), Kuttruff 5.6."""
    surface = 2 * (9 * 7 + 9 * 5 + 7 * 5)
    assert bare.energy[2].sum() == pytest.approx(16 * np.pi * 0.88 / (0.12 * surface), rel=0.2)


def test_a_soft_room_is_short_and_a_hard_one_long() -> None:
    soft, hard = trace(a_box(0.5), rays=200), trace(a_box(0.05), rays=200)
    assert np.mean(reverberation(impulse_response(soft))) < 0.3 * np.mean(reverberation(impulse_response(hard)))
    assert soft.energy.sum() < hard.energy.sum()


def test_the_click_holds_the_energy_that_was_counted_in_every_band(bare: Echo) -> None:
    response = impulse_response(bare)
    click = np.zeros(len(response))
    click[len(click) // 2] = 1.0
    direct = (in_bands(click) ** 2).sum(1)
    heard = (in_bands(np.ascontiguousarray(response[:, 0])) ** 2).sum(1) / direct
    # A band of low noise is made of few independent moments: it is true on the whole, not to the decibel.
    assert np.abs(10 * np.log10(heard[2:] / bare.energy[2:].sum(1))).max() < 1.5


def test_two_ears_hear_the_same_lows_and_different_highs(bare: Echo) -> None:
    left, right = (in_bands(np.ascontiguousarray(side)) for side in impulse_response(bare).T)
    alike = [(a @ b) / np.sqrt((a @ a) * (b @ b)) for a, b in zip(left, right, strict=True)]
    assert alike[0] > 0.85
    assert alike[0] > alike[2] > abs(alike[4])
    assert abs(alike[5]) < 0.15


def test_a_ray_that_slips_into_a_solid_comes_out_again() -> None:
    """What is shut in a box that nobody hears must not count as a room of its own."""
    room = a_box(0.12)
    solid = box((3.0, 3.0, 3.0), at=(4.5, 3.5, 0)).corners()  # its faces look out, into the air
    corners = np.concatenate([room.corners, solid])
    absorption = np.concatenate([room.absorption, np.full((len(solid), 6), 0.0)])
    places = np.array([(4.5, 3.5, 1.5), (1.0, 1.0, 1.5), (8.0, 6.0, 2.0)])  # one is inside
    inside = trace(Room(corners, absorption, places, room.box), rays=300)
    beside = trace(Room(corners, absorption, places[1:], room.box), rays=300)
    assert reverberation(impulse_response(inside))[3] == pytest.approx(
        reverberation(impulse_response(beside))[3], rel=0.1
    )


def test_the_bands_add_up_to_the_sound() -> None:
    sound = np.random.default_rng(1).standard_normal(RATE // 2)
    assert np.allclose(in_bands(sound).sum(0), sound, atol=1e-9)


def test_a_steady_decay_is_measured_as_it_is() -> None:
    t = np.arange(2 * RATE) / RATE
    noise = np.random.default_rng(5).standard_normal(len(t)) * 10 ** (-3 * t / 0.8)
    assert reverberation(noise)[2:] == pytest.approx([0.8] * 4, rel=0.08)


def test_convolution_is_what_its_definition_says() -> None:
    random = np.random.default_rng(4)
    dry, response = random.standard_normal(50), random.standard_normal((31, 2))
    wet = convolved(dry, response)
    assert np.allclose(wet[:, 1], np.convolve(dry, response[:, 1]))
    assert wet.shape == (80, 2)


def test_where_there_are_no_walls_there_is_no_echo() -> None:
    nothing = Room(np.zeros((0, 3, 3), np.float32), np.zeros((0, 6)), np.zeros((1, 3)), np.zeros((2, 3)))
    assert not impulse_response(trace(nothing)).any()


def test_an_echo_is_kept_and_a_damaged_one_is_none(bare: Echo, tmp_path: Path) -> None:
    path = kept_echo(tmp_path / "new", "ab" * 32)
    assert load_echo(path) is None
    save_echo(bare, path)
    again = load_echo(path)
    assert again is not None
    assert np.allclose(again.energy, bare.energy, rtol=1e-5)
    assert path.stat().st_size < 60_000
    path.write_bytes(path.read_bytes()[:900])
    assert load_echo(path) is None
