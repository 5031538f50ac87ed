"""The view of cards to sort: each card has its piles beside it, to be chosen by mouse, touch or keyboard."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from commonground.activities.sort import Card, Side, Sort

from . import parts
from .parts import NothingToPrepare


class SortView(NothingToPrepare):
    """Draws a Sort. `changed` is called after each placing."""

    def __init__(self, sort: Sort, changed: Callable[[], None]) -> None:
        self.sort = sort
        self.changed = changed
        self.count = parts.live()
        first = [self._card(i, card, card.first, sort.placed, sort.place) for i, card in enumerate(sort.cards, 1)]
        self.again = widgets.VBox([])
        self.close = parts.prose(sort.close, "cg-close")
        self.widget = widgets.VBox(
            [parts.header(sort.title, sort.mark), parts.prose(sort.intro), *first, self.count, self.again, self.close]
        )
        self.widget.add_class("cg-exercise")
        self._refresh()

    def _card(
        self, number: int, card: Card, side: Side, placed: dict[str, str], place: Callable[[str, str], str]
    ) -> widgets.VBox:
        radios = widgets.RadioButtons(
            options=[(title, pile) for pile, title in self.sort.piles],
            value=placed.get(card.id),
            description=f"Card {number}: where does it go?",
        )
        radios.add_class("cg-radios")
        radios.add_class("cg-piles")
        reply = parts.live()

        def say(pile: str) -> None:
            fits = "" if pile in side.fits else " cg-counter"
            reply.value = f'<div class="cg-reply{fits}">{parts.to_html(side.replies[pile])}</div>'

        def put(change: dict[str, str]) -> None:
            place(card.id, change["new"])
            say(change["new"])
            self.changed()
            self._refresh()

        if card.id in placed:
            say(placed[card.id])
        radios.observe(put, names="value")
        box = widgets.VBox([parts.prose(side.text, "cg-card-text"), radios, reply])
        box.add_class("cg-card")
        return box

    def _bring_back(self) -> None:
        """Make the second round, once: a page opens sooner without cards that nobody sees yet."""
        if self.again.children:
            return
        cards = [
            self._card(i, card, card.turned, self.sort.placed_again, self.sort.place_again)
            for i, card in enumerate(self.sort.turning, 1)
            if card.turned is not None
        ]
        self.again.children = (parts.step(2, "One line changed. Sort these again."), *cards)

    def _refresh(self) -> None:
        sort = self.sort
        if sort.first_round_done and sort.turning:
            self._bring_back()
        total = len(sort.cards)
        done = len(sort.placed)
        self.count.value = f"<p>{done} of {total} cards sorted.</p>" if done < total else ""
        parts.show(self.again, sort.first_round_done and bool(sort.turning))
        parts.show(self.close, sort.finished)
