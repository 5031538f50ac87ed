"""Two answers that say the same are equal, whatever their container, order and number type."""

from __future__ import annotations

import math
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.exercises import CANNOT_SAY
from commonground.exercises.compare import Comparison, Rows, Unreadable, difference

RULE = Comparison(tolerance=0.005, keys=("school",))
RIGHT = {"North": 0.25, "South": 0.5}


def same(a: object, b: object, rule: Comparison = RULE) -> bool:
    return rule.same(rule.entries(a), rule.entries(b))


@pytest.mark.parametrize(
    "answer",
    [
        {"South": 0.5, "North": 0.25},
        {"North": np.float64(0.2512), "South": 0.499},
        pd.Series({"South": 0.5, "North": 0.25}),
        pd.Series([0.25, 0.5], index=pd.Categorical(["North", "South"]), name="rate"),
        pd.DataFrame({"rate": [0.5, 0.25]}, index=["South", "North"]),
        pd.DataFrame({"rate": [0.5, 0.25], "school": ["South", "North"]}),
        pd.Series({"North": 0.25, "South": 0.5}, dtype="Float64"),
    ],
)
def test_containers_order_and_number_types_do_not_count(answer: object) -> None:
    assert same(answer, RIGHT)


def test_a_table_with_its_columns_in_another_order_is_the_same() -> None:
    table = pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["x", "y"])
    assert same(table[["b", "a"]].loc[["y", "x"]], table)
    assert same({"x": {"a": 1, "b": 3}, "y": {"b": 4, "a": 2}}, table)


@pytest.mark.parametrize("nothing", [None, math.nan, np.nan, pd.NA, pd.NaT, CANNOT_SAY])
def test_every_way_to_say_that_nothing_can_be_said_is_the_same(nothing: object) -> None:
    assert same({"North": nothing, "South": 0.5}, {"North": math.nan, "South": 0.5})
    assert not same({"North": nothing, "South": 0.5}, RIGHT)


def test_nan_in_an_index_is_a_label() -> None:
    assert same(pd.Series({np.nan: 1.0}), {"missing": 1.0})


@pytest.mark.parametrize(
    "answer",
    [
        0.25,
        "North",
        {"North": 0.25},
        {"North": 0.25, "South": "0.5"},
        {"North": 0.25, "South": 0.51},
        [0.25, 0.5],
    ],
)
def test_other_answers_differ(answer: object) -> None:
    assert not same(answer, RIGHT)


def test_members_without_order() -> None:
    rule = Comparison(unordered=True)
    assert same(np.array([3, 1, 2]), [1, 2, 3], rule)
    assert same({1, 2}, pd.Index([2, 1]), rule)
    assert not same([1, 2], [2, 1])


def test_an_object_of_no_use_equals_nothing_not_even_itself() -> None:
    assert not same({"North": object(), "South": 0.5}, {"North": object(), "South": 0.5})
    assert RULE.entries(iter([1]))[()] == Unreadable("list_iterator")


@given(st.dictionaries(st.text(max_size=5), st.floats(allow_nan=True, allow_infinity=True), min_size=1))
def test_every_table_is_the_same_as_itself_reordered(table: dict[str, float]) -> None:
    assert same(dict(reversed(table.items())), table, Comparison())
    assert same(pd.Series(table, dtype=float), table, Comparison())


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_closeness_is_the_tolerance(a: float, b: float) -> None:
    assert Comparison(tolerance=0.1).close(a, b) == (abs(a - b) <= 0.1)


def test_a_wrong_way_is_known_by_the_entries_in_which_it_departs() -> None:
    right = {("a",): 1.0, ("b",): 2.0, ("c",): 3.0}
    wrong = {("a",): 1.0, ("b",): 9.0, ("c",): 3.0}
    assert RULE.fits({("a",): 1.0, ("b",): 9.0, ("c",): 3.0}, wrong, right)
    assert RULE.fits({("a",): 7.0, ("b",): 9.0, ("c",): 3.0}, wrong, right)
    assert not RULE.fits({("a",): 7.0, ("b",): 2.0, ("c",): 3.0}, wrong, right)
    assert not RULE.fits(right, right, right)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (0.3, "table or list with 2 entries"),
        ({"North": 0.25}, "did not find: South"),
        ({"North": 0.25, "South": 0.5, "East": 1.0}, "did not expect: East"),
        ({"North": 25.0, "South": 50.0}, "100 times"),
        ({"North": 0.0025, "South": 0.005}, "divided by 100"),
        ({"North": 4.0, "South": 2.0}, "1 divided by"),
        ({"North": -0.25, "South": -0.5}, "negative"),
        ({"North": 0.75, "South": 0.5}, "add up to 1"),
        ({"North": 0.25, "South": 0.9}, "1 agree. These differ by more than rounding: South"),
        ({"North": 0.25, "South": math.nan}, "missing (NaN) at South"),
        ({"North": 0.25, "South": "high"}, "a number at South; yours is a word"),
        ({"North": 0.25, "South": object()}, "which I cannot read"),
    ],
)
def test_a_difference_is_told_without_the_answer(answer: object, said: str) -> None:
    text = difference(RULE, RULE.entries(answer), RULE.entries(RIGHT))
    assert said in text
    assert "0.25" not in text.replace("such as 0.25", "")
    assert "0.5" not in text


def test_a_turned_table_is_named() -> None:
    table = pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["x", "y"])
    assert ".T" in difference(RULE, RULE.entries(table.T), RULE.entries(table))


def test_labels_of_another_type_are_named() -> None:
    assert "differ in type" in difference(RULE, RULE.entries({"1": 2.0}), RULE.entries({1: 2.0}))


def test_a_number_where_nothing_can_be_said_is_questioned() -> None:
    right = {"North": math.nan, "South": 0.5}
    assert "can this table say it" in difference(RULE, RULE.entries(RIGHT), RULE.entries(right))


ROWS = Rows(tolerance=0.005, keys=("school", "grade"))


def seen(rows: list[tuple[str, int, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["school", "grade", "rate"])


@given(
    st.lists(st.tuples(st.sampled_from(["North", "South"]), st.integers(9, 10), st.sampled_from([0.1, 0.5]))),
    st.randoms(use_true_random=False),
)
def test_rows_that_repeat_count_and_their_order_only_among_equals(
    rows: list[tuple[str, int, float]], by_chance: random.Random
) -> None:
    keys = list(dict.fromkeys(row[:2] for row in rows))
    by_chance.shuffle(keys)
    regrouped = [row for key in keys for row in rows if row[:2] == key]
    assert same(seen(regrouped), seen(rows), ROWS)
    assert len(ROWS.entries(seen(rows))) == len(rows)


def test_a_repeated_row_that_is_dropped_added_or_changed_is_a_difference() -> None:
    right = seen([("North", 9, 0.1), ("North", 9, 0.1), ("South", 9, 0.5)])
    assert not same(right.drop_duplicates(), right, ROWS)
    assert not same(pd.concat([right, right.iloc[:1]]), right, ROWS)
    assert not same(right.assign(rate=[0.1, 0.2, 0.5]), right, ROWS)
    assert same(right.drop_duplicates(), right, Comparison(0.005, keys=("school", "grade")))


def test_a_missing_key_tells_rows_apart_like_any_other() -> None:
    rows = pd.DataFrame({"school": [None, None, "North"], "grade": [9, 9, 9], "rate": [0.1, 0.5, 0.1]})
    assert len(ROWS.entries(rows)) == 3
    assert not same(rows.assign(rate=[0.5, 0.1, 0.1]), rows, ROWS)


@pytest.mark.parametrize("answer", [0.5, {"North": 0.5}, pd.DataFrame({"school": ["North"], "rate": [0.5]})])
def test_an_answer_without_the_keys_is_read_as_any_other(answer: object) -> None:
    assert ROWS.entries(answer) == Comparison(0.005, keys=("school", "grade")).entries(answer)
