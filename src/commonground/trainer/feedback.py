"""A trainee's work as a page: the feedback, and what raters read. It opens in any browser, runs nothing and fetches nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import mistune

from commonground.trainer.outputs import PICTURES, safe_picture
from commonground.trainer.scrub import safe_markdown
from commonground.trainer.showing import FOR_GRADER
from commonground.trainer.submission import LARGEST_PICTURE

# The browser itself then refuses scripts, and anything from elsewhere.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse } th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #767676 }
pre { background: #f4f4f4; padding: .6rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere }
section { border-left: .3rem solid #5a5a5a; padding-left: 1rem; margin: 1.5rem 0 } img { max-width: 100% }
hr { scroll-margin-top: 18rem }
.result { border: 1px solid #767676; padding: .4rem .8rem }
"""
# Markdown may be written so that reading it takes hours; no honest answer is as long.
LONGEST_MARKDOWN = 50_000
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Mark:
    """What a cell got: `score` (None while a person has yet to give it) of `points`, and a comment for the trainee.

    `title` is what the part is called on the page, instead of its grade id.
    """

    score: float | None
    points: float
    comment: str = ""
    title: str = ""

    def words(self) -> str:
        """The score in words."""
        if self.score is None:
            return f"not yet rated, {self.points:g} points possible"
        return f"{self.score:g} of {self.points:g} points"


class _Renderer(mistune.HTMLRenderer):
    """Markdown for the inside of a page: headings below the page's own, pictures only from the notebook itself."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False)
        self._pictures = pictures

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(level + 2, 6)
        return f"<h{level}>{text}</h{level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        source = self._pictures.get(url.removeprefix("attachment:"))
        alt = html.escape(text, quote=True)
        return f'<img src="{source}" alt="{alt}">' if source else f"<em>(picture: {alt})</em>"


def feedback_page(content: Mapping[str, Any], title: str, trainee: str, marks: Mapping[str, Mark]) -> str:
    """The page for one graded notebook (`GradedNotebook.content`, or the file that formgrader shows).

    `marks` are by grade id, and are what the page says; what is noted for the grader is left out.
    """
    given = list(marks.values())
    total = sum(mark.score or 0.0 for mark in given)
    waiting = " so far; some parts wait for a rater" if any(mark.score is None for mark in given) else ""
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(mark.title or name)}</th><td>{mark.words()}</td></tr>" for name, mark in marks.items()
    )
    points = (
        f"<h2>Your points</h2>\n<p>{total:g} of {sum(mark.points for mark in given):g}{waiting}.</p>\n"
        f"<table>\n<tr><th scope='col'>Part</th><th scope='col'>Points</th></tr>\n{rows}\n</table>\n"
        "<h2>Your work</h2>\n"
    )
    return _page(title, f"Feedback for {trainee}", points + _cells(content, marks))


def reading_page(
    content: Mapping[str, Any], title: str, trainee: str, to_rate: Mapping[str, str] | None = None, for_grader: bool = False
) -> str:
    """The page on which others read one graded notebook, without any points.

    `to_rate` are the titles of what is rated, by the id of the cell where it begins: they are linked from the
    top. What is noted for the grader, and the code of the checks, is on it only with `for_grader`.
    """
    links = "".join(f"<li><a href='#{html.escape(cell, quote=True)}'>{html.escape(name)}</a></li>" for cell, name in (to_rate or {}).items())
    top = f"<nav aria-label='To rate'><p>To rate on this page:</p><ul>{links}</ul></nav>\n" if links else ""
    parts = []
    for cell in content.get("cells", ()):
        if for_grader or not _is_for_grader(cell):
            shown = cell if for_grader or not _is_check(cell) else {**cell, "source": ""}
            begins = cell.get("id") in (to_rate or {})
            parts.append((f"<hr id='{html.escape(cell['id'], quote=True)}'>\n" if begins else "") + _cell(shown, {}))
    return _page(title, f"The work of {trainee}", f"{top}<h2>The work</h2>\n" + "\n".join(parts))


def _page(title: str, about: str, body: str) -> str:
    return (
        "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{html.escape(title)}: {html.escape(about)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{html.escape(title)}</h1>\n<p>{html.escape(about)}.</p>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _cells(content: Mapping[str, Any], marks: Mapping[str, Mark]) -> str:
    return "\n".join(_cell(cell, marks) for cell in content.get("cells", ()) if not _is_for_grader(cell))


def _is_for_grader(cell: Mapping[str, Any]) -> bool:
    return FOR_GRADER in cell.get("metadata", {}).get("tags", ())


def _is_check(cell: Mapping[str, Any]) -> bool:
    about = cell.get("metadata", {}).get("nbgrader", {})
    return cell.get("cell_type") == "code" and bool(about.get("grade")) and not about.get("solution")


def _cell(cell: Mapping[str, Any], marks: Mapping[str, Mark]) -> str:
    source = cell.get("source", "")
    text = "".join(source) if isinstance(source, list) else str(source)
    if cell.get("cell_type") == "code":
        body = f"<pre><code>{html.escape(text)}</code></pre>" if text.strip() else ""
        body += "".join(_output(output) for output in cell.get("outputs", ()))
    else:
        body = _markdown(text, cell.get("attachments", {}))
    name = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
    mark = marks.get(name) if isinstance(name, str) else None
    if mark is None:
        return body
    title = html.escape(mark.title or str(name), quote=True)
    said = html.escape(mark.comment).replace("\n", "<br>")
    comment = f"<p class='result'><strong>Comment:</strong> {said}</p>" if mark.comment else ""
    result = f"<p class='result'><strong>{title}:</strong> {mark.words()}</p>"
    return f"<section aria-label='{title}'>\n{body}\n{result}{comment}\n</section>"


def _markdown(text: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    if len(text) > LONGEST_MARKDOWN:
        return _pre(text)
    pictures: dict[str, str] = {}
    for name, bundle in attachments.items():
        for kind, start in PICTURES.items():
            picture = safe_picture(bundle.get(kind), start, LARGEST_PICTURE)
            if picture:
                pictures[name] = f"data:{kind};base64,{picture}"
    make = mistune.create_markdown(renderer=_Renderer(pictures), plugins=["table", "strikethrough"])
    return cast(str, make(safe_markdown(text, set(pictures))))


def _output(output: Mapping[str, Any]) -> str:
    kind = output.get("output_type")
    if kind == "stream":
        return _pre(output.get("text", ""))
    if kind == "error":
        traceback = "\n".join(output.get("traceback", ())) or f"{output.get('ename')}: {output.get('evalue')}"
        return _pre(traceback)
    data = output.get("data", {})
    for picture_kind, start in PICTURES.items():
        picture = safe_picture(data.get(picture_kind), start, LARGEST_PICTURE)
        if picture:
            alt = html.escape(str(data.get("text/plain", "a picture that this cell made"))[:200], quote=True)
            return f'<p><img src="data:{picture_kind};base64,{picture}" alt="{alt}"></p>'
    return _pre(data.get("text/plain", ""))


def _pre(text: Any) -> str:
    whole = "".join(text) if isinstance(text, list) else str(text)
    return f"<pre>{html.escape(_COLOURS.sub('', whole))}</pre>" if whole.strip() else ""
