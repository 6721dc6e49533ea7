"""Pages of a PDF come as pictures, beside the frame; a hostile file harms nobody but its own process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from campus.client.view.slides import Slides

ENOUGH_S = 60.0


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Three pages of 16:9: red, green, blue."""
    path = tmp_path / "three.pdf"
    canvas = Canvas(str(path), pagesize=(1280, 720))
    for colour in ("#FF0000", "#00FF00", "#0000FF"):
        canvas.setFillColor(colour)
        canvas.rect(0, 360, 1280, 360, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def opened() -> Iterator[list[Slides]]:
    every: list[Slides] = []
    yield every
    for slides in every:
        slides.close()


def come(slides: Slides) -> dict[int, np.ndarray]:
    assert slides.wait(ENOUGH_S)
    return dict(slides.ready())


def test_pages_come_upright_and_in_red_green_blue(pdf: Path, opened: list[Slides]) -> None:
    slides = Slides(pdf)
    opened.append(slides)
    slides.request(0, 320)
    slides.request(2, 320)
    pages = come(slides)
    assert sorted(pages) == [0, 2]
    assert pages[0].shape == (180, 320, 3)
    assert pages[0].dtype == np.uint8
    assert pages[0][10, 10].tolist() == [255, 0, 0]
    assert pages[0][170, 10].tolist() == [255, 255, 255]
    assert pages[2][10, 10].tolist() == [0, 0, 255]
    assert slides.pages == 3
    assert slides.problem is None


def test_a_page_that_was_drawn_comes_again_from_memory(pdf: Path, opened: list[Slides]) -> None:
    slides = Slides(pdf)
    opened.append(slides)
    slides.request(1, 200)
    first = come(slides)[1]
    slides.request(1, 200)
    assert dict(slides.ready())[1] is first


def test_asking_every_frame_gives_each_page_once(pdf: Path, opened: list[Slides]) -> None:
    slides = Slides(pdf)
    opened.append(slides)
    for _ in range(50):
        slides.request(0, 200)
    assert slides.wait(ENOUGH_S)
    assert [page for page, _ in slides.ready()] == [0]
    assert slides.ready() == []


def test_a_page_beyond_the_end_never_comes_and_is_no_problem(pdf: Path, opened: list[Slides]) -> None:
    slides = Slides(pdf)
    opened.append(slides)
    slides.request(3, 200)
    slides.request(-1, 200)
    assert come(slides) == {}
    assert slides.problem is None
    slides.request(0, 200)
    assert list(come(slides)) == [0]


@pytest.mark.parametrize(
    "content",
    [b"", b"no PDF at all", b"%PDF-1.7\n" + b"[" * 250_000, b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\n"],
    ids=["empty", "text", "brackets", "own parent"],
)
def test_a_hostile_file_is_told_in_a_sentence(tmp_path: Path, opened: list[Slides], content: bytes) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    slides = Slides(path)
    opened.append(slides)
    slides.request(0, 200)
    assert come(slides) == {}
    assert slides.problem is not None
    assert slides.problem.en == "This PDF cannot be read."


def test_a_file_that_is_not_there_is_told_too(tmp_path: Path, opened: list[Slides]) -> None:
    slides = Slides(tmp_path / "missing.pdf")
    opened.append(slides)
    slides.request(0, 200)
    assert come(slides) == {}
    assert slides.problem is not None


def test_too_many_pages_are_refused(tmp_path: Path, opened: list[Slides]) -> None:
    path = tmp_path / "many.pdf"
    canvas = Canvas(str(path), pagesize=(72, 72))
    for _ in range(501):
        canvas.showPage()
    canvas.save()
    slides = Slides(path)
    opened.append(slides)
    slides.request(0, 200)
    assert come(slides) == {}
    assert slides.problem is not None
    assert "at most 64 MB and 500 pages" in slides.problem.en


def test_a_monstrous_page_stays_within_the_limits(tmp_path: Path, opened: list[Slides]) -> None:
    path = tmp_path / "tall.pdf"
    canvas = Canvas(str(path), pagesize=(20, 14_000))
    canvas.showPage()
    canvas.save()
    slides = Slides(path)
    opened.append(slides)
    slides.request(0, 4096)
    (page,) = come(slides).values()
    assert max(page.shape) <= 4096


def test_a_page_that_takes_too_long_ends_its_process_and_the_caller_goes_on(pdf: Path, opened: list[Slides]) -> None:
    """A process needs longer to start than this page is given, so that it is always cut."""
    slides = Slides(pdf, page_s=1e-6)
    opened.append(slides)
    for page in range(3):
        slides.request(page, 200)
    assert come(slides) == {}
    assert slides.problem is not None


def test_closing_while_a_page_is_on_its_way_ends_everything(pdf: Path) -> None:
    slides = Slides(pdf)
    slides.request(0, 4096)
    slides.close()
    assert slides._thread is not None
    assert not slides._thread.is_alive()
    assert slides._process is None
