"""Certificates: made, checked, and not to be had in any other way."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import re
import stat
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.trainer import certificates
from commonground.trainer.certificates import Award, Edition, SigningKey
from commonground.trainer.certificates import keys as key_files
from commonground.trainer.certificates.credential import build

DAY = datetime.date(2026, 11, 22)
EDITION = Edition("2026.11", "ab" * 32)
AWARD = Award(
    trainee_id="t01",
    name="Nguyễn Thị Ánh",
    route="community",
    organization="Riverbend Learning Center",
    contact="trainers@riverbend.example",
    cohort="fall",
    raters=(("Rosa Quill", "community rater"), ("Lee Park", "rater")),
    criteria={f"c{number}": 2 for number in range(9)},
    edition=EDITION,
    issued=DAY,
)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[SigningKey, SigningKey]:
    """Two organizations' keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(key_files.VARIABLE, str(tmp_path_factory.mktemp("keys")))
        return certificates.signing_key("Riverbend Learning Center"), certificates.signing_key("Somebody Else")


@pytest.fixture(scope="session")
def key(keys: tuple[SigningKey, SigningKey]) -> SigningKey:
    return keys[0]


@pytest.fixture(scope="session")
def credential(key: SigningKey) -> str:
    return certificates.sign(AWARD, key)


def judged(credential: str, key: SigningKey, today: datetime.date = DAY, **more: Any) -> certificates.Verdict:
    return certificates.verify(credential, key.public_pem, today, **{"edition": EDITION, **more})


def test_a_certificate_holds_and_says_what_was_signed(credential: str, key: SigningKey) -> None:
    verdict = judged(credential, key)
    assert verdict.holds
    said = dict(verdict.says)
    assert said["Name"] == "Nguyễn Thị Ánh"
    assert said["Valid until"] == "2028-11-22"
    for word in ("Community route", "2026.11", "Rosa Quill (community rater)", "Lee Park", "18 of 27"):
        assert word in said["Details"]


def test_the_claims_are_those_of_the_specification(credential: str, key: SigningKey) -> None:
    header = jwt.get_unverified_header(credential)
    assert header["alg"] == "RS256"
    assert set(header) <= {"alg", "typ", "jwk"}
    assert set(header["jwk"]) == {"kty", "n", "e"}
    payload = jwt.decode(credential, options={"verify_signature": False})
    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["jti"] == payload["id"]
    assert "vc" not in payload
    assert "@" not in json.dumps(payload["credentialSubject"])


@pytest.mark.parametrize(
    ("day", "holds", "word"),
    [
        (datetime.date(2026, 11, 21), False, "begins on 2026-11-22"),
        (datetime.date(2026, 11, 22), True, "holds"),
        (datetime.date(2028, 11, 21), True, "holds"),
        (datetime.date(2028, 11, 22), False, "ended on 2028-11-22"),
    ],
)
def test_days(credential: str, key: SigningKey, day: datetime.date, holds: bool, word: str) -> None:
    verdict = judged(credential, key, day)
    assert verdict.holds is holds
    assert word in " ".join(verdict.words)


def test_a_certificate_given_on_a_leap_day_ends_two_years_later() -> None:
    assert replace(AWARD, issued=datetime.date(2028, 2, 29)).expires == datetime.date(2030, 2, 28)


def test_changed_sources_end_it(credential: str, key: SigningKey) -> None:
    verdict = judged(credential, key, edition=Edition("2027.03", "cd" * 32))
    assert not verdict.holds
    assert "sources have changed" in " ".join(verdict.words)


def test_without_a_course_it_says_what_it_could_not_check(credential: str, key: SigningKey) -> None:
    verdict = judged(credential, key, edition=None)
    assert verdict.holds
    assert "could not be checked" in " ".join(verdict.words)


def test_one_that_was_taken_back(credential: str, key: SigningKey) -> None:
    verdict = judged(credential, key, withdrawn={AWARD.id: "given in error"})
    assert not verdict.holds
    assert "given in error" in verdict.words[0]


def test_another_organizations_key(credential: str, keys: tuple[SigningKey, SigningKey]) -> None:
    verdict = judged(credential, keys[1])
    assert not verdict.holds
    assert "somebody else" in " ".join(verdict.words)
    assert not verdict.says


def test_the_key_inside_the_certificate_is_not_believed(keys: tuple[SigningKey, SigningKey]) -> None:
    """A forger signs with a key of their own and writes the organization's key into the header."""
    forged = jwt.encode(
        jwt.decode(certificates.sign(AWARD, keys[0]), options={"verify_signature": False}),
        keys[1].private,
        algorithm="RS256",
        headers={"jwk": keys[0].jwk},
    )
    assert not judged(forged, keys[0]).holds


def test_no_algorithm_but_ours(credential: str, key: SigningKey) -> None:
    payload = jwt.decode(credential, options={"verify_signature": False})
    unsigned = jwt.encode(payload, None, algorithm="none")
    # The public key as if it were a shared secret: PyJWT refuses to make this, so it is put together by hand.
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=")
    body = credential.split(".")[1].encode()
    mark = base64.urlsafe_b64encode(hmac.new(key.public_pem, head + b"." + body, hashlib.sha256).digest()).rstrip(b"=")
    confused = b".".join([head, body, mark]).decode()
    for fake in (unsigned, confused):
        assert not judged(fake, key).holds


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**6), letter=st.sampled_from("Aa0-_Z9x"))
def test_no_letter_can_be_changed(credential: str, key: SigningKey, place: int, letter: str) -> None:
    place %= len(credential) - 1  # the last letter of base64 holds bits that mean nothing
    if credential[place] in (".", letter):
        return
    changed = credential[:place] + letter + credential[place + 1 :]
    verdict = judged(changed, key)
    assert not verdict.holds
    assert not verdict.says


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda c: c.update(sub="urn:uuid:0"), "claim sub"),
        (lambda c: c.update(exp=c["exp"] + 1), "claim exp"),
        (lambda c: c.update(type=["VerifiableCredential"]), "Open Badge"),
        (lambda c: c.pop("credentialSubject"), "missing"),
        (lambda c: c["credentialSubject"].update(identifier=[]), "missing"),
        (lambda c: (c["issuer"].update(id="urn:x:y"), c.update(iss="urn:x:y")), "another issuer"),
    ],
)
def test_a_right_signature_on_a_wrong_form(credential: str, key: SigningKey, change: Any, word: str) -> None:
    payload = jwt.decode(credential, options={"verify_signature": False})
    change(payload)
    signed = jwt.encode(payload, key.private, algorithm="RS256", headers={"jwk": key.jwk})
    verdict = judged(signed, key)
    assert not verdict.holds
    assert word in " ".join(verdict.words)


@pytest.mark.parametrize(
    ("award", "word"),
    [
        (replace(AWARD, name=" "), "no name"),
        (replace(AWARD, route="other"), "unknown"),
        (replace(AWARD, raters=AWARD.raters[:1]), "fewer than two"),
        (replace(AWARD, organization=""), "no organization"),
    ],
)
def test_an_award_that_cannot_be_signed(award: Award, word: str, key: SigningKey) -> None:
    with pytest.raises(certificates.CredentialError, match=word):
        certificates.sign(award, key)


def test_signing_twice_gives_the_same_certificate(credential: str, key: SigningKey) -> None:
    assert certificates.sign(AWARD, key) == credential
    assert build(replace(AWARD, trainee_id="t02"), key)["id"] != AWARD.id


# ------------------------------------------------------------------------------------------- keys


def test_a_key_is_made_once_and_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(key_files.VARIABLE, str(tmp_path))
    first, second = certificates.signing_key("Ünited Schools"), certificates.signing_key("Ünited Schools")
    assert first.public_pem == second.public_pem
    folder = certificates.key_folder("Ünited Schools")
    assert {path.name for path in folder.iterdir()} == {key_files.PRIVATE_NAME, key_files.PUBLIC_NAME}
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / key_files.PRIVATE_NAME).stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert certificates.key_folder("United Schools") != folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(key_files.VARIABLE, str(tmp_path))
    certificates.signing_key("A")
    (certificates.key_folder("A") / key_files.PRIVATE_NAME).chmod(0o644)
    with pytest.raises(certificates.KeyFileError, match="chmod 600"):
        certificates.signing_key("A")


def test_a_damaged_key_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(key_files.VARIABLE, str(tmp_path))
    folder = certificates.key_folder("A")
    folder.mkdir(parents=True)
    (folder / key_files.PRIVATE_NAME).write_text("half a key")
    (folder / key_files.PRIVATE_NAME).chmod(0o600)
    with pytest.raises(certificates.KeyFileError, match="damaged"):
        certificates.signing_key("A")
    assert (folder / key_files.PRIVATE_NAME).read_text() == "half a key"


def test_a_private_key_is_not_accepted_as_a_public_one(credential: str, key: SigningKey) -> None:
    private = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(certificates.KeyFileError, match="must not be passed on"):
        certificates.verify(credential, private, DAY)
    with pytest.raises(certificates.KeyFileError, match="no public key"):
        certificates.verify(credential, b"hello", DAY)


def test_the_thumbprint_is_that_of_the_standard() -> None:
    """The example key of RFC 7638, section 3.1, and its thumbprint."""
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajr"
        "n1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    key = jwt.PyJWK.from_dict({"kty": "RSA", "n": n, "e": "AQAB"}, "RS256").key
    assert isinstance(key, rsa.RSAPublicKey)
    assert key_files.thumbprint(key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


# ------------------------------------------------------------------------------------------- pages


def test_the_page_carries_the_credential_and_nothing_foreign(credential: str, key: SigningKey) -> None:
    page = certificates.certificate_page(
        replace(AWARD, name="<script>alert(1)</script>"), credential, key.fingerprint
    )
    assert certificates.find_credential(page) == credential
    assert "<script" not in page
    for part in ("src=", "href=", "@import", "url("):
        assert part not in page
    for word in ("Community route (no code)", "2026.11", "Rosa Quill", "November 22, 2028", key.fingerprint):
        assert word in page


def test_the_pdf_is_one_tagged_page(credential: str, key: SigningKey) -> None:
    page = certificates.certificate_page(AWARD, credential, key.fingerprint)
    pdf = certificates.certificate_pdf(page)
    assert pdf.startswith(b"%PDF")
    # The tree of tags and of pages stands in compressed parts of the file.
    parts = [_unpacked(part) for part in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)]
    assert any(b"/StructTreeRoot" in part for part in parts)
    assert b"/Count 1>>" in b"".join(re.findall(rb"/Type /Pages[^\n]*", b"\n".join(parts)))


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return b""


def test_files_without_a_credential_or_with_two(credential: str, key: SigningKey) -> None:
    with pytest.raises(ValueError, match="no credential"):
        certificates.find_credential("a plain page")
    with pytest.raises(ValueError, match="more than one"):
        certificates.find_credential(credential + "\n" + certificates.sign(replace(AWARD, trainee_id="t02"), key))


def test_the_edition_names_the_version_and_the_sources() -> None:
    edition = certificates.current_edition()
    assert edition.name
    assert len(edition.sources) == 64
    assert edition == certificates.current_edition()
