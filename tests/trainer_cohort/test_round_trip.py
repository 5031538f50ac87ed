"""A cohort of six by the commands: made, released, collected, graded (and killed meanwhile), given feedback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import cohort_kit as kit
import nbformat
import pytest
from cohort_kit import ONE, PEOPLE, SEVEN, answered, trainer, zip_of
from programs import ran, started
from trainer_cells import save
from trainer_steps import sandbox_or_skip, totals

from commonground.trainer.course_folder import CourseFolder

TOTALS = {"ana-lopez": 10, "ben": 10, "cleo": 3, "dan": 10, "eve": 10, "fay": 10}
POINTS = {person: 4.0 if total == 10 else 0.0 for person, total in TOTALS.items()}


@pytest.fixture(scope="module")
def needs_sandbox() -> None:
    sandbox_or_skip()


@pytest.fixture(scope="module")
def collected(released_cohort: Path, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cohort with everybody's work in it: zips and folders, T7 from the two analysts."""
    root = tmp_path_factory.mktemp("collected")
    cohort = Path(shutil.copytree(released_cohort, root / "spring"))
    for person, _, _, _, route in PEOPLE:
        tasks = (ONE, SEVEN) if route == "analyst" else (ONE,)
        work = {f"{task}/{task}.ipynb": answered(cohort, task, TOTALS[person] if task == ONE else 70) for task in tasks}
        zip_of(root / "mail" / f"spring-{person}.zip", {f"spring-{person}/{name}": notebook for name, notebook in work.items()})
    assert trainer("collect", root / "mail", "--cohort", cohort) == 0
    return cohort


def points(cohort: Path, task: str = ONE) -> dict[str, float]:
    return totals(CourseFolder(cohort, "spring"), task)


def intact(cohort: Path) -> bool:
    with sqlite3.connect(cohort / "gradebook.db") as database:
        return bool(database.execute("pragma integrity_check").fetchone() == ("ok",))


@pytest.mark.usefixtures("needs_sandbox")
def test_the_whole_way(collected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cohort = Path(shutil.copytree(collected, tmp_path / "spring"))
    assert trainer("grade", "--cohort", cohort, "--workers", 1) == 0
    out = capsys.readouterr().out
    assert f"{ONE}: 6 of 6" in out
    assert f"{SEVEN}: 2 of 2" in out
    assert "cleo       T1 0 of 4" in out
    assert "ben        T1 4 of 4   T7 4 of 4" in out
    assert points(cohort) == POINTS
    assert points(cohort, SEVEN) == {"ben": 4.0, "eve": 4.0}
    assert trainer("grade", "--cohort", cohort) == 0
    assert "Graded in this run: 0" in capsys.readouterr().out

    assert trainer("feedback", "--cohort", cohort) == 0
    assert "[1/6] Ana López (ana-lopez): 1 of 1 tasks" in capsys.readouterr().out
    pages = {place.relative_to(cohort / "feedback").as_posix(): place.read_text(encoding="utf-8") for place in (cohort / "feedback").rglob("*.html")}
    assert set(pages) == {f"{person[0]}/{name}.html" for person in PEOPLE for name in (ONE, "index")} | {f"ben/{SEVEN}.html", f"eve/{SEVEN}.html"}
    for page in pages.values():
        assert kit.SECRET not in page
        assert "<script" not in page
        assert "model answer" not in page
        assert "default-src 'none'" in page
    assert "0 of 4 automatic points; the raters are not done yet" in pages["cleo/index.html"]
    assert "Your result" not in pages["cleo/index.html"]
    assert "I asked, and she said no." in pages[f"cleo/{ONE}.html"]


@pytest.mark.usefixtures("needs_sandbox")
def test_ratings_and_the_result_reach_the_trainee(collected: Path, tmp_path: Path) -> None:
    cohort = Path(shutil.copytree(collected, tmp_path / "spring"))
    assert trainer("grade", "--cohort", cohort, "--task", ONE, "--workers", 1) == 0
    for rater, community, score in (("kim=Kim", False, 2), ("rosa=Rosa", True, 2)):
        assert trainer("rate", "--cohort", cohort, "--add-rater", rater, *(["--community"] if community else [])) == 0
        words = ["--rater", rater.split("=")[0], "--trainee", "dan", "--criterion", "two-way", "--score", score]
        trainer("rate", "--cohort", cohort, *words, "--note", f"{rater} says: you <b>heard</b> her.")
    assert trainer("feedback", "--cohort", cohort, "--trainee", "dan") == 0
    page = (cohort / "feedback" / "dan" / f"{ONE}.html").read_text(encoding="utf-8")
    assert "2 means: A listener&#x27;s point is taken up" in page
    assert "rosa=Rosa says: you &lt;b&gt;heard&lt;/b&gt; her." in page
    index = (cohort / "feedback" / "dan" / "index.html").read_text(encoding="utf-8")
    assert "2 of 3 points from the raters" in index
    assert "It is not settled yet" in index


@pytest.mark.usefixtures("needs_sandbox")
def test_what_cannot_be_graded_or_looks_odd_is_listed_with_what_to_do(
    collected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort = Path(shutil.copytree(collected, tmp_path / "spring"))
    shutil.rmtree(cohort / "submitted")
    tampered = answered(cohort)
    tampered.cells[2].source = "pass"
    save(cohort / "submitted" / "dan" / ONE / f"{ONE}.ipynb", tampered)
    (cohort / "submitted" / "fay" / ONE).mkdir(parents=True)
    (cohort / "submitted" / "fay" / ONE / f"{ONE}.ipynb").symlink_to(cohort / "source" / ONE / f"{ONE}.ipynb")
    save(cohort / "submitted" / "zoe" / ONE / f"{ONE}.ipynb", answered(cohort))
    assert trainer("grade", "--cohort", cohort, "--workers", 1) == 1
    out, err = capsys.readouterr()
    assert f"dan, {ONE}, count-test: The test had been rewritten" in out
    assert "They are questions, not verdicts" in out
    assert f"fay, {ONE}: {ONE}.ipynb: this is a link" in out
    assert "Ask for a new hand-in and collect it" in out
    assert "Not graded, because they are not in roster.csv: zoe" in err


@pytest.mark.usefixtures("needs_sandbox")
def test_killed_at_several_points_it_goes_on(collected: Path, tmp_path: Path, course: Path) -> None:
    cohort = Path(shutil.copytree(collected, tmp_path / "spring"))
    command = [sys.executable, "-m", "commonground", "trainer", "grade", "--cohort", str(cohort), "--workers", "1", "--task", ONE]
    environment = {**os.environ, "COMMONGROUND_COURSE": str(course)}
    graded: list[str] = []
    for lines in (1, 2, 1):
        with started(command, env=environment) as run:
            said = []
            while len(said) < lines:
                line = run.next_line().strip()
                if " were graded before" not in line:
                    said.append(line.rpartition(", ")[2])
            # What it printed and was not read before it is killed does not count.
            run.process.kill()
            graded += said
        assert intact(cohort)
        written = points(cohort)
        assert set(graded) <= set(written)
        assert all(POINTS[person] == score for person, score in written.items())
    done = ran(command, env=environment)
    assert done.returncode == 0, done.stderr
    last = [line.rpartition(", ")[2] for line in done.stdout.splitlines() if line.startswith(f"{ONE}: ") and "before" not in line]
    # Nobody was graded twice: who was told as done was not graded again.
    assert len(set(graded + last)) == len(graded + last)
    assert points(cohort) == POINTS
    assert intact(cohort)
    assert {place.stem for place in (cohort / "grading" / ONE).glob("[!.]*.json")} == set(POINTS)
    for person in POINTS:
        nbformat.read(cohort / "autograded" / person / ONE / f"{ONE}.ipynb", as_version=4)


def test_without_a_sandbox_it_refuses_and_says_what_to_do(
    collected: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("commonground.trainer.sandbox.shutil.which", lambda name: None)
    before = {place: place.stat().st_mtime_ns for place in collected.rglob("*")}
    assert trainer("grade", "--cohort", collected) == 2
    err = capsys.readouterr().err
    assert "apt install bubblewrap" in err
    assert "--own-submissions" in err
    assert {place: place.stat().st_mtime_ns for place in collected.rglob("*")} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "spark"], "--engine: 'spark' is not known. Write local, dask, or dask:ADDRESS"),
        (["--task", "t9"], "t9: no such task was released. Released are: t1-teach-a-segment"),
        (["--trainee", "zoe"], "'zoe' is not in roster.csv"),
        (["--workers", "0"], "--workers: at least one is needed"),
    ],
)
def test_a_mistake_in_the_command_gets_a_plain_word(
    words: list[str], said: str, collected: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trainer("grade", "--cohort", collected, *words) == 2
    assert said in capsys.readouterr().err


def test_the_engine_of_dask_is_asked_for_by_its_address(collected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from commonground.trainer import dask_engine
    from commonground.trainer.commands import grade

    asked: list[tuple[str | None, int | None]] = []
    monkeypatch.setattr(dask_engine, "dask_workers", lambda address, workers: asked.append((address, workers)))
    grade._engine("dask", 2)
    grade._engine("dask:tls://grader.example:8786", None)
    assert asked == [(None, 2), ("tls://grader.example:8786", None)]
    assert grade._engine("local", 3) is None


def test_feedback_before_grading_says_what_comes_first(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trainer("feedback", "--cohort", collected) == 2
    assert "commonground trainer grade" in capsys.readouterr().err


@pytest.mark.usefixtures("needs_sandbox")
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_nbgrader_s_own_autograding_is_switched_off(
    collected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    from commonground.trainer.cohort.nbgrader_course import NO_KERNEL, config_for

    cohort = Path(shutil.copytree(collected, tmp_path / "spring"))
    assert trainer("grade", "--cohort", cohort, "--trainee", "dan", "--workers", 1) == 0
    config = config_for(cohort)
    done = NbGraderAPI(CourseDirectory(config=config), config=config).autograde(ONE, "dan", force=True)
    assert not done["success"]
    assert NO_KERNEL in json.dumps(done)
    # It removed the graded notebook before it failed; the next run puts it back, and grades nothing anew.
    graded = cohort / "autograded" / "dan" / ONE / f"{ONE}.ipynb"
    assert not graded.exists()
    assert trainer("grade", "--cohort", cohort, "--trainee", "dan", "--workers", 1) == 0
    assert "Graded in this run: 0" in capsys.readouterr().out
    assert graded.is_file()
    assert points(cohort)["dan"] == 4.0
