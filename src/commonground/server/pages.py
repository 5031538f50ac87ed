"""What a no-code page is given besides its notebook: its title, its looks, its script."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from commonground.server.environment import JUPYTER_DATA, PACKAGE

TEMPLATE = "course"
TEMPLATE_FOLDER = JUPYTER_DATA / "voila" / "templates" / TEMPLATE
# What the pages of the local course and of the browser edition have in common.
SHARED_FOLDER = PACKAGE / "editions" / "page"
COURSE_NAME = "Common Ground"
FIRST_PAGE = "modules/00-start-here/home.ipynb"

_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_MARKS = re.compile(r"[*_`]|\[([^\]]*)\]\([^)]*\)")
_MATH = re.compile(r"\$\$|\\\(|\\\[|\\begin\{")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def style_sheet() -> str:
    """The style of a page: what JupyterLab would bring, the page around a lesson, the course's looks."""
    files = (TEMPLATE_FOLDER / "host.css", TEMPLATE_FOLDER / "page.css", PACKAGE / "views" / "course.css")
    return "".join(map(_text, files))


def page_script() -> str:
    """The scripts of a page: its connection to the kernel, then names for assistive technology."""
    return _text(TEMPLATE_FOLDER / "page.js") + _text(SHARED_FOLDER / "names.js")


def title_of(notebook: Any) -> str:
    """The first heading of the notebook as plain text, or the course's name where there is none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = _HEADING.search(cell.source)
            if found:
                return _MARKS.sub(lambda mark: mark.group(1) or "", found.group(1)).strip()
    return COURSE_NAME


def has_math(notebook: Any) -> bool:
    """Whether a Markdown cell holds a formula, so that the page needs the typesetter."""
    return any(cell.cell_type == "markdown" and _MATH.search(cell.source) for cell in notebook.cells)


def shows_nothing(source: str) -> bool:
    """Whether a code cell only imports or defines, so that its place on the page stays empty."""
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    try:
        return all(isinstance(part, quiet) for part in ast.parse(source).body)
    except SyntaxError:
        return False


def lesson_page(handler: Any, notebook: Any, cwd: str) -> Any:
    """Voila's `prelaunch_hook`: hang on the notebook what the template shows around it.

    The files are read at each request, so that whoever edits the style sees it on reload.
    """
    title = title_of(notebook)
    notebook.metadata["course_page"] = {
        "title": title if title == COURSE_NAME else f"{title} · {COURSE_NAME}",
        "style": style_sheet(),
        "script": page_script(),
        "has_math": has_math(notebook),
        "quiet": [
            cell.id for cell in notebook.cells if cell.cell_type == "code" and shows_nothing(cell.source)
        ],
    }
    return notebook


def page_settings(
    page_config: dict[str, Any],
    base_url: str,
    settings: dict[str, Any],
    log: Any,
    voila_configuration: Any,
    notebook_path: str,
) -> dict[str, Any]:
    """Voila's `page_config_hook`: the page's code comes from where the browser may keep it."""
    from commonground.server.page_code import CODE, EXTENSIONS

    page_config["fullStaticUrl"] = base_url.rstrip("/") + CODE
    page_config["fullLabextensionsUrl"] = base_url.rstrip("/") + EXTENSIONS
    return page_config


def message_page_variables() -> dict[str, str]:
    """What the pages for a wrong address, an error and a missing token are given (message.html).

    Their link to the first page is relative to the server, which may lie below another address.
    """
    return {"course_style": style_sheet(), "course_name": COURSE_NAME, "course_first_page": FIRST_PAGE}
