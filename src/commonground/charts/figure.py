"""A chart on the page: heading, FigureWidget, description in words, and the same numbers as a table."""

from __future__ import annotations

import html
from typing import Any

import ipywidgets as widgets

from commonground.activities.outcome import Chart, Series

from . import template
from .table import table_html
from .widget import figure_widget_class

# Counts up to this number get a tick for each whole number: there is no half child.
WHOLE_TICKS = 10


class Figure:
    """Draws a Chart and follows it: `update` changes the figure, the words and the table together.

    `widget` is what is shown. Plotly is imported when the first figure is made, not before,
    so that a lesson's first exercise does not wait for it.
    """

    def __init__(self, chart: Chart) -> None:
        import plotly.graph_objects as go

        self._go = go
        self._heading = widgets.HTML()
        self._words = widgets.HTML()
        self._table = widgets.HTML(layout=widgets.Layout(display="none"))
        self._ask = widgets.ToggleButton(description="Show the numbers as a table", value=False)
        self._ask.add_class("cg-quiet")
        self._ask.observe(self._show_table, names="value")
        self.chart = chart
        # Made whole, with its data: a figure that is filled later is drawn twice, and keeps the size
        # of its first, empty drawing on a narrow page.
        self._figure: Any = figure_widget_class()(data=self._traces(), layout=template.layout() | self._layout())
        self._figure._config = {**self._figure._config, **template.CONFIG}
        for part, name in ((self._heading, "cg-figure-title"), (self._words, "cg-figure-words")):
            part.add_class(name)
        box = widgets.Box([self._figure])
        box.add_class("cg-figure-plot")
        self.widget = widgets.VBox([self._heading, box, self._words, self._ask, self._table])
        self.widget.add_class("cg-figure")
        self._say()

    def _show_table(self, change: Any) -> None:
        self._table.value = table_html(self.chart.title, *self.chart.table())
        self._table.layout.display = "" if change["new"] else "none"

    def update(self, chart: Chart) -> None:
        """Show other numbers. The same series are moved in place; other series are drawn anew."""
        same = self.chart.kind == chart.kind and [s.name for s in self.chart.series] == [
            s.name for s in chart.series
        ]
        before = self._layout()
        self.chart = chart
        if not same:
            self._redraw()
            return
        # Only what differs is set: to set a layout takes Plotly longer than to move the data.
        moved = {name: value for name, value in self._layout().items() if value != before[name]}
        with self._figure.batch_update():
            for trace, series in zip(self._figure.data, chart.series, strict=True):
                trace.x, trace.y = list(series.x), list(series.y)
                if series.labels:
                    trace.hovertext = list(series.labels)
            if moved:
                self._figure.update_layout(moved)
        self._say()

    def _redraw(self) -> None:
        with self._figure.batch_update():
            self._figure.data = ()
            self._figure.add_traces(self._traces())
            self._figure.update_layout(self._layout())
        self._say()

    def _traces(self) -> list[Any]:
        return [self._trace(self.chart, i, series) for i, series in enumerate(self.chart.series)]

    def _layout(self) -> dict[str, Any]:
        """What depends on the chart; underscores lead into the axes, so that the template stays."""
        chart = self.chart
        places = chart.kind == "dots" and not chart.x_label and not chart.y_label
        return {
            "xaxis_title_text": chart.x_label,
            "yaxis_title_text": chart.y_label,
            "xaxis_visible": not places,
            "yaxis_visible": not places,
            "yaxis_range": None if chart.y_range is None else list(chart.y_range),
            "yaxis_rangemode": "normal" if places or chart.y_range else "tozero",
            "yaxis_dtick": 1 if not places and self._few_counts() else None,
            "showlegend": len(chart.series) > 1 or places,
        }

    def _few_counts(self) -> bool:
        values = [y for series in self.chart.series for y in series.y]
        counts = [y for y in values if isinstance(y, int)]
        return len(counts) == len(values) and max(counts, default=0) <= WHOLE_TICKS

    def _trace(self, chart: Chart, i: int, series: Series) -> Any:
        color = template.COLORS[i % len(template.COLORS)]
        common: dict[str, Any] = {"x": list(series.x), "y": list(series.y), "name": series.name}
        if series.labels:
            common |= {"hovertext": list(series.labels), "hoverinfo": "text+name"}
        if chart.kind == "bars":
            pattern = template.PATTERNS[i % len(template.PATTERNS)]
            marker: dict[str, Any] = {
                "color": color,
                "line": {"color": color, "width": 1},
                "pattern": {"shape": pattern, "fgcolor": "white", "size": 7},
            }
            return self._go.Bar(marker=marker, **common)
        symbol = template.SYMBOLS[i % len(template.SYMBOLS)]
        if chart.kind == "lines":
            dash = template.DASHES[i % len(template.DASHES)]
            line: dict[str, Any] = {"color": color, "dash": dash, "width": 3}
            return self._go.Scatter(mode="lines+markers", line=line, marker={"symbol": symbol, "size": 9}, **common)
        marker = {"symbol": symbol, "size": 13, "color": color, "line": {"color": "white", "width": 1}}
        return self._go.Scatter(mode="markers", marker=marker, **common)

    def _say(self) -> None:
        chart = self.chart
        self._heading.value = f"<h4>{html.escape(chart.title)}</h4>"
        self._words.value = f"<p>{html.escape(chart.description)}</p>"
        if self._ask.value:  # a hidden table would be sent with every move for nobody
            self._table.value = table_html(chart.title, *chart.table())
