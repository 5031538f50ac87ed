"""A course of one small case module in which every check is satisfied, to be spoiled by each test."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from commonground.content.form import METADATA

MODULE = "05-case-mini"
Files = dict[str, Any]


def cell(kind: str, name: str, source: str, tags: list[str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {"tags": tags} if tags else {}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": copy.deepcopy(METADATA), "nbformat": 4, "nbformat_minor": 5}


def options(*names: str, right: str = "") -> list[dict[str, Any]]:
    return [
        {"id": name, "text": f"Choose {name}", "reply": f"Then {name} would follow, and here is why."}
        | ({"right": True} if name == right else {})
        for name in names
    ]


def good_files() -> Files:
    """File below `modules/` -> its content."""
    level = {
        "minutes": 20,
        "audience": "For all.",
        "objectives": [
            {"id": "goal", "text": "Say who knew.", "taught": ["story"], "practised": ["choose"], "register": ["RISK-x"]}
        ],
        "take_home": ["A question to ask."],
        "key_points": ["Ask who knew."],
    }
    return {
        "course.yml": {
            "title": "Course",
            "tagline": "A line",
            "about": "About it.",
            "not_advice": "Illustrative, not legal advice.",
            "disclosure": "CDT is an advocacy group.",
            "does_not": ["It does not send data."],
            "contact": {"role": "Someone", "name": "", "reach": "", "note": "Ask."},
            "residents": [{"id": "rosa", "name": "Rosa", "who": "a grandmother"}],
            "modules": [{"id": MODULE, "title": "Mini", "aim": "Aim."}],
            "roles": [
                {"id": "all", "title": "All", "line": "You.", "path": [{"module": MODULE, "level": "foundations", "reason": "Start."}]}
            ],
        },
        "sources.yml": {
            "sources": [
                {"id": i, "title": "T", "publisher": "P", "date": "2020", "address": "https://example.org", "read": "whole"}
                for i in ("S001", "S002")
            ],
            "facts": [
                {"id": "FACT-01", "says": "It was 42.", "sources": ["S001"], "confidence": "A", "kind": "source"}
            ],
        },
        "register.yml": {
            "entries": [
                {"id": "RISK-x", "module": MODULE, "title": "R", "says": "It.", "document": "S001"},
                {"id": "WHY-y", "module": "01-why", "title": "W", "says": "It.", "document": "S002"},
            ]
        },
        f"{MODULE}/module.yml": {
            "id": MODULE,
            "title": "Mini",
            "aim": "Aim.",
            "catch_up": "A list was made.\n",
            "register": ["RISK-x"],
            "facts": ["FACT-01"],
            "levels": {
                "foundations": {"notebook": "1-foundations.ipynb", **copy.deepcopy(level)},
                "analyst": {"notebook": "3-analyst.ipynb", **copy.deepcopy(level)},
            },
        },
        f"{MODULE}/questions.yml": {
            "items": [
                {"id": f"q-{name}", "level": name, "prompt": "What first?", "options": options("ask", "act", right="ask")}
                for name in ("foundations", "analyst")
            ]
        },
        f"{MODULE}/story.yml": {
            "exercises": {
                "choose": {
                    "kind": "decision",
                    "title": "Choose",
                    "mark": "invented",
                    "intro": "You have 40 names.",
                    "options": options("ask-first", "send"),
                    "reason": "Say why.",
                }
            },
            "reflections": {"own": {"prompt": "Name a list."}},
        },
        f"{MODULE}/1-foundations.ipynb": notebook(
            cell("markdown", "story", "# Mini\n\nThe list held 42 names [FACT-01].\nNo one asked."),
            cell("code", "choose", 'here.exercise("choose")'),
            cell("code", "questions", "here.questions()"),
            cell("code", "own", 'here.reflection("own")'),
        ),
        f"{MODULE}/3-analyst.ipynb": notebook(
            cell("markdown", "story", "# Mini\n\nThe data are synthetic."),
            cell("code", "choose", 'here.exercise("choose")'),
            cell("code", "task", 'task = exercises.get("05/rate")'),
        ),
    }


@pytest.fixture
def files() -> Files:
    return good_files()


@pytest.fixture
def write_course(tmp_path: Path) -> Callable[[Files], Path]:
    """Writes the files and returns the folder of the course."""

    def write(files: Files) -> Path:
        root = tmp_path / "course"
        for name, value in files.items():
            file = root / "modules" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(value, str):
                file.write_text(value, encoding="utf-8")
            elif name.endswith(".ipynb"):
                file.write_text(json.dumps(value), encoding="utf-8")
            else:
                file.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return root

    return write
