"""A window: hole, glass and bars are where they should be, and no bar leaves the hole."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.window import Window


@pytest.mark.parametrize("head", ["flat", "round"])
def test_the_hole_reaches_from_the_sill_to_the_head(head: str) -> None:
    window = Window(size=(1.6, 2.4), sill=5.2, head=head)  # type: ignore[arg-type]
    outline = window.outline()
    assert outline[:, 1].min() == pytest.approx(5.2)
    assert outline[:, 1].max() == pytest.approx(7.6)
    assert np.ptp(outline[:, 0]) == pytest.approx(1.6)


def test_a_round_head_is_a_half_circle() -> None:
    outline = Window(size=(1.6, 2.4), sill=5.2, head="round").outline()
    head = outline[outline[:, 1] > 6.81]
    assert np.allclose(np.linalg.norm(head - (0, 6.8), axis=1), 0.8, atol=1e-4)


def test_glass_and_bars_stay_inside_the_hole_and_inside_the_wall() -> None:
    window = Window(size=(1.6, 2.4), sill=1.0, head="round", panes=(3, 3))
    for material in ("glass", "oak"):
        part = window.fill(0.45).of(material)
        high = part.positions[part.positions[:, 2] > 2.6]
        assert np.linalg.norm(high[:, [0, 2]] - (0, 2.6), axis=1).max() < 0.82
        assert part.positions[:, 1].min() > 0
        assert part.positions[:, 1].max() < 0.45


def test_glass_holds_a_body_back() -> None:
    assert Window().fill(0.45).of("glass").collides.all()


def test_fins_stand_in_front_of_the_glass() -> None:
    plain, finned = Window(size=(3, 1)).fill(0.45), Window(size=(3, 1), fins=0.3, fin="walnut").fill(0.45)
    fins = finned.of("walnut")
    assert len(finned.triangles) > len(plain.triangles)
    assert fins.positions[:, 1].max() < finned.of("glass").positions[:, 1].min()
    assert len(np.unique(np.round(fins.positions[:, 0], 1))) >= 10


def test_a_head_higher_than_the_window_and_no_panes_are_refused() -> None:
    with pytest.raises(ValueError, match="round head 3 m wide"):
        Window(size=(3.0, 1.0), head="round")
    with pytest.raises(ValueError, match="panes"):
        Window(panes=(0, 1))
