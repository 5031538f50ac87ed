"""The readers: what they return, and what they say of a file that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground import content
from commonground.content import ContentError
from commonground.content.yaml_file import parse_yaml

MODULE = "05-case-mini"
Files = dict[str, Any]
Write = Callable[[Files], Path]


@pytest.fixture
def course_folder(files: Files, write_course: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_course(files)
    monkeypatch.setenv("COMMONGROUND_COURSE", str(root))
    return root


def test_the_readers_return_what_is_written(course_folder: Path) -> None:
    assert content.course().residents[0].name == "Rosa"
    assert [entry.id for entry in content.course().written] == [MODULE]
    module = content.module(MODULE)
    assert module.level("foundations").objectives[0].practised == ("choose",)
    assert [item.id for item in content.questions(MODULE, "analyst")] == ["q-analyst"]
    assert len(content.questions(MODULE)) == 2
    option = content.questions(MODULE, "foundations")[0].options[0]
    assert (option.id, option.right) == ("ask", True)
    story = content.story(MODULE)
    assert story.exercise("choose").kind == "decision"
    assert story.exercise("choose").data["reason"] == "Say why."
    assert story.reflection("own").prompt == "Name a list."
    assert content.facts()["FACT-01"].confidence == "A"
    assert content.written_modules() == (MODULE,)


def test_sources_are_named_once_in_order_for_facts_and_register_ids(course_folder: Path) -> None:
    assert [source.id for source in content.sources_of(["WHY-y", "FACT-01", "RISK-x"])] == ["S002", "S001"]
    with pytest.raises(KeyError, match="FACT-77"):
        content.sources_of(["FACT-77"])


def test_a_file_in_another_encoding_is_named(course_folder: Path) -> None:
    file = course_folder / "modules" / "course.yml"
    file.write_bytes("title: Café".encode("latin-1"))
    with pytest.raises(ContentError, match="Save it as UTF-8") as told:
        content.course()
    assert told.value.file == file


def test_a_changed_file_is_read_again(course_folder: Path) -> None:
    assert content.course() is content.course()
    file = course_folder / "modules" / "course.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: Course", "title: Another course"), encoding="utf-8")
    assert content.course().title == "Another course"


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("course.yml", "title: Course", "titel: Course", "title"),
        (f"{MODULE}/module.yml", "minutes: 20", "minutes: twenty", "levels.foundations.minutes"),
        (f"{MODULE}/module.yml", "  analyst:", "  expert:", "levels.expert"),
        (f"{MODULE}/module.yml", "take_home:\n    - A question to ask.", "take_home: A question", "levels.foundations.take_home"),
        (f"{MODULE}/questions.yml", "right: true", "right: maybe", "items[0].options[0].right"),
        (f"{MODULE}/story.yml", "kind: decision", "kind: dance", "exercises.choose.kind"),
        (f"{MODULE}/story.yml", "exercises:", "exercises: [", ""),
        ("sources.yml", "id: S002", "id: S001", "sources[1]"),
    ],
)
def test_an_error_names_file_key_and_remedy(course_folder: Path, file: str, old: str, new: str, key: str) -> None:
    path = course_folder / "modules" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def read_all() -> None:
        content.course()
        content.module(MODULE)
        content.questions(MODULE)
        content.story(MODULE)
        content.facts()

    with pytest.raises(ContentError) as caught:
        read_all()
    assert caught.value.file == path
    assert caught.value.key.startswith(key)
    assert caught.value.advice


def test_unknown_names_say_what_there_is(course_folder: Path) -> None:
    with pytest.raises(ContentError, match="no module"):
        content.module("99-none")
    with pytest.raises(KeyError, match="foundations, analyst"):
        content.module(MODULE).level("practitioner")
    with pytest.raises(KeyError, match="choose"):
        content.story(MODULE).exercise("none")
    with pytest.raises(KeyError, match="own"):
        content.story(MODULE).reflection("none")


def test_the_course_is_found_from_below_it_and_from_the_modules_folder(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONGROUND_COURSE", str(course_folder / "modules"))
    assert content.course_root() == course_folder
    monkeypatch.delenv("COMMONGROUND_COURSE")
    monkeypatch.chdir(course_folder / "modules" / MODULE)
    assert content.course_root() == course_folder


def test_a_folder_without_a_course_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONGROUND_COURSE", str(tmp_path))
    with pytest.raises(ContentError, match="COMMONGROUND_COURSE"):
        content.course_root()


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "2019-01-28", "2020-08"])
def test_words_that_yaml_likes_to_change_stay_words(word: str) -> None:
    assert parse_yaml(f"id: {word}", Path("x.yml")) == {"id": word}


def test_true_and_false_are_still_so() -> None:
    assert parse_yaml("a: true\nb: false\nc: 3\nd: null", Path("x.yml")) == {"a": True, "b": False, "c": 3, "d": None}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("It was so [PASCO-35].", ("PASCO-35",)),
        ("Both [PASCO-35, RISK-biased-data] and [C2C-01; CRDC-14].", ("PASCO-35", "RISK-biased-data", "C2C-01", "CRDC-14")),
        ("A link [PASCO-35](x.html) and [a note] and [CASES-DOC-01].", ("CASES-DOC-01",)),
        ("Twice [JJ-05] and [JJ-05].", ("JJ-05", "JJ-05")),
        ("[k-12] [END-] list[i-1]", ()),
    ],
)
def test_cited_ids(text: str, ids: tuple[str, ...]) -> None:
    assert content.cited_ids(text) == ids


@given(st.text())
def test_citing_never_fails(text: str) -> None:
    assert isinstance(content.cited_ids(text), tuple)


def test_reading_needs_nothing_but_yaml() -> None:
    code = (
        "import sys\n"
        "for name in ('numpy', 'pandas', 'jsonschema', 'nbformat', 'pydantic'): sys.modules[name] = None\n"
        "import commonground.content as content\n"
        "content.course(); content.facts(); content.register()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2], timeout=60)
