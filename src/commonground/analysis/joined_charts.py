"""The two figures of the lesson on why to share. Each takes the tables that the learner has just made."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets
import pandas as pd

from commonground.activities.outcome import Series
from commonground.analysis.figures import figure, labels


def who_pays(dropped: Mapping[str, pd.Series]) -> widgets.Widget:
    """By home language: the share of students (0 to 1) whom a rule drops, one series for each name in `dropped`."""
    shares = {name: (100 * pd.Series(series)).round(1) for name, series in dropped.items()}
    return _bars(
        "students dropped to reach k = 5, by home language",
        ("Home language", "Percent dropped"),
        shares,
        " ".join(
            f"{name}: from {series.min():g} percent ({series.idxmin()}) to {series.max():g} percent ({series.idxmax()})."
            for name, series in shares.items()
        ),
        (0, 100),
    )


def noise_by_group(plans: Mapping[str, pd.DataFrame]) -> widgets.Widget:
    """By group: how large the noise can well be (`relative`, a share of the count), one series for each plan."""
    shares = {name: (100 * plan["relative"]).round(1) for name, plan in plans.items()}
    return _bars(
        "how far off a noisy count can be, 95 times in 100",
        ("Group", "Percent of the count"),
        shares,
        " ".join(
            f"{name}: from {series.min():g} percent of the count ({series.idxmin()}) to {series.max():g} percent "
            f"({series.idxmax()})."
            for name, series in shares.items()
        ),
    )


def _bars(
    title: str,
    axes: tuple[str, str],
    shares: Mapping[str, pd.Series],
    description: str,
    y_range: tuple[int, int] | None = None,
) -> widgets.Widget:
    series = (
        Series(name, labels(values), tuple(float(value) for value in values))
        for name, values in shares.items()
    )
    return figure("bars", title, axes, series, description, y_range)
