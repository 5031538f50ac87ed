"""The course itself: every check over every module, and the form of every notebook."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from commonground.content.check_command import CHECKS, findings
from commonground.content.checks.corpus import Corpus, read_corpus
from commonground.content.notebooks_command import check_file, notebooks_in

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.parent.name for path in (ROOT / "modules").glob("*/module.yml"))
NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in notebooks_in([ROOT / "modules"])]
COURSE_WIDE = {"disclosure"}


@cache
def corpus(module: str = "") -> Corpus:
    return read_corpus(ROOT, frozenset({module} if module else {"00-start-here"}))


@pytest.mark.parametrize("check", sorted(set(CHECKS) - COURSE_WIDE))
@pytest.mark.parametrize("module", MODULES)
def test_module(module: str, check: str) -> None:
    folder = ROOT / "modules" / module
    found = [finding for finding in findings(corpus(module), [check]) if finding.file.is_relative_to(folder)]
    assert not found, "\n" + "\n".join(finding.line(ROOT) for finding in found)


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_front_page_and_course_files(check: str) -> None:
    found = findings(corpus(), [check])
    assert not found, "\n" + "\n".join(finding.line(ROOT) for finding in found)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_form(notebook: str) -> None:
    found = check_file(ROOT / notebook)
    assert not found, "\n" + "\n".join(finding.line(ROOT) for finding in found)
