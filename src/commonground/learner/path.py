"""What there is to learn, how far this learner is, and the way that a role proposes.

Only lessons that can be opened appear: a module with a folder, and in it a level whose notebook
exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonground.content.course import ModuleEntry, Role, course
from commonground.content.module import module
from commonground.learner.progress_book import NoProgress, Progress, State

Known = Progress | NoProgress


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as the front page shows it; `minutes` is the planned length."""

    module_id: str
    module_title: str
    level: str
    notebook: str
    minutes: int
    audience: str
    state: State
    started_on: date | None
    done_on: date | None

    @property
    def lesson_id(self) -> str:
        """The id under which answers and progress are kept: module and notebook without its ending."""
        return f"{self.module_id}/{self.notebook.removesuffix('.ipynb')}"


@dataclass(frozen=True, slots=True)
class Card:
    """A module with its lessons in order of level."""

    module: ModuleEntry
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A lesson on a role's way, with the reason why it is there."""

    lesson: Lesson
    reason: str


@dataclass(frozen=True, slots=True)
class RolePath:
    """A role's way through the lessons that there are.

    `to_come` counts the stops whose lesson does not exist yet.
    """

    role: Role
    stops: tuple[Stop, ...]
    to_come: int

    @property
    def minutes(self) -> int:
        """Planned minutes of all stops."""
        return sum(stop.lesson.minutes for stop in self.stops)

    @property
    def minutes_left(self) -> int:
        """Planned minutes of the stops that are not done."""
        return sum(stop.lesson.minutes for stop in self.stops if stop.lesson.state != "done")

    @property
    def done(self) -> int:
        """How many stops are done."""
        return sum(stop.lesson.state == "done" for stop in self.stops)

    @property
    def next_stop(self) -> Stop | None:
        """The first stop that is not done; None when all are, or there are none."""
        return next((stop for stop in self.stops if stop.lesson.state != "done"), None)


def _lessons(entry: ModuleEntry, known: Known) -> tuple[Lesson, ...]:
    described = module(entry.id)
    found = []
    for level in described.levels:
        if (described.folder / level.notebook).is_file():
            state = known.lesson(f"{entry.id}/{level.notebook.removesuffix('.ipynb')}")
            found.append(
                Lesson(
                    entry.id,
                    entry.title,
                    level.id,
                    level.notebook,
                    level.minutes,
                    level.audience,
                    state.state,
                    state.started_on,
                    state.done_on,
                )
            )
    return tuple(found)


def cards(known: Known) -> tuple[Card, ...]:
    """The modules that can be opened, in the order of the course; raises ContentError."""
    found = (Card(entry, _lessons(entry, known)) for entry in course().written)
    return tuple(card for card in found if card.lessons)


def role_path(role_id: str, known: Known) -> RolePath:
    """The way of one role; raises KeyError naming the roles where there is none with this id."""
    roles = course().roles
    role = next((role for role in roles if role.id == role_id), None)
    if role is None:
        raise KeyError(f"There is no role {role_id!r}; there are: {', '.join(role.id for role in roles)}")
    there = {(lesson.module_id, lesson.level): lesson for card in cards(known) for lesson in card.lessons}
    stops = tuple(
        Stop(there[step.module, step.level], step.reason) for step in role.path if (step.module, step.level) in there
    )
    return RolePath(role, stops, len(role.path) - len(stops))
