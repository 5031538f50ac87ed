"""Take-home documents: valid files, and never a loss of what the learner wrote."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground import learner
from commonground.learner.documents import Paper, PaperSection, save
from commonground.learner.docx_file import docx as docx_bytes
from commonground.learner.html_file import html as html_bytes
from commonground.learner.paper import LEFT_OPEN, one_line, paragraphs


def paper(text: str = "Since 2019, by the front office", title: str = "Context note", made_on: date = date(2026, 11, 2)) -> Paper:
    return Paper(
        title=title,
        filename="context-note",
        intro="For whoever reads this field next.",
        sections=(
            PaperSection("The field", (("Which field?", "incidents & moves <3>"), ("Who writes it?", text))),
            PaperSection("The way back", (("Who mends a mistake?", "  \n "),)),
        ),
        disclaimer="Illustrative, not legal advice.",
        mark="Our own construction.",
        made_on=made_on,
    )


class Page(HTMLParser):
    """The headings, the language and the text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.language = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""
        if tag != "meta":
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data


def test_the_docx_opens_and_has_headings_and_text(work: Path) -> None:
    word, page = save(paper())
    assert (word.name, page.name) == ("context-note.docx", "context-note.html")
    opened = docx.Document(str(word))
    styled = [(p.style.name, p.text) for p in opened.paragraphs]
    assert styled[0] == ("Title", "Context note")
    assert ("Heading 1", "The field") in styled
    assert ("Heading 2", "Who mends a mistake?") in styled
    assert ("Left open", LEFT_OPEN) in styled
    assert ("Normal", "incidents & moves <3>") in styled
    assert ("Small print", "Illustrative, not legal advice.") in styled
    assert opened.core_properties.title == "Context note"
    assert opened.core_properties.language == "en-US"
    assert opened.core_properties.created is not None
    assert opened.core_properties.created.date() == date(2026, 11, 2)


def test_the_page_has_headings_language_and_gaps(work: Path) -> None:
    page = Page(save(paper())[1].read_text(encoding="utf-8"))
    assert page.language == "en-US"
    assert page.texts["h1"] == ["Context note"]
    assert page.texts["h2"] == ["The field", "The way back"]
    assert page.texts["h3"] == ["Which field?", "Who writes it?", "Who mends a mistake?"]
    assert LEFT_OPEN in page.texts["p"]
    assert page.open == []
    assert "script" not in page.texts
    assert "link" not in page.texts


@given(text=st.text(alphabet=st.characters(codec=None), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_or_is_cleaned(text: str) -> None:
    made = paper(text, title=text)
    wanted = paragraphs(text) or [LEFT_OPEN]

    raw = docx_bytes(made)
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
    texts = [p.text for p in docx.Document(io.BytesIO(raw)).paragraphs]
    start = texts.index("Who writes it?") + 1
    assert texts[start : start + len(wanted)] == wanted
    assert texts[start + len(wanted)] == "The way back"
    assert texts[0] == one_line(text)

    page = Page(html_bytes(made).decode("utf-8"))
    for line in wanted:
        assert line in page.texts["p"]
    assert page.open == []


@given(text=st.text(alphabet="ab <&>\"'é漢🙂\t", min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_ordinary_text_is_kept_letter_by_letter(text: str) -> None:
    assert paragraphs(text) == ([text.rstrip()] if text.strip() else [])


def test_equal_papers_are_equal_files_and_are_not_saved_twice(work: Path) -> None:
    first = save(paper())
    before = [path.stat().st_ino for path in first]
    assert save(paper()) == first
    assert [path.stat().st_ino for path in first] == before
    assert sorted(path.name for path in first[0].parent.iterdir()) == [".saved.json", "context-note.docx", "context-note.html"]


def test_a_changed_paper_replaces_ours_and_keeps_the_version_before(work: Path) -> None:
    word, page = save(paper("one"))
    old = word.read_bytes()
    assert save(paper("two")) == [word, page]
    assert word.with_name("context-note.previous.docx").read_bytes() == old
    assert "two" in page.read_text(encoding="utf-8")
    assert "one" in page.with_name("context-note.previous.html").read_text(encoding="utf-8")
    save(paper("three"))
    assert "two" in page.with_name("context-note.previous.html").read_text(encoding="utf-8")


def test_a_file_edited_by_the_learner_is_never_touched(work: Path) -> None:
    word, _ = save(paper("one"))
    word.write_bytes(b"edited in a word processor")
    again = save(paper("two"))
    assert [path.name for path in again] == ["context-note-2.docx", "context-note-2.html"]
    assert word.read_bytes() == b"edited in a word processor"
    assert save(paper("three")) == again
    assert word.read_bytes() == b"edited in a word processor"


def test_a_file_that_the_learner_put_there_is_never_touched(work: Path) -> None:
    place = learner.folder() / "documents"
    place.mkdir()
    (place / "context-note.html").write_text("mine", encoding="utf-8")
    assert save(paper())[0].name == "context-note-2.docx"
    assert (place / "context-note.html").read_text(encoding="utf-8") == "mine"


def test_an_edited_previous_version_is_kept_too(work: Path) -> None:
    word, _ = save(paper("one"))
    save(paper("two"))
    previous = word.with_name("context-note.previous.docx")
    previous.write_bytes(b"my notes")
    save(paper("three"))
    assert previous.read_bytes() == b"my notes"
    assert word.with_name("context-note.previous-2.docx").exists()


def test_without_the_record_every_file_counts_as_the_learners(work: Path) -> None:
    word, _ = save(paper("one"))
    (word.parent / ".saved.json").unlink()
    before = word.read_bytes()
    assert save(paper("two"))[0].name == "context-note-2.docx"
    assert word.read_bytes() == before


@pytest.mark.parametrize("name", ["", "con", "a/b", "..", "A", "-x", "a.b", "x" * 61, "lpt1"])
def test_a_name_that_some_system_refuses_is_refused_here(name: str) -> None:
    with pytest.raises(ValueError, match="for example"):
        Paper("t", name, "", (), "", "", date(2026, 1, 1))
