"""`commonground trainer certify`: certificates for those who passed."""

from __future__ import annotations

import argparse
import datetime
from typing import TYPE_CHECKING

from commonground.trainer.cohort import Cohort, CohortError, add_cohort_option, cohort_of

if TYPE_CHECKING:
    from commonground.trainer.certificates import Shelf
    from commonground.trainer.rating.pass_rule import Decision

HELP = """\
Issue certificates to those who passed, by the pass rule and two raters; nobody passes by automatic checks alone.

Each certificate is a folder in certificates/: credential.jwt, which is signed and proves it (an Open
Badge 3.0), certificate.html to read, and certificate.pdf to print. Send all three. It ends after two years.

At the first use a signing key is made for your organization, outside of the cohort's folder. It never
leaves this machine. Publish the file public-key.pem, and tell people its fingerprint, so that they can verify.

  commonground trainer certify
  commonground trainer certify --withdraw urn:uuid:... --reason "given in error"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    add_cohort_option(parser)
    parser.add_argument("--trainee", action="append", default=[], metavar="ID", help="only this trainee; may be repeated")
    parser.add_argument("--no-pdf", action="store_true", help="write no PDF")
    parser.add_argument("--withdraw", metavar="CERTIFICATE", help="take back a certificate, by its number (urn:uuid:...)")
    parser.add_argument("--reason", default="", help="why it is taken back; this is shown to those who verify it")


def run(args: argparse.Namespace) -> int:
    """Issue, or take back; raises CohortError."""
    from commonground.trainer import certificates

    cohort = cohort_of(args)
    try:
        key = certificates.signing_key(cohort.settings.organization)
        shelf = certificates.Shelf(cohort.certificates, key)
        if args.withdraw:
            shelf.withdraw(args.withdraw, args.reason, datetime.date.today())
            print(f"{args.withdraw} is on the list of certificates taken back, certificates/withdrawn.csv.")
            print("Send that list to those who verify: it is looked at only where it is.")
            return 0
        return _issue(cohort, shelf, args.trainee, not args.no_pdf)
    except (certificates.KeyFileError, certificates.CredentialError, certificates.WithdrawnListError) as trouble:
        raise CohortError(str(trouble)) from None


def _issue(cohort: Cohort, shelf: Shelf, wanted: list[str], pdf: bool) -> int:
    from commonground.trainer import certificates
    from commonground.trainer.rating.desk import Desk
    from commonground.trainer.rating.pass_rule import CAREGIVER, Outcome

    edition = certificates.current_edition()
    if cohort.settings.edition != edition.name:
        raise CohortError(
            f"This cohort was assessed with edition {cohort.settings.edition} of the course, and this is edition {edition.name}. "
            "Issue its certificates with the edition it was assessed with."
        )
    people = [cohort.trainee(person) for person in wanted] if wanted else list(cohort.trainees())
    desk, counts = Desk(cohort), dict.fromkeys(Outcome, 0)
    for number, person in enumerate(people, 1):
        decision = desk.decide(person.id)
        counts[decision.outcome] += 1
        mark = f"[{number} of {len(people)}] {person.name}"
        if decision.outcome is not Outcome.PASSED:
            print(f"{mark}: {decision.outcome.value}.{_again(decision)}", *decision.reasons, sep="\n  ", flush=True)
            continue
        raters = tuple((_name(cohort, used.id), "community rater" if used.community else "rater") for used in decision.raters)
        award = certificates.Award(
            trainee_id=person.id,
            name=person.name,
            route=person.route,
            organization=cohort.settings.organization,
            contact=cohort.settings.contact,
            cohort=cohort.id,
            raters=raters,
            # The words to a caregiver are a bar of their own and no part of the 27 points.
            criteria={name: score for name, score in decision.scores.items() if name != CAREGIVER and score is not None},
            edition=edition,
            issued=datetime.date.today(),
        )
        issued = shelf.issue(award)
        print(f"{mark}: {'issued' if issued.fresh else 'has a certificate that holds'}, {issued.folder.name}", flush=True)
        if pdf:
            try:
                shelf.print(issued)
            except certificates.PrintingError as trouble:
                print(trouble)
                pdf = False
    passed, waiting = counts[Outcome.PASSED], counts[Outcome.WAITING]
    print(f"{passed} of {len(people)} have a certificate; {counts[Outcome.NOT_YET]} not yet, {waiting} waiting for somebody.")
    if passed:
        key = certificates.signing_key(cohort.settings.organization)
        print(f"Your key's fingerprint, for those who verify: {key.fingerprint} (certificates/public-key.pem).")
    return 1 if waiting else 0


def _again(decision: Decision) -> str:
    if decision.repeat_task is None or decision.repeat_until is None:
        return ""
    return f" To do again until {decision.repeat_until}: {decision.repeat_task}."


def _name(cohort: Cohort, rater: str) -> str:
    return next((one.name for one in cohort.raters if one.id == rater), rater)
