"""What a check found: where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault in the content. `place` is the cell or key in the file, "" for the whole file."""

    file: Path
    place: str
    rule: str
    message: str
    advice: str

    def line(self, root: Path | None = None) -> str:
        """The finding on one line, with the file named from `root` where it lies below it."""
        file = self.file
        if root is not None and file.is_relative_to(root):
            file = file.relative_to(root)
        where = f"{file.as_posix()}: {self.place}" if self.place else file.as_posix()
        return f"{where}: {self.message} {self.advice} ({self.rule})"
