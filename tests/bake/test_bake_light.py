"""Light that can be worked out on paper comes out of the tracer."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT
from campus.bake.daylight import Daylight
from campus.bake.encoding import luminance
from campus.bake.rays import normals_of
from campus.bake.sampling import over_hemisphere, points, scrambles
from campus.bake.sources import Emitters, Portals
from campus.bake.tracing import Tracer, fresh
from campus.bake.world import Meshes
from campus.mesh import box, merge
from campus.scene.model import Sun

Floats = NDArray[np.float32]
NIGHT = Sun(elevation=-20)
NOWHERE = np.zeros((0, 3), np.float32)


def lamp_of(corners: Floats, radiance: float) -> Emitters:
    """One lamp of some triangles."""
    normal, area = normals_of(corners)
    light = np.full((len(corners), 3), radiance, np.float32)
    share = (area / area.sum()).astype(np.float32)
    return Emitters(
        np.zeros(1, np.int32), np.ones(1, np.bool_), corners.reshape(-1, 3).mean(0)[None],
        np.array([math.pi * radiance * area.sum()], np.float32), corners, normal, light,
        np.zeros(len(corners), np.int32), share, area, np.cumsum(share, dtype=np.float64),
    )  # fmt: skip


def no_lamp() -> Emitters:
    none, number = np.zeros(0, np.float32), np.zeros(0, np.int32)
    return Emitters(
        number, np.zeros(0, np.bool_), NOWHERE, none, np.zeros((0, 3, 3), np.float32), NOWHERE, NOWHERE, number, none,
        none, np.zeros(0),
    )  # fmt: skip


def meshes(
    corners: Floats,
    albedo: float,
    *,
    lamp: Floats | None = None,
    radiance: float = 0.0,
    sun: Sun = NIGHT,
    portals: Portals | None = None,
    hull: Floats | None = None,
) -> Meshes:
    """A space of one colour; of `lamp`'s triangles, which come first, all shine alike."""
    lit = 0 if lamp is None else len(lamp)
    everything = corners if lamp is None else np.concatenate([lamp, corners])
    emitters = no_lamp() if lamp is None else lamp_of(lamp, radiance)
    count = len(everything)
    first = np.arange(count) < lit
    pdf = np.zeros(count, np.float32)
    pdf[:lit] = emitters.share / emitters.area if lit else 0
    return Meshes(
        everything.astype(np.float32), np.full((count, 3), albedo, np.float32), np.where(first, 0, -1).astype(np.int32),
        np.where(first[:, None], radiance, 0.0).astype(np.float32).repeat(1, 0) * np.ones((1, 3), np.float32), pdf,
        np.full(count, -1, np.float32), np.arange(count, dtype=np.int32), np.zeros(count, np.bool_),
        np.zeros((0, 3, 3), np.float32), emitters,
        portals or Portals(NOWHERE, NOWHERE, NOWHERE, NOWHERE, np.zeros((0, 2), np.float32)), Daylight(sun), hull,
    )  # fmt: skip


def lux(space: Meshes, at: Floats, normals: Floats, samples: int, *, seed: int = 0) -> Floats:
    """(n, LIGHTS, 3) irradiance of places."""
    bounds = np.stack([space.corners.reshape(-1, 3).min(0), space.corners.reshape(-1, 3).max(0)])
    tracer = Tracer(space, bounds, seed=seed)
    scramble, random = fresh(len(at), (seed, 99))
    total = np.zeros((len(at), 3, 3), np.float32)
    for sample in range(samples):
        index = np.full(len(at), sample, np.uint32)
        total += tracer.gathered(at, normals, normals, index, scramble, random)
    return total / samples


def walls(size: tuple[float, float, float] = (4.0, 3.0, 2.5)) -> Floats:
    """A closed room, its faces looking inwards."""
    return box(size).corners()[:, ::-1].copy()


def spread_over(corners: Floats, count: int, seed: int = 1) -> tuple[Floats, Floats]:
    """Places all over some triangles, and their normals."""
    random = np.random.default_rng(seed)
    normal, _ = normals_of(corners)
    which = random.integers(0, len(corners), count)
    share = random.dirichlet((1, 1, 1), count).astype(np.float32)
    return (corners[which] * share[..., None]).sum(1), normal[which]


@pytest.mark.parametrize("albedo", [0.0, 0.5, 0.8])
def test_in_a_closed_room_whose_walls_shine_everything_is_as_bright_as_the_series_says(albedo: float) -> None:
    """The furnace: E = pi L (1 + r + r² + …) = pi L / (1 - r), everywhere."""
    room = walls()
    space = meshes(
        np.zeros((0, 3, 3), np.float32), albedo, lamp=room, radiance=100.0, hull=np.array([[-9] * 3, [9] * 3])
    )
    found = lux(space, *spread_over(room, 3000), 8)
    expected = math.pi * 100 / (1 - albedo)
    assert float(found[:, LAMP_LIGHT].mean()) == pytest.approx(expected, rel=0.01)
    if albedo == 0.0:  # then nothing is left to chance: each place sees only what shines
        assert float(found[:, LAMP_LIGHT].std()) < 0.15 * expected


def test_a_lamp_over_a_floor_gives_what_its_form_factor_says() -> None:
    """A level square lamp over a point below one of its corners (Howell, Radiation Configuration Factors, B-3)."""
    a, b, h = 1.0, 0.6, 1.5
    lamp = np.array([((0, 0, h), (a, b, h), (a, 0, h)), ((0, 0, h), (0, b, h), (a, b, h))], np.float32)
    assert (normals_of(lamp)[0][:, 2] < 0).all()
    space = meshes(np.zeros((0, 3, 3), np.float32), 0.0, lamp=lamp, radiance=1000.0)
    x, y = a / h, b / h
    factor = (
        x / math.sqrt(1 + x * x) * math.atan(y / math.sqrt(1 + x * x))
        + y / math.sqrt(1 + y * y) * math.atan(x / math.sqrt(1 + y * y))
    ) / (2 * math.pi)
    count = 2000
    found = lux(space, np.zeros((count, 3), np.float32), np.tile((0, 0, 1), (count, 1)).astype(np.float32), 16)
    assert float(found[:, LAMP_LIGHT].mean()) == pytest.approx(math.pi * 1000 * factor, rel=0.01)


def test_light_is_never_won() -> None:
    """Surfaces take in what the lamp gives, however pale they are: (1 - r) E over all of them is its flux."""
    room, albedo, radiance = walls(), 0.85, 500.0
    lamp = box((0.6, 0.6, 0.1), at=(0, 0, 2.2)).corners()
    flux = math.pi * radiance * float(normals_of(lamp)[1].sum())
    space = meshes(room, albedo, lamp=lamp, radiance=radiance, hull=np.array([[-9] * 3, [9] * 3]))
    everything = np.concatenate([lamp, room])
    normal, area = normals_of(everything)
    random = np.random.default_rng(2)
    which = random.choice(len(everything), 6000, p=area / area.sum())
    share = random.dirichlet((1, 1, 1), 6000).astype(np.float32)
    at = (everything[which] * share[..., None]).sum(1)
    taken = (1 - albedo) * float(lux(space, at, normal[which], 16)[:, LAMP_LIGHT].mean()) * float(area.sum())
    assert taken <= 1.02 * flux
    assert taken >= 0.97 * flux


def test_level_ground_under_the_sky_has_the_lux_of_the_sky() -> None:
    sun = Sun(elevation=31)
    ground = np.array([((-50, -50, 0), (50, -50, 0), (50, 50, 0))], np.float32)
    space = meshes(ground, 0.3, sun=sun)
    count = 2000
    at, up = np.zeros((count, 3), np.float32), np.tile((0, 0, 1), (count, 1)).astype(np.float32)
    found = lux(space, at, up, 32)[:, DAY_LIGHT].mean(0)
    assert float(luminance(found)) == pytest.approx(800 + 15_500 * math.sqrt(math.sin(math.radians(31))), rel=0.02)


def windowed() -> tuple[Floats, Portals]:
    """A room of stone 0.2 m thick whose west wall has a hole of 1 × 1 m, and the portal in its outer face."""
    slabs = [
        box((4.4, 3.4, 0.2), at=(2, 1.5, -0.2)), box((4.4, 3.4, 0.2), at=(2, 1.5, 2.5)),
        box((4.4, 0.2, 2.5), at=(2, -0.1, 0)), box((4.4, 0.2, 2.5), at=(2, 3.1, 0)),
        box((0.2, 3, 2.5), at=(4.1, 1.5, 0)),
        box((0.2, 1, 2.5), at=(-0.1, 0.5, 0)), box((0.2, 1, 2.5), at=(-0.1, 2.5, 0)),
        box((0.2, 1, 0.8), at=(-0.1, 1.5, 0)), box((0.2, 1, 0.7), at=(-0.1, 1.5, 1.8)),
    ]  # fmt: skip
    one = lambda *v: np.array([v], np.float32)  # noqa: E731
    portal = Portals(one(-0.2, 1.5, 1.3), one(0, -1, 0), one(0, 0, 1), one(-1, 0, 0), one(0.5, 0.5))
    return merge(*slabs).corners(), portal


def test_aiming_through_the_window_changes_the_grain_and_not_the_light() -> None:
    room, portal = windowed()
    sun = Sun(azimuth=250, elevation=25)
    hull = np.array([(-0.2, -0.2, -0.2), (4.2, 3.2, 2.7)], np.float32)
    at = np.array([(1.0, 1.5, 0.0), (3.0, 2.0, 0.0)] * 2000, np.float32)
    up = np.tile((0, 0, 1), (len(at), 1)).astype(np.float32)
    for albedo in (0.0, 0.5):
        aimed = luminance(lux(meshes(room, albedo, sun=sun, portals=portal, hull=hull), at, up, 16)[:, DAY_LIGHT])
        blind = luminance(lux(meshes(room, albedo, sun=sun), at, up, 16)[:, DAY_LIGHT])
        for place in (0, 1):
            mine, other = aimed[place::2], blind[place::2]
            grain = math.hypot(float(mine.std()), float(other.std())) / math.sqrt(len(mine))
            assert abs(float(mine.mean()) - float(other.mean())) < 4 * grain
            assert float(mine.std()) < (0.95 if albedo else 0.2) * float(other.std())


def test_a_closed_room_is_dark_by_day_even_where_its_walls_have_cracks() -> None:
    room, _ = windowed()
    hull = np.array([(-0.2, -0.2, -0.2), (4.2, 3.2, 2.7)], np.float32)
    space = meshes(room, 0.5, sun=Sun(), hull=hull)  # the hole is there, and no opening of the space's
    at, normal = spread_over(walls((3.8, 2.8, 2.3)), 50)
    found = lux(space, at + np.array((2, 1.5, 0.1), np.float32), normal, 4)
    assert not found.any()


def test_every_cell_of_a_square_gets_its_point() -> None:
    words = np.repeat(scrambles(1, 1, np.random.default_rng(3))[:, 0], 16, axis=0)
    u, v = points(np.arange(16, dtype=np.uint32), words)
    for across in (1, 2, 4, 8, 16):
        cells = (u * across).astype(int) * (16 // across) + (v * (16 // across)).astype(int)
        assert len(set(cells.tolist())) == 16


def test_directions_follow_the_cosine() -> None:
    random = np.random.default_rng(4)
    for normal in ((0, 0, 1), (0, 0, -1), (0.6, 0, -0.8), (1, 0, 0)):
        ways = over_hemisphere(np.tile(normal, (20000, 1)).astype(np.float32), *random.random((2, 20000), np.float32))
        assert np.allclose(np.linalg.norm(ways, axis=1), 1, atol=1e-5)
        assert np.allclose(ways.mean(0), np.array(normal) * 2 / 3, atol=0.02)
