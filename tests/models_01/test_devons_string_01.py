"""Devon's string: what the lesson says about it is so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models.devons_string import run
from commonground.activities.outcome import Outcome

widths = st.sampled_from(("cut", "needed", "all"))
ways = st.sampled_from(("none", "asked", "folder"))
scopes = st.sampled_from(("care", "every"))


def play(width: str, sheriff: str = "cut", way: str = "none", scope: str = "care") -> Outcome:
    return run(
        {"old_school": width, "welfare": width, "health": width, "sheriff": sheriff, "way": way, "scope": scope}
    )


def totals(outcome: Outcome) -> tuple[int, ...]:
    return tuple(int(total.value) for total in outcome.totals)


def tone(outcome: Outcome, name: str) -> str:
    return next(person.tone for person in outcome.people if person.name == name)


def test_the_numbers_that_the_lesson_tells() -> None:
    ready, moved, jar, _, _ = totals(play("all", sheriff="all"))
    assert (ready, moved, jar) == (4, 10, 6)
    assert totals(play("cut"))[0] == 10
    assert totals(play("cut", way="folder"))[:4] == (3, 0, 0, 0)
    assert totals(play("all", sheriff="all", way="asked"))[:3] == (2, 4, 0)


def test_without_strings_or_folder_lunch_is_safe_on_day_4_and_math_right_on_day_9() -> None:
    words = play("cut").people[0].what
    assert "Day 4: a safe lunch." in words
    assert "Day 9: the right math class." in words


def test_no_setting_helps_both_devon_and_tasha_and_spares_mr_lee() -> None:
    good = []
    for width in ("cut", "needed", "all"):
        for sheriff in ("cut", "all"):
            for way in ("none", "asked", "folder"):
                for scope in ("care", "every"):
                    outcome = play(width, sheriff, way, scope)
                    if tone(outcome, "Tasha") == "help" and tone(outcome, "Mr. Lee") != "harm":
                        good.append((width, sheriff, way, scope))
    assert not good


@given(widths, widths, widths, st.sampled_from(("cut", "all")), ways, scopes)
def test_jar_beads_and_days_hold_together(a: str, b: str, c: str, sheriff: str, way: str, scope: str) -> None:
    outcome = run({"old_school": a, "welfare": b, "health": c, "sheriff": sheriff, "way": way, "scope": scope})
    ready, moved, jar, doors, elsewhere = totals(outcome)
    assert 1 <= ready <= 10
    assert 0 <= jar <= moved <= 10
    assert moved - jar <= 4
    assert 0 <= doors <= 2
    assert (elsewhere == 0) == (moved == 0)
    if way == "asked":
        assert jar == 0
    beads = outcome.charts[1].series
    assert sum(int(series.y[i]) for series in beads for i in range(4)) == 10


@given(widths, widths, widths, ways)
def test_strings_for_every_student_move_at_least_as_much(a: str, b: str, c: str, way: str) -> None:
    settings = {"old_school": a, "welfare": b, "health": c, "sheriff": "cut", "way": way}
    if way != "asked":
        assert totals(run({**settings, "scope": "every"}))[4] >= totals(run({**settings, "scope": "care"}))[4]
