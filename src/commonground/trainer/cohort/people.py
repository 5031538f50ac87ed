"""The people of a cohort: trainees and raters, and the names that may stand for them in files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

COMMUNITY, ANALYST = "community", "analyst"
ROUTES = (COMMUNITY, ANALYST)
LONGEST_ID = 40
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
# Names of devices on Windows, and of folders that a cohort has for itself.
_TAKEN = {"con", "prn", "aux", "nul", "unknown", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(10))}


@dataclass(frozen=True)
class Trainee:
    """Someone who is assessed. `id` names their folders; `route` is `community` (no code) or `analyst`."""

    id: str
    first_name: str
    last_name: str
    email: str
    route: str

    @property
    def name(self) -> str:
        """First and last name, or the id of someone who gave neither."""
        return f"{self.first_name} {self.last_name}".strip() or self.id


@dataclass(frozen=True)
class Rater:
    """Someone who rates. `community` says that they rate as a member of the community."""

    id: str
    name: str
    community: bool


def trouble_with_id(given: str) -> str:
    """Why `given` cannot be the id of a person, in words with a remedy; "" if it can."""
    if not given:
        return "there is no id. Give each person a short one, such as ana-lopez."
    usable = _ID.fullmatch(given) and ".." not in given and given.split(".")[0].casefold() not in _TAKEN
    if usable and len(given) <= LONGEST_ID:
        return ""
    return (
        f"'{given[:60]}' cannot be an id, because folders are named after it. "
        f"Use letters without accents, digits, hyphens; for example {suggested_id(given)}."
    )


def suggested_id(text: str) -> str:
    """A safe id that resembles `text`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-")
    return "ana-lopez" if not made or made in _TAKEN else made
