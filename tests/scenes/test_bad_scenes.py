"""Every file of `bad/` is refused with exactly the sentences that stand beside it, in English and in French.

After changing a message on purpose: `python -m pytest tests/scenes/test_bad_scenes.py --collect-only` names the files;
write the new sentences into the `.txt` and the `.fr.txt` by hand, having read them as a designer would.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.text import Text

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))


def refusal_of(path: Path, root: Path) -> SceneErrors:
    """What the designer reads about a bad space that is the only one of its campus."""
    (root / "scenes").mkdir()
    shutil.copytree(HERE.parents[1] / "assets" / "materials", root / "assets" / "materials")
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\n"
        f"entry: {path.stem}\nspaces:\n  - {{space: {path.stem}, at: [0, 0]}}\n"
        "planned:\n  - {space: garden, title: {fr: Jardin, en: Garden}}\n",
        encoding="utf-8",
    )
    shutil.copy(path, root / "scenes" / path.name)
    with pytest.raises(SceneErrors) as refused:
        load_campus(root)
    return refused.value


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_scene_is_refused_with_every_mistake_at_its_place(path: Path, tmp_path: Path) -> None:
    refusal = refusal_of(path, tmp_path)
    assert f"{refusal}\n" == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert f"{refusal.in_('fr')}\n" == path.with_suffix(".fr.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_french_of_a_refusal_quotes_what_the_english_does(
    path: Path, tmp_path: Path, in_sound_french: Callable[[Text], None]
) -> None:
    for error in refusal_of(path, tmp_path).errors:
        in_sound_french(error.text)
        if error.advice is not None:
            in_sound_french(error.advice)


def test_ten_different_mistakes_are_ten_sentences_each_on_its_line() -> None:
    lines = (HERE / "bad" / "ten-mistakes.txt").read_text(encoding="utf-8").splitlines()
    assert [int(line.split(":")[1]) for line in lines] == [4, 6, 7, 9, 11, 12, 13, 14, 15, 16]
    assert len({line.split(": ", 1)[1] for line in lines}) == 10
