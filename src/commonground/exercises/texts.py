"""The words of the tasks, read from YAML that stands beside their rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Texts:
    """All that a learner can read in one task; the shape of an entry of a `bank/*.yml` file.

    `replies` maps the id of a foreseen mistake, or of an option, to what is said about it.
    `cases` maps the id of a hidden table to a few words that say what kind of table it is.
    """

    title: str
    prompt: str
    hints: tuple[str, str]
    answer: str
    right: str
    replies: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@cache
def load(name: str) -> Mapping[str, Texts]:
    """The texts of one file of `commonground/exercises/bank`, by task id.

    Raises ValueError, naming file and task, where an entry lacks a part or has a part too many.
    """
    raw: dict[str, Any] = yaml.safe_load(
        (files("commonground.exercises") / "bank" / name).read_text(encoding="utf-8")
    )
    return {task: _texts(name, task, entry) for task, entry in raw["tasks"].items()}


def _texts(name: str, task: str, entry: dict[str, Any]) -> Texts:
    hints = tuple(entry.get("hints", ()))
    if len(hints) != 2:
        raise ValueError(f"{name}: {task} needs two hints, and has {len(hints)}.")
    try:
        return Texts(**{**entry, "hints": hints})
    except TypeError as error:
        raise ValueError(f"{name}: {task}: {error}. Compare it with the fields of Texts.") from error
