"""The certificate as a page to read on a screen, and as a PDF to print."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from commonground.trainer.certificates.credential import ROUTES, Award

_TEMPLATE = Path(__file__).with_name("certificate.html.j2")


class PrintingError(RuntimeError):
    """The PDF cannot be made on this machine; the message says what to do."""


def certificate_page(award: Award, credential: str, fingerprint: str) -> str:
    """The page in HTML. It carries the credential, so that the page alone can be checked, and loads nothing."""
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        award=award,
        route=ROUTES[award.route],
        issued=_day(award.issued),
        expires=_day(award.expires),
        total=f"{award.total:g}",
        credential=credential,
        fingerprint=fingerprint,
    )


def certificate_pdf(page: str) -> bytes:
    """The page as a tagged PDF (PDF/UA) on one landscape sheet.

    Raises PrintingError where the libraries that WeasyPrint draws with are not there.
    """
    try:
        html, refused = _weasyprint()
    except OSError as error:
        raise PrintingError(
            "No PDF was made: the library Pango is not on this machine. The page certificate.html can be printed "
            "from any browser. For the PDF, install it (Debian and Ubuntu: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0), and run this again."
        ) from error

    def refuse(url: str, *_: object, **__: object) -> dict[str, object]:
        raise refused(f"A certificate loads nothing, and this was asked for: {url}")

    return bytes(html(string=page, url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1"))


def _weasyprint() -> tuple[Any, type[Exception]]:
    # Imported when it is needed: it takes a moment, and asks for libraries that not every machine has.
    from weasyprint import HTML
    from weasyprint.urls import URLFetchingError

    return HTML, URLFetchingError


def _day(day: datetime.date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
