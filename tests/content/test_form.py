"""The canonical form of notebooks: one tiny bad notebook per defect, and rules that hold for any notebook."""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.content.form import METADATA, RULES, faults, is_readable_id, mended, proposed_id
from commonground.content.notebook import parse_notebook, source_of, write_text
from commonground.content.notebooks_command import check_file, fix_file, run

Notebook = dict[str, Any]
FILE = Path("lesson.ipynb")


def good() -> Notebook:
    return {
        "cells": [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# A title\n\nOne sentence.\nAnother."},
            {
                "cell_type": "code",
                "id": "start",
                "metadata": {},
                "source": "here = 1",
                "outputs": [],
                "execution_count": None,
            },
            {
                "cell_type": "code",
                "id": "shown",
                "metadata": {"tags": ["shown-result"]},
                "source": "1 + 1",
                "outputs": [
                    {
                        "output_type": "execute_result",
                        "data": {"text/plain": ["2"]},
                        "metadata": {},
                        "execution_count": 2,
                    }
                ],
                "execution_count": 2,
            },
        ],
        "metadata": copy.deepcopy(METADATA),
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def rules_broken(notebook: Notebook) -> set[str]:
    return {finding.rule.removeprefix("form: ") for finding in faults(notebook, write_text(notebook), FILE)}


def test_a_notebook_in_form_has_no_faults() -> None:
    assert rules_broken(good()) == set()
    nbformat.validate(nbformat.from_dict(good()))  # type: ignore[no-untyped-call]


def spoil_version(nb: Notebook) -> None:
    nb["nbformat_minor"] = 4


def spoil_notebook_metadata(nb: Notebook) -> None:
    nb["metadata"]["language_info"]["version"] = "3.12.1"


def spoil_cell_metadata(nb: Notebook) -> None:
    nb["cells"][0]["metadata"] = {"collapsed": True}


def spoil_id(nb: Notebook) -> None:
    nb["cells"][0]["id"] = "3f2a9c1d"


def spoil_unique(nb: Notebook) -> None:
    nb["cells"][0]["id"] = "start"


def spoil_output(nb: Notebook) -> None:
    nb["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello"}]


def spoil_count(nb: Notebook) -> None:
    nb["cells"][1]["execution_count"] = 7


def spoil_picture(nb: Notebook) -> None:
    nb["cells"][2]["outputs"][0]["data"]["image/png"] = "iVBORw0KGgo="


def spoil_sentences(nb: Notebook) -> None:
    nb["cells"][0]["source"] = "One sentence. Another."


def spoil_keys(nb: Notebook) -> None:
    nb["cells"][0]["outputs"] = []


def spoil_ends(nb: Notebook) -> None:
    nb["cells"][1]["source"] = "here = 1\n\n"


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (spoil_version, "version"),
        (spoil_notebook_metadata, "metadata"),
        (spoil_cell_metadata, "metadata"),
        (spoil_id, "cell-ids"),
        (spoil_unique, "cell-ids"),
        (spoil_output, "outputs"),
        (spoil_count, "outputs"),
        (spoil_picture, "outputs"),
        (spoil_sentences, "sentences"),
        (spoil_keys, "cells"),
        (spoil_ends, "cells"),
    ],
)
def test_each_defect_is_found_by_its_rule_and_mended(spoil: Callable[[Notebook], None], rule: str) -> None:
    notebook = good()
    spoil(notebook)
    assert rules_broken(notebook) == {rule}
    assert rules_broken(mended(notebook)) == set()


def test_the_written_form_is_nbformats_own() -> None:
    text = write_text(good())
    assert text == nbformat.writes(nbformat.from_dict(good()), version=4) + "\n"  # type: ignore[no-untyped-call]
    assert faults(good(), text.replace("\n", "\r\n"), FILE)[0].rule == "form: written"
    assert faults(good(), text.rstrip("\n"), FILE)[0].rule == "form: written"


def test_a_shown_error_keeps_no_path_of_the_machine() -> None:
    notebook = good()
    notebook["cells"][2]["outputs"] = [
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["/home/someone/x.py"]}
    ]
    assert mended(notebook)["cells"][2]["outputs"][0]["traceback"] == []


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ('here.exercise("two-schools")', "code", "exercise-two-schools"),
        ("here.questions()", "code", "questions"),
        ("## Why two lists?", "markdown", "why-two-lists"),
        ("", "markdown", "markdown"),
        ("2020", "markdown", "markdown-2020"),
    ],
)
def test_a_proposed_id_says_what_the_cell_is(source: str, kind: str, name: str) -> None:
    assert proposed_id({"cell_type": kind, "source": source}) == name
    assert is_readable_id(name)


TEXT = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(["One. ", "two ", "\n", "- ", "```\n"]), max_size=8).map("".join))
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["markdown", "code", "raw"]), "source": st.one_of(TEXT, st.lists(TEXT, max_size=3))},
    optional={
        "id": st.sampled_from(["title", "start", "3f2a9c1d", "", "Two words", "title-2"]),
        "metadata": st.sampled_from([{}, {"tags": ["shown-result"]}, {"tags": []}, {"collapsed": True}]),
        "outputs": st.sampled_from([[], [{"output_type": "stream", "name": "stdout", "text": "x"}]]),
        "execution_count": st.sampled_from([None, 3]),
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL, max_size=5), "metadata": st.just({}), "nbformat": st.just(4), "nbformat_minor": st.just(4)}
)


@given(NOTEBOOK)
def test_mending_is_complete_final_and_loses_no_word(notebook: Notebook) -> None:
    before = copy.deepcopy(notebook)
    once = mended(notebook)
    assert notebook == before
    assert write_text(mended(once)) == write_text(once)
    assert faults(once, write_text(once), FILE) == []
    assert [source_of(c).split() for c in once["cells"]] == [source_of(c).split() for c in before["cells"]]
    assert [rule.name for rule in RULES] == list(dict.fromkeys(rule.name for rule in RULES))


def test_the_command_mends_a_file_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = good()
    spoil_sentences(notebook)
    file = tmp_path / "lesson.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    assert [finding.rule for finding in check_file(file)] == ["form: sentences"]
    assert run(argparse.Namespace(check=True, fix=False, paths=[tmp_path])) == 1
    assert run(argparse.Namespace(check=False, fix=True, paths=[tmp_path])) == 0
    assert check_file(file) == []
    assert not fix_file(file)
    assert "mended" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["lesson.ipynb"]


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"cells": 3}'])
def test_a_damaged_file_is_a_finding(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lesson.ipynb"
    file.write_text(text, encoding="utf-8")
    (finding,) = check_file(file)
    assert finding.advice
    assert "not a notebook" in finding.message


def test_windows_line_ends_in_a_cell_are_mended() -> None:
    notebook = parse_notebook(write_text(good()), FILE)
    notebook["cells"][0]["source"] = ["One.\r\n", "Two."]
    assert source_of(mended(notebook)["cells"][0]) == "One.\nTwo."
