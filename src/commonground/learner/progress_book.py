"""How far a learner is in each lesson: `my-work/progress.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from commonground.learner import merging
from commonground.learner.files import JsonFile, now
from commonground.learner.work_folder import check_lesson_id, folder, place

State = Literal["not-started", "started", "done"]


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """One lesson. `exercises` maps the id of each exercise that was touched to whether it is done."""

    state: State = "not-started"
    started_on: date | None = None
    done_on: date | None = None
    exercises: dict[str, bool] = field(default_factory=dict)


def shape(value: dict[str, Any]) -> bool:
    """Whether a mapping has the form of the progress file."""
    lessons = value.get("lessons", {})
    return isinstance(lessons, dict) and all(
        isinstance(entry, dict) and isinstance(entry.get("exercises", {}), dict) for entry in lessons.values()
    )


def _date(text: Any) -> date | None:
    """The day of a stored time; None for one that a person has edited into something else."""
    try:
        return datetime.fromisoformat(text).date()
    except (TypeError, ValueError):
        return None


class Progress:
    """The progress in all lessons, as the file stood when this was made or last marked.

    `notice` is empty, or a sentence that the page must show, because a damaged file was set aside.
    Marking is safe from several pages at once. It may raise NotSaved, and ValueError for an id that
    is not of the form `module/lesson`.
    """

    def __init__(self) -> None:
        root = place()
        self._file = JsonFile(root / "progress.json", root, folder, shape)
        self._lessons: dict[str, dict[str, Any]] = self._file.read().get("lessons", {})

    @property
    def notice(self) -> str:
        """What the page must tell the learner about the file, or an empty text."""
        return self._file.notice

    def lesson(self, lesson_id: str) -> LessonProgress:
        """The state of one lesson; `not-started` for one that was never opened."""
        entry = self._lessons.get(check_lesson_id(lesson_id))
        if entry is None:
            return LessonProgress()
        return LessonProgress(
            state="done" if entry.get("done") else "started",
            started_on=_date(entry.get("started")),
            done_on=_date(entry.get("done")),
            exercises={name: bool(done) for name, done in entry.get("exercises", {}).items()},
        )

    def lessons(self) -> tuple[str, ...]:
        """Ids of the lessons that were opened, in the order of first opening."""
        return tuple(self._lessons)

    def mark_started(self, lesson_id: str) -> None:
        """The lesson was opened; a lesson that was opened before keeps its first date."""
        self._mark(lesson_id, lambda entry: None)

    def mark_exercise(self, lesson_id: str, exercise_id: str, done: bool) -> None:
        """An exercise was touched; once done, it stays done when it is tried again."""

        def edit(entry: dict[str, Any]) -> None:
            exercises = entry.setdefault("exercises", {})
            exercises[exercise_id] = bool(done or exercises.get(exercise_id))

        self._mark(lesson_id, edit)

    def mark_done(self, lesson_id: str) -> None:
        """The learner says that the lesson is finished; the first date is kept."""
        self._mark(lesson_id, lambda entry: entry.setdefault("done", now()))

    def _mark(self, lesson_id: str, edit: Callable[[dict[str, Any]], object]) -> None:
        check_lesson_id(lesson_id)

        def change(document: dict[str, Any]) -> bool:
            lessons = document.setdefault("lessons", {})
            before = repr(lessons.get(lesson_id))
            edit(lessons.setdefault(lesson_id, {"started": now()}))
            return repr(lessons[lesson_id]) != before

        self._lessons = self._file.change(change).get("lessons", {})


class NoProgress:
    """Stands in where the learner's folder cannot be read: every lesson counts as not started."""

    def lesson(self, lesson_id: str) -> LessonProgress:
        """Nothing is known of this lesson."""
        return LessonProgress()


def take_in(theirs: Mapping[str, Any]) -> bool:
    """Join the progress file of another computer (of the form that `shape` asks for) with the one here.

    Every lesson and exercise of either side is kept, by the rule of `merging.progress`; nothing can
    give way. Returns whether the file here changed. Raises NotSaved, or NotJson.
    """
    root = place()
    changed = False

    def edit(document: dict[str, Any]) -> bool:
        nonlocal changed
        before = repr(document)
        lessons = document.setdefault("lessons", {})
        for lesson_id, entry in theirs.get("lessons", {}).items():
            check_lesson_id(lesson_id)
            lessons[lesson_id] = merging.progress(lessons[lesson_id], entry) if lesson_id in lessons else entry
        changed = bool(lessons) and repr(document) != before
        return changed

    JsonFile(root / "progress.json", root, folder, shape).change(edit)
    return changed


def progress() -> Progress:
    """The learner's progress, read from its file at this moment."""
    return Progress()
