"""Export and deletion: everything of the learner's, nothing of anybody else's."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from commonground import learner
from commonground.learner.documents import Paper, save
from commonground.learner.keeping import changed_by_hand, exports

LESSON = "04-bias-in-shared-data/1-foundations"


@pytest.fixture
def filled(work: Path) -> Path:
    """A folder with every kind of file that the course makes."""
    learner.answers(LESSON).put("a", 1)
    learner.progress().mark_done(LESSON)
    learner.profile().put("role", "program-staff")
    for text in ("one", "two"):
        save(Paper("Note", "context-note", text, (), "", "", date(2026, 1, 1)))
    (work / "progress.damaged-1.json").write_text("{", encoding="utf-8")
    return work


def test_the_export_holds_everything_once(filled: Path) -> None:
    (filled / "own.txt").write_text("mine", encoding="utf-8")
    first = learner.export()
    assert first.parent == filled / "export"
    second = learner.export()
    assert first != second
    assert exports() == (first, second)
    with zipfile.ZipFile(second) as package:
        assert package.testzip() is None
        names = set(package.namelist())
    assert {
        "my-work/READ-ME.txt",
        f"my-work/answers/{LESSON}.json",
        "my-work/progress.json",
        "my-work/progress.damaged-1.json",
        "my-work/profile.json",
        "my-work/documents/context-note.docx",
        "my-work/documents/context-note.previous.html",
        "my-work/own.txt",
    } <= names
    assert not [name for name in names if "export" in name or name.endswith(".lock")]


def test_the_export_goes_where_it_is_wanted_and_overwrites_nothing(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.zip"
    assert learner.export(target) == target
    with pytest.raises(learner.NotSaved, match="another name"):
        learner.export(target)
    assert learner.export(tmp_path / "stick").parent == tmp_path / "stick"


def test_links_are_left_out_of_the_export(filled: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "file.json").write_text("{}", encoding="utf-8")
    (filled / "answers" / "linked").symlink_to(secret, target_is_directory=True)
    (filled / "documents" / "linked.html").symlink_to(secret / "file.json")
    with zipfile.ZipFile(learner.export()) as package:
        assert not [name for name in package.namelist() if "linked" in name]


@pytest.mark.parametrize("word", ["", "yes", "DELETED", "dele te"])
def test_without_the_word_nothing_goes(filled: Path, word: str) -> None:
    before = sorted(filled.rglob("*"))
    with pytest.raises(ValueError, match="type the word delete"):
        learner.delete_all(word)
    assert sorted(filled.rglob("*")) == before


def test_everything_of_the_course_goes_as_announced(filled: Path) -> None:
    announced = learner.what_goes()
    done = learner.delete_all(" Delete ")
    assert set(done.goes) == set(announced.goes)
    assert done.kept == announced.kept == ()
    assert not filled.exists()
    learner.answers(LESSON).put("a", 2)
    assert learner.answers(LESSON).keys() == ("a",)


def test_foreign_files_stay_and_are_named(filled: Path) -> None:
    mine = [filled / "notes.txt", filled / "documents" / "own.docx", filled / "answers" / "x" / "deep" / "own.json"]
    mine[2].parent.mkdir(parents=True)
    for path in mine:
        path.write_text("mine", encoding="utf-8")
    done = learner.delete_all("delete")
    assert {kept.path for kept in done.kept} == set(mine)
    assert all("did not make it" in kept.reason for kept in done.kept)
    assert sorted(path for path in filled.rglob("*") if path.is_file()) == sorted(mine)


def test_exported_copies_stay_unless_asked(filled: Path) -> None:
    copy = learner.export()
    done = learner.delete_all("delete")
    assert [kept.path for kept in done.kept] == [copy]
    assert copy.exists()
    done = learner.delete_all("delete", with_exports=True)
    assert copy in done.goes
    assert not filled.exists()


def test_deletion_never_follows_a_link(filled: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "05-case").mkdir(parents=True)
    target = outside / "05-case" / "1-foundations.json"
    target.write_text("{}", encoding="utf-8")
    (filled / "answers" / "05-case").symlink_to(outside / "05-case", target_is_directory=True)
    (filled / "answers" / LESSON.split("/")[0] / "link.json").symlink_to(target)
    (filled / "export").symlink_to(outside, target_is_directory=True)
    done = learner.delete_all("delete", with_exports=True)
    assert target.read_text(encoding="utf-8") == "{}"
    assert len(done.kept) == 3
    assert all("link" in kept.reason for kept in done.kept)


def test_a_document_edited_by_hand_is_pointed_out_beforehand(filled: Path) -> None:
    word = filled / "documents" / "context-note.docx"
    assert not changed_by_hand(word)
    word.write_bytes(b"edited")
    assert changed_by_hand(word)
    assert word in learner.what_goes().goes


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user with limits")
def test_a_file_that_does_not_go_is_named(filled: Path) -> None:
    place = filled / "answers" / "04-bias-in-shared-data"
    place.chmod(0o500)
    try:
        done = learner.delete_all("delete")
    finally:
        place.chmod(0o700)
    assert any("did not let it go" in kept.reason for kept in done.kept)
