"""The view of a reflection: one question from the learner's own work, kept as it is typed."""

from __future__ import annotations

from collections.abc import Callable

from commonground.activities.reflection import Reflection

from . import parts
from .parts import NothingToPrepare


class ReflectionView(NothingToPrepare):
    """Draws a Reflection. `changed` is called as it is written."""

    def __init__(self, reflection: Reflection, changed: Callable[[], None]) -> None:
        def write(text: str) -> None:
            reflection.write(text)
            changed()

        self.widget = parts.column(
            parts.header(reflection.title, reflection.mark),
            parts.text_field(reflection.prompt, reflection.text, write, lines=4),
            parts.prose(f"{reflection.help}\n\nWhat you write stays in `my-work/` on this computer.", "cg-help"),
            css="cg-exercise",
        )
