"""Solutions as learners write them: right ones, plausible wrong ones with the mistake they show, and blanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from analyst_protocol.module_answers import ModuleAnswers, other_words

from commonground.analysis.co_research import hide_enough
from commonground.exercises import CANNOT_SAY

Table = pd.DataFrame
Solution = Callable[..., Any]
AGENCY = {"placement began", "placement ended"}


# --- 06/first-reading ------------------------------------------------------------------------------------


def first_groupby(students: Table, moves: Table) -> Any:
    names = students["person_id"].isin(moves["person_id"]).map({True: "moved", False: "not moved"})
    table = students.groupby(names)["long_absence"].agg(students="size", long_absence="sum", share="mean")
    table = table.reindex(["moved", "not moved"])
    return table.fillna({"students": 0, "long_absence": 0})


def first_loop(students: Table, moves: Table) -> Any:
    movers = set(moves.person_id)
    rows = {"moved": [0, 0], "not moved": [0, 0]}
    for student in students.itertuples():
        row = rows["moved" if student.person_id in movers else "not moved"]
        row[0] += 1
        row[1] += bool(student.long_absence)
    return {
        name: {"students": n, "long_absence": k, "share": k / n if n else CANNOT_SAY}
        for name, (n, k) in rows.items()
    }


def first_merge(students: Table, moves: Table) -> Any:
    once = moves[["person_id"]].drop_duplicates().assign(moved=True)
    joined = students.merge(once, on="person_id", how="left")
    is_moved = joined["moved"].eq(True)
    rows = [joined[is_moved], joined[~is_moved]]
    return pd.DataFrame(
        {
            "students": [len(r) for r in rows],
            "long_absence": [r.long_absence.sum() for r in rows],
            "share": [r.long_absence.mean() for r in rows],
        },
        index=["moved", "not moved"],
    )


def first_join_repeats(students: Table, moves: Table) -> Any:
    rows = students.merge(moves, on="person_id")
    rest = students[~students.person_id.isin(moves.person_id)]
    return pd.DataFrame(
        {
            name: {"students": len(t), "long_absence": t.long_absence.sum(), "share": t.long_absence.mean()}
            for name, t in (("moved", rows), ("not moved", rest))
        }
    ).T


def first_against_all(students: Table, moves: Table) -> Any:
    table = first_groupby(students, moves)
    table.loc["not moved"] = [len(students), students.long_absence.sum(), students.long_absence.mean()]
    return table


def first_of_everybody(students: Table, moves: Table) -> Any:
    table = first_groupby(students, moves)
    return table.assign(share=table.long_absence / len(students))


def first_of_absent(students: Table, moves: Table) -> Any:
    table = first_groupby(students, moves)
    return table.assign(share=table.long_absence / students.long_absence.sum())


def first_zero(students: Table, moves: Table) -> Any:
    return first_groupby(students, moves).fillna(0)


def first_days(students: Table, moves: Table) -> Any:
    moved = students.person_id.isin(moves.person_id)
    table = first_groupby(students, moves)
    sums = students.groupby(moved)[["days_absent", "days_enrolled"]].sum().reindex([True, False])
    return table.assign(share=(sums.days_absent / sums.days_enrolled).to_numpy())


def first_beyond_the_roll(students: Table, moves: Table) -> Any:
    table = first_groupby(students, moves)
    table.loc["moved", "students"] = len(set(moves.person_id))
    return table.assign(share=table.long_absence / table.students)


def first_present(students: Table, moves: Table) -> Any:
    return first_groupby(students, moves).assign(share=lambda table: 1 - table.share)


def first_dropped(students: Table, moves: Table) -> Any:
    return first_groupby(students, moves).dropna()


# --- 06/rename ---------------------------------------------------------------------------------------------


def rename_agg(students: Table, moves: Table) -> Any:
    marked = students.assign(
        any_move=students.person_id.isin(moves.person_id),
        by_agency=students.person_id.isin(moves.query("kind in @AGENCY").person_id),
    )
    table = marked.groupby("group").agg(
        students=("person_id", "size"), any_move=("any_move", "sum"), by_agency=("by_agency", "sum")
    )
    return table.assign(share=table.by_agency / table.students).reset_index()


def rename_loop(students: Table, moves: Table) -> Any:
    movers = set(moves.person_id)
    moved_by = {row.person_id for row in moves.itertuples() if row.kind in AGENCY}
    table = {}
    for group, part in students.groupby("group"):
        people = set(part.person_id)
        table[group] = {
            "students": len(people),
            "any_move": len(people & movers),
            "by_agency": len(people & moved_by),
            "share": round(len(people & moved_by) / len(people), 4),
        }
    return table


def rename_merge(students: Table, moves: Table) -> Any:
    kinds = moves.groupby("person_id")["kind"].agg(set)
    held = students["person_id"].map(kinds)
    some = held.notna()
    agency = held.map(lambda of: bool(of & AGENCY) if isinstance(of, set) else False)
    by = pd.DataFrame({"group": students.group, "any_move": some, "by_agency": agency, "students": 1})
    table = by.groupby("group")[["students", "any_move", "by_agency"]].sum()
    return table.assign(share=by.groupby("group")["by_agency"].mean())


def _rename(students: Table, moves: Table, chosen: Any) -> Any:
    table = rename_merge(students, moves)
    by = students.person_id.isin(moves[chosen].person_id).groupby(students.group)
    return table.assign(by_agency=by.sum(), share=by.mean())


def rename_label(students: Table, moves: Table) -> Any:
    table = rename_merge(students, moves)
    return table.assign(by_agency=table.any_move, share=table.any_move / table.students)


def rename_writer(students: Table, moves: Table) -> Any:
    return _rename(students, moves, moves.written_by.str.contains("welfare"))


def rename_began(students: Table, moves: Table) -> Any:
    return _rename(students, moves, moves.kind.str.contains("began"))


def rename_home(students: Table, moves: Table) -> Any:
    return _rename(students, moves, moves.kind.isin([*AGENCY, "no home"]))


def rename_rows(students: Table, moves: Table) -> Any:
    rows = moves.merge(students, on="person_id")
    table = rename_merge(students, moves)
    count = rows[rows.kind.isin(AGENCY)].groupby("group").size().reindex(table.index).fillna(0)
    any_move = rows.groupby("group").size().reindex(table.index).fillna(0)
    return table.assign(any_move=any_move, by_agency=count, share=count / table.students)


def rename_of_moved(students: Table, moves: Table) -> Any:
    table = rename_merge(students, moves)
    return table.assign(share=table.by_agency / table.any_move)


def rename_drops(students: Table, moves: Table) -> Any:
    table = rename_merge(students, moves)
    return table[table.by_agency > 0]


def rename_others(students: Table, moves: Table) -> Any:
    return _rename(students, moves, moves.kind.isin(["new address", "no home"]))


def rename_of_agency(students: Table, moves: Table) -> Any:
    table = rename_merge(students, moves)
    return table.assign(share=table.by_agency / table.by_agency.sum())


# --- 06/both-readings ----------------------------------------------------------------------------------------


def both_dict(students: Table, minimum: int) -> Any:
    table = {}
    for reading in ("second", "first"):
        part = students[students[reading]]
        of = part.groupby("group").size().reindex(sorted(students.group.unique()), fill_value=0)
        yes = part.groupby("group")["long_absence"].sum().reindex(of.index, fill_value=0)
        hide = (of < minimum) | (yes < minimum) | (of - yes < minimum)
        table[reading + "_share"] = (yes / of).where(~hide_enough(of, hide, minimum))
        table[reading + "_of"] = of.where(~hide_enough(of, of < minimum, minimum))
    return table_of(table)


def table_of(columns: dict[str, Any]) -> Any:
    return pd.DataFrame(columns)


def both_loop(students: Table, minimum: int) -> Any:
    groups = sorted(set(students.group))
    out: dict[str, dict[str, Any]] = {group: {} for group in groups}
    for reading in ("first", "second"):
        counts = {}
        for group in groups:
            part = students[(students.group == group) & students[reading]]
            counts[group] = (len(part), int(part.long_absence.sum()))
        of = pd.Series({group: n for group, (n, _) in counts.items()})
        small = pd.Series({group: n < minimum for group, (n, _) in counts.items()})
        thin = pd.Series({g: n < minimum or k < minimum or n - k < minimum for g, (n, k) in counts.items()})
        hide_of, hide_share = hide_enough(of, small, minimum), hide_enough(of, thin, minimum)
        for group, (n, k) in counts.items():
            out[group][reading + "_of"] = CANNOT_SAY if hide_of[group] else n
            out[group][reading + "_share"] = None if hide_share[group] else round(k / n, 3)
    return out


def both_agg(students: Table, minimum: int) -> Any:
    pieces = []
    for reading in ("first", "second"):
        chosen = students[reading].astype(int)
        sums = (
            pd.DataFrame({"of": chosen, "absent": chosen * students["long_absence"]})
            .groupby(students["group"])
            .sum()
        )
        least = sums.assign(rest=sums["of"] - sums["absent"]).min(axis=1)
        share = (sums["absent"] / sums["of"]).mask(hide_enough(sums["of"], least < minimum, minimum))
        of = sums["of"].mask(hide_enough(sums["of"], sums["of"] < minimum, minimum))
        pieces.append(pd.DataFrame({f"{reading}_of": of, f"{reading}_share": share}))
    return pd.concat(pieces, axis=1).reset_index()


def _both(students: Table, minimum: int, hide: Any) -> Any:
    out = {}
    for reading in ("first", "second"):
        of = students[reading].groupby(students.group).sum()
        yes = (students[reading] & students.long_absence).groupby(students.group).sum()
        hide_of, hide_share = hide(of, yes)
        out[reading + "_of"], out[reading + "_share"] = of.mask(hide_of), (yes / of).mask(hide_share)
    return pd.DataFrame(out)


def both_shown(students: Table, minimum: int) -> Any:
    return _both(students, minimum, lambda of, yes: (of < 0, of < 0))


def both_crowds(students: Table, minimum: int) -> Any:
    return _both(students, minimum, lambda of, yes: (hide_enough(of, of < minimum, minimum),) * 2)


def _thin(of: Any, yes: Any, minimum: int) -> Any:
    return (of < minimum) | (yes < minimum) | (of - yes < minimum)


def both_no_second(students: Table, minimum: int) -> Any:
    return _both(students, minimum, lambda of, yes: (of < minimum, _thin(of, yes, minimum)))


def both_as_one(students: Table, minimum: int) -> Any:
    return _both(students, minimum, lambda of, yes: (hide_enough(of, _thin(of, yes, minimum), minimum),) * 2)


def both_without_the_rest(students: Table, minimum: int) -> Any:
    def hide(of: Any, yes: Any) -> tuple[Any, Any]:
        share = hide_enough(of, (of < minimum) | (yes < minimum), minimum)
        return hide_enough(of, of < minimum, minimum), share

    return _both(students, minimum, hide)


def both_of_the_group(students: Table, minimum: int) -> Any:
    table, everyone = both_dict(students, minimum), students.groupby("group").size()
    for reading in ("first", "second"):
        yes = (students[reading] & students.long_absence).groupby(students.group).sum()
        table[f"{reading}_share"] = (yes / everyone).where(table[f"{reading}_share"].notna())
    return table


def both_one_more(students: Table, minimum: int) -> Any:
    return both_dict(students, minimum + 1)


def both_zero(students: Table, minimum: int) -> Any:
    return both_dict(students, minimum).fillna(0)


def both_same(students: Table, minimum: int) -> Any:
    return both_dict(students.assign(second=students["first"]), minimum)


def both_swapped(students: Table, minimum: int) -> Any:
    return both_dict(students.rename(columns={"first": "second", "second": "first"}), minimum)


# --- 06/veto -------------------------------------------------------------------------------------------------


def _called(students: Table, points: Any, places: int) -> set[str]:
    order = sorted(
        zip(students["person_id"], points, students["draw"], strict=True), key=lambda row: (-row[1], row[2])
    )
    return {person for person, _, _ in order[:places]}


def _exchange(students: Table, before: set[str], after: set[str]) -> Any:
    sets = {"before": before, "after": after, "left": before - after, "came": after - before}
    return pd.DataFrame(
        {name: students.person_id.isin(who).groupby(students.group).sum() for name, who in sets.items()}
    )


def veto_sets(students: Table, places: int) -> Any:
    rest = students.absence_points + students.move_points
    before = _called(students, rest + students.runaway_count, places)
    return _exchange(students, before, _called(students, rest, places))


def veto_rank(students: Table, places: int) -> Any:
    ordered = students.sort_values("draw")
    rest = ordered["absence_points"] + ordered["move_points"]
    before = (rest + ordered["runaway_count"]).rank(method="first", ascending=False) <= places
    after = rest.rank(method="first", ascending=False) <= places
    return (
        pd.DataFrame({"came": after & ~before, "left": before & ~after, "after": after, "before": before})
        .groupby(ordered["group"])
        .sum()
        .reset_index()
    )


def veto_nlargest(students: Table, places: int) -> Any:
    keys = students.absence_points + students.move_points - students.draw / (len(students) + 1)
    before = students.assign(key=keys + students.runaway_count).nlargest(places, "key")
    after = students.assign(key=keys).nlargest(places, "key")
    return _exchange(students, set(before.person_id), set(after.person_id)).to_dict("index")


def veto_drops_students(students: Table, places: int) -> Any:
    rest = students.absence_points + students.move_points
    before = _called(students, rest + students.runaway_count, places)
    clean = students[students.runaway_count == 0]
    return _exchange(students, before, _called(clean, rest[clean.index], places))


def veto_empty_places(students: Table, places: int) -> Any:
    rest = students.absence_points + students.move_points
    before = _called(students, rest + students.runaway_count, places)
    noted = set(students[students.runaway_count > 0].person_id)
    return _exchange(students, before, before - noted)


def veto_absence_only(students: Table, places: int) -> Any:
    rest = students.absence_points + students.move_points
    before = _called(students, rest + students.runaway_count, places)
    return _exchange(students, before, _called(students, students.absence_points, places))


def veto_high_draw(students: Table, places: int) -> Any:
    return veto_sets(students.assign(draw=-students.draw), places)


def veto_swapped(students: Table, places: int) -> Any:
    return veto_sets(students, places).rename(columns={"left": "came", "came": "left"})


def veto_net(students: Table, places: int) -> Any:
    table = veto_sets(students, places)
    gain = table.after - table.before
    return table.assign(left=(-gain).clip(lower=0), came=gain.clip(lower=0))


def veto_need(students: Table, places: int) -> Any:
    rest = students.absence_points + students.move_points
    need = set(students[students.serious_need].person_id)
    before = _called(students, rest + students.runaway_count, places) & need
    return _exchange(students, before, _called(students, rest, places) & need)


def veto_fewest(students: Table, places: int) -> Any:
    rest = students.absence_points + students.move_points
    before = _called(students, -(rest + students.runaway_count), places)
    return _exchange(students, before, _called(students, -rest, places))


def veto_by_row(students: Table, places: int) -> Any:
    return veto_sets(students.assign(draw=range(len(students))), places)


# --- 06/cost -------------------------------------------------------------------------------------------------


def cost_query(students: Table) -> Any:
    need = students.query("serious_need")
    lost = len(need.query("listed_with and not listed_without"))
    gained = len(need.query("listed_without and not listed_with"))
    half = 1.96 * (lost + gained - (gained - lost) ** 2 / len(need)) ** 0.5
    net = gained - lost
    return {
        "of": len(need),
        "lost": lost,
        "gained": gained,
        "net": net,
        "low": net - half,
        "high": net + half,
    }


def cost_crosstab(students: Table) -> Any:
    need = students[students.serious_need]
    counts = pd.crosstab(need.listed_with, need.listed_without)
    counts = counts.reindex(index=[False, True], columns=[False, True], fill_value=0)
    lost, gained = counts.loc[True, False], counts.loc[False, True]
    net = gained - lost
    half = 1.96 * np.sqrt(lost + gained - net**2 / counts.to_numpy().sum())
    return pd.Series(
        {
            "of": counts.to_numpy().sum(),
            "lost": lost,
            "gained": gained,
            "net": net,
            "low": net - half,
            "high": net + half,
        }
    )


def cost_steps(students: Table) -> Any:
    need = students[students.serious_need]
    step = need.listed_without.astype(int) - need.listed_with.astype(int)
    half = 1.96 * np.sqrt(len(step)) * step.std(ddof=0)
    return {
        "of": len(step),
        "lost": (step < 0).sum(),
        "gained": (step > 0).sum(),
        "net": step.sum(),
        "low": step.sum() - half,
        "high": step.sum() + half,
    }


def cost_everyone(students: Table) -> Any:
    return cost_query(students.assign(serious_need=True))


def cost_other_sign(students: Table) -> Any:
    right = cost_query(students)
    return {**right, "net": -right["net"], "low": -right["high"], "high": -right["low"]}


def cost_unpaired(students: Table) -> Any:
    right = cost_query(students)
    need = students[students.serious_need]
    variance = sum(len(need) * p * (1 - p) for p in (need.listed_with.mean(), need.listed_without.mean()))
    half = 1.96 * variance**0.5
    return {**right, "low": right["net"] - half, "high": right["net"] + half}


def cost_sure(students: Table) -> Any:
    right = cost_query(students)
    return {**right, "low": right["net"], "high": right["net"]}


def cost_shares(students: Table) -> Any:
    right = cost_query(students)
    return {name: value / right["of"] if name != "of" else value for name, value in right.items()}


def cost_swapped(students: Table) -> Any:
    right = cost_query(students)
    return {**right, "lost": right["gained"], "gained": right["lost"]}


def cost_lost_only(students: Table) -> Any:
    right = cost_query(students)
    half = (right["high"] - right["low"]) / 2
    return {**right, "net": -right["lost"], "low": -right["lost"] - half, "high": -right["lost"] + half}


def _errors(times: float) -> Solution:
    def way(students: Table) -> Any:
        right = cost_query(students)
        half = times * (right["high"] - right["net"]) / 1.96
        return {**right, "low": right["net"] - half, "high": right["net"] + half}

    return way


def cost_of_the_list(students: Table) -> Any:
    return {**cost_query(students), "of": int((students.serious_need & students.listed_with).sum())}


def cost_of_the_others(students: Table) -> Any:
    return cost_query(students.assign(serious_need=~students.serious_need))


# --- values and words ----------------------------------------------------------------------------------------

WHO = {"agency": "agency", "family": "family", "student": "student", "cannot-say": CANNOT_SAY}
ACTS: dict[str, object] = {
    "placement began": "agency",
    "placement ended": "agency",
    "new address": CANNOT_SAY,
    "no home": CANNOT_SAY,
}
HOW_IT_STANDS = {word: word for word in ("shown", "claimed", "disputed", "misquoted")} | {
    "cannot-say": CANNOT_SAY
}
STANDING: dict[str, object] = {
    "california-april": "shown",
    "broward-visitors": "claimed",
    "allegheny-gap": "disputed",
    "broward-more-arrests": "misquoted",
    "allegheny-third": "misquoted",
    "broward-cause": CANNOT_SAY,
    "allegheny-finding": CANNOT_SAY,
}


def acts_function() -> Any:
    return pd.Series(ACTS, dtype=object)


def standing_function() -> Any:
    return pd.Series(STANDING, dtype=object)


HOME = {
    "sentence": "In three school years an agency moved 63 of 6,000 students, and 20 of these 63 were absent for long.",
    "account": "Child welfare and the schools wrote each entry, and no student was asked.",
    "cannot": "The table cannot say whether a move made anyone miss school.",
    "veto": "Tasha stopped one field; 28 students in need lost a call and 22 gained one, of 485.",
    "owner": "The six co-researchers own the result and read it before the director does.",
}
PLAIN = {
    "sentence": "Of 1,672 students with a change of place, 481 out of them missed school for long.",
    "account": "It is the account of offices, and families are not heard in it.",
    "cannot": "It says nothing on why they missed school.",
    "veto": "One column left; 6 fewer in need are called, perhaps 20 fewer or 8 more.",
    "owner": "The table of co-researchers owns it; Devon reads it first.",
}
SHORT = {
    "sentence": "20 in 63 whom an agency moved were away from school for long.",
    "account": "Offices speak here; Devon and Tasha are only written about.",
    "cannot": "Whose act a lost home was is unknown to this table.",
    "veto": "The runaway count went, and 28 in need lost a call while 22 gained one.",
    "owner": "Young people who set the question read it first and sign it.",
}

RIGHT: dict[str, list[Any]] = {
    "06/first-reading": [first_groupby, first_loop, first_merge],
    "06/whose-act": [ACTS, dict(reversed(list(ACTS.items()))), acts_function],
    "06/rename": [rename_merge, rename_agg, rename_loop],
    "06/both-readings": [both_dict, both_loop, both_agg],
    "06/veto": [veto_sets, veto_rank, veto_nlargest],
    "06/cost": [cost_query, cost_crosstab, cost_steps],
    "06/standing": [STANDING, pd.Series(STANDING, dtype=object), standing_function],
    "06/home": [HOME, PLAIN, SHORT],
}

WRONG: dict[str, list[tuple[Any, str]]] = {
    "06/first-reading": [
        (first_join_repeats, "rows"),
        (first_against_all, "everyone-as-rest"),
        (first_of_everybody, "over-everyone"),
        (first_of_absent, "turned-round"),
        (first_zero, "filled-with-zero"),
        (first_days, "share-of-days"),
        (first_beyond_the_roll, "not-on-the-roll"),
        (first_present, "rest-as-absent"),
        (first_dropped, "row-dropped"),
    ],
    "06/whose-act": [
        *other_words(ACTS, WHO),
        (dict.fromkeys(ACTS, CANNOT_SAY), "placement-began-cannot-say"),
    ],
    "06/rename": [
        (rename_label, "name-only"),
        (rename_writer, "by-writer"),
        (rename_began, "began-only"),
        (rename_home, "no-home-too"),
        (rename_rows, "moves-counted"),
        (rename_of_moved, "over-moved"),
        (rename_drops, "group-dropped"),
        (rename_others, "not-agency"),
        (rename_of_agency, "over-agency"),
    ],
    "06/both-readings": [
        (both_shown, "everything-shown"),
        (both_crowds, "crowds-only"),
        (both_no_second, "small-only"),
        (both_zero, "as-zero"),
        (both_same, "first-only"),
        (both_swapped, "readings-swapped"),
        (both_as_one, "count-with-share"),
        (both_without_the_rest, "one-side"),
        (both_of_the_group, "over-the-group"),
        (both_one_more, "minimum-hidden"),
    ],
    "06/veto": [
        (veto_drops_students, "without-the-students"),
        (veto_empty_places, "not-refilled"),
        (veto_absence_only, "moves-dropped-too"),
        (veto_high_draw, "draw-turned"),
        (veto_swapped, "swapped"),
        (veto_net, "net"),
        (veto_need, "need-only"),
        (veto_fewest, "fewest-first"),
        (veto_by_row, "ties-by-row"),
    ],
    "06/cost": [
        (cost_everyone, "everyone"),
        (cost_other_sign, "sign"),
        (cost_unpaired, "two-lists-apart"),
        (cost_sure, "no-interval"),
        (cost_shares, "shares"),
        (cost_swapped, "swapped"),
        (cost_lost_only, "lost-only"),
        (_errors(1), "one-error"),
        (_errors(1.645), "ninety"),
        (cost_of_the_list, "of-the-list"),
        (cost_of_the_others, "without-need"),
    ],
    "06/standing": [
        *other_words(STANDING, HOW_IT_STANDS),
        (dict.fromkeys(STANDING, CANNOT_SAY), "california-april-cannot-say"),
    ],
    "06/home": [
        ({**HOME, "veto": ""}, "missing-part"),
        ({**HOME, "owner": "We do."}, "too-short"),
        ({**HOME, "owner": HOME["account"]}, "same-twice"),
        ({**HOME, "sentence": "About a third of moved children are away for long, 32 percent."}, "no-count"),
        (
            {**HOME, "sentence": "Of 63 children with placement instability 20 out of all were away."},
            "old-name",
        ),
        ({**HOME, "cannot": "The table is complete in every way there is."}, "no-limit"),
        ({**HOME, "veto": "A field was stopped, and that was free of charge."}, "no-cost"),
    ],
}

ANSWERS = ModuleAnswers("06-case-broward", RIGHT, WRONG)
