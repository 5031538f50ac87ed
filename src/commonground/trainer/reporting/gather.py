"""Gathers what a report shows from a cohort's folder: gradebook, ratings, grading journal, T6 and the roster's groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonground.content.errors import ContentError
from commonground.trainer.cohort import Cohort, Trainee, read_table
from commonground.trainer.knowledge_test import TASK, KnowledgeTestError, answers_of, items, right_answers
from commonground.trainer.rating.desk import Desk
from commonground.trainer.rating.pass_rule import Decision, Outcome
from commonground.trainer.rating.settling import waiting_parts
from commonground.trainer.reporting.agreement import Agreement, agreement
from commonground.trainer.reporting.groups import LEAST, Count, GroupTable, safe_table
from commonground.trainer.reporting.items import ItemResult, item_results

NO_GROUP = "no group given"


@dataclass(frozen=True)
class ToLookAt:
    """Something in a submission that a person should look at; `suspected` if it was made to deceive, as it seems.

    `waits` until a person has given its points.
    """

    trainee: str
    task: str
    cell: str
    suspected: bool
    reason: str
    waits: bool


@dataclass(frozen=True)
class Findings:
    """Everything that the reports show. `decisions` are by trainee's id, in the order of the roster.

    `groups` is None where the roster has no groups. `troubles` say what could not be read.
    """

    desk: Desk
    trainees: Sequence[Trainee]
    decisions: Mapping[str, Decision]
    agreements: Sequence[Agreement]
    items: Sequence[ItemResult]
    groups: GroupTable | None
    to_look_at: Sequence[ToLookAt]
    troubles: Sequence[str]

    @property
    def may_count(self) -> bool:
        """Whether results of the cohort as a whole may be told to others: it has at least 10 trainees, and its total is no secret."""
        return len(self.trainees) >= LEAST and (self.groups is None or self.groups.total is not None)

    def outcomes(self) -> dict[str, int]:
        """How many trainees have passed, have not yet, and wait."""
        given = [decision.outcome for decision in self.decisions.values()]
        return {outcome.value: given.count(outcome) for outcome in Outcome}


def gather(cohort: Cohort) -> Findings:
    """Read everything; raises CohortError."""
    desk = Desk(cohort)
    trainees = cohort.trainees()
    decisions = desk.decide_all()
    questions, troubles = _items(cohort)
    return Findings(
        desk=desk,
        trainees=trainees,
        decisions=decisions,
        agreements=[agreement(criterion, pairs) for criterion, pairs in first_pairs(desk).items()],
        items=questions,
        groups=_groups(cohort, decisions),
        to_look_at=_to_look_at(desk),
        troubles=troubles,
    )


def first_pairs(desk: Desk) -> dict[str, list[tuple[int, int]]]:
    """By criterion, the first scores of the two raters of each trainee: the community's rater, then the other one."""
    pairs: dict[str, list[tuple[int, int]]] = {name: [] for name in desk.criteria}
    ratings, order = desk.ratings, sorted(desk.cohort.raters, key=lambda rater: not rater.community)
    for trainee, criteria in desk.can_be_rated.items():
        for criterion in criteria:
            given = [ratings[rater.id].get((trainee, criterion)) for rater in order]
            first = [one.score for one in given if one is not None and not one.third]
            if len(first) == 2:
                pairs[criterion].append((first[0], first[1]))
    return pairs


def _items(cohort: Cohort) -> tuple[list[ItemResult], list[str]]:
    """The results of T6's questions, and what could not be read; nothing where the cohort has no T6."""
    source = cohort.source_notebook(TASK)
    places = {trainee.id: cohort.autograded / trainee.id / TASK / f"{TASK}.ipynb" for trainee in cohort.trainees()}
    there = {trainee: place for trainee, place in places.items() if place.is_file()}
    if not source.is_file() or not there:
        return [], []
    try:
        asked = items(source)
    except (KnowledgeTestError, ContentError) as trouble:
        return [], [f"The questions of T6 cannot be read, so nothing is said of them. {trouble}"]
    answers: list[list[bool]] = []
    troubles: list[str] = []
    for trainee, place in there.items():
        try:
            right = right_answers(asked, answers_of(place))
        except (KnowledgeTestError, ContentError) as trouble:
            troubles.append(f"T6 of {trainee} cannot be read and is left out of the questions' results. {trouble}")
        else:
            answers.append([right[item.number] for item in asked])
    return item_results([(item.number, item.id, item.module) for item in asked], answers), troubles


def _groups(cohort: Cohort, decisions: Mapping[str, Decision]) -> GroupTable | None:
    """The results by the roster's column `group`; None where there is none."""
    group = {row["id"]: row.get("group", "") for row in read_table(cohort.roster_file, ("id",))}
    if not any(group.values()):
        return None
    counts: dict[str, Count] = {}
    for trainee, decision in decisions.items():
        name = group.get(trainee) or NO_GROUP
        before = counts.get(name, Count(0, 0))
        counts[name] = Count(before.trainees + 1, before.passed + (decision.outcome is Outcome.PASSED))
    return safe_table(dict(sorted(counts.items())))


def _to_look_at(desk: Desk) -> list[ToLookAt]:
    """What grading noticed, the suspected first."""
    cohort = desk.cohort
    waiting = {(one.trainee, one.task, one.cell) for one in waiting_parts(cohort, desk.work)}
    found = []
    for trainee in cohort.trainees():
        for task in cohort.tasks_of(trainee.route):
            entry = cohort.journal(task).read(trainee.id)
            for notebook in entry.notebooks if entry else ():
                for score in notebook.scores:
                    for reason in score.reasons if score.suspected or score.look else ():
                        waits = (trainee.id, task, score.grade_id) in waiting
                        found.append(ToLookAt(trainee.id, task, score.grade_id, score.suspected, reason, waits))
    return sorted(found, key=lambda one: not one.suspected)
