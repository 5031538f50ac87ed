"""The words of the tasks: claims that resolve, and a notebook that asks every task."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commonground import content, exercises
from commonground.exercises.texts import load

MODULE = "04-bias-in-shared-data"
NOTEBOOK = Path(__file__).parents[2] / "modules" / MODULE / "3-analyst.ipynb"
TEXTS = load("bias.yml")


def all_words(id: str) -> str:
    text = TEXTS[id]
    return "\n".join(
        [
            text.title,
            text.prompt,
            *text.hints,
            text.answer,
            text.right,
            *text.replies.values(),
            *text.options.values(),
        ]
    )


@pytest.mark.parametrize("id", TEXTS)
def test_every_cited_id_is_known_and_listed_in_the_module(id: str) -> None:
    module = content.module(MODULE)
    known = set(module.facts) | set(module.register)
    cited = re.findall(r"\[([A-Z]+(?:-[A-Za-z0-9]+)+)\]", all_words(id))
    assert set(cited) <= known


def test_the_notebook_asks_every_task_once_and_in_order() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    asked = re.findall(r'^\w+_task = exercises\.get\("(04/[a-z-]+)"\)', code, re.MULTILINE)
    assert asked == list(exercises.tasks("04"))


@pytest.mark.parametrize("id", TEXTS)
def test_a_reply_never_only_says_wrong(id: str) -> None:
    for reply in TEXTS[id].replies.values():
        assert len(reply.split()) >= 8
        assert not re.match(r"(wrong|incorrect|no)\b", reply, re.IGNORECASE)
