"""`questions.yml`: the knowledge checks, where every option has its own reply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from commonground.content.node import Node
from commonground.content.places import module_folder
from commonground.content.yaml_file import stamp


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer, and what the course says to someone who chooses it."""

    id: str
    text: str
    reply: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A knowledge check. With `contest` the learner may disagree and say why."""

    id: str
    level: str
    prompt: str
    register: tuple[str, ...]
    options: tuple[Option, ...]
    contest: bool
    mark: str


def read_questions(file: Path) -> tuple[Question, ...]:
    """All questions of a questions.yml, in order; raises ContentError where it cannot be used."""
    return tuple(
        Question(
            id=node.text("id"),
            level=node.text("level"),
            prompt=node.text("prompt"),
            register=node.texts("register"),
            options=tuple(
                Option(option.text("id"), option.text("text"), option.text("reply"), option.flag("right"))
                for option in node.nodes("options")
            ),
            contest=node.flag("contest"),
            mark=node.text("mark", ""),
        )
        for node in Node.of_file(file).nodes("items")
    )


@lru_cache(maxsize=64)
def _questions(file: Path, _stamp: tuple[int, int]) -> tuple[Question, ...]:
    return read_questions(file)


def questions(module_id: str, level: str | None = None) -> tuple[Question, ...]:
    """The questions of a module, of one level or of all; raises ContentError."""
    file = module_folder(module_id) / "questions.yml"
    found = _questions(file, stamp(file))
    return found if level is None else tuple(item for item in found if item.level == level)
