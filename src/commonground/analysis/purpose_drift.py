"""What the lesson on purpose drift begins with or shows: shuffled logs, resampled decisions, and two figures."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np
import pandas as pd

from commonground.activities.outcome import Chart, Series
from commonground.analysis.access_log import AGREED
from commonground.charts.figure import Figure


def out_by_chance(months: pd.DataFrame, draws: int, seed: int = 1) -> np.ndarray:
    """Shuffled logs in which nothing begins: `out` of each month, one row for each draw.

    The look-ups outside the purposes are dealt out anew over all stated look-ups (multivariate hypergeometric), so
    each month keeps its size and the year its total. `months` has the columns out and stated, whole numbers.
    """
    rng = np.random.default_rng(seed)
    stated = months["stated"].to_numpy()
    return np.asarray(rng.multivariate_hypergeometric(stated, int(months["out"].sum()), size=draws))


def by_decision(lookups: pd.DataFrame, draws: int = 500, seed: int = 1) -> tuple[float, float]:
    """A 95 percent interval of the share outside the purposes that draws decisions, not look-ups.

    One account on one day is one decision, so an export of many names is drawn or left out as one. Takes look-ups
    with account, day and kind; those without a reason are left out. The bootstrap of whole clusters.
    """
    stated = lookups[lookups["kind"] != "missing"]
    outside = ~stated["kind"].isin(AGREED)
    sums = outside.groupby([stated["account"], stated["day"]]).agg(["sum", "size"]).to_numpy()
    rng = np.random.default_rng(seed)
    drawn = sums[rng.integers(0, len(sums), (draws, len(sums)))].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return float(low), float(high)


def share_by_month(months: pd.DataFrame, baseline: float) -> widgets.Widget:
    """The share outside the purposes by month, with both ends of its interval, beside the share of the fall.

    `months`: share, low and high, from 0 to 1, indexed by month; `baseline`: from 0 to 1.
    """
    names = tuple(str(month) for month in months.index)
    share, low, high = (
        tuple(round(100 * float(value), 1) for value in months[column]) for column in ("share", "low", "high")
    )
    fall = round(100 * baseline, 1)
    return Figure(
        Chart(
            kind="lines",
            title="Synthetic: stated look-ups outside the three purposes",
            x_label="Month",
            y_label="Percent of stated look-ups",
            series=(
                Series("Share", names, share),
                Series("Lower end, 95 percent", names, low),
                Series("Upper end, 95 percent", names, high),
                Series("Share of the fall", names, (fall,) * len(names)),
            ),
            description=(
                f"The share goes from {share[0]:g} percent in {names[0]} to {share[-1]:g} percent in {names[-1]}. "
                f"Its highest month is {names[share.index(max(share))]}, with {max(share):g} percent. "
                f"The fall as a whole has {fall:g} percent."
            ),
            y_range=(0, max(high)),
        )
    ).widget


def share_by_office(offices: pd.DataFrame) -> widgets.Widget:
    """By office: look-ups with an agreed reason, outside the purposes, and without a reason.

    Columns: agreed, out, missing; counts.
    """
    offices = offices.sort_values("out", ascending=False)
    names = tuple(str(office) for office in offices.index)
    agreed, out, missing = (
        tuple(int(value) for value in offices[column]) for column in ("agreed", "out", "missing")
    )
    silent = offices["missing"] / offices[["agreed", "out", "missing"]].sum(axis=1)
    return Figure(
        Chart(
            kind="bars",
            title="Synthetic: look-ups since January, by office",
            x_label="Office",
            y_label="Look-ups",
            series=(
                Series("Agreed purpose", names, agreed),
                Series("Outside the purposes", names, out),
                Series("No reason given", names, missing),
            ),
            description=(
                f"Outside the purposes, {names[0]} has {out[0]} look-ups, {names[1]} {out[1]} and {names[2]} {out[2]}; "
                f"no other office has more than {out[3]}. The largest share without a reason is at "
                f"{silent.idxmax()}, with {round(100 * float(silent.max()))} percent."
            ),
        )
    ).widget
