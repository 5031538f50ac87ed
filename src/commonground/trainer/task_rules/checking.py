"""What a rule found, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that an answer should have: whether it has it, and a sentence on that for its author."""

    holds: bool
    says: str


def report(checks: Sequence[Check]) -> int:
    """Print what is done and what is still to do; returns how many of the checks hold, which are the points."""
    done = sum(check.holds for check in checks)
    print(f"{done} of {len(checks)} points so far.")
    for check in checks:
        print(f"  {'Done.  ' if check.holds else 'To do. '}{check.says}")
    if done == len(checks):
        print("Nothing is missing here. You may still improve the words: people read them too.")
    return done
