"""The pages that a trainee gets back: one for each task, and one that lists them all with the result."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry

from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.nbgrader_course import open_cohort_gradebook
from commonground.trainer.cohort.people import Trainee
from commonground.trainer.cohort.plain_page import page, save, words
from commonground.trainer.cohort.received import COUNTS, Received
from commonground.trainer.cohort.trainee_folder import title_of
from commonground.trainer.feedback import Mark, feedback_page
from commonground.trainer.rating.pass_rule import Decision, Outcome
from commonground.trainer.rubric import Criterion

RATED = "rated-"
INDEX = "index.html"


@dataclass(frozen=True)
class Row:
    """A line of the page that lists all tasks: `page` is the file's name, "" where nothing was graded."""

    title: str
    words: str
    page: str = ""


class FeedbackPages:
    """Writes the pages of a cohort. `criteria` are those that people rate, by the grade id of their cell.

    `decisions` are by trainee; those without any rating are left out of it. Use as a context manager.
    """

    def __init__(self, cohort: Cohort, criteria: Mapping[str, Criterion], decisions: Mapping[str, Decision]) -> None:
        self._cohort = cohort
        self._criteria = criteria
        self._decisions = decisions
        self._late = days_late(cohort)
        self._gradebook: Gradebook = open_cohort_gradebook(cohort)
        self._titles = {task: title_of(cohort.release / task / f"{task}.ipynb") for task in cohort.tasks()}

    def __enter__(self) -> FeedbackPages:
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def write(self, person: Trainee) -> list[str]:
        """Write all pages of one trainee; returns the tasks that have one."""
        folder = self._cohort.feedback / person.id
        rows: list[Row] = []
        done: list[str] = []
        for task in self._cohort.tasks_of(person.route):
            place = self._cohort.autograded / person.id / task / f"{task}.ipynb"
            title = self._titles[task]
            marks = self._marks(person.id, task) if place.is_file() else None
            if marks is None:
                handed_in = (self._cohort.submitted / person.id / task).is_dir()
                rows.append(Row(title, "handed in, and not graded yet" if handed_in else "not handed in yet"))
                (folder / f"{task}.html").unlink(missing_ok=True)
                continue
            content = json.loads(place.read_text(encoding="utf-8"))
            save(folder / f"{task}.html", feedback_page(content, title, person.name, marks))
            rows.append(Row(title, self._sum(person.id, task, marks), f"{task}.html"))
            done.append(task)
        if done or self._decisions.get(person.id):
            save(folder / INDEX, self._index(person, rows))
        else:
            shutil.rmtree(folder, ignore_errors=True)
        return done

    def _marks(self, person: str, task: str) -> dict[str, Mark] | None:
        try:
            submission = self._gradebook.find_submission(task, person)
        except MissingEntry:
            return None
        marks: dict[str, Mark] = {}
        for notebook in submission.notebooks:
            comments = {comment.name: comment.manual_comment or comment.auto_comment or "" for comment in notebook.comments}
            for grade in notebook.grades:
                # A blank answer has an automatic zero, which is not a rater's word.
                automatic = None if grade.name in self._criteria else grade.auto_score
                score = automatic if grade.manual_score is None else grade.manual_score
                # What a person has yet to look at is not told as if it were settled.
                score = None if grade.needs_manual_grade else score
                marks[grade.name] = self._mark(grade.name, score, grade.max_score, comments.get(grade.name, ""))
        return marks

    def _mark(self, name: str, score: float | None, points: float, comment: str) -> Mark:
        criterion = self._criteria.get(name)
        if criterion is None:
            return Mark(score, points, comment, _plain(name))
        meaning = ""
        if score is not None and float(score).is_integer() and 0 <= score < len(criterion.anchors):
            meaning = f"{score:g} means: {criterion.anchors[int(score)]}"
        return Mark(score, points, "\n".join(part for part in (meaning, comment) if part), f"Rated: {criterion.title}")

    def _sum(self, person: str, task: str, marks: Mapping[str, Mark]) -> str:
        automatic = [mark for name, mark in marks.items() if not name.startswith(RATED)]
        rated = [mark for name, mark in marks.items() if name.startswith(RATED)]
        parts = []
        if automatic:
            waits = "; some wait for a person to look" if any(mark.score is None for mark in automatic) else ""
            parts.append(f"{sum(mark.score or 0.0 for mark in automatic):g} of {sum(mark.points for mark in automatic):g} automatic points{waits}")
        if rated and any(mark.score is None for mark in rated):
            parts.append("the raters are not done yet")
        elif rated:
            parts.append(f"{sum(mark.score or 0.0 for mark in rated):g} of {sum(mark.points for mark in rated):g} points from the raters")
        late = self._late.get((person, task), 0)
        if late:
            parts.append(f"handed in {late} day{'s' if late > 1 else ''} late")
        return "; ".join(parts)

    def _index(self, person: Trainee, rows: Sequence[Row]) -> str:
        settings = self._cohort.settings
        lines = []
        for row in rows:
            name = html.escape(row.title)
            link = f"<a href='{html.escape(row.page, quote=True)}'>{name}</a>" if row.page else name
            lines.append(f"<tr><th scope='row'>{link}</th><td>{html.escape(row.words)}</td></tr>")
        body = (
            f"<p>{html.escape(settings.title)}, {html.escape(settings.organization)}.</p>\n"
            + self._result(person)
            + "<h2>Your tasks</h2>\n<p>Each task has a page of its own, with your work and what was said of it.</p>\n"
            + "<table>\n<thead><tr><th scope='col'>Task</th><th scope='col'>How it went</th></tr></thead>\n<tbody>\n"
            + "\n".join(lines)
            + "\n</tbody>\n</table>\n"
            + words(f"Questions: {settings.contact}.")
        )
        return page(f"Feedback for {person.name}", body)

    def _result(self, person: Trainee) -> str:
        decision = self._decisions.get(person.id)
        if decision is None:
            return ""
        if decision.outcome is Outcome.WAITING:
            return "<h2>Your result</h2>\n<p>It is not settled yet. You will hear from us.</p>\n"
        said = "You passed." if decision.outcome is Outcome.PASSED else "Not yet."
        total = "" if decision.total is None else f" The raters gave {decision.total:g} of 27 points."
        reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in decision.reasons)
        parts = [f"<h2>Your result</h2>\n<p><strong>{said}</strong>{total}</p>\n", f"<ul>{reasons}</ul>\n" if reasons else ""]
        if decision.repeat_task and decision.repeat_until:
            task = self._titles.get(decision.repeat_task, decision.repeat_task)
            day = f"{decision.repeat_until:%B} {decision.repeat_until.day}, {decision.repeat_until.year}"
            parts.append(f"<p>Please do one task again: {html.escape(task)}, until {day}.</p>\n")
        return "".join(parts)


def days_late(cohort: Cohort) -> dict[tuple[str, str], int]:
    """How many days late each hand-in that counts is, by trainee and task; 0 in time."""
    return {
        (one.trainee, one.task): one.days_late
        for receipt in Received(cohort.received).all()
        for one in receipt.hand_ins
        if one.state == COUNTS and one.trainee and one.task
    }


def _plain(grade_id: str) -> str:
    return grade_id.replace("-", " ").replace("_", " ").capitalize()
