"""Cards to sort: each card goes to a pile, each pile answers, and some cards change one line and come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .base import Activity, ActivityError, Spec, State, kept_texts


@dataclass(frozen=True)
class Side:
    """One side of a card: its text, the piles that can be well defended, and a reply for every pile."""

    text: str
    fits: frozenset[str]
    replies: Mapping[str, str]


@dataclass(frozen=True)
class Card:
    """A card with its first side, and the side that shows after one line of it has changed (or None)."""

    id: str
    first: Side
    turned: Side | None


class Sort(Activity):
    """Sorting without a wrong pile in red: every placing has its own reply, and may be changed."""

    kind = "sort"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, spec)
        self.piles: tuple[tuple[str, str], ...] = tuple((str(p["id"]), str(p["title"])) for p in spec["piles"])
        self.cards = tuple(self._read_card(raw) for raw in spec["cards"])
        self.placed: dict[str, str] = {}
        self.placed_again: dict[str, str] = {}

    def _read_side(self, card_id: str, text: str, fits: Any, replies: Any) -> Side:
        piles = [pile for pile, _ in self.piles]
        replies = {str(k): str(v) for k, v in (replies or {}).items()}
        fits = frozenset(str(f) for f in fits or ())
        if set(replies) != set(piles):
            raise ActivityError(f"{self.id}, card {card_id}: give one reply for each pile ({', '.join(piles)}).")
        if not fits <= set(piles):
            raise ActivityError(f"{self.id}, card {card_id}: it fits a pile that does not exist.")
        return Side(text, fits, replies)

    def _read_card(self, raw: Mapping[str, Any]) -> Card:
        card_id = str(raw["id"])
        first = self._read_side(card_id, str(raw["text"]), raw.get("fits"), raw["replies"])
        turned = None
        if "turn" in raw:
            turned = self._read_side(card_id, str(raw["turn"]), raw.get("turn_fits"), raw["turn_replies"])
        return Card(card_id, first, turned)

    def card(self, card_id: str) -> Card:
        """The card with this id; raises ActivityError where there is none."""
        for card in self.cards:
            if card.id == card_id:
                return card
        raise ActivityError(f"{self.id}: there is no card {card_id!r}.")

    def place(self, card_id: str, pile: str) -> str:
        """Put a card on a pile; the return value is the reply."""
        return self._put(self.card(card_id).first, self.placed, card_id, pile)

    def place_again(self, card_id: str, pile: str) -> str:
        """Put a card on a pile after one line of it has changed; the return value is the reply."""
        side = self.card(card_id).turned
        if side is None:
            raise ActivityError(f"{self.id}: the card {card_id!r} does not change.")
        return self._put(side, self.placed_again, card_id, pile)

    def _put(self, side: Side, where: dict[str, str], card_id: str, pile: str) -> str:
        if pile not in side.replies:
            raise ActivityError(f"{self.id}: there is no pile {pile!r}.")
        where[card_id] = pile
        return side.replies[pile]

    @property
    def first_round_done(self) -> bool:
        """Whether every card lies on a pile."""
        return len(self.placed) == len(self.cards)

    @property
    def turning(self) -> tuple[Card, ...]:
        """The cards that change one line and are sorted again."""
        return tuple(card for card in self.cards if card.turned)

    @property
    def finished(self) -> bool:
        return self.first_round_done and len(self.placed_again) == len(self.turning)

    def state(self) -> State:
        return {"placed": dict(self.placed), "placed_again": dict(self.placed_again)}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.placed = self._fitting(state.get("placed"), {c.id for c in self.cards})
        self.placed_again = self._fitting(state.get("placed_again"), {c.id for c in self.turning})

    def _fitting(self, raw: Any, cards: set[str]) -> dict[str, str]:
        piles = {pile for pile, _ in self.piles}
        return {card: pile for card, pile in kept_texts(raw, cards).items() if pile in piles}
