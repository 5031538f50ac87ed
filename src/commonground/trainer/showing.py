"""The graded notebook as raters open it and feedback is made from it: safe to show, whatever was handed in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from nbformat.notebooknode import NotebookNode

from commonground.trainer.blueprint import LOCKED, TASK, Cell
from commonground.trainer.nodes import as_nodes, check, code_cell, markdown_cell, output
from commonground.trainer.restore import EXTRA, Note, RestoredCell
from commonground.trainer.result import CellScore
from commonground.trainer.scrub import safe_markdown

FOR_GRADER = "for-the-grader"


def shown_cell(
    given: RestoredCell, cell: Cell | None, outputs: list[NotebookNode], score: CellScore | None, number: int
) -> NotebookNode:
    """The cell as raters and trainees see it; `cell` is its like in the task, `number` its place in the notebook."""
    metadata = dict(cell.metadata) if cell is not None else {}
    cell_id = cell.cell_id if cell is not None and cell.cell_id else f"added-{number}"
    if given.cell_type != "code":
        # What the task itself says is its author's; all else may be a stranger's.
        # A raw cell becomes Markdown: some converters would pass it through as it is.
        own = given.kind in (LOCKED, TASK)
        source = given.source if own else safe_markdown(given.source, set(given.attachments))
        made = markdown_cell(source, id=cell_id, metadata=metadata)
        if given.attachments:
            made.attachments = as_nodes(given.attachments)
        return made
    made = code_cell(given.source, id=cell_id, metadata=metadata, outputs=outputs)
    if given.missing and given.kind != EXTRA:
        made.source = f"# This cell was missing and was put back.\n{given.source}"
    if score is not None and score.outcome not in ("passed", "for a person", "blank"):
        if score.outcome == "partly":
            made.outputs = [output("stream", name="stdout", text=score.told)]
        else:
            made.outputs = [output("error", ename="Not passed", evalue=score.told, traceback=[score.told])]
    return made


def head_cells(notes: Sequence[Note], trouble: str, scores: Sequence[CellScore]) -> list[NotebookNode]:
    """What the grader should know first, in a cell that feedback leaves out."""
    lines = [f"- {trouble}"] if trouble else []
    for score in scores:
        if score.reasons:
            word = "Suspected, please look" if score.suspected else "Please look"
            lines += [f"- {word} (`{score.grade_id}`, {score.score:g} of {score.points:g}): {reason}" for reason in score.reasons]
    lines += [f"- {f'`{note.grade_id}`: ' if note.grade_id else ''}{note.text}" for note in notes if not note.suspect]
    if not lines:
        return []
    text = safe_markdown("**For the grader.** Noticed while grading:\n\n" + "\n".join(dict.fromkeys(lines)))
    return [markdown_cell(text, id=FOR_GRADER, metadata={"tags": [FOR_GRADER]})]


def plain_notebook(content: NotebookNode) -> dict[str, Any]:
    """The notebook as plain data with each cell id there once; raises nbformat.ValidationError if it is not valid."""
    seen: set[str] = set()
    for number, cell in enumerate(content.cells):
        if cell.id in seen:
            cell.id = f"cell-{number}"
        seen.add(cell.id)
    check(content)
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return plain
