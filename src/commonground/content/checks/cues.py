"""Nobody finds the right answer by the look of it: not by its length, and not by its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from commonground.content.checks.corpus import Corpus
from commonground.content.citations import without_citations
from commonground.content.finding import Finding

RULE = "cues"

# In a handful of questions the longest answer is often the right one by chance.
_FEWEST_ITEMS = 8
# With four answers, chance makes the right one the longest in a quarter of the questions.
_MOST_BY_LENGTH = 0.35
# Most questions end on "our sources do not say", so that chance leaves three places to the others.
_MOST_IN_A_PLACE = 0.5

Options = Sequence[Mapping[str, Any]]


def _lengths(options: Options, right: bool) -> list[int]:
    """The numbers of characters that a learner sees, without the ids of facts, of the right or the wrong answers."""
    return [
        len(" ".join(without_citations(str(option.get("text") or "")).split()))
        for option in options
        if bool(option.get("right")) == right
    ]


def _longest(options: Options) -> bool:
    return max(_lengths(options, True)) > max(_lengths(options, False))


def _shortest(options: Options) -> bool:
    return min(_lengths(options, True)) < min(_lengths(options, False))


def _place(options: Options) -> int:
    return next(place for place, option in enumerate(options, start=1) if option.get("right"))


_BY_LENGTH: tuple[tuple[str, Callable[[Options], bool], str], ...] = (
    (
        "longest",
        _longest,
        "Make a wrong answer as full as the right one, or say the right one in fewer words.",
    ),
    (
        "shortest",
        _shortest,
        "Say a wrong answer in fewer words, or make the right one as full as the others.",
    ),
)


def _with_one_key(questions: Sequence[Mapping[str, Any]]) -> dict[str, Options]:
    """The answers of each question that has one right answer and at least one wrong one."""
    found: dict[str, Options] = {}
    for question in questions:
        options = [option for option in question.get("options") or () if isinstance(option, dict)]
        if sum(bool(option.get("right")) for option in options) == 1 < len(options):
            found[str(question.get("id"))] = options
    return found


def _cues(asked: Mapping[str, Options]) -> Iterator[tuple[str, Sequence[str], str]]:
    """What gives too many right answers away: which one is right, the ids of those questions, and what to do."""
    for word, is_cue, advice in _BY_LENGTH:
        names = [name for name, options in asked.items() if is_cue(options)]
        if len(names) > _MOST_BY_LENGTH * len(asked):
            yield f"the {word} one", names, f"{advice} At most {_MOST_BY_LENGTH:.0%} of the questions may be so."
    by_place: dict[int, list[str]] = {}
    for name, options in asked.items():
        by_place.setdefault(_place(options), []).append(name)
    for place, names in by_place.items():
        if len(names) > _MOST_IN_A_PLACE * len(asked):
            advice = "Put the right answer elsewhere in some of them, so that no place holds more than half."
            yield f"number {place}", names, advice


def check(corpus: Corpus) -> Iterator[Finding]:
    """In no module is the right answer the longest, the shortest, or in one place too often."""
    for module in corpus.modules:
        asked = _with_one_key(module.questions)
        if len(asked) < _FEWEST_ITEMS:
            continue
        for which, names, advice in _cues(asked):
            told = f"The right answer is {which} in {len(names)} of {len(asked)} questions: {', '.join(names)}."
            yield Finding(module.file("questions.yml"), "items", RULE, told, advice)
