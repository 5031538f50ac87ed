"""`commonground work` from one folder to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground import learner
from commonground.cli import main

LESSON = "04-bias-in-shared-data/1-foundations"


def test_work_goes_from_one_folder_to_another(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    learner.answers(LESSON).put("a", 1)
    assert main(["work", "where"]) == 0
    assert capsys.readouterr().out == f"{work.resolve()}\n"
    target = tmp_path / "copy.zip"
    assert main(["work", "export", str(target)]) == 0
    assert main(["work", "export", str(target)]) == 1
    assert "Choose another name" in capsys.readouterr().err
    monkeypatch.setenv("COMMONGROUND_WORK", str(tmp_path / "other"))
    assert main(["work", "import", str(target)]) == 0
    assert f"New here:\n  answers/{LESSON}.json" in capsys.readouterr().out
    assert learner.answers(LESSON).get("a") == 1
    assert main(["work", "import", str(target)]) == 0
    assert "here already" in capsys.readouterr().out


def test_what_is_no_export_is_said(work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["work", "import", str(tmp_path / "none.zip")]) == 1
    assert "could not be read" in capsys.readouterr().err
    (tmp_path / "x.zip").write_bytes(b"x")
    assert main(["work", "import", str(tmp_path / "x.zip")]) == 1
    assert "Nothing was brought in" in capsys.readouterr().err
    assert not work.exists()
