"""What trainees get has no answer in it, and a task with an answer left in it is not released."""

from __future__ import annotations

import datetime
import json
import shutil
import sys
import zipfile
from pathlib import Path

import cohort_kit as kit
import pytest
from cohort_kit import ONE, SECRET, SEVEN, trainer
from nbgrader.api import Gradebook
from programs import ran
from trainer_cells import save

from commonground.trainer.cohort import read_cohort
from commonground.trainer.cohort.secrets_of import leaks_in, secret_lines
from commonground.trainer.cohort.stamp import stamp_of

OTHERS = ["model answer", SECRET, "BEGIN SOLUTION", "BEGIN HIDDEN TESTS"]


def source(cohort: Path, task: str = ONE) -> Path:
    return cohort / "source" / task / f"{task}.ipynb"


def change(place: Path, old: str, new: str) -> None:
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_cohort_is_an_nbgrader_course(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--due", "2027-03-01", "--due", "t7=2027-04-01", "--rater", "kim=Kim Park", "--community-rater", "rosa=Rosa Diaz"]
    assert kit.new_cohort(course, tmp_path / "Spring 2027", *words) == 0
    assert "trainees: 6 (4 community, 2 analyst)" in capsys.readouterr().out
    cohort = read_cohort(tmp_path / "Spring 2027")
    assert (cohort.id, cohort.settings.title) == ("spring-2027", "Spring 2027")
    assert {task: str(day) for task, day in cohort.settings.due.items()} == {ONE: "2027-03-01", SEVEN: "2027-04-01"}
    assert [(rater.id, rater.community) for rater in cohort.raters] == [("kim", False), ("rosa", True)]
    assert [person.id for person in cohort.trainees()] == [person[0] for person in kit.PEOPLE]
    with Gradebook(cohort.db_url, cohort.id) as gradebook:
        assert {(row.id, row.last_name) for row in gradebook.students} == {(person[0], person[2]) for person in kit.PEOPLE}
    stamp = stamp_of(json.loads(source(cohort.root).read_text(encoding="utf-8"))["metadata"])
    assert stamp is not None
    assert (stamp.cohort, stamp.task) == ("spring-2027", ONE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--roster", "nowhere.csv"], "nowhere.csv: this file cannot be read"),
        (["--due", "1 March"], "--due: '1 March' is not a date. Write it as year-month-day"),
        (["--due", "t9=2027-03-01"], "--due: there is no task 't9'"),
        (["--rater", "Kim Park"], "--rater: 'Kim Park' cannot be an id"),
        (["--rater", "kim=K", "--community-rater", "KIM=L"], "two raters have the id 'KIM'"),
        (["--organization", " "], "--organization is empty"),
        (["--id", "a/b"], "--id: 'a/b' cannot be an id"),
    ],
)
def test_a_mistake_leaves_no_half_made_cohort(
    words: list[str], said: str, course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kit.new_cohort(course, tmp_path / "spring", *words) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_not_touched(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "spring" / "mine.txt", "x")
    assert kit.new_cohort(course, tmp_path / "spring") == 2
    assert "is there already and is not empty. Nothing was changed" in capsys.readouterr().err
    assert [place.name for place in (tmp_path / "spring").iterdir()] == ["mine.txt"]


def test_released_text_has_no_answer(released_cohort: Path) -> None:
    texts = [place.read_bytes().decode("utf-8", "replace") for place in (released_cohort / "release").rglob("*") if place.is_file()]
    for archive in (released_cohort / "for-trainees").rglob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            texts += [opened.read(name).decode("utf-8") for name in opened.namelist()]
    assert len(texts) > 20
    for text in texts:
        for word in OTHERS:
            assert word not in text


def test_trainees_get_the_tasks_of_their_route_and_two_pages(released_cohort: Path) -> None:
    folder = released_cohort / "for-trainees"
    assert sorted(place.name for place in folder.iterdir()) == ["by-name", "spring-analyst", "spring-analyst.zip", "spring-community", "spring-community.zip"]
    assert sorted(place.name for place in (folder / "spring-community").iterdir()) == ["READ-ME-FIRST.html", "how-you-are-rated.html", ONE]
    with zipfile.ZipFile(folder / "by-name" / "spring-ben.zip") as archive:
        assert f"spring-ben/{SEVEN}/{SEVEN}.ipynb" in archive.namelist()
        assert f"spring-ben/{ONE}/notes.txt" in archive.namelist()
    assert len(list((folder / "by-name").iterdir())) == len(kit.PEOPLE)
    readme = (folder / "spring-community" / "READ-ME-FIRST.html").read_text(encoding="utf-8")
    assert "Do one at a time." in readme
    assert "March 1, 2026" in readme
    assert kit.CONTACT in readme
    rubric = (folder / "spring-analyst" / "how-you-are-rated.html").read_text(encoding="utf-8")
    assert rubric.count("<h2>") == 10
    assert "<script" not in rubric + readme
    # Notes for raters stay with the raters.
    assert "looks for" not in rubric.lower()


def test_due_dates_are_in_the_gradebook(released_cohort: Path) -> None:
    cohort = read_cohort(released_cohort)
    with Gradebook(cohort.db_url, cohort.id) as gradebook:
        due = gradebook.find_assignment(ONE).duedate
    assert due is not None
    assert abs((due - datetime.datetime(2026, 3, 2)).total_seconds()) < 15 * 3600


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"# T1: A small task', '"The key: total = 10 + 0  # the model answer'),
        ('"kernelspec"', '"note": "They trust whoever asks them first, says the model answer.", "kernelspec"'),
    ],
    ids=["in the words", "in the metadata"],
)
def test_an_answer_anywhere_stops_the_release_of_that_task(
    old: str, new: str, cohort: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonground.trainer.cohort import releasing

    secret = secret_lines(json.loads(source(cohort).read_text(encoding="utf-8")))
    monkeypatch.setattr(releasing, "secret_lines", lambda _: secret)
    change(source(cohort), old, new)
    assert trainer("release", "--cohort", cohort) == 1
    out, err = capsys.readouterr()
    assert f"{ONE}: this was not released, because parts of a solution" in err
    assert "the model answer" in err
    assert f"{SEVEN}: unchanged" in out
    assert not (cohort / "release" / ONE).exists()
    assert not (cohort / "for-trainees" / "spring-community" / ONE).exists()


def test_a_key_in_a_file_beside_the_notebook_stops_the_release(cohort: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source(cohort).parent / "key.txt").write_text(f"assert total == 10, '{SECRET} is the key to {ONE}'", encoding="utf-8")
    assert trainer("release", "--cohort", cohort) == 1
    assert "key.txt: assert total == 10" in capsys.readouterr().err


def test_a_solution_cell_that_is_marked_as_a_locked_one_is_found(tmp_path: Path) -> None:
    content = json.loads(json.dumps(kit.task_notebook(ONE)))
    secret = secret_lines(content)
    assert "They trust whoever asks them first, says the model answer." in secret
    assert "assert isinstance(total, int), 'total is a whole number'" not in secret
    save(tmp_path / "x.ipynb", content)
    found = {leak.text for leak in leaks_in(tmp_path, secret)}
    assert "BEGIN SOLUTION" in found
    assert any(SECRET in text for text in found)


def test_a_task_that_was_changed_is_released_anew_until_someone_hands_it_in(
    cohort: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stamp_of(kit.released(cohort).metadata)
    change(source(cohort), '"points": 4', '"points": 5')
    assert trainer("release", "--cohort", cohort) == 0
    assert f"{ONE}: released anew" in capsys.readouterr().out
    after = stamp_of(kit.released(cohort).metadata)
    assert before is not None
    assert after is not None
    assert before.release != after.release
    (cohort / "submitted" / "dan" / ONE).mkdir(parents=True)
    change(source(cohort), '"points": 5', '"points": 6')
    assert trainer("release", "--cohort", cohort) == 1
    assert "was changed after it was released, and there are hand-ins" in capsys.readouterr().err
    assert (cohort / "release" / ONE).is_dir()


def test_a_notebook_that_nbgrader_cannot_convert_is_named(cohort: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(source(cohort, SEVEN), "### END SOLUTION", "### the end")
    assert trainer("release", "--cohort", cohort) == 1
    assert SEVEN in capsys.readouterr().err


def test_plain_nbgrader_knows_the_cohort(released_cohort: Path, tmp_path: Path) -> None:
    cohort = shutil.copytree(released_cohort, tmp_path / "spring")
    program = "from nbgrader.apps import NbGraderApp\nNbGraderApp.launch_instance()"
    listed = ran([sys.executable, "-c", program, "db", "student", "list"], cwd=cohort)
    assert "ana-lopez" in listed.stdout + listed.stderr


def test_the_help_of_a_step_needs_no_other_step(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        trainer("collect", "--help")
    out = capsys.readouterr().out
    assert "received/names.csv" in out
    assert "Exit status: 0 all is done; 1 done, but something needs a person" in out
    code = "import sys\nfrom commonground.cli import build_parser\nbuild_parser('trainer')\nprint('nbgrader' in sys.modules, 'commonground.trainer.batch' in sys.modules)"
    assert ran([sys.executable, "-c", code], check=True).stdout.strip() == "False False"
