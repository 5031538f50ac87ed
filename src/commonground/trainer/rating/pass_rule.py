"""The pass rule of the train-the-trainer assessment: what two raters and the automatic gates come to.

Pure: it reads no file and knows no date but the one it is given. The rule, in short:

- each criterion is scored 0 to 3 by two raters, at least one of them from the community;
- raters who are 2 or more apart talk, and may change their scores; if they stay apart a third rater decides;
- otherwise the mean of the two stands;
- to pass: 18 of 27 points, no zero standing, at least 2 on fidelity, neutrality and care, all gates open,
  and on the analyst route at least 2 for the words to a caregiver;
- one who has not passed yet repeats one task within 60 days.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

HIGHEST = 3
PASS_TOTAL = 18
# What is enough on one criterion; nine times it is the total that passes.
ENOUGH = 2
APART = 2
REPEAT_DAYS = 60
MUST_REACH = ("fidelity", "neutrality", "care")
CAREGIVER = "caregiver"


class Outcome(StrEnum):
    """What the rule comes to."""

    PASSED = "passed"
    NOT_YET = "not yet"
    WAITING = "waiting"


@dataclass(frozen=True)
class Asked:
    """One criterion that is rated: its id, its title, and the task in which it is looked for."""

    id: str
    title: str
    task: str

    @property
    def counts(self) -> bool:
        """Whether its score is one of the nine that make the total."""
        return self.id != CAREGIVER

    @property
    def must_reach(self) -> bool:
        """Whether it takes at least 2 points by itself."""
        return self.id in MUST_REACH or self.id == CAREGIVER


@dataclass(frozen=True)
class Given:
    """One rater's score (0 to 3) for one criterion, as it stands after any talk.

    `third` marks the one who was asked because two others were apart.
    """

    rater: str
    score: int
    community: bool
    third: bool = False

    def __post_init__(self) -> None:
        if self.score not in range(HIGHEST + 1):
            raise ValueError(f"A score is a whole number from 0 to {HIGHEST}, not {self.score!r}.")


@dataclass(frozen=True)
class Standing:
    """What the ratings of one criterion come to.

    `score` is None while it is open; then `missing` says what is needed. `zero` is true if a zero
    stands. `apart` is true if the two raters differ by 2 or more, whether or not a third has decided.
    `raters` are those whose scores count.
    """

    score: float | None
    zero: bool = False
    apart: bool = False
    missing: str = ""
    raters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """The automatic part of one task: `got` of `of` points where `needs` are needed.

    `got` is None while it cannot be known; `missing` then says why. `words` say what the gate asks for.
    """

    task: str
    got: float | None
    needs: float
    of: float
    words: str = ""
    missing: str = ""

    @property
    def open(self) -> bool:
        """Whether it was reached."""
        return self.got is not None and self.got >= self.needs


@dataclass(frozen=True)
class RaterUsed:
    """A rater whose scores count in a decision, and whether that person is from the community."""

    id: str
    community: bool


@dataclass(frozen=True)
class Decision:
    """What was decided about one trainee, with everything that it rests on.

    `scores` are by criterion, None where open. `total` is of 27, None while a score is open.
    `reasons` are plain sentences: why not yet, or what is missing. `decided_on` is the day of the
    last piece of evidence; `repeat_until` is 60 days later, with `repeat_task`, if not yet passed.
    """

    trainee: str
    route: str
    outcome: Outcome
    reasons: tuple[str, ...]
    scores: Mapping[str, float | None]
    total: float | None
    raters: tuple[RaterUsed, ...]
    gates: tuple[Gate, ...]
    decided_on: datetime.date
    repeat_task: str | None = None
    repeat_until: datetime.date | None = None


# What is missing for one criterion, as it is said in front of the criteria's names.
NO_RATING = "two ratings"
NO_SECOND = "a second rating"
NO_COMMUNITY = "a rating by a community member"
NO_THIRD = "a talk of the two raters, who are 2 or more points apart, and then a third rater if they stay apart"
TOO_MANY = "a word on which of three or more raters is the third"


def standing(given: Sequence[Given]) -> Standing:
    """What the ratings of one criterion of one trainee come to.

    A third rater's score counts only where one is called for: the two are 2 or more apart, or exactly
    one of them gave a zero. A zero that both gave stands.
    """
    pair = [one for one in given if not one.third]
    thirds = [one for one in given if one.third]
    if len(pair) > 2 or len(thirds) > 1 or len({one.rater for one in given}) < len(given):
        return Standing(None, missing=TOO_MANY)
    if len(pair) < 2:
        return Standing(None, missing=NO_SECOND if pair else NO_RATING)
    if not any(one.community for one in pair):
        return Standing(None, missing=NO_COMMUNITY)
    scores = [one.score for one in pair]
    apart = max(scores) - min(scores) >= APART
    names = tuple(one.rater for one in pair)
    if thirds and (apart or scores.count(0) == 1):
        third = thirds[0]
        return Standing(float(third.score), third.score == 0, apart, raters=(*names, third.rater))
    if apart:
        return Standing(None, zero=0 in scores, apart=True, missing=NO_THIRD, raters=names)
    return Standing(sum(scores) / 2, 0 in scores, raters=names)


@dataclass(frozen=True)
class Evidence:
    """Everything about one trainee that the rule looks at.

    `asked` are the criteria of the trainee's route, in the rubric's order; `ratings` are by criterion;
    `gates` are one for each task of the route; `titles` are the tasks' names in words, by task.
    `until_day` is the day of the last piece of evidence.
    """

    trainee: str
    route: str
    asked: Sequence[Asked]
    ratings: Mapping[str, Sequence[Given]]
    gates: Sequence[Gate]
    until_day: datetime.date
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, task: str) -> str:
        """The task's name in words."""
        return self.titles.get(task, task)


def apply_rule(evidence: Evidence) -> Decision:
    """The decision about one trainee."""
    stands = {one.id: standing(evidence.ratings.get(one.id, ())) for one in evidence.asked}
    scores = {name: one.score for name, one in stands.items()}
    counted = [scores[one.id] for one in evidence.asked if one.counts]
    known = [score for score in counted if score is not None]
    total = sum(known) if len(known) == len(counted) else None
    missing = _missing(evidence, stands)
    outcome, reasons, task = Outcome.PASSED, missing, None
    if missing:
        outcome = Outcome.WAITING
    else:
        reasons = _shortfalls(evidence, stands, total or 0.0)
        if reasons:
            outcome, task = Outcome.NOT_YET, _to_repeat(evidence, stands)
    until = evidence.until_day + datetime.timedelta(days=REPEAT_DAYS) if task else None
    return Decision(
        trainee=evidence.trainee,
        route=evidence.route,
        outcome=outcome,
        reasons=tuple(reasons),
        scores=scores,
        total=total,
        raters=_raters(evidence, stands),
        gates=tuple(evidence.gates),
        decided_on=evidence.until_day,
        repeat_task=task,
        repeat_until=until,
    )


def _missing(evidence: Evidence, stands: Mapping[str, Standing]) -> list[str]:
    """What has to come before anything can be decided, in plain sentences."""
    by_word: dict[str, list[str]] = {}
    for gate in evidence.gates:
        if gate.got is None:
            by_word.setdefault(gate.missing or "not handed in, or not graded yet.", []).append(evidence.title(gate.task))
    sentences = [f"{'; '.join(tasks)}: {word}" for word, tasks in by_word.items()]
    by_need: dict[str, list[str]] = {}
    for one in evidence.asked:
        if stands[one.id].missing:
            by_need.setdefault(stands[one.id].missing, []).append(one.title)
    sentences += [f"Still needed: {need}, for {_listed(titles)}." for need, titles in by_need.items()]
    return sentences


def _shortfalls(evidence: Evidence, stands: Mapping[str, Standing], total: float) -> list[str]:
    """Why it is not a pass, in plain sentences; nothing if it is one."""
    sentences = [
        f"{evidence.title(gate.task)}: {gate.got:g} of {gate.of:g} points by the automatic checks; {gate.needs:g} are needed."
        for gate in evidence.gates
        if not gate.open
    ]
    for one in evidence.asked:
        at = stands[one.id]
        if at.zero:
            sentences.append(f"{one.title}: a score of 0 stands.")
        elif one.must_reach and (at.score or 0.0) < ENOUGH:
            sentences.append(f"{one.title}: {at.score:g} of {HIGHEST} points; at least {ENOUGH} are needed here.")
    if total < PASS_TOTAL:
        most = HIGHEST * sum(one.counts for one in evidence.asked)
        sentences.append(f"The criteria together: {total:g} of {most} points; {PASS_TOTAL} are needed.")
    return sentences


def _to_repeat(evidence: Evidence, stands: Mapping[str, Standing]) -> str:
    """The one task to repeat: that of the gate furthest from open, else of the criterion furthest below 2."""
    closed = [gate for gate in evidence.gates if not gate.open]
    if closed:
        return min(closed, key=lambda gate: (gate.got or 0.0) / gate.needs).task

    def level(one: Asked) -> float:
        return 0.0 if stands[one.id].zero else stands[one.id].score or 0.0

    breaking = [one for one in evidence.asked if stands[one.id].zero or (one.must_reach and level(one) < ENOUGH)]
    return min(breaking or [one for one in evidence.asked if one.counts], key=level).task


def _raters(evidence: Evidence, stands: Mapping[str, Standing]) -> tuple[RaterUsed, ...]:
    from_community = {one.rater: one.community for given in evidence.ratings.values() for one in given}
    used = dict.fromkeys(rater for one in evidence.asked for rater in stands[one.id].raters)
    return tuple(RaterUsed(rater, from_community[rater]) for rater in used)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
