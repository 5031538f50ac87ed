"""The five outcomes, and that no answer can harm the tables, the check or another task."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from commonground import exercises
from commonground.exercises.compare import Comparison
from commonground.exercises.outcome import Outcome, Status
from commonground.exercises.task import Case, ChoiceTask, Flaw, FunctionTask, PartsTask, WrongWay
from commonground.exercises.texts import Texts

TEXTS = Texts(
    title="Share suspended",
    prompt="Write `share(table)`.",
    hints=("Look at one school.", "Divide by students."),
    answer="A rate needs its **denominator**.",
    right="Each school counts its own students.",
    replies={
        "incidents": "You counted incidents, not students.",
        "pooled": "You used one denominator for both.",
        "filled": "You filled a gap.",
    },
    cases={"other": "a smaller county", "empty": "a county with a gap"},
)


def table(north: list[int], south: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"school": ["North"] * len(north) + ["South"] * len(south), "incidents": north + south}
    )


VISIBLE = table([0, 0, 3, 1], [2, 5, 0, 0, 0])
OTHER = table([0, 1, 0, 0, 0], [1, 1, 7])


def right(t: pd.DataFrame) -> pd.Series:
    return (t["incidents"] > 0).groupby(t["school"]).mean()


def incidents(t: pd.DataFrame) -> pd.Series:
    return t["incidents"].groupby(t["school"]).mean()


def pooled(t: pd.DataFrame) -> pd.Series:
    return (t["incidents"] > 0).groupby(t["school"]).sum() / len(t)


@pytest.fixture
def task() -> FunctionTask:
    return FunctionTask(
        "99/share",
        TEXTS,
        right,
        lambda: (VISIBLE,),
        [Case("other", lambda: (OTHER,))],
        [WrongWay("incidents", incidents), WrongWay("pooled", pooled)],
        Comparison(tolerance=0.005),
    )


@pytest.fixture
def heard() -> Iterator[list[Outcome]]:
    outcomes: list[Outcome] = []
    stop = exercises.on_outcome(outcomes.append)
    yield outcomes
    stop()


def ellipsis_body(t: pd.DataFrame) -> Any: ...


def pass_body(t: pd.DataFrame) -> Any:
    """A blank with words in it."""
    pass


def returns_ellipsis(t: pd.DataFrame) -> Any:
    return ...


def half_done(t: pd.DataFrame) -> Any:
    top: Any = ...
    return top / len(t)


def holds_ellipsis(t: pd.DataFrame) -> Any:
    return {"North": 0.5, "South": ...}


def not_implemented(t: pd.DataFrame) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize(
    "blank",
    [
        None,
        ...,
        ellipsis_body,
        pass_body,
        returns_ellipsis,
        half_done,
        holds_ellipsis,
        not_implemented,
        lambda t: None,
        {"North": ..., "South": 1},
        pd.Series([..., 1]),
        [...],
    ],
)
def test_blank_is_not_attempted(task: FunctionTask, blank: object) -> None:
    assert task.check(blank).status is Status.NOT_ATTEMPTED


def test_check_without_an_answer_is_not_attempted(task: FunctionTask) -> None:
    assert task.check().status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize(
    "answer",
    [
        right,
        lambda t: {s: float(np.mean(t.loc[t.school == s, "incidents"] >= 1)) for s in ("South", "North")},
        lambda t: (
            t.assign(y=t.incidents.clip(upper=1))
            .groupby("school", as_index=False)
            .y.mean()
            .set_index("school")
        ),
        lambda t: round(right(t), 2),
    ],
)
def test_right_answers_pass(task: FunctionTask, answer: Callable[..., object]) -> None:
    outcome = task.check(answer)
    assert outcome.status is Status.RIGHT
    assert "own students" in outcome.message


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (incidents, "incidents"),
        (pooled, "pooled"),
        (lambda t: incidents(t).to_dict(), "incidents"),
        (lambda t: print(right(t)), "no-return"),
        (lambda t: right(VISIBLE), "hard-coded"),
        (lambda t: {"North": 0.5, "South": 0.4}, "hard-coded"),
        ({"North": 0.5, "South": 0.4}, "value-not-function"),
        (incidents(VISIBLE), "incidents"),
        (lambda t: right(t) if len(t) == 9 else pooled(t), "pooled"),
    ],
)
def test_known_mistakes_get_their_message(task: FunctionTask, answer: object, mistake: str) -> None:
    outcome = task.check(answer)
    assert outcome.status is Status.MISTAKEN
    assert outcome.mistake == mistake
    assert outcome.message.endswith(task.texts.replies.get(mistake, outcome.message))


def test_a_right_answer_of_another_kind_is_right_and_the_lesson_goes_on_with_ours(task: FunctionTask) -> None:
    as_dict = lambda t: dict(right(t))  # noqa: E731
    assert task.check(as_dict).status is Status.RIGHT
    assert task.carry_on_with(as_dict) is task.right
    keyed = FunctionTask("99/k", TEXTS, right, lambda: (VISIBLE,), [], [], Comparison(keys=("school",)))
    as_column = lambda t: right(t).reset_index()  # noqa: E731
    assert keyed.check(as_column).status is Status.RIGHT
    assert keyed.carry_on_with(as_column) is keyed.right
    as_ours = lambda t: right(t)  # noqa: E731
    assert task.check(as_ours).status is Status.RIGHT
    assert task.carry_on_with(as_ours) is as_ours


def test_a_value_for_the_visible_table_is_enough_where_the_task_says_so() -> None:
    task = FunctionTask("99/v", TEXTS, right, lambda: (VISIBLE,), [], [], takes_value=True)
    assert task.check({"North": 0.5, "South": 0.4}).status is Status.RIGHT


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda t: 0.4, "a table or list with 2 entries"),
        (lambda t: 100 * right(t), "100 times"),
        (lambda t: right(t) + 0.1, "None agree"),
        (lambda t: (x for x in [1]), "entries; you handed in"),
        (lambda t: t, "I compared"),
        (lambda t: right(t) if len(t) == 9 else right(t) + 0.1, "On a smaller county"),
    ],
)
def test_unforeseen_answers_hear_what_was_compared(task: FunctionTask, answer: object, said: str) -> None:
    outcome = task.check(answer)
    assert outcome.status is Status.NOT_YET
    assert said in outcome.message


def stops_inside(t: pd.DataFrame) -> object:
    column = "incident"
    return t[column]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (stops_inside, "no column, row or key named 'incident'"),
        (lambda: 1, "does not take the inputs"),
        (lambda t: 1 / 0, "divided by zero"),
        (lambda t: undefined_name, "misspelled"),  # type: ignore[name-defined]  # noqa: F821
        (lambda t: t.no_such_part, "has no such part"),
        (lambda t: [][2], "past the end"),
        (lambda t: 1 if t["incidents"] > 0 else 0, "whole column"),
        (lambda t: "a" + 1, "do not go together"),  # type: ignore[operator]
        (lambda t: exit(), "asked Python to quit"),
        (lambda t: int("x"), "ValueError"),
        (lambda t: right(t) if len(t) == 9 else t["gone"], "Right on the table you see"),
    ],
)
def test_code_that_stops_is_explained(task: FunctionTask, answer: object, said: str) -> None:
    outcome = task.check(answer)
    assert outcome.status is Status.ERROR
    assert said in outcome.message


def test_the_line_that_stopped_is_named(task: FunctionTask) -> None:
    outcome = task.check(stops_inside)
    assert "`return t[column]`" in outcome.message
    assert outcome.line == stops_inside.__code__.co_firstlineno + 2


def test_endless_calls_are_explained(task: FunctionTask) -> None:
    def again(t: pd.DataFrame) -> object:
        return again(t)

    assert "called itself" in task.check(again).message


def vandal(t: pd.DataFrame) -> pd.Series:
    answer = right(t)
    t["incidents"] = 0
    del t["school"]
    return answer


def test_a_function_that_changes_its_input_does_no_harm(task: FunctionTask) -> None:
    before = VISIBLE.copy()
    for _ in range(2):
        assert task.check(vandal).status is Status.RIGHT
    pd.testing.assert_frame_equal(before, VISIBLE)
    assert task.check(right).status is Status.RIGHT


def test_changing_a_handed_in_result_later_does_no_harm(task: FunctionTask) -> None:
    kept: list[pd.Series] = []

    def keeps(t: pd.DataFrame) -> pd.Series:
        kept.append(right(t))
        return kept[-1]

    assert task.check(keeps).status is Status.RIGHT
    kept[0][:] = 9
    assert task.check(keeps).status is Status.RIGHT


def test_hidden_trials_print_nothing(task: FunctionTask, capsys: pytest.CaptureFixture[str]) -> None:
    def talks(t: pd.DataFrame) -> pd.Series:
        print("rows", len(t))
        return right(t)

    task.check(talks)
    assert capsys.readouterr().out == "rows 9\n"


def test_the_answer_can_be_that_nothing_can_be_said() -> None:
    task = FunctionTask(
        "99/null",
        TEXTS,
        lambda t: right(t).reindex(["North", "South"]),
        lambda: (VISIBLE,),
        [Case("empty", lambda: (table([1, 0], []),))],
        [WrongWay("filled", lambda t: right(t).reindex(["North", "South"]).fillna(0))],
    )
    honest = task.check(lambda t: {s: right(t).get(s, exercises.CANNOT_SAY) for s in ("North", "South")})
    assert honest.status is Status.RIGHT
    assert task.check(lambda t: {s: right(t).get(s, 0) for s in ("North", "South")}).mistake == "filled"


def test_hints_come_one_after_the_other(task: FunctionTask) -> None:
    assert "one school" in repr(task.hint())
    assert "Divide by" in repr(task.hint())
    third = repr(task.hint())
    assert "Divide by" in third
    assert "_task.answer()" in third
    task.reset()
    assert "Hint 1 of 2" in repr(task.hint())


def test_the_answer_shows_code_and_reasons(task: FunctionTask) -> None:
    html = task.answer()._repr_html_()
    assert "def right(t" in html
    assert "<strong>denominator</strong>" in html


def test_outcomes_are_told_to_those_who_listen(task: FunctionTask, heard: list[Outcome]) -> None:
    task.check(None)
    task.check(incidents)
    assert [(o.task, o.status, o.mistake) for o in heard] == [
        ("99/share", Status.NOT_ATTEMPTED, None),
        ("99/share", Status.MISTAKEN, "incidents"),
    ]


def test_a_listener_that_fails_does_not_spoil_the_check(task: FunctionTask) -> None:
    def fails(outcome: Outcome) -> None:
        raise OSError("the disk is full")

    stop = exercises.on_outcome(fails)
    try:
        with pytest.warns(UserWarning, match="could not be noted down: the disk is full"):
            assert task.check(right).status is Status.RIGHT
    finally:
        stop()
        stop()


@pytest.mark.parametrize("answer", [None, right, incidents, stops_inside, lambda t: 4])
def test_each_outcome_says_in_words_what_it_is(task: FunctionTask, answer: object) -> None:
    outcome = task.check(answer)
    html = outcome._repr_html_()
    words = outcome.heading.split(" ", 1)[1]
    assert words in repr(outcome)
    assert f'aria-label="{outcome.heading}"' in html
    assert f"<strong>{outcome.heading}</strong>" in html


def test_what_a_learner_writes_is_escaped() -> None:
    outcome = Outcome("99/x", Status.ERROR, "`<script>alert(1)</script>` & <b>")
    assert "<script>" not in outcome._repr_html_()
    assert "<b>" not in outcome._repr_html_()


CHOICE = ChoiceTask(
    "99/choice",
    Texts(
        title="Which?",
        prompt="Pick one.",
        hints=("a", "b"),
        answer="Both, because.",
        right="So it is.",
        options={"ratio": "the ratio", "both-numbers": "both", "cannot-say": "the data cannot say"},
        replies={
            "ratio": "One number hides the other.",
            "both-numbers": "Yes.",
            "cannot-say": "True as well.",
        },
    ),
    frozenset({"both-numbers", "cannot-say"}),
)


@pytest.mark.parametrize(
    ("answer", "status", "mistake"),
    [
        (None, Status.NOT_ATTEMPTED, None),
        ("ratio", Status.MISTAKEN, "ratio"),
        ("Both numbers", Status.RIGHT, None),
        ("cannot_say", Status.RIGHT, None),
        ("", Status.NOT_YET, None),
        (3, Status.NOT_YET, None),
    ],
)
def test_a_choice(answer: object, status: Status, mistake: str | None) -> None:
    outcome = CHOICE.check(answer)
    assert (outcome.status, outcome.mistake) == (status, mistake)


def test_a_choice_shows_its_options() -> None:
    assert "the data cannot say" in CHOICE._repr_html_()
    assert "- ratio: the ratio" in repr(CHOICE)


PARTS = PartsTask(
    "99/parts",
    Texts(
        title="Say it",
        prompt="Two parts.",
        hints=("a", "b"),
        answer="Example.",
        right="Both parts are there. Nobody has judged them.",
        replies={
            "missing-part": "A part is missing.",
            "too-short": "A part is too short.",
            "same-twice": "Twice the same.",
            "no-number": "No number.",
        },
    ),
    {"what": "what was counted", "gap": "the gap"},
    [Flaw("no-number", lambda parts: not any(c.isdigit() for c in parts["gap"]))],
    words=3,
)


@pytest.mark.parametrize(
    ("answer", "status", "mistake"),
    [
        ({"what": "", "gap": ""}, Status.NOT_ATTEMPTED, None),
        ({"what": ..., "gap": ...}, Status.NOT_ATTEMPTED, None),
        ({"what": "children written down"}, Status.MISTAKEN, "missing-part"),
        ({"what": "children written down", "gap": "11"}, Status.MISTAKEN, "too-short"),
        ({"what": "a b 11", "gap": "A b 11"}, Status.MISTAKEN, "same-twice"),
        ({"what": "children written down", "gap": "it is large"}, Status.MISTAKEN, "no-number"),
        ({"what": "children written down", "gap": "it is 11 points"}, Status.RIGHT, None),
        ("one long text", Status.NOT_YET, None),
    ],
)
def test_written_parts_are_looked_for_and_not_judged(
    answer: object, status: Status, mistake: str | None
) -> None:
    outcome = PARTS.check(answer)
    assert (outcome.status, outcome.mistake) == (status, mistake)


def test_an_unknown_task_is_answered_with_ids_that_are_near() -> None:
    with pytest.raises(KeyError, match="no checked tasks for module '77'"):
        exercises.get("77/x")
