"""Every file of `bad/` is refused with exactly the sentences that stand beside it.

After changing a message on purpose: `python -m pytest tests/scenes/test_bad_scenes.py --collect-only` names the files;
write the new sentences into the `.txt` by hand, having read them as a designer would.
"""

import shutil
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import load_campus

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))


def refusal_of(path: Path, root: Path) -> str:
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
    return str(refused.value) + "\n"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_scene_is_refused_with_every_mistake_at_its_place(path: Path, tmp_path: Path) -> None:
    assert refusal_of(path, tmp_path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_ten_different_mistakes_are_ten_sentences_each_on_its_line() -> None:
    lines = (HERE / "bad" / "ten-mistakes.txt").read_text(encoding="utf-8").splitlines()
    assert [int(line.split(":")[1]) for line in lines] == [4, 6, 7, 9, 11, 12, 13, 14, 15, 16]
    assert len({line.split(": ", 1)[1] for line in lines}) == 10
