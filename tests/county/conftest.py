"""Counties that several tests read; each is made once."""

from __future__ import annotations

import pytest

from commonground.county import County, Dials, Tables, load, load_answer_key, simulate

# Large enough that every mechanism stands clear of chance, small enough to be made in a second or two.
STUDENTS = 9_000
SEED = 77


@pytest.fixture(scope="session")
def even_county() -> County:
    """A county with every mechanism of bias at zero."""
    return simulate(Dials.none(), STUDENTS, SEED)


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return load()


@pytest.fixture(scope="session")
def answer_key() -> Tables:
    return load_answer_key()
