"""Rules of an adapted exercise: its decision stands with a "no" among the options, and residents were answered."""

from __future__ import annotations

import re
from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, part_of, rows_of, text_of

_NO = re.compile(r"\b(no|not|nothing|none|never|ask|refuse|wait|stop|don't|keep)\b", re.IGNORECASE)
_CHANGED = ("chang", "yes", "adopt", "followed")
_KEPT = ("kept", "keep", "no", "unchanged")


def decision_stands(decision: Any) -> list[Check]:
    """Two checks: `turns_on` names the decision, and `options` are three or more, a way to refuse or to ask among them."""
    given = part_of(decision, "options")
    options = list(given) if isinstance(given, (list, tuple, set)) else re.split(r"[,;\n]", given if isinstance(given, str) else "")
    named = [text for text in map(text_of, options) if text]
    named_once = {key_of(option) for option in named}
    turns = bool(text_of(part_of(decision, "turns_on")))
    refuses = len(named_once) >= 3 and any(_NO.search(option.replace("’", "'")) for option in named)
    return [
        Check(turns, "The decision is named." if turns else "turns on: say on which decision the exercise turns."),
        Check(
            refuses,
            "Three or more options, and people can still refuse or be asked."
            if refuses
            else 'options: name three or more, "do not share", "not yet" or "ask them first" among them.',
        ),
    ]


def comments_answered(comments: Any, least: int = 2) -> list[Check]:
    """Three checks of rows with `from`, `said`, `answer` and `why`: enough, one changed something, each has a reason."""
    rows = [row for row in rows_of(comments) if text_of(part_of(row, "said"))]
    answers = [key_of(part_of(row, "answer") or "") for row in rows]
    enough = len(rows) >= least and all(text_of(part_of(row, "from")) for row in rows)
    changed = any(answer.startswith(_CHANGED) for answer in answers)
    reasons = len(rows) >= least and all(
        text_of(part_of(row, "why")) and answer.startswith((*_CHANGED, *_KEPT))
        for row, answer in zip(rows, answers, strict=True)
    )
    return [
        Check(enough, f"{len(rows)} comments, and from whom." if enough else f"Write {least} comments or more, each with who said it (a role)."),
        Check(changed, "A comment changed something." if changed else 'Let at least one comment change something: answer "changed".'),
        Check(reasons, "Each comment has an answer and a reason." if reasons else 'Give each comment an answer ("changed" or "kept") and a reason under why.'),
    ]
