"""What one worker does: grade submissions one after another, each in a sandbox of its own, and say how each went.

A worker writes nothing: its results go to the one process that writes the gradebook. The function
`grade_submission` needs nothing but its arguments, so that it can run in any process of any engine.
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

from commonground.trainer.blueprint import Blueprint
from commonground.trainer.grading import GradedNotebook, Station
from commonground.trainer.sandbox import Sandbox


@dataclass(frozen=True)
class Job:
    """One submission to grade: its notebooks by name (None: not handed in), the files beside them, and its fingerprint."""

    student: str
    key: str
    notebooks: Mapping[str, Path | None]
    files: Mapping[str, Path] = field(default_factory=dict)


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

    def grade(self, job: Job) -> tuple[GradedNotebook, ...]:
        """Grade all notebooks of one submission."""
        return tuple(station.grade(job.notebooks.get(name), job.files) for name, station in self._stations.items())


def grade_submission(
    job: Job, blueprints: Sequence[Blueprint], sandbox: Sandbox, files: Mapping[str, Path]
) -> list[dict[str, Any]]:
    """Grade one submission by itself; returns each notebook's result as JSON data (`GradedNotebook.from_json`)."""
    with Bench(blueprints, sandbox, files) as bench:
        return [notebook.as_json() for notebook in bench.grade(job)]


def work(
    line: Connection, blueprints: Sequence[Blueprint], sandbox: Sandbox, files: Mapping[str, Path], scratch: Path
) -> None:
    """A worker's life: take jobs from the line until None comes or the line ends.

    What it needs for a while lies in `scratch`, so that the next run can clear it away if this one is killed.

    Answers are `("graded", [GradedNotebook as JSON, ...])` or `("broken", message)`; the latter when
    the grading itself fails (a task that cannot run, a sandbox that does not start).
    """
    scratch.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(scratch)
    with Bench(blueprints, sandbox, files) as bench:
        bench.prepare()
        while True:
            try:
                job = line.recv()
            except (EOFError, OSError):
                return
            if job is None:
                return
            try:
                answer: tuple[str, Any] = ("graded", [notebook.as_json() for notebook in bench.grade(job)])
            except Exception as trouble:
                answer = ("broken", f"{type(trouble).__name__}: {trouble}")
            try:
                line.send(answer)
            except OSError:
                return
