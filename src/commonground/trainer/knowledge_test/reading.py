"""What the report needs of T6: which questions a cohort was asked, and what each trainee answered."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.content.notebook import Cell, read_notebook, source_of
from commonground.trainer.knowledge_test.bank import KnowledgeTestError

ANSWERS, READ_BACK, TEST = "answers", "read-back", "knowledge-test"
_READ_AS = re.compile(r"^Read as: (.*)$", re.MULTILINE)
_READ_ONE = re.compile(r"(\d+) ([a-z])(?![a-z])")
_ONE_LETTER = re.compile(r"[\W_]*([a-z])[\W_]*")


@dataclass(frozen=True, slots=True)
class Item:
    """A question as a cohort was asked it.

    `number` from 1 as the trainee saw it, `id`, `module` and `level` as in the bank, and `key`, the
    letters that are right (nearly always one).
    """

    number: int
    id: str
    module: str
    level: str
    key: tuple[str, ...]


def items(source: Path) -> tuple[Item, ...]:
    """The questions in a cohort's source notebook, by number; raises KnowledgeTestError and ContentError."""
    value = _assigned(_text_of(source, TEST), "items")
    try:
        return tuple(
            Item(int(row["number"]), str(row["id"]), str(row["module"]), str(row["level"]), tuple(row["key"])) for row in value
        )
    except (TypeError, KeyError, ValueError):
        raise KnowledgeTestError(
            f"{source}: the key of the knowledge test is not in this notebook. Name the notebook in the cohort's source folder."
        ) from None


def answers_of(notebook: Path) -> dict[int, str]:
    """The letters that a trainee gave, by number; questions left open are not in it.

    Read from what the notebook itself reads back when it runs, so a graded notebook gives exactly the
    answers that were counted; from the text of the answers where it was never run. Nothing of the
    notebook is executed. Raises ContentError for a file that is no notebook.
    """
    for output in _cell(notebook, READ_BACK).get("outputs", []):
        text = output.get("text", "")
        read = _READ_AS.search(text if isinstance(text, str) else "".join(text))
        if read:
            return {int(number): letter for number, letter in _READ_ONE.findall(read.group(1))}
    written = _assigned(_text_of(notebook, ANSWERS), "answers")
    if not isinstance(written, dict):
        return {}
    given = ((str(number).strip(), _ONE_LETTER.fullmatch(str(answer).lower())) for number, answer in written.items())
    return {int(number): match.group(1) for number, match in given if number.isdecimal() and match}


def right_answers(asked: Sequence[Item], answers: Mapping[int, str]) -> dict[int, bool]:
    """Which of the questions were answered rightly, by number; an open question counts as not."""
    return {item.number: answers.get(item.number) in item.key for item in asked}


def _cell(notebook: Path, grade_id: str) -> Cell:
    for cell in read_notebook(notebook)["cells"]:
        about = cell.get("metadata", {}).get("nbgrader", {})
        if about.get("grade_id") == grade_id:
            return dict(cell)
    return {}


def _text_of(notebook: Path, grade_id: str) -> str:
    return source_of(_cell(notebook, grade_id))


def _assigned(source: str, name: str) -> Any:
    """The plain value that the text first gives to that name; None where it gives none."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    for statement in statements:
        if isinstance(statement, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in statement.targets):
            try:
                return ast.literal_eval(statement.value)
            except (ValueError, TypeError, RecursionError):
                return None
    return None
