"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_safely(place: Path, text: str) -> None:
    """Write a text (UTF-8) so that, whatever happens meanwhile, the file is there as before or as after."""
    write_bytes_safely(place, text.encode("utf-8"))


def write_bytes_safely(place: Path, content: bytes) -> None:
    """Write a file so that, whatever happens meanwhile, it is there as before or as after."""
    place.parent.mkdir(parents=True, exist_ok=True)
    # The name is fixed, so that what a killed run left is overwritten by the next.
    beside = place.with_name(f".{place.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place)
