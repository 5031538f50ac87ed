"""Progress and profile: what the front page knows of a learner."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground import learner

LESSON = "05-case-pasco/2-practitioner"


def test_a_lesson_goes_from_not_started_over_started_to_done(work: Path) -> None:
    known = learner.progress()
    assert known.lesson(LESSON) == learner.LessonProgress()
    known.mark_started(LESSON)
    assert (known.lesson(LESSON).state, known.lesson(LESSON).started_on) == ("started", date.today())
    known.mark_done(LESSON)
    again = learner.progress()
    assert (again.lesson(LESSON).state, again.lesson(LESSON).done_on) == ("done", date.today())
    again.mark_started(LESSON)
    assert again.lesson(LESSON).state == "done"
    assert again.lessons() == (LESSON,)


def test_touching_an_exercise_starts_its_lesson(work: Path) -> None:
    learner.progress().mark_exercise(LESSON, "agreement", False)
    assert learner.progress().lesson(LESSON).exercises == {"agreement": False}
    assert learner.progress().lesson(LESSON).state == "started"


@given(marks=st.lists(st.tuples(st.sampled_from(["a", "b"]), st.booleans()), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_done_once_stays_done(work: Path, marks: list[tuple[str, bool]]) -> None:
    (learner.folder() / "progress.json").unlink(missing_ok=True)
    page_one, page_two = learner.progress(), learner.progress()
    for number, (exercise, done) in enumerate(marks):
        (page_one if number % 2 else page_two).mark_exercise(LESSON, exercise, done)
    expected = {name: any(done for other, done in marks if other == name) for name, _ in marks}
    assert learner.progress().lesson(LESSON).exercises == expected


def test_a_damaged_file_is_kept_and_told(work: Path) -> None:
    (learner.folder() / "progress.json").write_text('{"lessons": []}', encoding="utf-8")
    known = learner.progress()
    assert "progress.damaged-1.json" in known.notice
    assert known.lesson(LESSON).state == "not-started"


def test_a_date_edited_by_hand_does_no_harm(work: Path) -> None:
    text = '{"lessons": {"05-case-pasco/2-practitioner": {"started": "last week", "done": "yes"}}}'
    (learner.folder() / "progress.json").write_text(text, encoding="utf-8")
    assert learner.progress().lesson(LESSON) == learner.LessonProgress("done", None, None, {})


def test_a_wrong_id_is_refused(work: Path) -> None:
    with pytest.raises(ValueError, match="not the id of a lesson"):
        learner.progress().mark_done("pasco")


def test_the_profile_keeps_choices(work: Path) -> None:
    card = learner.profile()
    assert (card.role, card.level, card.helper) == ("", "", "")
    card.put("role", "data-analyst")
    card.put("role", "data-analyst")
    card.put("level", "analyst")
    card.put("helper", "Ms. Ray, room 4")
    again = learner.profile()
    assert (again.role, again.level, again.helper) == ("data-analyst", "analyst", "Ms. Ray, room 4")
    assert again.get("other", 1) == 1
    again.put("level", 3)
    assert learner.profile().level == ""
