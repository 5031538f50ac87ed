"""The reports and exports of a rated cohort: what they say, and what the shareable one must not say."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import warnings
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rating_cohort as small
from sqlalchemy.exc import SAWarning

from commonground.trainer import commands
from commonground.trainer.cohort import Cohort, Trainee
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.journal import Entry
from commonground.trainer.knowledge_test import TASK
from commonground.trainer.rating.desk import Desk
from commonground.trainer.rating.store import Rating, RatingStore
from commonground.trainer.reporting.gather import gather
from commonground.trainer.reporting.reports import write_reports
from commonground.trainer.result import CellScore, GradedNotebook

TOWNS = ["North"] * 11 + ["South"] * 10 + ["East"] * 3
PEOPLE = tuple(Trainee(f"person{n:02}", f"First{n:02}", f"Family{n:02}", f"p{n:02}@example.org", "community") for n in range(len(TOWNS)))
LATER = small.STAMP + datetime.timedelta(days=2)


class Page(HTMLParser):
    """The parts of a page that a reader of the code would check."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        assert not [name for name, _ in attrs if name.startswith("on")]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """Twenty-four people of three towns, rated; the last two fell short; one submission is suspected."""
    made = small.make(tmp_path_factory.mktemp("report") / "cohort", PEOPLE)
    lines = made.roster_file.read_text(encoding="utf-8").splitlines()
    made.roster_file.write_text("\n".join([f"{lines[0]},group", *(f"{line},{town}" for line, town in zip(lines[1:], TOWNS, strict=True))]))
    for rater in ("ana", "ben"):
        ratings = {}
        for place, person in enumerate(PEOPLE):
            for name in small.NINE:
                score = 1 if place in (0, 23) else 3 if (place + len(name)) % 3 == 0 and rater == "ana" else 2
                ratings[person.id, name] = Rating(person.id, name, score, when=LATER)
        RatingStore(made.ratings).write(rater, ratings)
    bad = CellScore("checked", 0.0, 10, "unusable", "", True, True, ("=HYPERLINK(1) the kernel was altered",))
    made.journal("t1-teach-a-segment").write(Entry("person05", "k", (GradedNotebook("t1", (bad,), {}, {}),), True))
    _knowledge(made)
    return made


def _knowledge(cohort: Cohort) -> None:
    """A T6 of three questions: all but three people answer the first rightly, half the second, nobody the third."""
    rows = [{"number": n, "id": f"m.q{n}", "module": "04", "level": "foundations", "key": ["a"]} for n in (1, 2, 3)]

    def save(place: Path, cell: str, source: str) -> None:
        made = {"cell_type": "code", "id": cell, "metadata": {"nbgrader": {"grade_id": cell}}, "source": source, "outputs": [], "execution_count": None}
        place.write_text(json.dumps({"cells": [made], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")

    save(cohort.source_notebook(TASK), "knowledge-test", f"items = {rows!r}")
    for place, person in enumerate(PEOPLE):
        answers = {1: "a" if place > 2 else "b", 2: "a" if place % 2 else "b", 3: "c"}
        save(cohort.autograded / person.id / TASK / f"{TASK}.ipynb", "answers", f"answers = {answers!r}")


@pytest.fixture(scope="module")
def reports(cohort: Cohort) -> Path:
    write_reports(gather(cohort), datetime.date(2026, 11, 22))
    return cohort.reports


def rows(place: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(place.read_text(encoding="utf-8-sig"))))


def test_the_private_report_decides_and_names(reports: Path) -> None:
    decisions = {row["trainee"]: row for row in rows(reports / "private" / "decisions.csv")}
    assert decisions["person00"]["result"] == "not yet"
    assert decisions["person00"]["repeat until"] == (LATER.date() + datetime.timedelta(days=60)).isoformat()
    assert sum(row["result"] == "passed" for row in decisions.values()) == 22
    scores = rows(reports / "private" / "scores.csv")
    assert len(scores) == 24 * 9
    assert {row["state"] for row in scores} == {"stands"}
    assert len(rows(reports / "private" / "gates.csv")) == 24 * 6
    (seen,) = rows(reports / "private" / "please-look.csv")
    assert (seen["trainee"], seen["what"], seen["reason"][:2]) == ("person05", "suspected, please look", "'=")


def test_the_shareable_report_names_nobody_and_tells_no_suspicion(reports: Path) -> None:
    files = list((reports / "shareable").iterdir())
    assert {place.name for place in files} >= {"report.html", "agreement.csv", "items.csv", "groups.csv"}
    for place in files:
        text = place.read_text(encoding="utf-8")
        assert not re.search(r"(?i)person\d|first\d|family\d|example\.org|suspect|kernel", text), place.name


def test_small_groups_are_hidden_with_one_more(reports: Path) -> None:
    for kind in ("private", "shareable"):
        table = {row["group"]: (row["trainees"], row["passed"]) for row in rows(reports / kind / "groups.csv")}
        assert table == {"North": ("11", "10"), "South": ("not shown", "not shown"), "East": ("not shown", "not shown"), "all": ("24", "22")}


@pytest.mark.parametrize("kind", ["private", "shareable"])
def test_pages_run_and_fetch_nothing_and_can_be_read_aloud(kind: str, reports: Path) -> None:
    text = (reports / kind / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not {"script", "img", "iframe", "link", "object"} & set(page.tags)
    assert not page.addresses
    assert page.tags.count("caption") == page.tags.count("table") > 3
    assert page.tags.count("h1") == 1
    assert '<html lang="en">' in text
    assert "default-src 'none'" in text
    assert text.count("<th scope=") >= page.tags.count("tr")


def test_agreement_and_items_state_n_and_their_limits(reports: Path) -> None:
    table = {row["criterion"]: row for row in rows(reports / "shareable" / "agreement.csv")}
    care = table["Care"]
    assert (care["n"], care["percent within 1 point"]) == ("24", "100")
    assert -1 <= float(care["kappa"]) <= 1
    assert "Only 24" in care["note"]
    items = rows(reports / "shareable" / "items.csv")
    assert [(row["n"], row["percent right"]) for row in items] == [("24", "88"), ("24", "50"), ("24", "0")]
    assert items[2]["discrimination"] == ""
    assert all("look at it, do not drop it" in row["words"] or row["words"] == "nothing stands out" for row in items)
    text = (reports / "shareable" / "report.html").read_text(encoding="utf-8")
    assert "Based on 24 trainees" in text
    assert "[ITEM-03]" in text


def test_few_trainees_have_no_results_in_the_shareable_report(tmp_path: Path) -> None:
    cohort = small.make(tmp_path / "few")
    findings = gather(cohort)
    assert findings.groups is None
    assert not findings.may_count
    written = write_reports(findings, datetime.date(2026, 11, 22))
    assert not (written.shareable.parent / "results.csv").exists()
    assert "Results are not shown" in written.shareable.read_text()
    assert findings.troubles


def test_cited_facts_are_in_the_course_s_sources() -> None:
    root = Path(__file__).parents[2]
    known = set(re.findall(r"^  - id: (\S+)", (root / "modules" / "sources.yml").read_text(encoding="utf-8"), re.MULTILINE))
    for place in (root / "src" / "commonground" / "trainer" / "reporting").iterdir():
        if place.is_file():
            cited = re.findall(r"\b(?:ITEM|PRIV)-\d\d", place.read_text(encoding="utf-8"))
            assert set(cited) <= known


@pytest.mark.parametrize("system", ["plain", "moodle", "canvas"])
def test_an_export_has_a_row_for_each_and_no_formula(system: str, tmp_path: Path, made: Cohort) -> None:
    import argparse

    place = tmp_path / "out.csv"
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    assert commands.run(parser.parse_args(["export", "--cohort", str(made.root), "--to", system, "--file", str(place)])) == 0
    table = rows(place)
    people = [row for row in table if "Points Possible" not in row.get("Student", "")]
    assert len(people) == 3
    assert all(not str(cell).startswith(("=", "+", "@", "-")) for row in table for cell in row.values())
    tasks = [name for name in table[0] if re.match(r"T\d ", name)]
    assert len(tasks) == 7
    dana = people[0]
    assert dana["T5 run plan"] == "29.0"
    assert dana["T7 repair a notebook"] == ""
    # One of her scores is open, so the task has no points yet.
    assert dana["T2 hold a hard moment"] == ""
    if system == "canvas":
        assert table[0]["T5 run plan"] == "29.0"
        assert people[1]["Student"] == "'=Early, Eli"
    if system == "plain":
        assert (dana["result"], dana["access"], dana["care"]) == ("waiting", "3.0", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    cohort = small.make(tmp_path_factory.mktemp("export") / "cohort")
    for rater in ("ana", "ben"):
        RatingStore(cohort.ratings).write(rater, {("dana", name): Rating("dana", name, 3) for name in small.NINE if (rater, name) != ("ben", "care")})
    with warnings.catch_warnings(), open_gradebook(cohort.db_url, cohort.id) as gradebook:
        warnings.simplefilter("ignore", SAWarning)
        gradebook.remove_submission("t6-knowledge-and-sources", "eli")
    assert Desk(cohort).decide("dana").total is None
    return cohort
