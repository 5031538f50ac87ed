"""The checked tasks of the co-research lesson: right ways pass, wrong ways hear the message meant for them."""

from __future__ import annotations

import re

import pytest
from analyst_06.answers_to_module_06 import ANSWERS, HOME
from analyst_protocol.task_rules import TaskRules
from analyst_protocol.word_rules import WordRules

from commonground import exercises
from commonground.exercises import Status


class TestTasks(TaskRules):
    answers = ANSWERS
    least_on_tables = 5
    not_judged = "the check cannot judge, and nobody has read"
    wide = frozenset({"06/cost"})


class TestWords(WordRules):
    answers = ANSWERS


@pytest.mark.parametrize(
    "limit",
    [
        "It says nothing on why they missed school.",
        "The reason is unknown to this table.",
        "No row holds a reason.",
    ],
)
def test_a_plain_limit_is_enough_to_send_home(limit: str) -> None:
    assert exercises.get("06/home").check({**HOME, "cannot": limit}).status is Status.RIGHT


@pytest.mark.parametrize(
    "count", ["20 of 63", "20 out of 63", "20 in 63", "20 students of the 63", "1,672 students out of 6,000"]
)
def test_a_count_out_of_a_count_is_known_in_several_forms(count: str) -> None:
    home = exercises.get("06/home")
    assert home.check({**HOME, "sentence": f"We found that {count} were moved."}).status is Status.RIGHT


def test_a_number_about_a_real_place_has_its_source_beside_it() -> None:
    texts = ANSWERS.tasks["06/standing"].texts
    for text in (texts.prompt, texts.answer, texts.right, *texts.replies.values()):
        for sentence in re.split(r"(?<=[.!?])\s|\n", text):
            if re.search(r"\d", re.sub(r"\[[^\]]*\]", "", sentence)):
                assert re.search(r"\[[A-Z0-9]+-\d+\]", sentence), sentence


def test_allegheny_is_told_from_both_sides() -> None:
    texts = ANSWERS.tasks["06/standing"].texts
    for reply in ("allegheny-gap-shown", "allegheny-gap-claimed", "allegheny-gap-cannot-say"):
        assert {"ALL-18", "ALL-20"} <= set(re.findall(r"ALL-\d+", texts.replies[reply]))
