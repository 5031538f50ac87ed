"""What a check can see in a learner's own sentences: whether certain words stand there.

It never judges what the words say. Patterns are regular expressions, read without regard to capitals.
"""

from __future__ import annotations

import re

from commonground.exercises.task import Flaw

NUMBER = r"\d"
QUESTION = r"\?"
LIMITS = ("not", "cannot", "can't", "never", "no", "nothing")
"""Words with which most sentences say what something cannot do; tasks add those that fit their own part."""


def says(pattern: str, text: str) -> bool:
    """Whether a text holds the pattern anywhere. Raises re.error where the pattern is no regular expression."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def any_word(*words: str) -> str:
    """The pattern of one of these words or phrases, whole: `no` is found in "No, thanks", not in "note".

    Each may be a pattern itself, such as `stays?`.
    """
    return rf"\b({'|'.join(words)})\b"


def lacks(id: str, part: str, pattern: str) -> Flaw:
    """The flaw that a part of the answer does not hold the pattern."""
    return Flaw(id, lambda parts: not says(pattern, parts[part]))


def uses(id: str, part: str, pattern: str) -> Flaw:
    """The flaw that a part of the answer holds the pattern, such as words that only insiders know."""
    return Flaw(id, lambda parts: says(pattern, parts[part]))
