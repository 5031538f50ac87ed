"""Building the browser edition: `build(out)` makes the folder that a web server shows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader

from commonground import content
from commonground.content.places import course_root
from commonground.editions.browser import lesson_pages, page_code, python_folder
from commonground.editions.browser.lesson_pages import Part
from commonground.editions.browser.parts import Parts, fetch
from commonground.server.pages import COURSE_NAME, FIRST_PAGE, title_of

PAGE = Path(__file__).parent / "page"
HOME = "00-start-here/home.html"
LANGUAGE = "en"

Say = Callable[[str], None]

WORDS = {
    "skip": "Skip to the lesson",
    "course": "Course",
    "language": "Language",
    "all_lessons": "All lessons",
    "synthetic": "Alder County, its people and its records are synthetic: they were made up for this course.",
    "nothing_leaves": "Nothing that you write leaves this computer. It is kept in this browser.",
    "status": "Getting the exercises ready. You can start reading.",
    "no_script": "You can read this lesson. Its exercises need a browser that runs scripts.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A notebook of the course and its place on the site."""

    notebook: Path
    live: bool

    @property
    def address(self) -> str:
        """The page's file below the folder of the site."""
        return f"{self.notebook.parent.name}/{self.notebook.stem}.html"


def pages() -> Iterator[Page]:
    """Every page of the course. Analyst lessons are for reading: no browser has their libraries."""
    root = course_root()
    yield Page(root / FIRST_PAGE, live=True)
    for module_id in content.places.written_modules():
        for level in content.module(module_id).levels:
            notebook = content.places.module_folder(module_id) / level.notebook
            yield Page(notebook, live=level.id != "analyst")


def _settings(code: list[str], extensions: list[dict[str, Any]]) -> dict[str, Any]:
    """What the application of a page is told; page/settings.js makes the addresses whole."""
    cells = [
        {
            "cell_type": "code", "id": f"cell-{number}", "source": source,
            "metadata": {}, "outputs": [], "execution_count": None,
        }
        for number, source in enumerate(code, 1)
    ]
    kernel = {"kernelspec": {"name": "python", "display_name": "Python"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}
    return {
        "appName": COURSE_NAME,
        "notebookSrc": notebook,
        "notebookPath": "lesson.ipynb",
        "include_output": True,
        "federated_extensions": extensions,
        "disabledExtensions": [],
        "settingsUrl": "",
        "themesUrl": "",
        "fullMathjaxUrl": "data:text/javascript,//",
        "mathjaxConfig": "none",
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "pyodideUrl": "python/start.mjs",
                "disablePyPIFallback": True,
                "pipliteUrls": [],
                # These are there from the start: the kernel need not look for them.
                "loadPyodideOptions": {
                    "packages": ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]
                },
            }
        },
    }


def _embedded(settings: dict[str, Any]) -> str:
    """JSON that can stand within a script element."""
    return json.dumps(settings, ensure_ascii=False, sort_keys=True).replace("</", "<\\/")


def _write_page(site: Path, page: Page, extensions: list[dict[str, Any]], template: Any) -> None:
    notebook = nbformat.read(page.notebook, as_version=4)
    title = title_of(notebook)
    parts: list[Part]
    parts, code = lesson_pages.parts_of(page.notebook)
    target = site / page.address
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        template.render(
            lang=LANGUAGE,
            languages=[],
            title=title if title == COURSE_NAME else f"{title} · {COURSE_NAME}",
            description="",
            root="../",
            home="../" + HOME,
            words=WORDS,
            parts=parts,
            cells=code if page.live else [],
            settings=_embedded(_settings(code, extensions)) if page.live else "",
        ),
        encoding="utf-8",
    )


def build(out: Path, kept: Path, say: Say) -> None:
    """Make the site in the folder `out`. `kept` holds what the next build need not make again.

    `say` is told what is under way. Raises SiteError with what to do where a part is missing.
    """
    parts: Parts = fetch(kept, say)
    unfinished = out.with_name(f".{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    say("Packing Python for the page")
    python_folder.make(parts, kept, unfinished / "python")
    say("Collecting the code of the pages")
    page_code.write(parts, unfinished)
    template = Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("site.html.j2")
    extensions = page_code.extensions(parts)
    for page in pages():
        if not page.live:
            continue
        say(f"Writing {page.address}")
        _write_page(unfinished, page, extensions, template)
    (unfinished / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}"><head><meta charset="utf-8"><title>{COURSE_NAME}</title>'
        f'<meta http-equiv="refresh" content="0; url={HOME}"></head>'
        f'<body><p><a href="{HOME}">{COURSE_NAME}</a></p></body></html>\n',
        encoding="utf-8",
    )
    shutil.rmtree(out, ignore_errors=True)
    unfinished.rename(out)
