"""What can go wrong while the browser edition is built."""

from __future__ import annotations


class SiteError(Exception):
    """The edition could not be built; the text says in one or two sentences what to do."""
