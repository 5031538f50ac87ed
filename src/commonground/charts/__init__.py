"""Plotly figures with one accessible template, a description in words and a table on request."""

from __future__ import annotations

from .figure import Figure

__all__ = ["Figure"]
