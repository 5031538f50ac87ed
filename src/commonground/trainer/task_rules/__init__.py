"""What the tests of the trainers' tasks ask of an answer: pure rules, the same for a trainee and for the grader.

    from commonground.trainer import task_rules as rules

    rules.report(rules.agenda(agenda, minutes=90))

Each rule takes an answer as it was written (text in the form of `written_forms`, or lists and dicts),
whatever it is, and returns a list of `Check`: what is
done and what is still to do, in words. `report` prints them and returns the points, one for each
check that holds. No rule raises on a strange answer: it says what it would like to read.
"""

from commonground.trainer.task_rules.adaptation import comments_answered, decision_stands
from commonground.trainer.task_rules.agenda import agenda, segment_steps
from commonground.trainer.task_rules.checking import Check, report
from commonground.trainer.task_rules.choosing import chosen
from commonground.trainer.task_rules.dossiers import SHARE, agreement, full_scores, ranked_last
from commonground.trainer.task_rules.facts import (
    Fact,
    facts_kept,
    relay_claims,
    relay_honest,
    relay_reached,
    relay_rows,
)
from commonground.trainer.task_rules.forms import complete_rows, contacts, costs, filled, table
from commonground.trainer.task_rules.moments import lines_of, moments_held, no_stays_open
from commonground.trainer.task_rules.runs import both_runs
from commonground.trainer.task_rules.values import number_of, part_of, rows_of, text_of
from commonground.trainer.task_rules.wording import JARGON, plain_words

__all__ = [
    "JARGON",
    "SHARE",
    "Check",
    "Fact",
    "agenda",
    "agreement",
    "both_runs",
    "chosen",
    "comments_answered",
    "complete_rows",
    "contacts",
    "costs",
    "decision_stands",
    "facts_kept",
    "filled",
    "full_scores",
    "lines_of",
    "moments_held",
    "no_stays_open",
    "number_of",
    "part_of",
    "plain_words",
    "ranked_last",
    "relay_claims",
    "relay_honest",
    "relay_reached",
    "relay_rows",
    "report",
    "rows_of",
    "segment_steps",
    "table",
    "text_of",
]
