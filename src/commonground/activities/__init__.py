"""The exercises as pure state and rules. Nothing here knows a widget, a notebook or a file."""

from __future__ import annotations

from commonground.content.questions import Option

from .base import MARKS, Activity, ActivityError, Spec, State
from .decision import Decision
from .document import Document
from .questions import Questions
from .record import Record
from .reflection import Reflection
from .sort import Sort
from .trial import Trial
from .walk import Walk

KINDS: dict[str, type[Activity]] = {
    cls.kind: cls for cls in (Trial, Sort, Walk, Decision, Record, Document)
}


def build(id: str, spec: Spec) -> Activity:
    """An exercise from its description in story.yml.

    Raises ActivityError where the kind or the model is unknown, or a part of the description is missing.
    """
    kind = str(spec.get("kind", ""))
    if kind not in KINDS:
        raise ActivityError(f"{id}: the kind {kind!r} is not known. Use one of: {', '.join(KINDS)}.")
    try:
        return KINDS[kind](id, spec)
    except KeyError as error:
        raise ActivityError(f"{id}: the {kind} has no {error}. See docs/authoring.md.") from error
    except LookupError as error:
        raise ActivityError(f"{id}: {error}") from error


__all__ = [
    "KINDS", "MARKS", "Activity", "ActivityError", "Decision", "Document", "Option", "Questions", "Record",
    "Reflection", "Sort", "Spec", "State", "Trial", "Walk", "build",
]
