"""Whose a hand-in is, told by names as people write them; two who could be meant are none."""

from __future__ import annotations

import unicodedata

import cohort_kit as kit
import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.cohort import Trainee
from commonground.trainer.cohort.guessing import LIKELY, SURE, Guesser

PEOPLE = tuple(Trainee(*person) for person in kit.PEOPLE)
GUESSER = Guesser(PEOPLE, [kit.ONE, kit.SEVEN, "spring", "spring-community"])


@pytest.mark.parametrize(
    "name",
    [
        "ana-lopez.zip",
        "ANA_LOPEZ.ZIP",
        "spring-ana-lopez.zip",
        "Ana López",
        unicodedata.normalize("NFD", "Ana López.zip"),
        "López, Ana - T1.ipynb",
        "AnaLopez.zip",
        "lopezana (2).zip",
        "t1-teach-a-segment ana-lopez.ipynb",
        "Ana Lopez_123456_assignsubmission_file_",
        "Fwd- ana.l@example.org work",
    ],
)
def test_names_that_say_whose_it_is(name: str) -> None:
    guess = GUESSER.guess(["mail", name])
    assert (guess.trainee, guess.how) == ("ana-lopez", SURE)


@pytest.mark.parametrize("name", ["ana t1.ipynb", "homework of Lopez.zip", "a lopez.zip"])
def test_a_part_of_a_name_that_only_one_has_is_likely(name: str) -> None:
    guess = GUESSER.guess([name])
    assert (guess.trainee, guess.how) == ("ana-lopez", LIKELY)


@pytest.mark.parametrize(
    ("names", "could"),
    [
        (["submission(3).zip", kit.ONE], ()),
        (["spring-community.zip"], ()),
        (["marsh.zip"], ("eve", "fay")),
        (["ana-lopez.zip", "ben", "t1.ipynb"], ("ana-lopez", "ben")),
        (["benefits.zip"], ()),
    ],
)
def test_names_that_do_not_tell(names: list[str], could: tuple[str, ...]) -> None:
    guess = GUESSER.guess(names)
    assert guess.trainee is None
    assert guess.could == could


def test_an_id_that_stands_in_many_a_name_counts_only_alone() -> None:
    guesser = Guesser([Trainee("1", "Kim", "Park", "", "community"), Trainee("a", "Al", "Diaz", "", "community")], [kit.ONE])
    assert guesser.guess([f"{kit.ONE} (1).ipynb"]).trainee is None
    assert guesser.guess(["work of a friend"]).trainee is None
    assert guesser.guess(["1.zip"]).trainee == "1"


def test_the_longer_id_is_meant_where_it_stands_in_full() -> None:
    guesser = Guesser([Trainee("ana", "", "", "", "community"), Trainee("ana-lopez", "", "", "", "community")])
    assert guesser.guess(["ana-lopez.zip"]).trainee == "ana-lopez"
    assert guesser.guess(["ana.zip"]).trainee == "ana"


@given(some.lists(some.text(max_size=30), max_size=4))
def test_a_guess_is_someone_of_the_cohort_or_nobody(names: list[str]) -> None:
    guess = GUESSER.guess(names)
    assert guess.trainee is None or guess.trainee in {person.id for person in PEOPLE}
    assert set(guess.could) <= {person.id for person in PEOPLE}


@given(some.sampled_from(PEOPLE), some.sampled_from(["{}.zip", "T1 - {}", "{} (2)", "spring-{}"]))
def test_everybody_s_id_and_name_are_known(person: Trainee, form: str) -> None:
    assert GUESSER.guess([form.format(person.id)]).trainee == person.id
    assert GUESSER.guess([form.format(person.name)]).trainee == person.id
