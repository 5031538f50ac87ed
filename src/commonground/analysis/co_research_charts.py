"""The two figures of the lesson on co-research. Each takes the table that the learner has just made."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd

from commonground.activities.outcome import Chart, Series
from commonground.charts.figure import Figure


def crowds(table: pd.DataFrame) -> widgets.Widget:
    """By crowd: the share with a long absence, between the ends of its interval.

    One row for each crowd; columns: `students` (count), `share`, `low`, `high` (0 to 1).
    """
    names = tuple(f"{name} ({int(count):,})" for name, count in table["students"].items())
    ends = {
        "Lower end": tuple(round(100 * share, 1) for share in table["low"]),
        "Share": tuple(round(100 * share, 1) for share in table["share"]),
        "Upper end": tuple(round(100 * share, 1) for share in table["high"]),
    }
    said = (
        f"{name}: {share:g} percent, between {low:g} and {high:g}"
        for name, low, share, high in zip(names, *ends.values(), strict=True)
    )
    return Figure(
        Chart(
            kind="bars",
            title="Synthetic: long absence, by kind of entry",
            x_label="Crowd, with its students in brackets",
            y_label="Percent with a long absence",
            series=tuple(Series(name, names, values) for name, values in ends.items()),
            description=f"Share with a long absence, and the ends of its 95 percent interval. {'; '.join(said)}.",
        )
    ).widget


def two_lists(table: pd.DataFrame) -> widgets.Widget:
    """By group: students called before and after a field leaves the list; columns `before` and `after`, counts."""
    names = tuple(str(group) for group in table.index)
    before, after = (tuple(int(count) for count in table[name]) for name in ("before", "after"))
    said = ", ".join(
        f"group {name} from {old} to {new}" for name, old, new in zip(names, before, after, strict=True)
    )
    return Figure(
        Chart(
            kind="bars",
            title="Synthetic: who is called, before and after the veto",
            x_label="Group",
            y_label="Students called",
            series=(
                Series("With the runaway count", names, before),
                Series("Without it", names, after),
            ),
            description=f"Of {sum(before)} places before and {sum(after)} after, {said}.",
        )
    ).widget
