"""The one error of the content readers."""

from __future__ import annotations

from pathlib import Path


class ContentError(Exception):
    """A content file that cannot be used, said so that a person can mend it.

    `file` is the file, `key` the place in it (`items[2].options[0].reply`, or "" for the whole
    file), `problem` what is wrong and `advice` what to do next.
    """

    def __init__(self, file: Path | str, key: str, problem: str, advice: str) -> None:
        self.file = Path(file)
        self.key = key
        self.problem = problem
        self.advice = advice
        where = f"{self.file}: {key}: " if key else f"{self.file}: "
        super().__init__(f"{where}{problem} {advice}".strip())
