"""The two models of module 02: what the lessons say about them is so, and their rules hold everywhere."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models import flyer_upgrade, open_evening
from commonground.activities.outcome import Outcome

listens = st.sampled_from(range(0, 70, 10))
opens = st.sampled_from(tuple(open_evening.OPEN))
ways = st.sampled_from(("gym", "more"))
answers = st.sampled_from(tuple(open_evening.ANSWER_HOURS))
PLANS = tuple(product(*(flyer_upgrade.COST[name] for name in ("tell", "words", "open", "route", "answer"))))
plans = st.sampled_from(PLANS)


def evening(listen: int = 50, open: str = "nothing", ways: str = "gym", answer: str = "none") -> Outcome:
    return open_evening.run({"listen": listen, "open": open, "ways": ways, "answer": answer})


def funnel(outcome: Outcome) -> list[int]:
    """Held, said, still open, changed."""
    return [int(y) for y in outcome.charts[0].series[0].y]


def tone(outcome: Outcome, name: str) -> str:
    return next(str(person.tone) for person in outcome.people if person.name.startswith(name))


def plan(*choices: str) -> Outcome:
    return flyer_upgrade.run(dict(zip(("tell", "words", "open", "route", "answer"), choices, strict=True)))


def value(outcome: Outcome, label: str) -> int:
    return next(int(total.value) for total in outcome.totals if total.label == label)


def by_group(outcome: Outcome) -> dict[str, list[int]]:
    return {series.name: [int(y) for y in series.y] for series in outcome.charts[0].series}


def test_the_numbers_that_the_evening_tells() -> None:
    assert funnel(evening()) == [8, 4, 0, 0]
    assert funnel(evening(listen=10)) == [8, 2, 0, 0]
    assert funnel(evening(listen=60)) == [8, 4, 0, 0]
    assert funnel(evening(0, "terms", "more", "written")) == [8, 8, 6, 6]


def test_devon_and_tasha_change_something_only_when_whether_is_open_and_decided_together() -> None:
    heard = [
        settings
        for settings in product(
            range(0, 70, 10), open_evening.OPEN, ("gym", "more"), open_evening.ANSWER_HOURS
        )
        if tone(evening(*settings), "Devon") == tone(evening(*settings), "Tasha") == "help"
    ]
    assert heard
    assert {settings[1:] for settings in heard} == {("whether", "more", "together")}
    assert min(settings[0] for settings in heard) == open_evening.MINUTES_TO_DECIDE


def test_a_plan_that_waits_costs_someone_unless_asking_opens_a_door() -> None:
    assert tone(evening(open="whether"), "Nia") == "harm"
    assert tone(evening(open="whether", ways="more"), "Nia") == "help"
    assert tone(evening(), "Nia") == "help"


@given(listens, opens, ways, answers)
def test_each_step_holds_no_more_than_the_one_before(listen: int, open: str, way: str, answer: str) -> None:
    steps = funnel(evening(listen, open, way, answer))
    assert steps == sorted(steps, reverse=True)


@given(listens, ways, answers)
def test_nothing_changes_where_nothing_is_open(listen: int, way: str, answer: str) -> None:
    assert funnel(evening(listen, "nothing", way, answer))[-1] == 0


@given(listens, opens, answers)
def test_more_ways_to_be_heard_never_do_worse(listen: int, open: str, answer: str) -> None:
    assert (
        funnel(evening(listen, open, "more", answer))[-1] >= funnel(evening(listen, open, "gym", answer))[-1]
    )


@given(listens, opens, ways, answers)
def test_people_and_bars_agree(listen: int, open: str, way: str, answer: str) -> None:
    outcome = evening(listen, open, way, answer)
    helped = [p for p in outcome.people if p.tone == "help" and not p.name.startswith("Nia")]
    assert len(helped) == funnel(outcome)[-1]


def test_the_numbers_that_the_flyer_tells() -> None:
    first = plan("four", "english", "nothing", "none", "none")
    assert [value(first, step) for step in flyer_upgrade.STEPS] == [37, 13, 2, 0, 0]
    assert value(plan("four", "all", "nothing", "none", "none"), "Reached") == 52
    turned = plan("one", "all", "whether", "many", "council")
    assert (value(turned, "Credits spent"), value(turned, "Changed something")) == (10, 23)
    assert by_group(turned)["Young people on their own"][-1] == 0
    assert tone(turned, "Tasha") == "harm"
    met = plan("one", "all", "terms", "meetings", "date")
    assert (value(met, "Credits spent"), value(met, "Changed something")) == (10, 7)
    assert all(row[-1] > 0 for row in by_group(met).values())
    assert value(plan("four", "english", "nothing", "none", "council"), "Credits spent") == 9


@given(plans)
def test_families_are_lost_and_never_won_along_the_steps(choices: tuple[str, ...]) -> None:
    for row in by_group(plan(*choices)).values():
        assert row == sorted(row, reverse=True)


@given(plans)
def test_a_plan_that_costs_too_much_keeps_no_answer(choices: tuple[str, ...]) -> None:
    outcome = plan(*choices)
    if value(outcome, "Credits spent") > flyer_upgrade.CREDITS:
        assert value(outcome, "Were answered") == 0
        assert "too many" in outcome.summary


@given(plans)
def test_nothing_changes_where_nothing_may_be_changed(choices: tuple[str, ...]) -> None:
    tell, words, _, route, answer = choices
    assert value(plan(tell, words, "nothing", route, answer), "Changed something") == 0


@given(plans)
def test_plain_words_to_every_caregiver_reach_no_fewer(choices: tuple[str, ...]) -> None:
    tell, _, open, route, answer = choices
    assert value(plan(tell, "all", open, route, answer), "Reached") >= value(
        plan(tell, "english", open, route, answer), "Reached"
    )


def test_groups_are_sixty_families() -> None:
    assert sum(group.families for group in flyer_upgrade.GROUPS) == 60
    for group in flyer_upgrade.GROUPS:
        assert max(group.email, group.session, group.web, group.mail, group.met) <= group.families
