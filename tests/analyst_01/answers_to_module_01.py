"""Answers to the tasks of "Why share at all, and who pays?" as people write them: right in several ways, or wrong.

`RIGHT` maps a task to right answers, `WRONG` to pairs of a wrong answer and the id of the message meant for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from analyst_protocol.module_answers import ModuleAnswers, other_words

from commonground.exercises import CANNOT_SAY

Table = pd.DataFrame
Answer = Callable[..., Any]

# --- 01/unique -----------------------------------------------------------------------------------------


def unique_counter(students: Table, columns: list[str]) -> float:
    keys = [tuple(row) for row in students[columns].fillna("?").to_numpy()]
    seen = Counter(keys)
    return sum(seen[key] == 1 for key in keys) / len(keys)


def unique_duplicated(students: Table, columns: list[str]) -> float:
    return float((~students.duplicated(columns, keep=False)).mean())


def unique_sizes(students: Table, columns: list[str]) -> float:
    sizes = students.groupby(columns, dropna=False).size()
    return round(sizes[sizes == 1].sum() / len(students), 4)


def unique_forgets_gaps(students: Table, columns: list[str]) -> float:
    alike = students.groupby(columns)[columns[0]].transform("size")
    return float((alike == 1).mean())


def unique_complete_rows(students: Table, columns: list[str]) -> float:
    return unique_duplicated(students.dropna(subset=columns), columns)


def unique_of_kinds(students: Table, columns: list[str]) -> float:
    return float((students[columns].fillna("?").value_counts() == 1).mean())


def unique_kinds(students: Table, columns: list[str]) -> float:
    return len(students[columns].drop_duplicates()) / len(students)


def unique_doubles(students: Table, columns: list[str]) -> float:
    return float(students.duplicated(columns, keep=False).mean())


def unique_pairs(students: Table, columns: list[str]) -> float:
    return float((students[columns].fillna("?").groupby(columns)[columns[0]].transform("size") < 3).mean())


def unique_count(students: Table, columns: list[str]) -> int:
    return int((~students.duplicated(columns, keep=False)).sum())


# --- 01/fewest -----------------------------------------------------------------------------------------


def fewest_query(students: Table, row: int, columns: list[str]) -> Any:
    filled = students[columns].fillna("?")
    for n in range(1, len(columns) + 1):
        for chosen in combinations(columns, n):
            if (filled[list(chosen)] == filled.loc[row, list(chosen)]).all(axis=1).sum() == 1:
                return n
    return CANNOT_SAY


def fewest_minimum(students: Table, row: int, columns: list[str]) -> float:
    same = (students[columns].fillna("") == students[columns].fillna("").loc[row]).to_numpy()
    hits = [
        n
        for n in range(1, len(columns) + 1)
        for chosen in combinations(range(len(columns)), n)
        if same[:, list(chosen)].all(axis=1).sum() < 2
    ]
    return min(hits, default=math.nan)


def fewest_bits(students: Table, row: int, columns: list[str]) -> Any:
    filled = students[columns].fillna("?")
    best = None
    for mask in range(1, 2 ** len(columns)):
        chosen = [c for i, c in enumerate(columns) if mask >> i & 1]
        if (filled[chosen] == filled.loc[row, chosen]).all(axis=1).sum() == 1:
            best = min(best or 99, len(chosen))
    return np.nan if best is None else best


def _alike(students: Table, row: int, columns: list[str]) -> Table:
    filled = students[columns].fillna("?")
    return filled == filled.loc[row]


def fewest_left(students: Table, row: int, columns: list[str]) -> Any:
    left = _alike(students, row, columns).cummin(axis=1).sum()
    return next((n for n, count in enumerate(left, 1) if count == 1), np.nan)


def fewest_greedy(students: Table, row: int, columns: list[str]) -> Any:
    same, taken = _alike(students, row, columns), pd.Series(True, index=students.index)
    rest = list(columns)
    while rest:
        best = min(rest, key=lambda column: (taken & same[column]).sum())
        rest.remove(best)
        taken &= same[best]
        if taken.sum() == 1:
            return len(columns) - len(rest)
    return np.nan


def _search(enough: Callable[[int], bool], otherwise: Callable[[list[str]], Any], gaps: str | None) -> Answer:
    def way(students: Table, row: int, columns: list[str]) -> Any:
        table = students[columns] if gaps is None else students[columns].fillna(gaps)
        same = table == table.loc[row]
        for n in range(1, len(columns) + 1):
            for chosen in combinations(columns, n):
                if enough(same[list(chosen)].all(axis=1).sum()):
                    return n
        return otherwise(columns)

    return way


# --- 01/small-cells ------------------------------------------------------------------------------------


def small_mask(counts: Table, minimum: int) -> Table:
    return counts.mask(counts < minimum)


def small_map(counts: Table, minimum: int) -> Table:
    return counts.map(lambda count: count if count >= minimum else CANNOT_SAY)


def small_loop(counts: Table, minimum: int) -> Table:
    shown = counts.astype(float)
    for row in shown.index:
        for column in shown.columns:
            if shown.loc[row, column] < minimum:
                shown.loc[row, column] = np.nan
    return shown.reset_index()


def small_spares_totals(counts: Table, minimum: int) -> Table:
    inside = counts.drop(index="All", columns="All")
    shown = counts.astype(float)
    shown.loc[inside.index, inside.columns] = inside.mask(inside < minimum)
    return shown


# --- 01/subtract ---------------------------------------------------------------------------------------


def subtract_sign(shown: Table) -> Table:
    """Each line with its total negative sums to zero."""
    table = shown.astype(float).copy()
    signs_of = {axis: np.where(labels == "All", -1.0, 1.0) for axis, labels in enumerate(table.axes)}
    values, opened = table.to_numpy().copy(), True
    while opened:
        opened = False
        for axis in (0, 1):
            grid, signs = (values if axis == 0 else values.T), signs_of[1 - axis]
            for line in grid:
                gaps = np.flatnonzero(np.isnan(line))
                if len(gaps) == 1:
                    line[gaps[0]] = -np.nansum(line * signs) / signs[gaps[0]]
                    opened = True
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def subtract_lists(shown: Table) -> dict[str, dict[str, float]]:
    return {str(k): dict(v) for k, v in subtract_sign(shown).to_dict("index").items()}


def subtract_columns_first(shown: Table) -> Table:
    return subtract_sign(shown.T).T


def _rows_once(shown: Table) -> Table:
    table = shown.astype(float)
    for row in table.index:
        line = table.loc[row]
        if line.isna().sum() == 1:
            gap = line[line.isna()].index[0]
            inside = line.drop("All")
            table.loc[row, gap] = inside.sum() if gap == "All" else line["All"] - inside.sum()
    return table


def subtract_keeps_totals(shown: Table) -> Table:
    table = shown.astype(float)
    for _ in range(table.size):
        inside = table.drop(index="All", columns="All")
        for row in inside.index[inside.isna().sum(axis=1) == 1]:
            gap = inside.loc[row].isna().idxmax()
            table.loc[row, gap] = table.loc[row, "All"] - inside.loc[row].sum()
        inside = table.drop(index="All", columns="All")
        for column in inside.columns[inside.isna().sum() == 1]:
            gap = inside[column].isna().idxmax()
            table.loc[gap, column] = table.loc["All", column] - inside[column].sum()
    return table


def subtract_guesses(shown: Table) -> Table:
    table = subtract_sign(shown)
    for row in table.index:
        line = table.loc[row].drop("All")
        if line.isna().any():
            table.loc[row, line.index[line.isna()]] = (table.loc[row, "All"] - line.sum()) / line.isna().sum()
    return table


# --- 01/protect ----------------------------------------------------------------------------------------


def _more(shown: Table, axis: int, pick: str = "idxmin") -> Table:
    table = (shown if axis == 0 else shown.T).astype(float)
    for row in table.index:
        if table.loc[row].isna().sum() == 1:
            table.loc[row, getattr(table.loc[row], pick)()] = np.nan
    return table if axis == 0 else table.T


def protect_until_same(counts: Table, minimum: int) -> Table:
    shown = counts.mask(counts < minimum).astype(float)
    while True:
        after = _more(_more(shown, 0), 1)
        if after.isna().equals(shown.isna()):
            return shown
        shown = after


def protect_recursive(counts: Table, minimum: int) -> Table:
    def settle(shown: Table) -> Table:
        after = _more(_more(shown, 0), 1)
        return shown if after.isna().sum().sum() == shown.isna().sum().sum() else settle(after)

    return settle(counts.where(counts >= minimum))


def protect_fixed_rounds(counts: Table, minimum: int) -> Table:
    shown = counts.where(counts >= minimum)
    for _ in range(counts.size):
        shown = _more(_more(shown, 0), 1)
    return shown.reset_index()


def protect_largest(counts: Table, minimum: int) -> Table:
    shown = counts.where(counts >= minimum)
    for _ in range(counts.size):
        shown = _more(_more(shown, 0, "idxmax"), 1, "idxmax")
    return shown


def protect_rows_out(counts: Table, minimum: int) -> Table:
    shown = counts.astype(float)
    shown.loc[(counts < minimum).any(axis=1)] = np.nan
    return shown


# --- 01/difference -------------------------------------------------------------------------------------


def difference_mask(first: Table, second: Table, minimum: int) -> Table:
    apart = abs(second - first)
    return apart.mask((apart <= 0) | (apart >= minimum))


def difference_between(first: Table, second: Table, minimum: int) -> Table:
    apart = (first - second).abs()
    return apart[apart.ge(1) & apart.lt(minimum)]


def difference_loop(first: Table, second: Table, minimum: int) -> Table:
    rows = {}
    for row in first.index:
        rows[row] = {}
        for column in first.columns:
            a, b = first.loc[row, column], second.loc[row, column]
            known = not (math.isnan(a) or math.isnan(b))
            rows[row][column] = abs(a - b) if known and 0 < abs(a - b) < minimum else None
    return pd.DataFrame.from_dict(rows, orient="index").astype(float)


# --- 01/cost -------------------------------------------------------------------------------------------


def cost_merge(students: Table, columns: list[str], k: int, by: str) -> pd.Series:
    sizes = students.groupby(columns).size().rename("alike").reset_index()
    table = students.merge(sizes, on=columns)
    return table.assign(out=table["alike"] < k).groupby(by)["out"].mean()


def cost_filter(students: Table, columns: list[str], k: int, by: str) -> pd.Series:
    kept = students.groupby(columns).filter(lambda rows: len(rows) >= k)
    return (
        1 - kept[by].value_counts().reindex(students[by].unique(), fill_value=0) / students[by].value_counts()
    )


def cost_counter(students: Table, columns: list[str], k: int, by: str) -> dict[str, float]:
    seen = Counter(map(tuple, students[columns].to_numpy()))
    out = [seen[tuple(row)] < k for row in students[columns].to_numpy()]
    groups = students[by].tolist()
    return {
        group: sum(o for o, g in zip(out, groups, strict=True) if g == group) / groups.count(group)
        for group in set(groups)
    }


def _rare(students: Table, columns: list[str], k: int) -> Table:
    return students[students.groupby(columns)[columns[0]].transform("size") < k]


def cost_of_combinations(students: Table, columns: list[str], k: int, by: str) -> pd.Series:
    sizes = students.groupby(list(dict.fromkeys([*columns, by]))).size().reset_index(name="n")
    return sizes.assign(out=sizes["n"] < k).groupby(by)["out"].mean()


def cost_same_for_all(students: Table, columns: list[str], k: int, by: str) -> pd.Series:
    share = len(_rare(students, columns, k)) / len(students)
    return pd.Series(share, index=students[by].unique())


# --- 01/noise ------------------------------------------------------------------------------------------


def noise_by_hand(counts: pd.Series, budget: float, releases: int, most_cells: int) -> Table:
    each = budget / releases
    out = counts.to_frame("n")
    out["scale"] = most_cells / each
    out["within"] = out["scale"] * math.log(20)
    out["relative"] = [w / n if n else CANNOT_SAY for w, n in zip(out["within"], out["n"], strict=True)]
    return out.drop(columns="n")


def noise_quantile(counts: pd.Series, budget: float, releases: int, most_cells: int) -> dict[str, Any]:
    scale = most_cells / (budget / releases)
    within = -scale * math.log(0.05)
    return {
        str(group): {"relative": within / n if n > 0 else math.nan, "within": within, "scale": scale}
        for group, n in counts.items()
    }


def noise_rounded(counts: pd.Series, budget: float, releases: int, most_cells: int) -> Table:
    table = noise_by_hand(counts, budget, releases, most_cells)
    return table.astype({"scale": float, "within": float}).map(
        lambda v: v if v is CANNOT_SAY else round(v, 3)
    )


def _noise(scale: Callable[..., float], times: float = math.log(20)) -> Answer:
    def way(counts: pd.Series, budget: float, releases: int, most_cells: int) -> Table:
        size = scale(counts, budget, releases, most_cells)
        relative = (size * times / counts).replace(np.inf, np.nan)
        return pd.DataFrame({"scale": size, "within": size * times, "relative": relative})

    return way


def _scale(counts: pd.Series, budget: float, releases: int, most_cells: int) -> float:
    return most_cells * releases / budget


def _relative(change: Callable[[Table, pd.Series], Any]) -> Answer:
    def way(counts: pd.Series, budget: float, releases: int, most_cells: int) -> Table:
        table = _noise(_scale)(counts, budget, releases, most_cells)
        return table.assign(relative=change(table, counts))

    return way


# --- 01/cannot-say and 01/memo -------------------------------------------------------------------------

VERDICTS = {
    "welfare-columns": "yes",
    "k-is-enough": "no",
    "federal-ten": "no",
    "noisy-two": CANNOT_SAY,
    "will-search": CANNOT_SAY,
    "helped-sooner": CANNOT_SAY,
    "families-agree": CANNOT_SAY,
}

MEMO = {
    "asked": "The lab asks for one row for each student, schools and child welfare joined.",
    "exposed": "48 of 100 students stand alone, and 98 of 100 of those with a report.",
    "price": "To reach five alike, 80 of 100 students who speak Oremi are dropped.",
    "decision": "Do not release the rows, because three counts a year answer the question.",
    "resident": "Nobody outside the two offices gets your grandson's row, and the school can show you the counts.",
}
LESS = {
    **MEMO,
    "decision": "Release less: levels of school in place of grades, and no column from child welfare but one.",
    "resident": "Your grandson is counted with many others, and the school's office tells you how.",
}
NOT_YET = {
    **MEMO,
    "decision": "Not yet, since no family has been asked.",
    "resident": "Nothing is sent until you and other families have been asked.",
}
# --- the lists -----------------------------------------------------------------------------------------

RIGHT: dict[str, list[Any]] = {
    "01/unique": [unique_counter, unique_duplicated, unique_sizes],
    "01/fewest": [fewest_query, fewest_minimum, fewest_bits],
    "01/small-cells": [small_mask, small_map, small_loop],
    "01/subtract": [subtract_sign, subtract_lists, subtract_columns_first],
    "01/protect": [protect_until_same, protect_recursive, protect_fixed_rounds],
    "01/difference": [difference_mask, difference_between, difference_loop],
    "01/cost": [cost_merge, cost_filter, cost_counter],
    "01/noise": [noise_by_hand, noise_quantile, noise_rounded],
    "01/cannot-say": [
        VERDICTS,
        pd.Series(VERDICTS),
        {key: None if said is CANNOT_SAY else said for key, said in VERDICTS.items()},
    ],
    "01/memo": [MEMO, LESS, NOT_YET],
}

WRONG: dict[str, list[tuple[Any, str]]] = {
    "01/unique": [
        (unique_forgets_gaps, "gaps-dropped"),
        (unique_complete_rows, "gaps-left-out"),
        (unique_of_kinds, "share-of-combinations"),
        (unique_kinds, "different-combinations"),
        (unique_doubles, "not-alone"),
        (unique_pairs, "two-or-fewer"),
        (unique_count, "counts"),
    ],
    "01/fewest": [
        (fewest_left, "from-the-left"),
        (fewest_greedy, "greedy"),
        (_search(lambda n: n <= 1, lambda columns: np.nan, None), "gap-matches-nobody"),
        (_search(lambda n: n <= 2, lambda columns: np.nan, "?"), "small-crowd"),
        (_search(lambda n: n == 1, len, "?"), "all-when-none"),
        (_search(lambda n: n == 1, lambda columns: 0, "?"), "zero-when-none"),
    ],
    "01/small-cells": [
        (lambda counts, minimum: counts.mask(counts <= minimum), "minimum-hidden"),
        (lambda counts, minimum: counts.mask((counts > 0) & (counts < minimum)), "zeros-shown"),
        (lambda counts, minimum: counts.mask(counts < minimum, 0), "hidden-as-zero"),
        (lambda counts, minimum: np.maximum(counts, minimum), "lifted"),
        (small_spares_totals, "totals-spared"),
        (lambda counts, minimum: counts.mask(counts >= minimum), "large-hidden"),
        (protect_rows_out, "whole-rows"),
    ],
    "01/subtract": [
        (_rows_once, "rows-alone"),
        (lambda shown: _rows_once(shown.T).T, "columns-alone"),
        (lambda shown: _rows_once(_rows_once(shown).T).T, "one-pass"),
        (subtract_keeps_totals, "totals-left"),
        (subtract_guesses, "guessed"),
        (lambda shown: shown.fillna(0), "zero-for-hidden"),
        (lambda shown: subtract_sign(shown).fillna(0), "zero-for-rest"),
    ],
    "01/protect": [
        (small_mask, "primary-alone"),
        (lambda counts, minimum: _more(small_mask(counts, minimum), 0), "rows-alone"),
        (lambda counts, minimum: _more(small_mask(counts, minimum), 1), "columns-alone"),
        (lambda counts, minimum: _more(_more(small_mask(counts, minimum), 0), 1), "one-pass"),
        (protect_largest, "largest-first"),
        (lambda counts, minimum: protect_until_same(counts, minimum + 1), "minimum-hidden"),
        (protect_rows_out, "whole-rows"),
        (lambda counts, minimum: protect_until_same(counts, minimum).fillna(0), "hidden-as-zero"),
    ],
    "01/difference": [
        (lambda a, b, m: difference_mask(a.fillna(0), b.fillna(0), m), "hidden-as-zero"),
        (lambda a, b, m: abs(a - b), "all-differences"),
        (lambda a, b, m: abs(a - b).where(abs(a - b) < m), "zeros-kept"),
        (lambda a, b, m: abs(a - b).where((abs(a - b) > 0) & (abs(a - b) <= m)), "minimum-kept"),
        (lambda a, b, m: (a - b).where((a - b > 0) & (a - b < m)), "one-direction"),
        (lambda a, b, m: (a - b).where(difference_mask(a, b, m) > 0), "signed"),
        (lambda a, b, m: b.where(b < m), "each-alone"),
    ],
    "01/cost": [
        (lambda t, c, k, by: 1 - cost_merge(t, c, k, by), "kept"),
        (lambda t, c, k, by: cost_merge(t, c, k + 1, by), "k-itself-lost"),
        (
            lambda t, c, k, by: (
                _rare(t, c, k)[by].value_counts(normalize=True).reindex(t[by].unique(), fill_value=0)
            ),
            "share-of-lost",
        ),
        (
            lambda t, c, k, by: (
                _rare(t, c, k)[by].value_counts().reindex(t[by].unique(), fill_value=0) / len(t)
            ),
            "over-everybody",
        ),
        (
            lambda t, c, k, by: _rare(t, c, k)[by].value_counts().reindex(t[by].unique(), fill_value=0),
            "counts",
        ),
        (cost_of_combinations, "combinations"),
        (lambda t, c, k, by: cost_merge(t, c, 2, by), "alone-only"),
        (cost_same_for_all, "one-share-for-all"),
    ],
    "01/noise": [
        (_noise(lambda c, b, r, m: b / r / m), "upside-down"),
        (_noise(lambda c, b, r, m: m / b), "budget-not-split"),
        (_noise(lambda c, b, r, m: 1 / (b / r)), "one-cell-each"),
        (_noise(lambda c, b, r, m: m / (b / r / len(c))), "split-by-cells"),
        (_noise(lambda c, b, r, m: m / (b * r)), "budget-each-time"),
        (_noise(_scale, 1.96), "bell-curve"),
        (_noise(_scale, math.log(10)), "one-side"),
        (_relative(lambda t, c: t["within"] / c.sum()), "over-total"),
        (_relative(lambda t, c: t["relative"].fillna(0)), "zero-is-exact"),
        (_relative(lambda t, c: c / t["within"]), "share-of-noise"),
    ],
    "01/cannot-say": other_words(VERDICTS),
    "01/memo": [
        ({key: text for key, text in MEMO.items() if key != "price"}, "missing-part"),
        ({**MEMO, "resident": "All is well."}, "too-short"),
        ({**MEMO, "price": MEMO["asked"]}, "same-twice"),
        ({**MEMO, "exposed": "Quite a few of the students stand alone."}, "no-number"),
        ({**MEMO, "price": "The result will be a little less exact."}, "nobody-pays"),
        ({**MEMO, "decision": "I leave it to the board, because it is theirs."}, "no-decision"),
        ({**MEMO, "decision": "Do not release any of the rows."}, "no-reason"),
        ({**MEMO, "resident": "Your grandson's row is k-anonymous with k of five."}, "insider-words"),
    ],
}

ANSWERS = ModuleAnswers("01-why-share", RIGHT, WRONG)
