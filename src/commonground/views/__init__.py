"""ipywidgets views of the exercises, and their text form. A view draws and hands on; it holds no rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import ipywidgets as widgets

from commonground.activities import (
    Activity,
    Decision,
    Document,
    Questions,
    Record,
    Reflection,
    Sort,
    Trial,
    Walk,
)


class View(Protocol):
    """What is drawn of one exercise."""

    @property
    def widget(self) -> widgets.Widget:
        """What is put on the page."""

    def prepare(self) -> None:
        """Make ready what the learner will need next; called when the page is idle."""


def view(
    activity: Activity, changed: Callable[[], None], save_document: Callable[[Document], list[Path]]
) -> View:
    """The view that draws an exercise.

    `changed` is called after every move that is worth keeping; `save_document` writes a document's
    files and returns their paths. Raises TypeError for an activity without a view.
    """
    # Each view is imported when it is needed: a lesson loads only the parts that it shows.
    if isinstance(activity, Trial):
        from .trial import TrialView

        return TrialView(activity, changed)
    if isinstance(activity, Sort):
        from .sort import SortView

        return SortView(activity, changed)
    if isinstance(activity, Walk):
        from .walk import WalkView

        return WalkView(activity, changed)
    if isinstance(activity, Decision):
        from .decision import DecisionView

        return DecisionView(activity, changed)
    if isinstance(activity, Record):
        from .record import RecordView

        return RecordView(activity, changed)
    if isinstance(activity, Document):
        from .document import DocumentView

        return DocumentView(activity, changed, save_document)
    if isinstance(activity, Questions):
        from .questions import QuestionsView

        return QuestionsView(activity, changed)
    if isinstance(activity, Reflection):
        from .reflection import ReflectionView

        return ReflectionView(activity, changed)
    raise TypeError(f"There is no view for {type(activity).__name__}.")
