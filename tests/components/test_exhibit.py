"""An exhibit: its model stands on its plinth, its plates are numbered where their author put them."""

from __future__ import annotations

import pytest

from campus.components.exhibit import Exhibit, Spot
from campus.text import Text

NAME = Text(fr="Pot", en="Jar")
SPOTS = (
    Spot(at=(0.2, -0.1, 0.3), label=Text(fr="Le col", en="The neck"), text=Text(fr="Étroit.", en="Narrow.")),
    Spot(at=(0.0, -0.2, 0.0), label=Text(fr="Le pied", en="The foot"), text=Text(fr="Large.", en="Wide.")),
)


def test_its_plates_are_where_the_reader_sees_them_and_numbered() -> None:
    exhibit = Exhibit(model="jar", name=NAME, spots=SPOTS, height=1.0)
    first, second, name = exhibit.anchors().labels
    assert [first.text.en, second.text.en, name.text] == ["1", "2", NAME]
    # Its front looks to +Y, so that its reader's right is -X; 'back' less than nothing is towards the reader.
    assert first.place.at[0] == pytest.approx(-0.2)
    assert first.place.at[1] == pytest.approx(0.1, abs=0.01)
    assert first.place.at[2] == pytest.approx(1.3)
    assert second.place.at[2] > 1.0, "no plate sinks into the plinth"


def test_it_tells_its_spots_in_their_order() -> None:
    told = Exhibit(model="jar", name=NAME, spots=SPOTS).reading()
    assert [(t.kind, t.text, t.more) for t in told] == [("spot", s.label, s.text) for s in SPOTS]


def test_a_larger_model_stands_on_the_same_plinth() -> None:
    small, large = (Exhibit(model="vase", scale=scale).mesh() for scale in (1.0, 2.0))
    assert large.bounds()[1][2] - 0.95 == pytest.approx(2 * (small.bounds()[1][2] - 0.95), rel=1e-3)
    (reach,) = Exhibit(model="vase").anchors().reach
    assert reach.at[1] > 0.5
