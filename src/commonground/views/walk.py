"""The view of a timeline walk: take a seat, stop by stop; then walk again from another seat."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cached_property

from commonground.activities.walk import Stop, Walk
from commonground.charts.table import table_html

from . import parts


class WalkView:
    """Draws a Walk. `changed` is called after each step and each answer."""

    def __init__(self, walk: Walk, changed: Callable[[], None]) -> None:
        self.walk = walk
        self.changed = changed
        self.seat = parts.Choice("From which seat do you walk?", list(walk.seats), "Take this seat", self._sit)
        self.widget = parts.column(parts.opening(walk), self.seat.widget, css="cg-exercise")
        self._refresh()

    @cached_property
    def stop(self) -> StopView:
        """The stop and, below it, what followed; hidden when they are made."""
        made = StopView(self.walk, self._go, self._answer)
        parts.append(self.widget, made.widget, made.end)
        return made

    def prepare(self) -> None:
        """Make the stop, still hidden, while the learner chooses a seat."""
        _ = self.stop

    def _sit(self, seat: str) -> None:
        self.walk.sit(seat)
        self._refresh()
        self.changed()

    def _go(self, steps: int) -> None:
        self.walk.go(steps)
        self._refresh()
        self.changed()

    def _answer(self, option_id: str) -> None:
        self.walk.answer(option_id)
        self.stop.reply()
        self.changed()

    def _refresh(self) -> None:
        if self.walk.seat is None:
            return
        self.seat.mark(self.walk.seat)
        self.stop.draw()
        parts.show(self.stop.widget, True)


class StopView:
    """One stop after the other in the same place: what happened, its question, the way on; then what followed."""

    def __init__(self, walk: Walk, go: Callable[[int], None], answer: Callable[[str], None]) -> None:
        self.walk = walk
        self.place = parts.live()
        self.question = parts.Choice("", [], "This is my answer", answer)
        self.others = parts.block("", "cg-prose", hidden=True)
        self.see_others = parts.toggle("What did the other seats know?", self._show_others)
        self.back = parts.button("Back", lambda: go(-1))
        self.next = parts.button("Next stop", lambda: go(1), main=True)
        self.widget = parts.column(
            self.place, self.question.widget, self.see_others, self.others,
            parts.row_of_buttons(self.back, self.next),
            css="cg-stop", hidden=True,
        )
        self.end = parts.live()

    @property
    def _seat(self) -> str:
        assert self.walk.seat is not None, "a stop is drawn from a seat"
        return self.walk.seat

    def draw(self) -> None:
        """Show the present stop from the present seat."""
        walk = self.walk
        stop = walk.stop
        # The question first: whoever sees the stop has its question in front of them.
        parts.show(self.question.widget, bool(stop.options))
        if stop.options:
            given = walk.answered(self._seat, stop)
            self.question.ask(
                stop.prompt, parts.option_pairs(stop.options), given.id if given else None, self._reply_html()
            )
        self.place.value = (
            f'<p class="cg-where">Stop {walk.position + 1} of {len(walk.stops)}, '
            f"seen from the seat: {html.escape(dict(walk.seats)[self._seat])}</p>"
            f"<h4>{html.escape(stop.date)}</h4>{parts.to_html(stop.event)}"
            f'<p class="cg-knew">What this seat knew</p>{parts.to_html(stop.knew[self._seat])}'
        )
        self.see_others.value = False
        self.back.disabled = walk.position == 0
        last = walk.position == len(walk.stops) - 1
        self.next.description = "See what followed" if last else "Next stop"
        self.end.value = end_html(walk) if walk.walked else ""

    def reply(self) -> None:
        """Show the reply to the answer that was given at the present stop."""
        self.question.reply.value = self._reply_html()

    def _reply_html(self) -> str:
        given = self.walk.answered(self._seat, self.walk.stop)
        return f'<div class="cg-reply">{parts.to_html(given.reply)}</div>' if given else ""

    def _show_others(self, shown: bool) -> None:
        if shown:
            self.others.value = "".join(
                f"<h5>{html.escape(title)}</h5>{parts.to_html(self.walk.stop.knew[seat])}"
                for seat, title in self.walk.seats
                if seat != self._seat
            )
        parts.show(self.others, shown)


def end_html(walk: Walk) -> str:
    """What followed, and the answers of the seats from which the walk was made."""
    after = "".join(
        f"<li><strong>{html.escape(date)}</strong> {parts.to_html(event)}</li>" for date, event in walk.after
    )
    followed = f'<h4>What followed</h4><ul class="cg-after">{after}</ul>' if after else ""
    seats = [(seat, title) for seat, title in walk.seats if seat in walk.walked]
    asked = [stop for stop in walk.stops if stop.options]
    rows = [(stop.date, *(_answer_text(walk, seat, stop) for seat, _ in seats)) for stop in asked]
    header = ("Stop", *(title for _, title in seats))
    table = table_html("Your answers, seat by seat", header, rows) if asked else ""
    again = (
        "<p>Take another seat above and walk again. The two walks stand side by side here.</p>"
        if len(seats) < 2
        else ""
    )
    return followed + table + again + parts.to_html(walk.close)


def _answer_text(walk: Walk, seat: str, stop: Stop) -> str:
    given = walk.answered(seat, stop)
    return given.text if given else "not answered"
