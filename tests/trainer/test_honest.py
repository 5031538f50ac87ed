"""Honest submissions keep their points, however odd they are."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from trainer_course import FULL, answer
from trainer_place import Place, scores

Make = Callable[[Place], Any]


def _with(change: Callable[[list[Any]], object], **answers: str) -> Make:
    def make(place: Place) -> Any:
        made = copy.deepcopy(place.answers(**answers))
        change(made.cells)
        return made

    return make


def _without_ids(cells: list[Any]) -> None:
    for cell in cells:
        del cell["id"]


def _old_form(place: Place) -> Any:
    made = place.answers()
    _without_ids(made.cells)
    return {**made, "nbformat_minor": 2}


ODD: dict[str, Make] = {
    "a warning": lambda p: p.answers(count="import warnings, sys\nwarnings.warn('careful')\nprint('note', file=sys.stderr)\ntotal = 100"),
    "slow but in time": lambda p: p.answers(count="import time\ntime.sleep(1)\ntotal = 100"),
    "a helper in a cell of one's own": _with(
        lambda cells: cells.insert(3, new_code_cell("def helper(): return 100")), count="total = helper()"
    ),
    "an experiment that fails": _with(lambda cells: cells.insert(5, new_code_cell("1 / 0"))),
    "text of one's own": _with(lambda cells: cells.insert(0, new_markdown_cell("my notes"))),
    "a lot of printing": lambda p: p.answers(count="print('x' * 3_000_000)\ntotal = 100"),
    "names of built-in functions used": lambda p: p.answers(count="list = [1]; type = 3; json = None; str = 'x'\ntotal = 100"),
    "a tuple where a list was shown": lambda p: p.answers(ways="ways = ('ask', 'listen', 'share')"),
    "a set with more in it": lambda p: p.answers(ways="ways = {'ask', 'listen', 'share', 'eat'}"),
    "the keys of a table": lambda p: p.answers(ways="ways = {'ask': 1, 'listen': 2, 'share': 3}.keys()"),
    "a lambda": lambda p: p.answers(rate="rate = lambda part, whole: part / whole"),
    "a function with a cache": lambda p: p.answers(
        rate="seen = {}\ndef rate(part, whole):\n    return seen.setdefault((part, whole), part / whole)"
    ),
    "a function that prints": lambda p: p.answers(rate="def rate(part, whole):\n    print('hello' * 1000)\n    return part / whole"),
    "a number of numpy": lambda p: p.answers(rate="import numpy\ndef rate(part, whole):\n    return numpy.float64(part) / whole"),
    "magic lines": lambda p: p.answers(count="%time total = 100\n%precision 3"),
    "the answer typed into the test's place too": _with(lambda cells: cells.append(new_code_cell("assert total == 100"))),
    "an answer cell there twice, the second one blank": _with(
        lambda cells: cells.append(answer("count", "# YOUR CODE HERE\nraise NotImplementedError()"))
    ),
    "an answer given again further down": _with(lambda cells: cells.append(answer("count", "total = 100")), count="total = -1"),
    "cells without ids": _old_form,
    "an answer cell that lost its metadata": _with(lambda cells: cells[3].metadata.clear()),
    "a plain cell deleted": _with(lambda cells: cells.pop(1)),
    "outputs kept": _with(
        lambda cells: cells[3].update(outputs=[{"output_type": "stream", "name": "stdout", "text": "old"}], execution_count=7)
    ),
    "a display hook and options": lambda p: p.answers(count="import warnings\nwarnings.simplefilter('error')\ntotal = 100"),
    "files written and read back": lambda p: p.answers(
        count="open('mine.txt', 'w').write('100')\ntotal = int(open('mine.txt').read())"
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_but_right(name: str, place: Place) -> None:
    graded = place.grade(ODD[name](place))
    assert {grade_id: scores(graded)[grade_id] for grade_id in FULL} == FULL, [s.told for s in graded.scores]
    assert not graded.suspected, [s.reasons for s in graded.suspected]
    assert not graded.trouble


def test_files_that_came_with_it_can_be_read(place: Place, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("100", encoding="utf-8")
    notebook = place.answers(count="total = int(open('data/mine.csv').read())")
    graded = place.grade(notebook, **{"data/mine.csv": tmp_path / "mine.csv"})
    assert scores(graded)["count-test"] == FULL["count-test"]


def test_partly_right_and_blank(place: Place) -> None:
    graded = place.grade(place.answers(ways="ways = ['ask', 'eat']", why="", rate="# YOUR CODE HERE\nraise NotImplementedError()"))
    assert scores(graded) == {"count-test": 5.0, "ways-test": 1.0, "rate-test": 0.0, "why": 0.0}
    assert graded.comments["why"] == "No response."
    outcome = {score.grade_id: score.outcome for score in graded.scores}
    assert outcome["ways-test"] == "partly"


def test_free_text_waits_for_a_person(place: Place) -> None:
    graded = place.grade(place.answers())
    why = next(score for score in graded.scores if score.grade_id == "why")
    assert why.score is None
    assert why.look
    assert why.outcome == "for a person"


@pytest.mark.parametrize("content", ["", "not json", '{"cells": 7}', "[]", '{"cells": [{"cell_type": "code"', "[" * 100_000, "PK\x03\x04"])
def test_what_is_no_notebook_scores_zero_with_a_plain_word(place: Place, tmp_path: Path, content: str) -> None:
    broken = tmp_path / "check1.ipynb"
    broken.write_text(content, encoding="utf-8")
    graded = place.station.grade(broken)
    assert set(scores(graded).values()) == {0.0}
    assert graded.trouble.startswith("check1.ipynb: ")
    assert "again" in graded.trouble


def test_nothing_handed_in(place: Place) -> None:
    graded = place.station.grade(None)
    assert set(scores(graded).values()) == {0.0}
    assert graded.trouble == "This notebook was not handed in."
