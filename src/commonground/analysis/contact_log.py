"""The synthetic contact logs of "Telling and asking": whom a school office asked, who could reply, and what came of it.

Everything is invented. One seeded pure function makes the tables, its dials are named, and the truth is kept beside
them: the language that a family uses, whatever a form says. No real office has such a truth. What a family hopes for
and how much it would like to reply is drawn alike for all of them; the log is bent by the ways of the office: a form
with "English" filled in, a flyer in one language, a list that families who moved fall out of, and a staff that calls
those whom it knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from commonground.analysis.county_clock import COUNTY, UTC_FORMAT, in_utc

OWN_FORMAT = "%m/%d/%Y %I:%M %p"
"""How the office's own program writes an instant: the county's month, day and clock, without a zone."""

LANGUAGES = {"English": 0.68, "Spanish": 0.17, "Somali": 0.11, "another language": 0.04}
GUARDIANS = {
    "two parents": 0.50,
    "one parent": 0.26,
    "a relative": 0.13,
    "foster parents": 0.07,
    "on their own": 0.04,
}
GREETED = ("two parents", "one parent")
"""Whom a flyer to "Dear parents" means by its own words."""

MOVES = {0: 0.70, 1: 0.17, 2: 0.13}
"""How many times a family moved in the year; 2 stands for two or more."""

REACHED = ("delivered", "answered")
"""The statuses that say that a message arrived. Sent is not one of them."""

STEPS = ("reached", "could_reply", "replied", "answered", "changed")
"""How far a voice can come. Each step takes in those before it."""

QUESTIONS = {
    "fall": datetime(2025, 10, 6, 16, tzinfo=COUNTY),
    "spring": datetime(2026, 3, 2, 16, tzinfo=COUNTY),
}
"""The two questions of the year, and when each went out."""

TOPICS = {"greeting": "The letter greets guardians too", "evening": "Calls after 6 p.m. are possible",
          "stop": "A family can stop the calls by one text", "list": "No list is sent at all"}  # fmt: skip
CHANGED = ("greeting", "evening", "stop")
"""The topics on which something changed. On the list itself nothing did."""


@dataclass(frozen=True)
class Dials:
    """What shapes the logs. Shares lie between 0 and 1.

    families: families on the roll (40 to 600 gives a table that a person can still read).
    lost_by_move: share missing from the office's file, by number of moves; the file is made once a year.
    online: share who filled in the online form, which has "English" filled in beforehand.
    left_as_is: share of those families who leave that box as it is, whatever they speak.
    wish: share who reply if they can.
    greeting: share of that wish which is left where a flyer says "Dear parents" to others.
    known: share of families whom the office knows from meetings, and `known_wish`, what that adds to the wish.
    staff_calls: share called in the fall of the families whom it knows, and of the others.
    call_adds: what a call adds to the wish.
    by_child: share who reply to a message in a language that they do not use.
    bounced: share of phone numbers that no longer work, by number of moves.
    repeated: share of log lines that stand there twice.
    """

    families: int = 560
    lost_by_move: tuple[float, float, float] = (0.03, 0.16, 0.46)
    online: float = 0.68
    left_as_is: float = 0.5
    wish: float = 0.3
    greeting: float = 0.5
    known: float = 0.28
    known_wish: float = 0.26
    staff_calls: tuple[float, float] = (0.62, 0.14)
    call_adds: float = 0.12
    by_child: float = 0.05
    bounced: tuple[float, float, float] = (0.06, 0.16, 0.34)
    repeated: float = 0.08


USUAL = Dials()
"""The dials of the tables that the lesson shows."""


@dataclass(frozen=True)
class ContactLog:
    """Synthetic tables of one year of asking. All columns are text unless said otherwise.

    roll: one row for each student enrolled: student_id, family_id, moves (a number; 2 stands for two or more).
    families: one row for each family on the office's file: family_id, guardian, language, form (online or paper),
        language_from ("chosen", or "preset" where nobody touched the box).
    contacts: one row for each way to a family: family_id, kind (phone, email or slip), point.
    messages: one row for each log line: message_id, question (fall or spring), way (flyer or call), channel, sent_to,
        sent_at, status, language ("English", or "any" on a call with an interpreter), reply_by ("none" where the
        sender's number takes no answer).
    replies: one row for each log line: reply_id, question, channel, sender, received_at.
    answers: one row for each thing sent back: reply_id, kind (receipt or answer), sent_at.
    decisions: one row for each reply that was answered: reply_id, topic, decision (changed or kept).
    assigned: one row for each family on file and question: question, family_id, way, picked ("by staff", "by lot").
    truth: one row for each family on the roll: family_id, language (the one it uses), known (yes or no). No real
        office has it.
    """

    roll: pd.DataFrame
    families: pd.DataFrame
    contacts: pd.DataFrame
    messages: pd.DataFrame
    replies: pd.DataFrame
    answers: pd.DataFrame
    decisions: pd.DataFrame
    assigned: pd.DataFrame
    truth: pd.DataFrame


def _stamp(instant: datetime, cloud: bool) -> str:
    """An instant as one of the two programs writes it: in UTC, or as the county's month, day and clock."""
    return in_utc(instant) if cloud else instant.astimezone(COUNTY).strftime(OWN_FORMAT)


def _spelled(point: str, rng: np.random.Generator) -> str:
    """One phone number, address or slip code, as one of several hands writes it."""
    hand = int(rng.integers(3))
    if "@" in point:
        return [point, point.upper(), f" {point}"][hand]
    if point.startswith("F-"):
        return [point, point.lower(), point.replace("-", " ")][hand]
    return [point, f"({point[:3]}) {point[4:]}", f"+1 {point.replace('-', ' ')}"][hand]


def one_spelling(points: pd.Series) -> pd.Series:
    """Each phone number, email address or slip code in one spelling: no blanks or signs, small letters, no +1."""
    plain = points.str.lower().str.replace(r"[^a-z0-9@.]", "", regex=True)
    return plain.str.replace(r"^1(?=\d{10}$)", "", regex=True)


def one_clock(times: pd.Series) -> pd.Series:
    """Times of the logs as instants on the county's clock.

    Texts that end in Z are in UTC; the others are the county's own, with the month first.
    """
    cloud = times.str.endswith("Z")
    utc = pd.to_datetime(times.where(cloud), format=UTC_FORMAT, utc=True)
    own = pd.to_datetime(times.where(~cloud), format=OWN_FORMAT).dt.tz_localize(COUNTY)
    return utc.dt.tz_convert(COUNTY).fillna(own)


def _draw(options: dict[str, float], n: int, rng: np.random.Generator) -> np.ndarray:
    drawn: np.ndarray = rng.choice(np.array(list(options), dtype=object), n, p=list(options.values()))
    return drawn


def _people(dials: Dials, rng: np.random.Generator) -> pd.DataFrame:
    """The families as they are, and what the office's form makes of them."""
    n = dials.families
    people = pd.DataFrame(
        {
            "family_id": [f"F-{number:04d}" for number in rng.permutation(np.arange(1000, 1000 + n))],
            "guardian": _draw(GUARDIANS, n, rng),
            "speaks": _draw(LANGUAGES, n, rng),
            "moves": rng.choice(list(MOVES), n, p=list(MOVES.values())),
            "known": rng.random(n) < dials.known,
            "form": np.where(rng.random(n) < dials.online, "online", "paper"),
        }
    )
    untouched = (people["form"] == "online") & (rng.random(n) < dials.left_as_is)
    people["language_from"] = np.where(untouched, "preset", "chosen")
    people["language"] = people["speaks"].mask(untouched, "English")
    people["on_file"] = rng.random(n) >= np.array(dials.lost_by_move)[people["moves"]]
    return people.sort_values("family_id", ignore_index=True)


def _contacts(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rows: list[tuple[str, str, str]] = []
    for family in people.loc[people["on_file"], "family_id"]:
        number = int(family[2:])
        rows.append((family, "phone", f"00{number // 100 % 10}-555-01{number % 100:02d}"))
        if rng.random() < 0.25:
            rows.append((family, "phone", f"01{number // 100 % 10}-555-01{number % 100:02d}"))
        if rng.random() < 0.8:
            rows.append((family, "email", f"home{number}@example.org"))
        rows.append((family, "slip", family))
    return pd.DataFrame(rows, columns=["family_id", "kind", "point"])


def _sent(
    way: str, points: Mapping[str, list[str]], moves: int, dials: Dials, rng: np.random.Generator
) -> list[tuple[str, str, str, str, str]]:
    """What goes out to one family: channel, point, status, language and way back of each message."""
    out: list[tuple[str, str, str, str, str]] = []
    phones = points["phone"]
    works = {phone: rng.random() >= dials.bounced[moves] for phone in phones}
    if way == "flyer":
        for phone in phones:
            out.append(("text", phone, "delivered" if works[phone] else "bounced", "English", "none"))
        for email in points["email"]:
            out.append(("email", email, "bounced" if rng.random() < 0.07 else "delivered", "English", "form"))
        return out
    for phone in phones:
        for _ in range(3):
            status = (
                "wrong number" if not works[phone] else ("answered" if rng.random() < 0.5 else "no answer")
            )
            out.append(("call", phone, status, "any", "phone"))
            if status == "answered":
                return out
            if status == "wrong number":
                break
    return out


def _wish(guardian: str, known: bool, way: str, dials: Dials) -> float:
    """The chance of a reply from a family that could give one."""
    wish = dials.wish + dials.known_wish * known
    if way == "call":
        return wish + dials.call_adds
    return wish if guardian in GREETED else wish * dials.greeting


def simulate(dials: Dials = USUAL, seed: int = 26) -> ContactLog:
    """One year of asking in Alder County, drawn from the dials. The same seed gives the same tables."""
    rng = np.random.default_rng(seed)
    people = _people(dials, rng)
    contacts = _contacts(people, rng)
    of_family: dict[str, dict[str, list[str]]] = {}
    for family, kind, point in contacts.itertuples(index=False):
        of_family.setdefault(family, {"phone": [], "email": [], "slip": []})[kind].append(point)
    messages: list[tuple[str, ...]] = []
    replies: list[tuple[str, ...]] = []
    answers: list[tuple[str, ...]] = []
    decisions: list[tuple[str, ...]] = []
    assigned: list[tuple[str, ...]] = []

    def stamp(instant: datetime) -> str:
        return _stamp(instant, bool(rng.random() < 0.5))

    for question, start in QUESTIONS.items():
        for person in people[people["on_file"]].itertuples(index=False):
            family, points = person.family_id, of_family[person.family_id]
            chance = 0.5 if question == "spring" else dials.staff_calls[0 if person.known else 1]
            way = "call" if rng.random() < chance else "flyer"
            picked = "by lot" if question == "spring" else "by staff"
            assigned.append((question, family, way, picked))
            can = able = False
            for channel, point, status, language, back in _sent(way, points, person.moves, dials, rng):
                at = start + timedelta(minutes=int(rng.integers(0, 4 * 24 * 60)))
                number = f"M{len(messages) + 1:05d}"
                messages.append(
                    (number, question, way, channel, _spelled(point, rng), stamp(at), status, language, back)
                )
                arrived = status in REACHED
                able |= arrived and back != "none"
                can |= arrived and back != "none" and (language == "any" or person.speaks == "English")
            chance = (
                _wish(person.guardian, person.known, way, dials)
                if can
                else (dials.by_child if able else 0.02)
            )
            if rng.random() >= chance:
                continue
            kinds = ["phone", "slip"] if way == "call" or not able else ["email", "email", "phone", "slip"]
            for turn in range(2 if rng.random() < 0.2 else 1):
                kind = str(rng.choice(kinds)) if not turn else "phone"
                kind = kind if points[kind] else "slip"
                point = str(rng.choice(points[kind]))
                at = start + timedelta(days=5, minutes=int(rng.integers(0, 16 * 24 * 60)))
                number = f"R{len(replies) + 1:04d}"
                replies.append(
                    (number, question, "form" if kind == "email" else kind, _spelled(point, rng), stamp(at))
                )
                if kind == "email":
                    answers.append(
                        (number, "receipt", stamp(at + timedelta(minutes=int(rng.integers(1, 4)))))
                    )
                if rng.random() < (0.78 if kind == "email" else 0.52):
                    after = timedelta(days=int(rng.integers(3, 40)), minutes=int(rng.integers(0, 600)))
                    answers.append((number, "answer", stamp(at + after)))
                    topic = str(rng.choice(list(TOPICS), p=[0.2, 0.2, 0.2, 0.4]))
                    changed = topic in CHANGED and rng.random() < 0.6
                    decisions.append((number, topic, "changed" if changed else "kept"))
    on_file = people[people["on_file"]].reset_index(drop=True)
    return ContactLog(
        roll=_roll(people, rng),
        families=on_file[["family_id", "guardian", "language", "form", "language_from"]],
        contacts=contacts,
        messages=_logged(
            messages,
            [
                "message_id",
                "question",
                "way",
                "channel",
                "sent_to",
                "sent_at",
                "status",
                "language",
                "reply_by",
            ],
            dials.repeated,
            rng,
        ),
        replies=_logged(
            replies, ["reply_id", "question", "channel", "sender", "received_at"], dials.repeated, rng
        ),
        answers=_logged(answers, ["reply_id", "kind", "sent_at"], dials.repeated, rng),
        decisions=pd.DataFrame(decisions, columns=["reply_id", "topic", "decision"]),
        assigned=pd.DataFrame(assigned, columns=["question", "family_id", "way", "picked"]),
        truth=people[["family_id", "speaks", "known"]].rename(columns={"speaks": "language"}),
    )


def _roll(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row for each student; brothers and sisters share a family number."""
    roll = people.loc[people.index.repeat(rng.integers(1, 4, len(people))), ["family_id", "moves"]]
    roll = roll.reset_index(drop=True)
    roll.insert(0, "student_id", [f"S{number:04d}" for number in range(1, len(roll) + 1)])
    return roll


def _logged(
    rows: list[tuple[str, ...]], columns: list[str], repeated: float, rng: np.random.Generator
) -> pd.DataFrame:
    """The lines of a log, some of them twice, in no order that would tell which is which."""
    table = pd.DataFrame(rows, columns=columns)
    again = table[rng.random(len(table)) < repeated]
    return pd.concat([table, again]).sample(frac=1, random_state=rng).reset_index(drop=True)


def voices(log: ContactLog, question: str) -> pd.DataFrame:
    """One row for each family on file, with how far its voice came on one question.

    Yes or no: reached, could_reply, replied, answered, changed; each takes in those before it, so a family that
    replied counts as reached and able even where the log knows of no message. Also `english_only`, whether every
    message that arrived was in English, and `unlogged`, whether a reply came without any message on record.
    `could_reply` takes the recorded language at its word.
    """
    family_of = log.contacts.set_index(one_spelling(log.contacts["point"]))["family_id"]
    messages = log.messages[log.messages["question"] == question].drop_duplicates("message_id")
    messages = messages[messages["status"].isin(REACHED)]
    messages = messages.assign(family_id=one_spelling(messages["sent_to"]).map(family_of))
    replies = log.replies[log.replies["question"] == question].drop_duplicates("reply_id")
    replies = replies.assign(family_id=one_spelling(replies["sender"]).map(family_of))
    answered = replies["reply_id"].isin(log.answers.loc[log.answers["kind"] == "answer", "reply_id"])
    changed = replies["reply_id"].isin(log.decisions.loc[log.decisions["decision"] == "changed", "reply_id"])

    table = log.families.copy()
    family = table["family_id"]
    spoken = messages.merge(table[["family_id", "language"]], on="family_id", suffixes=("", "_of_family"))
    usable = (spoken["language"] == "any") | (spoken["language_of_family"] == "English")
    able = spoken.loc[usable & (spoken["reply_by"] != "none"), "family_id"]
    table["changed"] = family.isin(replies.loc[changed, "family_id"])
    table["answered"] = family.isin(replies.loc[answered, "family_id"]) | table["changed"]
    table["replied"] = family.isin(replies["family_id"])
    table["could_reply"] = family.isin(able) | table["replied"]
    arrived = family.isin(messages["family_id"])
    table["reached"] = arrived | table["replied"]
    table["unlogged"] = table["replied"] & ~arrived
    table["english_only"] = arrived & ~family.isin(messages.loc[messages["language"] == "any", "family_id"])
    return table[[*log.families.columns, *STEPS, "english_only", "unlogged"]]


def asked(log: ContactLog) -> pd.DataFrame:
    """One row for each family on file and question: the way it was assigned, and whether it was reached and replied."""
    outcomes = pd.concat(
        [
            voices(log, question)[["family_id", "reached", "replied"]].assign(question=question)
            for question in QUESTIONS
        ]
    )
    return log.assigned.merge(outcomes, on=["question", "family_id"])
