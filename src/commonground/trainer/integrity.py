"""Which scores a person should look at, and why.

Tests are never run in the submission's process, so a patched kernel, rewritten source, a swallowed
error or a faked result changes no score: the test still runs as written, elsewhere, on plain values.
What is left to a deceiver is a value that is no value (an object equal to everything), which is not
handed over and scores zero. All of it is nevertheless noticed where it can be and shown to a person,
in words that accuse nobody: an unlucky honest learner may be among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.trainer.blueprint import Cell
from commonground.trainer.examiner import Verdict
from commonground.trainer.restore import Note
from commonground.trainer.scrub import only_words

SIGNS = {
    "ast transformers": "the submission changes code before it runs",
    "input transformers": "the submission changes cells before they run",
    "line transformers": "the submission changes lines before they run",
    "tracing": "the submission watches code as it runs",
    "custom tracebacks": "the submission handles errors in its own way",
}


@dataclass(frozen=True)
class Standing:
    """What becomes of a test: whether it counts, whether a person should look, and why."""

    counts: bool
    suspected: bool
    reasons: tuple[str, ...] = ()


def unusable_answers(cell: Cell, values: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, bool]]:
    """The answers that a test relies on and that cannot be tested: name, reason, and whether it is suspect."""
    found = []
    for name in cell.relies_on:
        told = values.get(name, {})
        if "unreadable" in told:
            found.append((name, only_words(str(told["unreadable"])), bool(told.get("suspect"))))
    return found


def standing(
    cell: Cell,
    unusable: Sequence[tuple[str, str, bool]],
    verdict: Verdict | None,
    notes: Sequence[Note],
    signs: Sequence[str],
) -> Standing:
    """How a test stands, from all that is known of it."""
    reasons = [f"The answer `{name}` cannot be tested: {reason}." for name, reason, _ in unusable]
    suspected = any(suspect for _, _, suspect in unusable)
    if verdict is not None and verdict.outcome == "unusable":
        reasons.append(f"An answer cannot be tested: {only_words(verdict.text)}.")
        suspected = suspected or verdict.suspect
    counts = not reasons
    for note in notes:
        if note.suspect and note.grade_id == cell.grade_id:
            suspected = True
            reasons.append(note.text)
    for sign in signs:
        suspected = True
        reasons.append(f"Something in the kernel was altered: {SIGNS.get(sign) or only_words(sign)}. The test ran apart from it.")
    return Standing(counts, suspected, tuple(dict.fromkeys(reasons)))
