"""T2: the letters are scored against the key, and each scene needs words, a way out and a contact."""

from __future__ import annotations

import re

from task_course import TaskCourse, model_answers

TASK = "t2-hold-a-hard-moment"
FULL = {"choices-check": 6, "moments-check": 6, "no-stays-open-check": 1, "plain-words-check": 3}
HARMFUL = """choices = {
    "breach_first": "b", "breach_presses": "a", "decided_first": "c",
    "decided_takes_sides": "b", "joke_first": "b", "joke_burdens": "c",
}"""
OTHER_WAYS = """choices = {
    "Breach first": "A.", "breach_presses": "(b)", "decided_first": " B ", "extra": 1,
    "decided_takes_sides": "c)", "joke-first": "C", "joke_burdens": "b",
}"""


def test_points(tasks: TaskCourse) -> None:
    right = model_answers(TASK)
    no_help = re.sub(r"contact: .*", "contact: TBD", right["moments"])
    found = tasks.judged(
        TASK,
        FULL,
        {
            "others": {**right, "choices": OTHER_WAYS},
            "partly": {"choices": right["choices"]},
            "harmful": {**right, "choices": HARMFUL, "moments": no_help},
            "every": {"choices": re.sub(r": [abc]$", ": a, b, c, d", right["choices"], flags=re.MULTILINE)},
        },
    )
    nothing = dict.fromkeys(FULL, 0)
    assert found["others"] == FULL
    assert found["partly"] == {**nothing, "choices-check": 6}
    assert found["harmful"] == {**FULL, "choices-check": 0, "moments-check": 3}
    assert found["every"] == nothing
