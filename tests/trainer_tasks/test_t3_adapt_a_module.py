"""T3: facts are kept in any plain words, comments are answered, three exercises are run both ways."""

from __future__ import annotations

from task_course import TaskCourse, model_answers

TASK = "t3-adapt-a-module"
FULL = {
    "runs-check": 3, "community-check": 5, "local-text-check": 3, "decision-check": 2,
    "facts-kept-check": 5, "comments-check": 3,
}  # fmt: skip
OTHER_WORDS = """facts_kept = {
    "crdc-14": "If a school says 0 arrests, nobody may have written them down; or there were none.",
    "RAMSEY_07": "Bring services to young people sooner: that was the aim, they said.",
    "RAMSEY-06": "Nothing that we read says anyone ran such a formula on students.",
    "RAMSEY-14": "The mayor and two others said so in Jan. 2019.",
    "RAMSEY-15": "The act of the city council itself came on 4/3/2019.",
    "mine": "We meet on Mondays.",
}"""
BENT = """facts_kept = {
    "CRDC-14": "Zero means that all is well.",
    "RAMSEY-07": "They wanted to lock children up.",
    "RAMSEY-06": "The model was used on thousands of students.",
    "RAMSEY-14": "It ended in 2021.",
    "RAMSEY-15": "It ended in January 2019.",
}"""
SAME_TWICE = """runs = [
    {"exercise": "Two schools", "first_run": "North 30", "second_run": "north 30", "difference": "none seen"},
    {"exercise": "A year of trust", "first_run": "late", "second_run": "early", "difference": "trust held"},
    {"exercise": "a year of trust", "first_run": "late", "second_run": "early", "difference": "trust held"},
]"""


def test_points(tasks: TaskCourse) -> None:
    right = model_answers(TASK)
    found = tasks.judged(
        TASK,
        FULL,
        {
            "others": {**right, "facts-kept": OTHER_WORDS, "decision": 'decision = {"turns_on": "What we send", "options": "names, counts, not yet"}'},
            "partly": {name: right[name] for name in ("runs", "community")},
            "wrong": {
                **right,
                "facts-kept": BENT,
                "runs": SAME_TWICE,
                "decision": 'decision = {"turns_on": "When we share", "options": ["names", "counts", "all"]}',
                "comments": 'comments = [{"from": "a neighbor", "said": "Too long", "answer": "kept", "why": ""}]',
            },
        },
    )
    nothing = dict.fromkeys(FULL, 0)
    assert found["others"] == FULL
    assert found["partly"] == {**nothing, "runs-check": 3, "community-check": 5}
    assert found["wrong"] == {**FULL, "facts-kept-check": 0, "runs-check": 1, "decision-check": 1, "comments-check": 0}
