"""T1: the relay is scored against the five facts, and an honest note of a loss is not punished twice."""

from __future__ import annotations

from task_course import TaskCourse, model_answers

TASK = "t1-teach-a-segment"
FULL = {"segment-check": 6, "steps-check": 4, "opening-check": 3, "relay-check": 5, "relay-reached-check": 5}

# Three facts arrived in other words and another order; two were lost, and the notes say so.
HONEST_LOSS = """relay = [
    {"fact": "Office says", "arrived": "Lost", "words": "", "who": "a coach"},
    {"fact": "how_many", "arrived": "kept", "words": "four hundred twenty names, that is the sheriff's own number"},
    {"fact": "not-told", "arrived": "KEPT", "words": "Nobody had told the mothers and fathers"},
    {"fact": "two-lists", "arrived": "changed", "words": "a list of bad people"},
    {"fact": "vote", "arrived": "kept", "words": "Access to grades was taken away, the board wanted a new paper"},
]"""
# All marked as kept, though the words say otherwise.
DRESSED_UP = """relay = [
    {"fact": "two-lists", "arrived": "kept", "words": "ok"},
    {"fact": "how-many", "arrived": "kept", "words": "thousands"},
    {"fact": "not-told", "arrived": "kept", "words": "parents signed"},
    {"fact": "office-says", "arrived": "kept", "words": "it was evil"},
    {"fact": "vote", "arrived": "kept", "words": "a judge spoke"},
]"""
LECTURE = """steps = [
    {"minutes": 5, "who": "trainer", "what": "I explain."},
    {"minutes": 4, "who": "trainer", "what": "I explain more."},
    {"minutes": 3, "who": "learners", "what": "Questions."},
]"""


def test_points(tasks: TaskCourse) -> None:
    right = model_answers(TASK)
    found = tasks.judged(
        TASK,
        FULL,
        {
            "honest": {**right, "relay": HONEST_LOSS},
            "dressed": {**right, "relay": DRESSED_UP},
            "partly": {name: right[name] for name in ("segment", "opening")},
            "wrong": {**right, "steps": LECTURE, "opening": 'opening = "Hello."', "relay": 'relay = {"a": [1]}', "segment": "segment = None"},
        },
    )
    nothing = dict.fromkeys(FULL, 0)
    assert found["honest"] == {**FULL, "relay-reached-check": 3}
    assert found["dressed"] == {**FULL, "relay-check": 0, "relay-reached-check": 0}
    assert found["partly"] == {**nothing, "segment-check": 6, "opening-check": 3}
    assert found["wrong"] == {**nothing, "steps-check": 1}
