"""Statements that a learner answers with one word each, such as yes, no or "the data cannot say".

The right answers stand in the bank of a module. What can be answered wrongly follows from them: every statement with
every answer that is not its own, each with a reply of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commonground.exercises.compare import CANNOT_SAY
from commonground.exercises.task import WrongWay

Answers = Mapping[str, object]

YES_NO_CANNOT_SAY: Answers = {"yes": "yes", "no": "no", "cannot-say": CANNOT_SAY}
"""The answers to "does the table say so?", by the name that they have in the id of a mistake."""


def other_answers(right: Answers, answers: Answers = YES_NO_CANNOT_SAY) -> list[WrongWay]:
    """One wrong way for each statement and each answer that is not its own, in the order of both.

    `right` maps each statement to its answer; `answers` maps the name of each answer that can be given to the answer.
    A wrong way has all other statements right. Its id is the statement, with hyphens for spaces, and the name of the
    answer, such as `k-is-enough-yes`.
    Raises ValueError, naming the statement, where its right answer is not among those that can be given.
    """
    for statement, own in right.items():
        if own not in answers.values():
            raise ValueError(
                f"The right answer to {statement!r} is {own!r}, which nobody can give. "
                f"Answers that can be given: {', '.join(answers)}."
            )
    return [
        WrongWay(f"{statement.replace(' ', '-')}-{name}", _but(right, statement, answer))
        for statement, own in right.items()
        for name, answer in answers.items()
        if answer != own
    ]


def _but(right: Answers, statement: str, answer: object) -> Callable[[], dict[str, object]]:
    return lambda: {**right, statement: answer}
