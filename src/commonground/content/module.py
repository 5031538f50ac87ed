"""`module.yml`: what a module teaches, at which levels, in how many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from commonground.content.levels import LEVELS
from commonground.content.node import Node
from commonground.content.places import module_folder
from commonground.content.yaml_file import stamp


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do after a lesson.

    `taught` are ids of Markdown cells, `practised` ids of exercises, documents, question items or
    reflections, `register` ids of the register of teachable items.
    """

    id: str
    text: str
    taught: tuple[str, ...]
    practised: tuple[str, ...]
    register: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One lesson of a module: a notebook, its length in minutes, its objectives."""

    id: str
    notebook: str
    minutes: int
    audience: str
    objectives: tuple[Objective, ...]
    take_home: tuple[str, ...]
    key_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A module: `register` and `facts` are the ids that it teaches and cites."""

    id: str
    title: str
    aim: str
    catch_up: str
    register: tuple[str, ...]
    facts: tuple[str, ...]
    levels: tuple[Level, ...]
    folder: Path

    def level(self, level_id: str) -> Level:
        """The level with this id; raises KeyError naming the levels that there are."""
        for level in self.levels:
            if level.id == level_id:
                return level
        there = ", ".join(level.id for level in self.levels)
        raise KeyError(f"{self.id} has no level {level_id!r}; it has: {there}")


def _level(name: str, node: Node) -> Level:
    if name not in LEVELS:
        raise node.error("This is not a level.", f"Use one of: {', '.join(LEVELS)}.")
    return Level(
        id=name,
        notebook=node.text("notebook"),
        minutes=node.whole_number("minutes"),
        audience=node.text("audience"),
        objectives=tuple(
            Objective(
                id=item.text("id"),
                text=item.text("text"),
                taught=item.texts("taught"),
                practised=item.texts("practised"),
                register=item.texts("register"),
            )
            for item in node.nodes("objectives")
        ),
        take_home=node.texts("take_home"),
        key_points=node.texts("key_points"),
    )


def read_module(file: Path) -> Module:
    """The module described by a module.yml; raises ContentError where it cannot be used."""
    top = Node.of_file(file)
    return Module(
        id=top.text("id"),
        title=top.text("title"),
        aim=top.text("aim"),
        catch_up=top.text("catch_up"),
        register=top.texts("register"),
        facts=top.texts("facts"),
        levels=tuple(_level(name, node) for name, node in top.child("levels").items()),
        folder=file.parent,
    )


@lru_cache(maxsize=64)
def _module(file: Path, _stamp: tuple[int, int]) -> Module:
    return read_module(file)


def module(module_id: str) -> Module:
    """A module of the course by the name of its folder; raises ContentError."""
    file = module_folder(module_id) / "module.yml"
    return _module(file, stamp(file))
