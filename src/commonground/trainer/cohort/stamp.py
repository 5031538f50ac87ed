"""Marks each notebook of a cohort with where it comes from, so that a hand-in made for another cohort is known.

The mark is notebook metadata, which nbgrader passes on from the source to the released notebook and
Jupyter keeps. It says nothing about answers. A notebook without it is judged by its cells.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.settings import Settings
from commonground.trainer.safely import write_safely

KEY = "commonground"


@dataclass(frozen=True)
class Stamp:
    """Where a notebook comes from. `release` is a random word that changes when a task is released anew."""

    cohort: str
    edition: str
    form: str
    task: str
    release: str


def stamp_of(metadata: Any) -> Stamp | None:
    """The stamp in a notebook's metadata; None if there is none, whatever stands there."""
    found = metadata.get(KEY) if isinstance(metadata, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    given = {name: found.get(name) for name in Stamp.__dataclass_fields__}
    return Stamp(**{name: str(value)[:80] for name, value in given.items()}) if all(given.values()) else None


def stamp_source(place: Path, settings: Settings, task: str, renew: bool = False) -> Stamp:
    """Mark the source notebook at `place` for that cohort, if it is not marked yet, or if `renew`; raises CohortError."""
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
        metadata = content.setdefault("metadata", {})
    except (OSError, ValueError, AttributeError):
        raise CohortError(f"{place.name}: this source notebook cannot be read. Put back the one that came with the course.") from None
    old = stamp_of(metadata)
    wanted = Stamp(settings.id, settings.edition, settings.form, task, secrets.token_hex(6))
    if old is not None and not renew and (old.cohort, old.edition, old.form, old.task) == (settings.id, settings.edition, settings.form, task):
        return old
    metadata[KEY] = asdict(wanted)
    write_safely(place, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return wanted
