"""What is left behind when the reader goes to another page and Python goes on."""

from __future__ import annotations

import sys

import ipywidgets as widgets


def leave_page() -> None:
    """Let go of the widgets of the page that the reader left, and of the front page's state."""
    widgets.Widget.close_all()
    home = sys.modules.get("commonground.views.home.page")
    if home is not None:
        home.page.cache_clear()
