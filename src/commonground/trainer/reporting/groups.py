"""Results by group that tell nobody's result: small groups hidden, and enough others that none can be worked out. Pure.

A group is hidden when it has fewer than 10 trainees. That number is our choice; it is also the one that
most states had chosen for school reports in 2010 [PRIV-01]. Hiding one row of a table that has its total
hides nothing [PRIV-05], so the next larger groups are hidden too, until the hidden ones together are at
least two groups and 10 people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 10


@dataclass(frozen=True)
class Count:
    """A group's trainees, and how many of them passed."""

    trainees: int
    passed: int


@dataclass(frozen=True)
class GroupTable:
    """What may be shown: a count for each group, None where it is hidden, and the total, None where that is hidden too."""

    groups: Mapping[str, Count | None]
    total: Count | None

    @property
    def hidden(self) -> int:
        """How many groups are hidden."""
        return sum(count is None for count in self.groups.values())


def safe_table(groups: Mapping[str, Count], least: int = LEAST) -> GroupTable:
    """The table of these groups, each of at least one trainee, as it may be shown.

    Which groups are hidden is settled by their sizes alone: if results had a say in it, that a group is
    hidden would tell its result. Where all or none of the hidden passed, nothing at all is shown.
    """
    hidden = {name for name, one in groups.items() if one.trainees < least}
    for name in sorted(groups, key=lambda name: (groups[name].trainees, name)):
        trainees = sum(groups[one].trainees for one in hidden)
        # As many people as groups would be one in each.
        if not hidden or (1 < len(hidden) < trainees and trainees >= least):
            break
        hidden.add(name)
    trainees = sum(groups[name].trainees for name in hidden)
    passed = sum(groups[name].passed for name in hidden)
    if hidden and not (1 < len(hidden) < trainees and trainees >= least and 0 < passed < trainees):
        return GroupTable(dict.fromkeys(groups), None)
    total = Count(sum(one.trainees for one in groups.values()), sum(one.passed for one in groups.values()))
    return GroupTable({name: None if name in hidden else one for name, one in groups.items()}, total)
