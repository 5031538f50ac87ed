"""Each task of the lesson on releases tells right from wrong, names the idea missed, and is not fooled or harmed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from analyst_01.answers_to_module_01 import ANSWERS, LESS, MEMO, NOT_YET
from analyst_protocol.task_rules import TaskRules
from analyst_protocol.word_rules import WordRules

from commonground import exercises
from commonground.exercises import Status
from commonground.exercises.task import FunctionTask


class TestTasks(TaskRules):
    answers = ANSWERS


class TestWords(WordRules):
    answers = ANSWERS


def function_task(id: str) -> FunctionTask:
    task = exercises.get(id)
    assert isinstance(task, FunctionTask)
    return task


def test_an_honest_blank_is_full_marks_where_it_is_true() -> None:
    fewest = function_task("01/fewest")
    alike = next(case for case in fewest.cases if case.id == "alike")
    assert np.isnan(fewest.right(*alike.arguments))
    shut = next(case for case in function_task("01/subtract").cases if case.id == "shut")
    assert function_task("01/subtract").right(*shut.arguments).isna().sum().sum() == 4
    assert exercises.get("01/cannot-say").check(ANSWERS.right["01/cannot-say"][0]).status is Status.RIGHT


def test_not_releasing_can_win() -> None:
    assert all(memo in ANSWERS.right["01/memo"] for memo in (MEMO, LESS, NOT_YET))


def test_a_blank_that_python_takes_for_all_columns_is_named_as_a_blank() -> None:
    def protect(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
        shown = counts.where(counts >= minimum)
        for row in shown.index[shown.isna().sum(axis=1) == 1]:
            shown.loc[row, ...] = np.nan
        return shown

    outcome = exercises.get("01/protect").check(protect)
    assert outcome.status is Status.NOT_ATTEMPTED
    assert "still a `...`" in outcome.message


def test_a_gap_hidden_again_ends_and_is_told_apart() -> None:
    def protect(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
        shown = counts.where(counts >= minimum)
        for _ in range(shown.size):
            for _ in ("rows", "columns"):
                for row in shown.index[shown.isna().sum(axis=1) == 1]:
                    shown.loc[row, shown.loc[row].isna().idxmax()] = np.nan
                shown = shown.T
        return shown

    assert exercises.get("01/protect").check(protect).mistake == "primary-alone"
