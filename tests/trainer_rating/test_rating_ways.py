"""Every way in which a rating arrives, by the commands that a trainer types, on a small graded cohort."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import rating_cohort as small
from nbgrader.api import Grade

from commonground.trainer import commands
from commonground.trainer.cohort import Cohort, read_cohort, write_settings
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.rating import Outcome, decide
from commonground.trainer.rating import room as rooms
from commonground.trainer.rating.desk import Desk
from commonground.trainer.rating.room import collect, prepare_room, with_anchors
from commonground.trainer.rating.spreadsheet import read_table
from commonground.trainer.rating.store import Rating, RatingError, RatingStore

Do = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    return small.make(tmp_path_factory.mktemp("rating") / "cohort")


@pytest.fixture
def cohort(made: Cohort, tmp_path: Path) -> Cohort:
    return small.copied(made, tmp_path / "cohort")


@pytest.fixture
def do(cohort: Cohort, capsys: pytest.CaptureFixture[str]) -> Do:
    """Runs a step on the cohort; returns its exit status and all that it said."""

    def run(step: str, *words: str) -> tuple[int, str]:
        import argparse

        parser = argparse.ArgumentParser()
        commands.add_arguments(parser)
        status = commands.run(parser.parse_args([step, "--cohort", str(cohort.root), *words]))
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def fill(place: Path, score: str = "2") -> None:
    """Fill in every score of a form, as someone with a German Excel does."""
    rows = read_table(place, ["trainee"])
    lines = ["trainee;criterion;score;version", *(f"{row.get('trainee')};{row.get('criterion')};{score};{row.get('version')}" for row in rows)]
    place.write_bytes("\r\n".join(lines).encode("utf-16"))


def rate_all(cohort: Cohort, score: int = 2, raters: tuple[str, ...] = ("ana", "ben")) -> None:
    """Everything rated alike, straight into the store."""
    for rater in raters:
        ratings = {
            (person.id, name): Rating(person.id, name, score, when=small.STAMP + datetime.timedelta(days=2))
            for person in cohort.trainees()
            for name in (*small.NINE, *(["caregiver"] if person.route == "analyst" else []))
        }
        RatingStore(cohort.ratings).write(rater, ratings)


def manual_scores(cohort: Cohort, trainee: str, task: str) -> dict[str, tuple[float | None, bool, str | None]]:
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        (part,) = gradebook.find_submission(task, trainee).notebooks
        notes = {note.name: note.manual_comment for note in part.comments}
        return {one.name: (one.manual_score, one.needs_manual_grade, notes.get(one.name)) for one in part.grades if one.name != "checked"}


def test_nothing_rated_yet_names_what_is_missing(do: Do) -> None:
    status, said = do("rate")
    assert status == 1
    assert "dana needs two ratings, for Fidelity, Neutrality" in said


def test_a_form_goes_out_and_comes_back(do: Do, cohort: Cohort) -> None:
    place = cohort.rating_forms / "ana" / "ratings-ana.csv"
    status, said = do("rate", "--rater", "ana", "--form", "csv")
    assert status == 0
    assert "28 rows" in said
    rows = read_table(place, ["trainee", "name", "question", "what earns 3"])
    assert {row.get("name") for row in rows} == {"Dana Diaz", "Eli =Early", "Fay Fox"}
    asked = [row.get("criterion") for row in rows]
    assert asked == sorted(asked, key=asked.index), "all trainees under one question"
    assert all((place.parent / row.get("read")).is_file() for row in rows)
    assert "Rate alone first" in (place.parent / "READ-ME-FIRST.html").read_text(encoding="utf-8")
    pages = {page.name: page.read_text(encoding="utf-8") for page in (place.parent / "work").glob("*.html")}
    assert len(pages) == 16
    page = pages["dana-t5-run-plan.html"]
    assert "The work of Dana Diaz" in page
    assert "To rate: Access" in page
    assert "Your points" not in page
    fill(place)
    assert "28 new ratings" in do("rate", "--rater", "ana", "--read", str(place))[1]
    # A filled form is not overwritten by the next.
    do("rate", "--rater", "ana", "--form", "csv")
    assert place.with_stem("ratings-ana-2").exists()
    assert place.read_bytes().startswith(b"\xff\xfe")


def test_a_blind_form_and_its_pages_name_nobody(do: Do, cohort: Cohort) -> None:
    do("rate", "--rater", "ana", "--form", "csv", "--blind")
    for place in (cohort.rating_forms / "ana").rglob("*.*"):
        assert not {"Dana", "Diaz", "Early", "Fox"} & set(place.read_text(encoding="utf-8-sig").replace(",", " ").split())


def test_two_forms_make_a_decision_and_reach_the_gradebook(do: Do, cohort: Cohort) -> None:
    for rater in ("ana", "ben"):
        do("rate", "--rater", rater, "--form", "csv")
        place = cohort.rating_forms / rater / f"ratings-{rater}.csv"
        fill(place, "2,0" if rater == "ana" else "3")
        status, said = do("rate", "--rater", rater, "--read", str(place))
    assert status == 0
    assert "All ratings are in" in said
    decision = decide(cohort, "dana")
    assert (decision.outcome, decision.total) == (Outcome.PASSED, 22.5)
    assert [(one.id, one.community) for one in decision.raters] == [("ana", True), ("ben", False)]
    assert [gate.task for gate in decision.gates] == list(small.TASKS)[:6]
    assert len(decide(cohort, "fay").gates) == 7
    assert manual_scores(cohort, "dana", "t2-hold-a-hard-moment") == {
        "rated-neutrality": (2.5, False, None), "rated-care": (2.5, False, None),
    }


def test_one_wrong_row_and_nothing_changes(do: Do, cohort: Cohort, tmp_path: Path) -> None:
    rate_all(cohort)
    before = RatingStore(cohort.ratings).place("ana").read_bytes()
    form = tmp_path / "form.csv"
    form.write_text("trainee,criterion,score\ndana,care,3\ndana,access,7\nzoe,care,1\n")
    status, said = do("rate", "--rater", "ana", "--read", str(form))
    assert status == 2
    assert "row 3: 7 is not one of" in said
    assert "row 4: there is no trainee 'zoe'" in said
    assert RatingStore(cohort.ratings).place("ana").read_bytes() == before


def test_a_damaged_store_is_set_aside_and_said(do: Do, cohort: Cohort) -> None:
    rate_all(cohort)
    RatingStore(cohort.ratings).place("ben").write_bytes(b"\0\0\0")
    status, said = do("rate")
    assert status == 2
    assert "set aside as ben.damaged-1.csv" in said


def test_a_disagreement_a_talk_and_a_third_rater(do: Do, cohort: Cohort) -> None:
    rate_all(cohort)
    one = ("--trainee", "dana", "--criterion", "care")
    desk = Desk(cohort)
    desk.keep("ana", {**desk.kept["ana"], ("dana", "care"): Rating("dana", "care", 0)})
    status, said = do("rate")
    assert status == 1
    assert "to talk about, 2 or more apart: dana, Care: ana 0, ben 2." in said
    assert decide(cohort, "dana").outcome is Outcome.WAITING
    assert manual_scores(cohort, "dana", "t2-hold-a-hard-moment")["rated-care"][:2] == (None, True)
    do("rate", "--rater", "ana", *one, "--score", "1", "--why", "nobody was named")
    do("rate", "--rater", "ben", *one, "--score", "3")
    assert "a third rater has to decide" in do("rate")[1]
    status, said = do("rate", "--rater", "cho", *one, "--score", "2", "--note", "Ask first, then read.")
    assert status == 0
    assert "decided by a third rater" in said
    kept = Desk(cohort).kept
    first = kept["ana"]["dana", "care"]
    assert (first.score, first.changed, first.why, first.talked_with) == (0, 1, "nobody was named", ("ben",))
    assert kept["cho"]["dana", "care"].third
    assert decide(cohort, "dana").outcome is Outcome.PASSED
    assert manual_scores(cohort, "dana", "t2-hold-a-hard-moment")["rated-care"] == (2.0, False, "Ask first, then read.")


def test_a_zero_that_stands_is_listed_and_names_the_task(do: Do, cohort: Cohort) -> None:
    rate_all(cohort, 3)
    desk = Desk(cohort)
    desk.keep("ana", {**desk.kept["ana"], ("eli", "access"): Rating("eli", "access", 0)})
    desk.keep("ben", {**desk.kept["ben"], ("eli", "access"): Rating("eli", "access", 1)})
    assert "a zero stands: eli, Access" in do("rate")[1]
    made = decide(cohort, "eli")
    assert (made.outcome, made.repeat_task) == (Outcome.NOT_YET, "t5-run-plan")
    assert made.repeat_until == small.STAMP.date() + datetime.timedelta(days=62)


def test_who_is_third_can_be_said_afterwards(do: Do, cohort: Cohort) -> None:
    rate_all(cohort, 2, ("ben", "cho"))
    assert "needs a rating by a community member" in do("rate")[1]
    rate_all(cohort, 2, ("ana",))
    assert "which of three or more raters is the third" in do("rate")[1]
    for trainee in ("dana", "eli", "fay"):
        status, _ = do("rate", "--rater", "cho", "--third", "--trainee", trainee)
    assert status == 0


def test_a_room_holds_no_other_rater_s_marks(cohort: Cohort) -> None:
    rate_all(cohort)
    desk = Desk(cohort)
    desk.write_agreed()
    desk.keep("ben", {**desk.kept["ben"], ("dana", "care"): Rating("dana", "care", 3, "ben's words")})
    room = prepare_room(cohort, small.RATERS[0], desk.cells, desk.questions, {("dana", "access"): Rating("dana", "access", 1, "mine")}, desk.work, blind=True)
    with open_gradebook(room.db_url, cohort.id) as gradebook:
        assert [one.name for one in gradebook.assignments] == [task for task, (criteria, _) in small.TASKS.items() if criteria]
        assert {(one.first_name, one.last_name, one.email) for one in gradebook.students} == {(None, None, None)}
        grades = [one for one in gradebook.db.query(Grade) if one.name != "checked"]
        assert [(one.name, one.manual_score) for one in grades if one.manual_score is not None] == [("rated-access", 1.0)]
    assert b"ben's words" not in room.gradebook_file.read_bytes()
    assert "Diaz" not in (room.autograded / "dana" / "t5-run-plan" / "t5-run-plan.ipynb").read_text()


def test_a_gradebook_that_another_program_holds_is_not_waited_for_without_end(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(cohort)
    work = desk.work
    monkeypatch.setattr(rooms, "PATIENCE", 0.0)
    with closing(sqlite3.connect(cohort.gradebook_file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RatingError, match="Another program has held the gradebook"):
            prepare_room(cohort, small.RATERS[0], desk.cells, desk.questions, {}, work)
    assert prepare_room(cohort, small.RATERS[0], desk.cells, desk.questions, {}, work).gradebook_file.is_file()


def test_scores_of_a_room_are_collected_once(do: Do, cohort: Cohort) -> None:
    desk = Desk(cohort)
    room = prepare_room(cohort, small.RATERS[0], desk.cells, desk.questions, {}, desk.work)
    with open_gradebook(room.db_url, cohort.id) as gradebook:
        (part,) = gradebook.find_submission("t2-hold-a-hard-moment", "dana").notebooks
        scores = {"rated-care": 3.0, "rated-neutrality": 1.5}
        for grade in part.grades:
            grade.manual_score = scores.get(grade.name)
        gradebook.db.commit()
    status, said = do("rate", "--collect")
    assert status == 1
    assert "ana: 1 new ratings" in said
    assert "not taken: dana, neutrality: 1.5 is not one of" in said
    assert "0 new ratings, 0 changed" in do("rate", "--collect", "--rater", "ana")[1]
    assert do("rate", "--collect", "--rater", "ben")[0] == 2
    assert Desk(cohort).kept["ana"]["dana", "care"].score == 3


def test_work_that_is_handed_in_anew_is_rated_anew(do: Do, cohort: Cohort) -> None:
    one = ("--trainee", "dana", "--criterion", "access")
    for rater, score in (("ana", "3"), ("ben", "3")):
        do("rate", "--rater", rater, *one, "--score", score)
    desk = Desk(cohort)
    room = prepare_room(cohort, small.RATERS[0], desk.cells, desk.questions, desk.ratings["ana"], desk.work)
    do("rate", "--rater", "ana", "--form", "csv")
    assert "0 changed" in do("rate", "--collect")[1]
    notebook = cohort.autograded / "dana" / "t5-run-plan" / "t5-run-plan.ipynb"
    notebook.write_text(notebook.read_text().replace("what I did", "what I did the second time"))
    status, said = do("rate")
    assert "rate again: dana handed in anew after ana rated Access" in said
    assert status == 1
    assert manual_scores(cohort, "dana", "t5-run-plan")["rated-access"][:2] == (None, True)
    assert [text for text in collect(room, Desk(cohort).work).troubles if "anew" in text]
    assert "anew since the form" in do("rate", "--rater", "ana", "--read", str(cohort.rating_forms / "ana" / "ratings-ana.csv"))[1]
    for rater, score in (("ana", "1"), ("ben", "3")):
        do("rate", "--rater", rater, *one, "--score", score)
    ratings = Desk(cohort).ratings
    assert (ratings["ana"]["dana", "access"].score, ratings["ana"]["dana", "access"].changed) == (1, None)
    assert (cohort.ratings / "earlier" / "ana.csv").read_text().count("\n") == 2


def test_a_gate_waits_for_a_look_at_what_is_suspected(cohort: Cohort) -> None:
    rate_all(cohort)
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        (part,) = gradebook.find_submission("t6-knowledge-and-sources", "dana").notebooks
        part.grades[0].auto_score, part.grades[0].needs_manual_grade = 0.0, True
        gradebook.db.commit()
    made = decide(cohort, "dana")
    assert made.outcome is Outcome.WAITING
    assert "a person has to look at checked" in made.reasons[0]


def test_missing_work_and_a_closed_gate(cohort: Cohort) -> None:
    rate_all(cohort)
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        gradebook.remove_submission("t6-knowledge-and-sources", "dana")
        (part,) = gradebook.find_submission("t6-knowledge-and-sources", "eli").notebooks
        part.grades[0].auto_score = 23.0
        gradebook.db.commit()
    assert decide(cohort, "dana").reasons == ("T6, knowledge and sources: not handed in, or not graded yet.",)
    made = decide(cohort, "eli")
    assert (made.outcome, made.repeat_task) == (Outcome.NOT_YET, "t6-knowledge-and-sources")
    assert made.reasons == ("T6, knowledge and sources: 23 of 30 points by the automatic checks; 24 are needed.",)


def test_a_rater_is_added(do: Do, cohort: Cohort) -> None:
    assert do("rate", "--add-rater", "rosa=Rosa Diaz", "--community")[0] == 0
    assert read_cohort(cohort.root).raters[-1] == replace(small.RATERS[0], id="rosa", name="Rosa Diaz")
    assert do("rate", "--add-rater", "rosa=R")[0] == 2
    assert do("rate", "--add-rater", "rosa/../x=R")[0] == 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--rater", "zed", "--form", "csv"], "'zed' is no rater"), (["--form", "csv"], "--rater ID"),
        (["--rater", "ana", "--score", "2"], "--trainee ID"), (["--rater", "ana", "--read", "nowhere.csv"], "cannot be opened"),
        (["--rater", "ana", "--trainee", "dana", "--criterion", "caregiver", "--score", "2"], "is not rated for dana"),
        (["--rater", "ana", "--trainee", "dana", "--criterion", "care", "--score", "5"], "--score: 5 is not"),
        (["--rater", "ana", "--trainee", "zoe", "--criterion", "care", "--score", "1"], "'zoe' is not in roster.csv"),
        (["--rater", "cho", "--third", "--trainee", "dana"], "no such rating yet"), (["--rater", "ana", "--third"], "--trainee ID"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(words: list[str], part: str, do: Do) -> None:
    status, said = do("rate", *words)
    assert status == 2
    assert part in said


def test_a_cohort_without_raters_or_work(do: Do, cohort: Cohort) -> None:
    write_settings(cohort.settings_file, replace(cohort.settings, raters=()))
    assert "there is no rater yet" in do("rate")[1]
    write_settings(cohort.settings_file, cohort.settings)
    cohort.gradebook_file.unlink()
    assert "nothing to rate yet" in do("rate", "--rater", "ana", "--form", "csv")[1]
    assert "nothing to rate yet" in do("rate", "--rater", "ana", "--open", "--no-browser")[1]


def test_anchors_stand_once_before_the_answer_and_need_no_rubric_elsewhere(cohort: Cohort) -> None:
    desk = Desk(cohort)
    content = json.loads((cohort.autograded / "dana" / "t5-run-plan" / "t5-run-plan.ipynb").read_text())
    cells = with_anchors(content, desk.cells, desk.questions)["cells"]
    assert [cell["id"] for cell in cells] == ["checked", "anchors-of-access", "rated-access"]
    assert all(f"- **{score}**: " in cells[1]["source"] for score in range(4))
    # Where the task itself says them, as those of the course do, they are not said again.
    anchors = "\n".join(f"- **{score}**: {text}" for score, text in enumerate(desk.questions["access"].anchors)).replace(". ", ".\n  ")
    told = {"cell_type": "markdown", "id": "how", "metadata": {}, "source": anchors.splitlines(keepends=True)}
    cells = with_anchors({**content, "cells": [content["cells"][0], told, *content["cells"][1:]]}, desk.cells, desk.questions)["cells"]
    assert "- **0**" not in cells[2]["source"]
    assert "Look for" in cells[2]["source"]


def test_a_third_rater_s_form_holds_only_what_needs_one(do: Do, cohort: Cohort) -> None:
    rate_all(cohort)
    assert "No third rater is needed" in do("rate", "--rater", "cho", "--form", "csv", "--third")[1]
    desk = Desk(cohort)
    for key, score in {("dana", "care"): 0, ("eli", "access"): 0, ("fay", "feedback"): 1}.items():
        desk.keep("ana", {**desk.kept["ana"], key: Rating(*key, score)})
    desk.keep("ben", {**desk.kept["ben"], ("eli", "access"): Rating("eli", "access", 1)})
    assert "2 rows" in do("rate", "--rater", "cho", "--form", "csv", "--third")[1]
    place = cohort.rating_forms / "cho" / "ratings-cho.csv"
    fill(place)
    assert do("rate", "--rater", "cho", "--read", str(place), "--third")[0] == 0
    assert decide(cohort, "dana").scores["care"] == decide(cohort, "eli").scores["access"] == 2


def test_damaged_copies_are_set_aside_or_named(do: Do, cohort: Cohort) -> None:
    room = cohort.rating_forms / "ana"
    room.mkdir(parents=True)
    (room / "gradebook.db").write_bytes(b"no database at all" * 100)
    status, said = do("rate", "--rater", "ana", "--collect")
    assert status == 2
    assert (room / "gradebook.damaged-1.db").is_file()
    assert "set aside as gradebook.damaged-1.db" in said
    notebook = cohort.autograded / "dana" / "t5-run-plan" / "t5-run-plan.ipynb"
    notebook.write_text("{", encoding="utf-8")
    assert "Grade this task again" in do("rate", "--rater", "ana", "--form", "csv")[1]
    cohort.gradebook_file.write_bytes(b"no database at all" * 100)
    status, said = do("rate")
    assert status == 2
    assert "the gradebook cannot be read" in said


def test_grading_anew_does_not_leave_agreed_scores_in_doubt(do: Do, cohort: Cohort) -> None:
    rate_all(cohort)
    do("rate")
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        for grade in gradebook.db.query(Grade):
            grade.needs_manual_grade = grade.manual_score is not None
        gradebook.db.commit()
    do("report")
    assert {waits for _, waits, _ in manual_scores(cohort, "dana", "t2-hold-a-hard-moment").values()} == {False}
