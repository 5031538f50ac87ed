"""A cohort is graded side by side into nbgrader's gradebook, and a killed run goes on where it stopped."""

from __future__ import annotations

import json
import pickle
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import trainer_course as course
from nbgrader.api import Gradebook
from programs import started
from trainer_cells import filled, save
from trainer_place import work_that_ben_ends
from trainer_steps import release, released, totals

from commonground.trainer import batch
from commonground.trainer.batch import Progress, grade_task
from commonground.trainer.blueprint import BlueprintError
from commonground.trainer.course_config import FILE
from commonground.trainer.course_folder import CourseFolder
from commonground.trainer.only_one import AlreadyAtWorkError, only_one
from commonground.trainer.result import GradedNotebook
from commonground.trainer.sandbox import Sandbox
from commonground.trainer.task_source import read_task
from commonground.trainer.worker import Job, Setup, grade_submission, pack, pack_task

STUDENTS = {
    "amina": course.RIGHT,
    "ben": {**course.RIGHT, "count": "total = -1"},
    "cleo": {},
    "dan": {**course.RIGHT, "count": "import os\nos._exit(1)"},
}
TOTALS = {"amina": 12.0, "ben": 7.0, "cleo": 0.0, "dan": 0.0}


def make_course(root: Path, settings: str = "") -> CourseFolder:
    course.write_source(root)
    if settings:
        (root / FILE).write_text(settings, encoding="utf-8")
    return release(root, course.TASK)


def hand_in(folder: CourseFolder, student: str, answers: dict[str, str]) -> None:
    notebook = filled(released(folder, course.TASK, "check1"), answers)
    place = folder.submitted / student / course.TASK / "check1.ipynb"
    save(place, notebook)
    (place.parent / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC", encoding="utf-8")


@pytest.fixture(scope="module")
def cohort(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    folder = make_course(tmp_path_factory.mktemp("cohort"))
    for student, answers in STUDENTS.items():
        hand_in(folder, student, answers)
    linked = folder.submitted / "eve" / course.TASK
    linked.mkdir(parents=True)
    (linked / "check1.ipynb").symlink_to(folder.root / "source" / course.TASK / "check1.ipynb")
    return folder


def test_a_cohort_is_graded_and_a_second_run_does_nothing(cohort: CourseFolder, sandbox: Sandbox) -> None:
    seen: list[Progress] = []
    report = grade_task(cohort, course.TASK, sandbox, workers=1, progress=seen.append)
    assert totals(cohort, course.TASK) == TOTALS
    assert sorted(report.graded) == sorted(STUDENTS)
    assert "link" in report.refused["eve"]
    assert [step.done for step in seen] == [1, 2, 3, 4]
    with Gradebook(cohort.db_url) as gradebook:
        found = gradebook.find_submission(course.TASK, "amina")
        assert str(found.timestamp) == "2026-03-01 10:00:00"
        why = gradebook.find_grade("why", "check1", course.TASK, "amina")
        assert why.needs_manual_grade
        assert why.auto_score is None
        assert not gradebook.find_grade("count-test", "check1", course.TASK, "amina").needs_manual_grade
        assert gradebook.find_comment("why", "check1", course.TASK, "cleo").auto_comment == "No response."
    graded = cohort.autograded / "amina" / course.TASK / "check1.ipynb"
    nbformat.validate(nbformat.read(graded, as_version=4))
    assert course.SECRET not in graded.read_text(encoding="utf-8")

    again = grade_task(cohort, course.TASK, sandbox, workers=1)
    assert again.graded == ()
    assert set(again.entries) == set(STUDENTS)


def test_a_rater_s_score_stays_and_is_looked_at_again(cohort: CourseFolder, sandbox: Sandbox) -> None:
    grade_task(cohort, course.TASK, sandbox, workers=1)
    with Gradebook(cohort.db_url) as gradebook:
        grade = gradebook.find_grade("why", "check1", course.TASK, "amina")
        grade.manual_score = 4.0
        grade.needs_manual_grade = False
        gradebook.db.commit()
    hand_in(cohort, "amina", {**course.RIGHT, "count": "total = 99"})
    report = grade_task(cohort, course.TASK, sandbox, workers=1, students=["amina"])
    assert report.graded == ("amina",)
    with Gradebook(cohort.db_url) as gradebook:
        assert gradebook.find_grade("why", "check1", course.TASK, "amina").manual_score == 4.0
        assert gradebook.find_grade("count-test", "check1", course.TASK, "amina").auto_score == 0.0
    hand_in(cohort, "amina", course.RIGHT)
    grade_task(cohort, course.TASK, sandbox, workers=1, students=["amina"])
    assert totals(cohort, course.TASK) == TOTALS


def test_a_task_that_was_changed_after_its_release_is_not_graded(cohort: CourseFolder, sandbox: Sandbox) -> None:
    place = cohort.source / course.TASK / "check1.ipynb"
    before = place.read_text(encoding="utf-8")
    try:
        place.write_text(before.replace("total > 0", "total > 1"), encoding="utf-8")
        with pytest.raises(BlueprintError, match="count-test"):
            grade_task(cohort, course.TASK, sandbox, workers=1)
    finally:
        place.write_text(before, encoding="utf-8")


def test_a_result_that_was_kept_but_not_written_is_written(cohort: CourseFolder, sandbox: Sandbox) -> None:
    grade_task(cohort, course.TASK, sandbox, workers=1)
    journal = cohort.journal(course.TASK)
    entry = journal.read("ben")
    assert entry is not None
    journal.write(replace(entry, written=False))
    with Gradebook(cohort.db_url) as gradebook:
        gradebook.remove_submission(course.TASK, "ben")
    report = grade_task(cohort, course.TASK, sandbox, workers=1)
    assert report.graded == ()
    assert totals(cohort, course.TASK) == TOTALS


RUN = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from commonground.trainer.batch import grade_task
    from commonground.trainer.course_folder import CourseFolder
    from commonground.trainer.sandbox import Sandbox, course_package

    if __name__ == "__main__":
        sandbox = Sandbox(readable=(course_package(),))
        grade_task(CourseFolder(Path(sys.argv[1])), "check1", sandbox, workers=1,
                   progress=lambda step: print(step.done, flush=True))
    """
)


def test_killed_in_the_middle_it_goes_on(sandbox: Sandbox, tmp_path: Path) -> None:
    folder = make_course(tmp_path)
    for student in STUDENTS:
        hand_in(folder, student, {**STUDENTS[student]})
    program = tmp_path / "run.py"
    program.write_text(RUN, encoding="utf-8")
    with started([sys.executable, str(program), str(tmp_path)]) as run:
        assert run.next_line()
        run.process.kill()
    first = totals(folder, course.TASK)
    assert 1 <= len(first) < len(STUDENTS)
    report = grade_task(folder, course.TASK, sandbox, workers=1)
    assert totals(folder, course.TASK) == TOTALS
    assert not set(report.graded) & {student for student in first if folder.journal(course.TASK).read(student) is None}
    assert len(report.graded) <= len(STUDENTS) - 1


@pytest.mark.parametrize("step", ["update_or_create_student", "update_or_create_submission"])
def test_stopped_while_writing_it_loses_nothing(
    step: str, cohort: CourseFolder, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade_task(cohort, course.TASK, sandbox, workers=1)
    hand_in(cohort, "ben", {**course.RIGHT, "ways": "ways = ['ask']"})
    with monkeypatch.context() as patch:

        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(Gradebook, step, stop)
        with pytest.raises(KeyboardInterrupt):
            grade_task(cohort, course.TASK, sandbox, workers=1)
    report = grade_task(cohort, course.TASK, sandbox, workers=1)
    assert report.graded == ()
    assert totals(cohort, course.TASK)["ben"] == 10.0
    hand_in(cohort, "ben", STUDENTS["ben"])
    grade_task(cohort, course.TASK, sandbox, workers=1)
    assert totals(cohort, course.TASK) == TOTALS


def test_a_damaged_journal_is_graded_anew(cohort: CourseFolder, sandbox: Sandbox) -> None:
    grade_task(cohort, course.TASK, sandbox, workers=1)
    place = cohort.root / "grading" / course.TASK / "cleo.json"
    place.write_text(place.read_text(encoding="utf-8")[:100], encoding="utf-8")
    assert grade_task(cohort, course.TASK, sandbox, workers=1).graded == ("cleo",)
    assert json.loads(place.read_text(encoding="utf-8"))["written"]


def test_a_submission_that_ends_its_worker_twice_stops_no_other(
    cohort: CourseFolder, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "work", work_that_ben_ends)
    setup = Setup((), sandbox, {}, cohort.grading / ".run")
    jobs = [Job(student, "", {}) for student in STUDENTS]
    answers = {job.student: answer[0] for job, answer in batch.local_workers(2)(jobs, setup)}
    assert answers == {"amina": "graded", "ben": "lost", "cleo": "graded", "dan": "graded"}


def test_a_packed_submission_is_graded_by_itself(cohort: CourseFolder, sandbox: Sandbox) -> None:
    blueprints = read_task(cohort.source, course.TASK)
    jobs, _ = batch.find_jobs(cohort, course.TASK, blueprints, ["ben"])
    packed = pickle.loads(pickle.dumps((pack(jobs[0]), pack_task(Setup(blueprints, sandbox, {}, cohort.root)))))
    result = GradedNotebook.from_json(grade_submission(*packed)[0])
    assert sum(score.score or 0.0 for score in result.scores) == TOTALS["ben"]


def test_a_course_with_a_stub_of_its_own_is_graded_as_it_was_released(tmp_path: Path, sandbox: Sandbox) -> None:
    folder = make_course(tmp_path, "c = get_config()\nc.ClearSolutions.code_stub = {'python': 'pass  # yours'}\n")
    cells = released(folder, course.TASK, "check1").cells
    assert "pass  # yours" in [cell.source for cell in cells]
    hand_in(folder, "amina", course.RIGHT)
    hand_in(folder, "cleo", {})
    assert grade_task(folder, course.TASK, sandbox, workers=1).graded == ("amina", "cleo")
    (tmp_path / FILE).write_text("c = get_config(\n", encoding="utf-8")
    with pytest.raises(BlueprintError, match="settings cannot be read"):
        grade_task(folder, course.TASK, sandbox, workers=1)


def test_two_runs_at_once_do_not_meet(cohort: CourseFolder, sandbox: Sandbox) -> None:
    with only_one(cohort.grading / "lock"), pytest.raises(AlreadyAtWorkError, match="Another grading run"):
        grade_task(cohort, course.TASK, sandbox, workers=1)


def test_a_run_leaves_no_folder_of_its_own(cohort: CourseFolder, sandbox: Sandbox) -> None:
    grade_task(cohort, course.TASK, sandbox, workers=1, students=["cleo"], again=True)
    assert not (cohort.grading / ".run").exists()
    assert sorted(path.name for path in cohort.autograded.glob("*/*")) == [course.TASK] * len(STUDENTS)


def test_a_worker_that_dies_is_replaced(
    cohort: CourseFolder, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade_task(cohort, course.TASK, sandbox, workers=1)
    started = batch._started
    killed: list[int] = []

    def started_and_killed(setup: Setup) -> batch._Worker:
        worker = started(setup)
        if not killed:
            killed.append(worker.process.pid or 0)
            time.sleep(0.1)
            worker.process.kill()
        return worker

    monkeypatch.setattr(batch, "_started", started_and_killed)
    report = grade_task(cohort, course.TASK, sandbox, workers=1, students=["amina", "cleo"], again=True)
    assert sorted(report.graded) == ["amina", "cleo"]
    assert not report.refused
    assert totals(cohort, course.TASK) == TOTALS
