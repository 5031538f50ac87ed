"""The organization's signing key: made on first use, readable by its owner alone, kept on this machine.

An RSA key, because Open Badges 3.0 asks of every verifier the signature RS256, and of no other.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from platformdirs import user_data_path

VARIABLE = "COMMONGROUND_KEYS"
BITS = 3072
PRIVATE_NAME = "private-key.pem"
PUBLIC_NAME = "public-key.pem"


class KeyFileError(ValueError):
    """A key cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in memory, and the public half as it is given away (PEM)."""

    private: rsa.RSAPrivateKey
    public_pem: bytes

    @property
    def jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key (RFC 7517), without any private member."""
        return public_jwk(self.private.public_key())

    @property
    def fingerprint(self) -> str:
        """What people compare by eye or on the phone; see `fingerprint`."""
        return fingerprint(self.private.public_key())


def key_folder(organization: str) -> Path:
    """Where the keys of an organization lie: under COMMONGROUND_KEYS if it is set, else in the
    user's own data folder, outside of every cohort, so that a cohort can be handed on."""
    plain = unicodedata.normalize("NFKD", organization).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].rstrip("-")
    # Two names that look alike once simplified must not share a key.
    mark = hashlib.sha256(unicodedata.normalize("NFC", organization.strip()).encode()).hexdigest()[:8]
    return _root() / (f"{slug}-{mark}" if slug else mark)


def own_public_keys() -> list[bytes]:
    """The public halves (PEM) of the keys on this machine."""
    return [place.read_bytes() for place in sorted(_root().glob(f"*/{PUBLIC_NAME}"))]


def _root() -> Path:
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else user_data_path("commonground", appauthor=False) / "keys"


def signing_key(organization: str) -> SigningKey:
    """The organization's key; made now if there is none yet.

    Raises KeyFileError where the key is damaged, or open to other users of the machine.
    """
    folder = key_folder(organization)
    private_file = folder / PRIVATE_NAME
    if not private_file.exists():
        _make(folder)
    _check_permissions(private_file)
    try:
        private = serialization.load_pem_private_key(private_file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyFileError(
            f"The key {private_file} is damaged and cannot be read. "
            "Put back a copy of the file if you have one. If you have none, move the file away: a key is "
            "made at the next use. Certificates signed with the old key stay valid for those who have its public half."
        ) from error
    if not isinstance(private, rsa.RSAPrivateKey):
        raise KeyFileError(f"The key {private_file} is not an RSA key. Move it away: a key is made at the next use.")
    public_pem = _public_pem(private)
    public_file = folder / PUBLIC_NAME
    if not public_file.exists():
        public_file.write_bytes(public_pem)
    return SigningKey(private, public_pem)


def read_public_key(pem: bytes) -> rsa.RSAPublicKey:
    """The public key in a PEM file. Raises KeyFileError, also for a private key: that one is not to travel."""
    if b"PRIVATE KEY" in pem:
        raise KeyFileError(
            "This is a private key. It belongs to the organization alone and must not be passed on. "
            f"Ask for the file {PUBLIC_NAME}."
        )
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError) as error:
        raise KeyFileError(f"This is no public key. Ask the organization for its file {PUBLIC_NAME}.") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise KeyFileError("This is a key of another kind: certificates of this course are signed with RSA keys.")
    return key


def public_jwk(key: rsa.RSAPublicKey) -> dict[str, str]:
    """The key as a JSON Web Key with the members that RFC 7638 names, `e`, `kty` and `n`, and no other."""
    members = RSAAlgorithm.to_jwk(key, as_dict=True)
    return {name: str(members[name]) for name in ("e", "kty", "n")}


def thumbprint(key: rsa.RSAPublicKey) -> str:
    """The key's SHA-256 thumbprint by RFC 7638: 43 letters of base64url."""
    text = json.dumps(public_jwk(key), sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode("ascii")).digest()).decode("ascii").rstrip("=")


def fingerprint(key: rsa.RSAPublicKey) -> str:
    """The first 80 bits of a SHA-256 over the public key, as ten pairs of digits to read aloud."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    digits = hashlib.sha256(der).hexdigest()[:20]
    return " ".join(digits[i : i + 4] for i in range(0, 20, 4))


def _public_pem(private: rsa.RSAPrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _make(folder: Path) -> None:
    """Write a fresh key; where two programs try at once, the first one's key stands."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Written aside and linked into place: a program that is stopped midway leaves no half key.
    draft = folder / f".{os.getpid()}.pem"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, folder / PRIVATE_NAME)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _check_permissions(private_file: Path) -> None:
    if sys.platform == "win32":
        # There the folder of the user's own data is closed to other users by the system itself.
        return
    mode = stat.S_IMODE(private_file.stat().st_mode)
    if mode & 0o077:
        raise KeyFileError(
            f"Other users of this machine can read the key {private_file}. "
            f"If nobody has used it, close it with: chmod 600 '{private_file}'. "
            "If somebody may have, move it away, so that a key is made at the next use, and tell those who verify."
        )
