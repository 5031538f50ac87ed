"""What people hand in is taken in whole or refused with a remedy, and never believed."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.intake import (
    IntakeError,
    Room,
    files_of,
    safe_name,
    take_file,
    take_folder,
    take_zip,
)

SMALL = Room(files=5, file=100_000, total=150_000, ratio=50, depth=3)


def zipped(place: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return place


def test_a_folder_is_copied_whole(tmp_path: Path) -> None:
    (tmp_path / "in" / "data").mkdir(parents=True)
    (tmp_path / "in" / "a.ipynb").write_text("{}")
    (tmp_path / "in" / "data" / "b.csv").write_text("1")
    taken = take_folder(tmp_path / "in", tmp_path / "out", SMALL)
    assert sorted(taken) == ["a.ipynb", "data/b.csv"]
    assert taken["data/b.csv"].read_text() == "1"


@pytest.mark.parametrize("kind", ["file", "folder", "broken", "top"])
def test_links_are_refused_before_anything_is_copied(kind: str, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "gradebook.db").write_text("scores")
    handed = tmp_path / "in"
    if kind == "top":
        handed.symlink_to(private)
    else:
        handed.mkdir()
        (handed / "a.ipynb").write_text("{}")
        target = {"file": private / "gradebook.db", "folder": private, "broken": tmp_path / "nowhere"}[kind]
        (handed / "x").symlink_to(target)
    with pytest.raises(IntakeError, match="link"):
        take_folder(handed, tmp_path / "out", SMALL)
    assert not (tmp_path / "out").exists()


def test_pipes_and_many_or_large_files_are_refused(tmp_path: Path) -> None:
    handed = tmp_path / "in"
    handed.mkdir()
    os.mkfifo(handed / "pipe")
    with pytest.raises(IntakeError, match="plain file"):
        files_of(handed, SMALL)
    (handed / "pipe").unlink()
    (handed / "large").write_bytes(b"x" * 100_001)
    with pytest.raises(IntakeError, match="large"):
        files_of(handed, SMALL)
    (handed / "large").unlink()
    for number in range(6):
        (handed / str(number)).write_text("")
    with pytest.raises(IntakeError, match="more than 5 files"):
        files_of(handed, SMALL)


def test_a_hand_in_is_never_overwritten(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", **{"a.ipynb": b"{}"})
    take_zip(archive, tmp_path / "out", SMALL)
    with pytest.raises(IntakeError, match="already"):
        take_zip(archive, tmp_path / "out", SMALL)


@pytest.mark.parametrize(
    "name", ["../up", "/abs", "a/../../up", "C:\\x", "..\\up", "a\x00b", "con.txt", "\u202egnp.exe", "x" * 300, "a/b/c/d/e", "."]
)
def test_names_that_climb_or_harm_are_refused(name: str) -> None:
    with pytest.raises(IntakeError):
        safe_name(name, "a.zip", SMALL)


@given(some.text(max_size=60))
def test_a_name_that_is_taken_stays_in_its_folder(name: str) -> None:
    try:
        taken = safe_name(name, "a.zip", SMALL)
    except IntakeError:
        return
    folder = Path("/some/folder")
    assert Path(os.path.normpath(folder / taken)).is_relative_to(folder)
    assert Path(os.path.normpath(folder / taken)) != folder


def test_a_climbing_zip_is_refused_and_nothing_unpacked(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", **{"a.ipynb": b"{}", "../../evil": b"x"})
    with pytest.raises(IntakeError, match="leads out of its folder"):
        take_zip(archive, tmp_path / "out" / "deep", SMALL)
    assert not list((tmp_path / "out").glob("**/*")) if (tmp_path / "out").exists() else True


def test_bombs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="far more"):
        take_zip(zipped(tmp_path / "a.zip", **{"a": b"\0" * 5_000_000}), tmp_path / "out", SMALL)
    with pytest.raises(IntakeError, match="far more"):
        take_zip(zipped(tmp_path / "b.zip", **{str(n): os.urandom(90_000) for n in range(3)}), tmp_path / "out", SMALL)
    with pytest.raises(IntakeError, match="files"):
        take_zip(zipped(tmp_path / "c.zip", **{str(n): b"" for n in range(8)}), tmp_path / "out", SMALL)
    assert not (tmp_path / "out").exists()


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", **{"a": b"\0" * 90_000})
    raw = bytearray(archive.read_bytes())
    central = raw.rindex(b"PK\x01\x02")
    raw[central + 24 : central + 28] = (10).to_bytes(4, "little")
    archive.write_bytes(raw)
    with pytest.raises(IntakeError):
        take_zip(archive, tmp_path / "out", SMALL)
    assert not (tmp_path / "out").exists()


def test_links_and_doubles_in_a_zip_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(IntakeError, match="link"):
        take_zip(tmp_path / "a.zip", tmp_path / "out", SMALL)
    with pytest.raises(IntakeError, match="two files"):
        take_zip(zipped(tmp_path / "b.zip", **{"A.ipynb": b"1", "a.ipynb": b"2"}), tmp_path / "out", SMALL)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04cut"])
def test_what_is_no_zip_gets_a_plain_word(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(IntakeError, match=r"a\.zip.*again"):
        take_zip(tmp_path / "a.zip", tmp_path / "out", SMALL)


def test_a_zip_that_was_cut_short_leaves_nothing(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", **{"a": os.urandom(50_000)})
    raw = bytearray(archive.read_bytes())
    raw[1000:1010] = bytes(10)
    archive.write_bytes(raw)
    with pytest.raises(IntakeError, match="damaged"):
        take_zip(archive, tmp_path / "out", SMALL)
    assert not (tmp_path / "out").exists()


def test_zips_of_windows_and_macos_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "w.zip", "w") as archive:
        archive.writestr("t1\\", b"")
        archive.writestr("t1\\a.ipynb", b"{}")
    assert sorted(take_zip(tmp_path / "w.zip", tmp_path / "w", SMALL)) == ["t1/a.ipynb"]
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("Lopez/XXXX.ipynb", b"{}")
        archive.writestr("__MACOSX/Lopez/._XXXX.ipynb", b"x")
    # Finder writes an e and its accent as two signs, in UTF-8, without the flag that says so.
    raw = (tmp_path / "m.zip").read_bytes().replace(b"XXXX", "me\u0301".encode())
    (tmp_path / "m.zip").write_bytes(raw)
    assert sorted(take_zip(tmp_path / "m.zip", tmp_path / "m", SMALL)) == ["Lopez/mé.ipynb"]


def test_a_name_that_is_file_and_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="both a file and a folder"):
        take_zip(zipped(tmp_path / "a.zip", **{"t1": b"x", "T1__a": b"y"}), tmp_path / "out", SMALL)


def test_a_broken_stream_in_a_zip_is_a_damaged_zip(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", **{"a": b"word " * 9_000})
    raw = bytearray(archive.read_bytes())
    raw[31:60] = b"\xff" * 29
    archive.write_bytes(raw)
    with pytest.raises(IntakeError, match="damaged"):
        take_zip(archive, tmp_path / "out", SMALL)


def test_one_file_is_taken_unless_it_is_a_link_or_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}")
    take_file(tmp_path / "a.ipynb", tmp_path / "b.ipynb", SMALL)
    assert (tmp_path / "b.ipynb").read_text() == "{}"
    (tmp_path / "link").symlink_to(tmp_path / "a.ipynb")
    with pytest.raises(IntakeError, match="link"):
        take_file(tmp_path / "link", tmp_path / "c", SMALL)
    (tmp_path / "large").write_bytes(b"x" * 150_001)
    with pytest.raises(IntakeError, match="too large"):
        take_file(tmp_path / "large", tmp_path / "c", SMALL)
    assert not (tmp_path / "c").exists()
