"""The credential: an Open Badges 3.0 OpenBadgeCredential, signed as a JWT.

Method: Open Badges Specification 3.0, 1EdTech, section 8.2 "JSON Web Token Proof Format"; the payload is
the credential itself, with the registered claims beside it. The issuer is named by its key (RFC 9278), so that
no web address has to stay alive for a certificate to hold.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from commonground.trainer.certificates.edition import Edition
from commonground.trainer.certificates.keys import SigningKey, thumbprint

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
YEARS = 2
ROUTES = {"community": "Community route (no code)", "analyst": "Analyst route"}
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:commonground:certificate")


class CredentialError(ValueError):
    """A credential cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Award:
    """What a certificate says.

    `raters` are the names of those who rated, in the order in which they are to be printed, each with
    what they are ("community rater"); `criteria` the nine scores from 0 to 3; `issued` the day.
    """

    trainee_id: str
    name: str
    route: str
    organization: str
    contact: str
    cohort: str
    raters: tuple[tuple[str, str], ...]
    criteria: Mapping[str, float]
    edition: Edition
    issued: datetime.date

    @property
    def expires(self) -> datetime.date:
        """Two years after the day of issue."""
        try:
            return self.issued.replace(year=self.issued.year + YEARS)
        except ValueError:  # the 29th of February
            return self.issued.replace(year=self.issued.year + YEARS, day=28)

    @property
    def id(self) -> str:
        """The same award has the same id, however often it is signed."""
        mark = "|".join([self.organization, self.cohort, self.trainee_id, self.route, self.issued.isoformat()])
        return f"urn:uuid:{uuid.uuid5(NAMESPACE, mark)}"

    @property
    def total(self) -> float:
        """The sum of the nine scores, 0 to 27."""
        return sum(self.criteria.values())


def sign(award: Award, key: SigningKey) -> str:
    """The award as a compact JWS (RS256) that carries the public key in its header.

    Raises CredentialError where the award has no name, an unknown route, or fewer than two raters.
    """
    _check(award)
    content = build(award, key)
    claims = {
        "iss": content["issuer"]["id"],
        "jti": content["id"],
        "sub": content["credentialSubject"]["id"],
        "nbf": _seconds(award.issued),
        "exp": _seconds(award.expires),
    }
    return jwt.encode({**content, **claims}, key.private, algorithm="RS256", headers={"jwk": key.jwk})


def build(award: Award, key: SigningKey) -> dict[str, Any]:
    """The credential before it is signed."""
    route = ROUTES[award.route]
    return {
        "@context": list(CONTEXT),
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Common Ground trainer",
        "issuer": {
            "id": f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{thumbprint(key.private.public_key())}",
            "type": ["Profile"],
            "name": award.organization,
            "description": f"Contact: {award.contact}" if award.contact else "No contact was given.",
        },
        "validFrom": _moment(award.issued),
        "validUntil": _moment(award.expires),
        "credentialSubject": {
            # Made from the award, not from an address: the credential tells nobody how to find the person.
            "id": f"urn:uuid:{uuid.uuid5(NAMESPACE, award.id + award.name)}",
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": award.name, "identityType": "name"}
            ],
            "achievement": {
                "id": f"urn:uuid:{uuid.uuid5(NAMESPACE, award.edition.name + award.route)}",
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": f"Common Ground trainer, {route[0].lower()}{route[1:]}",
                "description": "Can teach the course Common Ground, on sharing student data across public agencies.",
                "criteria": {
                    "narrative": "Passed the automatic checks of every task of the route, and was rated on nine "
                    "criteria by at least two raters, one of them from the community: 18 of 27 points or more, "
                    "no zero, and at least 2 of 3 on fidelity, neutrality and care."
                },
                "version": award.edition.name,
                "otherIdentifier": [
                    {"type": "IdentifierEntry", "identifier": award.edition.sources, "identifierType": "identifier"}
                ],
            },
            "narrative": _narrative(award, route),
        },
    }


def _narrative(award: Award, route: str) -> str:
    raters = "; ".join(f"{name} ({what})" for name, what in award.raters)
    return f"{route}. Edition {award.edition.name}. Rated by {raters}. {award.total:g} of 27 points."


def _check(award: Award) -> None:
    if not award.name.strip():
        raise CredentialError(f"There is no name for {award.trainee_id}. Fill it in in roster.csv.")
    if award.route not in ROUTES:
        raise CredentialError(f"The route “{award.route}” of {award.trainee_id} is unknown: use {' or '.join(ROUTES)}.")
    if len(award.raters) < 2:
        raise CredentialError(f"{award.trainee_id} has fewer than two raters.")
    if not award.organization.strip():
        raise CredentialError("There is no organization. Fill it in in cohort.yml.")


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _seconds(day: datetime.date) -> int:
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())
