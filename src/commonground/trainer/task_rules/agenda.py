"""Rules of an agenda: it adds up, learners hold half of it, understanding comes first, a break comes in time.

From the course's plan of its train-the-trainer assessment; the limits are its own construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, number_of, part_of, rows_of, text_of, whole

BREAK_BY = 70.0  # minutes
_LEARNERS = (
    "learner", "listener", "participant", "resident", "famil", "parent", "student", "everyone", "everybody",
    "all", "pair", "group", "table", "neighbor", "caregiver", "youth",
)  # fmt: skip
_LEADERS = ("trainer", "speaker", "leader", "facilitator", "presenter", "host")
_UNDERSTAND = ("understand", "learn", "explore", "hear", "listen", "practice", "try")
_DECIDE = ("decid", "decision", "vote", "choose", "agree")
_BREAK = ("break", "pause", "rest")


def agenda(items: Any, minutes: Any) -> list[Check]:
    """Six checks of a workshop's agenda.

    `items` are rows with `minutes`, `who` ("learners" or "trainer"), `kind` ("understand", "decide",
    "break" or another word) and `what`; `minutes` is how long the workshop lasts.
    """
    rows = rows_of(items)
    total = number_of(minutes)
    return [
        _complete(rows),
        _adds_up(rows, total),
        _half(rows),
        _understanding_first(rows),
        _break_in_time(rows),
        _each_its_own(rows),
    ]


def segment_steps(steps: Any, minutes: float = 10) -> list[Check]:
    """Four checks of the steps of a short segment: complete, of that length, half the learners', a guess before telling."""
    rows = rows_of(steps)
    return [_complete(rows), _adds_up(rows, minutes), _half(rows), _learners_early(rows)]


def is_learners(row: Mapping[Any, Any]) -> bool:
    """Whether the learners hold this item, and nobody who leads the session holds it with them."""
    words = key_of(part_of(row, "who") or "").split()
    return any(word.startswith(_LEARNERS) for word in words) and not any(word.startswith(_LEADERS) for word in words)


def _kind(row: Mapping[Any, Any], words: tuple[str, ...]) -> bool:
    return any(word.startswith(words) for word in key_of(part_of(row, "kind") or "").split())


def _length(row: Mapping[Any, Any]) -> float:
    return number_of(part_of(row, "minutes")) or 0.0


def _complete(rows: list[Mapping[Any, Any]]) -> Check:
    if len(rows) < 3:
        return Check(False, "Write at least three items, each with minutes, who holds it, and what happens.")
    for number, row in enumerate(rows, 1):
        held = text_of(part_of(row, "who")) or _kind(row, _BREAK)
        if _length(row) <= 0 or not text_of(part_of(row, "what")) or not held:
            return Check(False, f"Item {number} needs minutes above zero, who holds it, and what happens.")
    return Check(True, f"All {len(rows)} items say how long, who, and what.")


def _adds_up(rows: list[Mapping[Any, Any]], total: float | None) -> Check:
    if total is None or total <= 0:
        return Check(False, "Say how many minutes the whole takes, as a number.")
    found = sum(map(_length, rows))
    if abs(found - total) < 0.01:
        return Check(True, f"The minutes add up to {whole(total)}.")
    return Check(False, f"The minutes add up to {whole(found)}, and you have {whole(total)}. Change one of them.")


def _half(rows: list[Mapping[Any, Any]]) -> Check:
    working = [row for row in rows if not _kind(row, _BREAK)]
    total = sum(map(_length, working))
    theirs = sum(_length(row) for row in working if is_learners(row))
    if total > 0 and theirs * 2 >= total:
        return Check(True, f"Learners hold {whole(theirs)} of {whole(total)} working minutes.")
    return Check(
        False,
        f"Learners hold {whole(theirs)} of {whole(total)} working minutes. "
        'Give them at least half: items where `who` is "learners".',
    )


def _understanding_first(rows: list[Mapping[Any, Any]]) -> Check:
    for row in rows:
        if _kind(row, _UNDERSTAND):
            return Check(True, "Understanding comes before any decision.")
        if _kind(row, _DECIDE):
            return Check(False, 'A decision comes before people could understand it. Put an "understand" item first.')
    return Check(False, 'Mark at least one item as "understand", before any "decide".')


def _break_in_time(rows: list[Mapping[Any, Any]]) -> Check:
    start = 0.0
    for row in rows:
        if _kind(row, _BREAK) and start <= BREAK_BY:
            return Check(True, f"A break begins at minute {whole(start)}.")
        start += _length(row)
    if 0 < start <= BREAK_BY:
        return Check(True, f"It lasts {whole(start)} minutes, so no break is needed.")
    return Check(False, f'Put a "break" so that it begins at minute {whole(BREAK_BY)} or before.')


def _each_its_own(rows: list[Mapping[Any, Any]]) -> Check:
    said = [key_of(text_of(part_of(row, "what"))) for row in rows]
    if len(rows) >= 3 and len(set(said)) == len(said):
        return Check(True, "Each item says something of its own.")
    return Check(False, "Let each item say what happens in it, in words of its own.")


def _learners_early(rows: list[Mapping[Any, Any]]) -> Check:
    if rows and any(is_learners(row) for row in rows[:2]):
        return Check(True, "Listeners do something in the first two steps.")
    return Check(False, "Let listeners guess, choose or speak in the first or second step, before you explain.")
