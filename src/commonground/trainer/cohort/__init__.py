"""A cohort of trainers: its folder, its people, its tasks, and what they handed in."""

from __future__ import annotations

from commonground.trainer.cohort.cohort import ANALYST_TASKS, Cohort, read_cohort
from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.options import add_cohort_option, cohort_of
from commonground.trainer.cohort.people import ANALYST, COMMUNITY, ROUTES, Rater, Trainee, trouble_with_id
from commonground.trainer.cohort.roster import read_roster, read_table, write_roster
from commonground.trainer.cohort.settings import Settings, read_date, read_settings, write_settings

__all__ = [
    "ANALYST",
    "ANALYST_TASKS",
    "COMMUNITY",
    "ROUTES",
    "Cohort",
    "CohortError",
    "Rater",
    "Settings",
    "Trainee",
    "add_cohort_option",
    "cohort_of",
    "read_cohort",
    "read_date",
    "read_roster",
    "read_settings",
    "read_table",
    "trouble_with_id",
    "write_roster",
    "write_settings",
]
