"""Knowledge checks: every option has its own reply, "not in our source" can be right, an answer can be contested."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from commonground.content.questions import Option, Question

from .base import Activity, ActivityError, Spec, State, kept_texts, pick

NOT_IN_SOURCE = "not-in-source"


def in_fixed_order(item: Question) -> Question:
    """The question with its options in an order that is fixed but does not follow the file.

    "Not in our source" stays last, where a reader expects it.
    Raises ActivityError where no option is marked right.
    """
    if not any(option.right for option in item.options):
        raise ActivityError(f"question {item.id}: no option is marked right.")
    last = [o for o in item.options if o.id == NOT_IN_SOURCE]
    rest = [o for o in item.options if o.id != NOT_IN_SOURCE]
    random.Random(item.id).shuffle(rest)
    return replace(item, options=tuple(rest + last))


class Questions(Activity):
    """The knowledge checks of one lesson. They resume at the first one that is open."""

    kind = "questions"

    def __init__(self, items: Sequence[Question]) -> None:
        super().__init__("questions", SPEC)
        self.items = tuple(in_fixed_order(item) for item in items)
        if not self.items:
            raise ActivityError("This lesson has no questions. Add some to questions.yml.")
        self.tries: dict[str, list[str]] = {}
        self.contested: dict[str, str] = {}

    def item(self, item_id: str) -> Question:
        """The question with this id; raises ActivityError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise ActivityError(f"There is no question {item_id!r}.")

    def choose(self, item_id: str, option_id: str) -> Option:
        """Choose an option; every try is kept, in order."""
        option = pick(self.item(item_id).options, option_id, item_id)
        self.tries.setdefault(item_id, []).append(option.id)
        return option

    def last(self, item_id: str) -> Option | None:
        """The option chosen last, or None."""
        tried = self.tries.get(item_id)
        return pick(self.item(item_id).options, tried[-1], item_id) if tried else None

    def contest(self, item_id: str, text: str) -> None:
        """Keep what the learner says against a question."""
        self.contested[self.item(item_id).id] = text.strip()

    @property
    def first_open(self) -> int:
        """The index of the first question that is not answered yet (0 where all are)."""
        return next((i for i, item in enumerate(self.items) if not self.tries.get(item.id)), 0)

    @property
    def finished(self) -> bool:
        return all(self.tries.get(item.id) for item in self.items)

    def state(self) -> State:
        return {"tries": {k: list(v) for k, v in self.tries.items()}, "contested": dict(self.contested)}

    def restore(self, state: Mapping[str, Any]) -> None:
        options = {item.id: {o.id for o in item.options} for item in self.items}
        tries = state.get("tries")
        tries = tries if isinstance(tries, Mapping) else {}
        # The same option may have been tried twice, so the order and the repeats are kept.
        self.tries = {
            item: [t for t in tries[item] if isinstance(t, str) and t in known]
            for item, known in options.items()
            if isinstance(tries.get(item), list)
        }
        self.tries = {item: tried for item, tried in self.tries.items() if tried}
        self.contested = kept_texts(state.get("contested"), options)


SPEC: Spec = {"title": "Check what you take away", "mark": "ours"}
