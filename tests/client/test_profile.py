"""A person's settings survive, and a damaged file keeps nobody out."""

from __future__ import annotations

from pathlib import Path

import pytest

from campus.client.profile import Profile, load_profile, save_profile
from campus.errors import CampusError


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    profile = Profile(name="Zoé", language="en", scale=1.5, known=True)
    save_profile(tmp_path / "a" / "profile.json", profile)
    assert load_profile(tmp_path / "a" / "profile.json", tmp_path / "none.yaml") == profile


def test_a_damaged_profile_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text('{"name": "Zo')
    assert load_profile(path, tmp_path / "none.yaml") == Profile()
    assert (tmp_path / "profile.json.damaged").exists()


def test_the_defaults_come_from_the_configuration(tmp_path: Path) -> None:
    defaults = tmp_path / "client.yaml"
    defaults.write_text("interface: {language: en, field-of-view: 90}\n")
    profile = load_profile(tmp_path / "none.json", defaults)
    assert (profile.language, profile.field_of_view) == ("en", 90)


def test_wrong_defaults_are_said_in_a_sentence(tmp_path: Path) -> None:
    defaults = tmp_path / "client.yaml"
    defaults.write_text("interface: {scale: 9}\n")
    with pytest.raises(CampusError, match=r"client.yaml: the client's defaults cannot be read"):
        load_profile(tmp_path / "none.json", defaults)
