"""A face goes on beyond its edge, whatever the chart beside it holds."""

from __future__ import annotations

import numpy as np

from campus.client.view.evened import with_rims
from campus.client.view.fringes import with_own_fringes

SHADE, LIT = 1.0, 8.0
DOWN, ALONG = np.mgrid[0:24, 0:40]
EDGE = DOWN - 0.2 * ALONG - 8  # a raft's edge, aslant to the texels, in texels below it


def _light() -> np.ndarray:
    """A face in the shade, and what the lit side of it was spread with, from a texel beyond the edge on."""
    return np.repeat(np.where(EDGE > 0, SHADE, LIT)[..., None], 3, axis=-1).astype(np.float32)


def test_the_aslant_edge_of_a_face_in_the_shade_has_no_flecks_of_the_lit_chart_beside_it() -> None:
    faces = with_rims((EDGE > -0.5).astype(np.int32))

    found = with_own_fringes(_light(), faces, EDGE > 0)

    np.testing.assert_array_equal(found[EDGE > -1], SHADE)
    np.testing.assert_array_equal(found[EDGE < -4], LIT)


def test_a_bevel_that_has_no_texel_to_itself_goes_on_from_the_face_that_it_borders() -> None:
    faces = np.where(EDGE > 0, 1, np.where(EDGE > -2, 2, 0)).astype(np.int32)

    found = with_own_fringes(_light(), faces, EDGE > 0)

    np.testing.assert_array_equal(found[EDGE > -1], SHADE)


def test_a_face_beside_another_keeps_its_own_texels_and_each_goes_on_by_itself() -> None:
    faces = np.where(EDGE > 0, 1, np.where(EDGE < -2, 2, 0)).astype(np.int32)
    light = np.full((*faces.shape, 3), 100, np.float32)
    light[EDGE > 0], light[EDGE < -2] = SHADE, LIT

    found = with_own_fringes(light, with_rims(faces), faces > 0)

    np.testing.assert_array_equal(found[faces == 1], SHADE)
    np.testing.assert_array_equal(found[faces == 2], LIT)
    assert set(np.unique(found)) == {SHADE, LIT}
