"""`campus check` as people and as machines read it."""

import io
import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from campus.cli import app
from campus.proofs import PROOFS
from campus.tools.check import check

REPOSITORY = Path(__file__).parents[2]


def checked(root: Path, *spaces: str, as_json: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    return check(root, spaces, as_json, out), out.getvalue()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The shipped campus with one misspelt field in the hall."""
    shutil.copytree(REPOSITORY / "scenes", tmp_path / "scenes")
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    shutil.copy(REPOSITORY / "assets" / "LICENSES.md", tmp_path / "assets" / "LICENSES.md")
    hall = tmp_path / "scenes" / "hall.yaml"
    hall.write_text(hall.read_text(encoding="utf-8").replace("title: {fr:", "titel: {fr:", 1), encoding="utf-8")
    return tmp_path


def test_the_shipped_campus_is_sound() -> None:
    status, said = checked(REPOSITORY)
    assert status == 0
    assert "amphitheatre: " in said
    assert "307 seats" in said
    assert said.endswith(" spaces checked: sound.\n")


def test_machines_read_that_it_is_sound() -> None:
    status, said = checked(REPOSITORY, "hall", as_json=True)
    assert status == 0
    told = json.loads(said)
    assert told["ok"] is True
    assert told["errors"] == []
    assert [(proof["space"], proof["proof"], proof["ok"], proof["failures"]) for proof in told["proofs"]] == [
        ("hall", name, True, []) for name in PROOFS
    ]
    sight = told["proofs"][list(PROOFS).index("sight")]
    assert sight["figures"] == {
        "note": "not applicable: no screen that a session shows on",
        "note_fr": "sans objet\u00a0: aucun écran où une séance se montre",
    }


def test_people_read_where_what_and_what_to_do(broken: Path) -> None:
    status, said = checked(broken)
    assert status == 3
    assert "scenes/hall.yaml:5:1: space has no field 'titel'. Did you mean 'title'?\n" in said
    assert said.endswith("1 mistake in 1 file.\n")


def test_machines_read_the_same_field_by_field(broken: Path) -> None:
    status, said = checked(broken, as_json=True)
    assert status == 3
    assert json.loads(said) == {
        "ok": False,
        "errors": [
            {
                "file": "scenes/hall.yaml",
                "line": 5,
                "column": 1,
                "code": "unknown-field",
                "message": "space has no field 'titel'.",
                "hint": "Did you mean 'title'?",
                "message_fr": "space n’a pas de champ «\u00a0titel\u00a0».",
                "hint_fr": "Vouliez-vous dire «\u00a0title\u00a0»\u202f?",
            }
        ],
        "proofs": [],
        "notes": [],
        "notes_fr": [],
    }


def test_one_space_is_checked_without_the_others_that_have_mistakes(broken: Path) -> None:
    status, said = checked(broken, "amphitheatre")
    assert status == 0
    assert "portals     ✓ 2 not followed\n" in said
    assert said.endswith("1 space checked: sound.\n")


def test_the_ways_of_one_space_are_followed_into_the_others(broken: Path) -> None:
    hall = broken / "scenes" / "hall.yaml"
    text = hall.read_text(encoding="utf-8").replace("titel: {fr:", "title: {fr:", 1)
    assert "to: seminar-room/to-hall" in text
    hall.write_text(text.replace("to: seminar-room/to-hall", "to: null", 1), encoding="utf-8")
    status, said = checked(broken, "seminar-room")
    assert status == 3
    assert said.startswith("scenes/seminar-room.yaml:")
    assert "'to-hall' leads to 'hall/" in said


def test_a_space_that_there_is_not_is_told(broken: Path) -> None:
    status, said = checked(broken, "amfitheatre")
    assert status == 3
    assert "the campus has no space 'amfitheatre'. Did you mean 'amphitheatre'?" in said


def test_of_a_file_that_the_campus_does_not_name_both_that_and_its_own_mistakes_are_told(small: Path) -> None:
    room = (small / "scenes" / "lab.yaml").read_text(encoding="utf-8")
    (small / "scenes" / "annex.yaml").write_text(room.replace("lab", "annex"), "utf-8")
    listed = (
        "scenes/campus.yaml:5:3: the campus has no space 'annex'. Add '- {space: annex, at: [0, 0]}' under 'spaces', "
    )
    status, said = checked(small, "annex")
    assert (status, said.startswith(listed)) == (3, True)
    assert said.endswith("1 mistake in 1 file.\n")
    (small / "scenes" / "annex.yaml").write_text(room.replace("lab", "annex").replace("facing", "facin"), "utf-8")
    status, said = checked(small, "annex")
    assert (status, listed in said) == (3, True)
    assert "scenes/annex.yaml:6:42: spawn has no field 'facin'. Did you mean 'facing'?\n" in said
    assert checked(small, "campus")[1].endswith("1 mistake in 1 file.\n"), "the campus itself is no space"


def test_a_folder_without_a_campus_is_told(tmp_path: Path) -> None:
    status, said = checked(tmp_path)
    assert status == 3
    assert said.startswith("scenes/campus.yaml:1:1: there is no file scenes/campus.yaml.")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A campus of one small room without seats, with one thing that fails: a jar without a licence."""
    root = tmp_path / "content"
    (root / "scenes").mkdir(parents=True)
    shutil.copytree(REPOSITORY / "assets" / "materials", root / "assets" / "materials")
    licences = (REPOSITORY / "assets" / "LICENSES.md").read_text(encoding="utf-8").replace("{jar,", "{")
    (root / "assets" / "LICENSES.md").write_text(licences, encoding="utf-8")
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\nspaces:\n  - {space: lab, at: [0, 0]}\n",
        encoding="utf-8",
    )
    (root / "scenes" / "lab.yaml").write_text(
        "schema: 1\nspace: lab\ntitle: {fr: Labo, en: Lab}\n"
        "shell: {room: {size: [5, 4, 3]}, floor: carpet, walls: lime-plaster, ceiling: acoustic-ceiling}\n"
        "nodes:\n"
        "  - {type: spawn, id: entry, at: [1, 1], facing: north, radius: 0.3}\n"
        "  - {type: prop, id: vessel, model: jar, at: [4, 3]}\n",
        encoding="utf-8",
    )
    return root


def test_people_read_which_proof_failed_and_where(small: Path) -> None:
    status, said = checked(small)
    assert status == 3
    assert "licences    ✗ 1 wrong" in said
    assert "sight       – n/a" in said
    assert "budget      ✓ " in said
    assert "scenes/lab.yaml:7:5: 'vessel' uses 'props/jar', which has no licence." in said
    assert said.endswith("1 proof failed.\n")


def test_what_has_not_changed_is_told_again_without_being_proved_again(small: Path, tmp_path: Path) -> None:
    def told() -> tuple[dict[str, object], list[str]]:
        out, clock = io.StringIO(), iter(range(1000))
        check(small, (), True, out, folder=tmp_path / "cache")
        words = io.StringIO()
        check(small, (), False, words, folder=tmp_path / "cache", clock=lambda: float(next(clock)))
        return json.loads(out.getvalue()), [line for line in words.getvalue().splitlines() if " s  " in line]

    first, _ = told()
    again, steps = told()
    assert again == first
    assert [step.split("  ")[-1] for step in steps] == ["altogether"]
    words, clock = io.StringIO(), iter(range(1000))
    check(small, (), False, words, clock=lambda: float(next(clock)), language="fr")
    steps = [line.split("  ")[-1] for line in words.getvalue().splitlines() if "\u00a0s  " in line]
    assert steps[:3] == ["lecture", "compilation", "lab\u00a0: langues"]
    assert steps[-2:] == ["lumière calculée", "en tout"]


def test_a_line_that_moves_moves_the_place_and_costs_no_ray(small: Path, tmp_path: Path) -> None:
    def told() -> tuple[int, set[str]]:
        out, words, clock = io.StringIO(), io.StringIO(), iter(range(1000))
        check(small, (), False, words, folder=tmp_path / "cache", clock=lambda: float(next(clock)))
        check(small, (), True, out, folder=tmp_path / "cache")
        proofs = json.loads(out.getvalue())["proofs"]
        line = next(p["failures"][0]["line"] for p in proofs if not p["ok"])
        return line, {s.split(": ")[1] for s in words.getvalue().splitlines() if " s  lab: " in s}

    line, steps = told()
    assert (line, "light" in steps) == (7, True)
    scene = small / "scenes" / "lab.yaml"
    scene.write_text("# A remark.\n" + scene.read_text(encoding="utf-8"), encoding="utf-8")
    line, steps = told()
    assert line == 8
    assert steps == {"languages", "portals", "budget", "licences"}


def test_a_kept_report_that_is_broken_is_made_anew(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    out = io.StringIO()
    check(small, (), True, out, folder=folder)
    for path in (folder / "proofs").iterdir():
        path.write_bytes(b"{ not json")
    again = io.StringIO()
    check(small, (), True, again, folder=folder)
    assert again.getvalue() == out.getvalue()


def test_without_embree_the_proofs_that_need_rays_say_how_to_get_it_and_do_not_pass(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "embreex.rtcore_scene", None)
    status, said = checked(small, as_json=True)
    assert status == 3
    hearing = next(proof for proof in json.loads(said)["proofs"] if proof["proof"] == "hearing")
    assert hearing["ok"] is False
    assert hearing["figures"] == {"note": "cannot be computed", "note_fr": "ne peut pas être calculé"}
    (failure,) = hearing["failures"]
    assert failure["message"] == (
        "hearing cannot be computed: it needs rays, and Embree is not installed."
        " Install it with: python -m pip install 'campus[design]'."
    )


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    """A campus of one space, which has ten mistakes."""
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    (tmp_path / "scenes").mkdir()
    shutil.copy(REPOSITORY / "tests" / "scenes" / "bad" / "ten-mistakes.yaml", tmp_path / "scenes")
    (tmp_path / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: ten-mistakes\n"
        "spaces:\n  - {space: ten-mistakes, at: [0, 0]}\n"
        "planned:\n  - {space: garden, title: {fr: Jardin, en: Garden}}\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(
    ("said", "settings", "ending", "verdict"),
    [
        (["--lang", "fr"], {}, ".fr.txt", "10 erreurs dans 1 fichier."),
        ([], {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, ".fr.txt", "10 erreurs dans 1 fichier."),
        (["--lang", "en"], {"LANG": "fr_FR.UTF-8"}, ".txt", "10 mistakes in 1 file."),
        ([], {}, ".txt", "10 mistakes in 1 file."),
    ],
)
def test_ten_mistakes_are_told_in_the_language_of_who_reads(
    ten: Path,
    said: list[str],
    settings: dict[str, str],
    ending: str,
    verdict: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(ten / "cache"))
    with pytest.raises(SystemExit) as status:
        app(["check", "--root", str(ten), *said])
    assert status.value.code == 3
    sentences = (REPOSITORY / "tests/scenes/bad/ten-mistakes").with_suffix(ending).read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"{sentences}{verdict}\n"


def test_the_proofs_of_a_space_are_told_in_french(small: Path) -> None:
    out = io.StringIO()
    assert check(small, (), False, out, language="fr") == 3
    said = out.getvalue().replace("\u202f", " ").replace("\u00a0", " ")
    assert out.getvalue().startswith("lab\u00a0: ")
    assert re.search(r"^lab : \d+ nœuds, 0 place, 0 écran, 0 sortie, [\d ]+ triangles$", said, re.MULTILINE)
    assert "licences    ✗ 1 erreur\n" in said
    assert "vue         – s.o.\n" in said
    assert "scenes/lab.yaml:7:5: « vessel » emploie « props/jar », qui n’a pas de licence." in said
    assert said.endswith("1 preuve manquée.\n")
