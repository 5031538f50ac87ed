"""Ratings by people: two raters, the rule that their scores pass, and the ways in which scores arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonground.trainer.rating.pass_rule import Decision, Gate, Outcome, RaterUsed

if TYPE_CHECKING:
    from commonground.trainer.cohort import Cohort

__all__ = ["Decision", "Gate", "Outcome", "RaterUsed", "decide"]


def decide(cohort: Cohort, trainee_id: str) -> Decision:
    """What the pass rule says of one trainee, from the ratings and the gradebook; raises CohortError.

    For a whole cohort `commonground.trainer.rating.desk.Desk(cohort).decide_all()` reads everything once.
    """
    # nbgrader takes a moment to import, and those who only need the classes do without it.
    from commonground.trainer.rating.desk import Desk

    return Desk(cohort).decide(trainee_id)
