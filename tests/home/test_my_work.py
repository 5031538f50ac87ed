"""The learner's work on the front page of both editions: a copy of it, work from elsewhere, and its deletion."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import ipywidgets as widgets
import pytest

from commonground import learner
from commonground.editions.edition import VARIABLE
from commonground.learner.documents import Paper, save
from commonground.views import home as front
from commonground.views.document import DocumentView
from commonground.views.home.page import Page

LESSON = "04-bias-in-shared-data/1-foundations"


@pytest.fixture
def in_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "browser")


def visible(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    if widget.layout.display == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from visible(child)


def page_text(widget: widgets.Widget) -> str:
    return "\n".join(part.value for part in visible(widget) if isinstance(part, widgets.HTML))


def click(widget: widgets.Widget, text: str) -> None:
    (button,) = [p for p in visible(widget) if isinstance(p, widgets.Button) and p.description == text]
    button.click()


def choose(widget: widgets.Widget, name: str, content: bytes) -> None:
    (field,) = [part for part in visible(widget) if isinstance(part, widgets.FileUpload)]
    field.value = (
        {"name": name, "type": "application/zip", "size": len(content), "content": memoryview(content), "last_modified": datetime.now(UTC)},
    )


def downloads(text: str) -> dict[str, bytes]:
    """What the links of a page hand over, by name."""
    found = re.findall(r'<a [^>]*download="([^"]+)" href="data:[^;"]+;base64,([^"]+)">Download', text)
    return {html.unescape(name): base64.b64decode(data) for name, data in found}


def other_computer(tmp_path: Path) -> bytes:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("COMMONGROUND_WORK", str(tmp_path / "other"))
        learner.progress().mark_done(LESSON)
        learner.answers(LESSON).put("a", 1)
        learner.profile().put("role", "data-analyst")
        return learner.export_contents()


def test_work_from_another_computer_is_brought_in(home: Page, tmp_path: Path) -> None:
    modules, shown = front.modules().widget, front.my_work().widget
    assert not [part for part in visible(shown) if isinstance(part, widgets.FileUpload)]
    click(shown, "Bring work from another computer")
    click(shown, "Bring this work in")
    assert "Choose the exported file first." in page_text(shown)
    content = other_computer(tmp_path)
    choose(shown, "common-ground-my-work-2026.zip", content)
    assert "common-ground-my-work-2026.zip" in page_text(shown)
    click(shown, "Bring this work in")
    assert "Nothing that was here is lost" in page_text(shown)
    assert "3 files are new here" in page_text(shown)
    assert "There are answers from 1 page" in page_text(shown)
    assert "Done on" in page_text(modules)
    assert learner.profile().role == "data-analyst"
    choose(shown, "again.zip", content)
    click(shown, "Bring this work in")
    assert "here already" in page_text(shown)


def test_what_differs_and_what_is_refused_is_named(home: Page, tmp_path: Path) -> None:
    content = other_computer(tmp_path)
    learner.profile().put("role", "agency-leader")
    (tmp_path / "other" / "own.txt").write_text("<b>", encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("COMMONGROUND_WORK", str(tmp_path / "other"))
        content = learner.export_contents()
    shown = front.my_work().widget
    click(shown, "Bring work from another computer")
    choose(shown, "x.zip", content)
    click(shown, "Bring this work in")
    assert "1 file is kept beside yours" in page_text(shown)
    assert "profile.imported-1.json" in page_text(shown)
    assert "my-work/own.txt" in page_text(shown)
    choose(shown, "<photo>.zip", b"no zip")
    assert "&lt;photo&gt;" in page_text(shown)
    click(shown, "Bring this work in")
    assert "Nothing was brought in" in page_text(shown)


@pytest.mark.usefixtures("in_browser")
def test_the_browser_hands_over_everything_as_one_download(home: Page, work_folder: Path) -> None:
    learner.answers(LESSON).put("a", 1)
    save(Paper("Note", "context-note", "x", (), "", "", date(2026, 1, 1)))
    shown = front.my_work().widget
    assert "in this browser, on this computer" in page_text(shown)
    assert str(work_folder) not in page_text(shown)
    click(shown, "Export everything")
    found = downloads(page_text(shown))
    (package,) = [name for name in found if name.endswith(".zip")]
    assert re.fullmatch(r"common-ground-my-work-[\d-]+\.zip", package)
    assert not (work_folder / "export").exists()
    assert found["context-note.docx"] == (work_folder / "documents" / "context-note.docx").read_bytes()

    click(shown, "Delete my work")
    text = page_text(shown)
    assert "that this browser keeps on this computer" in text
    assert "Copies that you downloaded stay" in text
    assert f"{LESSON}.json" in text
    (word,) = [part for part in visible(shown) if isinstance(part, widgets.Text)]
    word.value = "delete"
    click(shown, "Delete these files for good")
    assert "files were deleted" in page_text(shown)
    assert "There is nothing so far" in page_text(shown)

    click(shown, "Bring work from another computer")
    choose(shown, package, found[package])
    click(shown, "Bring this work in")
    assert learner.answers(LESSON).get("a") == 1
    assert str(work_folder) not in page_text(shown)


@pytest.mark.usefixtures("in_browser")
def test_the_links_of_the_site_lead_to_its_pages(home: Page) -> None:
    learner.profile().put("role", "data-analyst")
    shown = "".join(page_text(part().widget) for part in (front.welcome, front.path, front.modules))
    found = set(re.findall(r'href="([^"]*)"', shown))
    assert found == {
        f"../{module}/{lesson}.html"
        for module, lesson in [
            *((m, n) for m in ("04-bias-in-shared-data", "05-case-pasco") for n in ("1-foundations", "2-practitioner")),
            ("04-bias-in-shared-data", "3-analyst"),
        ]
    }
    assert "Open in JupyterLab" not in shown
    assert "Your work is kept in this browser" in front.my_work().text()


@pytest.mark.usefixtures("in_browser")
def test_a_document_is_handed_over_as_downloads(kit_course: Path, work_folder: Path) -> None:
    from commonground.lesson import Lesson

    here = Lesson("10-kit/1-foundations")
    here.exercise("note")
    (view,) = [v for v in here._views if isinstance(v, DocumentView)]
    view.save.click()
    found = downloads(view.done.value)
    assert {Path(name).suffix for name in found} == {".docx", ".html"}
    for file, content in found.items():
        assert (work_folder / "documents" / file).read_bytes() == content
    assert "Saved on this computer" not in view.done.value


def test_a_problem_of_keeping_stands_on_the_page_until_it_is_over(home: Page) -> None:
    try:
        learner.second_copy.tell("Not <kept>.")
        assert "Not &lt;kept&gt;." in home.notice.value
        home.tell("Another matter.")
        assert "Not &lt;kept&gt;." in home.notice.value
    finally:
        learner.second_copy.tell("")
    assert home.notice.value.count("cg-notice") == 1
