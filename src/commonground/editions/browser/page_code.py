"""The folder `code/` of the site: the application of the pages, its extensions, styles and scripts."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path

from commonground.charts.page_code import PLOTLY_FILE
from commonground.editions.browser import paper, reading, stills
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.parts import Parts
from commonground.server.pages import SHARED_FOLDER, style_sheet

PAGE = Path(__file__).parent / "page"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
SHIM = "commonground-shared"
PLOTLY = f"code/plotly/{PLOTLY_FILE}"

# Maps to sources, and the kernel's own wheels, which are packed with the others.
_NOT_SERVED = shutil.ignore_patterns("*.map", "pypi", "schema", "*.LICENSE.txt", "licenses.json")


def _labextension(name: str) -> Path:
    for folder in jupyter_path("labextensions"):
        if (Path(folder) / name / "package.json").is_file():
            return Path(folder) / name
    raise SiteError(f"The part {name} of the course's installation is missing. Run: python3 start.py")


@cache
def _loading(folder: Path) -> dict[str, Any]:
    """How the application of the page loads an extension: the file and its entries."""
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    build = package["jupyterlab"]["_build"]
    return {"name": package["name"], **{key: build[key] for key in ("load", "extension") if key in build}}


def extensions(parts: Parts) -> list[dict[str, Any]]:
    """What a page loads besides its application; the shim goes first, since it shares what the kernel needs."""
    return [
        {"name": SHIM, "load": "shim.js", "extension": "./extension"},
        _loading(parts.kernel_extension),
        _loading(_labextension("anywidget")),
    ]


def _kernel_worker(parts: Parts) -> str:
    found = next((parts.kernel_extension / "static").glob("comlink.worker.*.js"))
    return f"../code/extensions/{KERNEL}/static/{found.name}"


def write(parts: Parts, site: Path) -> None:
    """Fill `code/` of the site, and the scripts in `python/` that name files of it."""
    code = site / "code"
    shutil.copytree(parts.voici, code / "app", ignore=_NOT_SERVED)
    for folder in (parts.kernel_extension, _labextension("anywidget")):
        shutil.copytree(folder, code / "extensions" / _loading(folder)["name"], ignore=_NOT_SERVED)
    shim = code / "extensions" / SHIM / "shim.js"
    shim.parent.mkdir(parents=True)
    shutil.copyfile(PAGE / "shim.js", shim)
    (code / "plotly").mkdir()
    # Bars, lines and dots are all that figures of the course have: a quarter of the whole of Plotly.
    shutil.copyfile(parts.plotly / "plotly-basic.min.js", code / "plotly" / PLOTLY_FILE)

    (code / "course.css").write_text(
        # The style of stills stands in for that of the widgets, which comes with their code.
        stills.style_sheet() + style_sheet() + paper.style_sheet() + reading.style_sheet()
        + "".join((PAGE / name).read_text(encoding="utf-8") for name in ("site.css", "offline.css")),
        encoding="utf-8",
    )
    shutil.copyfile(PAGE / "early.js", code / "early.js")
    scripts = [PAGE / "settings.js", PAGE / "page.js", PAGE / "offline.js", SHARED_FOLDER / "names.js"]
    (code / "page.js").write_text("".join(f.read_text(encoding="utf-8") for f in scripts), encoding="utf-8")

    python = site / "python"
    start = (PAGE / "start.mjs").read_text(encoding="utf-8").replace("__PLOTLY__", PLOTLY)
    (python / "start.mjs").write_text(start, encoding="utf-8")
    worker = (PAGE / "kernel.js").read_text(encoding="utf-8").replace("__KERNEL_WORKER__", _kernel_worker(parts))
    (python / "kernel.js").write_text(worker, encoding="utf-8")
