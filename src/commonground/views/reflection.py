"""The view of a reflection: one question from the learner's own work, kept as it is typed."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from commonground.activities.reflection import Reflection

from . import parts
from .parts import NothingToPrepare


class ReflectionView(NothingToPrepare):
    """Draws a Reflection. `changed` is called as it is written."""

    def __init__(self, reflection: Reflection, changed: Callable[[], None]) -> None:
        def write(text: str) -> None:
            reflection.write(text)
            changed()

        helps = [parts.prose(reflection.help, "cg-help")] if reflection.help else []
        self.widget = widgets.VBox(
            [
                parts.header(reflection.title, reflection.mark),
                parts.text_field(reflection.prompt, reflection.text, write, lines=4),
                *helps,
                parts.prose("What you write stays in `my-work/` on this computer.", "cg-help"),
            ]
        )
        self.widget.add_class("cg-exercise")
