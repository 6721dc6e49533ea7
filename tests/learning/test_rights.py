"""Who may do what: the whole matrix, cell by cell."""

from __future__ import annotations

from typing import get_args

import pytest

from campus.errors import Refused
from campus.learning.rights import Action, Standing, authorise, may

ALLOWED = {
    ("facilitator", "run"),
    ("facilitator", "arrange"),
    ("facilitator", "lower-hand"),
    ("facilitator", "raise-hand"),
    ("facilitator", "look"),
    ("facilitator", "plan"),
    ("facilitator", "waive"),
    ("convenor", "plan"),
    ("convenor", "waive"),
    ("participant", "answer"),
    ("participant", "prepare"),
    ("expected", "prepare"),
    ("participant", "raise-hand"),
    ("participant", "look"),
    ("visitor", "raise-hand"),
    ("visitor", "take-over"),
    ("visitor", "look"),
}


@pytest.mark.parametrize("action", get_args(Action))
@pytest.mark.parametrize("standing", get_args(Standing))
def test_every_cell_of_the_matrix(standing: Standing, action: Action) -> None:
    assert may(standing, action) == ((standing, action) in ALLOWED)
    if may(standing, action):
        authorise(standing, action)
    else:
        with pytest.raises(Refused) as refused:
            authorise(standing, action)
        assert refused.value.code == "not_allowed"
        assert refused.value.text.fr != refused.value.text.en


@pytest.mark.parametrize("standing", get_args(Standing))
def test_nobody_raises_another_ones_hand(standing: Standing) -> None:
    with pytest.raises(Refused):
        authorise(standing, "raise-hand", own=False)


@pytest.mark.parametrize("standing", get_args(Standing))
def test_nobody_prepares_for_another(standing: Standing) -> None:
    with pytest.raises(Refused):
        authorise(standing, "prepare", own=False)


@pytest.mark.parametrize("standing", ["convenor", "expected", "outsider"])
def test_who_is_elsewhere_is_told_to_come_in_first(standing: Standing) -> None:
    for action in ("run", "answer", "raise-hand", "look"):
        with pytest.raises(Refused, match="Come into the class"):
            authorise(standing, action)
