"""The materials and typefaces that the campus ships: the palette to the letter, sound values, a licence each."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
import yaml

from campus.scene.model import Material

ASSETS = Path(__file__).parents[2] / "assets"
FILES = sorted((ASSETS / "materials").glob("*.yaml"))
PALETTE = {
    "limestone": "#E6D3AC",
    "lime-plaster": "#EFE6D6",
    "terrazzo": "#D8CFBF",
    "tomette": "#A9573A",
    "oak": "#B98B5C",
    "walnut": "#6A4A33",
    "cypress": "#2B4A3B",
    "olive-leaf": "#7F8A68",
    "ink": "#16232B",
    "faience-blue": "#1F4E8C",
    "saffron": "#E2A72E",
}


def read(file: Path) -> Material:
    return msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), Material)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_material_is_named_as_its_file_and_has_both_languages_and_a_source(file: Path) -> None:
    material = read(file)
    assert material.material == file.stem
    assert material.title.fr
    assert material.title.en
    assert re.fullmatch(r"#[0-9A-F]{6}", material.colour)
    assert len(material.source) > 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_material_is_pure_white_or_black_and_none_shines_but_lamps(file: Path) -> None:
    material = read(file)
    channels = [int(material.colour[i : i + 2], 16) for i in (1, 3, 5)]
    assert min(channels) < 250
    assert max(channels) > 30
    assert (material.emission > 0) == material.material.endswith("-glow")


@pytest.mark.parametrize(("name", "colour"), PALETTE.items())
def test_the_palette_is_kept_to_the_letter(name: str, colour: str) -> None:
    assert read(ASSETS / "materials" / f"{name}.yaml").colour == colour


def test_what_is_soft_swallows_more_than_what_is_hard() -> None:
    def mean(name: str) -> float:
        return sum(read(ASSETS / "materials" / f"{name}.yaml").absorption) / 6

    assert mean("limestone") < 0.06 < mean("oak") < mean("carpet") < mean("blue-fabric") < mean("acoustic-panel")


def test_every_typeface_has_its_licence_beside_it_and_a_line() -> None:
    lines = (ASSETS / "LICENSES.md").read_text(encoding="utf-8")
    fonts = [file for file in (ASSETS / "fonts").iterdir() if file.suffix in (".otf", ".ttf")]
    assert {re.split(r"[-\d]", file.stem)[0] for file in fonts} == {"Inter", "EBGaramond", "AtkinsonHyperlegible"}
    for file in fonts:
        family = re.split(r"[-\d]", file.stem)[0]
        licence = ASSETS / "fonts" / f"{family}-OFL.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()
        assert f"fonts/{family}-OFL.txt" in lines
