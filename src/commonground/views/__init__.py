"""ipywidgets views of the exercises, and their text form. A view draws and hands on; it holds no rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


def view(
    activity: Activity, changed: Callable[[], None], save_document: Callable[[Document], list[Path]]
) -> widgets.Widget:
    """The widget that draws an exercise.

    `changed` is called after every move that is worth keeping; `save_document` writes a document's
    files and returns their paths. Raises TypeError for an activity without a view.
    """
    # Each view is imported when it is needed: a lesson loads only the parts that it shows.
    if isinstance(activity, Trial):
        from .trial import TrialView

        return TrialView(activity, changed).widget
    if isinstance(activity, Sort):
        from .sort import SortView

        return SortView(activity, changed).widget
    if isinstance(activity, Walk):
        from .walk import WalkView

        return WalkView(activity, changed).widget
    if isinstance(activity, Decision):
        from .decision import DecisionView

        return DecisionView(activity, changed).widget
    if isinstance(activity, Record):
        from .record import RecordView

        return RecordView(activity, changed).widget
    if isinstance(activity, Document):
        from .document import DocumentView

        return DocumentView(activity, changed, save_document).widget
    if isinstance(activity, Questions):
        from .questions import QuestionsView

        return QuestionsView(activity, changed).widget
    if isinstance(activity, Reflection):
        from .reflection import ReflectionView

        return ReflectionView(activity, changed).widget
    raise TypeError(f"There is no view for {type(activity).__name__}.")
