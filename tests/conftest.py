"""For every test: a busy machine is no fault of the code's; and what good French is in what a terminal tells."""

import os
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import settings

from campus.text import Text

os.environ.pop("LC_ALL", None)
os.environ["LC_MESSAGES"] = "C"  # programs that tests start speak English, whatever the computer speaks
settings.register_profile("campus", deadline=None)
settings.load_profile("campus")

ENGLISH = re.compile(
    r"(?<![\w./-])(the|is|are|must|has|have|not?|which|cannot|needs?|least|most|got|of|and|this|it|its|them|write|give|"
    r"known|mean|there|here|with|from|your|already|nothing)(?![\w./-])",
    re.IGNORECASE,
)
"""Words that no French sentence has; those of the file stand between « » or { }."""


def faults_of_french(told: Text) -> list[str]:
    """What is wrong with the French of a sentence, beside its English: nothing, when it is sound."""
    bare = re.sub(r"«[^»]*»|\{[^}]*\}|\[[^\]]*\]", "", told.fr)
    faults = [f"'{word}' is English" for word in ENGLISH.findall(bare)]
    faults += [f"'{sign}' is not typeset" for sign in re.findall(r"'|\"| [;:!?%»]|« |\w[;!?]", bare)]
    quoted = re.findall(r"(?<![\w’])'([^' ]+)'(?!\w)", told.en)
    faults += [f"'{word}' is lost" for word in quoted if word not in told.fr and word not in EXAMPLES]
    lost = Counter(re.findall(r"\d+", told.en)) - Counter(re.findall(r"\d+", told.fr))
    faults += [f"the number {number} is lost" for number in lost]
    if told.fr == told.en and told.en:
        faults.append("it is not translated")
    if told.en.endswith(".") != told.fr.endswith(".") and not told.fr.endswith(("?", "?»")):
        faults.append("one of the two ends without a full stop")
    return faults


EXAMPLES = ("the-right-act",)
"""Words that English gives as an example, for which French has its own."""


@pytest.fixture
def in_sound_french() -> Callable[[Text], None]:
    """Asserts that a sentence is in French as well, with everything that its English quotes."""

    def sound(told: Text) -> None:
        assert not faults_of_french(told), (told.fr, told.en, faults_of_french(told))

    return sound
