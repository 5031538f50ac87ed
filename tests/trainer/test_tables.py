"""A task of the analyst kind: tables, charts and a function that repairs a notebook, with locked data from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import trainer_course as course
from nbformat.v4 import new_code_cell, new_notebook
from trainer_cells import filled, save
from trainer_place import release, scores

from commonground.trainer.blueprint import BlueprintError
from commonground.trainer.grading import Station
from commonground.trainer.limits import MIB, Limits
from commonground.trainer.result import GradedNotebook
from commonground.trainer.sandbox import Sandbox, course_package
from commonground.trainer.task_source import read_blueprint

CELLS = [
    new_code_cell("import pandas as pd\nimport plotly.express as px\nimport ipywidgets\nfrom commonground import county", id="start"),
    course.locked("data", "students = pd.read_csv('students.csv')\ndef by_school(table):\n    return table.groupby('school')"),
    course.answer("table", "### BEGIN SOLUTION\nshares = by_school(students)['late'].mean().rename('share').reset_index()\n### END SOLUTION"),
    course.tests(
        "table-test",
        4,
        "assert list(shares.columns) == ['school', 'share']\n### BEGIN HIDDEN TESTS\n"
        "right = by_school(students)['late'].mean()\n"
        "for school, share in zip(shares.school, shares['share']):\n    assert abs(right[school] - share) < 1e-9\n### END HIDDEN TESTS",
    ),
    course.answer("repair", "def gap(table):\n    ### BEGIN SOLUTION\n    rates = table.groupby('school').late.mean()\n    return rates.max() - rates.min()\n    ### END SOLUTION"),
    course.tests(
        "repair-test",
        6,
        "assert 0 <= gap(students) <= 1\n### BEGIN HIDDEN TESTS\nother = pd.DataFrame({'school': ['a', 'a', 'b'], 'late': [1, 0, 0]})\n"
        "assert gap(other) == 0.5\nassert gap(other.assign(late=0)) == 0\n### END HIDDEN TESTS",
    ),
]
RIGHT = {
    "table": "px.bar(students, x='school').show()\nshares = students.groupby('school', as_index=False).late.mean().rename(columns={'late': 'share'})\nshares",
    "repair": "def gap(table):\n    rates = table.groupby('school').late.mean()\n    return rates.max() - rates.min()",
}


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "students.csv").write_text("school,late\nNorth,1\nNorth,0\nSouth,1\nSouth,1\n", encoding="utf-8")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=CELLS, metadata={"kernelspec": kernel}), folder / "t7.ipynb")
    return folder


ROOMY = Limits(resident=800 * MIB, cell_seconds=30, total_seconds=60, test_seconds=20)


@pytest.fixture(scope="module")
def station(task: Path, sandbox: Sandbox) -> Iterator[Station]:
    blueprint = read_blueprint("t7", "t7", task / "t7.ipynb")
    roomy = Sandbox(limits=ROOMY, readable=(course_package(),))
    with Station(blueprint, roomy, {"students.csv": task / "students.csv"}) as made:
        yield made


def graded(station: Station, task: Path, tmp_path: Path, **answers: str) -> GradedNotebook:
    blueprint = read_blueprint("t7", "t7", task / "t7.ipynb")
    notebook = filled(release(blueprint), {**RIGHT, **answers})
    return station.grade(save(tmp_path / "t7.ipynb", notebook), {"students.csv": tmp_path / "t7.ipynb"})


def test_tables_and_functions_of_tables_are_graded(station: Station, task: Path, tmp_path: Path) -> None:
    result = graded(station, task, tmp_path)
    assert scores(result) == {"table-test": 4.0, "repair-test": 6.0}, [score.told for score in result.scores]
    assert not result.suspected
    assert not result.trouble


def test_a_hard_coded_answer_is_found_by_the_hidden_table(station: Station, task: Path, tmp_path: Path) -> None:
    result = graded(station, task, tmp_path, repair="def gap(table):\n    return 0.5")
    assert scores(result)["repair-test"] == 0.0
    told = next(score.told for score in result.scores if score.grade_id == "repair-test")
    assert told == "A test that is not shown here did not pass."


def test_a_table_that_was_altered_to_suit_the_answer_gains_nothing(station: Station, task: Path, tmp_path: Path) -> None:
    result = graded(
        station,
        task,
        tmp_path,
        table="students['late'] = 0\nshares = pd.DataFrame({'school': ['North', 'South'], 'share': [0.0, 0.0]})",
    )
    assert scores(result)["table-test"] == 0.0


def test_a_task_that_fails_by_itself_blames_no_submission(task: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    blueprint = read_blueprint("t7", "t7", task / "t7.ipynb")
    notebook = save(tmp_path / "t7.ipynb", filled(release(blueprint), RIGHT))
    with (
        Station(blueprint, Sandbox(limits=ROOMY, readable=(course_package(),))) as without_its_file,
        pytest.raises(BlueprintError, match="'data' of the task 't7' fails by itself"),
    ):
        without_its_file.grade(notebook)


