"""The two figures of the lesson on co-research. Each takes the table that the learner has just made."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd

from commonground.analysis.figures import figure, labels, percents, side_by_side


def crowds(table: pd.DataFrame) -> widgets.Widget:
    """By crowd: the share with a long absence, between the ends of its interval.

    One row for each crowd; columns: `students` (count), `share`, `low`, `high` (0 to 1).
    """
    names = tuple(f"{name} ({int(count):,})" for name, count in table["students"].items())
    low, share, high = (percents(table[column]) for column in ("low", "share", "high"))
    said = (
        f"{name}: {middle:g} percent, between {least:g} and {most:g}"
        for name, least, middle, most in zip(names, low, share, high, strict=True)
    )
    return figure(
        "bars",
        "long absence, by kind of entry",
        ("Crowd, with its students in brackets", "Percent with a long absence"),
        side_by_side(names, {"Lower end": low, "Share": share, "Upper end": high}),
        f"Share with a long absence, and the ends of its 95 percent interval. {'; '.join(said)}.",
    )


def two_lists(table: pd.DataFrame) -> widgets.Widget:
    """By group: students called before and after a field leaves the list; columns `before` and `after`, counts."""
    names = labels(table)
    before, after = (tuple(int(count) for count in table[name]) for name in ("before", "after"))
    said = ", ".join(
        f"group {name} from {old} to {new}" for name, old, new in zip(names, before, after, strict=True)
    )
    return figure(
        "bars",
        "who is called, before and after the veto",
        ("Group", "Students called"),
        side_by_side(names, {"With the runaway count": before, "Without it": after}),
        f"Of {sum(before)} places before and {sum(after)} after, {said}.",
    )
