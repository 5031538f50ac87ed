"""Grades all submissions to a task: workers side by side, one writer, and a journal to go on from.

The order of the steps makes it safe to kill at any point. A result is first kept in the journal; then
it is written into the gradebook; then the journal says so. A run that is started again grades what
has no result, writes what is not written, and passes over the rest.
"""

from __future__ import annotations

import datetime
import hashlib
import multiprocessing
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import cast

from nbgrader import utils

from commonground.server.environment import prepare_environment
from commonground.trainer.blueprint import Blueprint
from commonground.trainer.course_config import course_config
from commonground.trainer.course_folder import TIMESTAMP, CourseFolder
from commonground.trainer.gradebook import GradebookWriter, open_gradebook
from commonground.trainer.intake import IntakeError, files_of
from commonground.trainer.journal import Entry, Journal
from commonground.trainer.only_one import only_one
from commonground.trainer.result import GradedNotebook
from commonground.trainer.sandbox import Sandbox
from commonground.trainer.task_source import compare_with_gradebook, read_task
from commonground.trainer.worker import Answer, Job, Setup, work

# Counts up when the same hand-in may get another result, so that it is graded anew.
ENGINE = 1
MOST_TRIES = 2
# Grades jobs somewhere, in any order, and gives each back with its answer. Only the caller writes.
Engine = Callable[[Sequence[Job], Setup], Iterator[tuple[Job, Answer]]]


class GradingStoppedError(RuntimeError):
    """The grading itself does not work; no submission is to blame, and what was graded is kept."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: `done` of `total`, of which `before` were done by an earlier run; the last trainee's id."""

    done: int
    total: int
    before: int
    student: str


@dataclass(frozen=True)
class Report:
    """What a run came to.

    `entries` are all submissions to the task, by trainee, those of earlier runs among them; `graded`
    the trainees graded in this run; `refused` those not graded, with the reason in plain words.
    `seconds` is the time of this run, `peak` the memory that a sandbox held at most, in bytes.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    graded: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    peak: int = 0

    @property
    def to_look_at(self) -> list[tuple[str, str, str]]:
        """Trainee, cell and reason of everything that a person should look at as suspected."""
        return [
            (student, score.grade_id, reason)
            for student, entry in sorted(self.entries.items())
            for notebook in entry.notebooks
            for score in notebook.suspected
            for reason in score.reasons
        ]


def grade_task(
    course: CourseFolder,
    task: str,
    sandbox: Sandbox,
    workers: int | None = None,
    students: Sequence[str] | None = None,
    again: bool = False,
    progress: Callable[[Progress], None] | None = None,
    engine: Engine | None = None,
) -> Report:
    """Grade all hand-ins to `task` (or those of `students`), and write them into the gradebook.

    `workers` is the number of processes, one a core if None; another `engine` may grade instead of them. With `again`, what was graded before is
    graded anew. Raises BlueprintError when the task is not as it was released, GradingStoppedError,
    and AlreadyAtWorkError when another process is grading in this course.
    """
    with only_one(course.grading / "lock"):
        return _grade_task(course, task, sandbox, students, again, progress, engine or local_workers(workers))


def _grade_task(
    course: CourseFolder,
    task: str,
    sandbox: Sandbox,
    students: Sequence[str] | None,
    again: bool,
    progress: Callable[[Progress], None] | None,
    engine: Engine,
) -> Report:
    started = time.monotonic()
    sandbox = replace(sandbox, hidden=(*sandbox.hidden, course.root.resolve()))
    blueprints = read_task(course.source, task, course_config(course.root))
    with open_gradebook(course.db_url, course.course_id) as gradebook:
        for blueprint in blueprints:
            compare_with_gradebook(blueprint, gradebook)
    own_files = task_files(course, task)
    journal = course.journal(task)
    jobs, refused = find_jobs(course, task, blueprints, students, _of_files(own_files))
    entries = {job.student: _known(journal, job, again) for job in jobs}
    with GradebookWriter(course.db_url, course.autograded, course.course_id) as writer:
        run = _Run(course, task, journal, writer, entries, progress, len(jobs))
        for job in jobs:
            run.catch_up(job.student)
        todo = [job for job in jobs if entries[job.student] is None]
        scratch = course.grading / ".run"
        # A run that was killed may have left its own.
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            for job, answer in engine(todo, Setup(tuple(blueprints), sandbox, own_files, scratch)):
                run.take(job, answer)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    done = {student: entry for student, entry in run.entries.items() if entry is not None}
    refused |= {student: entry.trouble for student, entry in done.items() if entry.trouble}
    peak = max((notebook.peak for student in run.now for notebook in done[student].notebooks), default=0)
    return Report(done, tuple(run.now), refused, time.monotonic() - started, peak)


class _Run:
    """The writing side of a run."""

    def __init__(
        self,
        course: CourseFolder,
        task: str,
        journal: Journal,
        writer: GradebookWriter,
        entries: Mapping[str, Entry | None],
        progress: Callable[[Progress], None] | None,
        total: int,
    ) -> None:
        self._course = course
        self._task = task
        self._journal = journal
        self._writer = writer
        self._progress = progress
        self._total = total
        self._before = 0
        self.entries = dict(entries)
        self.now: list[str] = []

    def catch_up(self, student: str) -> None:
        """Finish what an earlier run began: a result that it kept and did not write, or that was lost since."""
        entry = self.entries[student]
        if entry is None:
            return
        # nbgrader's own autograding, which is switched off in a cohort, removes the graded notebook before it fails.
        folder = self._course.autograded / student / self._task
        shown = all((folder / f"{notebook.notebook}.ipynb").is_file() for notebook in entry.notebooks)
        if not entry.written or not shown:
            self._write(entry)
        self._before += 1
        self._tell(student)

    def take(self, job: Job, answer: Answer) -> None:
        """Keep one result, write it, and say that it is written."""
        kind, content = answer
        if kind == "graded":
            entry = Entry(job.student, job.key, tuple(GradedNotebook.from_json(part) for part in content))
        else:
            entry = Entry(job.student, job.key, trouble=str(content))
        self._journal.write(entry)
        self._write(entry)
        self.now.append(job.student)
        self._tell(job.student)

    def _write(self, entry: Entry) -> None:
        if entry.notebooks:
            stamp = timestamp_of(self._course.submitted / entry.student / self._task)
            self._writer.write(self._task, entry.student, entry.notebooks, stamp)
        entry = replace(entry, written=True)
        self._journal.write(entry)
        self.entries[entry.student] = entry

    def _tell(self, student: str) -> None:
        if self._progress is not None:
            done = self._before + len(self.now)
            self._progress(Progress(done, self._total, self._before, student))


def find_jobs(
    course: CourseFolder,
    task: str,
    blueprints: Sequence[Blueprint],
    students: Sequence[str] | None = None,
    salt: str = "",
) -> tuple[list[Job], dict[str, str]]:
    """The submissions to a task, by trainee, and those that cannot be taken, with the reason."""
    jobs: list[Job] = []
    refused: dict[str, str] = {}
    folders = sorted(course.submitted.glob(f"*/{task}")) if course.submitted.is_dir() else []
    for folder in folders:
        student = folder.parent.name
        if students is not None and student not in students:
            continue
        try:
            if folder.parent.is_symlink():
                raise IntakeError(f"{student}: this is a link to another folder. Ask for the folder itself.")
            files = files_of(folder)
        except (IntakeError, OSError) as trouble:
            refused[student] = str(trouble)
            continue
        names = [blueprint.notebook for blueprint in blueprints]
        notebooks = {name: files.get(f"{name}.ipynb") for name in names}
        beside = {name: place for name, place in files.items() if not name.endswith(".ipynb") and name != TIMESTAMP}
        key = _key(files, blueprints, salt)
        jobs.append(Job(student, key, notebooks, beside))
    return jobs, refused


def task_files(course: CourseFolder, task: str) -> dict[str, Path]:
    """The files that belong to a task beside its notebooks, by name."""
    folder = course.source / task
    places = (place for place in sorted(folder.rglob("*")) if place.is_file() and place.suffix != ".ipynb")
    return {place.relative_to(folder).as_posix(): place for place in places if not place.name.startswith(".")}


def timestamp_of(folder: Path) -> datetime.datetime | None:
    """When it was handed in (UTC, without a zone, as nbgrader keeps it), from nbgrader's file beside it."""
    place = folder / TIMESTAMP
    if place.is_symlink() or not place.is_file():
        return None
    try:
        return cast(datetime.datetime, utils.parse_utc(place.read_text(encoding="utf-8")[:100].strip()))
    except (ValueError, OverflowError, TypeError, UnicodeError):
        return None


def _key(files: Mapping[str, Path], blueprints: Sequence[Blueprint], salt: str) -> str:
    parts = [f"{ENGINE}", *(blueprint.key for blueprint in blueprints), salt, _of_files(files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _of_files(files: Mapping[str, Path]) -> str:
    whole = hashlib.sha256()
    for name, place in sorted(files.items()):
        whole.update(name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(place.read_bytes()).digest())
    return whole.hexdigest()


def _known(journal: Journal, job: Job, again: bool) -> Entry | None:
    entry = None if again else journal.read(job.student)
    return entry if entry is not None and entry.key == job.key and not entry.trouble else None


@dataclass
class _Worker:
    process: SpawnProcess
    line: Connection
    job: Job | None = None
    since: float = 0.0


def local_workers(workers: int | None = None) -> Engine:
    """The engine of one machine: that many processes, one a core if None."""
    return lambda jobs, setup: _graded(jobs, setup, workers or cores())


def _graded(jobs: Sequence[Job], setup: Setup, workers: int) -> Iterator[tuple[Job, Answer]]:
    """Each job with its answer, as they are done.

    A worker that dies or is silent for too long is replaced, and its job tried once more.
    """
    count = min(workers, len(jobs))
    longest = longest_silence(setup)
    waiting = deque(jobs)
    tries: dict[str, int] = {}
    with _crew(count, setup) as crew:
        while waiting or any(worker.job for worker in crew):
            for place, worker in enumerate(crew):
                if worker.job is None and waiting:
                    crew[place] = worker = worker if worker.process.is_alive() else _hire(crew, place)
                    worker.job, worker.since = waiting.popleft(), time.monotonic()
                    tries[worker.job.student] = tries.get(worker.job.student, 0) + 1
                    _send(worker.line, (worker.job, bool(waiting)))
            wait([part for worker in crew if worker.job for part in (worker.line, worker.process.sentinel)], timeout=1.0)
            for place, worker in enumerate(crew):
                if worker.job is None:
                    continue
                answer = _answer(worker)
                if answer is not None:
                    job, worker.job = worker.job, None
                    if answer[0] == "broken" and tries[job.student] < MOST_TRIES:
                        waiting.append(job)
                        continue
                    if answer[0] == "broken":
                        raise GradingStoppedError(f"{job.student}: {answer[1]}\nWhat was graded is kept; grade again to go on.")
                    yield job, answer
                elif not worker.process.is_alive() or time.monotonic() - worker.since > longest:
                    job = worker.job
                    crew[place] = _hire(crew, place)
                    if tries[job.student] < MOST_TRIES:
                        waiting.append(job)
                    else:
                        yield job, ("lost", "This submission ended the process that graded it, twice. Look at it by hand.")


def longest_silence(setup: Setup) -> float:
    """After how many seconds without a word on its submission a worker is given up.

    It is twice the time that a submission may take, and two minutes, for the parts that have no clock of their own.
    """
    limits = setup.sandbox.limits
    return len(setup.blueprints) * 2 * (limits.total_seconds + limits.test_seconds) + 120


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _answer(worker: _Worker) -> Answer | None:
    try:
        return cast(Answer, worker.line.recv()) if worker.line.poll() else None
    except (EOFError, OSError):
        return None


def _send(line: Connection, content: tuple[Job, bool] | None) -> None:
    # A worker that is gone is noticed by its silence.
    try:
        line.send(content)
    except OSError:
        return


class _Crew(list[_Worker]):
    """Workers, and what a new one is started with."""

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        self.setup = setup


@contextmanager
def _crew(count: int, setup: Setup) -> Iterator[_Crew]:
    prepare_environment()
    crew = _Crew(setup)
    try:
        for _ in range(count):
            crew.append(_started(setup))
        yield crew
    finally:
        for worker in crew:
            _send(worker.line, None)
            worker.line.close()
        for worker in crew:
            worker.process.join(timeout=10)
            if worker.process.is_alive():
                worker.process.kill()


def _started(setup: Setup) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, setup), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _hire(crew: _Crew, place: int) -> _Worker:
    gone = crew[place]
    gone.process.kill()
    gone.process.join(timeout=10)
    gone.line.close()
    return _started(crew.setup)
