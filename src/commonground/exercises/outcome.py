"""What comes back when a learner has an answer checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from commonground.exercises.show import panel


class Status(Enum):
    """The five things that can be said of an answer."""

    NOT_ATTEMPTED = "not_attempted"
    RIGHT = "right"
    MISTAKEN = "mistaken"
    NOT_YET = "not_yet"
    ERROR = "error"


HEADINGS = {
    Status.NOT_ATTEMPTED: ("○", "Not attempted yet"),
    Status.RIGHT: ("✓", "Right"),
    Status.MISTAKEN: ("↺", "Close: one idea to look at again"),
    Status.NOT_YET: ("△", "Not yet"),
    Status.ERROR: ("!", "The code stopped"),
}


@dataclass(frozen=True)
class Outcome:
    """The reply to one check.

    `mistake` is the id of the foreseen mistake, where there is one.
    `case` is the id of the table on which the answer went wrong: "visible" or that of a hidden table.
    `line` is the line of the learner's code that stopped, counted from the top of its cell.
    `written` holds the learner's own words, where the task asks for words.
    """

    task: str
    status: Status
    message: str
    mistake: str | None = None
    case: str | None = None
    line: int | None = None
    written: Mapping[str, str] | None = None

    @property
    def heading(self) -> str:
        """What can be said of the answer, with its sign: `✓ Right`."""
        symbol, words = HEADINGS[self.status]
        return f"{symbol} {words}"

    def __repr__(self) -> str:
        return f"{self.heading}. {self.message}"

    def _repr_html_(self) -> str:
        return panel(self.heading, self.message, kind=self.status.value)


@dataclass(frozen=True)
class Note:
    """A hint, an answer or a prompt, shown as a headed panel."""

    heading: str
    message: str

    def __repr__(self) -> str:
        return f"{self.heading}. {self.message}"

    def _repr_html_(self) -> str:
        return panel(self.heading, self.message, kind="note")
