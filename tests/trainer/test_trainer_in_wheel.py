"""What the trainers' half reads at run time is in the package that is installed, and its tasks in the source archive."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAINER = ROOT / "src" / "commonground" / "trainer"
wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling builds the package")
sdist = pytest.importorskip("hatchling.builders.sdist")


def test_the_wheel_has_every_file_of_the_trainers_half(tmp_path: Path) -> None:
    (made,) = wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(made) as archive:
        there = set(archive.namelist())
    wanted = {place for place in TRAINER.rglob("*") if place.is_file() and "__pycache__" not in place.parts}
    assert {place.suffix for place in wanted} == {".py", ".j2"}
    assert {place.relative_to(ROOT / "src").as_posix() for place in wanted} <= there


def test_the_source_archive_has_the_tasks(tmp_path: Path) -> None:
    (made,) = sdist.SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(made) as archive:
        there = {name.partition("/")[2] for name in archive.getnames()}
    parts = ("source", "rubrics", "guides", "for-trainees")
    wanted = [place for part in parts for place in (ROOT / "instructor" / part).rglob("*") if place.suffix in (".ipynb", ".md", ".yml")]
    assert {place.relative_to(ROOT).as_posix() for place in wanted if ".ipynb_checkpoints" not in place.parts} <= there
