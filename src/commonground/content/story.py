"""`story.yml`: people, exercises and reflections of a module, with the exercises as raw mappings.

What an exercise of a kind means, and its rules, are the business of `commonground.activities`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from commonground.content.node import Node
from commonground.content.places import module_folder
from commonground.content.yaml_file import stamp

KINDS: tuple[str, ...] = ("trial", "sort", "walk", "decision", "record", "document")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who appears in this module beside the residents of the course."""

    id: str
    name: str
    who: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: its kind (one of KINDS) and its content as in the file (read only)."""

    id: str
    kind: str
    title: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reflection:
    """A question from the learner's own work; `used_in` are documents that quote the answer."""

    id: str
    prompt: str
    help: str
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The content of a story.yml."""

    people: tuple[Person, ...]
    exercises: Mapping[str, Exercise]
    reflections: Mapping[str, Reflection]
    file: Path

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise with this id; raises KeyError naming those that there are."""
        if exercise_id not in self.exercises:
            raise KeyError(f"{self.file} has no exercise {exercise_id!r}; it has: {', '.join(self.exercises)}")
        return self.exercises[exercise_id]

    def reflection(self, reflection_id: str) -> Reflection:
        """The reflection with this id; raises KeyError naming those that there are."""
        if reflection_id not in self.reflections:
            raise KeyError(f"{self.file} has no reflection {reflection_id!r}; it has: {', '.join(self.reflections)}")
        return self.reflections[reflection_id]


def _exercise(name: str, node: Node) -> Exercise:
    kind = node.text("kind")
    if kind not in KINDS:
        raise node.child("kind").error(f"{kind!r} is not a kind of exercise.", f"Use one of: {', '.join(KINDS)}.")
    return Exercise(name, kind, node.text("title"), MappingProxyType(node.mapping()))


def read_story(file: Path) -> Story:
    """The story of a story.yml; raises ContentError where it cannot be used."""
    top = Node.of_file(file)
    exercises = top.child("exercises").items() if top.has("exercises") else ()
    reflections = top.child("reflections").items() if top.has("reflections") else ()
    return Story(
        people=tuple(Person(node.text("id"), node.text("name"), node.text("who")) for node in top.nodes("people")),
        exercises=MappingProxyType({name: _exercise(name, node) for name, node in exercises}),
        reflections=MappingProxyType(
            {
                name: Reflection(name, node.text("prompt"), node.text("help", ""), node.texts("used_in"))
                for name, node in reflections
            }
        ),
        file=file,
    )


@lru_cache(maxsize=64)
def _story(file: Path, _stamp: tuple[int, int]) -> Story:
    return read_story(file)


def story(module_id: str) -> Story:
    """The story of a module by the name of its folder; raises ContentError."""
    file = module_folder(module_id) / "story.yml"
    return _story(file, stamp(file))
