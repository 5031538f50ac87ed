"""What a cell of a submission showed, cut down to what can be kept and shown safely: text and pictures."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from nbformat.notebooknode import NotebookNode

from commonground.trainer.limits import Limits
from commonground.trainer.nodes import output

PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
CUT = "\n… the rest was cut, because it was too long …"
LONGEST_TRACEBACK = 60
# A small file can claim to be a picture of any size, and whoever opens the page would have to hold it.
MOST_POINTS = 50_000_000
# Colours are kept; what else a terminal obeys is not.
_CONTROL = re.compile(r"\x1b(?!\[[0-9;]{0,20}m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


class Outputs:
    """Collects the outputs of one cell from the kernel's messages, whatever they claim to be."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.output
        self._clear_at_next = False
        self.list: list[NotebookNode] = []

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Take one message of the type `kind`; what is not of the agreed form is passed over."""
        if kind == "clear_output":
            if content.get("wait"):
                self._clear_at_next = True
            else:
                self._clear()
            return
        made = self._made(kind, content)
        if made is None:
            return
        if self._clear_at_next:
            self._clear()
        last = self.list[-1] if self.list else None
        if made.output_type == "stream" and last is not None and last.output_type == "stream" and last.name == made.name:
            last.text += made.text
        else:
            self.list.append(made)

    def _clear(self) -> None:
        self.list.clear()
        self._left = self._limits.output
        self._clear_at_next = False

    def _made(self, kind: str, content: dict[str, Any]) -> NotebookNode | None:
        if kind == "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            text = self._text(content.get("text"))
            return output("stream", name=name, text=text) if text else None
        if kind in ("display_data", "execute_result"):
            data = self._data(content.get("data"))
            return output("display_data", data=data, metadata={}) if data else None
        if kind == "error":
            return self.error(content)
        return None

    def error(self, content: dict[str, Any]) -> NotebookNode:
        """An error that the submission's own code ran into."""
        traceback = content.get("traceback")
        lines = [self._text(line) for line in traceback[:LONGEST_TRACEBACK]] if isinstance(traceback, list) else []
        return output(
            "error",
            ename=self._text(content.get("ename"))[:200],
            evalue=self._text(content.get("evalue"))[:2000],
            traceback=[line for line in lines if line],
        )

    def _data(self, data: Any) -> dict[str, str]:
        kept: dict[str, str] = {}
        if not isinstance(data, dict):
            return kept
        text = self._text(data.get("text/plain"))
        if text:
            kept["text/plain"] = text
        for kind, start in PICTURES.items():
            picture = safe_picture(data.get(kind), start, self._limits.picture)
            if picture:
                kept[kind] = picture
                break
        return kept

    def _text(self, given: Any) -> str:
        if not isinstance(given, str) or self._left <= 0:
            return ""
        text = clean_text(given)
        if len(text) > self._left:
            text = text[: self._left] + CUT
        self._left -= len(text)
        return text


def clean_text(given: str) -> str:
    """The text without what a terminal obeys, colours excepted, and without what cannot be written to a file."""
    # A lone half of a character pair cannot.
    return _CONTROL.sub("", given.encode("utf-8", "replace").decode("utf-8"))


def safe_picture(encoded: Any, start: bytes, largest: int) -> str | None:
    """The picture as base64 without line breaks, or None if it is not one of that kind or is too large."""
    if not isinstance(encoded, str) or len(encoded) > largest * 4 // 3 + 100:
        return None
    try:
        raw = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not raw.startswith(start) or not 0 < _points(raw) <= MOST_POINTS:
        return None
    return base64.b64encode(raw).decode("ascii")


def _points(raw: bytes) -> int:
    """Width times height of a PNG or JPEG picture, as its head says; 0 if it does not."""
    if raw.startswith(PICTURES["image/png"]):
        return int.from_bytes(raw[16:20], "big") * int.from_bytes(raw[20:24], "big")
    place = 2
    while place + 9 <= len(raw) and raw[place] == 0xFF:
        mark, length = raw[place + 1], int.from_bytes(raw[place + 2 : place + 4], "big")
        # The marks that begin a frame; the three left out define tables.
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = raw[place + 5 : place + 7], raw[place + 7 : place + 9]
            return int.from_bytes(height, "big") * int.from_bytes(width, "big")
        place += 2 + max(length, 2)
    return 0
