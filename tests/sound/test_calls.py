"""What calls now and then does so at its own moments, the same for the same word."""

import itertools

import pytest

from campus.sound.calls import ANEW_S, CALLS, Call, Caller


def heard(word: str, sound: str, seconds: float = 240.0) -> list[Call | None]:
    caller = Caller(word, CALLS[sound])
    return [caller.at(0.1 * n) for n in range(round(10 * seconds))]


@pytest.mark.parametrize("sound", sorted(CALLS))
def test_it_calls_for_its_time_and_rests_in_between(sound: str) -> None:
    calls = CALLS[sound]
    runs = [
        (called, len(list(run)) / 10)
        for called, run in itertools.groupby(heard("garden/one", sound), key=lambda call: call is not None)
    ][1:-1]
    assert len(runs) > 10
    for called, seconds in runs:
        if called:
            assert seconds == pytest.approx(calls.seconds, abs=0.11)
        else:
            assert calls.rests[0] - 0.11 <= seconds <= calls.rests[1] + 0.11
    rests = [seconds for called, seconds in runs if not called]
    assert max(rests) > 1.5 * min(rests), "no clock"


@pytest.mark.parametrize("sound", sorted(CALLS))
def test_the_same_word_calls_alike_and_another_does_not(sound: str) -> None:
    assert heard("garden/one", sound) == heard("garden/one", sound)
    assert heard("garden/one", sound) != heard("garden/two", sound)


@pytest.mark.parametrize("sound", sorted(CALLS))
def test_never_the_same_call_twice_running_and_all_of_them_in_time(sound: str) -> None:
    calls = [call for call in heard("garden/one", sound, 900) if call is not None]
    order = [variant for variant, _ in itertools.groupby(call.variant for call in calls)]
    assert set(order) == set(range(CALLS[sound].variants))
    ends = sum(1 for one, two in itertools.pairwise(heard("garden/one", sound, 900)) if one is not None and two is None)
    assert abs(len(order) - ends) <= 1


def test_a_cicada_sits_and_a_swift_passes() -> None:
    assert {call.offset[:2] for call in heard("a", "cicada") if call is not None} == {(0.0, 0.0)}
    offsets = [call.offset for call in heard("a", "swifts") if call is not None]
    assert max(abs(x) + abs(y) for x, y, _ in offsets) > 15
    assert max(abs(z) for _, _, z in offsets) <= CALLS["swifts"].climb


@pytest.mark.parametrize("sound", sorted(CALLS))
def test_who_comes_later_hears_what_those_hear_who_were_there_before(sound: str) -> None:
    began = 1.8e9 + 17.0
    early, late = Caller("garden/one", CALLS[sound]), Caller("garden/one", CALLS[sound])
    moments = [began + 0.1 * n for n in range(round(20 * ANEW_S))]
    heard_early = [early.at(moment) for moment in moments]
    later = round(12.34 * ANEW_S)
    assert [late.at(moment) for moment in moments[later:]] == heard_early[later:]


@pytest.mark.parametrize("sound", sorted(CALLS))
def test_no_row_of_calls_is_like_the_one_before_and_none_is_cut_off(sound: str) -> None:
    caller, calls = Caller("garden/one", CALLS[sound]), CALLS[sound]
    rows = [[caller.at(row * ANEW_S + 0.1 * n) for n in range(round(10 * ANEW_S))] for row in range(3)]
    assert rows[0] != rows[1] != rows[2]
    runs = [
        len(list(run)) / 10
        for called, run in itertools.groupby(itertools.chain(*rows), key=lambda call: call is not None)
        if called
    ]
    assert runs == pytest.approx([calls.seconds] * len(runs), abs=0.11)


def test_a_clock_that_is_set_back_a_little_is_followed() -> None:
    one, other = Caller("garden/one", CALLS["swifts"]), Caller("garden/one", CALLS["swifts"])
    for n in range(600):
        one.at(0.1 * n)
    assert [one.at(30 + 0.1 * n) for n in range(300)] == [other.at(30 + 0.1 * n) for n in range(300)]
