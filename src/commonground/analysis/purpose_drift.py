"""What the lesson on purpose drift begins with or shows: shuffled logs, resampled decisions, and two figures."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import pandas as pd

from commonground.analysis.access_log import AGREED
from commonground.analysis.figures import figure, labels, percents, side_by_side


def out_by_chance(months: pd.DataFrame, draws: int, seed: int = 6) -> np.ndarray:
    """Shuffled logs in which nothing begins: `out` of each month, one row for each draw.

    The look-ups outside the purposes are dealt out anew over all stated look-ups (multivariate hypergeometric), so
    each month keeps its size and the year its total. `months` has the columns out and stated, whole numbers.
    """
    rng = np.random.default_rng(seed)
    stated = months["stated"].to_numpy()
    return np.asarray(rng.multivariate_hypergeometric(stated, int(months["out"].sum()), size=draws))


def by_decision(
    lookups: pd.DataFrame, one: Sequence[str] = ("account", "day"), draws: int = 500, seed: int = 1
) -> tuple[float, float]:
    """A 95 percent interval of the share outside the purposes that draws decisions, not look-ups.

    One account on one day is one decision, so an export of many names is drawn or left out as one. `one` names the
    columns that make a cluster, such as the account alone. Takes look-ups with account, day and kind; those without
    a reason are left out. The cluster bootstrap.
    """
    stated = lookups[lookups["kind"] != "missing"]
    outside = ~stated["kind"].isin(AGREED)
    sums = outside.groupby([stated[column] for column in one]).agg(["sum", "size"]).to_numpy()
    rng = np.random.default_rng(seed)
    drawn = sums[rng.integers(0, len(sums), (draws, len(sums)))].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return float(low), float(high)


def share_by_month(months: pd.DataFrame, baseline: float) -> widgets.Widget:
    """The share outside the purposes by month, with both ends of its interval, beside the share of the fall.

    `months`: share, low and high, from 0 to 1, indexed by month; `baseline`: from 0 to 1.
    """
    names = labels(months)
    share, low, high = (percents(months[column]) for column in ("share", "low", "high"))
    (fall,) = percents([baseline])
    columns = {
        "Share": share,
        "Lower end, 95 percent": low,
        "Upper end, 95 percent": high,
        "Share of the fall": (fall,) * len(names),
    }
    return figure(
        "lines",
        "stated look-ups outside the three purposes",
        ("Month", "Percent of stated look-ups"),
        side_by_side(names, columns),
        f"The share goes from {share[0]:g} percent in {names[0]} to {share[-1]:g} percent in {names[-1]}. "
        f"Its highest month is {names[share.index(max(share))]}, with {max(share):g} percent. "
        f"The fall as a whole has {fall:g} percent.",
        (0, max(high)),
    )


def share_by_office(offices: pd.DataFrame, shown: int = 3) -> widgets.Widget:
    """What the look-ups of each office were for, in percent; beyond the first few, the other offices are one.

    Columns: agreed, out, missing; counts. The offices with the most look-ups outside the purposes are shown alone.
    """
    counts = offices[["agreed", "out", "missing"]].sort_values("out", ascending=False)
    rest = counts.iloc[shown:]
    counts = pd.concat([counts.iloc[:shown], rest.sum().to_frame(f"The other {len(rest)}").T])
    percent = 100 * counts.div(counts.sum(axis=1), axis=0)
    names = labels(percent)
    agreed, out, missing = (
        tuple(round(float(value)) for value in percent[column]) for column in ("agreed", "out", "missing")
    )
    parts = "; ".join(
        f"{name}: {a} agreed, {o} outside, {m} without a reason"
        for name, a, o, m in zip(names, agreed, out, missing, strict=True)
    )
    return figure(
        "bars",
        "what look-ups since January were for, by office",
        ("Office", "Percent of its look-ups"),
        side_by_side(
            names, {"Agreed purpose": agreed, "Outside the purposes": out, "No reason given": missing}
        ),
        f"Of each 100 look-ups. {parts}.",
        (0, 100),
    )
