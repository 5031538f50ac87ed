"""The one error of everything that has to do with a cohort."""

from __future__ import annotations


class CohortError(ValueError):
    """Something about a cohort cannot be done; the message is a plain sentence that says what to do next."""
