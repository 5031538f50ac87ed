"""The placement and the paths: rules, and the words that the course ships."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from commonground import learner
from commonground.content.errors import ContentError
from commonground.learner import path, placement

COURSE = """
title: T
tagline: t
about: a
disclosure: d
does_not: [x]
not_advice: n
contact: {role: r, note: n}
modules:
  - {id: 01-a, title: First, aim: one}
  - {id: 02-b, title: Second, aim: two}
  - {id: 03-c, title: Third, aim: three}
roles:
  - id: staff
    title: Staff
    line: l
    path:
      - {module: 02-b, level: foundations, reason: because}
      - {module: 01-a, level: foundations, reason: then}
      - {module: 01-a, level: analyst, reason: not written}
      - {module: 03-c, level: foundations, reason: no module}
"""
MODULE = """
id: {id}
title: X
aim: x
catch_up: c
levels:
  foundations: {{notebook: 1-foundations.ipynb, minutes: {minutes}, audience: all}}
  analyst: {{notebook: 3-analyst.ipynb, minutes: 90, audience: all}}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Path) -> Path:
    """A course of three modules, two of them written, each with its foundations lesson only."""
    root = tmp_path / "course"
    for name, minutes in (("01-a", 20), ("02-b", 30)):
        (root / "modules" / name).mkdir(parents=True)
        (root / "modules" / name / "module.yml").write_text(MODULE.format(id=name, minutes=minutes), encoding="utf-8")
        (root / "modules" / name / "1-foundations.ipynb").write_text("{}", encoding="utf-8")
    (root / "modules" / "course.yml").write_text(COURSE, encoding="utf-8")
    monkeypatch.setenv("COMMONGROUND_COURSE", str(root))
    return root


def test_only_lessons_that_can_be_opened_are_shown(course: Path) -> None:
    shown = path.cards(learner.progress())
    assert [(card.module.id, [lesson.level for lesson in card.lessons]) for card in shown] == [
        ("01-a", ["foundations"]),
        ("02-b", ["foundations"]),
    ]
    (course / "modules" / "02-b" / "1-foundations.ipynb").unlink()
    assert [card.module.id for card in path.cards(learner.progress())] == ["01-a"]


def test_a_path_has_minutes_a_next_stop_and_says_what_is_to_come(course: Path) -> None:
    way = path.role_path("staff", learner.progress())
    assert [stop.lesson.lesson_id for stop in way.stops] == ["02-b/1-foundations", "01-a/1-foundations"]
    assert (way.minutes, way.minutes_left, way.done, way.to_come) == (50, 50, 0, 2)
    assert way.next_stop == way.stops[0]

    learner.progress().mark_done("02-b/1-foundations")
    way = path.role_path("staff", learner.progress())
    assert (way.minutes, way.minutes_left, way.done) == (50, 20, 1)
    assert way.next_stop is not None
    assert way.next_stop.reason == "then"

    learner.progress().mark_done("01-a/1-foundations")
    assert path.role_path("staff", learner.progress()).next_stop is None


def test_an_unknown_role_names_the_roles(course: Path) -> None:
    with pytest.raises(KeyError, match="staff"):
        path.role_path("boss", learner.progress())


@pytest.mark.parametrize(("right", "level"), [(0, "foundations"), (1, "foundations"), (2, "practitioner"), (3, "analyst")])
def test_the_rule_of_the_placement(right: int, level: str) -> None:
    assert placement.level_for(right) == level


def test_every_way_through_the_placement_follows_the_rule() -> None:
    shipped = placement.placement()
    for picked in itertools.product(*(part.options for part in shipped.parts)):
        choices = {part.key: option.id for part, option in zip(shipped.parts, picked, strict=True)}
        found = placement.result(shipped, choices)
        right = {part.key for part, option in zip(shipped.parts, picked, strict=True) if option.right}
        tasks = sum(all(part.key in right for part in task.parts) for task in shipped.tasks)
        assert found.right_tasks == tasks
        assert found.level == placement.level_for(tasks)


def test_no_level_is_proposed_before_the_last_answer() -> None:
    shipped = placement.placement()
    choices: dict[str, str | None] = {part.key: part.options[0].id for part in shipped.parts[:-1]}
    assert placement.result(shipped, choices).level is None
    choices[shipped.parts[-1].key] = "no such option"
    assert placement.result(shipped, choices).level is None


def test_the_shipped_tasks_are_three_and_every_option_has_its_own_reply() -> None:
    shipped = placement.placement()
    assert len(shipped.tasks) == 3
    replies = [option.reply for part in shipped.parts for option in part.options]
    assert all(replies)
    assert len(set(replies)) == len(replies)


def test_the_tables_say_what_the_replies_claim() -> None:
    average, one_line = (task.table for task in placement.placement().tasks[1:])
    assert average is not None
    families = [int(row[1]) for row in average.rows]
    mean = sum(int(row[1]) * int(row[2]) for row in average.rows) / sum(families)
    assert sum(families) == 100
    assert round(mean) == 3
    assert one_line is not None
    by_school = {school: len({s for other, s in one_line.rows if other == school}) for school, _ in one_line.rows}
    assert by_school == {"North": 2, "South": 1}


@pytest.mark.parametrize(
    ("old", "wrong", "words"),
    [("right: true", "right: false", "right: true"), ("[North, Ana]", "[North]", "one cell"), ("id: hidden", "", "missing")],
)
def test_a_placement_that_cannot_be_used_says_why(tmp_path: Path, old: str, wrong: str, words: str) -> None:
    from commonground.content.places import modules_folder

    text = (modules_folder() / "00-start-here" / "placement.yml").read_text(encoding="utf-8")
    file = tmp_path / "placement.yml"
    file.write_text(text.replace(old, wrong), encoding="utf-8")
    with pytest.raises(ContentError, match=words):
        placement.read_placement(file)
