"""Everything that the checks look at, read once; what cannot be read becomes a finding, not a stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonground.content.checks.prose import Prose, walk_texts
from commonground.content.course import Course, read_course
from commonground.content.errors import ContentError
from commonground.content.finding import Finding
from commonground.content.levels import LEVELS
from commonground.content.module import Module, read_module
from commonground.content.notebook import Cell, Notebook, cell_name, read_notebook, source_of, tags_of
from commonground.content.sources import Library, RegisterEntry, read_register, read_sources
from commonground.content.yaml_file import load_yaml

_CALL = re.compile(r"\.(exercise|reflection)\(\s*[\"']([^\"']+)[\"']")
_TASK = re.compile(r"\bget\(\s*[\"']([^\"']+)[\"']")
_QUESTIONS = re.compile(r"\.questions\(")
# Tags that say where the words of a Markdown cell come from, as `mark:` does in a YAML file.
_MARK_TAG = re.compile(r"(?:mark-)?(source|ours|invented)")


@dataclass(frozen=True)
class Lesson:
    """The notebook of one level."""

    level: str
    file: Path
    notebook: Notebook

    @property
    def cells(self) -> list[Cell]:
        """All cells, in order."""
        cells: list[Cell] = self.notebook["cells"]
        return cells

    @property
    def code(self) -> str:
        """The code of all cells."""
        return "\n".join(source_of(cell) for cell in self.cells if cell.get("cell_type") == "code")

    def calls(self, what: str) -> set[str]:
        """Ids that the notebook names in calls of `exercise` or `reflection`."""
        return {name for kind, name in _CALL.findall(self.code) if kind == what}

    @property
    def tasks(self) -> set[str]:
        """Ids of checked tasks, whole (`04/disparity`) and without their module (`disparity`)."""
        names = set(_TASK.findall(self.code))
        return names | {name.rpartition("/")[2] for name in names}

    @property
    def asks_questions(self) -> bool:
        """Whether the notebook shows the knowledge checks."""
        return bool(_QUESTIONS.search(self.code))

    @property
    def markdown_ids(self) -> set[str]:
        """Ids of the cells of words."""
        return {str(cell.get("id")) for cell in self.cells if cell.get("cell_type") == "markdown"}


@dataclass(frozen=True)
class ModuleContent:
    """One module: its files as they are, and as read where they can be read."""

    id: str
    folder: Path
    raw: dict[str, Any]
    module: Module | None
    lessons: tuple[Lesson, ...]

    def file(self, name: str) -> Path:
        """The path of one of the module's files."""
        return self.folder / name

    @property
    def is_case(self) -> bool:
        """Whether the module tells of real places, so that every number needs its source."""
        return "-case-" in self.id

    @property
    def exercises(self) -> dict[str, dict[str, Any]]:
        """The exercises of story.yml by id, as they are written; none where the file cannot be read."""
        found = (self.raw.get("story.yml") or {}).get("exercises") or {}
        return {str(name): data for name, data in found.items() if isinstance(data, dict)}

    @property
    def reflections(self) -> dict[str, dict[str, Any]]:
        """The reflections of story.yml by id, as they are written."""
        found = (self.raw.get("story.yml") or {}).get("reflections") or {}
        return {str(name): data for name, data in found.items() if isinstance(data, dict)}

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The items of questions.yml, as they are written."""
        found = (self.raw.get("questions.yml") or {}).get("items") or []
        return [item for item in found if isinstance(item, dict)]

    def levels_of(self, exercise: str, what: str = "exercise") -> frozenset[str]:
        """The levels whose notebooks show an exercise or a reflection."""
        return frozenset(lesson.level for lesson in self.lessons if exercise in lesson.calls(what))

    def prose(self) -> Iterator[Prose]:
        """Every text of the module that a learner reads."""
        for lesson in self.lessons:
            for number, cell in enumerate(lesson.cells):
                if cell.get("cell_type") == "markdown":
                    mark = next((m.group(1) for m in map(_MARK_TAG.fullmatch, tags_of(cell)) if m), "")
                    level = frozenset({lesson.level})
                    name = cell_name(cell, number)
                    yield Prose(lesson.file, name, source_of(cell), lesson.file.name, level, mark, "cell")
        for group, found, what in (
            ("exercises", self.exercises, "exercise"),
            ("reflections", self.reflections, "reflection"),
        ):
            for name, data in found.items():
                levels = self.levels_of(name, what)
                for place, key, text, mark in walk_texts(data, f"{group}.{name}"):
                    yield Prose(self.file("story.yml"), place, text, f"{group}.{name}", levels, mark, key)
        for item in self.questions:
            asked_at = str(item.get("level", ""))
            for place, key, text, mark in walk_texts(item, f"items[{item.get('id')}]"):
                file = self.file("questions.yml")
                yield Prose(file, place, text, f"questions of {asked_at}", frozenset({asked_at}), mark, key)
        raw = self.raw.get("module.yml")
        if isinstance(raw, dict):
            everyone = frozenset(lesson.level for lesson in self.lessons)
            for place, key, text, mark in walk_texts(raw):
                found_level = re.match(r"levels\.(\w+)", place)
                levels = frozenset({found_level.group(1)}) if found_level else everyone
                if place != "id" and key not in ("notebook", "id"):
                    unit = f"module.yml {found_level.group(1)}" if found_level else f"module.yml {key}"
                    yield Prose(self.file("module.yml"), place, text, unit, levels, mark, key)


@dataclass
class Corpus:
    """The content of a course, and what went wrong while reading it."""

    root: Path
    modules: tuple[ModuleContent, ...] = ()
    course: Course | None = None
    course_raw: Any = None
    library: Library | None = None
    library_raw: Any = None
    register: dict[str, RegisterEntry] = field(default_factory=dict)
    register_raw: Any = None
    home: tuple[Prose, ...] = ()
    unreadable: list[Finding] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The folder `modules`."""
        return self.root / "modules"

    def prose(self) -> Iterator[Prose]:
        """Every text of every module and of the front page."""
        for module in self.modules:
            yield from module.prose()
        yield from self.home


class _Reader:
    """Reads files and keeps a finding for each that cannot be read."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def note(self, error: ContentError) -> None:
        finding = Finding(error.file, error.key, "readable", error.problem, error.advice)
        if finding not in self.found:
            self.found.append(finding)

    def yaml(self, file: Path) -> Any:
        try:
            return load_yaml(file)
        except ContentError as error:
            self.note(error)
            return None

    def notebook(self, file: Path) -> Notebook | None:
        try:
            return read_notebook(file)
        except ContentError as error:
            self.note(error)
            return None


def _level_of(file: Path, module: Module | None) -> str:
    """The level of a notebook, by module.yml, or else by its name (`1-foundations.ipynb`)."""
    if module is not None:
        for level in module.levels:
            if level.notebook == file.name:
                return level.id
    return next((level for level in LEVELS if level in file.stem), "")


def _read_module_folder(folder: Path, reader: _Reader) -> ModuleContent:
    raw = {name: reader.yaml(folder / name) for name in ("module.yml", "questions.yml", "story.yml")}
    module = None
    if raw["module.yml"] is not None:
        try:
            module = read_module(folder / "module.yml")
        except ContentError as error:
            reader.note(error)
    lessons = []
    for file in sorted(folder.glob("*.ipynb")):
        notebook = reader.notebook(file)
        if notebook is not None:
            lessons.append(Lesson(_level_of(file, module), file, notebook))
    return ModuleContent(folder.name, folder, raw, module, tuple(lessons))


def _front_page(folder: Path, reader: _Reader) -> Iterator[Prose]:
    level = frozenset({"front page"})
    for file in sorted(folder.glob("*.ipynb")):
        notebook = reader.notebook(file)
        for number, cell in enumerate(notebook["cells"] if notebook else ()):
            if cell.get("cell_type") == "markdown":
                yield Prose(file, cell_name(cell, number), source_of(cell), file.name, level, "", "cell")
    for file in sorted(folder.glob("*.yml")):
        for place, key, text, mark in walk_texts(reader.yaml(file)):
            yield Prose(file, place, text, file.name, level, mark, key)


def read_corpus(root: Path, only: frozenset[str] = frozenset()) -> Corpus:
    """The content below a course folder; with `only`, no modules but these."""
    folder = root / "modules"
    reader = _Reader()
    corpus = Corpus(root, unreadable=reader.found)
    corpus.course_raw = reader.yaml(folder / "course.yml")
    corpus.library_raw = reader.yaml(folder / "sources.yml")
    corpus.register_raw = reader.yaml(folder / "register.yml")
    try:
        if corpus.course_raw is not None:
            corpus.course = read_course(folder / "course.yml")
        if corpus.library_raw is not None:
            corpus.library = read_sources(folder / "sources.yml")
        if corpus.register_raw is not None:
            corpus.register = dict(read_register(folder / "register.yml"))
    except ContentError as error:
        reader.note(error)
    folders = [
        path
        for path in sorted(folder.iterdir())
        if path.is_dir() and re.match(r"\d\d-", path.name) and (not only or path.name in only)
    ]
    corpus.modules = tuple(_read_module_folder(path, reader) for path in folders if not path.name.startswith("00-"))
    if not only or any(name.startswith("00-") for name in only):
        corpus.home = tuple(
            prose for path in folders if path.name.startswith("00-") for prose in _front_page(path, reader)
        )
    return corpus
