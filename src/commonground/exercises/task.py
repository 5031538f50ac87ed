"""The kinds of task of the analyst lessons, and how each judges an answer."""

from __future__ import annotations

import inspect
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from commonground.exercises import record
from commonground.exercises.calling import Stopped, call, has_blanks, holds_blank, in_plain_words, is_blank
from commonground.exercises.compare import CANNOT_SAY, Comparison, Entries, Unreadable, difference
from commonground.exercises.outcome import Note, Outcome, Status
from commonground.exercises.texts import Texts

VISIBLE = "visible"
EXACT = Comparison()

Arguments = tuple[object, ...]
"""What the learner's function is called with in one trial."""
Build = Callable[[], Arguments]
Cases = Mapping[str, Build]
"""The hidden tables of a task, each by the id of its kind."""


class Task(ABC):
    """One checked exercise: a stable id, words, hints, an answer with its reasons, and a check."""

    def __init__(self, id: str, texts: Texts) -> None:
        self.id = id
        self.texts = texts
        self._hints_given = 0

    @property
    def name(self) -> str:
        """What lessons call the task in code: `04/write-up` is `write_up_task`.

        Each task has a name of its own, so that a learner who goes back to an earlier cell is
        judged by that cell's task.
        """
        return self.id.partition("/")[2].replace("-", "_") + "_task"

    @property
    def _to_fill(self) -> str:
        return f"Fill in the `...` and run the cell again. `{self.name}.hint()` gives a first hint."

    @abstractmethod
    def _judge(self, answer: object) -> Outcome: ...

    @property
    @abstractmethod
    def mistake_ids(self) -> tuple[str, ...]:
        """The ids of all foreseen mistakes that have a message of their own."""

    def check(self, answer: object = None) -> Outcome:
        """Judge an answer; never raises because of what the learner's code does, and never changes our tables."""
        if is_blank(answer):
            outcome = self._outcome(Status.NOT_ATTEMPTED, self._to_fill)
        else:
            outcome = self._judge(answer)
        record.tell(outcome)
        return outcome

    def hint(self) -> Note:
        """The first hint, then the second; after that it repeats the second and names `answer()`."""
        step = min(self._hints_given, 1)
        more = (
            ""
            if self._hints_given < 2
            else f"\n\nThere are two hints. `{self.name}.answer()` shows one good answer and why."
        )
        self._hints_given += 1
        return Note(f"Hint {step + 1} of 2", self.texts.hints[step] + more)

    def answer(self) -> Note:
        """One good answer with its reasons."""
        return Note(f"One good answer: {self.texts.title}", self.texts.answer)

    def reset(self) -> None:
        """Start again at the first hint."""
        self._hints_given = 0

    def __repr__(self) -> str:
        return f"Task {self.id}. {self.texts.title}\n{self.texts.prompt.strip()}"

    def _repr_html_(self) -> str:
        return Note(f"Task {self.id}: {self.texts.title}", self.texts.prompt)._repr_html_()

    def _outcome(self, status: Status, message: str, **more: Any) -> Outcome:
        return Outcome(self.id, status, message.strip(), **more)

    def _mistaken(self, mistake: str, lead: str = "", case: str | None = None) -> Outcome:
        return self._outcome(Status.MISTAKEN, lead + self.texts.replies[mistake], mistake=mistake, case=case)


@dataclass(frozen=True)
class Case:
    """The arguments of one trial: `build` makes them once, and each trial gets copies.

    The id is "visible", or that of a hidden table, whose kind the texts describe.
    """

    id: str
    build: Build

    @cached_property
    def arguments(self) -> Arguments:
        return self.build()


@dataclass(frozen=True)
class WrongWay:
    """A foreseeable mistake, as a function that computes the plausible wrong thing from the same inputs."""

    id: str
    way: Callable[..., object]


class FunctionTask(Task):
    """The learner writes a function; it is tried on the table they see and on tables they do not see.

    `right` is the reference; `wrong` are the foreseeable mistakes, looked at in order.
    With `takes_value`, a plain value for the visible table is accepted in place of a function.
    """

    def __init__(
        self,
        id: str,
        texts: Texts,
        right: Callable[..., object],
        visible: Build,
        hidden: Sequence[Case],
        wrong: Sequence[WrongWay],
        comparison: Comparison = EXACT,
        takes_value: bool = False,
    ) -> None:
        super().__init__(id, texts)
        self.right = right
        self.cases = (Case(VISIBLE, visible), *hidden)
        self.wrong = tuple(wrong)
        self.comparison = comparison
        self.takes_value = takes_value
        self._known: dict[tuple[str, str], Entries | None] = {}
        self._kinds: dict[str, str] = {}
        self._passed: Callable[..., object] | None = None

    def carry_on_with(self, answer: Callable[..., Any]) -> Callable[..., Any]:
        """The learner's function where it was found right, and ours until then, so that a lesson can go on.

        A right answer of another kind, such as a dict where ours is a table, or a table with its names in a
        column where ours has them in its index, is right; but the cells that follow would stop at it, so
        that ours is used there.
        """
        return answer if answer is self._passed else self.right

    @property
    def mistake_ids(self) -> tuple[str, ...]:
        return tuple(way.id for way in self.wrong)

    def answer(self) -> Note:
        code = inspect.getsource(self.right).rstrip()
        return Note(f"One good answer: {self.texts.title}", f"```python\n{code}\n```\n\n{self.texts.answer}")

    def entries_of(self, way: str, case: Case) -> Entries | None:
        """What the right way ("") or a wrong way gives on a case; None where a wrong way cannot be computed."""
        key = (way, case.id)
        if key not in self._known:
            function = next((w.way for w in self.wrong if w.id == way), self.right)
            result = call(function, case.arguments, quiet=True)
            if isinstance(result, Stopped) and not way:
                raise result.error
            self._known[key] = None if isinstance(result, Stopped) else self.comparison.entries(result.value)
            if not way and not isinstance(result, Stopped):
                self._kinds[case.id] = _kind(result.value)
        return self._known[key]

    def _read(self, value: object) -> Entries:
        """The entries of what a learner handed in, whatever it is."""
        try:
            return self.comparison.entries(value)
        except Exception:
            return {(): Unreadable(type(value).__name__)}

    def _judge(self, answer: object) -> Outcome:
        if not callable(answer):
            return self._judge_value(answer)
        first: Entries = {}
        same_kind = True
        for case in self.cases:
            seen = case.id == VISIBLE
            result = call(answer, case.arguments, quiet=not seen)
            if isinstance(result, Stopped):
                return self._stopped(result, case)
            if result.value is None and has_blanks(answer):
                return self._outcome(Status.NOT_ATTEMPTED, "There is still a `...`. " + self._to_fill)
            if result.value is None:
                return self._outcome(Status.MISTAKEN, NO_RETURN, mistake="no-return", case=case.id)
            if holds_blank(result.value):
                return self._outcome(
                    Status.NOT_ATTEMPTED, "A part of the result is still `...`. " + self._to_fill
                )
            got = self._read(result.value)
            first = first or got
            wrong = self._compare(got, case, first, answer)
            if wrong is not None and wrong.status is Status.NOT_YET and has_blanks(answer):
                return self._outcome(Status.NOT_ATTEMPTED, "There is still a `...`. " + self._to_fill)
            if wrong is not None:
                return wrong
            same_kind = same_kind and self._kinds.get(case.id, "") in ("", _kind(result.value))
        self._passed = answer if same_kind else None
        return self._outcome(Status.RIGHT, self.texts.right)

    def _judge_value(self, answer: object) -> Outcome:
        if holds_blank(answer):
            return self._outcome(
                Status.NOT_ATTEMPTED, "A part of the answer is still `...`. " + self._to_fill
            )
        got, case = self._read(answer), self.cases[0]
        wrong = self._compare(got, case, got, answer)
        if wrong is not None:
            return wrong
        if self.takes_value:
            return self._outcome(Status.RIGHT, self.texts.right)
        return self._outcome(Status.MISTAKEN, HAND_IN_FUNCTION, mistake="value-not-function", case=VISIBLE)

    def _recognize(self, got: Entries, case: Case, right: Entries, answer: object) -> str | None:
        """The foreseen mistake that the answer follows; where several fit on this table, the one that fits on most."""
        ways = [way.id for way in self.wrong if self._follows(got, way.id, case, right)]
        if len(ways) < 2 or not callable(answer):
            exact = [way for way in ways if self.comparison.same(got, self.entries_of(way, case) or {})]
            return next(iter(exact or ways), None)
        score = dict.fromkeys(ways, 0)
        for trial in self.cases:
            result = call(answer, trial.arguments, quiet=True)
            if not isinstance(result, Stopped):
                entries = self._read(result.value)
                for way in ways:
                    score[way] += self.comparison.same(entries, self.entries_of(way, trial) or {})
        return max(ways, key=lambda way: score[way])

    def _follows(self, got: Entries, way: str, case: Case, right: Entries) -> bool:
        wrong = self.entries_of(way, case)
        return wrong is not None and self.comparison.fits(got, wrong, right)

    def _compare(self, got: Entries, case: Case, first: Entries, answer: object) -> Outcome | None:
        right = self.entries_of("", case)
        assert right is not None
        if self.comparison.same(got, right):
            return None
        lead = "" if case.id == VISIBLE else f"Right on the table you see. On {self.texts.cases[case.id]}: "
        if case.id != VISIBLE and self.comparison.same(got, first):
            return self._outcome(Status.MISTAKEN, HARD_CODED, mistake="hard-coded", case=case.id)
        known = self._recognize(got, case, right, answer)
        if known is not None:
            return self._mistaken(known, lead, case.id)
        return self._outcome(Status.NOT_YET, lead + difference(self.comparison, got, right), case=case.id)

    def _stopped(self, stopped: Stopped, case: Case) -> Outcome:
        if stopped.on_a_blank:
            at = f" on line {stopped.line}" if stopped.line else ""
            return self._outcome(Status.NOT_ATTEMPTED, f"There is still a `...`{at}. " + self._to_fill)
        lead = "" if case.id == VISIBLE else f"Right on the table you see. On {self.texts.cases[case.id]}: "
        return self._outcome(
            Status.ERROR, lead + in_plain_words(stopped), case=case.id, line=stopped.line or None
        )


def _kind(value: object) -> str:
    """What the cells of a lesson rely on in a table; "" for all that is no table."""
    if not isinstance(value, pd.DataFrame | pd.Series):
        return ""
    return "numbered rows" if isinstance(value.index, pd.RangeIndex) else "named rows"


NO_RETURN = "Your function works something out and then keeps it to itself: it hands back None. Add `return`."
HAND_IN_FUNCTION = (
    "That is the right result for the table you see. "
    "Hand in the function itself, without brackets after its name, so that it can be tried on another table."
)
HARD_CODED = (
    "Your function gave the same answer for a table that it had not seen. "
    "Either a result is written into it, or it reads the notebook's table and not the one it is handed. "
    "Next year's table will differ: work from the inputs alone."
)


class ChoiceTask(Task):
    """The learner picks one of a few options, each with its own reply; `right` holds all that can be defended."""

    def __init__(self, id: str, texts: Texts, right: frozenset[str]) -> None:
        super().__init__(id, texts)
        self.right = right

    @property
    def mistake_ids(self) -> tuple[str, ...]:
        return tuple(option for option in self.texts.options if option not in self.right)

    def _judge(self, answer: object) -> Outcome:
        if answer is CANNOT_SAY:
            answer = "cannot-say"
        if not isinstance(answer, str):
            return self._outcome(Status.NOT_YET, f"Hand in one of these words: {self._words()}.")
        chosen = re.sub(r"[\s_]+", "-", answer.strip().lower())
        if chosen in self.right:
            return self._outcome(Status.RIGHT, f"{self.texts.replies[chosen]}\n\n{self.texts.right}")
        if chosen in self.texts.options:
            return self._mistaken(chosen)
        return self._outcome(Status.NOT_YET, f"I know these words: {self._words()}. Yours is `{answer}`.")

    def _words(self) -> str:
        return ", ".join(f"`{option}`" for option in self.texts.options)

    def _repr_html_(self) -> str:
        options = "\n".join(f"- `{option}`: {text}" for option, text in self.texts.options.items())
        return Note(f"Task {self.id}: {self.texts.title}", f"{self.texts.prompt}\n\n{options}")._repr_html_()

    def __repr__(self) -> str:
        options = "\n".join(f"- {option}: {text}" for option, text in self.texts.options.items())
        return f"{super().__repr__()}\n\n{options}"


@dataclass(frozen=True)
class Flaw:
    """A foreseeable gap in a written answer: `found` says whether a text of parts has it."""

    id: str
    found: Callable[[Mapping[str, str]], bool]


class PartsTask(Task):
    """The learner writes a few sentences in named parts.

    The check only sees whether each part is there and not plainly unfinished; nobody has judged what it says, and
    the reply tells so.
    """

    def __init__(
        self, id: str, texts: Texts, parts: Mapping[str, str], flaws: Sequence[Flaw], words: int = 5
    ) -> None:
        super().__init__(id, texts)
        self.parts = parts
        self.flaws = tuple(flaws)
        self.words = words

    @property
    def mistake_ids(self) -> tuple[str, ...]:
        return ("missing-part", "too-short", "same-twice", *(flaw.id for flaw in self.flaws))

    def _judge(self, answer: object) -> Outcome:
        if not isinstance(answer, Mapping):
            return self._outcome(Status.NOT_YET, f"Hand in a dict with these parts: {', '.join(self.parts)}.")
        written = {
            part: text.strip() for part, text in answer.items() if isinstance(text, str) and text.strip()
        }
        if not written:
            return self._outcome(Status.NOT_ATTEMPTED, self._to_fill)
        return replace(self._look_for_parts(written), written=written)

    def _look_for_parts(self, written: Mapping[str, str]) -> Outcome:
        missing = [label for part, label in self.parts.items() if part not in written]
        if missing:
            return self._parts_wanted("missing-part", missing)
        short = [label for part, label in self.parts.items() if len(written[part].split()) < self.words]
        if short:
            return self._parts_wanted("too-short", short)
        if len({written[part].lower() for part in self.parts}) < len(self.parts):
            return self._mistaken("same-twice")
        for flaw in self.flaws:
            if flaw.found(written):
                return self._mistaken(flaw.id)
        return self._outcome(Status.RIGHT, self.texts.right)

    def _parts_wanted(self, mistake: str, labels: list[str]) -> Outcome:
        named = "; ".join(labels)
        return self._outcome(
            Status.MISTAKEN, f"{self.texts.replies[mistake]} It is about: {named}.", mistake=mistake
        )
