"""A hall of one hundred seats: the figures are the published ones, and only two tellings are fair."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commonground.activities.models.hundred_seats import ASKED, WANTED, run

TABLE = Path(__file__).parents[2] / "datasets" / "published" / "asked_and_wanted.csv"


def published() -> dict[tuple[str, str], int]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {"Important": "wanted", "Should": "wanted", "School has": "asked", "Have been": "asked", "Gap": "gap"}
    found = {}
    for row in rows:
        what = next(name for start, name in names.items() if row["statement"].startswith(start))
        found[row["who"].lower(), what] = int(row["percent"])
    return found


def test_the_figures_are_those_of_the_published_table() -> None:
    table = published()
    for who in ("parents", "students"):
        assert table[who, "wanted"] == WANTED[who]
        assert table[who, "asked"] == ASKED[who]
        gap = next(total for total in run({"who": who, "telling": "points"}).totals if total.label == "Gap")
        assert gap.value == table[who, "gap"]


@pytest.mark.parametrize(("who", "ratio"), [("parents", 2.1), ("students", 3.2)])
def test_the_ratio(who: str, ratio: float) -> None:
    outcome = run({"who": who, "telling": "ratio"})
    assert f"{ratio}" in outcome.summary
    assert outcome.totals[3].value == ratio


@pytest.mark.parametrize("who", ["parents", "students"])
def test_whole_axes_but_for_the_cut_one(who: str) -> None:
    for telling in ("points", "ratio", "mixed"):
        assert run({"who": who, "telling": telling}).charts[0].y_range == (0, 100)
    cut = run({"who": who, "telling": "cut"})
    assert cut.charts[0].y_range == (20, 100)
    assert all(person.tone == "harm" for person in cut.people)


def test_two_surveys_as_one_are_about_parents_and_mislead() -> None:
    outcome = run({"who": "students", "telling": "mixed"})
    assert outcome.charts[0].series[0].y == (40, 44)
    assert all(person.tone == "harm" for person in outcome.people)
