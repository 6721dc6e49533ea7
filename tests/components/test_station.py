"""A preparation station: its screen is in reach of one who stands and of one in a wheelchair."""

from __future__ import annotations

from campus.components.station import Station


def test_its_screen_is_between_70_cm_and_140_cm_high() -> None:
    screen = Station(unit="telehealth-01").mesh().of("screen").bounds()
    assert screen[0][2] > 0.7
    assert screen[1][2] < 1.4


def test_its_screen_faces_the_person_who_stands_before_it() -> None:
    station = Station(unit="telehealth-01")
    place = station.anchors().reach[0]
    screen = station.mesh().of("screen")
    front = screen.normals[screen.normals[:, 1] > 0.7]
    assert len(front)
    assert (front[:, 2] > 0.2).all()  # it leans back
    assert place.at[1] > 0.4
    assert place.heading == 180


def test_one_bumps_into_its_stand() -> None:
    mesh = Station(unit="telehealth-01").mesh()
    assert mesh.only(mesh.collides).bounds()[0][2] == 0
