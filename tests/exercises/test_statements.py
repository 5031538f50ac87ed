"""Every statement with every answer that is not its own is a mistake of its own, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.exercises import CANNOT_SAY
from commonground.exercises.statements import YES_NO_CANNOT_SAY, Answers, other_answers

WORDS = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6})?", fullmatch=True)
ANSWERS = st.sets(st.sampled_from(["shown", "claimed", "disputed", "agency"]), min_size=1).map(
    lambda words: {word: word for word in words} | {"cannot-say": CANNOT_SAY}
)


@st.composite
def statements(draw: st.DrawFn) -> tuple[dict[str, object], Answers]:
    answers = draw(ANSWERS)
    return draw(st.dictionaries(WORDS, st.sampled_from(list(answers.values())), max_size=6)), answers


def test_the_ids_name_the_statement_and_the_answer_in_order() -> None:
    ways = other_answers({"k-is-enough": "no", "new address": CANNOT_SAY})
    assert [way.id for way in ways] == [
        "k-is-enough-yes",
        "k-is-enough-cannot-say",
        "new-address-yes",
        "new-address-no",
    ]


def test_a_wrong_way_hands_in_its_answer_and_all_others_right() -> None:
    right = {"rise": "yes", "intent": CANNOT_SAY}
    handed_in = {way.id: way.way() for way in other_answers(right)}
    assert handed_in["rise-no"] == {"rise": "no", "intent": CANNOT_SAY}
    assert handed_in["intent-yes"] == {"rise": "yes", "intent": "yes"}
    assert right == {"rise": "yes", "intent": CANNOT_SAY}


@given(statements())
def test_all_other_answers_are_foreseen_once_and_the_right_ones_never(case: tuple[Answers, Answers]) -> None:
    right, answers = case
    ways = other_answers(right, answers)
    assert len({way.id for way in ways}) == len(ways) == len(right) * (len(answers) - 1)
    for way in ways:
        given_in = way.way()
        assert list(given_in) == list(right)
        changed = [statement for statement in right if given_in[statement] is not right[statement]]
        assert len(changed) == 1
        assert given_in[changed[0]] in answers.values()


def test_answers_are_told_apart_by_what_they_say() -> None:
    spelled_out = "".join(["n", "o"])
    assert [way.id for way in other_answers({"fined": spelled_out})] == ["fined-yes", "fined-cannot-say"]


@pytest.mark.parametrize("slip", ["Yes", "cannot-say", None, True])
def test_a_right_answer_that_nobody_can_give_is_refused_by_name(slip: object) -> None:
    with pytest.raises(ValueError, match=r"'rise'.*yes, no, cannot-say"):
        other_answers({"fined": "no", "rise": slip})


def test_the_usual_answers_are_yes_no_and_cannot_say() -> None:
    assert YES_NO_CANNOT_SAY == {"yes": "yes", "no": "no", "cannot-say": CANNOT_SAY}
