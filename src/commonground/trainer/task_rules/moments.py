"""Rules of hard moments: words and a next step for each, a way out, help that day, and a "no" that stays possible."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, part_of, rows_of, text_of

_NO = re.compile(
    r"\b(no|nothing|not yet|do not|does not|don't|refuse|stop|wait|later|open|change|undo|object|disagree|against)\b",
    re.IGNORECASE,
)


def moments_held(rows: Any, moments: Sequence[str]) -> list[Check]:
    """Two checks for each moment: what is said and done (`first words`, `then`), and `way out` and `contact`."""
    checks = []
    for moment in moments:
        row = _moment(rows, moment)
        for columns, done in (
            (("first words", "then"), "your words and your next step are there"),
            (("way out", "contact"), "a way out and a contact are there"),
        ):
            missing = [column for column in columns if not text_of(part_of(row, column))]
            says = f"{moment}: still empty: {', '.join(missing)}." if missing else f"{moment}: {done}."
            checks.append(Check(not missing, says))
    return checks


def no_stays_open(rows: Any, moment: str) -> Check:
    """Whether what is said and done in that moment speaks of "no", "not yet", or of what is still open."""
    if _NO.search(lines_of([_moment(rows, moment) or {}], ("first words", "then")).replace("’", "'")):
        return Check(True, f"{moment}: it can still be refused or changed.")
    return Check(False, f'{moment}: say how people can still say "no" or "not yet", or what is still open.')


def lines_of(rows: Any, columns: Sequence[str]) -> str:
    """What stands in these columns, one entry a line."""
    found = [text_of(part_of(row, column)) for row in rows_of(rows) for column in columns]
    return "\n".join(text for text in found if text)


def _moment(rows: Any, moment: str) -> Mapping[Any, Any] | None:
    """The row of a moment; rows may also be a dict with the moments as keys."""
    inner = part_of(rows, moment) if isinstance(rows, Mapping) else None
    if isinstance(inner, Mapping):
        return inner
    for row in rows_of(rows):
        if key_of(part_of(row, "moment") or "") == key_of(moment):
            return row
    return None
