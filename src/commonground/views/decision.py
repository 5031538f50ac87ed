"""The view of a decision: choose, see what follows, choose again, and keep a reason."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cached_property

import ipywidgets as widgets

from commonground.activities.decision import Course, Decision

from . import parts
from .parts import NothingToPrepare


class DecisionView(NothingToPrepare):
    """Draws a Decision. `changed` is called after each choice and as the reason is written."""

    def __init__(self, decision: Decision, changed: Callable[[], None]) -> None:
        self.decision = decision
        self.changed = changed
        options = [(course.id, course.text) for course in decision.courses]
        self.choice = parts.Choice("What do you decide?", options, "Decide", self._choose)
        self.widget = parts.column(parts.opening(decision), self.choice.widget, css="cg-exercise")
        self._refresh()

    @cached_property
    def side(self) -> widgets.HTML:
        """Two choices beside each other; made, with the field for the reason, when the first choice stands."""
        made = parts.live()
        reason = parts.text_field(self.decision.reason_prompt, self.decision.reason, self._reason, lines=3)
        parts.append(self.widget, made, reason)
        return made

    def _choose(self, course_id: str) -> None:
        self.decision.choose(course_id)
        self._refresh()
        self.changed()

    def _reason(self, text: str) -> None:
        self.decision.give_reason(text)
        self.changed()

    def _refresh(self) -> None:
        standing = self.decision.standing
        if standing is None:
            return
        self.choice.mark(standing.id)
        pair = self.decision.pair()
        again = "" if pair else "<p>Choose another way too. The two will stand side by side.</p>"
        self.choice.reply.value = consequence_html(standing) + again
        self.side.value = self._pair_html(*pair) if pair else ""

    def _pair_html(self, first: Course, second: Course) -> str:
        return parts.side_by_side_html(
            "Your last two choices", (first.text, second.text),
            (first.totals, second.totals), (first.people, second.people),
        ) + parts.to_html(self.decision.close)


def consequence_html(course: Course) -> str:
    """What follows from a choice: people and totals first, then why."""
    return (
        f"<h4>{html.escape(course.text)}: what follows</h4>"
        + parts.people_html(course.people)
        + parts.totals_html(course.totals)
        + f'<div class="cg-reply">{parts.to_html(course.reply)}</div>'
    )
