"""What a page is given: its title, whether it has formulas, its looks."""

from __future__ import annotations

import enum
import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat.v4
import pytest

from commonground.server.environment import JUPYTER_DATA, STUBS, prepare_environment
from commonground.server.kernels import changed, handover_code
from commonground.server.pages import (
    has_math,
    lesson_page,
    message_page_variables,
    shows_nothing,
    style_sheet,
    title_of,
)
from commonground.server.settings import NEVER_SERVED, PICTURES, course_config, local_config

v4: Any = nbformat.v4
ROOT = Path(__file__).parents[2]


class Name(enum.StrEnum):
    C = "C"


def notebook(*markdown: str) -> object:
    return v4.new_notebook(cells=[v4.new_code_cell("# not a title"), *map(v4.new_markdown_cell, markdown)])


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        (("# Two schools, **one** truth",), "Two schools, one truth"),
        (("words", "Words\n\n# A [linked](x.md) `title` #\n"), "A linked title"),
        (("## Only a second heading",), "Common Ground"),
        ((), "Common Ground"),
    ],
)
def test_the_title_is_the_first_heading(markdown: tuple[str, ...], title: str) -> None:
    assert title_of(notebook(*markdown)) == title


@pytest.mark.parametrize(
    ("words", "math"),
    [("It costs $5, not $6.", False), ("$$a^2$$", True), (r"\(a\)", True), ("plain", False)],
)
def test_formulas_are_found_and_prices_are_not(words: str, math: bool) -> None:
    assert has_math(notebook(words)) is math


@pytest.mark.parametrize(
    ("source", "nothing"),
    [
        ("import os\nfrom x import y", True),
        ("", True),
        ("# a word", True),
        ("def f():\n    return 1", True),
        ("import os\nos.getcwd()", False),
        ("here = lesson.start('x')", False),
        ("%matplotlib inline", False),
    ],
)
def test_cells_that_only_prepare_get_no_place(source: str, nothing: bool) -> None:
    assert shows_nothing(source) is nothing


def test_a_page_gets_what_the_template_shows() -> None:
    page = lesson_page(None, notebook("# One"), "").metadata["course_page"]
    assert page["title"] == "One · Common Ground"
    assert "prefers-reduced-motion" in page["style"]
    assert "</script" not in page["script"]
    assert "</style" not in page["style"]


def test_no_style_or_script_names_another_host() -> None:
    page = lesson_page(None, notebook(), "").metadata["course_page"]
    for text in (page["style"], page["script"], *message_page_variables().values(), style_sheet()):
        assert "://" not in text
        assert "sourceMappingURL" not in text


def test_the_environment_is_prepared_once() -> None:
    environ = {"PYTHONPATH": "mine"}
    prepare_environment(environ)
    prepare_environment(environ)
    assert environ["PYTHONPATH"] == os.pathsep.join([str(STUBS), "mine"])
    assert environ["JUPYTER_PATH"] == str(JUPYTER_DATA)


def test_this_process_is_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path != str(STUBS)])
    monkeypatch.setattr(os, "environ", dict(os.environ))
    prepare_environment()
    prepare_environment()
    assert sys.path.count(str(STUBS)) == 1
    assert sys.path[0] == str(STUBS)


@pytest.mark.parametrize("lab", [False, True])
def test_settings_of_the_machine_leave_those_of_the_course_standing(lab: bool) -> None:
    config = course_config(ROOT)
    config.merge(local_config(port=8888, browser=False, lab=lab))
    extensions = config.ServerApp.jpserver_extensions
    assert extensions["voila.server_extension"]
    assert extensions["jupyterlab"]
    assert extensions.get("nbgrader.server_extensions.formgrader", True) is lab


def test_a_kernel_is_told_its_folder_and_what_changed(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    base = {"A": "1", "B": "2"}
    environ = changed({"A": "1", "B": "it's", Name.C: "3"}, base)
    assert environ == {"B": "it's", "C": "3"}
    seen = SimpleNamespace(environ={}, folder="")
    names: dict[str, object] = {
        "__import__": lambda _: SimpleNamespace(
            environ=seen.environ, chdir=lambda to: setattr(seen, "folder", to)
        )
    }
    exec(handover_code("C:\\a 'b'", environ), {"__builtins__": names})
    assert (seen.environ, seen.folder) == (environ, "C:\\a 'b'")


@pytest.mark.parametrize(
    ("path", "served"),
    [
        ("modules/04-bias-in-shared-data/yard.svg", True),
        ("modules\\00-start-here\\alder-county.svg", True),
        ("my-work/drawing.png", False),
        ("modules/../my-work/drawing.png", False),
        ("modules/00-start-here/my-work/drawing.png", False),
        ("modules/00-start-here/.secret.png", False),
        ("modules/00-start-here/home.ipynb", False),
        ("modules/04-bias-in-shared-data/story.yml", False),
        ("datasets/alder-county/students.csv", False),
        (".venv/picture.png", False),
        ("picture.png", False),
    ],
)
def test_only_pictures_of_the_lessons_are_served_without_a_token(path: str, served: bool) -> None:
    allowed = any(re.fullmatch(pattern, path, re.IGNORECASE) for pattern in PICTURES)
    denied = any(re.fullmatch(pattern, path, re.IGNORECASE) for pattern in NEVER_SERVED)
    assert (allowed and not denied) is served
