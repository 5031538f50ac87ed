"""Solutions as learners write them: right ones, and plausible wrong ones with the mistake they show."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
from analyst_protocol.module_answers import ModuleAnswers, other_words
from scipy.stats import binom, binomtest, norm

from commonground.exercises import CANNOT_SAY

Table = pd.DataFrame
AGREED = {"call", "help", "mend"}

# --- 03/look-ups ---------------------------------------------------------------------------------------


def lookups_loop(log: Table) -> Any:
    found: dict[tuple[str, str, str], tuple[Any, Any]] = {}
    for row in log.itertuples():
        if row.account.startswith("svc-"):
            continue
        time = pd.Timestamp(row.logged_at).tz_convert("-05:00")
        for student in row.students.split():
            key = (row.account, student, str(time.date()))
            if key not in found or time < found[key][0]:
                found[key] = (time, row.reason)
    rows = [(*key, reason) for key, (_, reason) in found.items()]
    return pd.DataFrame(rows, columns=["account", "student_id", "day", "reason"])


def lookups_groupby(log: Table) -> Any:
    log = log[~log.account.str.contains("^svc-")].drop_duplicates("event_id")
    log["t"] = pd.to_datetime(log.logged_at, utc=True, format="ISO8601") - pd.Timedelta(hours=5)
    log["day"] = log.t.dt.date.astype(str)
    log["student_id"] = log.students.str.split(" ")
    rows = log.explode("student_id").sort_values("t")
    rows["reason"] = rows["reason"].fillna("?none?")
    table = rows.groupby(["account", "student_id", "day"]).reason.first().reset_index()
    return table.replace({"reason": {"?none?": None}})


def lookups_text_day(log: Table) -> Any:
    log = log[log.account.str[:4] != "svc-"].copy()
    log["local"] = [pd.Timestamp(t).tz_convert("-05:00").isoformat() for t in log.logged_at]
    log["day"] = log.local.str[:10]
    rows = log.assign(student_id=log.students.str.split()).explode("student_id")
    rows = rows.sort_values(["local"]).groupby(["account", "student_id", "day"]).head(1)
    return rows[["reason", "day", "student_id", "account"]]


def _rows(log: Table) -> Table:
    log = log[~log.account.str.startswith("svc-")]
    log = log.assign(
        t=pd.to_datetime(log.logged_at, utc=True, format="ISO8601"), student_id=log.students.str.split()
    )
    rows = log.explode("student_id").sort_values("t")
    rows["day"] = rows.t.dt.tz_convert("-05:00").dt.strftime("%Y-%m-%d")
    return rows[["event_id", "account", "student_id", "day", "reason"]]


def lookups_every_line(log: Table) -> Any:
    return _rows(log).drop(columns="event_id")


def lookups_events(log: Table) -> Any:
    return _rows(log).drop_duplicates(["event_id", "student_id"]).drop(columns="event_id")


def lookups_dropna(log: Table) -> Any:
    return lookups_loop(log).dropna()


def lookups_text_of_log(log: Table) -> Any:
    rows = log[~log.account.str.startswith("svc-")]
    rows = rows.assign(
        t=pd.to_datetime(rows.logged_at, utc=True, format="ISO8601"), day=rows.logged_at.str[:10]
    )
    rows = (
        rows.assign(student_id=rows.students.str.split())
        .explode("student_id")
        .sort_values("t", kind="stable")
    )
    return rows.drop_duplicates(["account", "student_id", "day"])[["account", "student_id", "day", "reason"]]


def lookups_in_utc(log: Table) -> Any:
    rows = log[~log.account.str.startswith("svc-")]
    rows = rows.assign(t=pd.to_datetime(rows.logged_at, utc=True, format="ISO8601"))
    rows = rows.assign(day=rows.t.dt.date.astype(str), student_id=rows.students.str.split()).explode(
        "student_id"
    )
    rows = rows.sort_values("t").drop_duplicates(["account", "student_id", "day"])
    return rows[["account", "student_id", "day", "reason"]]


def lookups_with_programs(log: Table) -> Any:
    return lookups_loop(log.assign(account=log.account.str.replace("svc-", "SVC-"))).assign(
        account=lambda t: t.account.str.replace("SVC-", "svc-")
    )


def lookups_lines(log: Table) -> Any:
    people = log[~log.account.str.startswith("svc-")]
    time = pd.to_datetime(people.logged_at, utc=True, format="ISO8601")
    day = time.dt.tz_convert("-05:00").dt.strftime("%Y-%m-%d")
    rows = people.assign(student_id=people.students, day=day, time=time).sort_values("time", kind="stable")
    return rows[["account", "student_id", "day", "reason"]]


def lookups_lines_once(log: Table) -> Any:
    return lookups_lines(log).drop_duplicates(["account", "student_id", "day"])


def lookups_first_student(log: Table) -> Any:
    return lookups_loop(log.assign(students=log.students.str.partition(" ")[0]))


def lookups_last_reason(log: Table) -> Any:
    return _rows(log).groupby(["account", "student_id", "day"]).tail(1).drop(columns="event_id")


def lookups_without_days(log: Table) -> Any:
    return _rows(log).groupby(["account", "student_id"]).head(1).drop(columns="event_id")


# --- 03/office -----------------------------------------------------------------------------------------


def office_stays(seen: Table, staff: Table) -> Any:
    stays = staff.sort_values("since").merge(seen.assign(row=seen.index), on="account")
    return stays[stays.since <= stays.day].groupby("row").office.agg(lambda offices: offices.iloc[-1])


def office_loop(seen: Table, staff: Table) -> Any:
    found = pd.Series(index=seen.index, dtype=object)
    for stay in staff.sort_values("since").itertuples():
        found[(seen.account == stay.account) & (seen.day >= stay.since)] = stay.office
    return found


def office_asof(seen: Table, staff: Table) -> Any:
    left = seen.assign(at=pd.to_datetime(seen.day), row=seen.index).sort_values("at")
    right = staff.assign(at=pd.to_datetime(staff.since)).sort_values("at")
    return pd.merge_asof(left, right, on="at", by="account").set_index("row")["office"]


def office_dict(seen: Table, staff: Table) -> Any:
    stays: dict[str, list[tuple[str, str]]] = {}
    for account, office, since in staff.itertuples(index=False):
        stays.setdefault(account, []).append((since, office))
    pick = {a: sorted(s) for a, s in stays.items()}
    return {
        i: [office for since, office in pick[account] if since <= day][-1]
        for i, account, day in zip(seen.index, seen.account, seen.day, strict=True)
    }


def office_of_now(seen: Table, staff: Table) -> Any:
    now = dict(staff.sort_values("since")[["account", "office"]].to_numpy())
    return seen.account.map(now)


def office_at_first(seen: Table, staff: Table) -> Any:
    return seen.account.map(staff.sort_values("since").drop_duplicates("account").set_index("account").office)


def office_fan_out(seen: Table, staff: Table) -> Any:
    return seen.merge(staff, how="left")["office"]


def office_of_stayers(seen: Table, staff: Table) -> Any:
    one = staff.groupby("account").filter(lambda stays: len(stays) == 1)
    return seen.account.map(one.set_index("account").office).dropna()


def office_day_late(seen: Table, staff: Table) -> Any:
    first = staff.groupby("account").since.transform("min")
    shifted = staff.assign(since=staff.since.where(staff.since == first, staff.since + "x"))
    return office_loop(seen, shifted)


# --- 03/reasons ----------------------------------------------------------------------------------------


def _reason(
    lower: bool = True,
    whole: bool = True,
    first: bool = True,
    strip: bool = True,
    blank: str = "missing",
) -> Callable[..., Any]:
    def way(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
        found = []
        for text in reasons:
            text = "" if not isinstance(text, str) else text
            text = text.strip() if strip else text
            text = text.lower() if lower else text
            edge = r"\b" if whole else ""
            hits = [
                kind
                for words, kind in zip(codebook.words, codebook.kind, strict=True)
                if re.search(edge + re.escape(words) + edge, text)
            ]
            kind = (hits[0] if first else hits[-1]) if hits else "other"
            found.append(blank if text in blanks else kind)
        return pd.Series(found, index=reasons.index)

    return way


def reasons_map(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
    right = _reason()
    return dict(zip(reasons.index, right(reasons, codebook, blanks), strict=True))


def reasons_extract(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
    text = reasons.fillna("").str.lower().str.strip()
    kind = pd.Series(index=reasons.index, dtype=object)
    kind[text.isin(list(blanks))] = "missing"
    for words, of in codebook.to_numpy():
        hit = text.str.contains(r"\b" + words + r"\b", regex=True) & kind.isna()
        kind[hit] = of
    return kind.fillna("other")


def reasons_without_missing(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
    kind = _reason()(reasons, codebook, blanks)
    return kind[kind != "missing"]


def reasons_empty_only(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
    return _reason()(reasons, codebook, ("",))


def reasons_exact(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
    kinds = dict(codebook[["words", "kind"]][::-1].to_numpy())
    text = reasons.fillna("").str.strip().str.lower()
    return text.map(lambda words: "missing" if words in blanks else kinds.get(words, "other"))


def reasons_agreed(reasons: pd.Series, codebook: Table, blanks: tuple[str, ...]) -> Any:
    return _reason()(reasons, codebook, blanks).map(lambda kind: "agreed" if kind in AGREED else kind)


# --- 03/monthly ----------------------------------------------------------------------------------------


def _wilson(k: float, n: float) -> tuple[float, float]:
    if not n:
        return math.nan, math.nan
    ends = binomtest(int(k), int(n)).proportion_ci(method="wilson")
    return float(ends.low), float(ends.high)


def _monthly(
    stated_only: bool = True, agreed: set[str] = AGREED, crowd: str = "month"
) -> Callable[[Table], Any]:
    def way(seen: Table) -> Any:
        rows = seen[seen.kind != "missing"] if stated_only else seen
        everything = len(rows)
        table = {}
        for month, part in rows.groupby("month"):
            out = int((~part.kind.isin(agreed)).sum())
            of = len(part) if crowd == "month" else everything
            low, high = _wilson(out, of)
            table[month] = {"stated": len(part), "out": out, "share": out / of, "low": low, "high": high}
        return pd.DataFrame.from_dict(table, orient="index")

    return way


def monthly_crosstab(seen: Table) -> Any:
    table = pd.crosstab(seen.month, seen.kind).drop(columns="missing", errors="ignore")
    table = table[table.sum(axis=1) > 0]
    stated = table.sum(axis=1)
    out = stated - table[[k for k in table if k in AGREED]].sum(axis=1)
    ends = [_wilson(k, n) for k, n in zip(out, stated, strict=True)]
    return pd.DataFrame(
        {
            "low": [e[0] for e in ends],
            "high": [e[1] for e in ends],
            "share": out / stated,
            "out": out,
            "stated": stated,
        }
    )


def monthly_rounded(seen: Table) -> Any:
    return _monthly()(seen).round(4).rename_axis("month").reset_index()


def monthly_exact(seen: Table) -> Any:
    """Not foreseen: the interval of Clopper and Pearson, which is wider than Wilson's."""
    table = _monthly()(seen)
    ends = [binomtest(int(k), int(n)).proportion_ci() for k, n in zip(table.out, table.stated, strict=True)]
    return table.assign(low=[end.low for end in ends], high=[end.high for end in ends])


def monthly_plain(seen: Table) -> Any:
    table = _monthly()(seen)
    half = 1.96 * (table.share * (1 - table.share) / table.stated) ** 0.5
    return table.assign(low=table.share - half, high=table.share + half)


def monthly_one_error(seen: Table) -> Any:
    table = _monthly()(seen)
    half = (table.share * (1 - table.share) / table.stated) ** 0.5
    return table.assign(low=table.share - half, high=table.share + half)


def _shares(table: Table, out: pd.Series, of: pd.Series) -> Table:
    ends = [_wilson(k, n) for k, n in zip(out, of, strict=True)]
    return table.assign(share=out / of, low=[end[0] for end in ends], high=[end[1] for end in ends])


def monthly_agreed(seen: Table) -> Any:
    table = _monthly()(seen)
    table["out"] = table.stated - table.out
    return _shares(table, table.out, table.stated)


def monthly_of_the_year(seen: Table) -> Any:
    table = _monthly()(seen)
    return _shares(table, table.out, pd.Series(table.out.sum(), index=table.index))


# --- 03/began ------------------------------------------------------------------------------------------


def _ll(k: float, n: float) -> float:
    return (k * math.log(k / n) if k else 0.0) + ((n - k) * math.log(1 - k / n) if n > k else 0.0)


def _gains(months: Table) -> list[float]:
    out, stated = list(months.out), list(months.stated)
    whole = _ll(sum(out), sum(stated))
    return [
        _ll(sum(out[:i]), sum(stated[:i])) + _ll(sum(out[i:]), sum(stated[i:])) - whole
        for i in range(1, len(out))
    ]


def began_list(months: Table, least_gain: float) -> Any:
    gains = _gains(months)
    best = max(range(len(gains)), key=gains.__getitem__)
    return months.index[best + 1] if gains[best] >= least_gain else CANNOT_SAY


def began_series(months: Table, least_gain: float) -> Any:
    gains = pd.Series(_gains(months), index=months.index[1:])
    return gains.idxmax() if gains.max() >= least_gain else float("nan")


def began_pmf(months: Table, least_gain: float) -> Any:
    def fit(part: Table) -> float:
        return float(binom.logpmf(part.out, part.stated, part.out.sum() / part.stated.sum()).sum())

    cuts = range(1, len(months))
    gain = {months.index[i]: fit(months.iloc[:i]) + fit(months.iloc[i:]) - fit(months) for i in cuts}
    best = sorted(gain, key=lambda month: -gain[month])[0]
    return CANNOT_SAY if gain[best] < least_gain else best


def began_peak(months: Table, least_gain: float) -> Any:
    return (months.out / months.stated).idxmax()


def began_jump(months: Table, least_gain: float) -> Any:
    return (months.out / months.stated).diff().idxmax()


def began_above_mean(months: Table, least_gain: float) -> Any:
    share = months.out / months.stated
    return share[share > months.out.sum() / months.stated.sum()].index[0]


def began_month_before(months: Table, least_gain: float) -> Any:
    gains = _gains(months)
    return months.index[gains.index(max(gains))] if max(gains) >= least_gain else CANNOT_SAY


def began_always(months: Table, least_gain: float) -> Any:
    return began_list(months, 0)


def began_most(months: Table, least_gain: float) -> Any:
    return months.out.idxmax()


def began_clear(months: Table, least_gain: float) -> Any:
    ends = [_wilson(k, n) for k, n in zip(months.out, months.stated, strict=True)]
    return next(month for month, (low, _) in zip(months.index, ends, strict=True) if low > ends[0][1])


# --- 03/drifting ---------------------------------------------------------------------------------------


def _bh(p: pd.Series, q: float) -> pd.Series:
    order = p.sort_values()
    n = len(order)
    under = [i for i, value in enumerate(order, start=1) if value <= q * i / n]
    return p.index.isin(order.index[: max(under, default=0)])  # type: ignore[return-value]


def _p(offices: Table, share: float) -> pd.Series:
    return pd.Series(binom.sf(offices.out - 1, offices.stated, share), index=offices.index)


def drifting_by_hand(offices: Table, baseline: float, q: float) -> Any:
    p = _p(offices, baseline)
    return pd.DataFrame({"flagged": _bh(p, q), "p": p})


def drifting_sorted(offices: Table, baseline: float, q: float) -> Any:
    return drifting_by_hand(offices, baseline, q).sort_values("p").rename_axis("office").reset_index()


def drifting_dict(offices: Table, baseline: float, q: float) -> Any:
    p = _p(offices, baseline)
    return {
        office: {"p": p[office], "flagged": bool(flag)}
        for office, flag in zip(p.index, _bh(p, q), strict=True)
    }


def drifting_alone(offices: Table, baseline: float, q: float) -> Any:
    p = _p(offices, baseline)
    return pd.DataFrame({"p": p, "flagged": p < q})


def drifting_divided(offices: Table, baseline: float, q: float) -> Any:
    p = _p(offices, baseline)
    return pd.DataFrame({"p": p, "flagged": p * len(p) <= q})


def drifting_two_sided(offices: Table, baseline: float, q: float) -> Any:
    p = [binomtest(int(k), int(n), baseline).pvalue for k, n in zip(offices.out, offices.stated, strict=True)]
    p = pd.Series(p, index=offices.index)
    return pd.DataFrame({"p": p, "flagged": _bh(p, q)})


def drifting_half(offices: Table, baseline: float, q: float) -> Any:
    return drifting_by_hand(offices, 0.5, q)


def drifting_more_than(offices: Table, baseline: float, q: float) -> Any:
    p = pd.Series(1 - binom.cdf(offices.out, offices.stated, baseline), index=offices.index)
    return pd.DataFrame({"p": p, "flagged": _bh(p, q)})


def drifting_pooled(offices: Table, baseline: float, q: float) -> Any:
    return drifting_by_hand(offices, offices.out.sum() / offices.stated.sum(), q)


def drifting_normal(offices: Table, baseline: float, q: float) -> Any:
    z = (offices.out - offices.stated * baseline) / (offices.stated * baseline * (1 - baseline)) ** 0.5
    p = pd.Series(norm.sf(z), index=offices.index)
    return pd.DataFrame({"p": p, "flagged": _bh(p, q)})


def drifting_step_by_step(offices: Table, baseline: float, q: float) -> Any:
    p = _p(offices, baseline)
    return pd.DataFrame({"p": p, "flagged": p <= q * p.rank(method="first") / len(p)})


def drifting_less(offices: Table, baseline: float, q: float) -> Any:
    p = pd.Series(binom.cdf(offices.out, offices.stated, baseline), index=offices.index)
    return pd.DataFrame({"p": p, "flagged": _bh(p, q)})


def drifting_innocent(offices: Table, baseline: float, q: float) -> Any:
    p = _p(offices, baseline)
    return pd.DataFrame({"p": p, "flagged": ~_bh(p, q)})


# --- 03/reached ----------------------------------------------------------------------------------------


def _reached(
    rest: bool = True,
    second: bool = True,
    hide: tuple[str, ...] = ("out", "share"),
    silent: bool = False,
    times: bool = False,
) -> Callable[[Table, Table, int], Any]:
    def way(seen: Table, roll: Table, minimum: int) -> Any:
        fine = AGREED if silent else AGREED | {"missing"}
        who = seen[~seen.kind.isin(fine)].student_id
        who = who if times else who.drop_duplicates()
        table = {}
        for group, people in roll.groupby("group"):
            out = int(who.isin(people.student_id).sum())
            table[group] = {"students": len(people), "out": out, "share": out / len(people)}
        small = [
            g for g, r in table.items() if r["out"] < minimum or (rest and r["students"] - r["out"] < minimum)
        ]
        if second and len(small) == 1 and len(table) > 1:
            small.append(min((g for g in table if g not in small), key=lambda g: table[g]["out"]))
        for group in small:
            for column in hide:
                table[group][column] = math.nan
        return pd.DataFrame(table).T

    return way


def reached_merge(seen: Table, roll: Table, minimum: int) -> Any:
    out = seen[~seen.kind.isin(AGREED | {"missing"})][["student_id"]].drop_duplicates().assign(out=1)
    t = (
        roll.merge(out, how="left", on="student_id")
        .fillna({"out": 0})
        .groupby("group")
        .out.agg(["size", "sum"])
    )
    t = t.rename(columns={"size": "students", "sum": "out"})
    t["hide"] = (t.out < minimum) | (t.students - t.out < minimum)
    if t.hide.sum() == 1:
        t.loc[t[~t.hide].out.idxmin(), "hide"] = True
    t["out"] = t["out"].where(~t.hide)
    return t.assign(share=t.out / t.students).drop(columns="hide").reset_index()


def reached_cannot_say(seen: Table, roll: Table, minimum: int) -> Any:
    return _reached()(seen, roll, minimum).astype(object).map(lambda v: CANNOT_SAY if v != v else v)


def reached_zero(seen: Table, roll: Table, minimum: int) -> Any:
    return _reached()(seen, roll, minimum).fillna(0)


def reached_open(seen: Table, roll: Table, minimum: int) -> Any:
    return _reached(hide=())(seen, roll, minimum)


def reached_of_those_seen(seen: Table, roll: Table, minimum: int) -> Any:
    return _reached()(seen, roll[roll.student_id.isin(seen.student_id)], minimum)


# --- 03/after-end --------------------------------------------------------------------------------------


def after_sets(seen: Table, end: str) -> Any:
    found: dict[str, set[str]] = {}
    for row in seen.itertuples():
        if row.day > end:
            found.setdefault(row.office, set()).add(row.student_id)
    return {office: len(students) for office, students in found.items()}


def after_dates(seen: Table, end: str) -> Any:
    late = seen[pd.to_datetime(seen.day) > pd.Timestamp(end)]
    return late.drop_duplicates(["office", "student_id"]).office.value_counts()


def after_frame(seen: Table, end: str) -> Any:
    late = seen.query("day > @end")
    return late.groupby("office", as_index=False).agg(students=("student_id", "nunique"))


def after_size(seen: Table, end: str) -> Any:
    return seen[seen.day > end].office.value_counts()


def after_from_end(seen: Table, end: str) -> Any:
    return seen[seen.day >= end].groupby("office").student_id.nunique()


def after_drift_only(seen: Table, end: str) -> Any:
    return after_sets(seen[~seen.kind.isin(AGREED)], end)


def after_stated_only(seen: Table, end: str) -> Any:
    return after_sets(seen[seen.kind != "missing"], end)


def after_until(seen: Table, end: str) -> Any:
    return seen[seen.day <= end].groupby("office").student_id.nunique()


# --- words ---------------------------------------------------------------------------------------------

VERDICTS: dict[str, object] = {
    "rise": "yes",
    "all-offices": "no",
    "night-line": CANNOT_SAY,
    "no-reason": CANNOT_SAY,
    "intent": CANNOT_SAY,
    "fined": CANNOT_SAY,
    "after-end": "yes",
}

NOTE = {
    "shows": "Since January, 18 of each 100 look-ups with a reason were for something you did not agree to.",
    "cannot": "It cannot show what was done with what people read.",
    "children": "More than half of the students with no fixed home; two groups are hidden since a number is small.",
    "ask": "Will the list come back this fall? You decide on September 18.",
    "options": "Stop now; renew for calls only; do not renew and delete the list.",
}


def note_but(**parts: str) -> dict[str, str]:
    return {**NOTE, **parts}


RIGHT: dict[str, list[Any]] = {
    "03/look-ups": [lookups_loop, lookups_groupby, lookups_text_day],
    "03/office": [office_stays, office_loop, office_asof, office_dict],
    "03/reasons": [_reason(), reasons_map, reasons_extract],
    "03/monthly": [_monthly(), monthly_crosstab, monthly_rounded],
    "03/began": [began_list, began_series, began_pmf],
    "03/drifting": [drifting_by_hand, drifting_sorted, drifting_dict],
    "03/reached": [_reached(), reached_merge, reached_cannot_say],
    "03/after-end": [after_dates, after_sets, after_frame],
    "03/cannot-say": [VERDICTS, pd.Series(VERDICTS), lambda: dict(VERDICTS)],
    "03/note": [
        NOTE,
        note_but(ask="Which two of the three purposes stay, from October 1 on?"),
        note_but(
            options="End it today and close the link, change the offices, or let it lapse without renewal."
        ),
    ],
}

WRONG: dict[str, list[tuple[Any, str]]] = {
    "03/look-ups": [
        (lookups_every_line, "lines-exploded"),
        (lookups_events, "events"),
        (lookups_dropna, "no-reason-dropped"),
        (lookups_text_of_log, "day-as-written"),
        (lookups_in_utc, "other-zone"),
        (lookups_with_programs, "programs"),
        (lookups_lines, "lines"),
        (lookups_lines_once, "export-as-one"),
        (lookups_first_student, "first-of-export"),
        (lookups_last_reason, "last-reason"),
        (lookups_without_days, "once-a-year"),
    ],
    "03/office": [
        (office_of_now, "latest"),
        (office_at_first, "first"),
        (office_fan_out, "every-stay"),
        (office_of_stayers, "movers-dropped"),
        (office_day_late, "day-late"),
    ],
    "03/reasons": [
        (_reason(blank="other"), "missing-as-other"),
        (_reason(blank="call"), "missing-as-agreed"),
        (reasons_without_missing, "missing-dropped"),
        (reasons_empty_only, "only-empty"),
        (_reason(whole=False), "inside-words"),
        (_reason(lower=False), "capitals"),
        (_reason(first=False), "last-row-wins"),
        (_reason(strip=False), "spaces"),
        (reasons_exact, "whole-text"),
        (reasons_agreed, "agreed-or-not"),
    ],
    "03/monthly": [
        (_monthly(stated_only=False, agreed=AGREED | {"missing"}), "missing-in-crowd"),
        (_monthly(stated_only=False), "missing-as-outside"),
        (_monthly(agreed=AGREED | {"other"}), "other-as-agreed"),
        (_monthly(crowd="year"), "against-all-months"),
        (monthly_plain, "plain-interval"),
        (monthly_one_error, "one-error"),
        (monthly_agreed, "inside"),
        (monthly_of_the_year, "share-of-the-year"),
    ],
    "03/began": [
        (began_peak, "peak"),
        (began_jump, "biggest-jump"),
        (began_above_mean, "above-mean"),
        (began_month_before, "last-before"),
        (began_always, "always-a-month"),
        (began_most, "most-look-ups"),
        (began_clear, "clear-of-first"),
    ],
    "03/drifting": [
        (drifting_alone, "uncorrected"),
        (drifting_divided, "bonferroni"),
        (drifting_two_sided, "two-sided"),
        (drifting_half, "against-half"),
        (drifting_more_than, "more-than"),
        (drifting_pooled, "against-all"),
        (drifting_normal, "normal-curve"),
        (drifting_step_by_step, "each-on-its-step"),
        (drifting_less, "less"),
        (drifting_innocent, "upside-down"),
    ],
    "03/reached": [
        (reached_open, "nothing-hidden"),
        (_reached(second=False), "one-hidden"),
        (_reached(rest=False), "rest-forgotten"),
        (_reached(hide=("out",)), "share-left"),
        (_reached(silent=True), "missing-counted"),
        (reached_zero, "as-zero"),
        (_reached(times=True), "look-ups"),
        (reached_of_those_seen, "of-those-looked-up"),
    ],
    "03/after-end": [
        (after_size, "look-ups"),
        (after_from_end, "last-day-counted"),
        (after_drift_only, "agreed-excused"),
        (after_stated_only, "missing-left-out"),
        (after_until, "before"),
    ],
    "03/cannot-say": other_words(VERDICTS),
    "03/note": [
        ({"shows": NOTE["shows"]}, "missing-part"),
        (note_but(cannot="No intent."), "too-short"),
        (note_but(cannot=NOTE["shows"]), "same-twice"),
        (note_but(children="Student S017 was looked up nine times."), "names-a-person"),
        (note_but(shows="More and more look-ups have been for other things."), "no-number"),
        (note_but(shows="Since January 173 look-ups were outside the purposes."), "no-crowd"),
        (note_but(cannot="It shows reads, which are the thing that counts."), "no-limit"),
        (note_but(ask="Please take note of this at the next meeting."), "no-question"),
        (note_but(ask="Will the list come back? Which offices get it?"), "several-questions"),
        (note_but(options="Renew as it is, or do not renew at all."), "no-stop"),
        (note_but(options="Stop now for a month, or change the offices."), "no-end"),
    ],
}

ANSWERS = ModuleAnswers("03-data-sharing-lifecycle", RIGHT, WRONG)
