"""Whether a certificate holds, in words. No network is used, and nothing in the certificate is trusted
but what the organization's own public key has signed."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from commonground.trainer.certificates.edition import Edition
from commonground.trainer.certificates.keys import fingerprint, public_jwk, read_public_key, thumbprint

# A compact JWS: three parts of base64url. The header of ours begins with `{"`, in base64url "eyJ".
_JWS = re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}")
LARGEST = 2_000_000
_NAME = re.compile(r'class="name"><strong>(.*?)</strong>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`holds` is the answer, `words` the sentences that say so and why, `says` what was signed, as
    pairs of label and text; `says` is empty where the signature is not the organization's."""

    holds: bool
    words: tuple[str, ...]
    says: tuple[tuple[str, str], ...] = ()


def find_credential(text: str) -> str:
    """The credential in the text of a file: the file `credential.jwt` itself, or a page that carries it.

    Raises ValueError with a sentence for people where there is none, or more than one.
    """
    if len(text) > LARGEST:
        raise ValueError("This file is far larger than a certificate. Give the file credential.jwt or certificate.html.")
    found: set[str] = set(_JWS.findall(text))
    if not found:
        raise ValueError(
            "There is no credential in this file. Give the file credential.jwt, or the page certificate.html. "
            "A printed page or a PDF alone proves nothing: ask its holder for the file."
        )
    if len(found) > 1:
        raise ValueError("There is more than one credential in this file. Give one file for each.")
    return found.pop()


def name_on_page(text: str) -> str | None:
    """The name that the page of a certificate shows to whoever reads it; None if this is no such page."""
    found = _NAME.search(text)
    return " ".join(html.unescape(found[1]).split()) if found else None


def verify(
    credential: str,
    public_pem: bytes,
    today: datetime.date,
    edition: Edition | None = None,
    withdrawn: Mapping[str, str] | None = None,
) -> Verdict:
    """Judge a credential by the organization's public key (PEM).

    `edition` is the edition of the course on this machine, where there is one; `withdrawn` gives for the
    id of each certificate that the organization took back the reason. Raises KeyFileError where the key is none.
    """
    key = read_public_key(public_pem)
    try:
        # The algorithm is ours to choose, never the certificate's; the days are judged below, in words.
        signed = jwt.decode(
            credential,
            key,
            algorithms=["RS256"],
            options={"verify_exp": False, "verify_nbf": False, "verify_aud": False, "verify_sub": False,
                     "verify_iat": False, "verify_jti": False, "verify_iss": False},
        )  # fmt: skip
        header = jwt.get_unverified_header(credential)
    except jwt.InvalidSignatureError:
        return _not_signed(credential, fingerprint(key))
    except jwt.InvalidTokenError as error:
        return Verdict(
            False,
            (
                "This certificate does not hold: the file is damaged, or it is no certificate of this course.",
                f"What was found: {error}.",
                "Ask for the file credential.jwt again, sent as an attachment.",
            ),
        )
    faults = list(_faults(signed, header, public_jwk(key), thumbprint(key)))
    if faults:
        return Verdict(
            False,
            ("This certificate does not hold: it is signed with the right key, but it is not in the right form.", *faults),
        )
    return _by_day(signed, today, edition, withdrawn or {}, fingerprint(key))


def _by_day(
    signed: Mapping[str, Any],
    today: datetime.date,
    edition: Edition | None,
    withdrawn: Mapping[str, str],
    mark: str,
) -> Verdict:
    subject = signed["credentialSubject"]
    first, last = _day(signed["validFrom"]), _day(signed["validUntil"])
    achievement = subject["achievement"]
    says = (
        ("Name", _name(subject)),
        ("Certificate", str(achievement["name"])),
        ("Given by", str(signed["issuer"]["name"])),
        ("Details", str(subject.get("narrative", ""))),
        ("Valid from", first.isoformat()),
        ("Valid until", last.isoformat()),
        ("Certificate id", str(signed["id"])),
    )
    compare = "Compare the name and the details with the paper before you: only what stands here was signed."
    if signed["id"] in withdrawn:
        why = withdrawn[signed["id"]] or "no reason is given"
        return Verdict(False, (f"This certificate does not hold: the organization took it back ({why}).",), says)
    if today < first:
        return Verdict(False, (f"This certificate does not hold yet: it begins on {first.isoformat()}.",), says)
    if today >= last:
        return Verdict(
            False,
            (
                f"This certificate does not hold any more: it ended on {last.isoformat()}, two years after it was given.",
                "The signature is right. The trainer can be assessed again.",
            ),
            says,
        )
    if edition is not None and edition.sources != _sources(achievement):
        return Verdict(
            False,
            (
                f"This certificate was right for edition {achievement.get('version', 'unknown')} of the course.",
                f"It does not hold for the course on this machine, edition {edition.name}: its sources have changed since.",
                "If the trainer teaches from the older edition, check there. If not, the trainer needs to be assessed again.",
            ),
            says,
        )
    words = ["This certificate holds.", f"It is signed with the key {mark}, nothing in it was changed, and it has not ended."]
    if edition is None:
        words.append("No course is on this machine: whether its sources have changed since could not be checked.")
    return Verdict(True, (*words, compare), says)


def _not_signed(credential: str, mark: str) -> Verdict:
    carried = _carried_key(credential)
    if carried is not None and carried != mark:
        reason = (
            f"It is signed with the key {carried}, and the key you gave is {mark}: "
            "it comes from somebody else, or from another key of the same organization."
        )
    else:
        reason = "Its text was changed after it was signed, or the file was damaged on its way."
    return Verdict(
        False,
        (
            "This certificate does not hold: it is not signed with the key you gave.",
            reason,
            "Ask the organization, by a way that you know, which key is theirs and whether they gave this certificate.",
        ),
    )


def _carried_key(credential: str) -> str | None:
    """The fingerprint of the key that the certificate itself names; anybody can write that."""
    try:
        key = jwt.PyJWK.from_dict(jwt.get_unverified_header(credential)["jwk"], "RS256").key
        return fingerprint(key)
    except (jwt.PyJWTError, KeyError, TypeError, AttributeError, ValueError):
        return None


def _faults(
    signed: Mapping[str, Any], header: Mapping[str, Any], jwk: Mapping[str, str], thumb: str
) -> list[str]:
    """What section 8.2.4 of the specification asks for and is not so, as sentences."""
    try:
        subject = signed["credentialSubject"]
        pairs = {
            "iss": signed["issuer"]["id"],
            "sub": subject["id"],
            "jti": signed["id"],
            "nbf": _seconds(signed["validFrom"]),
            "exp": _seconds(signed["validUntil"]),
        }
        kinds = set(signed["type"])
        _name(subject), subject["achievement"]["name"], signed["issuer"]["name"]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        return [f"A part of it is missing or misshapen: {error}."]
    found = [f"The claim {name} and the credential differ." for name, value in pairs.items() if signed.get(name) != value]
    if not {"VerifiableCredential", "OpenBadgeCredential"} <= kinds:
        found.append("It does not call itself an Open Badge credential.")
    if {name: header.get("jwk", {}).get(name) for name in jwk} != dict(jwk):
        found.append("The key that it carries is not the key that signed it.")
    if not str(signed["issuer"]["id"]).endswith(thumb):
        found.append("It names another issuer than the holder of the key.")
    return found


def _name(subject: Mapping[str, Any]) -> str:
    return str(subject["identifier"][0]["identityHash"])


def _sources(achievement: Mapping[str, Any]) -> str:
    entries = achievement.get("otherIdentifier") or [{}]
    return str(entries[0].get("identifier", ""))


def _day(moment: str) -> datetime.date:
    return datetime.datetime.fromisoformat(moment).date()


def _seconds(moment: str) -> int:
    return int(datetime.datetime.fromisoformat(moment).timestamp())
