"""Certificates in a cohort's folder: given once, never overwritten, and taken back on a list."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.certificates.credential import ROUTES, Award, sign
from commonground.trainer.certificates.keys import PUBLIC_NAME, SigningKey
from commonground.trainer.certificates.page import certificate_page, certificate_pdf
from commonground.trainer.certificates.verdict import Verdict, find_credential, verify
from commonground.trainer.safely import write_bytes_safely, write_safely

CREDENTIAL_NAME = "credential.jwt"
PAGE_NAME = "certificate.html"
PDF_NAME = "certificate.pdf"
WITHDRAWN_NAME = "withdrawn.csv"
_COLUMNS = ("certificate", "day", "reason")


class WithdrawnListError(ValueError):
    """The list of certificates that were taken back cannot be read or written; the message says why."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate in its folder; `fresh` if it was made just now."""

    folder: Path
    verdict: Verdict
    fresh: bool


class Shelf:
    """The folder `certificates/` of a cohort: a folder for each certificate, the public key, the list of those taken back."""

    def __init__(self, root: Path, key: SigningKey) -> None:
        self._root = root
        self._key = key

    def issue(self, award: Award) -> Issued:
        """Give the certificate, unless the person has one that holds: then that one is returned.

        Raises CredentialError where the award cannot be signed.
        """
        write_bytes_safely(self._root / PUBLIC_NAME, self._key.public_pem)
        for folder in sorted(self._root.glob(f"{award.trainee_id}-????-??-??*"), reverse=True):
            held = self._held(folder, award)
            if held is not None:
                return held
        folder = self._free(f"{award.trainee_id}-{award.issued.isoformat()}")
        credential = sign(award, self._key)
        page = certificate_page(award, credential, self._key.fingerprint)
        write_safely(folder / PAGE_NAME, page)
        # The credential comes last: a folder without it was left by a run that was stopped.
        write_safely(folder / CREDENTIAL_NAME, credential + "\n")
        return Issued(folder, self._judged(credential, award), True)

    def print(self, issued: Issued) -> None:
        """Write the PDF beside the page, if it is not there; raises PrintingError."""
        place = issued.folder / PDF_NAME
        if not place.exists():
            write_bytes_safely(place, certificate_pdf((issued.folder / PAGE_NAME).read_text(encoding="utf-8")))

    def withdraw(self, certificate: str, reason: str, day: datetime.date) -> None:
        """Put a certificate on the list of those taken back. It stays on it; a second reason is added.

        Raises WithdrawnListError where the cohort has no such certificate.
        """
        known = {text for place in self._root.glob(f"*/{PAGE_NAME}") for text in _ids(place)}
        if certificate not in known:
            raise WithdrawnListError(
                f"This cohort has no certificate {certificate}. Its number stands on the certificate and begins with urn:uuid:."
            )
        rows = read_withdrawn_rows(self._root / WITHDRAWN_NAME)
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerows([_COLUMNS, *rows, (certificate, day.isoformat(), reason)])
        write_safely(self._root / WITHDRAWN_NAME, table.getvalue())

    def _held(self, folder: Path, award: Award) -> Issued | None:
        """The certificate in a folder, if it holds on the day of the award for the same route."""
        try:
            credential = find_credential((folder / CREDENTIAL_NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        verdict = self._judged(credential, award)
        details = dict(verdict.says)
        same = details.get("Details", "").startswith(ROUTES.get(award.route, award.route))
        return Issued(folder, verdict, False) if verdict.holds and same else None

    def _judged(self, credential: str, award: Award) -> Verdict:
        taken_back = withdrawn(self._root / WITHDRAWN_NAME)
        return verify(credential, self._key.public_pem, award.issued, award.edition, taken_back)

    def _free(self, name: str) -> Path:
        """A folder of that name, or of that name and a number, that holds no certificate."""
        folder, number = self._root / name, 1
        while (folder / CREDENTIAL_NAME).exists():
            number += 1
            folder = self._root / f"{name}-{number}"
        return folder


def withdrawn(place: Path) -> dict[str, str]:
    """The reasons for which certificates were taken back, by certificate; empty where there is no list.

    Raises WithdrawnListError where the file is not such a list: a list that cannot be read must not
    pass for an empty one.
    """
    return {row[0]: row[2] for row in read_withdrawn_rows(place)}


def read_withdrawn_rows(place: Path) -> Sequence[Sequence[str]]:
    """The rows of the list: certificate, day, reason."""
    if not place.exists():
        return []
    try:
        rows = list(csv.reader(io.StringIO(place.read_text(encoding="utf-8-sig"))))
    except (UnicodeError, csv.Error) as error:
        raise WithdrawnListError(f"{place.name} cannot be read ({error}). Ask for it again.") from error
    if not rows or tuple(rows[0]) != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows[1:] if row):
        raise WithdrawnListError(f"{place.name} is not a list of certificates taken back: it needs the columns {', '.join(_COLUMNS)}.")
    return [row for row in rows[1:] if row]


def _ids(place: Path) -> list[str]:
    return re.findall(r"urn:uuid:[0-9a-f-]{36}", place.read_text(encoding="utf-8"))
