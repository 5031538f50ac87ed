"""The learner's own copies of lessons: made once, kept when changed, renewed when not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commonground.content.errors import ContentError
from commonground.learner.keeping import delete_all
from commonground.learner.notebooks import own_copy


@pytest.fixture
def lesson(kit_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The source of a lesson in a course of its own."""
    course = tmp_path / "course"
    shutil.copytree(kit_course, course)
    monkeypatch.setenv("COMMONGROUND_COURSE", str(course))
    return course / "modules" / "10-kit" / "1-foundations.ipynb"


def test_a_copy_follows_the_course_until_the_learner_changes_it(lesson: Path) -> None:
    copy = own_copy("10-kit", lesson.name)
    assert copy.read_bytes() == lesson.read_bytes()
    lesson.write_text("a corrected lesson", encoding="utf-8")
    assert own_copy("10-kit", lesson.name).read_text(encoding="utf-8") == "a corrected lesson"
    copy.write_text("my own code", encoding="utf-8")
    lesson.write_text("corrected again", encoding="utf-8")
    assert own_copy("10-kit", lesson.name).read_text(encoding="utf-8") == "my own code"


def test_what_is_typed_into_a_copy_never_reaches_the_course(lesson: Path) -> None:
    before = lesson.read_bytes()
    own_copy("10-kit", lesson.name).write_text("my own code", encoding="utf-8")
    assert lesson.read_bytes() == before


def test_a_lesson_that_does_not_exist_is_named(lesson: Path) -> None:
    with pytest.raises(FileNotFoundError):
        own_copy("10-kit", "9-moon.ipynb")
    with pytest.raises(ContentError):
        own_copy("99-moon", lesson.name)


def test_copies_go_when_the_learner_deletes_everything(lesson: Path) -> None:
    copy = own_copy("10-kit", lesson.name)
    done = delete_all("delete")
    assert not copy.exists()
    assert not done.kept
