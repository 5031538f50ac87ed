"""What is settled for a whole cohort: the file `cohort.yml`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import Rater, trouble_with_id
from commonground.trainer.safely import write_safely

FILE = "cohort.yml"
HEAD = "# One cohort of trainers. Dates are year-month-day. Raters: see the guide for raters.\n"
_WORDS = ("id", "title", "organization", "contact", "edition", "form")


@dataclass(frozen=True)
class Settings:
    """The settings of a cohort.

    `id` is nbgrader's course id. `edition` is the edition of the course that its tasks come from,
    `seed` and `form` decide which items its knowledge task has. `due` gives, by task, the last day on
    which a hand-in is in time, or None.
    """

    id: str
    title: str
    organization: str
    contact: str
    edition: str
    seed: int
    form: str
    created: datetime.date
    due: Mapping[str, datetime.date | None] = field(default_factory=dict)
    raters: tuple[Rater, ...] = ()


def read_settings(place: Path) -> Settings:
    """The settings in the file at `place`; raises CohortError."""
    try:
        data = yaml.safe_load(place.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise CohortError(f"{place}: this file cannot be read ({trouble.strerror}).") from None
    except (yaml.YAMLError, UnicodeError) as trouble:
        line = getattr(getattr(trouble, "problem_mark", None), "line", None)
        at = "" if line is None else f" near line {line + 1}"
        raise CohortError(f"{place.name}: this is not written as YAML{at}. Undo the last change to it.") from None
    if not isinstance(data, dict):
        raise CohortError(f"{place.name}: this is not the file of a cohort. Make a cohort with 'commonground trainer new-cohort'.")
    missing = [name for name in (*_WORDS, "seed", "created") if data.get(name) is None]
    if missing:
        raise CohortError(f"{place.name}: {', '.join(missing)} must be filled in.")
    seed = data["seed"]
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise CohortError(f"{place.name}: seed must be a whole number, not '{seed}'.")
    due = data.get("due") or {}
    if not isinstance(due, dict):
        raise CohortError(f"{place.name}: due must give a date for each task, such as 't1-teach-a-segment: 2027-03-01'.")
    return Settings(
        **{name: str(data[name]) for name in _WORDS},
        seed=seed,
        created=_date(place, "created", data["created"]),
        due={str(task): None if day is None else _date(place, f"due of {task}", day) for task, day in due.items()},
        raters=_raters(place, data.get("raters") or []),
    )


def _date(place: Path, name: str, given: Any) -> datetime.date:
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    return read_date(str(given), f"{place.name}: {name}")


def read_date(text: str, what: str) -> datetime.date:
    """The day that `text` names as year-month-day; raises CohortError, which begins with `what`."""
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise CohortError(f"{what}: '{text}' is not a date. Write it as year-month-day, such as 2027-03-01.") from None


def _raters(place: Path, given: Any) -> tuple[Rater, ...]:
    raters: list[Rater] = []
    for part in given if isinstance(given, list) else [given]:
        if not isinstance(part, dict) or not part.get("id"):
            raise CohortError(f"{place.name}: each rater needs an id, a name, and community: true or false.")
        rater = Rater(str(part["id"]), str(part.get("name") or part["id"]), part.get("community") is True)
        trouble = trouble_with_id(rater.id)
        if trouble:
            raise CohortError(f"{place.name}, raters: {trouble}")
        if rater.id.casefold() in {other.id.casefold() for other in raters}:
            raise CohortError(f"{place.name}: two raters have the id '{rater.id}'. Give each another.")
        raters.append(rater)
    return tuple(raters)


def write_settings(place: Path, settings: Settings) -> None:
    """Write the settings as the file that `read_settings` reads."""
    data: dict[str, Any] = {
        "id": settings.id,
        "title": settings.title,
        "organization": settings.organization,
        "contact": settings.contact,
        "edition": settings.edition,
        "seed": settings.seed,
        "form": settings.form,
        "created": settings.created,
        # Each its own date: YAML would else write the second of two equal ones as a reference to the first.
        "due": {task: None if day is None else datetime.date(day.year, day.month, day.day) for task, day in settings.due.items()},
        "raters": [{"id": rater.id, "name": rater.name, "community": rater.community} for rater in settings.raters],
    }
    write_safely(place, HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
