"""The folder `python/` of the site: pyodide's core, and three packages of ready byte-code.

- `stdlib.zip`: Python's standard library. pyodide ships it as source, which the page would compile
  at every visit; as byte-code Python starts in a third of the time.
- `packages.zip`: the kernel and the widgets. Python imports from it as it lies, nothing is unpacked.
- `course.zip`: the lessons' part of `commonground`, and the content as JSON. It is unpacked in the
  page, because the course reads its own files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from commonground.content.places import course_root
from commonground.content.yaml_file import load_yaml
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.parts import Parts, fingerprint, node

PACKAGE = Path(__file__).resolve().parents[2]
PACKING = Path(__file__).parent / "packing"
STAND_INS = Path(__file__).parent / "stand_ins"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")

# What foundations and practitioner lessons import of the course, and nothing else.
COURSE_CODE = ("__init__.py", "lesson.py", "activities", "charts", "content", "editions", "learner", "views")
NOT_IN_THE_PAGE = ("content/checks", "content/schemas", "editions/jupyter", "editions/settings")
# Of editions/browser the page needs what runs inside it.
BROWSER_CODE = ("editions/browser/__init__.py", "editions/browser/inside")
CONTENT = ("module.yml", "questions.yml", "story.yml", "placement.yml")

# Parts of packages that the page never imports or reads.
DROPPED = [
    r"^[^/]+\.data/",
    r"^anywidget/(labextension|nbextension)/",
    r"(^|/)tests?/",
    r"\.pyi$",
    r"/py\.typed$",
    r"\.dist-info/(?!METADATA)",
    r"^IPython/(sphinxext|extensions/(?!__init__|storemagic)|terminal/(?!embed|__init__|pt_inputhooks))",
    r"^piplite-",
    # A page colors no code: of some five hundred languages the one that tracebacks are in is enough.
    r"^pygments/lexers/(?!(__init__|_mapping|python|special)\.py)",
]
NOT_IN_STDLIB = [r"^(idlelib|lib2to3|tkinter|turtledemo|ensurepip|pydoc_data|venv)/", r"(^|/)tests?/"]


def _course_files() -> Iterator[tuple[str, bytes]]:
    """What goes into course.zip, as (name, content)."""
    for part in COURSE_CODE:
        found = PACKAGE / part
        for file in sorted(found.rglob("*")) if found.is_dir() else [found]:
            name = file.relative_to(PACKAGE).as_posix()
            if not file.is_file() or "__pycache__" in name or name.endswith("_command.py"):
                continue
            if name.startswith(NOT_IN_THE_PAGE):
                continue
            if name.startswith("editions/browser/") and not name.startswith(BROWSER_CODE):
                continue
            yield f"commonground/{name}", file.read_bytes()
    modules = course_root() / "modules"
    files = [modules / name for name in ("course.yml", "sources.yml", "register.yml")]
    files += [file for file in sorted(modules.glob("*/*.yml")) if file.name in CONTENT]
    for file in files:
        name = file.relative_to(modules.parent).as_posix()
        yield name, json.dumps(load_yaml(file), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    # A lesson asks which notebooks there are; their words stand in the pages.
    for file in sorted(modules.glob("*/*.ipynb")):
        yield file.relative_to(modules.parent).as_posix(), b"{}"


def _write_zip(target: Path, files: Iterator[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files:
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)


def _pack(parts: Parts, work: Path, jobs: list[dict[str, Any]]) -> None:
    (work / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    command = [node(), str(PACKING / "pack.mjs"), str(parts.pyodide), str(work)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        # Node.js shows the line of code in which an error arose, and pyodide's is a megabyte long.
        said = [line[:200] for line in done.stderr.splitlines() if line.strip() and len(line) < 10_000]
        raise SiteError("Python for the page could not be packed:\n" + "\n".join(said[-8:]))


def _work_folder(kept: Path) -> Path:
    """A folder of this build's own: two builds may run side by side."""
    kept.mkdir(parents=True, exist_ok=True)
    return Path(mkdtemp(prefix=".packing-", dir=kept))


def _keep(made: Path, target: Path) -> None:
    """Put what was made in its place, unless another build was faster."""
    try:
        made.rename(target)
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(made, ignore_errors=True)


def make_packages(parts: Parts, kept: Path) -> Path:
    """The packages of the standard library and of the libraries, kept in `kept` for the next build."""
    sources = [*parts.wheels, *parts.kernel_wheels]
    own = sorted(STAND_INS.rglob("*.py"))
    key = fingerprint(parts.pyodide / "package.json", *sources, *own, *PACKING.iterdir(), Path(__file__))
    folder = kept / f"packages-{key}"
    if folder.is_dir():
        return folder
    work = _work_folder(kept)
    (work / "in").mkdir()
    _write_zip(
        work / "in" / "own.zip", ((file.relative_to(STAND_INS).as_posix(), file.read_bytes()) for file in own)
    )
    for file in [*sources, parts.pyodide / "python_stdlib.zip"]:
        shutil.copyfile(file, work / "in" / file.name)
    _pack(
        parts,
        work,
        [
            {"to": "stdlib.zip", "from": ["in/python_stdlib.zip"], "drop": NOT_IN_STDLIB},
            {
                "to": "packages.zip",
                "from": ["in/own.zip", *(f"in/{file.name}" for file in sources)],
                "drop": DROPPED,
            },
        ],
    )
    shutil.rmtree(work / "in")
    _keep(work, folder)
    return folder


def make_course(parts: Parts, kept: Path) -> Path:
    """The file course.zip, kept in `kept` as long as the course does not change."""
    work = _work_folder(kept)
    _write_zip(work / "in.zip", _course_files())
    key = fingerprint(work / "in.zip", parts.pyodide / "package.json", *PACKING.iterdir())
    target = kept / f"course-{key}.zip"
    if not target.is_file():
        _pack(parts, work, [{"to": "course.zip", "from": ["in.zip"], "drop": []}])
        _keep(work / "course.zip", target)
    shutil.rmtree(work)
    return target


def make(parts: Parts, kept: Path, target: Path) -> None:
    """Fill the folder `target` with Python for the page."""
    target.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(parts.pyodide / name, target / name)
    packages = make_packages(parts, kept)
    for name in ("stdlib.zip", "packages.zip"):
        shutil.copyfile(packages / name, target / name)
    shutil.copyfile(make_course(parts, kept), target / "course.zip")
    # pyodide would look here for what else can be loaded: there is nothing else.
    lock = json.loads((parts.pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = {}
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
