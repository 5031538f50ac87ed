"""Results as a file that a learning management system takes.

Three forms. `plain`: one row a trainee with everything. `moodle`: people by email address and ID number;
Moodle's import asks which of the two to map, and which grade item each other column is. `canvas`: the
columns that Canvas's gradebook has when it is exported, with its row of points possible; a column whose
name it does not know becomes a new assignment. Points that are not known yet are empty cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from commonground.trainer.cohort import Trainee
from commonground.trainer.rating.desk import Desk, title_of
from commonground.trainer.rating.pass_rule import Decision, Outcome
from commonground.trainer.rating.spreadsheet import write_table

PLAIN, MOODLE, CANVAS = "plain", "moodle", "canvas"
FORMS = (PLAIN, MOODLE, CANVAS)
RESULT = {Outcome.PASSED: "passed", Outcome.NOT_YET: "not yet", Outcome.WAITING: "waiting"}
Row = Mapping[str, object]


def column_of(task: str) -> str:
    """The name of a task's column: `t1-teach-a-segment` is "T1 teach a segment". Some imports stumble over a comma."""
    return title_of(task).replace(",", "")


def write_export(desk: Desk, form: str, place: Path) -> int:
    """Write the results in that form to `place`; returns how many trainees."""
    trainees = desk.cohort.trainees()
    decisions = desk.decide_all()
    columns, rows = {PLAIN: _plain, MOODLE: _moodle, CANVAS: _canvas}[form](desk, trainees, decisions)
    write_table(place, columns, rows)
    return len(trainees)


def _points(desk: Desk, trainee: Trainee, decision: Decision) -> dict[str, object]:
    """Points by task in words: the automatic ones, and the raters' where all of them stand."""
    gates = {gate.task: gate.got for gate in decision.gates}
    made: dict[str, object] = {}
    for task in desk.cohort.tasks():
        rated = [decision.scores.get(one.id) for one in desk.criteria_of(trainee) if one.task == task]
        parts = [gates.get(task), *rated]
        known = [part for part in parts if part is not None]
        made[column_of(task)] = sum(known) if task in gates and len(known) == len(parts) else None
    return made


def _plain(desk: Desk, trainees: Sequence[Trainee], decisions: Mapping[str, Decision]) -> tuple[list[str], list[Row]]:
    rows: list[Row] = []
    for one in trainees:
        made = decisions[one.id]
        about = {"id": one.id, "first_name": one.first_name, "last_name": one.last_name, "email": one.email, "route": one.route}
        result = {
            "result": RESULT[made.outcome], "total of 27": made.total, "task to repeat": made.repeat_task,
            "repeat until": made.repeat_until.isoformat() if made.repeat_until else None, "as of": made.decided_on.isoformat(),
        }  # fmt: skip
        rows.append({**about, **result, **made.scores, **_points(desk, one, made)})
    columns = ["id", "first_name", "last_name", "email", "route", "result", "total of 27", "task to repeat", "repeat until", "as of"]
    return [*columns, *desk.criteria, *map(column_of, desk.cohort.tasks())], rows


def _moodle(desk: Desk, trainees: Sequence[Trainee], decisions: Mapping[str, Decision]) -> tuple[list[str], list[Row]]:
    rows: list[Row] = [
        {
            "ID number": one.id, "First name": one.first_name, "Last name": one.last_name, "Email address": one.email,
            **_points(desk, one, decisions[one.id]), "Rubric total": decisions[one.id].total,
        }
        for one in trainees
    ]  # fmt: skip
    columns = ["First name", "Last name", "ID number", "Email address", *map(column_of, desk.cohort.tasks())]
    return [*columns, "Rubric total"], rows


def _canvas(desk: Desk, trainees: Sequence[Trainee], decisions: Mapping[str, Decision]) -> tuple[list[str], list[Row]]:
    tasks = {column_of(task): _most(desk, task) for task in desk.cohort.tasks()}
    rows: list[Row] = [{"Student": "    Points Possible", **tasks, "Rubric total": 27}]
    for one in trainees:
        name = f"{one.last_name}, {one.first_name}".strip(", ") or one.id
        rows.append({
            "Student": name, "SIS User ID": one.id, "SIS Login ID": one.email, "Section": desk.cohort.settings.title,
            **_points(desk, one, decisions[one.id]), "Rubric total": decisions[one.id].total,
        })  # fmt: skip
    return ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *tasks, "Rubric total"], rows


def _most(desk: Desk, task: str) -> float | None:
    """The points that a task can bring: automatic ones and the raters'."""
    gate = next((gate for gate in desk.rubric.gates if gate.task == task), None)
    return None if gate is None else gate.of + 3 * sum(one.task == task for one in desk.criteria.values())
