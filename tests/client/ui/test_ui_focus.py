"""Where the keyboard is, without a window: stops, groups, and what is gone."""

from __future__ import annotations

from campus.client.ui.focus import Focus


def a_frame(focus: Focus, *names: str, chosen: str = "") -> list[str]:
    """A frame with spots `kind:name` or `kind:group/name`; the names that were pressed in it."""
    focus.begin()
    pressed = []
    for name in names:
        kind, _, rest = name.partition(":")
        group, slash, one = rest.partition("/")
        key = ("p", group, one) if slash else ("p", rest)
        shared = ("p", group) if slash else None
        if focus.spot(key, kind, group=shared, preferred=rest == chosen):  # type: ignore[arg-type]
            pressed.append(rest)
    focus.end()
    return pressed


def test_tab_visits_each_stop_and_comes_round() -> None:
    focus = Focus()
    spots = ("button:one", "segment:s/a", "segment:s/b", "button:two")
    a_frame(focus, *spots)
    visited = []
    for _ in range(4):
        focus.tab(1)
        visited.append(focus.key)
    assert visited == [("p", "one"), ("p", "s", "a"), ("p", "two"), ("p", "one")]
    focus.tab(-1)
    assert focus.key == ("p", "two")


def test_tab_comes_to_the_chosen_one_of_a_group_and_back_to_the_last_visited() -> None:
    focus = Focus()
    spots = ("button:one", "segment:s/a", "segment:s/b", "segment:s/c")
    a_frame(focus, *spots, chosen="s/b")
    focus.tab(1)
    focus.tab(1)
    assert focus.key == ("p", "s", "b")
    focus.arrow("right")
    assert focus.key == ("p", "s", "c")
    focus.tab(1)
    focus.tab(1)
    assert focus.key == ("p", "s", "c")


def test_up_and_down_leave_a_line_of_segments() -> None:
    focus = Focus()
    a_frame(focus, "button:one", "segment:s/a", "segment:s/b", "button:two")
    focus.take(("p", "s", "a"), shown=True)
    focus.arrow("down")
    assert focus.key == ("p", "two")
    focus.arrow("up")
    assert focus.key == ("p", "s", "b")


def test_a_press_is_told_once_to_the_one_that_has_the_ring() -> None:
    focus = Focus()
    a_frame(focus, "button:one", "button:two")
    focus.tab(1)
    assert focus.press()
    assert a_frame(focus, "button:one", "button:two") == ["one"]
    assert a_frame(focus, "button:one", "button:two") == []


def test_without_a_ring_arrows_and_enter_are_not_ours() -> None:
    focus = Focus()
    a_frame(focus, "button:one")
    focus.take(("p", "one"), shown=False)
    assert not focus.arrow("down")
    assert not focus.press()
    assert not focus.rings(("p", "one"))


def test_what_is_gone_loses_the_focus_and_its_press() -> None:
    focus = Focus()
    a_frame(focus, "button:one", "button:two")
    focus.tab(1)
    focus.press()
    a_frame(focus, "button:two")
    assert focus.key is None
    assert a_frame(focus, "button:one", "button:two") == []


def test_with_nothing_to_visit_tab_is_not_ours() -> None:
    focus = Focus()
    a_frame(focus)
    assert not focus.tab(1)


def test_arrows_move_a_slider_by_steps_and_not_the_focus() -> None:
    focus = Focus()
    a_frame(focus, "slider:fov", "button:two")
    focus.tab(1)
    assert focus.arrow("left")
    assert focus.nudge(("p", "fov")) == -1
    assert focus.nudge(("p", "fov")) == 0
    assert focus.key == ("p", "fov")
