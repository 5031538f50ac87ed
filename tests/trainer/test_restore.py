"""Whatever is done to the cells of a submission, the form of the task comes back."""

from __future__ import annotations

from typing import Any

import pytest
import trainer_course as course
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.blueprint import Blueprint
from commonground.trainer.restore import EXTRA, restore
from commonground.trainer.submission import SubmittedCell
from commonground.trainer.task_source import BlueprintError, read_blueprint


@pytest.fixture(scope="module")
def blueprint(tmp_path_factory: pytest.TempPathFactory) -> Blueprint:
    return read_blueprint(course.TASK, "check1", course.write_source(tmp_path_factory.mktemp("restore")))


def as_released(blueprint: Blueprint) -> list[SubmittedCell]:
    return [
        SubmittedCell(c.cell_type, c.shown, c.cell_id, c.grade_id, dict(c.metadata.get("nbgrader", {})), ())
        for c in blueprint.cells
    ]


ids = ["count", "count-test", "ways", "ways-test", "rate", "rate-test", "why", "map", "families", "other", None]
flags = some.dictionaries(some.sampled_from(["grade", "solution", "locked", "task", "points"]), some.booleans() | some.integers())
cells = some.builds(
    SubmittedCell,
    some.sampled_from(["code", "markdown", "raw"]),
    some.sampled_from(["", "pass", "total = -1", "# YOUR CODE HERE\nraise NotImplementedError()"]),
    some.sampled_from(["count", "title", "imports", "x", ""]),
    some.sampled_from(ids),
    flags,
    some.just(("skip-execution",)) | some.just(()),
)


@given(some.lists(cells, max_size=12))
def test_any_cells_are_put_back_into_the_task(blueprint: Blueprint, given_cells: list[SubmittedCell]) -> None:
    restored = restore(blueprint, given_cells)
    places = [cell.place for cell in restored.cells if cell.place is not None]
    assert places == list(range(len(blueprint.cells)))
    for cell in restored.cells:
        if cell.place is None:
            assert cell.kind == EXTRA
            continue
        own = blueprint.cells[cell.place]
        assert (cell.kind, cell.cell_type) == (own.kind, own.cell_type)
        if own.kind in ("test", "locked", "task"):
            assert cell.source == own.shown


def test_what_was_released_comes_back_as_it_is(blueprint: Blueprint) -> None:
    restored = restore(blueprint, as_released(blueprint))
    assert not restored.notes
    assert [cell.source for cell in restored.cells] == [cell.shown for cell in blueprint.cells]


def test_added_cells_stay_where_they_were(blueprint: Blueprint) -> None:
    given_cells = as_released(blueprint)
    given_cells.insert(4, SubmittedCell("code", "helper = 1"))
    given_cells.append(SubmittedCell("markdown", "the end"))
    restored = restore(blueprint, given_cells)
    assert [cell.source for cell in restored.cells].index("helper = 1") == 4
    assert restored.cells[-1].source == "the end"


def _source(change: Any, tmp_path: Any) -> Any:
    import nbformat

    place = course.write_source(tmp_path)
    notebook = course.source_notebook()
    change(notebook)
    nbformat.write(notebook, place)
    return place


def test_a_test_that_reads_no_answer_is_remarked(tmp_path: Any) -> None:
    def change(notebook: Any) -> None:
        notebook.cells[4].source = "assert 1 + 1 == 2"

    made = read_blueprint(course.TASK, "check1", _source(change, tmp_path))
    assert made.remarks == ("The test 'count-test' reads no answer: it gives its points to everybody.",)


def test_two_cells_of_one_id_and_broken_tests_are_errors_of_the_task(tmp_path: Any) -> None:
    def double(notebook: Any) -> None:
        notebook.cells[5].metadata["nbgrader"]["grade_id"] = "count"

    with pytest.raises(BlueprintError, match="'count'"):
        read_blueprint(course.TASK, "check1", _source(double, tmp_path / "a"))

    def unended(notebook: Any) -> None:
        notebook.cells[4].source = "### BEGIN HIDDEN TESTS\nassert total"

    with pytest.raises(BlueprintError):
        read_blueprint(course.TASK, "check1", _source(unended, tmp_path / "b"))


def test_a_task_s_own_table_is_never_the_submission_s(blueprint: Blueprint) -> None:
    for cell in blueprint.cells:
        assert "families" not in cell.relies_on
        assert "close" not in cell.relies_on
        assert "math" not in cell.relies_on
    assert blueprint.cell("count-test").relies_on == ("total",)
    assert blueprint.cell("rate-test").relies_on == ("rate",)
