"""What a space keeps in memory once it is drawn: no picture twice, no array that the graphics card has."""

import numpy as np
import pytest
from panda3d.core import NodePath, Texture

from campus.client.view.lettering import FAINT, lettering
from campus.client.view.quality import LOW, MEDIUM
from campus.client.view.signs import Signs
from campus.components import LabelAnchor, Placed
from campus.space.model import Label
from campus.text import Text

HERE = Placed((0.0, 0.0, 0.0))
WORDS = Text(fr="Vers le hall", en="To the hall")
PLATE = LabelAnchor(WORDS, HERE, (1.2, 0.4), "sign", 0.08, "#FAF6EC", "#1F4E8C")
CARVED = LabelAnchor(WORDS, HERE, (1.2, 0.4), "carved", 0.08, "#3A2F24", None)
ON_THE_WALL = LabelAnchor(
    Text(fr="# Ici\n\nMot", en="# Here\n\nWord"), HERE, (1.2, 0.8), "board", 0.08, "#101010", None
)


def sheets(*anchors: LabelAnchor) -> list[Texture]:
    signs = Signs([Label("sign", one) for one in anchors], NodePath("space"), (), LOW)
    signs.write("fr")
    return [path.get_shader_input("letters").get_texture() for path in signs.root.find_all_matches("**/+GeomNode")]


def test_a_picture_of_signs_has_one_byte_a_pixel() -> None:
    (plates,) = sheets(PLATE, PLATE)
    assert plates.get_num_components() == 1
    assert plates.get_component_width() == 1


def test_carved_letters_have_a_second_byte_for_the_light_on_their_edges() -> None:
    ink, light = np.moveaxis(lettering(CARVED, "fr"), -1, 0)
    assert ink.max() > 150
    assert light.max() > 20
    assert not ((ink > 0) & (light > 0)).any(), "where light is caught, there is no shade"
    assert [sheet.get_num_components() for sheet in sheets(CARVED)] == [2]


def test_words_on_a_bare_wall_stand_on_one_picture_with_carved_ones() -> None:
    (both,) = sheets(ON_THE_WALL, CARVED)
    assert both.get_num_components() == 2
    assert (lettering(ON_THE_WALL, "fr") == FAINT).any(), "the rule under its title is faint there"


@pytest.mark.parametrize("quality", [LOW, MEDIUM])
def test_a_sign_has_its_own_colours_at_its_corners(quality: object) -> None:
    signs = Signs([Label("sign", PLATE)], NodePath("space"), (), quality)  # type: ignore[arg-type]
    signs.write("fr")
    geom = signs.root.find("**/+GeomNode").node().get_geom(0)  # type: ignore[attr-defined]
    names = [str(column.get_name()) for column in geom.get_vertex_data().get_format().get_array(0).get_columns()]
    assert names[-2:] == ["ink", "ground"]
