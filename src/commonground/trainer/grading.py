"""Grades one submission: runs it apart, takes its answers as plain values, tests them elsewhere.

Why so. A test that runs in the submission's process can be made to pass without an answer, in more
ways than anybody can list. So the process is only asked what the named answers hold. The values are
written down as plain data, and the tests run on them in a second process that no line of a submission
ever enters. A submission can still claim any value it likes: that is what an answer is.
Functions are called where they live, with arguments chosen and results judged outside. Hidden tests
never enter the sandbox; only the arguments that they pass to a function do, after the last cell has run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from nbformat.notebooknode import NotebookNode

from commonground.trainer.blueprint import JUDGED, PLAIN, TASK, TEST, Blueprint, Cell
from commonground.trainer.examiner import Examiner, Verdict
from commonground.trainer.integrity import Standing, standing, unusable_answers
from commonground.trainer.kernel import KernelGoneError, SubmissionKernel
from commonground.trainer.nodes import notebook
from commonground.trainer.restore import FREE, Note, Restored, RestoredCell, restore
from commonground.trainer.result import CellScore, GradedNotebook
from commonground.trainer.sandbox import Sandbox
from commonground.trainer.scrub import told_to_trainee
from commonground.trainer.showing import head_cells, plain_notebook, shown_cell
from commonground.trainer.submission import SubmittedCell, UnreadableSubmissionError, read_submission


@dataclass
class _Run:
    """What came out of the submission's process."""

    outputs: dict[int, list[NotebookNode]] = field(default_factory=dict)
    values: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    signs: list[str] = field(default_factory=list)
    trouble: str = ""
    gone: bool = False


class Station:
    """Grades submissions to one notebook of a task, one after another, with a kernel always in preparation.

    Use as a context manager. `files` are the task's own files (name in the working folder to place),
    which a submission may read and cannot replace.
    """

    def __init__(self, blueprint: Blueprint, sandbox: Sandbox, files: Mapping[str, Path] | None = None) -> None:
        self._blueprint = blueprint
        self._sandbox = sandbox
        self._files = dict(files or {})
        self._examiner = Examiner(blueprint, sandbox, self._files)
        self._spare: SubmissionKernel | None = None

    def __enter__(self) -> Station:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the examiner and the kernel in preparation."""
        self._examiner.stop()
        if self._spare is not None:
            self._spare.stop()
            self._spare = None

    def prepare(self) -> None:
        """Start preparing a kernel for the next submission, if the task has any code to run."""
        if self._spare is None and self._has_code():
            self._spare = SubmissionKernel(self._sandbox, self._blueprint.modules)
            self._spare.begin()

    def _has_code(self) -> bool:
        return any(cell.cell_type == "code" and cell.kind != TEST for cell in self._blueprint.cells)

    def grade(
        self, handed_in: Path | None, extra: Mapping[str, Path] | None = None, more: bool = True
    ) -> GradedNotebook:
        """Grade the notebook at that place; None stands for one that was not handed in.

        `extra` are files that came with it; `more` says that another submission will follow. Nothing that a submission holds or does raises an error
        here; raises BlueprintError, KernelNotStartedError or ExaminerError when the grading itself
        does not work.
        """
        started = time.monotonic()
        submitted: Sequence[SubmittedCell] = ()
        trouble = "" if handed_in is not None else "This notebook was not handed in."
        if handed_in is not None:
            try:
                submitted = read_submission(handed_in)
            except UnreadableSubmissionError as unreadable:
                trouble = str(unreadable)
        restored = restore(self._blueprint, submitted)
        if trouble:
            return self._compose(restored, _Run(trouble=trouble, gone=True), {}, started, 0, unread=True)
        run, verdicts, peak = self._run_and_examine(restored, {**self._beside(extra or {}), **self._files}, more)
        return self._compose(restored, run, verdicts, started, peak)

    def _beside(self, extra: Mapping[str, Path]) -> dict[str, Path]:
        """The files that came with a notebook, without those that stand where the task has a folder or a file of its own."""
        folders = {parent for name in self._files for parent in PurePosixPath(name).parents}
        own = {PurePosixPath(name) for name in self._files}
        return {
            name: place
            for name, place in extra.items()
            if PurePosixPath(name) not in folders and not own.intersection([PurePosixPath(name), *PurePosixPath(name).parents])
        }

    def _run_and_examine(
        self, restored: Restored, files: Mapping[str, Path], more: bool
    ) -> tuple[_Run, dict[int, Verdict], int]:
        if not any(_to_run(cell) for cell in restored.cells):
            run = _Run(values={p: {n: {"missing": True} for n in c.relies_on} for p, c in enumerate(self._blueprint.cells) if c.runs})
            return run, self._examine(run, None), 0
        self.prepare()
        kernel, self._spare = self._spare, None
        assert kernel is not None
        try:
            kernel.start()
            run = self._run(kernel, restored, files)
            return run, self._examine(run, kernel), kernel.peak
        finally:
            kernel.stop()
            if more:
                self.prepare()

    def _run(self, kernel: SubmissionKernel, restored: Restored, files: Mapping[str, Path]) -> _Run:
        """Run the cells in order; before each cell that the examiner runs, take the values that it asks for."""
        run = _Run()
        try:
            kernel.give(files)
            for number, cell in enumerate(restored.cells):
                if cell.place is not None and self._blueprint.cells[cell.place].runs:
                    asks = self._blueprint.cells[cell.place].relies_on
                    values, signs = kernel.names(asks) if asks else ({}, [])
                    run.values[cell.place] = values
                    run.signs += [sign for sign in signs if sign not in run.signs]
                if _to_run(cell):
                    run.outputs[number] = kernel.run(cell.source).outputs
        except KernelGoneError as gone:
            run.trouble, run.gone = f"The notebook could not be run to its end: {gone.reason}.", True
        return run

    def _examine(self, run: _Run, kernel: SubmissionKernel | None) -> dict[int, Verdict]:
        skip: set[int] = set()
        values: dict[int, dict[str, Any]] = {}
        for place, cell in enumerate(self._blueprint.cells):
            if not cell.runs:
                continue
            told = run.values.get(place)
            # A cell that needs nothing of the submission runs even where the submission ended early.
            if (told is None and cell.relies_on) or (told and unusable_answers(cell, told)):
                skip.add(place)
            values[place] = {name: form.get("value") if "value" in form else None for name, form in (told or {}).items()}

        if kernel is not None and not any(_holds_function(form) for forms in values.values() for form in forms.values()):
            # Nothing more is asked of the submission, so nothing of it shall run on.
            kernel.stop()
            kernel = None

        def watch() -> None:
            if kernel is not None:
                try:
                    kernel.watch()
                except KernelGoneError:
                    kernel.stop()

        def call(handle: int, arguments: list[Any], named: dict[str, Any]) -> dict[str, Any]:
            if kernel is None:
                return {"gone": "the program had ended"}
            try:
                return kernel.call(handle, arguments, named)
            except KernelGoneError as gone:
                run.trouble = run.trouble or f"A function did not come back: {gone.reason}."
                return {"gone": gone.reason}

        if all(place in skip for place, cell in enumerate(self._blueprint.cells) if cell.kind == TEST):
            return {}
        return self._examiner.examine(values, skip, call, watch)

    def _compose(
        self, restored: Restored, run: _Run, verdicts: Mapping[int, Verdict], started: float, peak: int, unread: bool = False
    ) -> GradedNotebook:
        scores: list[CellScore] = []
        comments: dict[str, str] = {}
        cells: list[NotebookNode] = []
        for number, restored_cell in enumerate(restored.cells):
            cell = None if restored_cell.place is None else self._blueprint.cells[restored_cell.place]
            score = None
            if cell is not None and cell.grade_id is not None:
                score = self._score(cell, restored_cell, run, verdicts.get(restored_cell.place or 0), restored.notes, unread)
                if score is not None:
                    scores.append(score)
                if cell.kind in FREE and _is_blank(cell, restored_cell):
                    comments[cell.grade_id] = "No response."
            cells.append(shown_cell(restored_cell, cell, run.outputs.get(number, []), score, number))
        head = head_cells(restored.notes, run.trouble, scores)
        content = notebook([*head, *cells], dict(self._blueprint.metadata))
        return GradedNotebook(
            notebook=self._blueprint.notebook,
            scores=tuple(scores),
            comments=comments,
            content=plain_notebook(content),
            notes=restored.notes if not unread else (),
            trouble=run.trouble,
            seconds=time.monotonic() - started,
            peak=peak,
        )

    def _score(
        self, cell: Cell, given: RestoredCell, run: _Run, verdict: Verdict | None, notes: Sequence[Note], unread: bool
    ) -> CellScore | None:
        assert cell.grade_id is not None
        points = cell.points or 0.0
        if cell.kind == JUDGED:
            if unread or _is_blank(cell, given):
                return CellScore(cell.grade_id, 0.0, points, "blank", "No response.")
            return CellScore(cell.grade_id, None, points, "for a person", look=True)
        if cell.kind == TASK and unread:
            return CellScore(cell.grade_id, 0.0, points, "blank", "No response.")
        if cell.kind != TEST:
            return None
        place = given.place if given.place is not None else -1
        unusable = unusable_answers(cell, run.values.get(place, {}))
        stands = standing(cell, unusable, verdict, notes if not unread else (), run.signs)
        return _test_score(cell, verdict, stands, run, points)


def _test_score(cell: Cell, verdict: Verdict | None, stands: Standing, run: _Run, points: float) -> CellScore:
    assert cell.grade_id is not None
    common: dict[str, Any] = {"grade_id": cell.grade_id, "points": points, "suspected": stands.suspected, "reasons": stands.reasons}
    if not stands.counts:
        told = "This answer could not be tested. A person will look at it."
        return CellScore(score=0.0, outcome="unusable", told=told, look=True, **common)
    if verdict is None:
        told = run.trouble or "The notebook ended before this test."
        return CellScore(score=0.0, outcome="not reached", told=told, look=stands.suspected, **common)
    if verdict.outcome == "passed":
        return CellScore(score=points, outcome="passed", look=stands.suspected, **common)
    if verdict.outcome == "points":
        score = min(max(verdict.points or 0.0, 0.0), points)
        outcome = "passed" if score == points else "partly"
        return CellScore(score=score, outcome=outcome, told=f"{score:g} of {points:g} points", look=stands.suspected, **common)
    told = told_to_trainee(cell, verdict)
    return CellScore(score=0.0, outcome=verdict.outcome, told=told, look=stands.suspected, **common)


def _holds_function(form: Any) -> bool:
    """Whether a plain form has a function in it, however deep."""
    waiting = [form]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if part.get("t") == "function":
                return True
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return False


def _to_run(cell: RestoredCell) -> bool:
    """Whether the cell is code to be run; a stub that is put back for a missing answer is not."""
    if cell.cell_type != "code" or cell.kind == TEST or not cell.source.strip():
        return False
    return not (cell.missing and cell.kind in FREE)


def _is_blank(cell: Cell, given: RestoredCell) -> bool:
    if cell.kind == PLAIN:
        return False
    return given.missing or given.source.strip() in ("", cell.shown.strip())
