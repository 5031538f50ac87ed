"""The files of a cohort are read as people's programs write them, and a mistake gets a remedy."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.cohort import (
    Cohort,
    CohortError,
    Rater,
    Settings,
    Trainee,
    read_cohort,
    read_roster,
    read_settings,
    trouble_with_id,
    write_roster,
    write_settings,
)
from commonground.trainer.cohort.people import suggested_id
from commonground.trainer.cohort.roster import read_extras

HEAD = "id,first_name,last_name,email,route\n"
ROSTER = HEAD + "ana-lopez,Ana,López,ana@example.org,community\nben,Ben,Ng,,analyst\n"
PEOPLE = (
    Trainee("ana-lopez", "Ana", "López", "ana@example.org", "community"),
    Trainee("ben", "Ben", "Ng", "", "analyst"),
)


def settings(**changes: object) -> Settings:
    given = {
        "id": "spring",
        "title": "Spring cohort",
        "organization": "Alder County Families",
        "contact": "trainers@example.org",
        "edition": "2026.11",
        "seed": 7,
        "form": "A",
        "created": datetime.date(2027, 1, 5),
        "due": {"t1-teach-a-segment": datetime.date(2027, 3, 1), "t5-run-plan": None},
        "raters": (Rater("rosa", "Rosa", True), Rater("kim", "Kim Park", False)),
    }
    return Settings(**{**given, **changes})  # type: ignore[arg-type]


def saved(folder: Path, content: str | bytes, name: str = "people.csv") -> Path:
    place = folder / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


@pytest.mark.parametrize(
    "content",
    [
        ROSTER.encode(),
        b"\xef\xbb\xbf" + ROSTER.encode(),
        ROSTER.replace(",", ";").replace("\n", "\r\n").encode(),
        ROSTER.replace(",", "\t").encode("utf-16"),
        ROSTER.encode("cp1252"),
        ("\n" + ROSTER + "\n ,, ,,\n").encode(),
        ROSTER.replace("first_name", "First name").replace("route", "ROUTE").replace("community", "Community").encode(),
    ],
    ids=["plain", "mark", "excel", "unicode-text", "old-windows", "blank-rows", "headings"],
)
def test_a_roster_is_read_as_programs_save_it(content: bytes, tmp_path: Path) -> None:
    assert read_roster(saved(tmp_path, content)) == PEOPLE


def test_a_roster_is_written_as_it_is_read(tmp_path: Path) -> None:
    write_roster(tmp_path / "roster.csv", PEOPLE)
    assert read_roster(tmp_path / "roster.csv") == PEOPLE


def test_columns_of_one_s_own_are_kept(tmp_path: Path) -> None:
    given = saved(tmp_path, "id;group;first_name;last_name;route\nben;Hill Street;Ben;Ng;analyst\n")
    write_roster(tmp_path / "roster.csv", read_roster(given), read_extras(given))
    assert read_roster(tmp_path / "roster.csv") == PEOPLE[1:]
    assert read_extras(tmp_path / "roster.csv") == {"ben": {"group": "Hill Street"}}


def test_an_email_column_may_be_left_out(tmp_path: Path) -> None:
    assert read_roster(saved(tmp_path, "id,first_name,last_name,route\nben,Ben,Ng,analyst\n")) == PEOPLE[1:]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("id,first_name\nana,Ana\n", "last_name, route are missing.*It needs: id, first_name, last_name, route"),
        (HEAD, "nobody"),
        (HEAD + "ana,A,L,,community\nANA,B,L,,community\n", "line 3: the id 'ANA' is taken by line 2"),
        (HEAD + "José Núñez,A,L,,community\n", "line 2: 'José Núñez' cannot be an id.*jose-nunez"),
        (HEAD + "../up,A,L,,community\n", "cannot be an id"),
        (HEAD + "con,A,L,,community\n", "cannot be an id"),
        (HEAD + ",A,L,,community\n", "line 2: there is no id"),
        (HEAD + "ana,A,L,,\n", "the route is missing. Write community"),
        (HEAD + "ana,A,L,,coder\n", "'coder' is no route"),
        (HEAD + "ana,A,L,nobody,community\n", "'nobody' is not an email address"),
        ("id,id,first_name,last_name,route\n1,1,A,L,analyst\n", "two columns are called id"),
        (b"PK\x03\x04rest", "this is a workbook.*CSV UTF-8"),
    ],
)
def test_a_mistake_in_a_roster_gets_a_plain_word(content: str | bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=rf"people\.csv.*{words}"):
        read_roster(saved(tmp_path, content))


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")


@given(some.text(max_size=60))
def test_an_id_is_a_plain_name_of_a_folder_and_a_suggestion_is_one(text: str) -> None:
    assert trouble_with_id(suggested_id(text)) == ""
    if not trouble_with_id(text):
        assert Path("/some", text).parent == Path("/some")
        assert text == text.strip()
        assert not text.startswith((".", "-"))


def test_settings_are_written_as_they_are_read(tmp_path: Path) -> None:
    write_settings(tmp_path / "cohort.yml", settings())
    assert read_settings(tmp_path / "cohort.yml") == settings()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("seed: 7", "seed: seven"), "seed must be a whole number"),
        (("organization: Alder County Families", "organization:"), "organization must be filled in"),
        (("2027-03-01", "1 March"), "due of t1-teach-a-segment: '1 March' is not a date.*2027-03-01"),
        (("title: Spring", "title: [Spring"), "not written as YAML near line"),
        (("- id: rosa", "- id: kim"), "two raters have the id 'kim'"),
        (("- id: rosa", "- id: a/b"), "cannot be an id"),
    ],
)
def test_a_mistake_in_the_settings_gets_a_plain_word(change: tuple[str, str], words: str, tmp_path: Path) -> None:
    place = tmp_path / "cohort.yml"
    write_settings(place, settings())
    text = place.read_text(encoding="utf-8")
    assert change[0] in text
    place.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(CohortError, match=words):
        read_settings(place)


def test_a_folder_without_a_cohort_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"no cohort in the folder.*--cohort.*new-cohort"):
        read_cohort(tmp_path)


def test_a_cohort_knows_its_people_and_tasks(tmp_path: Path) -> None:
    write_settings(tmp_path / "cohort.yml", settings())
    write_roster(tmp_path / "roster.csv", PEOPLE)
    for task in ("t7-repair-a-notebook", "t1-teach-a-segment"):
        place = tmp_path / "source" / task / f"{task}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text("{}", encoding="utf-8")
    cohort = read_cohort(tmp_path)
    assert isinstance(cohort, Cohort)
    assert cohort.trainees() == PEOPLE
    assert cohort.trainee("ben").name == "Ben Ng"
    with pytest.raises(CohortError, match=r"'eve' is not in roster\.csv"):
        cohort.trainee("eve")
    assert cohort.tasks() == ("t1-teach-a-segment", "t7-repair-a-notebook")
    assert cohort.tasks_of("community") == ("t1-teach-a-segment",)
    assert cohort.tasks_of("analyst") == cohort.tasks()
    assert cohort.released_tasks() == ()
    assert cohort.course_id == "spring"
