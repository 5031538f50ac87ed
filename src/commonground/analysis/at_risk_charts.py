"""The two figures of the lesson on an at-risk list. Each takes the table that the learner has just made."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd

from commonground.analysis.figures import figure, labels, percents, side_by_side


def narrowing(zones: pd.DataFrame) -> widgets.Widget:
    """By zone, from least to most patrolled: the share of flagged students listed, beside what truly happened.

    Columns: `share` (0 to 1), `true_events` (outside school, per 100 students), `patrol_hours`.
    """
    zones = zones.sort_values("patrol_hours")
    names, listed = labels(zones), percents(zones["share"])
    events = tuple(round(float(count), 1) for count in zones["true_events"])
    columns = {
        "Listed, per 100 flagged students": listed,
        "True events outside school, per 100 students": events,
    }
    return figure(
        "bars",
        "who is listed, and what happened, by zone",
        ("Zone, from the fewest to the most patrol hours", "Per 100 students"),
        side_by_side(names, columns),
        f"From {names[0]}, with the fewest patrol hours, to {names[-1]}, with the most, the listed go from "
        f"{listed[0]:g} to {listed[-1]:g} of each 100 flagged students. True events outside school lie between "
        f"{min(events):g} and {max(events):g} per 100 students in all zones.",
    )


def two_rates(discovery: pd.DataFrame, positive: pd.DataFrame) -> widgets.Widget:
    """By group: the false discovery rate beside the false positive rate, each a table with a column `rate`."""
    of_list, of_cleared = percents(discovery["rate"]), percents(positive["rate"])
    columns = {
        "False discovery: of those listed, wrongly": of_list,
        "False positive: of those who will not offend, listed": of_cleared,
    }
    return figure(
        "bars",
        "one list, two rates, by group",
        ("Group", "Percent"),
        side_by_side(labels(discovery), columns),
        f"The false discovery rate lies between {min(of_list):g} and {max(of_list):g} percent in the groups. "
        f"The false positive rate goes from {min(of_cleared):g} to {max(of_cleared):g} percent.",
        (0, 100),
    )
