"""A chart as Plotly takes it: plain dictionaries, with the one look of the course."""

from __future__ import annotations

from typing import Any

from commonground.activities.outcome import Chart, Series

from . import template

# Counts up to this number get a tick for each whole number: there is no half child.
WHOLE_TICKS = 10


def looks(chart: Chart) -> dict[str, Any]:
    """`traces` without their values, `layout` and `config`: what stays as long as series and axes do."""
    return {
        "traces": [_trace(chart, i, series) for i, series in enumerate(chart.series)],
        "layout": _layout(chart),
        "config": template.CONFIG,
    }


def values(chart: Chart) -> list[dict[str, Any]]:
    """What moves, series by series: `x`, `y` and, where points have names, `hovertext`."""
    return [
        {"x": list(series.x), "y": list(series.y)} | ({"hovertext": list(series.labels)} if series.labels else {})
        for series in chart.series
    ]


def _layout(chart: Chart) -> dict[str, Any]:
    places = chart.kind == "dots" and not chart.x_label and not chart.y_label
    layout = template.layout()
    layout["showlegend"] = len(chart.series) > 1 or places
    for axis, label in (("xaxis", chart.x_label), ("yaxis", chart.y_label)):
        layout[axis] |= {"visible": not places, "title": layout[axis]["title"] | {"text": label}}
    vertical = layout["yaxis"]
    vertical["rangemode"] = "normal" if places or chart.y_range else "tozero"
    if chart.y_range is not None:
        vertical["range"] = list(chart.y_range)
    if not places and _few_counts(chart):
        vertical["dtick"] = 1
    return layout


def _few_counts(chart: Chart) -> bool:
    numbers = [y for series in chart.series for y in series.y]
    counts = [y for y in numbers if isinstance(y, int)]
    return len(counts) == len(numbers) and max(map(abs, counts), default=0) <= WHOLE_TICKS


def _trace(chart: Chart, i: int, series: Series) -> dict[str, Any]:
    color = template.COLORS[i % len(template.COLORS)]
    trace: dict[str, Any] = {"name": series.name}
    if series.labels:
        trace["hoverinfo"] = "text+name"
    if chart.kind == "bars":
        pattern = template.PATTERNS[i % len(template.PATTERNS)]
        return trace | {
            "type": "bar",
            "marker": {
                "color": color,
                "line": {"color": color, "width": 1},
                "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "white", "size": 7},
            },
        }
    symbol = template.SYMBOLS[i % len(template.SYMBOLS)]
    if chart.kind == "lines":
        dash = template.DASHES[i % len(template.DASHES)]
        return trace | {
            "type": "scatter",
            "mode": "lines+markers",
            "line": {"color": color, "dash": dash, "width": 3},
            "marker": {"symbol": symbol, "size": 9},
        }
    return trace | {
        "type": "scatter",
        "mode": "markers",
        "marker": {"symbol": symbol, "size": 13, "color": color, "line": {"color": "white", "width": 1}},
    }
