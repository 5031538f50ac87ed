"""The published tables: valid as a data package, every row with its fact, derived values recomputed."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from commonground.content.sources import Library, read_sources

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "datasets" / "published"
TABLES = sorted(path.name for path in FOLDER.glob("*.csv"))


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def library() -> Library:
    return read_sources(ROOT / "modules" / "sources.yml")


def test_the_package_is_valid_and_complete() -> None:
    from frictionless import Package

    package = Package(str(FOLDER / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert sorted(str(resource.path) for resource in package.resources) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_fact_and_one_of_its_sources(name: str, library: Library) -> None:
    for row in rows(name):
        fact = library.facts[row["fact_id"]]
        assert row["source_id"] in fact.sources
        assert row.get("confidence", fact.confidence) in ("A", "B")
        assert row.get("kind", "source") in ("source", "derived")


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_describes_every_table(name: str) -> None:
    assert f"## {name}" in (FOLDER / "README.md").read_text(encoding="utf-8")


# Tables whose fact states the figures in words; the others point to the source's own table.
STATED = [
    "arrested_more_than_once.csv",
    "asked_and_wanted.csv",
    "child_welfare_by_18.csv",
    "child_welfare_correction.csv",
    "chronic_absence_south_carolina.csv",
    "juvenile_justice_chain_2009.csv",
    "pasco_counts.csv",
    "suspended_2011_12.csv",
]
FIGURES = ("percent", "percent_by_18", "percent_low", "percent_high", "black_to_white", "value")


@pytest.mark.parametrize("name", STATED)
def test_published_figures_are_those_of_the_fact(name: str, library: Library) -> None:
    for row in rows(name):
        if row["kind"] == "derived":
            continue
        said = {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", library.facts[row["fact_id"]].says)}
        for column in FIGURES:
            if row.get(column):
                assert float(row[column]) in said, row


def test_disproportionality_is_computed_from_the_shares() -> None:
    for row in rows("crdc_disproportionality.csv"):
        enrolled, outcome = float(row["share_enrollment"]), float(row["share_outcome"])
        assert float(row["composition_ratio"]) == pytest.approx(outcome / enrolled, abs=0.006)
        risk = (outcome / enrolled) / ((1 - outcome) / (1 - enrolled))
        assert float(row["risk_ratio_vs_rest"]) == pytest.approx(risk, abs=0.006)


def test_ratios_of_the_court_table_follow_from_its_rates() -> None:
    table = {(row["measure"], row["group"]): float(row["value"]) for row in rows("juvenile_court_2020.csv")}
    for ratio, rate in (
        ("ratio to White: referred", "referred per 1000 youth"),
        ("ratio to White: detained", "detained per 100 referred"),
        ("ratio to White: placement", "placement per 100 adjudicated"),
    ):
        for group in {group for measure, group in table if measure == ratio}:
            # The ratios come from counts, the rates are rounded to one place.
            assert table[ratio, group] == pytest.approx(table[rate, group] / table[rate, "White"], abs=0.015)


def test_absence_gap_and_ratio_are_those_of_the_derived_fact(library: Library) -> None:
    table = {(row["year"], row["group"]): float(row["percent"]) for row in rows("chronic_absence.csv")}
    says = library.facts["ABS-02"].says
    for year in ("2017-18", "2021-22", "2022-23"):
        black, white = table[year, "Black"], table[year, "White"]
        assert f"{black - white:.1f} points" in says
        assert f"{black / white:.2f}" in says


def test_missed_matches_are_the_rest_of_the_linked() -> None:
    linked = {"LINK-10": {92.0, 99.0}, "LINK-19": {88.1, 92.6}, "LINK-20": {94.7, 82.6}}
    for row in rows("linkage_error.csv"):
        if row["kind"] == "derived":
            assert round(100 - float(row["missed_match_percent"]), 1) in linked[row["fact_id"]]


@pytest.mark.parametrize("name", ["pasco_timeline.csv", "ramsey_timeline.csv"])
def test_timelines_run_forward(name: str) -> None:
    years = [row["date"][:4] for row in rows(name)]
    assert years == sorted(years)
    assert all(re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", row["date"]) for row in rows(name))


def test_the_two_lists_of_pasco_stay_apart() -> None:
    concerns = {row["concerns"] for row in rows("pasco_timeline.csv")}
    assert concerns == {"school list", "offender list", "context"}
    settlement = [row for row in rows("pasco_timeline.csv") if "105,000" in row["event"]]
    assert [row["concerns"] for row in settlement] == ["offender list"]
