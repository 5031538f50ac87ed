"""Rules of forms and tables: what must be filled in is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, number_of, part_of, rows_of, text_of, whole

_FAMILIES = ("famil", "parent", "participant", "learner", "resident", "student", "guest", "caregiver")


def filled(form: Any, fields: Sequence[str], examples: Sequence[str] = ()) -> list[Check]:
    """One check for each of the keys in `fields`: something is written there.

    A field that only repeats one of `examples` word for word counts as empty.
    """
    copied = {key_of(example) for example in examples}
    checks = []
    for name in fields:
        text = text_of(part_of(form, name))
        own = bool(text) and key_of(text) not in copied
        says = "filled in" if own else "this is our example; write your own" if text else "still empty"
        checks.append(Check(own, f"{name}: {says}."))
    return checks


def complete_rows(rows: Any, columns: Sequence[str]) -> list[Mapping[Any, Any]]:
    """The rows that have something in each of `columns`."""
    return [row for row in rows_of(rows) if all(text_of(part_of(row, column)) for column in columns)]


def table(rows: Any, columns: Sequence[str], least: int, called: str) -> Check:
    """Whether a table has at least `least` rows with something in each of `columns`. `called`: what a row is."""
    full = complete_rows(rows, columns)
    if len(full) >= least:
        return Check(True, f"{len(full)} complete rows ({called}).")
    needs = ", ".join(columns)
    return Check(False, f"{len(full)} complete rows; {least} are needed ({called}). Fill in for each: {needs}.")


def contacts(rows: Any, least: int) -> list[Check]:
    """One check for each of `least` contacts: rows with `for`, `who` and `reach`."""
    checks = []
    for row in rows_of(rows):
        purpose = text_of(part_of(row, "for")) or "a contact"
        missing = [column for column in ("who", "reach") if not text_of(part_of(row, column))]
        checks.append(Check(not missing, f"{purpose}: {'still empty: ' + ' and '.join(missing) if missing else 'filled in'}."))
    checks.sort(key=lambda check: not check.holds)
    return [*checks, *[Check(False, "One more contact is needed.")] * least][:least]


def costs(rows: Any, total: Any) -> list[Check]:
    """Three checks of a table of costs with `what`, `amount`, `who_pays`: complete, added up, none for families.

    A cost of 0 is a cost that somebody gives; it still needs a giver. `total` is what the author says the sum is.
    """
    lines = rows_of(rows)
    amounts = [number_of(part_of(row, "amount")) for row in lines]
    complete = [
        row
        for row, amount in zip(lines, amounts, strict=True)
        if amount is not None and amount >= 0 and text_of(part_of(row, "what")) and text_of(part_of(row, "who_pays"))
    ]
    full = len(lines) >= 3 and len(complete) == len(lines)
    found = sum(amount for amount in amounts if amount is not None)
    stated = number_of(total)
    adds = bool(lines) and stated is not None and abs(found - stated) < 0.005
    charged = [
        text_of(part_of(row, "what"))
        for row, amount in zip(lines, amounts, strict=True)
        if amount and key_of(part_of(row, "who_pays") or "").startswith(_FAMILIES)
    ]
    return [
        Check(full, "Every cost has an amount and a payer." if full else "List at least three costs, each with amount, who pays and what. A gift is 0, with its giver."),
        Check(adds, f"The costs add up to {whole(found)}." if adds else f"The amounts add up to {whole(found)}. Write that number as the total."),
        Check(bool(complete) and not charged, "Families pay nothing." if complete and not charged else f"Find a payer other than families{' for ' + ', '.join(charged) if charged else ''}."),
    ]
