"""The step that gives certificates: to whom, on whose word, and what it says to everybody else."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import rating_cohort as small

from commonground.cli import main
from commonground.trainer import certificates
from commonground.trainer.certificates.keys import VARIABLE
from commonground.trainer.cohort import Cohort, read_cohort, write_settings
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.rating.store import Rating, RatingStore

Certify = Callable[..., tuple[int, str]]
EDITION = certificates.current_edition().name


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    cohort = small.make(tmp_path_factory.mktemp("certify") / "cohort")
    write_settings(cohort.settings_file, replace(cohort.settings, edition=EDITION))
    return cohort


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys-of-certify")


@pytest.fixture
def cohort(made: Cohort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: Path) -> Cohort:
    monkeypatch.setenv(VARIABLE, str(keys))
    return small.copied(made, tmp_path / "cohort")


@pytest.fixture
def trainer(cohort: Cohort, capsys: pytest.CaptureFixture[str]) -> Certify:
    """Runs a step on the cohort; returns its exit status and all that it said."""

    def run(step: str, *words: str) -> tuple[int, str]:
        status = main(["trainer", step, "--cohort", str(cohort.root), *words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def rate(cohort: Cohort, rater: str, scores: Mapping[str, Mapping[str, int]], third: bool = False) -> None:
    """That rater's scores, by trainee and criterion."""
    when = small.STAMP + datetime.timedelta(days=2)
    given = {
        (trainee, name): Rating(trainee, name, score, when=when, third=third)
        for trainee, by_criterion in scores.items()
        for name, score in by_criterion.items()
    }
    RatingStore(cohort.ratings).write(rater, given)


def nine(score: int = 2, **others: int) -> dict[str, int]:
    return {**dict.fromkeys(small.NINE, score), **others}


def suspect(cohort: Cohort, trainee: str, task: str) -> None:
    """As grading leaves an automatic part that looks as if it was made to deceive."""
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        (part,) = gradebook.find_submission(task, trainee).notebooks
        grade = next(grade for grade in part.grades if grade.name == "checked")
        grade.needs_manual_grade = part.flagged = True
        gradebook.db.commit()


def issued(cohort: Cohort) -> list[str]:
    """The trainees who have a certificate; a folder is called after the trainee and the day."""
    return sorted(place.parent.name.partition("-")[0] for place in cohort.certificates.glob("*/credential.jwt"))


def of_dana(cohort: Cohort, name: str) -> Path:
    """That file of her one certificate."""
    (place,) = cohort.certificates.glob(f"dana-*/{name}")
    return place


def test_those_who_passed_and_nobody_else(cohort: Cohort, trainer: Certify) -> None:
    people = {"dana": nine(), "fay": nine(care=0)}
    rate(cohort, "ana", {**people, "fay": {**people["fay"], "caregiver": 2}})
    rate(cohort, "ben", {**people, "fay": {**people["fay"], "caregiver": 2}, "eli": nine(3)})
    rate(cohort, "cho", {"eli": nine(3)})
    status, said = trainer("certify", "--no-pdf")
    assert status == 1, "somebody waits"
    assert issued(cohort) == ["dana"]
    assert "[1 of 3] Dana Diaz: issued, dana-" in said
    assert re.search(r"Eli =Early: waiting\.\n  Still needed: a rating by a community member", said)
    assert re.search(r"Fay Fox: not yet\. To do again until \d{4}-\d\d-\d\d: t2-hold-a-hard-moment\.\n  Care: a score of 0 stands", said)
    assert "1 of 3 have a certificate; 1 not yet, 1 waiting" in said
    status, said = trainer("certify", "--no-pdf", "--trainee", "dana")
    assert (status, issued(cohort)) == (0, ["dana"])
    assert "has a certificate that holds" in said
    assert main(["trainer", "verify", str(of_dana(cohort, "credential.jwt"))]) == 0


def test_full_automatic_points_are_no_certificate(cohort: Cohort, trainer: Certify) -> None:
    status, said = trainer("certify", "--no-pdf")
    assert status == 1
    assert not issued(cohort)
    assert said.count("Still needed: two ratings") == 3


def test_a_third_rater_who_decided_is_named(cohort: Cohort, trainer: Certify) -> None:
    rate(cohort, "ana", {"dana": nine(3)})
    rate(cohort, "ben", {"dana": nine(3, care=1)})
    assert "a talk of the two raters" in trainer("certify", "--no-pdf", "--trainee", "dana")[1]
    rate(cohort, "cho", {"dana": {"care": 2}}, third=True)
    assert trainer("certify", "--no-pdf", "--trainee", "dana")[0] == 0
    words = of_dana(cohort, "certificate.html").read_text(encoding="utf-8")
    assert "Ana Ruiz (community rater); Ben Ode (rater); Cho Lin (rater)" in words
    assert "26 of 27" in words


def test_nobody_is_certified_before_a_person_has_looked_at_what_is_suspected(cohort: Cohort, trainer: Certify) -> None:
    for rater in ("ana", "ben"):
        rate(cohort, rater, {"dana": nine()})
    suspect(cohort, "dana", "t5-run-plan")
    status, said = trainer("certify", "--no-pdf", "--trainee", "dana")
    assert status == 1
    assert not issued(cohort)
    assert "T5, run plan: a person has to look at checked first. 'commonground trainer rate' says why, and how." in said
    said = trainer("rate")[1]
    assert "look at: dana, T5, run plan, checked (26 points until then)." in said
    page = cohort.root / "reports" / "private" / "to-look-at" / "dana-t5-run-plan.html"
    assert "The work of Dana Diaz" in page.read_text(encoding="utf-8")
    for words, why in (
        (("--cell", "checked", "--score", "26"), "Write the task before it"),
        (("--cell", "t5/checked", "--score", "30"), "0 to 26 points"),
        (("--cell", "t5/checked", "--score", "all"), "0 to 26 points"),
        (("--cell", "t5/rated-access", "--score", "3"), "no automatic part"),
        (("--cell", "t5/checked"), "--score POINTS"),
    ):
        status, said = trainer("rate", "--trainee", "dana", *words)
        assert (status, why in said) == (2, True), said
    assert "look at:" not in trainer("rate", "--trainee", "dana", "--cell", "t5/checked", "--score", "25.5")[1]
    assert not page.exists()
    assert trainer("certify", "--no-pdf", "--trainee", "dana")[0] == 0


def test_points_that_a_person_took_away_close_the_gate(cohort: Cohort, trainer: Certify) -> None:
    for rater in ("ana", "ben"):
        rate(cohort, rater, {"dana": nine()})
    suspect(cohort, "dana", "t5-run-plan")
    trainer("rate", "--trainee", "dana", "--cell", "t5/checked", "--score", "0")
    status, said = trainer("certify", "--no-pdf", "--trainee", "dana")
    assert status == 0
    assert "T5, run plan: 0 of 26 points" in said
    assert not issued(cohort)


def test_another_edition_than_the_one_that_was_assessed(cohort: Cohort, trainer: Certify) -> None:
    for rater in ("ana", "ben"):
        rate(cohort, rater, {"dana": nine()})
    write_settings(cohort.settings_file, replace(read_cohort(cohort.root).settings, edition="2024.01"))
    status, said = trainer("certify", "--no-pdf")
    assert status == 2
    assert f"assessed with edition 2024.01 of the course, and this is edition {EDITION}" in said
    assert not issued(cohort)


def test_one_that_is_taken_back(cohort: Cohort, trainer: Certify) -> None:
    for rater in ("ana", "ben"):
        rate(cohort, rater, {"dana": nine()})
    trainer("certify", "--no-pdf", "--trainee", "dana")
    (number,) = set(re.findall(r"urn:uuid:[0-9a-f-]{36}", of_dana(cohort, "certificate.html").read_text(encoding="utf-8")))
    status, said = trainer("certify", "--withdraw", number, "--reason", "given in error")
    assert (status, "withdrawn.csv" in said) == (0, True)
    words = ["--withdrawn", str(cohort.certificates / "withdrawn.csv")]
    assert main(["trainer", "verify", str(of_dana(cohort, "credential.jwt")), *words]) == 1
    assert trainer("certify", "--withdraw", "urn:uuid:0", "--reason", "x")[0] == 2
