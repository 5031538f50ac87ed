"""`modules/course.yml`: the course as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from commonground.content.node import Node
from commonground.content.places import modules_folder
from commonground.content.yaml_file import stamp


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a learner can ask. `name`, `reach` are empty until the local organization fills them in."""

    role: str
    name: str
    reach: str
    note: str


@dataclass(frozen=True, slots=True)
class Resident:
    """An invented resident of Alder County who returns in every lesson."""

    id: str
    name: str
    who: str


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stop on a role's way through the course."""

    module: str
    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of learner, with a proposed path; the learner may choose another at any time."""

    id: str
    title: str
    line: str
    path: tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class ModuleEntry:
    """A module in the order of the course. `written` says whether its folder exists."""

    id: str
    title: str
    aim: str
    written: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The course: its names, its people, its modules in order, and the paths through it."""

    title: str
    tagline: str
    about: str
    disclosure: str
    does_not: tuple[str, ...]
    not_advice: str
    contact: Contact
    residents: tuple[Resident, ...]
    roles: tuple[Role, ...]
    modules: tuple[ModuleEntry, ...]

    @property
    def written(self) -> tuple[ModuleEntry, ...]:
        """The modules that can be opened."""
        return tuple(entry for entry in self.modules if entry.written)


def read_course(file: Path) -> Course:
    """The course described by a course.yml; raises ContentError where it cannot be used."""
    top = Node.of_file(file)
    contact = top.child("contact")
    return Course(
        title=top.text("title"),
        tagline=top.text("tagline"),
        about=top.text("about"),
        disclosure=top.text("disclosure"),
        does_not=top.texts("does_not"),
        not_advice=top.text("not_advice"),
        contact=Contact(
            role=contact.text("role"),
            name=contact.text("name", ""),
            reach=contact.text("reach", ""),
            note=contact.text("note"),
        ),
        residents=tuple(
            Resident(node.text("id"), node.text("name"), node.text("who")) for node in top.nodes("residents")
        ),
        roles=tuple(
            Role(
                node.text("id"),
                node.text("title"),
                node.text("line"),
                tuple(
                    PathStep(step.text("module"), step.text("level"), step.text("reason"))
                    for step in node.nodes("path")
                ),
            )
            for node in top.nodes("roles")
        ),
        modules=tuple(
            ModuleEntry(
                node.text("id"),
                node.text("title"),
                node.text("aim"),
                (file.parent / node.text("id") / "module.yml").is_file(),
            )
            for node in top.nodes("modules")
        ),
    )


@lru_cache(maxsize=8)
def _course(file: Path, _stamp: tuple[int, int], _folders: tuple[str, ...]) -> Course:
    return read_course(file)


def course() -> Course:
    """The course of this machine (see `places.course_root`); raises ContentError."""
    file = modules_folder() / "course.yml"
    folders = tuple(sorted(path.parent.name for path in file.parent.glob("*/module.yml")))
    return _course(file, stamp(file), folders)
