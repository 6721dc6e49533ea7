"""A picture that was asked for is written, or its absence is told."""

from pathlib import Path

import pytest

from campus.client.picture import NoPicture, keep_picture
from campus.client.view import Stage


def test_a_picture_that_cannot_be_written_is_told_in_both_languages(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, and no folder")
    path = tmp_path / "taken" / "x.png"
    with pytest.raises(NoPicture) as told:
        keep_picture(stage, path)
    assert str(path) in told.value.in_("en")
    assert "ne peut pas y être écrite" in told.value.in_("fr")
    assert told.value.exit_status


def test_where_the_window_was_closed_first_whoever_asked_for_a_picture_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoPicture, match="window was closed"):
        keep_picture(None, tmp_path / "x.png")
    keep_picture(None, None)  # nobody asked
