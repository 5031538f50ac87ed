"""The tasks of "Why share at all, and who pays?", module 01: right ways, and the wrong ways that people take.

The right ways are shown to learners as model answers, so each reads on its own.
Suppression and differencing follow the practices and failures listed in [PRIV-04] and [PRIV-05]; k is what
`pycanon.anonymity.k_anonymity` measures; the noise is that of OpenDP's Laplace mechanism for a count.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import log

import numpy as np
import pandas as pd

from commonground.exercises.bank import why_share_tables as tables
from commonground.exercises.building import Builder
from commonground.exercises.compare import CANNOT_SAY, Comparison
from commonground.exercises.statements import Answers
from commonground.exercises.task import WrongWay
from commonground.exercises.writing import NUMBER, lacks, uses

# --- who stands alone ----------------------------------------------------------------------------------


def singled_out(students: pd.DataFrame, columns: list[str]) -> float:
    alike = students.groupby(columns, dropna=False)[columns[0]].transform("size")
    return float((alike == 1).mean())


def _sizes(students: pd.DataFrame, columns: list[str], dropna: bool = False) -> pd.Series:
    return students.groupby(columns, dropna=dropna).size()


UNIQUE_WRONG = [
    WrongWay("gaps-dropped", lambda t, columns: float((_sizes(t, columns, True) == 1).sum() / len(t))),
    WrongWay("gaps-left-out", lambda t, columns: singled_out(t.dropna(subset=columns), columns)),
    WrongWay("share-of-combinations", lambda t, columns: float((_sizes(t, columns) == 1).mean())),
    WrongWay("different-combinations", lambda t, columns: len(_sizes(t, columns)) / len(t)),
    WrongWay("not-alone", lambda t, columns: 1 - singled_out(t, columns)),
    WrongWay("two-or-fewer", lambda t, columns: float(_sizes(t, columns)[lambda n: n <= 2].sum() / len(t))),
    WrongWay("counts", lambda t, columns: float((_sizes(t, columns) == 1).sum())),
]

# --- how little it takes -------------------------------------------------------------------------------


def fewest(students: pd.DataFrame, row: int, columns: list[str]) -> float:
    filled = students[columns].fillna("not noted")
    same = (filled == filled.loc[row]).to_numpy()
    for size in range(1, len(columns) + 1):
        for chosen in combinations(range(len(columns)), size):
            if same[:, list(chosen)].all(axis=1).sum() == 1:
                return size
    return np.nan


def _same(students: pd.DataFrame, row: int, columns: list[str]) -> np.ndarray:
    filled = students[columns].fillna("not noted")
    same: np.ndarray = (filled == filled.loc[row]).to_numpy()
    return same


def _from_the_left(students: pd.DataFrame, row: int, columns: list[str]) -> float:
    same = _same(students, row, columns)
    sizes = (n for n in range(1, len(columns) + 1) if same[:, :n].all(axis=1).sum() == 1)
    return next(sizes, np.nan)


def _greedy(students: pd.DataFrame, row: int, columns: list[str]) -> float:
    same = _same(students, row, columns)
    taken: list[int] = []
    while len(taken) < len(columns):
        left = {
            n: int(same[:, np.array([*taken, n])].all(axis=1).sum())
            for n in range(len(columns))
            if n not in taken
        }
        taken.append(min(left, key=lambda n: left[n]))
        if same[:, np.array(taken)].all(axis=1).sum() == 1:
            return len(taken)
    return np.nan


def _gap_matches_nobody(students: pd.DataFrame, row: int, columns: list[str]) -> float:
    same = (students[columns] == students.loc[row, columns]).to_numpy()
    for size in range(1, len(columns) + 1):
        if any(same[:, list(c)].all(axis=1).sum() <= 1 for c in combinations(range(len(columns)), size)):
            return size
    return np.nan


def _small_crowd(students: pd.DataFrame, row: int, columns: list[str]) -> float:
    same = _same(students, row, columns)
    for size in range(1, len(columns) + 1):
        if any(same[:, list(c)].all(axis=1).sum() <= 2 for c in combinations(range(len(columns)), size)):
            return size
    return np.nan


def _or(instead: Callable[[list[str]], float]) -> Callable[[pd.DataFrame, int, list[str]], float]:
    """The right number, and a number of one's own where no columns are enough."""

    def way(students: pd.DataFrame, row: int, columns: list[str]) -> float:
        found = fewest(students, row, columns)
        return instead(columns) if np.isnan(found) else found

    return way


FEWEST_WRONG = [
    WrongWay("from-the-left", _from_the_left),
    WrongWay("greedy", _greedy),
    WrongWay("gap-matches-nobody", _gap_matches_nobody),
    WrongWay("small-crowd", _small_crowd),
    WrongWay("all-when-none", _or(len)),
    WrongWay("zero-when-none", _or(lambda columns: 0)),
]

# --- small cells ---------------------------------------------------------------------------------------


def hide_small(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return counts.where(counts >= minimum)


SMALL_WRONG = [
    WrongWay("minimum-hidden", lambda counts, minimum: counts.where(counts > minimum)),
    WrongWay("zeros-shown", lambda counts, minimum: counts.where((counts >= minimum) | (counts == 0))),
    WrongWay("hidden-as-zero", lambda counts, minimum: counts.where(counts >= minimum, 0)),
    WrongWay("lifted", lambda counts, minimum: counts.clip(lower=minimum)),
    WrongWay("totals-spared", lambda counts, minimum: _totals_spared(counts, minimum)),
    WrongWay("large-hidden", lambda counts, minimum: counts.where(counts < minimum)),
    WrongWay(
        "whole-rows", lambda counts, minimum: counts[(counts >= minimum).all(axis=1)].reindex(counts.index)
    ),
]


def _totals_spared(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown = counts.where(counts >= minimum)
    shown["All"], shown.loc["All"] = counts["All"], counts.loc["All"]
    return shown


# --- the attack: subtract ------------------------------------------------------------------------------


def recovered(shown: pd.DataFrame) -> pd.DataFrame:
    table = shown.astype(float)
    still_hidden = table.size + 1
    while table.isna().sum().sum() < still_hidden:
        still_hidden = table.isna().sum().sum()
        for _ in ("rows", "columns"):
            for row in table.index[table.isna().sum(axis=1) == 1]:
                gap = table.loc[row].isna().idxmax()
                cells = table.loc[row].drop("All").sum()
                table.loc[row, gap] = cells if gap == "All" else table.loc[row, "All"] - cells
            table = table.T
    return table


def _one_way(shown: pd.DataFrame) -> pd.DataFrame:
    """Subtraction along the rows alone, once."""
    table = shown.astype(float)
    for row in table.index[table.isna().sum(axis=1) == 1]:
        gap = table.loc[row].isna().idxmax()
        cells = table.loc[row].drop("All").sum()
        table.loc[row, gap] = cells if gap == "All" else table.loc[row, "All"] - cells
    return table


def _totals_known(shown: pd.DataFrame) -> pd.DataFrame:
    """Subtraction until nothing more opens, where hidden totals are never worked out."""
    table, still_hidden = shown.astype(float), shown.size + 1
    while table.isna().sum().sum() < still_hidden:
        still_hidden = table.isna().sum().sum()
        for _ in ("rows", "columns"):
            known = (table.isna().sum(axis=1) == 1) & table["All"].notna() & (table.index != "All")
            for row in table.index[known]:
                gap = table.loc[row].isna().idxmax()
                table.loc[row, gap] = table.loc[row, "All"] - table.loc[row].drop("All").sum()
            table = table.T
    return table


def _rest_shared(shown: pd.DataFrame) -> pd.DataFrame:
    table = recovered(shown)
    cells = table.drop(columns="All")
    rest = (table["All"] - cells.sum(axis=1)) / cells.isna().sum(axis=1)
    return table.apply(lambda column: column.fillna(rest))


SUBTRACT_WRONG = [
    WrongWay("rows-alone", _one_way),
    WrongWay("columns-alone", lambda shown: _one_way(shown.T).T),
    WrongWay("one-pass", lambda shown: _one_way(_one_way(shown).T).T),
    WrongWay("totals-left", _totals_known),
    WrongWay("guessed", _rest_shared),
    WrongWay("zero-for-hidden", lambda shown: shown.fillna(0)),
    WrongWay("zero-for-rest", lambda shown: recovered(shown).fillna(0)),
]

# --- complementary suppression -------------------------------------------------------------------------


def protect(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown = counts.where(counts >= minimum)
    for _ in range(shown.size):  # more rounds than can be needed, so it always ends
        for _ in ("rows", "columns"):
            for row in shown.index[shown.isna().sum(axis=1) == 1]:
                shown.loc[row, shown.loc[row].idxmin()] = np.nan
            shown = shown.T
    return shown


def _guard(shown: pd.DataFrame, pick: str = "idxmin") -> pd.DataFrame:
    """One more cell in each row with one hidden cell."""
    shown = shown.astype(float)
    for row in shown.index[shown.isna().sum(axis=1) == 1]:
        shown.loc[row, getattr(shown.loc[row], pick)()] = np.nan
    return shown


def _protect_largest(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown, lone = counts.where(counts >= minimum), True
    while lone:
        before = int(shown.isna().sum().sum())
        shown = _guard(_guard(shown, "idxmax").T, "idxmax").T
        lone = int(shown.isna().sum().sum()) > before
    return shown


def _whole_lines(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    small = counts < minimum
    return counts.where(~small).mul(np.where(small.any(axis=1), np.nan, 1), axis=0)


PROTECT_WRONG = [
    WrongWay("primary-alone", hide_small),
    WrongWay("rows-alone", lambda counts, minimum: _guard(hide_small(counts, minimum))),
    WrongWay("columns-alone", lambda counts, minimum: _guard(hide_small(counts, minimum).T).T),
    WrongWay("one-pass", lambda counts, minimum: _guard(_guard(hide_small(counts, minimum)).T).T),
    WrongWay("largest-first", _protect_largest),
    WrongWay("minimum-hidden", lambda counts, minimum: protect(counts, minimum + 1)),
    WrongWay("whole-rows", _whole_lines),
    WrongWay("hidden-as-zero", lambda counts, minimum: protect(counts, minimum).fillna(0)),
]

# --- differencing --------------------------------------------------------------------------------------


def differenced(first: pd.DataFrame, second: pd.DataFrame, minimum: int) -> pd.DataFrame:
    apart = (first - second).abs()
    return apart.where((apart > 0) & (apart < minimum))


DIFFERENCE_WRONG = [
    WrongWay(
        "hidden-as-zero",
        lambda first, second, minimum: differenced(first.fillna(0), second.fillna(0), minimum),
    ),
    WrongWay("all-differences", lambda first, second, minimum: (first - second).abs()),
    WrongWay("zeros-kept", lambda first, second, minimum: (first - second).abs()[lambda d: d < minimum]),
    WrongWay("minimum-kept", lambda first, second, minimum: differenced(first, second, minimum + 1)),
    WrongWay("one-direction", lambda first, second, minimum: _falls(first, second, minimum)),
    WrongWay("signed", lambda first, second, minimum: _signed(first, second, minimum)),
    WrongWay("each-alone", lambda first, second, minimum: second.where(second < minimum)),
]


def _falls(first: pd.DataFrame, second: pd.DataFrame, minimum: int) -> pd.DataFrame:
    fall = first - second
    return fall.where((fall > 0) & (fall < minimum))


def _signed(first: pd.DataFrame, second: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return (first - second).where(differenced(first, second, minimum).notna())


# --- k-anonymity, and who pays for it ------------------------------------------------------------------


def lost(students: pd.DataFrame, columns: list[str], k: int, by: str) -> pd.Series:
    alike = students.groupby(columns)[by].transform("size")
    return (alike < k).groupby(students[by]).mean()


def _rare(students: pd.DataFrame, columns: list[str], k: int) -> pd.Series:
    return students.groupby(columns)[columns[0]].transform("size") < k


def _rare_combinations(students: pd.DataFrame, columns: list[str], k: int, by: str) -> pd.Series:
    sizes = students.groupby(list(dict.fromkeys([*columns, by]))).size()
    return (sizes < k).groupby(by).mean()


COST_WRONG = [
    WrongWay("kept", lambda t, columns, k, by: 1 - lost(t, columns, k, by)),
    WrongWay("k-itself-lost", lambda t, columns, k, by: lost(t, columns, k + 1, by)),
    WrongWay("share-of-lost", lambda t, columns, k, by: t.loc[_rare(t, columns, k), by].value_counts(normalize=True).reindex(sorted(t[by].unique()), fill_value=0.0)),
    WrongWay("over-everybody", lambda t, columns, k, by: _rare(t, columns, k).groupby(t[by]).sum() / len(t)),
    WrongWay("counts", lambda t, columns, k, by: _rare(t, columns, k).groupby(t[by]).sum()),
    WrongWay("combinations", _rare_combinations),
    WrongWay("alone-only", lambda t, columns, k, by: lost(t, columns, 2, by)),
    WrongWay("one-share-for-all", lambda t, columns, k, by: lost(t, columns, k, by) * 0 + _rare(t, columns, k).mean()),
]  # fmt: skip

# --- the size of the noise -----------------------------------------------------------------------------


def noise(counts: pd.Series, budget: float, releases: int, most_cells: int) -> pd.DataFrame:
    scale = most_cells * releases / budget
    within = scale * np.log(20)
    relative = within / counts.where(counts > 0)
    return pd.DataFrame({"scale": scale, "within": within, "relative": relative})


def _noise_with(
    scale: Callable[[pd.Series, float, int, int], float], factor: float = log(20)
) -> Callable[..., pd.DataFrame]:
    def way(counts: pd.Series, budget: float, releases: int, most_cells: int) -> pd.DataFrame:
        size = scale(counts, budget, releases, most_cells)
        within = size * factor
        return pd.DataFrame({"scale": size, "within": within, "relative": within / counts.where(counts > 0)})

    return way


def _right_scale(counts: pd.Series, budget: float, releases: int, most_cells: int) -> float:
    return most_cells * releases / budget


def _relative(change: Callable[[pd.DataFrame, pd.Series], pd.Series]) -> Callable[..., pd.DataFrame]:
    def way(counts: pd.Series, budget: float, releases: int, most_cells: int) -> pd.DataFrame:
        right = noise(counts, budget, releases, most_cells)
        return right.assign(relative=change(right, counts))

    return way


NOISE_WRONG = [
    WrongWay("upside-down", _noise_with(lambda c, budget, releases, most: budget / (most * releases))),
    WrongWay("budget-not-split", _noise_with(lambda c, budget, releases, most: most / budget)),
    WrongWay("one-cell-each", _noise_with(lambda c, budget, releases, most: releases / budget)),
    WrongWay("split-by-cells", _noise_with(lambda c, b, releases, most: len(c) * most * releases / b)),
    WrongWay("budget-each-time", _noise_with(lambda c, budget, releases, most: most / (budget * releases))),
    WrongWay("bell-curve", _noise_with(_right_scale, 1.959964)),
    WrongWay("one-side", _noise_with(_right_scale, log(10))),
    WrongWay("over-total", _relative(lambda right, counts: right["within"] / counts.sum())),
    WrongWay("zero-is-exact", _relative(lambda right, counts: right["relative"].fillna(0))),
    WrongWay("share-of-noise", _relative(lambda right, counts: counts / right["within"])),
]

# --- what the data cannot say --------------------------------------------------------------------------

STATEMENTS: Answers = {
    "welfare-columns": "yes",
    "k-is-enough": "no",
    "federal-ten": "no",
    "noisy-two": CANNOT_SAY,
    "will-search": CANNOT_SAY,
    "helped-sooner": CANNOT_SAY,
    "families-agree": CANNOT_SAY,
}


def verdicts() -> dict[str, object]:
    return dict(STATEMENTS)


# --- a memo --------------------------------------------------------------------------------------------

STEPS = {
    "asked": "1, what was asked for, by whom and for what",
    "exposed": "2, who could be singled out, with a number",
    "price": "3, what protection costs, and which group pays",
    "decision": "4, the decision, and its reason",
    "resident": "5, one sentence to a resident",
}
DECISIONS = r"\b(release|releas|publish|share|send|give|withhold|refuse|keep|not yet|no)"
INSIDER = r"k-anonym|l-divers|epsilon|ε|quasi|differential privacy|suppress|laplace|opendp|pycanon"
FLAWS = [
    lacks("no-number", "exposed", NUMBER),
    lacks("nobody-pays", "price", r"group|small|student|famil|school|children"),
    lacks("no-decision", "decision", DECISIONS),
    lacks("no-reason", "decision", r"because|since|so that|so |reason|as long as|until|:|;"),
    uses("insider-words", "resident", INSIDER),
]

# --- the list ------------------------------------------------------------------------------------------

MAKE = Builder("01", "why_share.yml")
CELLS = Comparison(0.4, keys=("school",))

TASKS = MAKE.collect(
    MAKE.on_tables("unique", singled_out, UNIQUE_WRONG, tables.all_columns, tables.UNIQUE_CASES,
                   Comparison(0.002)),
    MAKE.on_tables("fewest", fewest, FEWEST_WRONG, tables.devon, tables.FEWEST_CASES, Comparison(0.4)),
    MAKE.on_tables("small-cells", hide_small, SMALL_WRONG, tables.care, tables.SMALL_CASES, CELLS),
    MAKE.on_tables("subtract", recovered, SUBTRACT_WRONG, tables.shown_care, tables.SUBTRACT_CASES, CELLS),
    MAKE.on_tables("protect", protect, PROTECT_WRONG, tables.care, tables.PROTECT_CASES, CELLS),
    MAKE.on_tables("difference", differenced, DIFFERENCE_WRONG, tables.two_releases, tables.DIFFERENCE_CASES,
                   CELLS),
    MAKE.on_tables("cost", lost, COST_WRONG, tables.k_of_five, tables.COST_CASES,
                   Comparison(0.005, keys=("group", "language"))),
    MAKE.on_tables("noise", noise, NOISE_WRONG, tables.care_by_group, tables.NOISE_CASES,
                   Comparison(0.01, keys=("group",))),
    MAKE.on_statements("cannot-say", verdicts),
    MAKE.in_parts("memo", STEPS, FLAWS),
)  # fmt: skip
