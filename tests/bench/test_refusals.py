"""The campaign of bad packs: all are refused in a sentence with its place, and nothing is left behind."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path

from campus.bench.refusals import run
from campus.text import Text

REPOSITORY = Path(__file__).parents[2]


def test_everything_bad_is_refused_with_a_sentence_and_nothing_is_written(
    in_sound_french: Callable[[Text], None],
) -> None:
    out = io.StringIO()
    ticks = itertools.count()
    status = run(REPOSITORY, as_json=True, clock=lambda: next(ticks) / 1000, out=out)
    told = json.loads(out.getvalue())
    assert status == 0
    assert told["ok"] is True
    assert len(told["refusals"]) >= 25
    for refusal in told["refusals"]:
        assert "is refused" in refusal["said"], refusal["bad"]
        assert "Nothing was written." in refusal["said"], refusal["bad"]
        assert "est refusé" in refusal["said_fr"], refusal["bad"]
        for en, fr in zip(refusal["said"].splitlines(), refusal["said_fr"].splitlines(), strict=True):
            in_sound_french(Text(fr=fr, en=en))
        assert refusal["written"] == 0, refusal["bad"]
        assert refusal["seconds"] == 0.001  # the clock is the caller's
