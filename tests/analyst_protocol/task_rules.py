"""What every checked task promises: it tells right from wrong, names the idea missed, and is not fooled or harmed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

import pandas as pd
from analyst_protocol.module_answers import Handed
from analyst_protocol.rules import ModuleRules, values_of

from commonground.exercises import CANNOT_SAY, Status, Task
from commonground.exercises.task import HARD_CODED, ChoiceTask, FunctionTask, PartsTask


def by_entry(task: FunctionTask, change: Callable[[Any], Any]) -> Callable[..., Any]:
    """The right way of a task, with each entry of its result changed."""

    def way(*inputs: Any) -> Any:
        entries = task.comparison.entries(task.right(*inputs))
        changed = {path: change(entry) for path, entry in entries.items()}
        return changed.get((), changed)

    return way


def number_or_same(change: Callable[[float], float]) -> Callable[[Any], Any]:
    return lambda entry: change(entry) if isinstance(entry, float) else entry


def numbers_of(task: FunctionTask) -> list[float]:
    """The numbers in the right result on the table that the learner sees."""
    entries = task.comparison.entries(task.right(*task.cases[0].arguments)).values()
    return [entry for entry in entries if isinstance(entry, float) and not math.isnan(entry)]


def counts_only(task: FunctionTask) -> bool:
    """Whether all these numbers are whole, so that a check may let pass whatever lies nearer to them than to others."""
    return all(number.is_integer() for number in numbers_of(task))


def spoil(value: Any) -> None:
    """Overwrite or empty an input, as careless code does."""
    if isinstance(value, pd.DataFrame):
        for column in value.columns:
            value[column] = None
    elif isinstance(value, pd.Series):
        value[:] = 0 if pd.api.types.is_integer_dtype(value) else None
    elif isinstance(value, dict | list):
        value.clear()


class TaskRules(ModuleRules):
    """How the tasks of a module judge what is handed in.

    A module may differ in these: `least_on_tables` says how many of its tasks, at least, ask for a function that is
    tried on tables; `not_judged` how a learner is told that a written answer was only looked over; `wide` names the
    tasks that let pass more than a hundredth of what they do not count in wholes; `hard_coded` those for which a wrong
    answer is written down that holds on the visible table alone.
    """

    least_on_tables: ClassVar[int] = 6
    not_judged: ClassVar[str] = "nobody has judged"
    wide: ClassVar[frozenset[str]] = frozenset()
    hard_coded: ClassVar[frozenset[str]] = frozenset()

    def test_every_task_is_tried_in_three_right_and_five_wrong_ways(self) -> None:
        answers = self.answers
        assert set(answers.right) == set(answers.wrong) == set(answers.tasks)
        for id in answers.tasks:
            assert len(answers.right[id]) >= 3, id
            assert len({mistake for _, mistake in answers.wrong[id]}) >= 5, id
        assert len(answers.on_tables) >= self.least_on_tables

    def test_right_answers_pass(self, right: Handed) -> None:
        outcome = right.task.check(right.answer)
        assert outcome.status is Status.RIGHT, outcome
        assert right.task.texts.right.strip() in outcome.message
        if isinstance(right.task, PartsTask):
            assert outcome.written == right.answer
            assert self.not_judged in outcome.message

    def test_wrong_answers_hear_the_message_meant_for_them(self, wrong: Handed) -> None:
        outcome = wrong.task.check(wrong.answer)
        assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, wrong.mistake), outcome
        replies = {**wrong.task.texts.replies, "hard-coded": HARD_CODED}
        assert replies[wrong.mistake].strip() in outcome.message
        if isinstance(wrong.task, PartsTask):
            assert outcome.written == {part: text for part, text in wrong.answer.items() if text}

    def test_every_foreseen_mistake_is_made_by_somebody(self, task: Task) -> None:
        made = {mistake for _, mistake in self.answers.wrong[task.id]}
        assert made == set(task.mistake_ids) | ({"hard-coded"} if task.id in self.hard_coded else set())

    def test_every_foreseen_mistake_is_told_from_the_others(self, foreseen: Handed) -> None:
        outcome = foreseen.task.check(foreseen.answer)
        assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, foreseen.mistake), outcome

    def test_a_blank_is_not_attempted(self, blank: Handed) -> None:
        assert blank.task.check(blank.answer).status is Status.NOT_ATTEMPTED

    def test_whatever_is_handed_in_gets_a_reply(self, stray: Handed) -> None:
        status = stray.task.check(stray.answer).status
        if stray.task in self.answers.on_tables:
            assert status in (Status.NOT_YET, Status.MISTAKEN, Status.ERROR)
        else:
            assert status is Status.NOT_YET

    def test_a_result_written_in_fails_on_hidden_tables(self, on_tables: FunctionTask) -> None:
        visible = on_tables.right(*on_tables.cases[0].arguments)
        for answer, mistake in ((lambda *inputs: visible, "hard-coded"), (visible, "value-not-function")):
            outcome = on_tables.check(answer)
            assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, mistake), outcome

    def test_reading_the_tables_of_the_notebook_is_noticed(self, on_tables: FunctionTask) -> None:
        mine = on_tables.cases[0].arguments
        outcome = on_tables.check(lambda *inputs: on_tables.right(*mine))
        assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "hard-coded"), outcome

    def test_every_hidden_table_is_described(self, on_tables: FunctionTask) -> None:
        assert {case.id for case in on_tables.cases[1:]} == set(on_tables.texts.cases)
        assert len(on_tables.cases) >= 3

    def test_a_function_that_spoils_its_inputs_does_no_harm(self, on_tables: FunctionTask) -> None:
        def vandal(*inputs: Any) -> Any:
            answer = on_tables.right(*inputs)
            for value in inputs:
                spoil(value)
            return answer

        for answer in (vandal, vandal, self.answers.right[on_tables.id][0]):
            assert on_tables.check(answer).status is Status.RIGHT

    def test_code_that_stops_is_explained(self, on_tables: FunctionTask) -> None:
        outcome = on_tables.check(lambda first, *others: first["no such column"])
        assert outcome.status is Status.ERROR
        assert "no such column" in outcome.message

    def test_a_lesson_goes_on_with_the_learners_function_once_it_is_right(
        self, on_tables: FunctionTask
    ) -> None:
        good, bad = self.answers.right[on_tables.id][0], self.answers.wrong[on_tables.id][0][0]
        on_tables.check(good)
        assert on_tables.carry_on_with(good) is good
        assert on_tables.carry_on_with(bad) is on_tables.right

    def test_rounding_to_three_decimals_is_no_mistake(self, on_tables: FunctionTask) -> None:
        rounded = by_entry(on_tables, number_or_same(lambda number: round(number, 3)))
        assert on_tables.check(rounded).status is Status.RIGHT

    def test_a_slip_that_nobody_foresaw_is_not_yet_right(self, on_tables: FunctionTask) -> None:
        def slip(by: float) -> Callable[[Any], Any]:
            return lambda entry: entry + by if isinstance(entry, float) else f"{entry}?"

        small = () if on_tables.id in self.wide or counts_only(on_tables) else (0.013,)
        for by in (7.013, *small):
            outcome = on_tables.check(by_entry(on_tables, slip(by)))
            assert outcome.status is Status.NOT_YET, outcome

    def test_percent_where_shares_are_asked_for_is_named(self, on_tables: FunctionTask) -> None:
        outcome = on_tables.check(by_entry(on_tables, number_or_same(lambda number: 100 * number)))
        if not numbers_of(on_tables):
            assert outcome.status is Status.RIGHT
        elif outcome.status is Status.NOT_YET:
            assert "100 times" in outcome.message or counts_only(on_tables), outcome
        else:
            assert (outcome.status, outcome.mistake) == (Status.MISTAKEN, "points"), outcome

    def test_the_data_cannot_say_is_somewhere_right_and_nowhere_the_only_answer(self) -> None:
        said = [list(values_of(task).values()) for task in self.answers.on_values]
        said += [
            [CANNOT_SAY if option == "cannot-say" else option for option in task.texts.options]
            for task in self.answers.tasks.values()
            if isinstance(task, ChoiceTask) and "cannot-say" in task.right
        ]
        assert said
        for words in said:
            assert 0 < sum(word is CANNOT_SAY for word in words) < len(words)

    def test_what_is_written_so_far_is_kept(self) -> None:
        for task in self.answers.tasks.values():
            if isinstance(task, PartsTask):
                part = next(iter(task.parts))
                written = {part: self.answers.right[task.id][0][part]}
                assert task.check(written).written == written
