"""A small course with a front page, and a page as a kernel would make it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonground.views.home.page import Page, page

ROOT = Path(__file__).parents[2]
MODULE = """
id: {id}
title: X
aim: x
catch_up: c
levels:
  foundations: {{notebook: 1-foundations.ipynb, minutes: 25, audience: all}}
  practitioner: {{notebook: 2-practitioner.ipynb, minutes: 60, audience: all}}
  analyst: {{notebook: 3-analyst.ipynb, minutes: 90, audience: all}}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course as it is described, with two modules written; the second has no analyst lesson."""
    modules = tmp_path / "course" / "modules"
    (modules / "00-start-here").mkdir(parents=True)
    shutil.copy(ROOT / "modules" / "course.yml", modules)
    shutil.copy(ROOT / "modules" / "00-start-here" / "placement.yml", modules / "00-start-here")
    for name, notebooks in (("04-bias-in-shared-data", 3), ("05-case-pasco", 2)):
        (modules / name).mkdir()
        (modules / name / "module.yml").write_text(MODULE.format(id=name), encoding="utf-8")
        for notebook in ("1-foundations", "2-practitioner", "3-analyst")[:notebooks]:
            (modules / name / f"{notebook}.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("COMMONGROUND_COURSE", str(modules.parent))
    return modules.parent


@pytest.fixture
def home(course: Path) -> Iterator[Page]:
    """The front page of a kernel of its own."""
    page.cache_clear()
    yield page()
    page.cache_clear()
