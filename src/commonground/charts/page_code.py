"""The code that a figure brings to the page, and where the page finds Plotly's."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

BUNDLE_VARIABLE = "COMMONGROUND_PLOTLY_BUNDLE"
"""Environment variable with the address of plotly.min.js, relative to the base URL that the page names.

The course's server sets it for its kernels. Where it is not set (another server, a test), each figure
brings Plotly's code along itself.
"""

PLOTLY_FILE = "plotly.min.js"


def plotly_folder() -> Path:
    """The folder of Plotly's page code, found without importing Plotly.

    Raises ModuleNotFoundError where Plotly is not installed.
    """
    found = find_spec("plotly")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("Plotly is not installed. Start the course with: python3 start.py")
    return Path(found.origin).parent / "package_data"


@cache
def figure_code() -> str:
    """The page code of figures, as an ECMAScript module."""
    code = (Path(__file__).parent / "plot.js").read_text(encoding="utf-8")
    address = os.environ.get(BUNDLE_VARIABLE)
    if address:
        return code.replace("__PLOTLY__", address)
    return (plotly_folder() / PLOTLY_FILE).read_text(encoding="utf-8") + "\n" + code
