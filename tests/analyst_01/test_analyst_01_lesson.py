"""The notebook and the tables of the lesson on releases: what its words say, and what its rules promise."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import opendp.prelude as dp
import pandas as pd
import pytest
from analyst_protocol.notebook_rules import Notebook, NotebookRules
from hypothesis import given, settings
from hypothesis import strategies as st
from pycanon.anonymity import k_anonymity

from commonground.analysis import joined_charts
from commonground.analysis.joined_file import FROM_SCHOOL, FROM_WELFARE, bounds, care_counts
from commonground.exercises.bank import why_share
from commonground.exercises.bank import why_share_tables as tables

NOTEBOOK = Notebook(
    "01-why-share",
    without_label={
        "see-cost": "joined_charts.who_pays(",
        "see-noise": "joined_charts.noise_by_group(",
        "loss-and-budget": "random, so it is not printed here",
    },
)
STUDENTS = tables.students()
COUNTS = care_counts(STUDENTS)
ROWS = tables.filled(STUDENTS)

# --- the notebook --------------------------------------------------------------------------------------


class TestNotebook(NotebookRules):
    notebook = NOTEBOOK


def test_no_random_number_is_kept_as_a_result() -> None:
    for cell in NOTEBOOK.cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and re.search(r"add_noise\(|\(add_noise|release\(\)", source):
            text = "".join("".join(output.get("text", "")) for output in cell["outputs"])
            assert set(re.findall(r"[\d.]*\d", text)) <= {"500", "1", "0.5", "3", "1.5"}, text


# --- what the words of the lesson say ------------------------------------------------------------------


def test_the_file_has_no_names_and_one_row_for_each_student() -> None:
    assert list(STUDENTS.columns) == [*FROM_SCHOOL, *FROM_WELFARE]
    assert STUDENTS["school"].notna().all()
    assert ROWS["grade"].nunique() == 13
    assert COUNTS.loc["All", "All"] == STUDENTS["care"].notna().sum()


def test_the_join_makes_those_stand_alone_about_whom_most_is_written() -> None:
    school, welfare = (why_share.singled_out(STUDENTS, list(c)) for c in (FROM_SCHOOL, FROM_WELFARE))
    both = [*FROM_SCHOOL, *FROM_WELFARE]
    assert welfare < school < 0.2
    assert why_share.singled_out(STUDENTS, both) > 0.4
    alone = STUDENTS.groupby(both, dropna=False)["school"].transform("size") == 1
    assert alone[STUDENTS["care"].notna()].all()
    assert alone[STUDENTS["report_year"].isna()].mean() < 0.25


def test_three_columns_find_the_row_that_could_be_devons() -> None:
    row = STUDENTS.loc[tables.DEVON]
    assert (row["grade"], row["sex"], row["care"]) == ("12", "male", "foster family")
    assert why_share.fewest(STUDENTS, tables.DEVON, tables.KNOWN) == 3
    assert f"devon = {tables.DEVON}" in NOTEBOOK.sources["devon-row"]
    assert str(tables.KNOWN).replace("'", '"') in NOTEBOOK.sources["devon-row"]


def test_one_student_at_willow_is_read_off_the_page() -> None:
    shown = why_share.hide_small(COUNTS, 10)
    assert shown.isna().sum().sum() == 12
    assert why_share.recovered(shown).loc["Willow", "group home"] == COUNTS.loc["Willow", "group home"] == 1


def test_after_protection_two_small_schools_have_vanished() -> None:
    safe = why_share.protect(COUNTS, 10)
    assert set(safe.index[safe.isna().all(axis=1)]) == {"Cedar", "Maple"}
    assert why_share.recovered(safe).equals(safe)
    coarse = why_share.protect(COUNTS[["with relatives", "All"]], 10)
    assert coarse.notna().mean().mean() > safe.notna().mean().mean()


def test_two_safe_tables_speak_of_single_students_at_north() -> None:
    first, second, minimum = tables.two_releases()
    assert isinstance(first, pd.DataFrame)
    assert isinstance(second, pd.DataFrame)
    assert min(first.min().min(), second.min().min()) >= minimum
    assert why_share.differenced(first, second, 10).loc["North"].tolist() == [1, 1]


def test_small_languages_pay_for_k_by_grade_and_hardly_by_level() -> None:
    grade = ROWS["grade"].astype(int)
    level = np.select([grade <= 5, grade <= 8], ["elementary", "middle"], "high")
    by_grade = why_share.lost(ROWS, tables.QUASI, 5, "language")
    by_level = why_share.lost(ROWS.assign(grade=level), tables.QUASI, 5, "language")
    assert by_grade["English"] < 0.02
    assert 0.75 < by_grade["Oremi"] < 0.85
    assert by_level[["English", "Lusan", "Oremi", "Tavonese"]].max() < 0.07


def test_k_reached_can_still_tell_it_of_five() -> None:
    kept = ROWS[ROWS.groupby(tables.QUASI)["sex"].transform("size") >= 5].reset_index(drop=True)
    assert k_anonymity(kept, tables.QUASI) == 5
    crowd = kept.query("grade == '8' and sex == 'female' and group == 'B' and language == 'Lusan'")
    assert len(crowd) == 5
    assert (crowd["report_year"] != "not noted").all()


def test_the_factors_of_epsilon_are_those_on_the_page() -> None:
    assert [round(float(np.exp(e)), 1) for e in (0.1, 1)] == [1.1, 2.7]
    assert round(float(np.exp(5))) == 148


# --- what the rules promise ----------------------------------------------------------------------------

cells = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=4), min_size=3, max_size=4).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


def built(rows: list[list[int]]) -> pd.DataFrame:
    names = pd.Index([f"s{i}" for i in range(len(rows))], name="school")
    return tables.with_totals(pd.DataFrame(rows, index=names, columns=list("ABCD")[: len(rows[0])]))


@settings(deadline=None, max_examples=60)
@given(cells, st.integers(1, 20))
def test_what_subtraction_reads_is_true_and_protection_stops_it(rows: list[list[int]], minimum: int) -> None:
    counts = built(rows)
    read = why_share.recovered(why_share.hide_small(counts, minimum))
    assert ((read == counts) | read.isna()).all().all()
    safe = why_share.protect(counts, minimum)
    assert ((safe == counts) | safe.isna()).all().all()
    assert (safe.min().min() >= minimum) or safe.isna().all().all()
    assert why_share.recovered(safe).equals(safe.astype(float))


@settings(deadline=None, max_examples=15)
@given(cells)
def test_the_audit_holds_the_truth_and_names_what_is_certain(rows: list[list[int]]) -> None:
    counts = built(rows)
    shown = why_share.hide_small(counts, 10)
    audit, read = bounds(shown), why_share.recovered(shown)
    for row, column in product(counts.index, counts.columns):
        low, _, high = audit.loc[row, column].partition(" to ")
        assert int(low) <= counts.loc[row, column]
        assert not high or high == "any" or counts.loc[row, column] <= int(high)
        assert pd.isna(read.loc[row, column]) or not high


def test_an_audit_of_a_table_that_cannot_be_says_so() -> None:
    table = built([[5, 1, 2], [3, 4, 5], [6, 7, 8]]).astype(float)
    table.loc["s0", "A"] = np.nan
    table.loc["s0", "All"] = 1
    with pytest.raises(ValueError, match="totals do not fit"):
        bounds(table)


@pytest.mark.parametrize(("budget", "releases", "most_cells"), [(1.0, 2, 1), (0.5, 1, 3), (2.0, 5, 2)])
def test_the_scale_spends_the_budget_and_no_more(budget: float, releases: int, most_cells: int) -> None:
    dp.enable_features("contrib")
    scale = float(why_share.noise(pd.Series({"A": 9}), budget, releases, most_cells)["scale"].iloc[0])
    add_noise = dp.m.make_laplace(dp.atom_domain(T=int), dp.absolute_distance(T=int), scale=scale)
    assert releases * add_noise.map(most_cells) == pytest.approx(budget, abs=1e-6)


def test_laplace_noise_stays_within_about_95_times_in_100() -> None:
    draws = np.random.default_rng(1).laplace(scale=2.0, size=100_000)
    within = why_share.noise(pd.Series({"A": 9}), 1.0, 2, 1)["within"].iloc[0]
    assert (abs(draws) <= within).mean() == pytest.approx(0.95, abs=0.005)


def test_the_figures_say_their_numbers_in_words_and_in_a_table() -> None:
    dropped = why_share.lost(ROWS, tables.QUASI, 5, "language")
    plan = why_share.noise(pd.Series({"A": 55, "D": 16}), 1.0, 2, 1)
    pays = joined_charts.who_pays({"by grade": dropped})
    noise = joined_charts.noise_by_group({"epsilon 1": plan})
    for figure, words, number in ((pays, "to 82.2 percent (not noted)", "80.5"), (noise, "(D)", "37.4")):
        plot, ask = figure.children
        assert words in plot.shown["words"]
        assert "Synthetic" in plot.shown["title"]
        ask.value = True
        assert number in figure.children[-1].value
