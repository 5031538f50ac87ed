"""Hand-ins that are made to harm whoever collects them: odd zips, links swapped in, pipes, impossible times, formulas."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import random
import socket
import stat
import zipfile
from pathlib import Path

import pytest
from cohort_kit import ONE, answered, trainer, zip_of, zipped
from trainer_cells import save

from commonground.trainer import intake
from commonground.trainer.cohort import unpacking
from commonground.trainer.cohort.unpacking import lay_out
from commonground.trainer.intake import IntakeError, Room, printable, safe_name, take_folder, take_zip
from commonground.trainer.rating.spreadsheet import guarded, unguarded

NOTEBOOK = f"{ONE}.ipynb"


def packed(kind: int, content: bytes = b"words and words " * 200) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", kind) as made:
        made.writestr("a/b.ipynb", content)
        made.writestr("c.txt", content)
    return page.getvalue()


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_unpacks_without_steps_is_refused_before_it_is_read(kind: int, tmp_path: Path) -> None:
    # A few kilobytes of these hold gigabytes, and Python unpacks them at one go.
    (tmp_path / "a.zip").write_bytes(packed(kind, b"\0" * 5_000_000))
    with pytest.raises(IntakeError, match="packed in an unusual way"):
        take_zip(tmp_path / "a.zip", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_damage_to_a_zip_brings_more_than_a_word(kind: int, tmp_path: Path) -> None:
    chance = random.Random(kind)
    good = packed(kind)
    for number in range(150):
        bad = bytearray(good)
        for _ in range(chance.choice((1, 1, 2, 5))):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        (tmp_path / "a.zip").write_bytes(bad[: chance.randrange(len(bad))] if chance.random() < 0.1 else bad)
        with contextlib.suppress(IntakeError):
            take_zip(tmp_path / "a.zip", tmp_path / str(number), Room(name=100))


def test_zips_within_a_zip_share_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "COHORT_ROOM", Room(files=20, file=60_000, total=100_000, ratio=10_000))
    inner = [zipped(tmp_path / f"{name}.zip", **{f"{name}.txt": b"x" * 50_000}).read_bytes() for name in "abc"]
    whole = zip_of(tmp_path / "whole.zip", {f"{number}.zip": one for number, one in enumerate(inner)})
    files, troubles = lay_out(whole, tmp_path / "out")
    assert list(files) == ["0/a.txt", "1/b.txt"]
    assert troubles == ["2.zip: 'c.txt' unpacks to far more than it should. Ask for the files themselves."]


@pytest.mark.parametrize("name", ["é" * 190 + ".txt", "中" * 100 + ".txt", "a/" + "\U0001f600" * 70])
def test_a_name_that_no_disk_can_hold_is_refused(name: str) -> None:
    with pytest.raises(IntakeError, match="too long a name"):
        safe_name(name, "a.zip")


@pytest.mark.parametrize("where", ["top", "inner"])
def test_a_folder_that_becomes_a_link_while_it_is_copied_is_not_followed(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "key.txt").write_text("the collector's own", encoding="utf-8")
    handed = tmp_path / "handed"
    folder = handed / "inner" if where == "inner" else handed / "in" / "inner"
    folder.mkdir(parents=True)
    (folder / "key.txt").write_text("theirs", encoding="utf-8")
    look = intake.files_of

    def then_swapped(*given: object) -> dict[str, Path]:
        found = look(*given)  # type: ignore[arg-type]
        folder.rename(tmp_path / "moved")
        folder.symlink_to(private)
        return found

    monkeypatch.setattr(intake, "files_of", then_swapped)
    with pytest.raises(IntakeError, match="cannot be read"):
        take_folder(handed, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_pipes_and_sockets_block_nothing(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for person in ("ben", "cleo"):
        save(mail / person / NOTEBOOK, answered(cohort))
    os.mkfifo(mail / "ben" / "notes.txt")
    os.mkfifo(mail / f"dan {NOTEBOOK}")
    save(mail / "fay" / NOTEBOOK, answered(cohort))
    monkeypatch.chdir(mail / "fay")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert trainer("collect", mail, "--cohort", cohort) == 1
    said = capsys.readouterr().err
    assert said.count("this is not a plain file") >= 2
    assert [place.name for place in (cohort / "submitted").iterdir()] == ["cleo"]
    assert not [place for place in (cohort / "received").rglob("*") if stat.S_ISFIFO(place.lstat().st_mode)]


def test_a_time_that_no_calendar_has_stops_nothing(cohort: Path, mail: Path) -> None:
    for person, moment in (("ben", 1e13), ("cleo", -1e13), ("dan", 0)):
        place = save(mail / person / NOTEBOOK, answered(cohort))
        try:
            os.utime(place, (moment, moment))
        except OSError:
            pytest.skip("this disk keeps no such time")
    assert trainer("collect", mail, "--cohort", cohort) == 0
    assert len(list((cohort / "submitted").iterdir())) == 3


def test_a_file_that_is_called_like_a_formula_is_none_in_the_list(cohort: Path, mail: Path) -> None:
    name = "=HYPERLINK(1).zip"
    zip_of(mail / name, {NOTEBOOK: answered(cohort)})
    assert trainer("collect", mail, "--cohort", cohort) == 1
    place = cohort / "received" / "names.csv"
    rows = list(csv.DictReader(io.StringIO(place.read_text(encoding="utf-8"))))
    assert [row["name"] for row in rows] == [f"'{name}"]
    place.write_text(f"number,name,trainee\n1,'{name},fay\n", encoding="utf-8")
    assert trainer("collect", "--cohort", cohort) == 0
    assert (cohort / "submitted" / "fay" / ONE / NOTEBOOK).is_file()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "＝1+1", "＋1", "－1", "＠a", "\t=1", "'=1", "''=1"])
def test_no_cell_is_a_formula_and_each_is_read_back(cell: str) -> None:
    assert str(guarded(cell)).startswith("'")
    assert unguarded(str(guarded(cell))) == cell


def test_one_person_s_zip_with_another_one_s_name_in_it_waits_for_a_person(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zip_of(mail / "eve.zip", {f"ben/{NOTEBOOK}": answered(cohort, total=-1)})
    assert trainer("collect", mail, "--cohort", cohort) == 1
    assert "This could be ben or eve" in capsys.readouterr().out
    assert not (cohort / "submitted" / "ben").exists()


def test_a_refusal_steers_no_terminal() -> None:
    assert str(IntakeError("a\x1b[2J\u202eb\nc\ud800: no")) == "a?[2J?b\nc?: no"
    assert printable("Łódź, 日本 🙂") == "Łódź, 日本 🙂"
