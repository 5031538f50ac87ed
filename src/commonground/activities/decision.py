"""A decision with consequences: choose, see what follows for named people and in total, choose again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .base import Activity, ActivityError, Spec, State, kept_texts, kept_words
from .outcome import TONE_WORDS, Person, Total


@dataclass(frozen=True)
class Course:
    """One way to decide, what follows from it, and why."""

    id: str
    text: str
    people: tuple[Person, ...]
    totals: tuple[Total, ...]
    reply: str


class Decision(Activity):
    """Two choices can be laid side by side; the learner keeps a reason for the one that stands."""

    kind = "decision"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, spec)
        self.courses = tuple(self._read(raw) for raw in spec["options"])
        self.reason_prompt = str(spec.get("reason", "Say in one line why."))
        self.tried: list[str] = []
        self.reason = ""

    def _read(self, raw: Mapping[str, Any]) -> Course:
        reply = str(raw.get("reply", ""))
        if not reply.strip():
            raise ActivityError(f"{self.id}, option {raw.get('id')}: say why it follows (reply).")
        people = tuple(
            Person(str(p["name"]), str(p["what"]), p.get("tone", "same")) for p in raw.get("people", ())
        )
        for person in people:
            if person.tone not in TONE_WORDS:
                raise ActivityError(
                    f"{self.id}, {person.name}: the tone is {person.tone!r}. Use one of: {', '.join(TONE_WORDS)}."
                )
        totals = tuple(
            Total(str(t["label"]), t["value"], str(t.get("unit", "")), str(t.get("note", "")))
            for t in raw.get("totals", ())
        )
        return Course(str(raw["id"]), str(raw["text"]), people, totals, reply)

    def course(self, course_id: str) -> Course:
        """The option with this id; raises ActivityError where there is none."""
        for course in self.courses:
            if course.id == course_id:
                return course
        raise ActivityError(f"{self.id}: there is no option {course_id!r}.")

    def choose(self, course_id: str) -> Course:
        """Choose; the last choice is the one that stands."""
        course = self.course(course_id)
        if course_id in self.tried:
            self.tried.remove(course_id)
        self.tried.append(course_id)
        return course

    def give_reason(self, text: str) -> None:
        """Keep the learner's own reason."""
        self.reason = text.strip()

    @property
    def standing(self) -> Course | None:
        """The choice that stands."""
        return self.course(self.tried[-1]) if self.tried else None

    def pair(self) -> tuple[Course, Course] | None:
        """The last two different choices, the standing one second."""
        if len(self.tried) < 2:
            return None
        return self.course(self.tried[-2]), self.course(self.tried[-1])

    @property
    def finished(self) -> bool:
        return self.pair() is not None and bool(self.reason)

    def state(self) -> State:
        return {"tried": list(self.tried), "reason": self.reason}

    def restore(self, state: Mapping[str, Any]) -> None:
        known = {course.id for course in self.courses}
        self.tried = kept_words(state.get("tried"), known)
        self.reason = kept_texts(state, ("reason",)).get("reason", "")
