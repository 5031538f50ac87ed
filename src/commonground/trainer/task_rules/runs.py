"""Rules of a log of exercises: each run both ways, with what came of it and what differed."""

from __future__ import annotations

from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, part_of, rows_of, text_of


def both_runs(log: Any, least: int = 3) -> list[Check]:
    """One check for each of `least` exercises that were run both ways.

    A row has `exercise`, `first_run`, `second_run` (what was set or chosen) and `difference` (what
    happened otherwise, to whom). The two runs must differ, and each exercise counts once.
    """
    good: list[str] = []
    faults: list[str] = []
    for row in rows_of(log):
        name, first, second, difference = (
            text_of(part_of(row, key)) for key in ("exercise", "first_run", "second_run", "difference")
        )
        if not name:
            faults.append("a row has no exercise")
        elif key_of(name) in map(key_of, good):
            faults.append(f"{name} is there twice")
        elif not (first and second and difference):
            faults.append(f"{name} needs both runs and the difference")
        elif key_of(first) == key_of(second):
            faults.append(f"{name}: the two runs are the same")
        else:
            good.append(name)
    checks = [Check(True, f"{name}: both runs are there.") for name in good[:least]]
    why = f" So far: {'; '.join(faults)}." if faults else ""
    while len(checks) < least:
        checks.append(Check(False, f"Log exercise number {len(checks) + 1}, run both ways.{why}"))
    return checks
