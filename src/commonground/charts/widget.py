"""The widget of a figure: plain values, drawn in the page by Plotly's own code.

Python's Plotly is not imported. It would check each value at the price of seconds when a lesson
opens; what is drawn here comes from `drawing`, which writes few kinds of figures and is tested.
"""

from __future__ import annotations

import anywidget
import traitlets

from .page_code import figure_code


class Plot(anywidget.AnyWidget):
    """`looks` is what stays while a control moves (traces, layout, config of Plotly's); `shown` is what moves.

    `shown` holds `title`, `words` and, in the order of the traces, `series` with their values.
    """

    _esm = figure_code()
    looks = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
