"""A processor that draws may begin before all is sent, and draws the same."""

from typing import Any

import numpy as np
import pytest

from campus.client.view import Stage
from campus.client.view.head_start import AFTER, HeadStart, flush
from campus.client.view.quality import LOW
from campus.client.view.window import is_software
from campus.space import Space


def test_what_is_begun_early_is_the_same_picture_and_is_begun_once_at_each_place(
    application: Any, room: Space, worked_out_once: None
) -> None:
    driver = flush()
    if driver is None or not is_software(application):
        pytest.skip("no processor draws here, or its driver has no name for it")
    stage = Stage(application, LOW)
    view = stage.build(room, "fr")
    try:
        stage.present(view)
        stage.look_from((1.0, 1.0, 1.6), heading=45)
        stage.draw(2)
        early = stage.pixels()
        calls: list[int] = []

        def counted() -> None:
            calls.append(len(calls))
            driver()

        assert stage._head_start is not None
        stage._head_start.destroy()
        stage.draw()
        whole = stage.pixels()
        stage._head_start = HeadStart(counted)
        stage.present(view)
        stage.draw()
        assert len(calls) == len(AFTER)
        assert whole.std() > 5, "something is seen"
        assert np.array_equal(early, whole)
        assert np.array_equal(stage.pixels(), whole)
    finally:
        stage.present(None)
        view.destroy()
        stage.destroy()


def test_where_the_driver_has_no_name_for_it_a_picture_is_begun_when_it_is_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "plan9")
    assert flush() is None
