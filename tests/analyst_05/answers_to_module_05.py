"""Solutions as learners write them: right ones, plausible wrong ones with the mistake they show, and blanks."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from analyst_protocol.module_answers import ModuleAnswers, other_words

from commonground.analysis.intervals import wilson
from commonground.exercises import CANNOT_SAY

Table = pd.DataFrame
Solution = Callable[..., Any]


# --- 05/flag -------------------------------------------------------------------------------------------


def flag_merge(roll: Table, marks: Table, discipline: Table) -> Any:
    low = roll["person_id"].isin(marks.query("mark in ['D', 'F']")["person_id"])
    inc = roll["person_id"].isin(discipline["person_id"])
    return {"low_mark": low.sum(), "incident": inc.sum(), "either": (low | inc).sum()}


def flag_loop(roll: Table, marks: Table, discipline: Table) -> Any:
    low, inc = set(), set()
    for row in marks.itertuples():
        if row.mark in "DF":
            low.add(row.person_id)
    on_roll = set(roll.person_id)
    for person in discipline.person_id:
        if person in on_roll:
            inc.add(person)
    return pd.Series({"either": len(low.union(inc)), "low_mark": len(low), "incident": len(inc)})


def flag_groupby(roll: Table, marks: Table, discipline: Table) -> Any:
    table = roll.set_index("person_id")[[]]
    table["low_mark"] = marks.assign(low=marks.mark.isin(["F", "D"])).groupby("person_id").low.any()
    table["incident"] = discipline.groupby("person_id").size() > 0
    table = table.fillna(False).astype(bool)
    table["either"] = table.any(axis=1)
    return table.sum()


def flag_counts_marks(roll: Table, marks: Table, discipline: Table) -> Any:
    low = marks[marks.mark.isin(["D", "F"])]
    inc = discipline[discipline.person_id.isin(roll.person_id)]
    either = set(low.person_id) | set(inc.person_id)
    return {"low_mark": len(low), "incident": len(inc), "either": len(either)}


def flag_counts_every_row(roll: Table, marks: Table, discipline: Table) -> Any:
    low = marks[marks.mark.isin(["D", "F"])]
    return {"low_mark": len(low), "incident": len(discipline), "either": len(low) + len(discipline)}


def flag_forgets_roll(roll: Table, marks: Table, discipline: Table) -> Any:
    low = set(marks[marks.mark.isin(["D", "F"])].person_id)
    inc = set(discipline.person_id)
    return {"low_mark": len(low), "incident": len(inc), "either": len(low | inc)}


def flag_only_f(roll: Table, marks: Table, discipline: Table) -> Any:
    low = set(marks[marks.mark == "F"].person_id)
    inc = set(discipline.person_id) & set(roll.person_id)
    return {"low_mark": len(low), "incident": len(inc), "either": len(low | inc)}


def flag_to_sheriff(roll: Table, marks: Table, discipline: Table) -> Any:
    return flag_merge(roll, marks, discipline[discipline.referred_to_sheriff])


def flag_suspended(roll: Table, marks: Table, discipline: Table) -> Any:
    return flag_merge(roll, marks, discipline.query("days_suspended >= 1"))


def flag_adds(roll: Table, marks: Table, discipline: Table) -> Any:
    counts = flag_merge(roll, marks, discipline)
    counts["either"] = counts["low_mark"] + counts["incident"]
    return counts


def flag_and(roll: Table, marks: Table, discipline: Table) -> Any:
    low = set(marks[marks.mark.isin(["D", "F"])].person_id)
    inc = set(discipline.person_id).intersection(roll.person_id)
    return {"low_mark": len(low), "incident": len(inc), "either": len(low & inc)}


# --- 05/cross ------------------------------------------------------------------------------------------


def cross_agg(students: Table, contacts: Table) -> Any:
    s = students.assign(listed=students.flagged & students.person_id.isin(contacts.person_id.unique()))
    t = s.groupby("zone")[["flagged", "listed"]].sum()
    return t.assign(share=t.listed / t.flagged)


def cross_loop(students: Table, contacts: Table) -> Any:
    met = set(contacts.person_id)
    rows = {}
    for zone in sorted(set(students.zone)):
        people = set(students[(students.zone == zone) & students.flagged].person_id)
        both = people & met
        rows[zone] = {
            "flagged": len(people),
            "listed": len(both),
            "share": round(len(both) / len(people), 3) if people else CANNOT_SAY,
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def cross_merge(students: Table, contacts: Table) -> Any:
    once = contacts[["person_id"]].drop_duplicates().assign(met=1)
    s = students[students.flagged].merge(once, how="left", on="person_id").fillna({"met": 0})
    t = s.groupby("zone").agg(flagged=("person_id", "size"), listed=("met", "sum"), share=("met", "mean"))
    t = t.reindex(sorted(students.zone.unique()))
    return t.fillna({"flagged": 0, "listed": 0}).reset_index()


def cross_counts_contacts(students: Table, contacts: Table) -> Any:
    s = students[students.flagged]
    flagged = s.groupby("zone").size()
    rows = s.merge(contacts.drop(columns="zone"), on="person_id").groupby("zone").size()
    listed = rows.reindex(flagged.index, fill_value=0)
    return pd.DataFrame({"flagged": flagged, "listed": listed, "share": listed / flagged})


def cross_union(students: Table, contacts: Table) -> Any:
    s = students.assign(listed=students.flagged | students.person_id.isin(contacts.person_id))
    t = s.groupby("zone")[["flagged", "listed"]].sum()
    return t.assign(share=t.listed / t.flagged)


def cross_all_met(students: Table, contacts: Table) -> Any:
    s = students.assign(listed=students.person_id.isin(contacts.person_id))
    t = s.groupby("zone")[["flagged", "listed"]].sum()
    return t.assign(share=t.listed / t.flagged)


def cross_mean(students: Table, contacts: Table) -> Any:
    s = students.assign(listed=students.flagged & students.person_id.isin(contacts.person_id))
    g = s.groupby("zone")
    return pd.DataFrame({"flagged": g.flagged.sum(), "listed": g.listed.sum(), "share": g.listed.mean()})


def cross_of_list(students: Table, contacts: Table) -> Any:
    t = cross_agg(students, contacts)
    return t.assign(share=t.listed / t.listed.sum())


def cross_of_met(students: Table, contacts: Table) -> Any:
    met = students.person_id.isin(contacts.person_id)
    t = cross_agg(students, contacts)
    return t.assign(share=students[met].groupby("zone").flagged.mean())


def cross_contact_zone(students: Table, contacts: Table) -> Any:
    flagged = students[students.flagged]
    n = flagged.groupby("zone").size()
    there = contacts[contacts.person_id.isin(flagged.person_id)]
    listed = there.groupby("zone").person_id.nunique().reindex(n.index, fill_value=0)
    return pd.DataFrame({"flagged": n, "listed": listed, "share": listed / n})


def cross_inner(students: Table, contacts: Table) -> Any:
    t = cross_agg(students, contacts)
    return t[t.listed != 0]


def cross_fill(students: Table, contacts: Table) -> Any:
    return cross_agg(students, contacts).fillna(0)


# --- 05/discovery and 05/positive ----------------------------------------------------------------------


def _by_group(students: Table, cases: Any, of: Any) -> Table:
    k, n = cases.groupby(students.group).sum(), of.groupby(students.group).sum()
    low, high = wilson(k, n)
    return pd.DataFrame({"rate": k / n, "low": low, "high": high})


def discovery_loop(students: Table) -> Any:
    rows = []
    for group, part in students.groupby("group"):
        names = part[part.listed]
        wrong = int((~names.offends_later).sum())
        low, high = wilson(wrong, len(names))
        rate = wrong / len(names) if len(names) else np.nan
        rows.append({"group": group, "rate": rate, "low": low, "high": high})
    return pd.DataFrame(rows)


def discovery_mean(students: Table) -> Any:
    names = students[students.listed]
    g = (1 - names.offends_later.astype(int)).groupby(names.group)
    low, high = wilson(g.sum(), g.size())
    table = pd.DataFrame({"rate": g.mean(), "low": low, "high": high})
    return table.reindex(sorted(students.group.unique()))


def discovery_dict(students: Table) -> Any:
    table = _by_group(students, students.listed & ~students.offends_later, students.listed)
    return {
        g: {c: (CANNOT_SAY if math.isnan(v) else v) for c, v in row.items()} for g, row in table.T.items()
    }


def discovery_is_positive(students: Table) -> Any:
    return _by_group(students, students.listed & ~students.offends_later, ~students.offends_later)


def discovery_is_precision(students: Table) -> Any:
    return _by_group(students, students.listed & students.offends_later, students.listed)


def discovery_of_all(students: Table) -> Any:
    everyone = pd.Series(True, index=students.index)
    return _by_group(students, students.listed & ~students.offends_later, everyone)


def discovery_of_flags(students: Table) -> Any:
    return _by_group(students, students.flagged & ~students.offends_later, students.flagged)


def discovery_of_need(students: Table) -> Any:
    return _by_group(students, students.listed & ~students.serious_need, students.listed)


def discovery_wide_crowd(students: Table) -> Any:
    return _interval_of(students, discovery_mean(students), students.person_id.notna())


def discovery_zero(students: Table) -> Any:
    return discovery_mean(students).fillna(0)


def discovery_dropped(students: Table) -> Any:
    names = students[students.listed]
    return _by_group(names, ~names.offends_later, names.listed)


def discovery_county(students: Table) -> Any:
    return _county(students, students.listed & ~students.offends_later, students.listed)


def _county(students: Table, cases: Any, of: Any) -> Table:
    low, high = wilson(int(cases.sum()), int(of.sum()))
    row = {"rate": cases.sum() / of.sum(), "low": low, "high": high}
    return pd.DataFrame(dict.fromkeys(sorted(students.group.unique()), row)).T


def discovery_of_all_wrong(students: Table) -> Any:
    wrong = (students.listed & ~students.offends_later).groupby(students.group).sum()
    low, high = wilson(wrong, pd.Series(wrong.sum(), index=wrong.index))
    return pd.DataFrame({"rate": wrong / wrong.sum(), "low": low, "high": high})


def _interval_of(students: Table, table: Table, crowd: Any) -> Table:
    n = crowd.groupby(students.group).sum()
    low, high = wilson(table.rate * n, n)
    return table.assign(low=low, high=high)


def discovery_of_the_cleared(students: Table) -> Any:
    return _interval_of(students, discovery_mean(students), ~students.offends_later)


def positive_loop(students: Table) -> Any:
    rows = {}
    for group in students.group.unique():
        clear = students[(students.group == group) & ~students.offends_later]
        k, n = int(clear.listed.sum()), len(clear)
        low, high = wilson(k, n)
        rows[group] = {"rate": k / n if n else None, "low": low, "high": high}
    return rows


def positive_mean(students: Table) -> Any:
    clear = students[~students.offends_later]
    g = clear.groupby("group").listed
    low, high = wilson(g.sum(), g.count())
    table = pd.DataFrame({"rate": g.mean(), "low": low, "high": high})
    return table.reindex(sorted(students.group.unique()))


def positive_cross(students: Table) -> Any:
    counts = pd.crosstab(students.group, [students.offends_later, students.listed])
    counts = counts.reindex(columns=pd.MultiIndex.from_product([[False, True], [False, True]]), fill_value=0)
    k, n = counts[(False, True)], counts[False].sum(axis=1)
    low, high = wilson(k, n)
    return pd.DataFrame({"rate": k / n, "low": low, "high": high}).reset_index()


def positive_is_discovery(students: Table) -> Any:
    return _by_group(students, students.listed & ~students.offends_later, students.listed)


def positive_is_specificity(students: Table) -> Any:
    return _by_group(students, ~students.listed & ~students.offends_later, ~students.offends_later)


def positive_is_true_positive(students: Table) -> Any:
    return _by_group(students, students.listed & students.offends_later, students.offends_later)


def positive_of_flags(students: Table) -> Any:
    return _by_group(students, students.flagged & ~students.offends_later, ~students.offends_later)


def positive_of_need(students: Table) -> Any:
    return _by_group(students, students.listed & ~students.serious_need, ~students.serious_need)


def positive_county(students: Table) -> Any:
    return _county(students, students.listed & ~students.offends_later, ~students.offends_later)


def positive_zero(students: Table) -> Any:
    return positive_mean(students).fillna(0)


def positive_dropped(students: Table) -> Any:
    return positive_mean(students).dropna()


def positive_of_everyone(students: Table) -> Any:
    return discovery_of_all(students)


def positive_interval_of_list(students: Table) -> Any:
    return _interval_of(students, positive_mean(students), students.listed)


# --- 05/threshold --------------------------------------------------------------------------------------


def threshold_sets(students: Table) -> Any:
    one, two, need = set(), set(), set(students[students.serious_need].person_id)
    for s in students.itertuples():
        if s.low_marks:
            one.add(s.person_id)
        if bool(s.low_marks) + bool(s.incidents) + bool(s.reports) > 1:
            two.add(s.person_id)
    return {
        "stay": len(one & two),
        "leave": len(one - two),
        "enter": len(two - one),
        "need_leaves": len((one - two) & need),
        "need_enters": len((two - one) & need),
    }


def threshold_clip(students: Table) -> Any:
    met = students[["low_marks", "incidents", "reports"]].clip(upper=1).sum(axis=1)
    one, two = students.low_marks.ge(1), met.gt(1)
    leave, enter = students[one & ~two], students[two & ~one]
    return pd.Series(
        {
            "stay": sum(one & two),
            "leave": len(leave),
            "enter": len(enter),
            "need_leaves": leave.serious_need.sum(),
            "need_enters": enter.serious_need.sum(),
        }
    )


def threshold_crosstab(students: Table) -> Any:
    a, b, c = students.low_marks > 0, students.incidents > 0, students.reports > 0
    two = (a & b) | (a & c) | (b & c)
    kind = np.select([a & two, a & ~two, two & ~a], ["stay", "leave", "enter"], "none")
    n = pd.Series(kind).value_counts()
    need = pd.Series(kind)[students.serious_need.to_numpy()].value_counts()
    return {
        "stay": n.get("stay", 0), "leave": n.get("leave", 0), "enter": n.get("enter", 0),
        "need_leaves": need.get("leave", 0), "need_enters": need.get("enter", 0),
    }  # fmt: skip


def threshold_adds_records(students: Table) -> Any:
    one = students.low_marks > 0
    two = students.low_marks + students.incidents + students.reports >= 2
    return _threshold(students, one, two)


def _threshold(students: Table, one: Any, two: Any) -> dict[str, int]:
    need = students.serious_need
    return {
        "stay": (one & two).sum(),
        "leave": (one & ~two).sum(),
        "enter": (two & ~one).sum(),
        "need_leaves": (one & ~two & need).sum(),
        "need_enters": (two & ~one & need).sum(),
    }


def _two(students: Table) -> Any:
    return _met(students) >= 2


def _met(students: Table) -> Any:
    return (students[["low_marks", "incidents", "reports"]] > 0).sum(axis=1)


def threshold_exact(students: Table) -> Any:
    return _threshold(students, students.low_marks > 0, _met(students) == 2)


def threshold_all(students: Table) -> Any:
    return _threshold(students, students.low_marks > 0, _met(students) == 3)


def threshold_any(students: Table) -> Any:
    return _threshold(students, students.low_marks > 0, _met(students) > 0)


def threshold_shares(students: Table) -> Any:
    counts, need = threshold_sets(students), students.serious_need.sum()
    return {
        **counts,
        "need_leaves": counts["need_leaves"] / need,
        "need_enters": counts["need_enters"] / need,
    }


def threshold_backwards(students: Table) -> Any:
    counts = _threshold(students, _two(students), students.low_marks > 0)
    return counts


def threshold_net(students: Table) -> Any:
    one, two = students.low_marks > 0, _two(students)
    return {**_threshold(students, one, two), "leave": one.sum() - two.sum()}


def threshold_whole(students: Table) -> Any:
    one, two = students.low_marks > 0, _two(students)
    return {**_threshold(students, one, two), "leave": one.sum(), "enter": two.sum()}


def threshold_no_need(students: Table) -> Any:
    one, two, no = students.low_marks > 0, _two(students), ~students.serious_need
    right = _threshold(students, one, two)
    return {**right, "need_leaves": (one & ~two & no).sum(), "need_enters": (two & ~one & no).sum()}


# --- 05/purposes ---------------------------------------------------------------------------------------


def purposes_rows(students: Table, column: str) -> Any:
    def row(truth: str) -> dict[str, float]:
        listed, true = students[students[column]], students[students[truth]]
        return {
            "base_rate": len(true) / len(students),
            "reached": true[column].mean(),
            "wrong": 1 - listed[truth].mean(),
        }

    return {"support": row("serious_need"), "police": row("offends_later")}


def purposes_frame(students: Table, column: str) -> Any:
    truth = students[["serious_need", "offends_later"]].set_axis(["support", "police"], axis=1)
    on = students[column]
    return pd.DataFrame(
        {"base_rate": truth.mean(), "reached": truth[on].sum() / truth.sum(), "wrong": 1 - truth[on].mean()}
    )


def purposes_rounded(students: Table, column: str) -> Any:
    table = purposes_frame(students, column)
    return table.astype(float).round(3)


def purposes_same_truth(students: Table, column: str) -> Any:
    table = purposes_frame(students, column)
    table.loc["police"] = table.loc["support"]
    return table


def purposes_mixed_up(students: Table, column: str) -> Any:
    return purposes_frame(students, column).rename(index={"support": "police", "police": "support"})


def _purposes(students: Table, column: str, **change: Any) -> Table:
    table = purposes_frame(students, column)
    for name, function in change.items():
        table[name] = {
            purpose: function(students[column], students[truth])
            for purpose, truth in [("support", "serious_need"), ("police", "offends_later")]
        }
    return table


def purposes_precision(students: Table, column: str) -> Any:
    return _purposes(students, column, reached=lambda on, true: (on & true).sum() / on.sum())


def purposes_positive(students: Table, column: str) -> Any:
    return _purposes(students, column, wrong=lambda on, true: (on & ~true).sum() / (~true).sum())


def purposes_hits(students: Table, column: str) -> Any:
    return _purposes(students, column, wrong=lambda on, true: (on & true).sum() / on.sum())


def purposes_missed(students: Table, column: str) -> Any:
    return _purposes(students, column, reached=lambda on, true: 1 - (on & true).sum() / true.sum())


def purposes_base(students: Table, column: str) -> Any:
    return _purposes(students, column, base_rate=lambda on, true: true[on].mean())


def purposes_always_flagged(students: Table, column: str) -> Any:
    return purposes_frame(students, "flagged")


def purposes_offense(students: Table, column: str) -> Any:
    table = purposes_frame(students, column)
    table.loc["support"] = table.loc["police"]
    return table


def purposes_of_everyone(students: Table, column: str) -> Any:
    return _purposes(students, column, wrong=lambda on, true: (on & ~true).sum() / len(on))


def purposes_counts(students: Table, column: str) -> Any:
    return _purposes(
        students,
        column,
        base_rate=lambda on, true: true.sum(),
        reached=lambda on, true: (on & true).sum(),
        wrong=lambda on, true: (on & ~true).sum(),
    )


# --- 05/release ----------------------------------------------------------------------------------------


def release_sorted(counts: Table, minimum: int) -> Any:
    rows = {}
    for name, row in counts.iterrows():
        order = sorted(row.index, key=lambda group: row[group])
        hide = [group for group in order if row[group] < minimum]
        for group in order[len(hide) :]:
            if hide and (len(hide) < 2 or sum(row[g] for g in hide) < minimum):
                hide.append(group)
        rows[name] = {group: None if group in hide else row[group] for group in row.index}
    return pd.DataFrame(rows).T.astype(object)


def release_cumsum(counts: Table, minimum: int) -> Any:
    def one(row: Any) -> Any:
        line = row.sort_values(kind="stable")
        if line.iloc[0] >= minimum:
            return row.astype(float)
        enough = (
            (np.arange(1, len(line) + 1) >= 2)
            & (line.cumsum() >= minimum)
            & ((line < minimum).sum() <= np.arange(1, len(line) + 1))
        )
        stop = int(np.argmax(enough)) + 1 if enough.any() else len(line)
        return row.astype(float).mask(row.index.isin(line.index[:stop]))

    return counts.apply(one, axis=1)


def release_while(counts: Table, minimum: int) -> Any:
    out = counts.astype(float).where(counts >= minimum)
    for row in out.index:
        while True:
            gone = out.loc[row].isna()
            safe = not gone.any() or (gone.sum() >= 2 and counts.loc[row, gone].sum() >= minimum)
            if safe or gone.all():
                break
            out.loc[row, out.loc[row].idxmin()] = np.nan
    return out.reset_index(names="school")


def release_primary(counts: Table, minimum: int) -> Any:
    return counts.mask(counts < minimum)


def release_zero(counts: Table, minimum: int) -> Any:
    return release_cumsum(counts, minimum).fillna(0)


def release_rows(counts: Table, minimum: int) -> Any:
    out = counts.astype(float)
    out[(counts < minimum).any(axis=1)] = np.nan
    return out


def release_pair(counts: Table, minimum: int) -> Any:
    out = counts.astype(float).where(counts >= minimum)
    for row in out.index:
        if out.loc[row].isna().sum() == 1:
            out.loc[row, out.loc[row].idxmin()] = np.nan
    return out


def release_nothing(counts: Table, minimum: int) -> Any:
    return counts


def release_biggest(counts: Table, minimum: int) -> Any:
    out = counts.astype(float).where(counts >= minimum)
    for row in out.index:
        while 0 < out.loc[row].isna().sum() < len(out.columns):
            gone = out.loc[row].isna()
            if gone.sum() >= 2 and counts.loc[row, gone].sum() >= minimum:
                break
            out.loc[row, out.loc[row].idxmax()] = np.nan
    return out


def release_open_zeros(counts: Table, minimum: int) -> Any:
    out = release_while(counts, minimum).set_index("school")
    out[counts == 0] = 0
    return out


def release_down(counts: Table, minimum: int) -> Any:
    return release_cumsum(counts.T, minimum).T


def release_small_as_zero(counts: Table, minimum: int) -> Any:
    return counts.mask(counts < minimum, 0)


def release_columns(counts: Table, minimum: int) -> Any:
    out = counts.astype(float)
    out.loc[:, (counts < minimum).any()] = np.nan
    return out


def release_one_more(counts: Table, minimum: int) -> Any:
    return release_cumsum(counts, minimum + 1)


# --- 05/cannot-say -------------------------------------------------------------------------------------

VERDICTS: dict[str, object] = {
    "alder-group-c": "yes",
    "alder-conduct": "no",
    "alder-unflagged": "no",
    "alder-prison": CANNOT_SAY,
    "alder-safer": CANNOT_SAY,
    "pasco-make-up": CANNOT_SAY,
    "pasco-errors": CANNOT_SAY,
}

RIGHT: dict[str, list[Any]] = {
    "05/flag": [flag_merge, flag_loop, flag_groupby],
    "05/cross": [cross_agg, cross_loop, cross_merge],
    "05/discovery": [discovery_mean, discovery_loop, discovery_dict],
    "05/positive": [positive_mean, positive_loop, positive_cross],
    "05/threshold": [threshold_sets, threshold_clip, threshold_crosstab],
    "05/purposes": [purposes_frame, purposes_rows, purposes_rounded],
    "05/release": [release_sorted, release_cumsum, release_while],
    "05/cannot-say": [VERDICTS, pd.Series(VERDICTS), lambda: dict(reversed(list(VERDICTS.items())))],
    "05/decision": ["support-only", "Counts only", "not_yet"],
}

WRONG: dict[str, list[tuple[Any, str]]] = {
    "05/flag": [
        (flag_counts_marks, "rows"),
        (flag_counts_every_row, "rows-of-all-grades"),
        (flag_forgets_roll, "all-grades"),
        (flag_only_f, "fails-only"),
        (flag_to_sheriff, "sent-to-sheriff"),
        (flag_suspended, "suspended-only"),
        (flag_adds, "added"),
        (flag_and, "both"),
    ],
    "05/cross": [
        (cross_counts_contacts, "contacts"),
        (cross_union, "either"),
        (cross_all_met, "all-who-met"),
        (cross_mean, "over-all-students"),
        (cross_of_list, "over-the-list"),
        (cross_of_met, "turned-round"),
        (cross_contact_zone, "zone-of-contact"),
        (cross_inner, "zone-dropped"),
        (cross_fill, "zero-share"),
    ],
    "05/discovery": [
        (discovery_is_positive, "positive"),
        (discovery_is_precision, "precision"),
        (discovery_of_all, "over-everyone"),
        (discovery_of_flags, "flagged-not-listed"),
        (discovery_of_need, "other-truth"),
        (discovery_wide_crowd, "interval-of-everyone"),
        (discovery_zero, "filled-with-zero"),
        (discovery_dropped, "group-dropped"),
        (discovery_county, "one-rate"),
        (discovery_of_all_wrong, "part-of-all-wrong"),
        (discovery_of_the_cleared, "interval-of-cleared"),
    ],
    "05/positive": [
        (positive_is_discovery, "discovery"),
        (positive_is_specificity, "rightly-left-out"),
        (positive_is_true_positive, "found"),
        (positive_of_flags, "flagged-not-listed"),
        (positive_of_need, "other-truth"),
        (positive_county, "one-rate"),
        (positive_zero, "filled-with-zero"),
        (positive_dropped, "group-dropped"),
        (positive_of_everyone, "over-everyone"),
        (positive_interval_of_list, "interval-of-list"),
    ],
    "05/threshold": [
        (threshold_adds_records, "records-as-criteria"),
        (threshold_exact, "exactly-two"),
        (threshold_backwards, "swapped"),
        (threshold_net, "net"),
        (threshold_whole, "whole-lists"),
        (threshold_no_need, "without-need"),
        (threshold_all, "all-three"),
        (threshold_any, "any-one"),
        (threshold_shares, "share-of-need"),
    ],
    "05/purposes": [
        (purposes_same_truth, "need-for-both"),
        (purposes_mixed_up, "swapped"),
        (purposes_precision, "precision-for-reached"),
        (purposes_positive, "positive-for-wrong"),
        (purposes_hits, "right-for-wrong"),
        (purposes_missed, "missed-for-reached"),
        (purposes_base, "base-of-the-list"),
        (purposes_always_flagged, "hard-coded"),
        (purposes_offense, "offense-for-both"),
        (purposes_of_everyone, "wrong-of-everyone"),
        (purposes_counts, "counts"),
    ],
    "05/release": [
        (release_primary, "small-only"),
        (release_zero, "as-zero"),
        (release_rows, "whole-row"),
        (release_pair, "two-are-enough"),
        (release_nothing, "everything-shown"),
        (release_biggest, "largest-as-second"),
        (release_open_zeros, "zeros-shown"),
        (release_down, "columns-for-rows"),
        (release_small_as_zero, "small-as-zero"),
        (release_columns, "whole-column"),
        (release_one_more, "minimum-hidden"),
    ],
    "05/cannot-say": [
        *other_words(VERDICTS),
        (dict.fromkeys(VERDICTS, CANNOT_SAY), "alder-group-c-cannot-say"),
    ],
    "05/decision": [
        (word, word)
        for word in ("send-flags", "send-short-list", "send-strict", "send-no-group", "send-order")
    ],
}

ANSWERS = ModuleAnswers("05-case-pasco", RIGHT, WRONG)
