"""What one worker does: grade submissions one after another, each in a sandbox of its own, and say how each went.

A worker writes nothing: its results go to the one process that writes the gradebook. The function
`grade_submission` needs nothing but its arguments, so that it can run on any machine of any engine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from commonground.trainer.blueprint import Blueprint, BlueprintError
from commonground.trainer.examiner import ExaminerError
from commonground.trainer.grading import Station
from commonground.trainer.intake import printable, safe_name
from commonground.trainer.limits import Limits
from commonground.trainer.provisioner import KernelNotStartedError
from commonground.trainer.result import GradedNotebook
from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, course_package, require_sandbox


@dataclass(frozen=True)
class Job:
    """One submission to grade: its notebooks by name (None: not handed in), the files beside them, and its fingerprint."""

    student: str
    key: str
    notebooks: Mapping[str, Path | None]
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class PackedJob:
    """A job with the content of its files, to be sent to another machine."""

    student: str
    key: str
    notebooks: tuple[str, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class PackedTask:
    """What a job of a task needs besides, with the content of the task's files."""

    blueprints: tuple[Blueprint, ...]
    limits: Limits
    files: Mapping[str, bytes]


def pack(job: Job) -> PackedJob:
    """The job with the content of its files."""
    files = {name: place.read_bytes() for name, place in job.files.items()}
    files |= {f"{name}.ipynb": place.read_bytes() for name, place in job.notebooks.items() if place is not None}
    return PackedJob(job.student, job.key, tuple(job.notebooks), files)


def pack_task(setup: Setup) -> PackedTask:
    """The setup with the content of the task's files, without anything of this machine."""
    files = {name: place.read_bytes() for name, place in setup.files.items()}
    return PackedTask(setup.blueprints, setup.sandbox.limits, files)


@dataclass(frozen=True)
class Setup:
    """What every worker is started with: the task's notebooks, the sandbox, the task's own files (name to place),
    and a folder for what is needed for a while."""

    blueprints: tuple[Blueprint, ...]
    sandbox: Sandbox
    files: Mapping[str, Path]
    scratch: Path


# What goes wrong with every submission alike. Anything else is about the one that is being graded.
OF_THE_GRADING = (BlueprintError, ExaminerError, KernelNotStartedError, SandboxUnavailableError)


class LostSubmissionError(RuntimeError):
    """A submission that could not be graded, whatever it is; the others can."""

    def __init__(self, trouble: object) -> None:
        told = trouble if isinstance(trouble, str) else f"{type(trouble).__name__}: {trouble}"
        super().__init__(printable(told))

    def __str__(self) -> str:
        return f"This submission could not be graded ({self.args[0]}). Look at it by hand, or ask for it again."


# `("graded", [GradedNotebook as JSON, ...])`, `("broken", message)` when the grading itself fails, or
# `("lost", message)` when the submission could not be graded.
Answer = tuple[str, Any]


class Bench:
    """A worker's stations, one for each notebook of the task. Use as a context manager.

    `files` are the task's own files; they replace files of the same name in a submission.
    """

    def __init__(self, blueprints: Sequence[Blueprint], sandbox: Sandbox, files: Mapping[str, Path]) -> None:
        self._stack = ExitStack()
        self._stations = {
            blueprint.notebook: self._stack.enter_context(Station(blueprint, sandbox, files)) for blueprint in blueprints
        }

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def prepare(self) -> None:
        """Start a kernel ahead for the first submission."""
        for station in self._stations.values():
            station.prepare()

    def grade(self, job: Job, more: bool = True) -> tuple[GradedNotebook, ...]:
        """Grade all notebooks of one submission; `more` says that another will follow.

        Raises LostSubmissionError, and what goes wrong with every submission (`OF_THE_GRADING`).
        """
        try:
            return tuple(station.grade(job.notebooks.get(name), job.files, more) for name, station in self._stations.items())
        except OF_THE_GRADING:
            raise
        except Exception as trouble:
            raise LostSubmissionError(trouble) from trouble


def grade_submission(packed: PackedJob, task: PackedTask) -> list[dict[str, Any]]:
    """Grade one submission by itself, wherever this runs; returns each notebook's result as JSON data.

    For engines that share no files with the collector. `GradedNotebook.from_json` reads the results.
    Raises SandboxUnavailableError where there is no sandbox: strangers' code is run nowhere without one.
    """
    sandbox = require_sandbox(Sandbox(task.limits, (course_package(),)))
    with tempfile.TemporaryDirectory() as folder:
        files = _unpacked(Path(folder) / "task", task.files)
        handed_in = _unpacked(Path(folder) / "handed-in", packed.files)
        notebooks = {name: handed_in.pop(f"{name}.ipynb", None) for name in packed.notebooks}
        job = Job(packed.student, packed.key, notebooks, handed_in)
        with Bench(task.blueprints, sandbox, files) as bench:
            return [notebook.as_json() for notebook in bench.grade(job, more=False)]


def _unpacked(folder: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    places = {name: folder / safe_name(name, folder.name) for name in files}
    for name, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(files[name])
    return places


def work(line: Connection, setup: Setup) -> None:
    """A worker's life: take orders from the line and send answers, until None comes or the line ends.

    An order is a job, and whether another may follow, for which a kernel is then made ready ahead.

    What it needs for a while lies in the setup's `scratch`, so that the next run can clear it away if
    this one is killed.
    """
    setup.scratch.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(setup.scratch)
    with Bench(setup.blueprints, setup.sandbox, setup.files) as bench:
        bench.prepare()
        while True:
            try:
                order = line.recv()
            except (EOFError, OSError):
                return
            if order is None:
                return
            job, more = order
            try:
                answer: Answer = ("graded", [notebook.as_json() for notebook in bench.grade(job, more)])
            except OF_THE_GRADING as trouble:
                answer = ("broken", f"{type(trouble).__name__}: {trouble}")
            except LostSubmissionError as lost:
                answer = ("lost", str(lost))
            try:
                line.send(answer)
            except OSError:
                return
