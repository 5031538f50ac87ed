"""A rater's room: a small nbgrader course of one rater's own, which formgrader shows.

It holds copies only: the graded notebooks of the tasks that people rate, with the rubric's anchors in
front of each answer, and a gradebook without any other rater's marks. Nothing done in it reaches the
cohort but the scores and notes that `collect` reads.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from commonground.trainer.cohort import Cohort
from commonground.trainer.cohort.people import Rater
from commonground.trainer.course_folder import TIMESTAMP, CourseFolder, gradebook_url
from commonground.trainer.feedback import reading_page
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.rating.forms import Question
from commonground.trainer.rating.recording import Entered
from commonground.trainer.rating.store import Key, Rating, RatingError, parse_score, set_aside
from commonground.trainer.rating.work import AllWork, graded_notebook
from commonground.trainer.safely import write_safely

# Read by nbgrader when formgrader starts in this folder.
CONFIG = """\"\"\"A rater's own copy of the course. Made by 'commonground trainer rate --open'; changes to it are lost.\"\"\"
c = get_config()
c.CourseDirectory.course_id = {course_id!r}
"""
# How long another program may hold the gradebook, in seconds.
PATIENCE = 30.0


@dataclass(frozen=True)
class Collected:
    """What a rater entered in formgrader, and what of it cannot be taken, in plain words."""

    entered: tuple[Entered, ...]
    troubles: tuple[str, ...]


class Room(CourseFolder):
    """The room of one rater, with this rater's marks alone. `cells` gives the criterion's id by the grade id of its cell."""

    def __init__(self, root: Path, course_id: str, cells: Mapping[str, str]) -> None:
        super().__init__(root, course_id)
        self.cells = cells

    @property
    def versions(self) -> Path:
        """Which text of each trainee it shows, by trainee and task."""
        return self.root / "versions.json"


def room_of(cohort: Cohort, rater: str, cells: Mapping[str, str]) -> Room:
    """Where that rater's room is, or will be."""
    return Room(cohort.rating_forms / rater, cohort.id, cells)


def prepare_room(
    cohort: Cohort,
    rater: Rater,
    cells: Mapping[str, str],
    questions: Mapping[str, Question],
    ratings: Mapping[Key, Rating],
    work: AllWork,
    blind: bool = False,
) -> Room:
    """Make the rater's room, or bring it up to date, and return it.

    `questions` are by criterion's id; `ratings` are what this rater gave so far; `work` is
    the cohort's. With `blind`, no name of a
    trainee is in it. What is in the room and was not collected is lost: collect first. Raises RatingError
    when there is nothing to rate, or another program holds the gradebook for too long.
    """
    room = room_of(cohort, rater.id, cells)
    if not cohort.gradebook_file.is_file():
        raise RatingError("There is nothing to rate yet. Collect the hand-ins and grade them first.")
    _copy_gradebook(cohort.gradebook_file, room, ratings, blind)
    _copy_notebooks(cohort, room, questions)
    versions = {trainee: {task: one.version for (who, task), one in work.items() if who == trainee} for trainee, _ in work}
    write_safely(room.versions, json.dumps(versions, indent=1))
    write_safely(room.root / "nbgrader_config.py", CONFIG.format(course_id=room.course_id))
    return room


def collect(room: Room, work: AllWork) -> Collected:
    """What the rater entered in formgrader so far; raises RatingError if there is no room yet.

    `work` is the cohort's: what was handed in anew since the room was made is passed over.
    """
    if not room.gradebook_file.is_file():
        raise RatingError(
            f"There is nothing to collect from {room.root.name}: formgrader was not opened yet. "
            f"Open it with: commonground trainer rate --rater {room.root.name} --open"
        )
    try:
        return _collected(room, work)
    except SQLAlchemyError as trouble:
        aside = set_aside(room.gradebook_file)
        raise RatingError(
            f"{room.gradebook_file}: this copy of the gradebook is damaged ({type(trouble).__name__}). It was set aside as {aside.name}. "
            f"Open formgrader again for a fresh one; what was collected before is kept."
        ) from trouble


def _collected(room: Room, work: AllWork) -> Collected:
    entered: list[Entered] = []
    troubles: list[str] = []
    shown = _shown(room)
    with open_gradebook(room.db_url, room.course_id) as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                counts = work.get((submission.student_id, assignment.name))
                if counts is None or counts.version != shown.get(submission.student_id, {}).get(assignment.name):
                    troubles.append(
                        f"{submission.student_id}, {assignment.name}: handed in anew since formgrader was opened. "
                        "Nothing was taken; open it again and rate the new work."
                    )
                    continue
                notes = {note.name: note.manual_comment for part in submission.notebooks for note in part.comments}
                for grade in (grade for part in submission.notebooks for grade in part.grades if grade.name in room.cells):
                    criterion = room.cells[grade.name]
                    where = f"{submission.student_id}, {criterion}"
                    try:
                        score = None if grade.manual_score is None else parse_score(f"{grade.manual_score:g}")
                    except ValueError as trouble:
                        troubles.append(f"{where}: {trouble}. Correct it in formgrader.")
                        continue
                    if grade.extra_credit:
                        troubles.append(f"{where}: extra credit is not part of the rubric. Empty that field in formgrader.")
                    entered.append(Entered(submission.student_id, criterion, score, notes.get(grade.name) or ""))
    return Collected(tuple(entered), tuple(troubles))


def _copy_gradebook(original: Path, room: Room, ratings: Mapping[Key, Rating], blind: bool) -> None:
    fresh = room.gradebook_file.with_name(".gradebook.new")
    room.root.mkdir(parents=True, exist_ok=True)
    fresh.unlink(missing_ok=True)
    # SQLite's own copy is whole even while another process writes.
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(fresh)) as target:
        source.backup(target, progress=_patience())
    with open_gradebook(gradebook_url(fresh), room.course_id) as gradebook:
        for assignment in list(gradebook.assignments):
            if not any(cell.name in room.cells for notebook in assignment.notebooks for cell in notebook.grade_cells):
                gradebook.remove_assignment(assignment.name)
        for student in gradebook.students:
            student.email = None
            if blind:
                student.first_name = student.last_name = None
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                for part in submission.notebooks:
                    _own_marks_only(part, submission.student_id, room.cells, ratings)
        gradebook.db.commit()
    os.replace(fresh, room.gradebook_file)


def _patience() -> Callable[[int, int, int], None]:
    """What SQLite asks while it copies; without it, it would wait for ever for a gradebook that another program holds."""
    until = time.monotonic() + PATIENCE

    def asked(status: int, _left: int, _pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() >= until:
            raise RatingError(
                f"Another program has held the gradebook for {PATIENCE:g} seconds. "
                "Wait until it is done, or close it. Then do this step again."
            )

    return asked


def _own_marks_only(part: Any, trainee: str, cells: Mapping[str, str], ratings: Mapping[Key, Rating]) -> None:
    for grade in part.grades:
        if grade.name in cells:
            own = ratings.get((trainee, cells[grade.name]))
            grade.manual_score = None if own is None else float(own.stands)
            # An empty answer got a zero by itself; whether it is one is for a person to say.
            grade.auto_score = grade.extra_credit = None
            grade.needs_manual_grade = own is None
        elif grade.needs_manual_grade:
            # The automatic parts are for the trainer to settle, not for a rater.
            grade.needs_manual_grade = False
    for comment in part.comments:
        if comment.name in cells:
            own = ratings.get((trainee, cells[comment.name]))
            comment.manual_comment = own.note if own and own.note else None


def _copy_notebooks(cohort: Cohort, room: Room, questions: Mapping[str, Question]) -> None:
    fresh = room.root / ".autograded.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for trainee, task, content in _graded(cohort, room.cells):
        # Formgrader lists the tasks that have a folder here, and counts the folders of hand-ins.
        (room.source / task).mkdir(parents=True, exist_ok=True)
        hand_in = room.submitted / trainee / task
        hand_in.mkdir(parents=True, exist_ok=True)
        place = fresh / trainee / task / f"{task}.ipynb"
        write_safely(place, json.dumps(with_anchors(content, room.cells, questions), indent=1, ensure_ascii=False))
        stamp = cohort.autograded / trainee / task / TIMESTAMP
        if stamp.is_file():
            for folder in (place.parent, hand_in):
                shutil.copyfile(stamp, folder / TIMESTAMP)
    shutil.rmtree(room.autograded, ignore_errors=True)
    os.replace(fresh, room.autograded)


def _graded(cohort: Cohort, cells: Mapping[str, str]) -> Sequence[tuple[str, str, dict[str, Any]]]:
    """Trainee, task and content of each graded notebook that has something to rate."""
    found = []
    for trainee in cohort.trainees():
        for task in cohort.tasks_of(trainee.route):
            content = graded_notebook(cohort, trainee.id, task)
            if content and any(grade_id_of(cell) in cells for cell in content.get("cells", ())):
                found.append((trainee.id, task, content))
    return found


def _shown(room: Room) -> dict[str, dict[str, str]]:
    try:
        versions: dict[str, dict[str, str]] = json.loads(room.versions.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Then nothing is taken, and the rater is asked to open formgrader again.
        return {}
    return versions


def grade_id_of(cell: Mapping[str, Any]) -> str:
    """The grade id of a notebook's cell; empty if it has none."""
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))


def anchor_cell(question: Question) -> str:
    """The id of the cell that stands in front of an answer to that question; nbformat takes 64 characters at most."""
    return f"anchors-of-{question.criterion}"[:64]


def with_anchors(content: Mapping[str, Any], cells: Mapping[str, str], questions: Mapping[str, Question]) -> dict[str, Any]:
    """The notebook with the criterion's question and anchors in front of each answer that is rated.

    Anchors that stand there already, in the words of the task, are not said twice.
    """
    made: list[dict[str, Any]] = []
    before = ""
    for cell in content.get("cells", ()):
        question = questions.get(cells.get(grade_id_of(cell), ""))
        if question is not None:
            lines = [f"**To rate: {question.title}.**"]
            anchors = [" ".join(anchor.split()) for anchor in question.anchors]
            if not all(anchor in before for anchor in anchors):
                lines += [question.question, "", *(f"- **{score}**: {anchor}" for score, anchor in enumerate(anchors))]
            if question.looks_for:
                lines += ["", "Look for:", "", *(f"- {' '.join(text.split())}" for text in question.looks_for)]
            lines += ["", "Give a whole score from 0 to 3. The trainee will read your comment."]
            made.append({
                "cell_type": "markdown", "id": anchor_cell(question), "metadata": {}, "source": "\n".join(lines),
            })
        made.append(dict(cell))
        source = cell.get("source", "")
        before = " ".join((source if isinstance(source, str) else "".join(source)).split())
    return {**content, "cells": made}


def write_reading_pages(
    cohort: Cohort,
    folder: Path,
    cells: Mapping[str, str],
    questions: Mapping[str, Question],
    titles: Mapping[str, str],
    names: Mapping[str, str],
    wanted: Collection[tuple[str, str]],
) -> int:
    """Write the work to be rated as pages that open in any browser, for raters who use a spreadsheet.

    `questions` are by criterion's id, and stand in front of each answer that is rated. `titles` are the
    tasks' names in words, `names` the trainees' names (empty for a blind form), `wanted` the trainees and
    tasks that are rated. Returns how many pages.
    """
    pages = [one for one in _graded(cohort, cells) if one[:2] in wanted]
    for trainee, task, content in pages:
        asked = [questions[cells[grade_id_of(cell)]] for cell in content["cells"] if cells.get(grade_id_of(cell)) in questions]
        to_rate = {anchor_cell(question): question.title for question in asked}
        shown = with_anchors(content, cells, questions)
        page = reading_page(shown, titles.get(task, task), names.get(trainee, trainee), to_rate)
        write_safely(folder / f"{trainee}-{task}.html", page)
    return len(pages)
