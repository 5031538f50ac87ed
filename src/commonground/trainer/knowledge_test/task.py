"""Writes T6 for a cohort: the fixed words of the practice form, with thirty drawn questions in place of its three.

The practice form, `instructor/source/t6-knowledge-and-sources/`, is a whole task by itself. Everything
that a trainee reads beside the questions stands there, so that nothing generated needs to be kept with
the course, and a word is changed in one place.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from commonground.content.notebook import write_text
from commonground.content.places import course_root
from commonground.trainer.knowledge_test.bank import KnowledgeTestError, read_bank
from commonground.trainer.knowledge_test.draw import COUNT, Asked, draw
from commonground.trainer.knowledge_test.reading import Item, items
from commonground.trainer.nodes import check, markdown_cell, read_notebook

TASK = "t6-knowledge-and-sources"
TEMPLATE = Path("instructor") / "source" / TASK / f"{TASK}.ipynb"


def write_task(target: Path, seed: int, form: str) -> None:
    """Write the source notebook of that form into the folder `target` (a cohort's `source/<task>`).

    The practice form that may lie there is replaced. Raises KnowledgeTestError when a drawn form lies
    there already, for a cohort keeps its form, or when the bank is too small; ContentError when a
    question file cannot be used.
    """
    place = target / f"{TASK}.ipynb"
    if place.is_file() and len(items(place)) == COUNT:
        raise KnowledgeTestError(
            f"{place}: this cohort has its form already, and trainees may have it in hand. Make a new cohort for another form."
        )
    asked = draw(read_bank(), seed, form)
    made = filled(read_notebook(course_root() / TEMPLATE), asked, seed, form)
    check(made)
    target.mkdir(parents=True, exist_ok=True)
    place.write_text(write_text(made), encoding="utf-8")


def filled(template: NotebookNode, asked: Sequence[Asked], seed: int, form: str) -> NotebookNode:
    """A copy of the practice form that asks these questions instead."""
    made = copy.deepcopy(template)
    kept = [cell for cell in made.cells if not cell.id.startswith("item-")]
    first = next(place for place, cell in enumerate(made.cells) if cell.id.startswith("item-"))
    made.cells = [*kept[:first], *(_item_cell(question) for question in asked), *kept[first:]]
    cells = {cell.id: cell for cell in made.cells}
    cells["which-form"].source = f"Form: {form}.\nQuestions: {len(asked)}.\nOne point each."
    cells["letters"].source = _with_letters(cells["letters"].source, asked)
    cells["answers"].source = _answers(asked)
    cells["knowledge-test"].source = _test(asked, seed, form)
    cells["knowledge-test"].metadata["nbgrader"]["points"] = len(asked)
    return made


def _item_cell(question: Asked) -> NotebookNode:
    grade_id = f"item-{question.number:02d}"
    title = question.item.title
    stop = "" if title.endswith(("?", '?"')) else "."
    scene = " The scene is invented." if question.item.mark == "invented" else ""
    choices = "\n".join(
        f"- **{letter}**: {choice.text}" for letter, choice in zip(question.letters, question.choices, strict=True)
    )
    text = (
        f"### Question {question.number}\n\n*Module: {title}{stop}{scene}*\n\n"
        f"{question.item.prompt}\n\n{choices}"
    )
    about = {"grade": False, "grade_id": grade_id, "locked": True, "schema_version": 3, "solution": False, "task": False}
    # A pair of dollar signs would be read as a formula.
    return markdown_cell(text.replace("$", "\\$"), id=grade_id, metadata={"nbgrader": about})


def _with_letters(source: str, asked: Sequence[Asked]) -> str:
    rows = "".join(f'    "{question.number}": "{question.letters}",\n' for question in asked)
    return re.sub(r"letters = \{\n[^}]*\}", f"letters = {{\n{rows}}}", source, count=1)


def _answers(asked: Sequence[Asked]) -> str:
    blank = "".join(f'    "{question.number}": "",\n' for question in asked)
    solved = "".join(f'    "{question.number}": "{question.key[0]}",\n' for question in asked)
    return (
        f"answers = {{\n{blank}}}\n# The form ends here.\n"
        f"### BEGIN SOLUTION\nanswers = {{\n{solved}}}\n### END SOLUTION"
    )


def _test(asked: Sequence[Asked], seed: int, form: str) -> str:
    rows = "".join(
        f"    {_row(Item(q.number, q.item.id, q.item.module, q.item.level, q.key))!r},\n" for q in asked
    )
    return (
        "# Each right letter is a point. It shows 0 here, since the key is not in your copy.\n"
        "points = 0\n"
        "### BEGIN HIDDEN TESTS\n"
        f"# Form {form}, drawn with seed {seed}.\n"
        f"items = [\n{rows}]\n"
        "given = as_letters(answers)\n"
        "points = sum(given[str(item['number'])] in item['key'] for item in items)\n"
        "### END HIDDEN TESTS\n"
        "points"
    )


def _row(item: Item) -> dict[str, object]:
    return {"number": item.number, "id": item.id, "module": item.module, "level": item.level, "key": list(item.key)}
