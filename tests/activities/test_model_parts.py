"""What the models of trials share: their settings in a form of their own, and people by a decision table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from commonground.activities.outcome import Case, Person
from commonground.activities.settings import read_choices


@dataclass(frozen=True)
class Form:
    first: str
    second: str


def test_each_field_takes_the_setting_of_its_name() -> None:
    assert read_choices(Form, {"second": "b", "beside": "x", "first": "a"}) == Form("a", "b")


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_missing_setting_is_named(name: str) -> None:
    settings = {"first": "a", "second": "b"}
    del settings[name]
    with pytest.raises(KeyError, match=f"^'{name}'$"):
        read_choices(Form, settings)


CASES: tuple[Case, ...] = ((False, "none", "harm"), (True, "first", "help"), (True, "second", "same"))


def test_the_first_case_that_holds_counts() -> None:
    assert Person.by_case("Rosa", *CASES) == Person("Rosa", "first", "help")


def test_a_table_without_an_end_names_the_person() -> None:
    with pytest.raises(ValueError, match=r"Rosa.*\(True, text, tone\)"):
        Person.by_case("Rosa", *CASES[:1])
