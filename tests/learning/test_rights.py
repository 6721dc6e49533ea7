"""Who may do what: the whole matrix, cell by cell."""

from __future__ import annotations

from typing import get_args

import pytest

from campus.errors import Refused
from campus.learning.rights import Action, Standing, authorise, may

ALLOWED = {
    ("facilitator", "run"),
    ("facilitator", "lower-hand"),
    ("facilitator", "raise-hand"),
    ("facilitator", "look"),
    ("participant", "answer"),
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
