"""The clock of Alder County, for the logs that the lessons begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

OFFSET = "-05:00"
COUNTY = timezone(timedelta(hours=-5))
"""Five hours behind UTC all year long: invented, so that no rule of summer time comes in."""

UTC_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
"""How a program that runs outside the county writes an instant: in UTC, with a Z at the end."""


def in_utc(instant: datetime) -> str:
    """An instant, with its zone, as text in UTC_FORMAT."""
    return instant.astimezone(UTC).strftime(UTC_FORMAT)
