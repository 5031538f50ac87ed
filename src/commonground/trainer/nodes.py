"""nbformat's makers of notebook parts, with types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

# nbformat tells no types of its functions.
_format: Any = nbformat


def output(kind: str, **content: Any) -> NotebookNode:
    """An output of a code cell."""
    made: NotebookNode = _format.v4.new_output(kind, **content)
    return made


def markdown_cell(source: str, **content: Any) -> NotebookNode:
    """A Markdown cell."""
    made: NotebookNode = _format.v4.new_markdown_cell(source, **content)
    return made


def code_cell(source: str, **content: Any) -> NotebookNode:
    """A code cell."""
    made: NotebookNode = _format.v4.new_code_cell(source, **content)
    return made


def notebook(cells: list[NotebookNode], metadata: dict[str, Any]) -> NotebookNode:
    """A notebook of nbformat 4."""
    made: NotebookNode = _format.v4.new_notebook(cells=cells, metadata=metadata)
    return made


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at that place; raises what nbformat raises."""
    made: NotebookNode = _format.read(path, as_version=4)
    return made


def as_nodes(content: Any) -> Any:
    """Plain dictionaries as nbformat's own."""
    return _format.from_dict(content)


def as_version_4(content: Any) -> Any:
    """A notebook of an older format as nbformat 4."""
    return _format.convert(_format.from_dict(content), 4)


def check(content: NotebookNode) -> None:
    """Raises nbformat.ValidationError for a notebook that is not of the format."""
    _format.validate(content)
