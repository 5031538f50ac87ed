"""The HTML of one page: its words, the stills of its exercises, and what its application is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

from commonground.editions.browser.languages import ENGLISH, LANGUAGES, Language, switch
from commonground.editions.browser.lesson_pages import Part
from commonground.server.pages import COURSE_NAME

PAGE = Path(__file__).parent / "page"


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("site.html.j2")


def _settings(code: list[str], extensions: list[dict[str, Any]]) -> dict[str, Any]:
    """What the application of a page is told; page/settings.js makes the addresses whole."""
    cells: list[dict[str, Any]] = [
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


def page_html(
    *,
    title: str,
    parts: Sequence[Part],
    code: list[str],
    extensions: list[dict[str, Any]],
    language: Language = ENGLISH,
    languages: tuple[Language, ...] = LANGUAGES,
    address: str = "",
    description: str = "",
    root: str = "../",
    home: str = "",
    style: str = "",
) -> str:
    """A whole page. `code` is what it runs, cell by cell; with none it is a page for reading.

    `address` is the page's place in its language, `root` leads from the page to the site's folder, `home`
    to the first page. A page that brings its `style` along needs no other file: it may be shown at any
    address.
    """
    return _template().render(
        lang=language.code,
        languages=switch(languages, root, address),
        title=title if title == COURSE_NAME else f"{title} · {COURSE_NAME}",
        description=" ".join(description.split()),
        root=root,
        home=home,
        style=style,
        words=language.words,
        parts=parts,
        cells=code,
        settings=_embedded(_settings(code, extensions)) if code else "",
    )
