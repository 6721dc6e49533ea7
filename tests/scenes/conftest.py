"""The shipped campus, read once, and its spaces, compiled once, for all that look at them."""

from pathlib import Path

import pytest

from campus.scene import Campus, load_campus
from campus.space import Space, compile_space


@pytest.fixture(scope="session")
def campus() -> Campus:
    return load_campus(Path(__file__).parents[2])


@pytest.fixture(scope="session")
def hall(campus: Campus) -> Space:
    return compile_space(campus, "hall")


@pytest.fixture(scope="session")
def garden(campus: Campus) -> Space:
    return compile_space(campus, "garden")
