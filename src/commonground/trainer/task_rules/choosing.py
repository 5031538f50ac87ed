"""Rules of a choice: whether one of the good options was taken."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from commonground.trainer.task_rules.values import key_of, part_of


def chosen(answers: Any, question: str, good: Collection[str]) -> bool:
    """Whether the answer under `question` is one of the `good` letters or words; "B.", "b)" and "(b)" are all "b"."""
    answer = key_of(part_of(answers, question) or "")
    return answer in {key_of(option) for option in good}
