"""Plain values come over the border as they are; what is not plain does not come over."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import json
import math
from typing import Any

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.inside.plain import NotPlainError, Reader, Writer

leaves = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text() | some.binary()
keys = some.none() | some.integers() | some.text() | some.tuples(some.text(), some.integers())
values = some.recursive(
    leaves,
    lambda inner: some.lists(inner, max_size=4)
    | some.tuples(inner, inner)
    | some.dictionaries(keys, inner, max_size=4)
    | some.frozensets(keys, max_size=4),
    max_leaves=12,
)


def over(value: Any) -> Any:
    return Reader().read(json.loads(json.dumps(Writer().write(value))))


@given(values)
def test_plain_values_come_over_as_they_are(value: Any) -> None:
    came = over(value)
    assert came == value
    assert type(came) is type(value)


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3)
    | some.dictionaries(some.sampled_from(["t", "v", "d", "s", "i", "c", "n", "h", "f", "m", "r"]), inner, max_size=6),
    max_leaves=10,
)
kinds = some.sampled_from(["frame", "series", "index", "array", "numpy", "named", "dict", "set", "range", "function", "datetime", "x"])


@given(kinds, json_values, json_values, json_values)
def test_forged_forms_are_refused_or_harmless(kind: str, v: Any, i: Any, n: Any) -> None:
    try:
        Reader().read({"t": kind, "v": v, "i": i, "n": n, "c": i, "d": "object", "s": [1], "f": n, "h": 0})
    except (NotPlainError, NotImplementedError):
        return


@pytest.mark.parametrize(
    "value",
    [
        datetime.date(2026, 3, 1),
        datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC),
        datetime.timedelta(days=1, seconds=2),
        decimal.Decimal("1.10"),
        fractions.Fraction(1, 3),
        range(0, 10, 3),
        1 + 2j,
        math.inf,
        10**30,
        {(1, "a"): {1, 2}},
        numpy.datetime64("2026-03-01"),
        pandas.Timestamp("2026-03-01"),
        pandas.Timedelta("1h"),
    ],
)
def test_other_well_known_values(value: Any) -> None:
    assert over(value) == value


def test_not_a_number_stays_so() -> None:
    assert math.isnan(over(float("nan")))
    assert over(pandas.NA) is pandas.NA
    assert over(pandas.NaT) is pandas.NaT


def test_containers_of_the_standard_library_become_plain_ones() -> None:
    assert over(collections.Counter("aab")) == {"a": 2, "b": 1}
    assert over(collections.defaultdict(list, a=[1])) == {"a": [1]}
    assert over({"a": 1}.keys()) == ["a"]
    point = collections.namedtuple("point", "x y")
    assert over(point(1, 2)) == point(1, 2)
    assert over(point(1, 2)).y == 2
    assert over(numpy.float64(0.5)) == 0.5


FRAMES = {
    "kinds": pandas.DataFrame({"a": [1, 2], "b": [0.5, None], "c": ["x", None], "d": [True, False]}),
    "times": pandas.DataFrame({"t": pandas.to_datetime(["2026-01-01", None]), "z": pandas.to_datetime(["2026-01-01"] * 2, utc=True)}),
    "categories": pandas.DataFrame({"c": pandas.Categorical(["x", "y", "x"])}),
    "groups": pandas.DataFrame({"g": ["a", "a", "b"], "h": [1, 2, 3], "v": [1.0, 2.0, 3.0]}).groupby(["g", "h"]).mean(),
    "same names": pandas.DataFrame([[1, 2]], columns=["a", "a"]),
    "nothing": pandas.DataFrame(),
    "integers with gaps": pandas.DataFrame({"a": pandas.array([1, None], dtype="Int64")}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_tables_come_over(name: str) -> None:
    frame = FRAMES[name]
    pandas.testing.assert_frame_equal(over(frame), frame, check_index_type=False, check_column_type=False, check_categorical=False)


def test_series_and_arrays_come_over() -> None:
    series = pandas.Series([0.25, 0.75], index=pandas.Index(["North", "South"], name="school"), name="share")
    pandas.testing.assert_series_equal(over(series), series)
    array = numpy.arange(6).reshape(2, 3)
    numpy.testing.assert_array_equal(over(array), array)
    assert over(array).dtype == array.dtype


class Liar:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Number(int):
    pass


@dataclasses.dataclass
class Honest:
    x: int


class Colour(enum.Enum):
    RED = 1


def test_only_what_was_made_to_deceive_is_suspect() -> None:
    for value, suspect in ((iter([1]), False), ((n for n in [1]), False), (math, False), (Colour.RED, False)):
        with pytest.raises(NotPlainError) as refusal:
            Writer().write(value)
        assert refusal.value.suspect is suspect
    for kind in (Liar, Number):
        kind.__module__ = "__main__"
        with pytest.raises(NotPlainError) as refusal:
            Writer().write(kind())
        assert refusal.value.suspect


@pytest.mark.parametrize("kind", [Liar, Number, Honest])
def test_objects_of_other_classes_do_not_come_over(kind: type) -> None:
    with pytest.raises(NotPlainError):
        Writer().write([kind() if kind is not Honest else Honest(1)])
    with pytest.raises(NotPlainError):
        Writer().write(Colour.RED)


def test_what_contains_itself_or_is_too_deep_is_refused() -> None:
    around: list[Any] = []
    around.append(around)
    with pytest.raises(NotPlainError, match="deep"):
        Writer().write(around)


def test_functions_come_over_only_where_they_may() -> None:
    kept: list[Any] = []

    def keep(function: Any) -> int:
        kept.append(function)
        return len(kept) - 1

    form = Writer(keep).write({"f": len})
    assert form["v"][0][1] == {"t": "function", "h": 0, "n": "len"}
    with pytest.raises(NotPlainError):
        Writer().write(len)
    with pytest.raises(NotPlainError):
        Reader().read(form)
