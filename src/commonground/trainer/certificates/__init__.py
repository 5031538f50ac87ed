"""Certificates: a signed Open Badges 3.0 credential and a page to print, and whether one holds.

    from commonground.trainer import certificates

    key = certificates.signing_key("Riverbend Learning Center")
    credential = certificates.sign(certificates.Award(...), key)
    certificates.verify(credential, key.public_pem, today).words

The credential is a JWT that anybody can check without a network with the organization's public key.
"""

from commonground.trainer.certificates.credential import Award, CredentialError, sign
from commonground.trainer.certificates.edition import Edition, current_edition
from commonground.trainer.certificates.issuing import Issued, Shelf, WithdrawnListError, withdrawn
from commonground.trainer.certificates.keys import (
    KeyFileError,
    SigningKey,
    key_folder,
    own_public_keys,
    signing_key,
)
from commonground.trainer.certificates.page import PrintingError, certificate_page, certificate_pdf
from commonground.trainer.certificates.verdict import Verdict, find_credential, name_on_page, verify

__all__ = [
    "Award",
    "CredentialError",
    "Edition",
    "Issued",
    "KeyFileError",
    "PrintingError",
    "Shelf",
    "SigningKey",
    "Verdict",
    "WithdrawnListError",
    "certificate_page",
    "certificate_pdf",
    "current_edition",
    "find_credential",
    "key_folder",
    "name_on_page",
    "own_public_keys",
    "sign",
    "signing_key",
    "verify",
    "withdrawn",
]
