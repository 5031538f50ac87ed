"""The pass rule: examples from the rubric, and what holds for any ratings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.rating.pass_rule import (
    CAREGIVER,
    MUST_REACH,
    Asked,
    Decision,
    Evidence,
    Gate,
    Given,
    Outcome,
    apply_rule,
    standing,
)

DAY = datetime.date(2026, 11, 2)
HOMES = {
    "fidelity": "t3", "neutrality": "t2", "two-way": "t1", "plain-and-complete": "t1", "access": "t5",
    "care": "t2", "feedback": "t4", "adaptation": "t3", "reflection": "t1",
}
ASKED = tuple(Asked(name, name.capitalize(), task) for name, task in HOMES.items())
ANALYST = (*ASKED, Asked(CAREGIVER, "Words to a caregiver", "t7"))
OPEN = (Gate("t4", 6, 6, 6), Gate("t6", 25, 24, 30))


def pair(first: int, second: int, third: int | None = None) -> list[Given]:
    made = [Given("ana", first, community=True), Given("ben", second, community=False)]
    return made if third is None else [*made, Given("cho", third, community=False, third=True)]


def evidence(changed: Mapping[str, Sequence[Given]] | None = None, gates: Sequence[Gate] = OPEN, analyst: bool = False) -> Evidence:
    asked = ANALYST if analyst else ASKED
    ratings: dict[str, Sequence[Given]] = {one.id: pair(2, 2) for one in asked}
    ratings.update(changed or {})
    return Evidence("dana", "analyst" if analyst else "community", asked, ratings, gates, DAY)


def decided(changed: Mapping[str, Sequence[Given]] | None = None, **more: object) -> Decision:
    return apply_rule(evidence(changed, **more))  # type: ignore[arg-type]


def test_twos_everywhere_pass() -> None:
    made = decided()
    assert made.outcome is Outcome.PASSED
    assert made.total == 18
    assert made.reasons == ()
    assert made.repeat_task is None
    assert [(one.id, one.community) for one in made.raters] == [("ana", True), ("ben", False)]


@pytest.mark.parametrize(("first", "second", "score"), [(1, 2, 1.5), (2, 2, 2.0), (3, 2, 2.5), (3, 3, 3.0), (1, 1, 1.0)])
def test_raters_who_are_close_share_a_mean(first: int, second: int, score: float) -> None:
    assert standing(pair(first, second)).score == score


def test_raters_two_apart_need_a_third() -> None:
    made = decided({"access": pair(1, 3)})
    assert made.outcome is Outcome.WAITING
    assert made.total is None
    assert "third rater" in made.reasons[0]
    assert "Access" in made.reasons[0]


@pytest.mark.parametrize("third", [0, 1, 2, 3])
def test_the_third_rater_s_score_stands(third: int) -> None:
    at = standing(pair(0, 3, third))
    assert at.score == third
    assert at.zero is (third == 0)
    assert at.raters == ("ana", "ben", "cho")


def test_a_third_rater_who_was_not_called_for_changes_nothing() -> None:
    assert standing(pair(1, 2, 3)) == standing(pair(1, 2))
    assert standing(pair(0, 0, 3)).zero


def test_a_zero_of_one_rater_stands_until_a_third_decides() -> None:
    high = {name: pair(3, 3) for name in HOMES}
    made = decided({**high, "access": pair(0, 1)})
    assert made.outcome is Outcome.NOT_YET
    assert made.total == 24.5
    assert made.reasons == ("Access: a score of 0 stands.",)
    assert (made.repeat_task, made.repeat_until) == ("t5", DAY + datetime.timedelta(days=60))
    assert decided({**high, "access": pair(0, 1, 1)}).outcome is Outcome.PASSED


@pytest.mark.parametrize("name", MUST_REACH)
def test_one_and_two_is_not_enough_where_two_is_needed(name: str) -> None:
    made = decided({**{other: pair(3, 3) for other in HOMES}, name: pair(1, 2)})
    assert made.outcome is Outcome.NOT_YET
    assert made.repeat_task == HOMES[name]
    assert "at least 2" in made.reasons[0]


def test_one_on_another_criterion_is_made_good_elsewhere() -> None:
    assert decided({"access": pair(1, 1), "feedback": pair(3, 3)}).outcome is Outcome.PASSED


def test_half_a_point_short() -> None:
    made = decided({"reflection": pair(1, 2)})
    assert made.outcome is Outcome.NOT_YET
    assert made.reasons == ("The criteria together: 17.5 of 27 points; 18 are needed.",)
    assert made.repeat_task == "t1"


def test_a_closed_gate_comes_first() -> None:
    made = decided({"access": pair(0, 0)}, gates=(Gate("t4", 5, 6, 6), Gate("t6", 12, 24, 30)))
    assert made.outcome is Outcome.NOT_YET
    assert made.repeat_task == "t6"
    assert [reason.split(":")[0] for reason in made.reasons] == ["t4", "t6", "Access", "The criteria together"]


def test_what_is_missing_is_said_before_anything_is_decided() -> None:
    made = decided(
        {"care": [], "access": pair(2, 2)[:1], "feedback": [Given("ben", 2, False), Given("cho", 2, False)]},
        gates=(Gate("t4", 1, 6, 6), Gate("t6", None, 24, 30)),
    )
    assert made.outcome is Outcome.WAITING
    assert made.repeat_task is None
    assert "not handed in" in made.reasons[0]
    assert [reason.rsplit(", for ", 1)[1] for reason in made.reasons[1:]] == ["Access.", "Care.", "Feedback."]


def test_the_analyst_route_needs_words_a_caregiver_can_use() -> None:
    assert decided(analyst=True).outcome is Outcome.PASSED
    made = decided({CAREGIVER: pair(1, 2)}, analyst=True)
    assert made.outcome is Outcome.NOT_YET
    assert made.repeat_task == "t7"
    assert made.total == 18
    assert decided({name: pair(3, 3) for name in (*HOMES,)}, analyst=True).total == 27


def test_three_first_ratings_are_not_guessed_at() -> None:
    three = [*pair(2, 2), Given("cho", 2, community=False)]
    assert "which of three" in decided({"care": three}).reasons[0]
    assert standing([*pair(1, 3), Given("ana", 3, True, third=True)]).score is None


def test_a_score_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 3"):
        Given("ana", 4, community=True)


scores = some.integers(0, 3)
ratings = some.builds(pair, scores, scores, some.none() | scores)
all_ratings = some.fixed_dictionaries({one.id: ratings for one in ANALYST})
gates = some.tuples(some.builds(Gate, some.just("t4"), some.integers(0, 6), some.just(6), some.just(6)), some.builds(Gate, some.just("t6"), some.integers(0, 30), some.just(24), some.just(30)))


@given(all_ratings, gates, some.booleans())
def test_a_pass_is_exactly_what_the_rubric_says(given_ratings: dict[str, list[Given]], gates: tuple[Gate, Gate], analyst: bool) -> None:
    made = decided(given_ratings, gates=gates, analyst=analyst)
    asked = ANALYST if analyst else ASKED
    stands = {one.id: standing(given_ratings[one.id]) for one in asked}
    if any(at.score is None for at in stands.values()):
        assert made.outcome is Outcome.WAITING
    else:
        points = {name: at.score or 0.0 for name, at in stands.items()}
        right = (
            sum(points[name] for name in HOMES) >= 18
            and not any(at.zero for at in stands.values())
            and all(points[name] >= 2 for name in MUST_REACH)
            and all(gate.open for gate in gates)
            and (not analyst or points[CAREGIVER] >= 2)
        )
        assert (made.outcome is Outcome.PASSED) is right
    assert (made.repeat_task is not None) is (made.outcome is Outcome.NOT_YET) is (made.repeat_until is not None)
    assert bool(made.reasons) is (made.outcome is not Outcome.PASSED)


@given(all_ratings, some.sampled_from([one.id for one in ASKED]), gates)
def test_a_higher_rating_never_undoes_a_pass(given_ratings: dict[str, list[Given]], name: str, gates: tuple[Gate, Gate]) -> None:
    before = decided(given_ratings, gates=gates)
    raised = [replace(one, score=min(one.score + 1, 3)) for one in given_ratings[name]]
    after = decided({**given_ratings, name: raised}, gates=gates)
    if before.outcome is Outcome.PASSED:
        assert after.outcome is Outcome.PASSED


@given(all_ratings, gates)
def test_the_order_in_which_ratings_come_is_nothing(given_ratings: dict[str, list[Given]], gates: tuple[Gate, Gate]) -> None:
    turned = {name: list(reversed(given)) for name, given in given_ratings.items()}
    one, other = decided(given_ratings, gates=gates), decided(turned, gates=gates)
    assert replace(one, raters=()) == replace(other, raters=())
    assert {rater.id for rater in one.raters} == {rater.id for rater in other.raters}


@given(all_ratings, gates)
def test_the_task_to_repeat_is_one_that_fell_short(given_ratings: dict[str, list[Given]], gates: tuple[Gate, Gate]) -> None:
    made = decided(given_ratings, gates=gates)
    if made.outcome is Outcome.NOT_YET:
        closed = {gate.task for gate in gates if not gate.open}
        assert made.repeat_task in (closed or {task for name, task in HOMES.items() if (made.scores[name] or 0.0) < 2})
