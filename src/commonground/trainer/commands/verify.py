"""`commonground trainer verify`: whether a certificate holds, in words."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.trainer.cohort import CohortError

if TYPE_CHECKING:
    from commonground.trainer.certificates import Edition

HELP = """\
Say whether a certificate holds, and why not. Needs no network and no cohort.

Give the file credential.jwt or the page certificate.html, and the public key of the organization that
issued it. Take the key from the organization itself, not from whoever shows you the certificate, and
compare its fingerprint. On the machine that issued it, the key is found by itself.

  commonground trainer verify credential.jwt --key public-key.pem
  commonground trainer verify certificate.html --key public-key.pem --withdrawn withdrawn.csv
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    parser.add_argument("certificate", nargs="+", type=Path, metavar="FILE", help="credential.jwt or certificate.html")
    parser.add_argument("--key", type=Path, metavar="PEM", help="the organization's public key (default: a key of this machine)")
    parser.add_argument("--withdrawn", type=Path, metavar="CSV", help="the organization's list of certificates taken back")


def run(args: argparse.Namespace) -> int:
    """Say it for each file; 0 if all hold, else 1; raises CohortError."""
    from commonground.trainer import certificates

    try:
        keys = [args.key.read_bytes()] if args.key else certificates.own_public_keys()
        if args.withdrawn is not None and not args.withdrawn.is_file():
            raise CohortError(f"There is no file {args.withdrawn}.")
        taken_back = certificates.withdrawn(args.withdrawn) if args.withdrawn else {}
        if not keys:
            raise CohortError(
                "Name the public key of the organization with --key. "
                "Ask the organization for the file public-key.pem, by a way that you know."
            )
        edition = _edition()
        held = [_say(place, keys, edition, taken_back) for place in args.certificate]
    except (certificates.KeyFileError, certificates.WithdrawnListError) as trouble:
        raise CohortError(str(trouble)) from None
    return 0 if all(held) else 1


def _say(place: Path, keys: list[bytes], edition: Edition | None, taken_back: dict[str, str]) -> bool:
    from commonground.trainer import certificates

    print(f"{place}:")
    try:
        text = place.read_bytes().decode("utf-8")
        credential = certificates.find_credential(text)
    except UnicodeDecodeError:
        print("  This is not a text file. A PDF or a picture proves nothing: ask for credential.jwt or certificate.html.")
        return False
    except ValueError as trouble:
        print(f"  {trouble}")
        return False
    verdicts = [certificates.verify(credential, key, datetime.date.today(), edition, taken_back) for key in keys]
    # A verdict that says what was signed comes from the key that signed it.
    verdict = next((one for one in verdicts if one.says), verdicts[0])
    shown, signed = certificates.name_on_page(text), dict(verdict.says).get("Name")
    changed = None not in (shown, signed) and shown != " ".join(str(signed).split())
    if changed:
        print(f"  This page was changed after it was made: it shows the name {shown}, and {signed} was signed. Do not accept it.")
        print("  Of the credential that is in the page:")
    for sentence in verdict.words:
        print(f"  {sentence}")
    for label, what in verdict.says:
        print(f"    {label}: {what}")
    return verdict.holds and not changed


def _edition() -> Edition | None:
    from commonground import content
    from commonground.trainer import certificates

    try:
        return certificates.current_edition()
    except content.ContentError:
        return None
