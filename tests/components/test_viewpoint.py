"""A viewpoint: an eye, what it looks at, and how wide."""

from __future__ import annotations

import msgspec
import pytest

from campus.components.viewpoint import Viewpoint


def test_its_field_of_view_is_70_degrees_unless_it_says_otherwise() -> None:
    assert Viewpoint(eye=(0, 0, 1.62), look=(0, 5, 1.62)).fov == 70


@pytest.mark.parametrize("fov", [10, 150])
def test_a_field_of_view_that_no_eye_has_is_refused(fov: float) -> None:
    with pytest.raises(msgspec.ValidationError, match="fov"):
        msgspec.convert({"eye": [0, 0, 1], "look": [0, 1, 1], "fov": fov}, Viewpoint)


def test_an_eye_needs_its_height() -> None:
    with pytest.raises(msgspec.ValidationError, match="eye"):
        msgspec.convert({"eye": [0, 0], "look": [0, 1, 1]}, Viewpoint)
