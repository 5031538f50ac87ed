"""The one look of every figure: strong contrast, and patterns or symbols beside color.

The colors keep at least 4.5:1 against white (WCAG 2.1, 1.4.3 and 1.4.11), and differ for readers
with a color vision deficiency; no series is told apart by color alone.
"""

from __future__ import annotations

from typing import Any

COLORS = ("#0b4f79", "#a34200", "#2f6b2f", "#6a2c91", "#5a4a00", "#8a1c3b")
PATTERNS = ("", "/", "x", ".", "-", "+")
SYMBOLS = ("circle", "square", "diamond", "x", "triangle-up", "cross")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
INK = "#1d2733"
GRID = "#d9d6cf"
HEIGHT = 320  # pixels; tall enough to read on a phone, short enough to stay beside its controls

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False}


def layout() -> dict[str, Any]:
    """Layout of every figure. Its width is that of its place on the page, so that 400 pixels are enough."""
    axis = {
        "gridcolor": GRID, "linecolor": INK, "zerolinecolor": INK, "ticks": "outside", "tickcolor": INK,
        "automargin": True, "fixedrange": True, "title": {"standoff": 8},
    }
    return {
        "height": HEIGHT,
        "font": {"family": "system-ui, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "hovermode": "closest",
        "dragmode": False,
        "barmode": "group",
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }
