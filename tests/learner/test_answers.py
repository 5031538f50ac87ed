"""Answers: kept in readable files, safe from two pages, from damage and from a killed kernel."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground import learner
from commonground.learner import files, work_folder

LESSON = "04-bias-in-shared-data/1-foundations"

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(
        alphabet=st.characters(codec=None)
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def answer_file(work: Path) -> Path:
    return work / "answers" / f"{LESSON}.json"


def test_an_answer_is_in_a_readable_file_before_put_returns(work: Path) -> None:
    learner.answers(LESSON).put("why", "Señora Ortiz told me")
    text = answer_file(work).read_text(encoding="utf-8")
    assert '"why": "Señora Ortiz told me"' in text
    assert json.loads(text)["answers"] == {"why": "Señora Ortiz told me"}
    assert learner.answers(LESSON).get("why") == "Señora Ortiz told me"
    assert learner.answers(LESSON).get("other", 3) == 3


def test_reading_makes_nothing(work: Path) -> None:
    assert learner.answers(LESSON).keys() == ()
    assert learner.progress().lesson(LESSON).state == "not-started"
    assert learner.profile().role == ""
    assert learner.what_goes() == learner.Deletion((), ())
    assert learner.delete_all("delete") == learner.Deletion((), ())
    assert learner.place() == work.resolve()
    assert not work.exists()


def test_a_folder_that_cannot_be_made_is_said_when_something_is_saved(work: Path) -> None:
    work.write_text("a file stands in the way", encoding="utf-8")
    here = learner.answers(LESSON)
    with pytest.raises(learner.NotSaved, match="COMMONGROUND_WORK"):
        here.put("a", 1)


def test_the_folder_explains_itself(work: Path) -> None:
    learner.answers(LESSON).put("a", 1)
    assert "nowhere else" in (learner.folder() / "READ-ME.txt").read_text(encoding="utf-8")
    assert learner.folder() == work.resolve()


def test_without_the_variable_the_work_lies_in_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "course.yml").write_text("title: x\n", encoding="utf-8")
    monkeypatch.delenv("COMMONGROUND_WORK", raising=False)
    monkeypatch.setenv("COMMONGROUND_COURSE", str(tmp_path))
    assert learner.folder() == (tmp_path / "my-work").resolve()
    assert (tmp_path / "my-work").is_dir()


@given(values=st.dictionaries(st.text(max_size=12), JSON_VALUES, max_size=5))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_value_comes_back_as_it_went_in(work: Path, values: dict[str, Any]) -> None:
    if answer_file(work).exists():
        answer_file(work).unlink()
    here = learner.answers(LESSON)
    for key, value in values.items():
        here.put(key, value)
    again = learner.answers(LESSON)
    assert dict(zip(again.keys(), map(again.get, again.keys()), strict=True)) == values
    assert again.notice == ""


def test_two_open_pages_keep_each_others_answers(work: Path) -> None:
    one, two = learner.answers(LESSON), learner.answers(LESSON)
    one.put("a", 1)
    two.put("b", 2)
    one.put("c", 3)
    assert set(learner.answers(LESSON).keys()) == {"a", "b", "c"}
    assert one.get("b") == 2


def test_many_threads_lose_nothing(work: Path) -> None:
    def write(name: str) -> None:
        page = learner.answers(LESSON)
        for number in range(8):
            page.put(f"{name}{number}", number)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(learner.answers(LESSON).keys()) == 32


def test_the_same_answer_again_does_not_touch_the_file(work: Path) -> None:
    here = learner.answers(LESSON)
    here.put("a", 1)
    before = answer_file(work).stat().st_ino
    here.put("a", 1)
    assert answer_file(work).stat().st_ino == before
    here.put("a", True)
    assert learner.answers(LESSON).get("a") is True


def test_forget_starts_an_exercise_afresh(work: Path) -> None:
    here = learner.answers(LESSON)
    here.put_all({"a": 1, "b": 2})
    here.forget("a")
    here.forget("a")
    assert learner.answers(LESSON).keys() == ("b",)


@pytest.mark.parametrize("damage", [b"{not json", b"\xff\xfe\x00", b"[1, 2]", b"", b'{"answers": 7}', b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_told(work: Path, damage: bytes) -> None:
    path = answer_file(work)
    path.parent.mkdir(parents=True)
    for number in (1, 2):
        path.write_bytes(damage)
        here = learner.answers(LESSON)
        aside = path.with_name(f"1-foundations.damaged-{number}.json")
        assert aside.read_bytes() == damage
        assert aside.name in here.notice
        assert here.keys() == ()
    here.put("a", 1)
    assert learner.answers(LESSON).get("a") == 1
    assert learner.answers(LESSON).notice == ""


def test_damage_found_while_saving_is_set_aside_too(work: Path) -> None:
    here = learner.answers(LESSON)
    here.put("a", 1)
    answer_file(work).write_bytes(b"{")
    here.put("b", 2)
    assert "damaged-1" in here.notice
    assert learner.answers(LESSON).keys() == ("b",)


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}, b"x"])
def test_a_value_that_no_file_can_hold_is_refused_and_changes_nothing(work: Path, value: object) -> None:
    here = learner.answers(LESSON)
    here.put("a", 1)
    with pytest.raises(learner.NotJson, match="can be kept"):
        here.put("a", value)
    assert learner.answers(LESSON).get("a") == 1


@pytest.mark.parametrize("lesson_id", ["", "x", "../../etc/passwd", "a/b/c", "A/b", "a/../b", "a\\b/c", "a/b.json"])
def test_an_id_that_could_leave_the_folder_is_refused(work: Path, lesson_id: str) -> None:
    with pytest.raises(ValueError, match="for example"):
        learner.answers(lesson_id)


def test_a_full_disk_is_said_in_one_sentence_and_keeps_the_old_file(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = learner.answers(LESSON)
    here.put("a", 1)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(learner.NotSaved, match="disk is full"):
            here.put("a", 2)
    assert json.loads(answer_file(work).read_text())["answers"] == {"a": 1}
    assert [path.name for path in answer_file(work).parent.iterdir()] == ["1-foundations.json"]


def test_a_file_that_is_busy_for_a_moment_is_tried_again(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = os.replace, []

    def busy(source: Path, target: Path) -> None:
        tries.append(1)
        if len(tries) < 4:
            raise PermissionError(errno.EACCES, "in use")
        real(source, target)

    here = learner.answers(LESSON)
    learner.folder()
    with monkeypatch.context() as patch:
        patch.setattr(files, "_WINDOWS", True)
        patch.setattr(files.os, "replace", busy)
        here.put("a", 1)
    assert len(tries) == 4
    assert learner.answers(LESSON).get("a") == 1


def test_a_page_that_keeps_the_lock_is_named(work: Path) -> None:
    root = learner.folder()
    with files.turn(root), pytest.raises(learner.NotSaved, match="Close that page"), files.turn(root, seconds=0.02):
        raise AssertionError("two pages hold the lock")


def test_the_lock_outlives_the_deletion_of_its_file(work: Path) -> None:
    root = learner.folder()
    with files.turn(root):
        (root / files.LOCK_NAME).unlink()
        with files.turn(root, seconds=1):
            assert (root / files.LOCK_NAME).exists()


def test_the_read_me_is_written_with_the_lock(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, content: bytes) -> None:
        with pytest.raises(learner.NotSaved), files.turn(path.parent, seconds=0):
            raise AssertionError("a save that sweeps the folder could come in between")
        files.write_bytes(path, content)

    monkeypatch.setattr(work_folder, "write_bytes", write)
    assert (learner.folder() / work_folder.READ_ME).exists()


def test_half_written_files_are_harmless_and_swept(work: Path) -> None:
    here = learner.answers(LESSON)
    here.put("a", 1)
    leftover = answer_file(work).parent / f".1-foundations.json.1-abc{files.TEMPORARY}"
    leftover.write_bytes(b'{"answers": {"a"')
    assert learner.answers(LESSON).get("a") == 1
    here.put("b", 2)
    assert not leftover.exists()


CHILD = f"""
import sys
from commonground import learner
page = learner.answers({LESSON!r})
number = page.get("last", 0)
while True:
    number += 1
    page.put_all({{"last": number, "text": "x" * (number % 7) * 4000}})
    sys.stdout.write(f"{{number}}\\n")
    sys.stdout.flush()
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a signal of POSIX systems")
def test_killing_the_kernel_in_the_middle_of_saves_loses_nothing(work: Path) -> None:
    told = 0
    for attempt in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True, env={**os.environ, "COMMONGROUND_WORK": str(work)}
        )
        assert child.stdout is not None
        for line in child.stdout:
            told = int(line)
            if told % 5 == attempt % 5:
                os.kill(child.pid, signal.SIGKILL)
                break
        # What the child had told before it died may still be in the pipe.
        told = max([told, *(int(line) for line in child.stdout.read().split("\n") if line.strip())])
        child.wait(timeout=20)
        child.stdout.close()
        page = learner.answers(LESSON)
        assert page.notice == ""
        # Saved is at least what was told; at most one save more had reached the disk.
        assert told <= page.get("last") <= told + 1
        assert page.get("text") == "x" * (page.get("last") % 7) * 4000
    learner.answers(LESSON).put("end", True)
    assert not [path for path in answer_file(work).parent.iterdir() if files.is_leftover(path.name)]
