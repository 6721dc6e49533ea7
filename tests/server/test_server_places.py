"""Spaces made ready in threads: what fails is told to whoever asked, and tried again for the next."""

from __future__ import annotations

import asyncio

import pytest

from campus.errors import CampusError, Refused
from campus.space import Space
from campus.text import same
from campus.world import Ground, Referee, Zones
from server.places import Places


class Compiler:
    """Fails as often as it is told to, then gives the space."""

    def __init__(self, space: Space, problem: Exception, times: int = 1) -> None:
        self.space, self.problem, self.times, self.asked = space, problem, times, 0

    def __call__(self) -> Space:
        self.asked += 1
        if self.asked <= self.times:
            raise self.problem
        return self.space


def places(hall: Space, **compilers: object) -> Places:
    def referee(space: Space) -> Referee:
        return Referee(Ground.of_space(space), Zones.of(space.zones))

    return Places("hall", {"hall": lambda: hall, **compilers}, referee)


@pytest.mark.parametrize("problem", [CampusError(same("A material is missing.")), MemoryError(), OSError("disk")])
def test_a_failure_is_told_in_words_and_tried_again_for_the_next(hall: Space, problem: Exception) -> None:
    async def story() -> None:
        compiler = Compiler(hall, problem)
        every = places(hall, annex=compiler)
        with pytest.raises(Refused) as refused:
            await every.place("annex")
        assert refused.value.code == "not_ready"
        assert "annex" in refused.value.text.fr
        assert refused.value.text.fr != refused.value.text.en
        assert (await every.place("annex")).space is hall
        assert (await every.place("annex")).space is hall
        assert compiler.asked == 2

    asyncio.run(story())


def test_whoever_asks_together_waits_for_one_attempt(hall: Space) -> None:
    async def story() -> None:
        compiler = Compiler(hall, OSError("disk"))
        every = places(hall, annex=compiler)
        answers = await asyncio.gather(*(every.place("annex") for _ in range(5)), return_exceptions=True)
        assert [type(answer) for answer in answers] == [Refused] * 5
        assert compiler.asked == 1

    asyncio.run(story())


def test_a_space_that_fails_keeps_nobody_out_of_the_others(hall: Space) -> None:
    async def story() -> None:
        compiler = Compiler(hall, OSError("disk"))
        every = places(hall, annex=compiler)
        assert set(await every.digests()) == {"hall"}
        assert set(await every.digests()) == {"hall", "annex"}

    asyncio.run(story())


def test_a_server_that_gets_ready_hears_what_is_wrong_itself(hall: Space) -> None:
    async def story() -> None:
        every = places(hall, annex=Compiler(hall, CampusError(same("A material is missing.")), times=9))
        with pytest.raises(CampusError, match="A material is missing"):
            await every.prepare()

    asyncio.run(story())
