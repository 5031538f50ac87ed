"""Work from another computer: nothing here is lost, nothing bad comes in, twice is the same as once."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground import learner
from commonground.learner import merging, package
from commonground.learner.documents import Paper, is_ours, save, saved_names
from commonground.learner.keeping import changed_by_hand
from commonground.learner.notebooks import own_copy

LESSON = "04-bias-in-shared-data/1-foundations"
ANSWERS = f"answers/{LESSON}.json"


def packed(files: Mapping[str, bytes | str | dict[str, Any]]) -> bytes:
    """An export with these files inside my-work."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(f"my-work/{name}", json.dumps(content) if isinstance(content, dict) else content)
    return held.getvalue()


def answers_file(saved: str | None, **answers: Any) -> dict[str, Any]:
    return {"lesson": LESSON, **({"saved": saved} if saved else {}), "answers": answers}


def everything(root: Path) -> dict[str, bytes]:
    """The folder's files, without the lock and the read-me."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in (".lock", "READ-ME.txt")
    }


def put(root: Path, files: Mapping[str, bytes | dict[str, Any]]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(json.dumps(content).encode() if isinstance(content, dict) else content)


@contextmanager
def elsewhere(folder: Path) -> Iterator[Path]:
    """Another computer."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("COMMONGROUND_WORK", str(folder))
        yield folder


def note(text: str) -> Paper:
    return Paper("Note", "context-note", text, (), "", "", date(2026, 1, 1))


# ---- the whole way --------------------------------------------------------------------------------


def test_everything_arrives_on_an_empty_computer(work: Path, tmp_path: Path) -> None:
    with elsewhere(tmp_path / "other") as other:
        learner.answers(LESSON).put("a", {"text": "ü"})
        learner.progress().mark_done(LESSON)
        learner.profile().put("role", "program-staff")
        save(note("one"))
        save(note("two"))
        (other / "progress.damaged-1.json").write_text("{", encoding="utf-8")
        content = learner.export_contents()
        there = everything(other)
    arrived = learner.take_in(content)
    assert not arrived.refused
    assert not arrived.joined
    here = everything(work)
    assert {name: held for name, held in here.items() if ".saved" not in name} == {
        name: held for name, held in there.items() if ".saved" not in name
    }
    assert all(is_ours(work / "documents" / name) for name in saved_names())
    again = learner.take_in(content)
    assert everything(work) == here
    assert (again.taken, again.joined, again.beside, again.refused) == ((), (), (), ())
    assert set(again.same) >= {ANSWERS, "progress.json", "documents/context-note.docx"}
    learner.delete_all("delete")
    assert not work.exists()


def test_the_later_answer_stands_and_the_earlier_is_kept_beside(work: Path) -> None:
    early, late = "2026-01-01T10:00:00+00:00", "2026-01-01T09:00:00-05:00"
    put(work, {ANSWERS: answers_file(early, a=1, b="mine", c=True)})
    arrived = learner.take_in(packed({ANSWERS: answers_file(late, a=1, b="theirs", d=4)}))
    assert arrived.joined == (ANSWERS,)
    beside = ANSWERS.replace(".json", ".imported-1.json")
    assert arrived.beside == (beside,)
    assert json.loads((work / ANSWERS).read_bytes()) == answers_file(late, a=1, b="theirs", c=True, d=4)
    assert json.loads((work / beside).read_bytes()) == answers_file(early, b="mine")


def test_without_times_what_is_here_stands(work: Path) -> None:
    put(work, {ANSWERS: answers_file(None, a=1), "profile.json": {"role": "x"}})
    learner.take_in(packed({ANSWERS: answers_file("2026-01-01T10:00:00+00:00x", a=True), "profile.json": {"role": "y", "n": 1}}))
    assert learner.answers(LESSON).get("a") == 1
    kept = json.loads((work / ANSWERS.replace(".json", ".imported-1.json")).read_bytes())
    assert kept["answers"] == {"a": True}
    assert json.loads((work / "profile.json").read_bytes()) == {"role": "x", "n": 1}
    assert json.loads((work / "profile.imported-1.json").read_bytes()) == {"role": "y"}


def test_progress_is_joined(work: Path) -> None:
    first, second = "2026-01-01T10:00:00+00:00", "2026-01-02T10:00:00+00:00"
    put(work, {"progress.json": {"lessons": {LESSON: {"started": second, "done": first, "exercises": {"a": True, "b": False}}}}})
    theirs = {"lessons": {LESSON: {"started": first, "exercises": {"a": False, "b": True}}, "05-case/1-x": {"started": first}}}
    assert learner.take_in(packed({"progress.json": theirs})).joined == ("progress.json",)
    assert json.loads((work / "progress.json").read_bytes())["lessons"] == {
        LESSON: {"started": first, "done": first, "exercises": {"a": True, "b": True}},
        "05-case/1-x": {"started": first},
    }


def test_a_damaged_file_here_is_set_aside_first(work: Path) -> None:
    put(work, {"profile.json": b"{"})
    learner.take_in(packed({"profile.json": {"role": "y"}}))
    assert (work / "profile.damaged-1.json").read_bytes() == b"{"
    assert learner.profile().role == "y"


def test_documents_never_replace_one_another(work: Path, tmp_path: Path) -> None:
    with elsewhere(tmp_path / "other") as other:
        save(note("theirs"))
        (other / "documents" / "context-note.html").write_text("edited there", encoding="utf-8")
        content = learner.export_contents()
    save(note("mine"))
    mine = everything(work)
    arrived = learner.take_in(content)
    assert set(arrived.beside) == {"documents/context-note.imported-1.docx", "documents/context-note.imported-1.html"}
    assert mine.items() - {("documents/.saved.json", mine["documents/.saved.json"])} <= everything(work).items()
    assert is_ours(work / "documents" / "context-note.imported-1.docx")
    assert changed_by_hand(work / "documents" / "context-note.imported-1.html")
    before = everything(work)
    learner.take_in(content)
    assert everything(work) == before
    assert {path.name for path in learner.what_goes().goes} >= {Path(name).name for name in arrived.beside}


def test_lesson_copies_come_along_where_they_were_changed(work: Path, tmp_path: Path, kit_course: Path) -> None:
    name = "notebooks/10-kit/1-foundations.ipynb"
    with elsewhere(tmp_path / "other") as other:
        own_copy("10-kit", "1-foundations.ipynb")
        assert learner.take_in(learner.export_contents()).taken == ()
        unchanged = learner.export_contents()
        changed = json.loads((other / name).read_bytes())
        changed["cells"].append({"id": "own"})
        (other / name).write_text(json.dumps(changed), encoding="utf-8")
        content = learner.export_contents()
    assert learner.take_in(unchanged).taken == ()
    assert not (work / name).exists()
    own_copy("10-kit", "1-foundations.ipynb")
    assert learner.take_in(content).taken == (name,)
    assert json.loads((work / name).read_bytes()) == changed
    (work / name).write_bytes(b'{"cells": ["changed here"]}')
    (beside,) = learner.take_in(content).beside
    assert beside == "notebooks/10-kit/1-foundations.imported-1.ipynb"
    assert (work / name).read_bytes() == b'{"cells": ["changed here"]}'
    assert work / beside in learner.what_goes().goes


# ---- what is refused --------------------------------------------------------------------------------

GOOD = {"profile.json": {"role": "x"}}


@pytest.mark.parametrize(
    "name",
    [
        "../outside.json", "answers/../../outside.json", "/etc/passwd", "own.txt", "documents/own letter.docx",
        "documents/x.exe", "answers/a/b/c.json", "export/common-ground-my-work-1.zip", "answers\\a\\b.json",
        "notebooks/.ipynb_checkpoints/x.ipynb", ".lock", "documents/.hidden.html", "answers/A/b.json",
    ],
)
def test_other_names_are_refused_and_the_rest_is_taken(work: Path, name: str) -> None:
    arrived = learner.take_in(packed({name: b"{}", **GOOD}))
    assert arrived.taken == ("profile.json",)
    assert [refused.name.startswith("my-work/") for refused in arrived.refused] == [True]
    assert set(everything(work)) == {"profile.json"}
    assert {path.name for path in work.parent.iterdir()} <= {work.name, "my-work"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (ANSWERS, b"{"), (ANSWERS, b"[]"), (ANSWERS, b'{"answers": []}'), (ANSWERS, b'{"answers": {"a": NaN}}'),
        (ANSWERS, b"\xff"), (ANSWERS, b"[" * 100_000), ("progress.json", b'{"lessons": {"../x": {}}}'),
        ("progress.json", b'{"lessons": {"a/b": 1}}'), ("profile.json", b"null"), ("notebooks/a/b.ipynb", b'{"cells": 1}'),
    ],
)
def test_a_damaged_part_is_named(work: Path, name: str, content: bytes) -> None:
    arrived = learner.take_in(packed({"documents/note.html": b"<p>", name: content}))
    assert [(refused.name, "damaged" in refused.reason) for refused in arrived.refused] == [(f"my-work/{name}", True)]
    assert arrived.taken == ("documents/note.html",)
    assert not (work / name).exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip" * 100, packed(GOOD)[:-30]])
def test_what_is_no_zip_is_refused_as_a_whole(work: Path, content: bytes) -> None:
    with pytest.raises(learner.NotTaken, match="Nothing was brought in"):
        learner.take_in(content)
    assert not work.exists()


def test_another_zip_is_refused_as_a_whole(work: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("photo.jpg", b"x")
    with pytest.raises(learner.NotTaken, match="no export of the course"):
        learner.take_in(held.getvalue())


def test_bombs_are_refused(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_FILE", 50_000)
    monkeypatch.setattr(package, "MAX_ALL", 120_000)
    bomb = packed({**{f"documents/n{i}.html": b"0" * 49_000 for i in range(5)}, "documents/big.html": b"0" * 60_000})
    assert len(bomb) < 3_000
    arrived = learner.take_in(bomb)
    assert arrived.taken == ("documents/n0.html", "documents/n1.html")
    assert all("larger" in refused.reason for refused in arrived.refused)
    monkeypatch.setattr(package, "MAX_FILES", 3)
    with pytest.raises(learner.NotTaken, match="more than 3"):
        learner.take_in(bomb)
    monkeypatch.setattr(package, "MAX_PACKAGE", 100)
    with pytest.raises(learner.NotTaken, match="larger"):
        learner.take_in(bomb)


def test_a_wrong_size_in_the_package_does_not_help_a_bomb(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_FILE", 1_000)
    content = packed({"documents/big.html": b"0" * 5_000})
    lying = content.replace((5_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    arrived = learner.take_in(lying)
    assert arrived.taken == ()
    assert len(arrived.refused) == 1


def test_links_and_locked_parts_are_refused(work: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        link = zipfile.ZipInfo("my-work/profile.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("my-work/documents/a.html", b"a")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("my-work/documents/a.html", b"b")
        made.writestr("elsewhere/b.html", b"b")
    arrived = learner.take_in(held.getvalue())
    assert arrived.taken == ("documents/a.html",)
    assert (work / "documents" / "a.html").read_bytes() == b"a"
    assert ["link" in arrived.refused[0].reason, len(arrived.refused)] == [True, 3]
    locked = bytearray(packed(GOOD))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in learner.take_in(bytes(locked)).refused[0].reason


def test_a_flipped_bit_is_found(work: Path) -> None:
    content = bytearray(packed({"documents/a.html": os.urandom(500)}))
    content[200] ^= 1
    (refused,) = learner.take_in(bytes(content)).refused
    assert refused.name == "my-work/documents/a.html"
    assert "damaged" in refused.reason


def test_nothing_is_written_through_a_link(work: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    work.mkdir()
    (work / "documents").symlink_to(outside, target_is_directory=True)
    (work / "profile.json").symlink_to(outside / "profile.json")
    arrived = learner.take_in(packed({**GOOD, "documents/a.html": b"a"}))
    assert len(arrived.refused) == 2
    assert list(outside.iterdir()) == []


def test_what_cannot_be_saved_is_named_and_the_rest_is_taken(work: Path) -> None:
    (work / "profile.json").mkdir(parents=True)
    arrived = learner.take_in(packed({**GOOD, "documents/a.html": b"a"}))
    assert "could not be saved here" in arrived.refused[0].reason
    assert arrived.taken == ("documents/a.html",)


# ---- the rules hold for any work ---------------------------------------------------------------------

values = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from([0.0, 1.0]), st.text("ab", max_size=2))
keys = st.sampled_from(["a", "b", "c"])
times = st.one_of(st.none(), st.sampled_from([f"2026-01-0{day}T10:00:00+00:00" for day in (1, 2, 3)]), st.just("then"))
answer_files = st.builds(lambda saved, held: answers_file(saved, **held), times, st.dictionaries(keys, values))
entries = st.fixed_dictionaries({}, optional={"started": times, "done": times, "exercises": st.dictionaries(keys, st.booleans())})
progress_files = st.fixed_dictionaries({"lessons": st.dictionaries(st.sampled_from([LESSON, "05-x/1-y"]), entries)})
profiles = st.dictionaries(keys, values)
papers = st.sampled_from([b"one", b"two", b"three"])
works = st.fixed_dictionaries(
    {},
    optional={
        ANSWERS: answer_files, "progress.json": progress_files, "profile.json": profiles,
        ANSWERS.replace(".json", ".imported-1.json"): answer_files, "profile.damaged-1.json": papers,
        "documents/note.docx": papers, "documents/note.previous.docx": papers, "documents/note.imported-2.docx": papers,
    },
)


def shown(value: Any) -> str:
    return f"{type(value).__name__} {value!r}"


def answers_in(root: Path) -> set[tuple[str, str]]:
    """Every answer that lies anywhere in the folder."""
    found = set()
    for path in (root / "answers").rglob("*.json"):
        found |= {(key, shown(value)) for key, value in json.loads(path.read_bytes())["answers"].items()}
    return found


def choices_in(root: Path) -> set[tuple[str, str]]:
    found = set()
    for path in [root / "profile.json", *root.glob("profile.imported-*.json")]:
        if path.exists():
            found |= {(key, shown(value)) for key, value in json.loads(path.read_bytes()).items()}
    return found


def done_in(root: Path) -> set[tuple[str, str]]:
    if not (root / "progress.json").exists():
        return set()
    lessons = json.loads((root / "progress.json").read_bytes())["lessons"]
    done = {(lesson_id, name) for lesson_id, entry in lessons.items() for name, yes in entry.get("exercises", {}).items() if yes}
    return done | {(lesson_id, "finished") for lesson_id, entry in lessons.items() if merging.moment(entry.get("done"))}


def whole_in(root: Path) -> set[bytes]:
    return {path.read_bytes() for path in [*root.glob("documents/note*"), *root.glob("*.damaged-*")]}


@settings(max_examples=60, deadline=None)
@given(mine=works, theirs=works)
def test_nothing_is_lost_and_twice_is_once(
    mine: dict[str, Any], theirs: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    here, there = (tmp_path_factory.mktemp(name) / "my-work" for name in ("here", "there"))
    put(here, mine)
    put(there, theirs)
    kinds = (answers_in, choices_in, done_in, whole_in)
    before: list[set[Any]] = [kind(here) | kind(there) for kind in kinds]
    with elsewhere(there):
        content = learner.export_contents()
    with elsewhere(here):
        assert not learner.take_in(content).refused
        assert [kind(here) for kind in kinds] == before
        once = everything(here)
        again = learner.take_in(content)
        assert everything(here) == once
        assert (again.taken, again.joined, again.beside) == ((), (), ())
        assert set(mine.get(ANSWERS, {}).get("answers", {})) <= set(learner.answers(LESSON).keys())
        learner.delete_all("delete")
        assert {path.split("/")[-1] for path in everything(here)} <= {"note.docx", "note.previous.docx", "note.imported-2.docx"}


mappings = st.recursive(
    st.dictionaries(keys, st.integers(0, 2), max_size=3), lambda inner: st.dictionaries(keys, inner | st.integers(0, 2), max_size=3), max_leaves=5
)


@given(base=mappings, ours=mappings, theirs=mappings)
def test_two_pages_changes_are_both_in_the_result(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merging.three_way(base, ours, theirs)
    assert merging.three_way(base, ours, base) == ours
    assert merging.three_way(base, base, theirs) == theirs
    assert merging.three_way(base, ours, ours) == ours
    for key in {*base, *ours, *theirs}:
        if ours.get(key) != base.get(key) and not isinstance(ours.get(key), dict) and key in ours:
            assert merged[key] == ours[key]
        if theirs.get(key) == base.get(key) and key in ours:
            assert merged[key] == ours[key]


def test_each_change_of_the_folder_is_told_once_it_is_made(work: Path) -> None:
    seen: list[dict[str, bytes]] = []
    learner.second_copy.follow(lambda: seen.append(everything(work)))
    try:
        learner.answers(LESSON).put("a", 1)
        assert ANSWERS in seen[-1]
        save(note("one"))
        assert "documents/context-note.docx" in seen[-1]
        learner.delete_all("delete")
        assert seen[-1] == {}
    finally:
        learner.second_copy.follow(None)
    count = len(seen)
    learner.profile().put("role", "x")
    assert len(seen) == count
