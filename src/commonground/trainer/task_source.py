"""Makes the blueprint of a task from its source notebook.

It is made by nbgrader's own preprocessors and compared with the gradebook, so what is graded never
comes from a submission. Here it is also settled, for each test, which names come from the learner
(the answers) and which from the task itself: a table or a helper that the task defines is taken from
the task even if a submission overwrote it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from traitlets.config import Config

from commonground.trainer.blueprint import (
    ANSWER,
    JUDGED,
    LOCKED,
    PLAIN,
    TASK,
    TEST,
    Blueprint,
    BlueprintError,
    Cell,
)
from commonground.trainer.names import names_of
from commonground.trainer.nodes import read_notebook


def read_blueprint(task: str, notebook: str, path: Path, config: Config | None = None) -> Blueprint:
    """The blueprint of the source notebook at `path`; raises BlueprintError."""
    try:
        original = read_notebook(path)
    except Exception as trouble:
        raise BlueprintError(f"{path}: this source notebook cannot be read ({trouble})") from trouble
    full = _prepared(original, [LockCells, ClearSolutions, ClearOutput, ComputeChecksums], path, config)
    shown = _prepared(full, [ClearHiddenTests, ClearMarkScheme, ComputeChecksums], path, config)
    cells: list[Cell] = []
    seen: set[str] = set()
    for cleared, released in zip(full.cells, shown.cells, strict=True):
        cell = _cell(cleared, released)
        if cell.grade_id is not None:
            if cell.grade_id in seen:
                raise BlueprintError(f"{path}: two cells have the grade id '{cell.grade_id}'. Give each its own.")
            seen.add(cell.grade_id)
        cells.append(cell)
    settled, remarks = _settled(cells, [str(cell.source) for cell in original.cells])
    metadata = {key: shown.metadata[key] for key in ("kernelspec", "language_info") if key in shown.metadata}
    modules = tuple(name for name in ("numpy", "pandas") if any(name in _imported(cell.source) for cell in cells))
    return Blueprint(task, notebook, tuple(settled), json.loads(json.dumps(metadata)), modules, tuple(remarks))


def read_task(source: Path, task: str, config: Config | None = None) -> tuple[Blueprint, ...]:
    """The blueprints of all notebooks in `source/TASK`, by name; raises BlueprintError."""
    paths = sorted((source / task).glob("*.ipynb"))
    if not paths:
        raise BlueprintError(f"{source / task}: there is no source notebook of the task '{task}'.")
    return tuple(read_blueprint(task, path.stem, path, config) for path in paths)


def compare_with_gradebook(blueprint: Blueprint, gradebook: Gradebook) -> None:
    """Raise BlueprintError if the gradebook knows the task otherwise: trainees were then given another one."""
    remedy = "Put the source back as it was released, or release the task anew under another name."
    try:
        notebook = gradebook.find_notebook(blueprint.notebook, blueprint.task)
    except MissingEntry:
        raise BlueprintError(
            f"The gradebook does not know the notebook '{blueprint.notebook}' of the task '{blueprint.task}'. Release it first."
        ) from None
    recorded = {cell.name: (cell.source, cell.cell_type) for cell in notebook.source_cells}
    ours = {cell.grade_id: (cell.source, cell.cell_type) for cell in blueprint.cells if cell.grade_id}
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    our_points = {cell.grade_id: cell.points for cell in blueprint.cells if cell.points is not None}
    changed = sorted(str(name) for name in {*recorded, *ours} if recorded.get(name) != ours.get(name))
    changed += sorted(str(name) for name in {*points, *our_points} if points.get(name) != our_points.get(name))
    if changed:
        raise BlueprintError(
            f"The source of the task '{blueprint.task}' is not the one that was released: "
            f"{', '.join(dict.fromkeys(changed))} differ. {remedy}"
        )


def _prepared(notebook: NotebookNode, steps: Sequence[type], path: Path, config: Config | None) -> NotebookNode:
    made = copy.deepcopy(notebook)
    resources: dict[str, Any] = {}
    for step in steps:
        try:
            made, resources = step(config=config, enabled=True).preprocess(made, resources)
        except Exception as trouble:
            raise BlueprintError(f"{path}: {trouble}") from trouble
    return made


def _cell(cleared: NotebookNode, released: NotebookNode) -> Cell:
    about = cleared.metadata.get("nbgrader", {})
    grade_id = about.get("grade_id") if _is_nbgrader(cleared) else None
    return Cell(
        kind=_kind(cleared),
        cell_type=cleared.cell_type,
        cell_id=str(cleared.get("id", "")),
        grade_id=grade_id,
        source=cleared.source,
        shown=released.source,
        points=float(about["points"]) if utils.is_grade(cleared) or utils.is_task(cleared) else None,
        metadata=json.loads(json.dumps(released.metadata)),
        attachments=json.loads(json.dumps(released.get("attachments", {}))),
    )


def _is_nbgrader(cell: NotebookNode) -> bool:
    return any(check(cell) for check in (utils.is_grade, utils.is_solution, utils.is_locked, utils.is_task))


def _kind(cell: NotebookNode) -> str:
    if utils.is_task(cell):
        return TASK
    if utils.is_grade(cell):
        return JUDGED if utils.is_solution(cell) else TEST
    if utils.is_solution(cell):
        return ANSWER
    return LOCKED if utils.is_locked(cell) else PLAIN


def _imported(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if line.lstrip().startswith(("import ", "from ")))


def _settled(cells: list[Cell], sources: list[str]) -> tuple[list[Cell], list[str]]:
    """Decide which cells the examiner runs, and which names each of them takes from the submission."""
    names = [names_of(cell.source) if cell.cell_type == "code" else names_of("") for cell in cells]
    given = [_given(cell) for cell in cells]
    needed: set[str] = set()
    runs = [False] * len(cells)
    for place in reversed(range(len(cells))):
        runs[place] = cells[place].kind == TEST or (given[place] and bool(names[place].binds & needed))
        if runs[place]:
            needed |= names[place].reads
    ours: set[str] = set()
    settled: list[Cell] = []
    remarks: list[str] = []
    through: dict[str, set[str]] = {}
    for place, cell in enumerate(cells):
        if cell.kind in (ANSWER, JUDGED) and cell.cell_type == "code":
            # A name that the model answer binds is the learner's from here on.
            ours -= names_of(sources[place]).binds
        if runs[place]:
            reads = names[place].reads
            relies = set(reads)
            for name in reads & set(through):
                relies |= through[name]
            relies -= ours
            if cell.kind == TEST and not relies:
                remarks.append(f"The test '{cell.grade_id}' reads no answer: it gives its points to everybody.")
            cell = Cell(**{**_fields(cell), "relies_on": tuple(sorted(relies)), "runs": True})
            if cell.kind != TEST or names[place].binds:
                for name in names[place].binds:
                    through[name] = set(relies)
                ours |= names[place].binds
        settled.append(cell)
    return settled, remarks


def _given(cell: Cell) -> bool:
    return cell.cell_type == "code" and cell.kind in (LOCKED, PLAIN)


def _fields(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in cell.__dataclass_fields__}
