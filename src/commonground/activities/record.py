"""A record and its context: read a bare row, ask a few questions, write the fields so that they cannot be misread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonground.content.questions import Option

from .base import Activity, ActivityError, Spec, State, kept_texts, kept_words, pick, read_options


@dataclass(frozen=True)
class Field:
    """A field of the record as the next reader would see it."""

    id: str
    label: str
    value: str


@dataclass(frozen=True)
class Ask:
    """A question to one person about one field, with the answer that it opens."""

    id: str
    to: str
    field: str
    text: str
    answer: str


@dataclass(frozen=True)
class Rewrite:
    """A field that the learner describes anew, and one good version to compare with."""

    field: str
    prompt: str
    model: str


class Record(Activity):
    """Only so many questions may be asked. The answers that were not asked for stay sealed until the end."""

    kind = "record"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, spec)
        self.fields = tuple(Field(str(f["field"]), str(f["label"]), str(f["value"])) for f in spec["record"])
        self.guess_prompt = str(spec["guess"]["prompt"])
        self.guesses = read_options(spec["guess"]["options"], f"{id}, guess")
        self.people: tuple[tuple[str, str, str], ...] = tuple(
            (str(s["id"]), str(s["name"]), str(s["who"])) for s in spec["sources"]
        )
        self.limit = int(spec["asks"])
        self.questions = tuple(
            Ask(str(q["id"]), str(q["to"]), str(q["field"]), str(q["text"]), str(q["answer"]))
            for q in spec["questions"]
        )
        self.rewrites = tuple(
            Rewrite(str(r["field"]), str(r["prompt"]), str(r["model"])) for r in spec["rewrite"]
        )
        self._check_references()
        self.guess: Option | None = None
        self.asked: list[str] = []
        self.written: dict[str, str] = {}
        self.opened = False

    def _check_references(self) -> None:
        fields = {f.id for f in self.fields}
        people = {p for p, _, _ in self.people}
        for q in self.questions:
            if q.to not in people or q.field not in fields:
                raise ActivityError(f"{self.id}, question {q.id}: its person or its field is not in the record.")
        for r in self.rewrites:
            if r.field not in fields:
                raise ActivityError(f"{self.id}: the field {r.field!r} to rewrite is not in the record.")
        if not 0 < self.limit < len(self.questions):
            raise ActivityError(f"{self.id}: let fewer questions be asked than there are.")

    def think(self, option_id: str) -> Option:
        """Keep what the learner takes the bare record to mean; the first guess stands."""
        if self.guess is None:
            self.guess = pick(self.guesses, option_id, self.id)
        return self.guess

    @property
    def left(self) -> int:
        """How many questions may still be asked."""
        return self.limit - len(self.asked)

    def ask(self, question_id: str) -> Ask:
        """Ask a question; raises ActivityError when none is left or it does not exist."""
        question = next((q for q in self.questions if q.id == question_id), None)
        if question is None:
            raise ActivityError(f"{self.id}: there is no question {question_id!r}.")
        if question_id not in self.asked:
            if self.left <= 0:
                raise ActivityError("All your questions are asked. Write the fields with what you know.")
            self.asked.append(question_id)
        return question

    def write(self, field: str, text: str) -> None:
        """Keep the learner's own description of a field."""
        if field not in {r.field for r in self.rewrites}:
            raise ActivityError(f"{self.id}: the field {field!r} is not one to rewrite.")
        self.written[field] = text.strip()

    @property
    def ready_to_open(self) -> bool:
        """Whether every field to rewrite has a text, so that the sealed answers may be opened."""
        return all(self.written.get(r.field) for r in self.rewrites)

    def open_sealed(self) -> tuple[Ask, ...]:
        """Open the answers that were not asked for; the return value is these questions."""
        if not self.ready_to_open:
            raise ActivityError("Write each field first. Then the sealed answers open.")
        self.opened = True
        return self.sealed

    @property
    def sealed(self) -> tuple[Ask, ...]:
        """The questions that were not asked."""
        return tuple(q for q in self.questions if q.id not in self.asked)

    @property
    def finished(self) -> bool:
        return self.opened

    def start_again(self) -> None:
        """Put the sealed answers back and ask anew; what was written stays."""
        self.asked = []
        self.opened = False

    def state(self) -> State:
        return {
            "guess": self.guess.id if self.guess else None,
            "asked": list(self.asked),
            "written": dict(self.written),
            "opened": self.opened,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.guess = next((o for o in self.guesses if o.id == state.get("guess")), None)
        self.asked = kept_words(state.get("asked"), {q.id for q in self.questions})[: self.limit]
        self.written = kept_texts(state.get("written"), {r.field for r in self.rewrites})
        self.opened = state.get("opened") is True and self.ready_to_open
