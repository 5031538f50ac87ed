"""The two figures of the lesson on contact logs. Each takes what the learner has just made."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from commonground.activities.outcome import Series
from commonground.analysis.contact_log import STEPS
from commonground.analysis.figures import figure, percents, side_by_side

STEP_NAMES = ("Reached", "Could reply", "Replied", "Were answered", "Changed something")


def voice_funnel(voices: pd.DataFrame, by: str, minimum: int) -> widgets.Widget:
    """Of each 100 families on file, how many came to each step, by group; groups below `minimum` families left out."""
    sizes = voices.groupby(by).size()
    shown = sizes[sizes >= minimum].sort_values(ascending=False).index
    counts = voices.groupby(by)[list(STEPS)].sum()
    per_100 = (100 * counts.div(sizes, axis=0)).round().astype(int)
    series = tuple(
        Series(f"{group} ({sizes[group]} families)", STEP_NAMES, tuple(int(n) for n in per_100.loc[group]))
        for group in shown
    )
    ways = "; ".join(
        f"{group}: {', '.join(str(per_100.loc[group, step]) for step in STEPS)}" for group in shown
    )
    left_out = len(sizes) - len(shown)
    return figure(
        "bars",
        "of each 100 families on file, how far their voice came",
        ("Step", "Families per 100 on file"),
        series,
        f"Five steps for each group, from reached to changed something, per 100 families on file. {ways}. "
        f"Groups with fewer than {minimum} families are left out: {left_out}.",
        (0, 100),
    )


def doubt(could_if: Callable[[pd.DataFrame, float], float], voices: pd.DataFrame) -> widgets.Widget:
    """The share of reached families who could reply, if 0 to 100 percent of the doubtful ones could not."""
    shares = tuple(range(0, 101, 10))
    able = percents(could_if(voices, share / 100) for share in shares)
    return figure(
        "lines",
        "how far the result hangs on an untouched box",
        (
            "Percent of the doubtful families who could not reply",
            "Percent of reached families who could reply",
        ),
        side_by_side(shares, {"Could reply": able}),
        f"The line falls from {able[0]:g} percent, where every untouched box is right, to {able[-1]:g} percent, "
        "where every doubtful family uses another language.",
        (0, 100),
    )
