"""The shipped county is what the simulator makes, is described in full, and meets its calibration."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package
from pandas.testing import assert_frame_equal

from commonground.county import Tables, simulate
from commonground.county.loading import shipped_folder
from commonground.county.schema import RECORDS, TABLES
from commonground.county.shipped import make

FOLDER = shipped_folder()
LARGEST = 15_000_000  # bytes that the folder may have


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    make(folder)
    return folder


def test_the_shipped_files_are_made_again_bit_for_bit(made: Path) -> None:
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    assert {table.path for table in TABLES} < set(names)
    same, different, missing = filecmp.cmpfiles(FOLDER, made, names, shallow=False)
    assert (different, missing) == ([], [])
    assert sorted(same) == names


def test_the_shipped_county_is_that_of_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "course.yml").touch()
    monkeypatch.setenv("COMMONGROUND_COURSE", str(tmp_path))
    assert shipped_folder() == FOLDER, "a course without data uses those beside the package"
    (tmp_path / "datasets" / "alder-county").mkdir(parents=True)
    assert shipped_folder() == tmp_path / "datasets" / "alder-county"


def test_memory_and_files_hold_the_same_county(shipped: Tables, answer_key: Tables) -> None:
    county = simulate()
    for name in shipped.names():
        assert_frame_equal(shipped[name], county.tables[name])
    for name in answer_key.names():
        assert_frame_equal(answer_key[name], county.truth[name])


def test_frictionless_finds_the_package_valid() -> None:
    package = Package(str(FOLDER / "datapackage.json"))
    assert list(Package.metadata_validate(package.to_descriptor())) == []
    # Reading every row takes long, and the tests of properties read them all: the first ones are checked here.
    report = package.validate(limit_rows=300)
    assert report.flatten(["title", "message"]) == []


def test_every_text_about_the_data_says_synthetic() -> None:
    package = Package(str(FOLDER / "datapackage.json"))
    assert "synthetic" in str(package.title).lower()
    assert "synthetic" in str(package.description).lower()
    assert package.licenses
    for resource in package.resources:
        assert "synthetic" in str(resource.title).lower()
        assert "synthetic" in str(resource.description).lower()
    assert "synthetic" in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()[0].lower()


@pytest.mark.parametrize("table", RECORDS, ids=lambda table: table.name)
def test_every_table_has_an_essay(table: object) -> None:
    text = (FOLDER / "essays" / f"{table.name}.md").read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert "synthetic" in text.splitlines()[0].lower()
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Who wrote it down", "## Why", "## What counts", "## What is missing", "## What must not be claimed",
    ]  # fmt: skip


def test_no_essay_is_left_over() -> None:
    essays = {path.stem for path in (FOLDER / "essays").glob("*.md")}
    assert essays == {table.name for table in RECORDS} | {"answer_key"}


def test_the_county_meets_its_calibration() -> None:
    table = pd.read_csv(FOLDER / "calibration.csv", keep_default_na=False)
    off = table[(table.achieved - table.target).abs() > table.tolerance]
    assert off.empty, off[["parameter", "target", "achieved"]].to_string()
    assert set(table.mark) == {"from a source", "our construction"}
    assert (table.fact_ids.eq("") == table.mark.eq("our construction")).all()


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < LARGEST


def test_files_have_one_line_end_and_no_quotes() -> None:
    for table in TABLES:
        content = (FOLDER / table.path).read_bytes()
        assert b"\r" not in content
        assert b'"' not in content
        assert content.endswith(b"\n")
