"""The numbers of the report against examples worked by hand, and what small groups must not tell."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.reporting.agreement import agreement
from commonground.trainer.reporting.groups import Count, GroupTable, safe_table
from commonground.trainer.reporting.items import (
    correlation_interval,
    item_results,
    point_biserial,
    share_interval,
)


def test_kappa_by_hand() -> None:
    """Ten trainees, scores 1 and 2 alone: both 1 four times, both 2 three times, 1-2 twice, 2-1 once.

    Seen alike 0.7. By chance: 0.6 * 0.5 + 0.4 * 0.5 = 0.5. Kappa = (0.7 - 0.5) / (1 - 0.5) = 0.4.
    With two neighboring scores the weighted one is the same.
    """
    made = agreement("care", [(1, 1)] * 4 + [(2, 2)] * 3 + [(1, 2)] * 2 + [(2, 1)])
    assert (made.n, made.exact, made.within_one) == (10, 0.7, 1.0)
    assert made.kappa == pytest.approx(0.4)
    assert made.weighted == pytest.approx(0.4)
    assert "Only 10" in made.note


def test_weighted_kappa_by_hand() -> None:
    """Pairs (0,0), (3,3), (0,3), (2,2).

    Alike 3 of 4. Shares of rater one: 0: 1/2, 2: 1/4, 3: 1/4; of rater two: 0: 1/4, 2: 1/4, 3: 1/2.
    By chance 1/8 + 1/16 + 1/8 = 5/16, so kappa = (12/16 - 5/16) / (11/16) = 7/11.
    Squared distance seen: 9/4. Expected: 0-2: 1/2*1/4*4 = 8/16; 0-3: 1/2*1/2*9 = 36/16; 2-0: 1/4*1/4*4 = 4/16;
    2-3: 1/4*1/2*1 = 2/16; 3-0: 1/4*1/4*9 = 9/16; 3-2: 1/4*1/4*1 = 1/16; together 60/16. Weighted = 1 - (36/16)/(60/16) = 0.4.
    """
    made = agreement("care", [(0, 0), (3, 3), (0, 3), (2, 2)])
    assert made.kappa == pytest.approx(7 / 11)
    assert made.weighted == pytest.approx(0.4)
    assert (made.exact, made.within_one) == (0.75, 0.75)


@pytest.mark.parametrize("pairs", [[], [(2, 2)], [(2, 2)] * 50])
def test_kappa_that_is_not_defined_is_said_so(pairs: list[tuple[int, int]]) -> None:
    made = agreement("care", pairs)
    assert made.kappa is None
    assert made.weighted is None
    assert made.note


def test_one_constant_rater_agrees_as_chance_would() -> None:
    made = agreement("care", [(2, 2), (2, 1), (2, 3), (2, 2)])
    assert made.kappa == pytest.approx(0.0)
    assert not math.isnan(made.weighted or 0.0)


scores = some.integers(0, 3)


@given(some.lists(some.tuples(scores, scores), min_size=1, max_size=12))
def test_kappas_are_numbers_within_bounds(pairs: list[tuple[int, int]]) -> None:
    made = agreement("care", pairs)
    for kappa in (made.kappa, made.weighted):
        assert kappa is None or -1 <= kappa <= 1
    turned = agreement("care", [(other, one) for one, other in pairs])
    assert made.kappa == pytest.approx(turned.kappa, abs=1e-9) if made.kappa is not None else turned.kappa is None


def test_item_statistics_by_hand() -> None:
    """Four trainees, three questions. Question 1: right, right, wrong, wrong; rest 2, 1, 1, 0.

    Means 0.5 and 1. Across: .5*1 + .5*0 + -.5*0 + -.5*-1 = 1. Spreads 1 and 2: r = 1 / sqrt(2).
    """
    answers = [[True, True, True], [True, True, False], [False, False, True], [False, False, False]]
    one, two, three = item_results([(1, "a", "m"), (2, "b", "m"), (3, "c", "m")], answers)
    assert (one.n, one.share) == (4, 0.5)
    assert one.discrimination == pytest.approx(1 / math.sqrt(2))
    assert one.discrimination == two.discrimination
    # Question 3: right, wrong, right, wrong; rest 2, 2, 0, 0: nothing in common.
    assert three.discrimination == pytest.approx(0)
    assert three.words == "hardly tells trainees apart; look at it, do not drop it"


def test_a_question_that_runs_against_the_rest_is_said_so() -> None:
    answers = [[False, True, True], [False, True, True], [True, False, False], [True, True, False]]
    made = item_results([(1, "a", "m"), (2, "b", "m"), (3, "c", "m")], answers)
    assert (made[0].discrimination or 0) < 0
    assert "look at the key first" in made[0].words


def test_questions_that_all_or_none_answered() -> None:
    made = item_results([(1, "a", "m"), (2, "b", "m")], [[True, False]] * 3)
    assert [one.discrimination for one in made] == [None, None]
    assert made[0].words.startswith("very easy; all alike")
    assert made[1].words.startswith("very hard")
    assert item_results([(1, "a", "m")], []) == []
    assert point_biserial([True], [1.0]) is None


def test_intervals_by_hand() -> None:
    """Share 0.7 of 30 by Wilson; a correlation of 0.3 over 30 by Fisher, about -0.07 to 0.60."""
    low, high = share_interval(21, 30)
    assert (round(low, 2), round(high, 2)) == (0.52, 0.83)
    assert share_interval(0, 5)[0] == 0.0
    assert [round(end, 2) for end in correlation_interval(0.3, 30) or ()] == [-0.07, 0.6]
    assert correlation_interval(1.0, 30) is None
    assert correlation_interval(0.3, 3) is None


counts = some.integers(1, 30).flatmap(lambda n: some.builds(Count, some.just(n), some.integers(0, n)))
tables = some.dictionaries(some.sampled_from(["east", "north", "south", "west", "none"]), counts, min_size=1)


@given(tables)
def test_no_small_group_is_shown_and_no_sum_tells_it(groups: dict[str, Count]) -> None:
    made = safe_table(groups)
    for name, one in made.groups.items():
        assert one is None or (one == groups[name] and one.trainees >= 10)
    if made.hidden and made.total:
        shown = [one for one in made.groups.values() if one]
        trainees = made.total.trainees - sum(one.trainees for one in shown)
        passed = made.total.passed - sum(one.passed for one in shown)
        assert 1 < made.hidden < trainees
        assert trainees >= 10
        assert 0 < passed < trainees


@given(tables)
def test_a_table_without_small_groups_is_shown_whole(groups: dict[str, Count]) -> None:
    if all(one.trainees >= 10 for one in groups.values()):
        assert safe_table(groups).hidden == 0


def view(made: GroupTable, groups: dict[str, Count]) -> tuple[object, ...]:
    """All that a reader has: the table, and the number of trainees, which is no secret."""
    return (tuple(made.groups.items()), made.total, sum(one.trainees for one in groups.values()))


@pytest.mark.parametrize("names", [("a", "b"), ("a", "b", "c")])
def test_whoever_knows_the_method_still_cannot_work_out_a_hidden_result(names: tuple[str, ...]) -> None:
    """All tables with small numbers (hidden below 3): each view fits several, which differ in every hidden result."""
    sizes = [Count(n, k) for n in range(1, 5) for k in range(n + 1)]
    fitting: dict[tuple[object, ...], list[dict[str, Count]]] = defaultdict(list)
    for chosen in itertools.product(sizes, repeat=len(names)):
        groups = dict(zip(names, chosen, strict=True))
        fitting[view(safe_table(groups, least=3), groups)].append(groups)
    for (shown, *_), all_groups in fitting.items():
        for name in (name for name, count in shown if count is None):  # type: ignore[attr-defined]
            assert len({groups[name].passed for groups in all_groups}) > 1, (shown, all_groups)
            assert not all(groups[name].passed == groups[name].trainees for groups in all_groups), (shown, all_groups)
            assert any(groups[name].passed for groups in all_groups)
