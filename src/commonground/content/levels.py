"""The three levels of every module."""

from __future__ import annotations

LEVELS: tuple[str, ...] = ("foundations", "practitioner", "analyst")
