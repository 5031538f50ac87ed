"""The figures of the analyst lessons: charts of a table, each titled as synthetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ipywidgets as widgets
import pandas as pd

from commonground.activities.outcome import Chart, ChartKind, Number, Series
from commonground.charts.figure import Figure


def labels(table: pd.DataFrame | pd.Series) -> tuple[str, ...]:
    """The labels of the rows as text."""
    return tuple(str(label) for label in table.index)


def percents(shares: Iterable[Any]) -> tuple[float, ...]:
    """Shares from 0 to 1 as percent, to one decimal place."""
    return tuple(round(100 * float(share), 1) for share in shares)


def side_by_side(
    x: tuple[str | Number, ...], columns: Mapping[str, tuple[Number, ...]]
) -> tuple[Series, ...]:
    """One series for each column, all over the same x. Raises ValueError where a column is longer or shorter."""
    return tuple(Series(name, x, values) for name, values in columns.items())


def figure(
    kind: ChartKind,
    title: str,
    axes: tuple[str, str],
    series: Iterable[Series],
    description: str,
    y_range: tuple[Number, Number] | None = None,
) -> widgets.Widget:
    """A chart on the page, its title behind the word "Synthetic", so that a copied picture still says so.

    `axes`: the labels of x and y. `description` says in words what the chart shows with these very numbers.
    """
    return Figure(Chart(kind, f"Synthetic: {title}", *axes, tuple(series), description, y_range)).widget
