"""The still picture of a figure: SVG and words of the size, colors, patterns and symbols of the live plot.

It is drawn from the two values of the figure's widget (`commonground.charts.widget.Plot`), without any
library. All places are in percent of the plot, so the picture takes any width and its words keep their size.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import template

_SYMBOLS = {
    "circle": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
    "square": "M-5.5-5.5H5.5V5.5H-5.5Z",
    "diamond": "M0-7.5L7.5 0L0 7.5L-7.5 0Z",
    "x": "M-6-3.5L-3.5-6L0-2.5L3.5-6L6-3.5L2.5 0L6 3.5L3.5 6L0 2.5L-3.5 6L-6 3.5L-2.5 0Z",
    "triangle-up": "M0-6.5L6.5 5H-6.5Z",
    "cross": "M-2.5-6.5H2.5V-2.5H6.5V2.5H2.5V6.5H-2.5V2.5H-6.5V-2.5H-2.5Z",
}
_DASHES = {
    "solid": "", "dash": "9 9", "dot": "3 3", "dashdot": "9 3 3 3", "longdash": "15 6", "longdashdot": "15 6 3 6",
}
# White stripes over a bar: one very wide line along the way, whose dashes are the stripes.
_STRIPES = {
    "/": "M-2000-2000L2000 2000",
    "x": "M-2000-2000L2000 2000M-2000 2000L2000-2000",
    "-": "M0 0V2000",
    "+": "M0 0V2000M0 0H2000",
}
_DOTS = "".join(f"M4 {y}H2000" for y in range(4, template.HEIGHT, 8))
_PAD = 0.06  # of the range, so that no symbol is cut off


def picture(looks: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    """What stands inside a figure's element: heading, plot, description in words.

    `looks` and `shown` are the values of the widget; the picture's name is its heading and its description.
    """
    title, words = html.escape(shown["title"]), html.escape(shown["words"])
    return (
        f'<div class="cg-figure-title"><h4>{title}</h4></div>'
        f'<div class="cg-figure-plot still-plot" role="img" aria-label="{title}. {words}" '
        f'style="height: {template.HEIGHT}px">{_plot(looks, shown["series"])}</div>'
        f'<div class="cg-figure-words"><p>{words}</p></div>'
    )


@dataclass(frozen=True)
class _Scale:
    """Values to percent of the plot: names in the middle of equal shares, numbers in proportion."""

    names: tuple[Any, ...]
    low: float
    high: float

    def at(self, value: Any) -> float:
        if self.names:
            return 100 * (self.names.index(value) + 0.5) / len(self.names)
        return 100 * (float(value) - self.low) / (self.high - self.low)


def _scale(values: Sequence[Any], axis: Mapping[str, Any], *, named: bool = False) -> _Scale:
    if named or not all(isinstance(value, int | float) for value in values):
        return _Scale(tuple(dict.fromkeys(values)), 0, 1)
    if "range" in axis:
        low, high = axis["range"]
        return _Scale((), low, high if high > low else low + 1)
    low, high = min(values, default=0), max(values, default=0)
    grounded = axis.get("rangemode") == "tozero"
    if grounded:
        low, high = min(low, 0), max(high, 0)
    pad = _PAD * (high - low or 1)
    return _Scale((), low if grounded and low == 0 else low - pad, high + pad)


def _plot(looks: Mapping[str, Any], series: Sequence[Mapping[str, Any]]) -> str:
    layout, traces = looks["layout"], looks["traces"]
    bars = any(trace["type"] == "bar" for trace in traces)
    xs = _scale([x for one in series for x in one["x"]], layout["xaxis"], named=bars)
    ys = _scale([y for one in series for y in one["y"]], layout["yaxis"])
    marks = "".join(
        _bars(trace, one, i, len(traces), xs, ys) if bars else _points(trace, one, xs, ys)
        for i, (trace, one) in enumerate(zip(traces, series, strict=True))
    )
    legend = "".join(_legend(trace) for trace in traces) if layout["showlegend"] else ""
    framed = layout["xaxis"]["visible"]
    grid, heights = _grid(ys, layout["yaxis"]) if framed else ("", "")
    axes = ' class="still-axes"' if framed else ""
    return (
        f'<div class="still-legend">{legend}</div>'
        f'<div class="still-y">{html.escape(layout["yaxis"]["title"]["text"])}</div>'
        f'<div class="still-heights">{heights}</div><svg{axes} aria-hidden="true">{grid}{marks}</svg>'
        f'<div class="still-places">{_places(xs, layout["xaxis"]) if framed else ""}</div>'
        f'<div class="still-x">{html.escape(layout["xaxis"]["title"]["text"])}</div>'
    )


def _ticks(scale: _Scale, step: float | None = None) -> list[float]:
    span = scale.high - scale.low
    if step is None:
        unit = 10.0 ** math.floor(math.log10(span / 5))
        step = next(unit * m for m in (1, 2, 5, 10) if span / (unit * m) <= 6)
    first = math.ceil(scale.low / step)
    return [n * step for n in range(first, math.floor(scale.high / step) + 1)]


def _grid(ys: _Scale, axis: Mapping[str, Any]) -> tuple[str, str]:
    """Lines across the plot, and the values that stand beside them."""
    marks: list[tuple[float, str]]
    if ys.names:
        marks = [(ys.at(name), str(name)) for name in ys.names]
    else:
        marks = [(ys.at(tick), f"{tick:g}") for tick in _ticks(ys, axis.get("dtick"))]
    lines = "".join(
        f'<line x1="0" x2="100%" y1="{100 - at:.4g}%" y2="{100 - at:.4g}%" stroke="{template.GRID}"/>' for at, _ in marks
    )
    words = "".join(f'<span style="bottom: {at:.4g}%">{html.escape(text)}</span>' for at, text in marks)
    return lines, words


def _places(xs: _Scale, axis: Mapping[str, Any]) -> str:
    """What stands below the plot, along its width."""
    if xs.names:
        return "".join(f"<span>{html.escape(str(name))}</span>" for name in xs.names)
    return "".join(
        f'<span class="still-tick" style="left: {xs.at(tick):.4g}%">{tick:g}</span>' for tick in _ticks(xs, axis.get("dtick"))
    )


def _bars(trace: Mapping[str, Any], one: Mapping[str, Any], i: int, of: int, xs: _Scale, ys: _Scale) -> str:
    share = 100 / len(xs.names) if xs.names else 100
    width = 0.8 * share / of
    marker, zero = trace["marker"], max(0.0, min(100.0, ys.at(0)))
    drawn = []
    for x, y in zip(one["x"], one["y"], strict=True):
        left, top = xs.at(x) - 0.4 * share + i * width, ys.at(y)
        drawn.append(
            f'<svg x="{left:.4g}%" y="{100 - max(top, zero):.4g}%" width="{width:.4g}%" height="{abs(top - zero):.4g}%">'
            f'{_filled(marker["color"], marker["pattern"]["shape"])}</svg>'
        )
    return "".join(drawn)


def _filled(color: str, pattern: str) -> str:
    """A rectangle in a color, with the pattern of its series in white."""
    if pattern == ".":
        lines = f'<path d="{_DOTS}" stroke="#fff" stroke-width="3" stroke-dasharray="0 8" stroke-linecap="round"/>'
    elif pattern:
        lines = f'<path d="{_STRIPES[pattern]}" stroke="#fff" stroke-width="4000" stroke-dasharray="1.5 5.5"/>'
    else:
        lines = ""
    edge = f'<rect width="100%" height="100%" fill="none" stroke="{color}" stroke-width="2"/>'
    return f'<rect width="100%" height="100%" fill="{color}"/>{lines}{edge}'


def _points(trace: Mapping[str, Any], one: Mapping[str, Any], xs: _Scale, ys: _Scale) -> str:
    places = [(xs.at(x), 100 - ys.at(y)) for x, y in zip(one["x"], one["y"], strict=True)]
    symbols = "".join(
        f'<svg x="{x:.4g}%" y="{y:.4g}%" overflow="visible">{_symbol(trace)}</svg>' for x, y in places
    )
    if "lines" not in trace["mode"]:
        return symbols
    way = "L".join(f"{x:.4g} {y:.4g}" for x, y in places)
    # Drawn in percent and stretched; the stroke is not stretched with it.
    line = (
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">'
        f'<path d="M{way}" fill="none" vector-effect="non-scaling-stroke" {_stroke(trace)}/></svg>'
    )
    return (line if places else "") + symbols


def _stroke(trace: Mapping[str, Any]) -> str:
    line = trace["line"]
    dashes = _DASHES[line["dash"]]
    return f'stroke="{line["color"]}" stroke-width="{line["width"]}"' + (f' stroke-dasharray="{dashes}"' if dashes else "")


def _symbol(trace: Mapping[str, Any]) -> str:
    marker = trace["marker"]
    color = marker.get("color") or trace["line"]["color"]
    scale = marker["size"] / 12
    return f'<path d="{_SYMBOLS[marker["symbol"]]}" transform="scale({scale:.3g})" fill="{color}" stroke="#fff" stroke-width="0.8"/>'


def _legend(trace: Mapping[str, Any]) -> str:
    if trace["type"] == "bar":
        key = _filled(trace["marker"]["color"], trace["marker"]["pattern"]["shape"])
    else:
        line = f'<path d="M0 8H28" {_stroke(trace)}/>' if "line" in trace else ""
        key = f'{line}<svg x="14" y="8" overflow="visible">{_symbol(trace)}</svg>'
    return f'<span><svg width="28" height="16" aria-hidden="true">{key}</svg> {html.escape(trace["name"])}</span>'
