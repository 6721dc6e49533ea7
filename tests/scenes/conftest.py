"""The shipped campus and its spaces, by their names."""

from collections.abc import Callable

import pytest

from campus.scene import Campus
from campus.space import Space


@pytest.fixture(scope="session")
def campus(shipped_campus: Campus) -> Campus:
    return shipped_campus


@pytest.fixture(scope="session")
def hall(shipped: Callable[[str], Space]) -> Space:
    return shipped("hall")


@pytest.fixture(scope="session")
def garden(shipped: Callable[[str], Space]) -> Space:
    return shipped("garden")
