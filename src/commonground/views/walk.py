"""The view of a timeline walk: take a seat, stop by stop; then walk again from another seat."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets

from commonground.activities.walk import Stop, Walk
from commonground.charts.table import table_html

from . import parts
from .parts import NothingToPrepare


class WalkView(NothingToPrepare):
    """Draws a Walk. `changed` is called after each step and each answer."""

    def __init__(self, walk: Walk, changed: Callable[[], None]) -> None:
        self.walk = walk
        self.changed = changed
        self.seat = parts.Choice("From which seat do you walk?", list(walk.seats), "Take this seat", self._sit)
        self.place = parts.live()
        self.question = widgets.VBox([])
        self.reply = parts.live()
        self.others = widgets.HTML()
        self.others.add_class("cg-prose")
        self.see_others = widgets.ToggleButton(description="What did the other seats know?", value=False)
        self.see_others.add_class("cg-quiet")
        self.see_others.observe(lambda change: parts.show(self.others, change["new"]), names="value")
        self.back = parts.button("Back", lambda: self._go(-1))
        self.next = parts.button("Next stop", lambda: self._go(1), main=True)
        buttons = widgets.HBox([self.back, self.next])
        buttons.add_class("cg-buttons")
        self.stop_box = widgets.VBox(
            [self.place, self.question, self.reply, self.see_others, self.others, buttons]
        )
        self.stop_box.add_class("cg-stop")
        self.end = parts.live()
        self.widget = widgets.VBox(
            [
                parts.header(walk.title, walk.mark), parts.prose(walk.intro),
                self.seat.widget, self.stop_box, self.end,
            ]
        )
        self.widget.add_class("cg-exercise")
        self._refresh()

    def _sit(self, seat: str) -> None:
        self.walk.sit(seat)
        self.changed()
        self._refresh()

    def _go(self, steps: int) -> None:
        self.walk.go(steps)
        self.changed()
        self._refresh()

    def _answer(self, option_id: str) -> None:
        option = self.walk.answer(option_id)
        self.reply.value = f'<div class="cg-reply">{parts.to_html(option.reply)}</div>'
        self.changed()

    def _refresh(self) -> None:
        walk = self.walk
        parts.show(self.stop_box, walk.seat is not None)
        if walk.seat is None:
            return
        seats = dict(walk.seats)
        stop = walk.stop
        self.seat.mark(walk.seat)
        # The question first: whoever sees the stop has its question in front of them.
        self._ask(stop)
        self.place.value = (
            f'<p class="cg-where">Stop {walk.position + 1} of {len(walk.stops)}, '
            f"seen from the seat: {html.escape(seats[walk.seat])}</p>"
            f"<h4>{html.escape(stop.date)}</h4>{parts.to_html(stop.event)}"
            f'<p class="cg-knew">What this seat knew</p>{parts.to_html(stop.knew[walk.seat])}'
        )
        self.see_others.value = False
        parts.show(self.others, False)
        self.others.value = "".join(
            f"<h5>{html.escape(title)}</h5>{parts.to_html(stop.knew[seat])}"
            for seat, title in walk.seats
            if seat != walk.seat
        )
        self.back.disabled = walk.position == 0
        last = walk.position == len(walk.stops) - 1
        self.next.description = "See what followed" if last else "Next stop"
        self.end.value = self._end_html() if walk.walked else ""

    def _ask(self, stop: Stop) -> None:
        self.reply.value = ""
        if not stop.options:
            self.question.children = ()
            return
        choice = parts.Choice(stop.prompt, parts.option_pairs(stop.options), "This is my answer", self._answer)
        given = self.walk.answered(self.walk.seat or "", stop)
        if given:
            choice.mark(given.id)
            self.reply.value = f'<div class="cg-reply">{parts.to_html(given.reply)}</div>'
        self.question.children = (choice.widget,)

    def _end_html(self) -> str:
        walk = self.walk
        after = "".join(
            f"<li><strong>{html.escape(date)}</strong> {parts.to_html(event)}</li>" for date, event in walk.after
        )
        followed = f'<h4>What followed</h4><ul class="cg-after">{after}</ul>' if after else ""
        seats = [(seat, title) for seat, title in walk.seats if seat in walk.walked]
        asked = [stop for stop in walk.stops if stop.options]
        rows = [(stop.date, *(self._answer_text(seat, stop) for seat, _ in seats)) for stop in asked]
        header = ("Stop", *(title for _, title in seats))
        table = table_html("Your answers, seat by seat", header, rows) if asked else ""
        again = (
            "<p>Take another seat above and walk again. The two walks stand side by side here.</p>"
            if len(seats) < 2
            else ""
        )
        return followed + table + again + parts.to_html(walk.close)

    def _answer_text(self, seat: str, stop: Stop) -> str:
        given = self.walk.answered(seat, stop)
        return given.text if given else "not answered"
