"""Two states of the learner's work made into one, so that no answer of either is lost.

Pure functions on what JSON can hold. The rules are stated with each function; they are the same for
two pages of one browser and for two computers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

_NOTHING = object()  # no value of JSON


def same(one: Any, other: Any) -> bool:
    """Equal as a file would show them: 1, 1.0 and True are three different values."""
    return type(one) is type(other) and repr(one) == repr(other)


def three_way(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """What two pages made of `base`, in one mapping.

    A value that only one of them changed, added or removed is as that one left it. Where both
    changed it, mappings are joined key by key (a removed one counts as empty), and of anything else
    ours stands.
    """
    merged: dict[str, Any] = {}
    for key in dict.fromkeys([*theirs, *ours]):
        was, here, there = (side.get(key, _NOTHING) for side in (base, ours, theirs))
        if same(here, was):
            value = there
        elif same(there, was):
            value = here
        elif {type(here), type(there)} <= {dict, object}:
            value = three_way(*(side if isinstance(side, Mapping) else {} for side in (was, here, there)))
        else:
            value = here
        if value is not _NOTHING:
            merged[key] = value
    return merged


def later(one: Any, other: Any) -> bool:
    """Whether the stored time `one` is after `other` (ISO 8601 with offset); False where either is no time."""
    first, second = moment(one), moment(other)
    return first is not None and second is not None and first > second


def moment(text: Any) -> datetime | None:
    """A stored time; None for anything else. A time without an offset is that of this computer."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def two_way(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], theirs_wins: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """All keys of both, and the values that gave way: (merged, given way).

    Keys of one side are taken. Where both sides have a key with different values, theirs stands if
    `theirs_wins`, else mine; the other value is in the second mapping.
    """
    merged = dict(mine)
    gave_way: dict[str, Any] = {}
    for key, value in theirs.items():
        if key not in merged:
            merged[key] = value
        elif not same(merged[key], value):
            gave_way[key] = merged[key] if theirs_wins else value
            if theirs_wins:
                merged[key] = value
    return merged, gave_way


def progress(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """One lesson's progress from two computers: the earlier start, the earlier finish, every exercise done.

    An exercise that is done on either side is done. Other entries stand as mine where both have them.
    """
    merged, _ = two_way(mine, theirs, theirs_wins=False)
    for key in ("started", "done"):
        if key in mine and key in theirs and (later(mine[key], theirs[key]) or _mends(theirs[key], mine[key])):
            merged[key] = theirs[key]
    here, there = mine.get("exercises", {}), theirs.get("exercises", {})
    if "exercises" in merged:
        merged["exercises"] = {
            name: bool(here.get(name) or there.get(name)) for name in dict.fromkeys([*here, *there])
        }
    return merged


def _mends(theirs: Any, mine: Any) -> bool:
    return moment(mine) is None and moment(theirs) is not None
