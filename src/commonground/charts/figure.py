"""A chart on the page: heading, plot, description in words, and the same numbers as a table on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from commonground.activities.outcome import Chart

from . import drawing
from .table import table_html

if TYPE_CHECKING:
    from .widget import Plot


class Figure:
    """Draws a Chart and follows it: `update` changes the plot, the words and the table together.

    `widget` is what is shown. The plot's widget is imported when the first figure is made, not
    before, so that a lesson's first exercise does not wait for it.
    """

    def __init__(self, chart: Chart) -> None:
        from .widget import Plot

        self.chart = chart
        self._layout = widgets.Layout()
        self.plot: Plot = Plot(looks=drawing.looks(chart), shown=self._shown(), layout=self._layout)
        self._ask = widgets.ToggleButton(
            description="Show the numbers as a table", value=False, layout=self._layout, _dom_classes=("cg-quiet",)
        )
        self._ask.observe(self._ask_changed, names="value")
        self._table: widgets.HTML | None = None
        self.widget = widgets.VBox([self.plot, self._ask], layout=self._layout, _dom_classes=("cg-figure",))

    def update(self, chart: Chart) -> None:
        """Show another chart, in one message to the page, which is sent only what differs."""
        self.chart = chart
        with self.plot.hold_sync():
            self.plot.looks = drawing.looks(chart)
            self.plot.shown = self._shown()
        self._fill_table()

    def _shown(self) -> dict[str, Any]:
        chart = self.chart
        return {"title": chart.title, "words": chart.description, "series": drawing.values(chart)}

    def _ask_changed(self, change: Any) -> None:
        if self._table is None:
            self._table = widgets.HTML()
            self.widget.children = (*self.widget.children, self._table)
        self._fill_table()
        self._table.layout.display = "" if change["new"] else "none"

    def _fill_table(self) -> None:
        if self._table is not None and self._ask.value:  # a hidden table would be sent with every move for nobody
            self._table.value = table_html(self.chart.title, *self.chart.table())
