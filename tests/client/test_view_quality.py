"""Which tier of the picture a machine gets."""

import itertools

import pytest

from campus.client.options import known_fine, known_tier
from campus.client.profile import Profile
from campus.client.ui.local import SETTINGS, setting, settings_panel
from campus.client.view import Stage
from campus.client.view.quality import (
    FINE,
    HIGH,
    HIGH_WITHIN_S,
    LOW,
    MEDIUM,
    MEDIUM_WITHIN_S,
    TIERS,
    fine_for,
    quality_of,
    tier_for,
    within,
)
from campus.client.view.trial import seconds_a_frame
from campus.learning.panel import Pressed

CARD = "Some Graphics 620"


def test_a_machine_gets_the_finest_tier_that_it_draws_in_time() -> None:
    assert tier_for(HIGH_WITHIN_S / 2) == "high"
    assert tier_for((HIGH_WITHIN_S + MEDIUM_WITHIN_S) / 2) == "medium"
    assert tier_for(MEDIUM_WITHIN_S * 2) == "low"


def test_four_pixels_for_one_are_for_a_card_with_four_times_the_time() -> None:
    assert not fine_for(HIGH_WITHIN_S / 3)
    assert fine_for(HIGH_WITHIN_S / 5)
    assert quality_of("high", fine=True).scale == FINE
    assert (quality_of("high"), quality_of("medium", fine=True)) == (HIGH, MEDIUM)


def test_no_window_however_large_makes_a_card_hold_gigabytes_of_pixels() -> None:
    assert within(FINE, (1920, 1080)) == FINE
    assert within(FINE, (3840, 2160)) == 1.0
    assert within(0.62, (3840, 2160)) == 0.62


def test_a_window_that_grows_too_large_for_four_pixels_for_one_has_one(application) -> None:
    stage = Stage(application, quality_of("high", fine=True))
    try:
        wide, tall = stage.size
        assert stage.computed == (2 * wide, 2 * tall)
        stage.size = (3840, 2160)
        stage.rescale(FINE)
        assert stage.computed == (3840, 2160)
    finally:
        stage.destroy()


def test_each_tier_costs_no_more_than_the_one_above() -> None:
    for lower, higher in itertools.pairwise(TIERS.values()):
        assert lower.samples <= higher.samples
        assert lower.scale <= higher.scale
        assert lower.sun_map <= higher.sun_map
        assert set(lower.defines()) <= set(higher.defines())


def test_what_a_person_chose_comes_before_what_was_measured() -> None:
    assert known_tier(Profile(picture="medium", measured=f"{CARD}|low"), CARD, software=False) == "medium"
    assert known_tier(Profile(picture="high"), CARD, software=True) == "high"


def test_a_machine_is_measured_once_and_again_with_another_card() -> None:
    assert known_tier(Profile(), CARD, software=False) is None
    assert known_tier(Profile(measured=f"{CARD}|medium"), CARD, software=False) == "medium"
    assert known_tier(Profile(measured=f"{CARD}|medium"), "Another card", software=False) is None
    assert known_tier(Profile(measured="nonsense"), CARD, software=False) is None


def test_time_to_spare_is_remembered_of_the_card_that_has_it() -> None:
    spare = Profile(measured=f"{CARD}|fine")
    assert known_tier(spare, CARD, software=False) == "high"
    assert known_fine(spare, CARD)
    assert not known_fine(spare, "Another card")
    assert not known_fine(Profile(measured=f"{CARD}|high"), CARD)


def test_a_processor_that_draws_gets_the_low_tier_without_a_question() -> None:
    assert known_tier(Profile(), "llvmpipe (LLVM 15.0.6, 256 bits)", software=True) == "low"


def test_the_settings_offer_the_tiers_by_hand() -> None:
    ids = [item.id for item in settings_panel(Profile()).items if hasattr(item, "id")]
    assert "picture" in ids
    assert setting(Pressed(panel=SETTINGS, item="picture", value="low")) == ("picture", "low")
    assert setting(Pressed(panel=SETTINGS, item="picture", value="ultra")) is None


def test_a_stage_tells_how_long_it_draws_on_the_clock_that_it_is_given(application) -> None:
    ticks = itertools.count(0.0, 0.25)
    stage = Stage(application, LOW)
    try:
        # Begins at 0; looks again at 0.25, after three frames at 0.5: enough.
        assert seconds_a_frame(stage, lambda: next(ticks), at_least_s=0.5) == pytest.approx(0.5 / 3)
        assert application.win.is_active()
    finally:
        stage.destroy()
