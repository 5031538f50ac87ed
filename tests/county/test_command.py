"""The county command: what it writes, and what it says where it cannot."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import pytest

from commonground.county import command, load, load_answer_key
from commonground.county.schema import TABLES


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_a_county_is_written_and_can_be_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "county"
    assert call("--out", str(out), "--students", "50", "--seed", "4", "--dial", "stop=0.1") == 0
    assert "50 students" in capsys.readouterr().out
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == {
        *(table.path for table in TABLES), "datapackage.json", "README.md",
    }  # fmt: skip
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["synthetic"]["seed"] == 4
    assert package["synthetic"]["dials"]["stop"] == 0.1
    assert len(load_answer_key(out).people) == 50
    assert load(out).school_students.district_id.is_unique
    assert "synthetic" in (out / "README.md").read_text(encoding="utf-8").splitlines()[0]


def test_no_bias_sets_the_mechanisms_to_zero() -> None:
    dials = command.read_dials(["naming_errors=1"], no_bias=True)
    assert (dials.naming_errors, dials.patrol_by_zone, dials.writeup) == (1.0, 0.0, 0.29)


def test_a_county_is_replaced_only_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--out", str(tmp_path), "--quiet", "--students")
    assert call(*words, "20") == 0
    assert call(*words, "10") == 2
    assert "--replace" in capsys.readouterr().err
    assert len(load_answer_key(tmp_path).people) == 20
    assert call(*words, "10", "--replace") == 0
    assert len(load_answer_key(tmp_path).people) == 10


def test_files_of_others_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "people.csv"
    note.write_text("mine", encoding="utf-8")
    assert call("--out", str(tmp_path), "--replace", "--students", "10") == 2
    assert "people.csv" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
    note.rename(tmp_path / "README.md")
    assert call("--out", str(tmp_path), "--replace", "--students", "10") == 2
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("words", "says"), [
    (("--students", "10"), "Name the folder"),
    (("--out", "x", "--students", "0"), "Choose from 1"),
    (("--out", "x", "--seed", "-1"), "seed of 0 or more"),
    (("--out", "x", "--dial", "mood=1"), "no dial called 'mood'"),
    (("--out", "x", "--dial", "stop=often"), "needs a number"),
    (("--out", "x", "--dial", "stop=nan"), "Choose a value"),
    (("--out", "x", "--dial", "stop=7"), "Choose a value"),
])  # fmt: skip
def test_a_wrong_request_is_answered_with_advice(
    words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert call(*words) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert call("--out", str(tmp_path / "file")) == 2
    assert "not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "says"), [
    (PermissionError(13, "Permission denied"), "cannot be written to"),
    (OSError(28, "No space left on device"), "disk is full"),
    (OSError(36, "File name too long"), "File name too long"),
])  # fmt: skip
def test_a_failed_write_leaves_nothing_behind(
    error: OSError,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(command, "write_tables", fail)
    assert call("--out", str(tmp_path), "--quiet") == 2
    assert says in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def test_a_stop_by_the_user_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "write_tables", stop)
    assert call("--out", str(tmp_path), "--quiet") == 130
    assert "Stopped" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def test_the_dials_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--list-dials") == 0
    assert "writeup_by_school = 0.3" in capsys.readouterr().out


def test_a_missing_table_is_reported_with_advice(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="commonground county --out"):
        load(tmp_path)
