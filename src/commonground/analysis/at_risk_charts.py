"""The two figures of the lesson on an at-risk list. Each takes the table that the learner has just made."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd

from commonground.activities.outcome import Chart, Series
from commonground.charts.figure import Figure


def narrowing(zones: pd.DataFrame) -> widgets.Widget:
    """By zone, from least to most patrolled: the share of flagged students listed, beside what truly happened.

    Columns: `share` (0 to 1), `true_events` (outside school, per 100 students), `patrol_hours`.
    """
    zones = zones.sort_values("patrol_hours")
    names = tuple(str(zone) for zone in zones.index)
    listed = tuple(round(100 * share, 1) for share in zones["share"])
    events = tuple(round(float(count), 1) for count in zones["true_events"])
    return Figure(
        Chart(
            kind="bars",
            title="Synthetic: who is listed, and what happened, by zone",
            x_label="Zone, from the fewest to the most patrol hours",
            y_label="Per 100 students",
            series=(
                Series("Listed, per 100 flagged students", names, listed),
                Series("True events outside school, per 100 students", names, events),
            ),
            description=(
                f"From {names[0]}, with the fewest patrol hours, to {names[-1]}, with the most, the listed go from "
                f"{listed[0]:g} to {listed[-1]:g} of each 100 flagged students. True events outside school lie between "
                f"{min(events):g} and {max(events):g} per 100 students in all zones."
            ),
        )
    ).widget


def two_rates(discovery: pd.DataFrame, positive: pd.DataFrame) -> widgets.Widget:
    """By group: the false discovery rate beside the false positive rate, each a table with a column `rate`."""
    names = tuple(str(group) for group in discovery.index)
    of_list, of_cleared = (
        tuple(round(100 * rate, 1) for rate in table["rate"]) for table in (discovery, positive)
    )
    return Figure(
        Chart(
            kind="bars",
            title="Synthetic: one list, two rates, by group",
            x_label="Group",
            y_label="Percent",
            series=(
                Series("False discovery: of those listed, wrongly", names, of_list),
                Series("False positive: of those who will not offend, listed", names, of_cleared),
            ),
            description=(
                f"The false discovery rate lies between {min(of_list):g} and {max(of_list):g} percent in the groups. "
                f"The false positive rate goes from {min(of_cleared):g} to {max(of_cleared):g} percent."
            ),
            y_range=(0, 100),
        )
    ).widget
