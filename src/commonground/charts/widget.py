"""The FigureWidget of the course: stock Plotly, whose page code comes from the course's own server."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

BUNDLE_VARIABLE = "COMMONGROUND_PLOTLY_BUNDLE"
"""Environment variable with the address of Plotly's widget bundle, relative to the server's base URL.

The course's server sets it for its kernels. Where it is not set (another server, a test), figures
bring Plotly's code along themselves, as Plotly does by default.
"""


@cache
def figure_widget_class() -> Any:
    """The class of figures on this server. Plotly is imported here, at the first call."""
    import plotly.graph_objects as go

    address = os.environ.get(BUNDLE_VARIABLE)
    if not address:
        return go.FigureWidget
    source = (Path(__file__).parent / "course_widget.js").read_text(encoding="utf-8")

    source = source.replace("__BUNDLE__", address)

    class CourseFigureWidget(go.FigureWidget):  # type: ignore[misc]
        _esm = source

    return CourseFigureWidget
