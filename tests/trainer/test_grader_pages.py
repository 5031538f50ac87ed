"""No page made from a submission runs, fetches or tells what it should not."""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbgrader
import pytest
import trainer_course as course
from hypothesis import example, given
from hypothesis import strategies as some
from programs import ran
from trainer_cells import filled
from trainer_place import Place, shown

from commonground.trainer.feedback import Mark, feedback_page
from commonground.trainer.outputs import PICTURES, safe_picture
from commonground.trainer.pages import prepare_pages, server_settings
from commonground.trainer.result import GradedNotebook
from commonground.trainer.scrub import safe_markdown

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8) + (2).to_bytes(4, "big") * 2 + bytes(14)).decode()
NASTY = """# Title <script>alert(1)</script>
<img src=x onerror=alert(2)> <a href="javascript:alert(3)">x</a> <iframe src="https://e.example"></iframe>
![track](https://e.example/p.png) ![ref][r] [go](javascript:alert(4)) [go](java&#115;cript:alert(5)) [d](data:text/html,x)
```html
<script>alert(6)</script>
```
`<script>alert(7)</script>` $\\href{javascript:alert(8)}{x}$ <!-- <script> --> &lt;script&gt;alert(9)&lt;/script&gt;
| a | b |
|---|---|
| <svg onload=alert(10)> | <style>@import 'https://e.example/x.css'</style> |

<https://e.example/auto> <javascript:alert(11)>

[r]: https://e.example/r.png "x\\" onerror=\\"alert(12)"
"""
PRINTS = """
from IPython.display import HTML, Javascript, Markdown, display
display(HTML("<script>alert(20)</script>")); display(Javascript("alert(21)")); display(Markdown("<script>alert(22)</script>"))
print("<script>alert(23)</script>"); print("\\x1b]8;;https://e.example\\x07x")
raise ValueError("<script>alert(24)</script>")
"""


class Page(HTMLParser):
    """What a browser would run or fetch on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(f"{tag} {name}")
            if name in ("src", "srcset", "data", "poster", "background") or (name == "href" and tag == "link"):
                self.fetched.append(value or "")
            if name in ("href", "action", "formaction") and re.match(r"\s*(javascript|data|vbscript):", value or "", re.I):
                self.handlers.append(f"{tag} {value}")

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def read(page: str) -> Page:
    made = Page()
    made.feed(page)
    return made


@pytest.fixture(scope="module")
def nasty(place: Place) -> GradedNotebook:
    notebook = place.answers(why=NASTY, count=PRINTS, rate="def rate(*_): return 0.1")
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "why":
            cell.source += "\n![mine](attachment:mine.png)"
            cell.attachments = {"mine.png": {"image/png": PIXEL}, "bad.svg": {"image/svg+xml": "<svg onload=alert(13)>"}}
    notebook.cells.append({"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": "<script>alert(14)</script>"})
    return place.grade(notebook)


def test_feedback_runs_and_fetches_nothing(nasty: GradedNotebook) -> None:
    marks = {score.grade_id: Mark(score.score, score.points, score.told) for score in nasty.scores}
    page = feedback_page(nasty.content, "Check <1>", "Eve <script>", marks)
    seen = read(page)
    assert "script" not in seen.tags
    assert not {"iframe", "svg", "object", "embed", "link", "form", "base"} & set(seen.tags)
    assert not seen.handlers
    assert seen.fetched == [f"data:image/png;base64,{PIXEL}"]
    assert "lang='en'" in page
    assert course.SECRET not in page
    assert "hidden rate" not in page
    assert "three points for a legend" not in page
    assert "For the grader" not in page


def test_the_trainee_reads_what_was_written(nasty: GradedNotebook) -> None:
    page = feedback_page(nasty.content, "Check 1", "Eve", {})
    text = re.sub(r"\u200b", "", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("template", ["formgrade", "feedback"])
def test_nbgrader_s_own_pages_run_nothing_of_a_submission(template: str, nasty: GradedNotebook, tmp_path: Path) -> None:
    source = tmp_path / "graded.ipynb"
    content = json.loads(json.dumps(nasty.content))
    for cell in content["cells"]:
        # What nbgrader's own step puts there from the gradebook.
        cell["metadata"].get("nbgrader", {}).update(score=1.0, points=2.0, comment=None)
    source.write_text(json.dumps(content), encoding="utf-8")
    formgrader = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
    settings = {
        "template_name": template,
        "extra_template_basedirs": [str(formgrader / "templates")],
        "extra_template_paths": [str(formgrader / "static" / "node_modules" / "bootstrap" / "dist" / "css")],
    }
    program = (
        "import sys, json\nfrom traitlets.config import Config\nfrom nbconvert.exporters import HTMLExporter\n"
        f"config = Config({{'HTMLExporter': {settings!r}}})\n"
        f"resources = {{'nbgrader': {{'notebook': 'a', 'score': 1, 'max_score': 2, 'student': 's', 'assignment': 'x', 'late_penalty': 0}}, 'index': 0, 'total': 1}}\n"
        f"print(HTMLExporter(config=config).from_filename({str(source)!r}, resources=resources)[0])"
    )
    environ = dict(os.environ)
    environ["PYTHONPATH"] = str(Path(nbgrader.__file__).parents[1] / "none")
    prepare_pages(environ)
    made = ran([sys.executable, "-c", program], check=True, env=environ)
    seen = read(made.stdout)
    assert not [script for script in seen.scripts if "alert(" in script]
    assert not [tag for tag in seen.handlers if "alert" in tag or "javascript:" in tag]
    assert not [address for address in seen.fetched if re.match(r"(?i)(https?:)?//", address)]
    assert course.SECRET not in made.stdout
    assert "three points for a legend" not in made.stdout


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + (100).to_bytes(4, "big") * 2, True),
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + (60_000).to_bytes(4, "big") * 2, False),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01", True),
        (b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01", False),
        (b"\xff\xd8\xff\xff\xff\xff", False),
        (b"<svg onload=alert(1)>", False),
    ],
)
def test_only_pictures_that_can_be_shown_are_kept(raw: bytes, kept: bool) -> None:
    encoded = base64.b64encode(raw).decode()
    found = [safe_picture(encoded, start, 10_000) for start in PICTURES.values()]
    assert any(found) is kept


def test_words_of_a_submission_make_no_link_in_the_grader_s_cell(place: Place) -> None:
    lie = "'[click](https://e.example) <b>now</b> `x` **y**'"
    code = (
        "kernel = get_ipython().kernel\nkernel.shell_handlers['course_request'] = lambda stream, ident, parent: "
        "kernel.session.send(stream, 'course_reply', {'values': {n: {'unreadable': LIE, 'suspect': True} for n in "
        "parent['content']['names']}, 'signs': [LIE]}, parent, ident=ident)"
    )
    graded = place.grade(place.answers(count=code.replace("LIE", lie)))
    head = graded.content["cells"][0]["source"]
    assert head.startswith("**For the grader.**")
    assert not re.search(r"\]\(|https?:|<b|\*\*y", head)
    assert "Suspected, please look" in head


def test_the_server_s_settings_let_nothing_in() -> None:
    settings = server_settings()
    policy = settings["ServerApp"]["tornado_settings"]["headers"]["Content-Security-Policy"]
    assert "http" not in policy
    assert settings["SanitizeHTML"]["enabled"]


def test_hidden_tests_and_mark_schemes_are_in_nothing_that_is_kept(place: Place) -> None:
    for answers in (course.RIGHT, {}, {**course.RIGHT, "count": "total = 7", "rate": "def rate(a, b): raise ValueError(a, b)"}):
        graded = place.grade(filled(place.released, answers))
        for text in (shown(graded), json.dumps(graded.as_json())):
            assert course.SECRET not in text
            assert "hidden rate" not in text
            assert "three points for a legend" not in text
            assert "HIDDEN" not in text


@given(some.text(alphabet="<>![]()&;:#aAsScCrRiIpPtTjJvVdD /\"'=`\n$|\\", max_size=120))
@example("<scr<script>ipt>")
@example("![a](b)![c][d]")
def test_no_markdown_survives_as_a_tag_or_a_picture(text: str) -> None:
    safe = safe_markdown(text)
    assert not re.search(r"<[A-Za-z/!?]", safe)
    assert "![" not in safe
    page = feedback_page({"cells": [{"cell_type": "markdown", "source": text, "metadata": {}}]}, "t", "s", {})
    seen = read(page)
    assert not {"script", "img", "svg"} & set(seen.tags)
    assert not seen.handlers
