"""The prefabs that the campus ships: each loads as it is, stands on the floor or on a wall, and does what it is for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.scene import load_campus
from campus.space import compile_space
from campus.space.model import Space

ROOT = Path(__file__).parents[2]
PREFABS = tuple(sorted(file.stem for file in (ROOT / "scenes" / "prefabs").glob("*.yaml")))
PLAQUE = "with: {name: {fr: CHU de Nîmes, en: CHU de Nîmes}, kind: {fr: Soins, en: Care}}"
GIVEN = {"partner-plaque": PLAQUE, "exhibition-panel": "with: {text: {fr: Une affiche, en: A poster}}"}
ON_A_WALL = {"partner-plaque", "slat-bay"}
SEATED = {
    "teleconsultation-desk": 2, "examination-bay": 1, "ward-bed": 1, "pharmacy-counter": 1, "reading-nook": 2,
    "reception-desk": 1, "coat-corner": 2, "workstation-pair": 2, "table-with-screen": 6,
}  # fmt: skip
"""How many people sit at prefabs of a health school."""


@pytest.fixture(scope="session")
def space_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Space]:
    """A room of 10 × 8 m with one node in it, compiled."""

    def made(node: str) -> Space:
        root = tmp_path_factory.mktemp("campus")
        (root / "scenes").mkdir()
        shutil.copytree(ROOT / "scenes" / "prefabs", root / "scenes" / "prefabs")
        shutil.copytree(ROOT / "assets" / "materials", root / "assets" / "materials")
        title = "title: {fr: Essai, en: Trial}"
        (root / "scenes" / "campus.yaml").write_text(
            f"schema: 1\n{title}\nentry: room\nspaces:\n  - {{space: room, at: [0, 0]}}\n", encoding="utf-8"
        )
        (root / "scenes" / "room.yaml").write_text(
            f"schema: 1\nspace: room\n{title}\nshell: {{room: {{size: [10, 8, 6]}}}}\nnodes:\n"
            f"  - {{type: spawn, id: entry, at: [1, 1], facing: north}}\n  - {node}\n",
            encoding="utf-8",
        )
        return compile_space(load_campus(root), "room")

    return made


def use(name: str, more: str = "") -> str:
    place = "wall: north, at: 5" if name in ON_A_WALL else "at: [5, 4], facing: north"
    extra = f", {more}" if more else f", {GIVEN[name]}" if name in GIVEN else ""
    return f"{{type: prefab, use: {name}, id: it, {place}{extra}}}"


@pytest.mark.parametrize("name", PREFABS)
def test_a_prefab_loads_as_it_is_and_stays_inside_the_room(name: str, space_with: Callable[..., Space]) -> None:
    space = space_with(use(name))
    assert any(node.id.startswith("it.") for node in space.scene.nodes)
    for node in space.scene.nodes:
        if node.id.startswith("it."):
            x, y, z, _ = space.where[node.id]
            assert 0 <= x <= 10
            assert 0 <= y <= 8.001
            assert z >= 0


def test_a_table_of_four_has_four_seats_that_look_at_it(space_with: Callable[..., Space]) -> None:
    space = space_with(use("table-of-four"))
    assert set(space.seats) == {f"it.seat-{number}" for number in range(1, 5)}
    for seat in space.seats.values():
        angle = np.deg2rad(seat.heading)
        to_table = np.array([5, 4]) - seat.at[:2]
        assert to_table @ np.array([-np.sin(angle), np.cos(angle)]) > 0.9 * np.linalg.norm(to_table)
        assert 0.5 < np.linalg.norm(to_table) < 0.75  # at the table's edge, and not under it


def test_a_table_of_four_takes_other_seats(space_with: Callable[..., Space]) -> None:
    space = space_with(use("table-of-four", "with: {seat: armchair, side: 0.9}"))
    assert {seat.height for seat in space.seats.values()} == {0.42}


def test_a_plaque_names_the_partner_and_what_it_is_before_the_wall(space_with: Callable[..., Space]) -> None:
    space = space_with(use("partner-plaque"))
    labels = {label.node: label.anchor for label in space.labels}
    assert labels["it.name"].text.fr == "CHU de Nîmes"
    assert labels["it.kind"].text.en == "Care"
    for anchor in labels.values():
        assert anchor.place.heading == pytest.approx(180)
        assert 7.9 < anchor.place.at[1] < 8
    low = labels["it.name"].place.at[2] - labels["it.name"].size[1] / 2
    high = labels["it.kind"].place.at[2] + labels["it.kind"].size[1] / 2
    assert high <= low  # one stands under the other


def test_a_row_of_pendants_has_as_many_as_asked(space_with: Callable[..., Space]) -> None:
    space = space_with(use("pendant-row", "with: {count: 4, step: 1.2, lumens: 900, ceiling: 6, height: 3}"))
    assert [lamp.lumens for lamp in space.lamps] == [900] * 4
    assert np.diff([lamp.place.at[0] for lamp in space.lamps]) == pytest.approx(1.2)


def test_a_bay_of_slats_stands_before_its_wall(space_with: Callable[..., Space]) -> None:
    walnut = space_with(use("slat-bay")).mesh.of("walnut").bounds()
    assert walnut[1][1] <= 8.001
    assert walnut[0][1] > 7.9
    assert walnut[1][2] == pytest.approx(5.1)


def test_a_bench_with_plants_is_a_bench_between_two_of_them(space_with: Callable[..., Space]) -> None:
    space = space_with(use("bench-with-plant"))
    assert len(space.seats) == 3
    assert [space.where[f"it.plant-{n}"][0] for n in (1, 2)] == pytest.approx([5 - 1.35, 5 + 1.35])


def test_the_seats_of_the_cafe_and_of_the_quiet_corner_look_inward(space_with: Callable[..., Space]) -> None:
    cafe = space_with(use("cafe-table")).seats.values()
    assert len(cafe) == 3
    for seat in cafe:
        angle = np.deg2rad(seat.heading)
        assert (np.array([5, 4]) - seat.at[:2]) @ np.array([-np.sin(angle), np.cos(angle)]) > 0
    assert len(space_with(use("quiet-corner")).seats) == 2


@pytest.mark.parametrize("name", SEATED)
def test_as_many_people_sit_there_as_it_is_for_and_each_place_has_a_name(
    name: str, space_with: Callable[..., Space]
) -> None:
    space = space_with(use(name))
    assert len(space.seats) == SEATED[name]
    for seat in space.seats.values():
        assert space.scene.node(seat.node).spec.name is not None


def test_twelve_prefabs_and_more_have_titles_in_both_languages_and_say_what_their_parameters_are() -> None:
    assert len(PREFABS) >= 12
    for name in PREFABS:
        text = (ROOT / "scenes" / "prefabs" / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# ")  # what it is, and where its front lies
        assert "\ntitle: {fr: " in text


def test_the_patient_of_a_teleconsultation_sits_where_one_says_and_monitors_look_at_the_carer(
    space_with: Callable[..., Space],
) -> None:
    space = space_with(use("teleconsultation-desk", "with: {monitor: 0.5, patient: 1.6}"))
    assert space.where["it.patient"][0] == pytest.approx(6.6)
    left, right = space.where["it.left-monitor"], space.where["it.right-monitor"]
    assert (left[0], right[0]) == pytest.approx((4.5, 5.5))
    for monitor in (left, right):
        angle = np.deg2rad(monitor[3])
        to_carer = np.array(space.where["it.carer"][:2]) - monitor[:2]
        assert to_carer @ np.array([-np.sin(angle), np.cos(angle)]) > 0.8 * np.linalg.norm(to_carer)
