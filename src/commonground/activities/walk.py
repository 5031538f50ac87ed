"""A timeline walked from one seat at a time: what each seat knew, and who could have stopped it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonground.content.questions import Option

from .base import Activity, ActivityError, Spec, State, kept_texts, kept_words, pick, read_options


@dataclass(frozen=True)
class Stop:
    """One stop of the timeline. `knew` has a text for every seat; `options` may be empty."""

    id: str
    date: str
    event: str
    knew: Mapping[str, str]
    prompt: str
    options: tuple[Option, ...]


class Walk(Activity):
    """A walk through a case. It can be walked again from another seat; the answers stand side by side."""

    kind = "walk"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, spec)
        self.seats: tuple[tuple[str, str], ...] = tuple((str(s["id"]), str(s["title"])) for s in spec["seats"])
        self.stops = tuple(self._read_stop(raw) for raw in spec["stops"])
        self.after: tuple[tuple[str, str], ...] = tuple(
            (str(a["date"]), str(a["event"])) for a in spec.get("after", ())
        )
        self.seat: str | None = None
        self.position = 0
        self.answers: dict[str, dict[str, str]] = {}
        self.walked: list[str] = []

    def _read_stop(self, raw: Mapping[str, Any]) -> Stop:
        knew = {str(k): str(v) for k, v in raw.get("knew", {}).items()}
        missing = [seat for seat, _ in self.seats if seat not in knew]
        if missing:
            raise ActivityError(f"{self.id}, stop {raw['id']}: say what {', '.join(missing)} knew.")
        ask = raw.get("ask")
        options = read_options(ask["options"], f"{self.id}, stop {raw['id']}") if ask else ()
        prompt = str(ask["prompt"]) if ask else ""
        return Stop(str(raw["id"]), str(raw["date"]), str(raw["event"]), knew, prompt, options)

    @property
    def stop(self) -> Stop:
        """The stop where the learner stands."""
        return self.stops[self.position]

    def sit(self, seat: str) -> None:
        """Take a seat and start from the first stop."""
        if seat not in dict(self.seats):
            raise ActivityError(f"{self.id}: there is no seat {seat!r}.")
        self.seat = seat
        self.position = 0
        self.answers.setdefault(seat, {})

    def answer(self, option_id: str) -> Option:
        """Answer the question of the present stop from the present seat."""
        if self.seat is None:
            raise ActivityError(f"{self.id}: take a seat first.")
        option = pick(self.stop.options, option_id, f"{self.id}, stop {self.stop.id}")
        self.answers[self.seat][self.stop.id] = option.id
        return option

    def answered(self, seat: str, stop: Stop) -> Option | None:
        """The answer given at a stop from a seat, or None."""
        given = self.answers.get(seat, {}).get(stop.id)
        return next((o for o in stop.options if o.id == given), None)

    def go(self, steps: int) -> None:
        """Move along the timeline; the last step forward ends the walk from this seat."""
        if self.seat is None:
            raise ActivityError(f"{self.id}: take a seat first.")
        target = self.position + steps
        if target >= len(self.stops):
            if self.seat not in self.walked:
                self.walked.append(self.seat)
            target = len(self.stops) - 1
        self.position = max(0, target)

    @property
    def finished(self) -> bool:
        return bool(self.walked)

    def state(self) -> State:
        return {
            "seat": self.seat,
            "position": self.position,
            "answers": {seat: dict(given) for seat, given in self.answers.items()},
            "walked": list(self.walked),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        seats = dict(self.seats)
        self.seat = kept_texts(state, ("seat",)).get("seat")
        if self.seat not in seats:
            self.seat = None
        position = state.get("position")
        inside = isinstance(position, int) and 0 <= position < len(self.stops)
        self.position = position if inside and isinstance(position, int) else 0
        options = {stop.id: {o.id for o in stop.options} for stop in self.stops}
        kept = state.get("answers")
        self.answers = {
            seat: {stop: given for stop, given in kept_texts(kept[seat], options).items() if given in options[stop]}
            for seat in seats
            if isinstance(kept, Mapping) and seat in kept
        }
        if self.seat is not None:
            self.answers.setdefault(self.seat, {})
        self.walked = kept_words(state.get("walked"), seats)
