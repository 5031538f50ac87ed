"""The rules of the tasks: what counts, what is forgiven, and that no answer makes them stumble."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.trainer import task_rules as rules
from commonground.trainer.rubric import IDS

FACT = rules.Fact("how-many", (r"\b420\b|four hundred (and )?twenty",))


@pytest.mark.parametrize(
    ("written", "number"),
    [(15, 15), ("15", 15), ("15 minutes", 15), ("$1,200", 1200), ("twelve", 12), (" 0.5 h", 0.5), (True, None),
     ("soon", None), (None, None), (float("nan"), None), ([3], None), ("-3", -3)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written: Any, number: float | None) -> None:
    assert rules.number_of(written) == number


@pytest.mark.parametrize("nothing", ["", "  ", "TBD", "...", "to do", "n/a", "-", None, True, [], {}, [""], {"a": None}])
def test_what_only_holds_a_place_is_nothing(nothing: Any) -> None:
    assert rules.text_of(nothing) == ""


def test_keys_are_found_in_any_case() -> None:
    assert rules.part_of({"Who Pays": 3}, "who_pays") == 3
    assert rules.part_of({1: 2}, "who_pays") is None
    assert rules.part_of("text", "who_pays") is None


def held(checks: list[rules.Check]) -> list[bool]:
    return [check.holds for check in checks]


def item(minutes: Any, who: str, kind: str, what: str | None = None) -> dict[str, Any]:
    return {"minutes": minutes, "who": who, "kind": kind, "what": f"{who}, {kind}, {minutes}" if what is None else what}


GOOD = [item(20, "learners", "understand"), item(20, "trainer", "understand"), item(10, "all", "break"), item(40, "pairs", "decide")]


@pytest.mark.parametrize(
    ("items", "minutes", "failing"),
    [
        (GOOD, 90, set()),
        (GOOD, "90 min", set()),
        (GOOD, 100, {1}),
        (GOOD, None, {1}),
        ([item(40, "trainer", "understand"), item(10, "all", "break"), item(40, "trainer", "decide")], 90, {2}),
        ([item(10, "learners", "decide"), item(10, "learners", "understand"), item(10, "learners", "close")], 30, {3}),
        ([item(10, "learners", "welcome"), item(10, "learners", "close"), item(10, "learners", "close")], 30, {3, 5}),
        ([item(71, "learners", "understand"), item(10, "all", "break"), item(9, "learners", "close")], 90, {4}),
        ([item(70, "learners", "understand"), item(10, "all", "break"), item(10, "learners", "close")], 90, set()),
        ([item(30, "learners", "understand"), item(20, "learners", "decide"), item(20, "learners", "close")], 70, set()),
        ([item(30, "trainer and learners", "understand"), item(20, "learners", "decide"), item(20, "trainer", "close")], 70, {2}),
        ([item(30, "learners", "understand", ""), item(20, "learners", "decide"), item(20, "learners", "close")], 70, {0}),
        ([item(70, "learners", "understand")], 70, {0, 5}),
        ([item(30, "learners", "understand"), item(10, "", "break"), item(20, "learners", "close")], 60, set()),
    ],
)  # fmt: skip
def test_agenda(items: Any, minutes: Any, failing: set[int]) -> None:
    assert {number for number, holds in enumerate(held(rules.agenda(items, minutes))) if not holds} == failing


def test_an_example_is_not_an_answer() -> None:
    assert held(rules.filled({"place": "main HALL."}, ["place"], ["Main hall"])) == [False]
    assert held(rules.filled({"Place": "Room 2"}, ["place"], ["Main hall"])) == [True]


def test_costs() -> None:
    lines = [{"what": what, "amount": amount, "who_pays": "The district"} for what, amount in (("a", 0.1), ("b", 0.2), ("c", 0))]
    assert held(rules.costs(lines, 0.3)) == [True, True, True]
    assert held(rules.costs(lines, 0.4)) == [True, False, True]
    assert held(rules.costs([*lines, {"what": "d", "amount": 5, "who_pays": "families"}], 5.3)) == [True, True, False]
    assert held(rules.costs([*lines, {"what": "d", "amount": "", "who_pays": "families"}], 0.3)) == [False, True, True]
    assert held(rules.costs([], 0)) == [False, False, False]


LONG = "We talk about one list at a time, and then you choose what the school sends. " * 5


def test_plain_words() -> None:
    assert held(rules.plain_words(LONG)) == [True, True, True]
    assert held(rules.plain_words("Hello.")) == [False, False, False]
    assert held(rules.plain_words(LONG + "Stakeholders come too.")) == [True, True, False]
    assert held(rules.plain_words(LONG + "FERPA (the law on school records) is read.")) == [True, True, True]
    assert held(rules.plain_words(LONG + "FERPA is read.", {"ferpa": "the law on school records"})) == [True, True, True]
    assert held(rules.plain_words("Responsibility necessitates organizational interoperability " * 20))[1:] == [False, False]


def test_a_word_in_capitals_is_not_another_word() -> None:
    assert held(rules.plain_words(LONG + "A pie and a mou are no papers.")) == [True, True, True]


def test_both_runs() -> None:
    run = {"exercise": "Two schools", "first_run": "30 and 70", "second_run": "70 and 30", "difference": "Devon"}
    assert held(rules.both_runs([run], 2)) == [True, False]
    assert held(rules.both_runs([run, run], 2)) == [True, False]
    assert held(rules.both_runs([run, {**run, "exercise": "Trust"}], 2)) == [True, True]
    assert held(rules.both_runs([{**run, "second_run": "30 AND 70"}], 1)) == [False]


@pytest.mark.parametrize(
    ("arrived", "words", "honest", "reached"),
    [
        ("kept", "They had 420 of them", 1, 1),
        ("kept", "four hundred and twenty", 1, 1),
        ("Kept ", "many", 0, 0),
        ("changed", "about four thousand", 1, 0),
        ("changed", "", 0, 0),
        ("lost", "", 1, 0),
        ("lost", "there were 420", 0, 1),
        ("", "there were 420", 0, 1),
    ],
)
def test_relay(arrived: str, words: str, honest: int, reached: int) -> None:
    relay = [{"fact": "How many", "arrived": arrived, "words": words}]
    assert rules.relay_honest(relay, [FACT]) == honest
    assert rules.relay_reached(relay, [FACT]) == reached


def test_dossiers() -> None:
    key = {"a": {name: number % 4 for number, name in enumerate(IDS)}}
    near = {"A": {name: str(min(3, score + 1)) for name, score in key["a"].items()}}
    assert rules.agreement(near, key) == 1
    assert rules.agreement({"a": {name: score + 9 for name, score in key["a"].items()}}, key) == 0
    assert rules.agreement(key, {}) == 0
    assert rules.full_scores(near, ["a"], IDS).holds
    assert not rules.full_scores({"a": {**key["a"], "care": 1.5}}, ["a"], IDS).holds
    assert rules.ranked_last(["c", "b", "A "], "a")
    assert not rules.ranked_last(["c", "c", "a"], "a")
    assert not rules.ranked_last("cba", "a")


def test_a_report_says_what_is_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert rules.report([rules.Check(True, "There."), rules.Check(False, "Write it.")]) == 1
    said = capsys.readouterr().out
    assert "1 of 2 points" in said
    assert "To do. Write it." in said


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["minutes", "who", "kind", "what", "amount", "who_pays", "fact", "arrived", "words", "moment",
                         "first_run", "exercise", "options", "turns_on", "said", "answer", "a", "care", 3]) | st.text(max_size=5),
        inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(ANYTHING, ANYTHING)
def test_no_answer_makes_a_rule_stumble(one: Any, other: Any) -> None:
    checks = [
        *rules.agenda(one, other),
        *rules.segment_steps(one),
        *rules.filled(one, ["what"]),
        *rules.costs(one, other),
        *rules.plain_words(one, other),
        *rules.both_runs(one),
        *rules.relay_rows(one, ["a"]),
        *rules.moments_held(one, ["a"]),
        *rules.decision_stands(one),
        *rules.comments_answered(one),
        rules.no_stays_open(one, "a"),
        rules.table(one, ["what"], 1, "rows"),
        rules.full_scores(one, ["a"], ["care"]),
    ]
    assert all(isinstance(check.holds, bool) and check.says for check in checks)
    assert 0 <= rules.agreement(one, {"a": {"care": 2}}) <= 1
    assert rules.relay_honest(one, [FACT]) in (0, 1)
    assert rules.relay_reached(one, [FACT]) in (0, 1)
    assert rules.facts_kept(one, [FACT]) in (0, 1)
    assert rules.relay_claims(one) >= 0
    assert isinstance(rules.ranked_last(one, "a"), bool)
    assert isinstance(rules.chosen(one, "a", "b"), bool)
    assert isinstance(rules.lines_of(one, ["a"]), str)


@given(ANYTHING)
def test_texts_have_no_line_ends(one: Any) -> None:
    assert "\n" not in rules.text_of(one)
