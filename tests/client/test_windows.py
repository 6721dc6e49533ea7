"""Which of one's own windows are open: where words are large, what was open before makes room."""

from __future__ import annotations

import pytest

from campus.client.windows import Windows, windows_at_most


@pytest.mark.parametrize(("scale", "at_most"), [(1.0, 3), (1.25, 2), (1.5, 2), (2.0, 1), (3.0, 1)])
def test_so_many_windows_fit_above_each_other_on_a_small_screen(scale: float, at_most: int) -> None:
    assert windows_at_most(720, scale) == at_most


def test_the_oldest_closes_for_one_that_does_not_fit_and_escape_closes_the_newest() -> None:
    windows = Windows()
    for name in ("people", "chat", "settings"):
        windows.open(name, 2)
    assert list(windows) == ["chat", "settings"]
    windows.open("chat", 2)
    assert windows.close_last()
    assert list(windows) == ["settings"]
    windows.close("settings")
    windows.close("settings")
    assert not windows.close_last()


def test_whoever_enlarges_the_interface_keeps_the_window_that_they_do_it_in() -> None:
    windows = Windows()
    for name in ("settings", "people", "chat"):
        windows.open(name, 3)
    windows.open("settings", 1)
    assert list(windows) == ["settings"]
