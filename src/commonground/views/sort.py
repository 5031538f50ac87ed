"""The view of cards to sort: each card has its piles beside it, to be chosen by mouse, touch or keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import ipywidgets as widgets

from commonground.activities.sort import Card, Side, Sort

from . import parts


class SortView:
    """Draws a Sort. `changed` is called after each placing."""

    def __init__(self, sort: Sort, changed: Callable[[], None]) -> None:
        self.sort = sort
        self.changed = changed
        self.count = parts.live()
        first = [self._card(i, card, card.first, sort.placed, sort.place) for i, card in enumerate(sort.cards, 1)]
        self._second: widgets.VBox | None = None
        self._close: widgets.HTML | None = None
        self.widget = parts.column(parts.opening(sort), *first, self.count, css="cg-exercise")
        self._refresh()

    def _card(
        self, number: int, card: Card, side: Side, placed: dict[str, str], place: Callable[[str, str], str]
    ) -> widgets.VBox:
        radios = parts.radio_buttons(
            f"Card {number}: where does it go?", self.sort.piles, placed.get(card.id), "cg-piles"
        )
        reply = parts.live()

        def say(pile: str) -> None:
            fits = "" if pile in side.fits else " cg-counter"
            reply.value = f'<div class="cg-reply{fits}">{parts.to_html(side.replies[pile])}</div>'

        def put(change: dict[str, str]) -> None:
            place(card.id, change["new"])
            say(change["new"])
            self._refresh()
            self.changed()

        if card.id in placed:
            say(placed[card.id])
        radios.observe(put, names="value")
        return parts.column(parts.prose(side.text, "cg-card-text"), radios, reply, css="cg-card")

    @cached_property
    def again(self) -> widgets.VBox:
        """The second round."""
        cards = [
            self._card(i, card, card.turned, self.sort.placed_again, self.sort.place_again)
            for i, card in enumerate(self.sort.turning, 1)
            if card.turned is not None
        ]
        return parts.column(parts.step(2, "One line changed. Sort these again."), *cards)

    def prepare(self) -> None:
        """Make the cards of the second round, which are put on the page when they are due."""
        if self.sort.turning:
            _ = self.again

    def _refresh(self) -> None:
        sort = self.sort
        total = len(sort.cards)
        done = len(sort.placed)
        self.count.value = f"<p>{done} of {total} cards sorted.</p>" if done < total else ""
        if self._second is None and sort.first_round_done and sort.turning:
            self._second = self.again
            parts.append(self.widget, self._second)
        if self._close is None and sort.finished:
            self._close = parts.prose(sort.close, "cg-close")
            parts.append(self.widget, self._close)
