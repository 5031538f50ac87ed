"""The desk at which a cohort's ratings come together: rubric, trainees, raters, work and ratings in one place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.places import course_root
from commonground.trainer.cohort import ANALYST, Cohort, CohortError, Rater, Trainee
from commonground.trainer.cohort.plain_page import page, save, words
from commonground.trainer.rating.forms import Question
from commonground.trainer.rating.overview import Overview, given_for, overview
from commonground.trainer.rating.pass_rule import (
    Asked,
    Decision,
    Evidence,
    Standing,
    apply_rule,
    standing,
)
from commonground.trainer.rating.recording import Entered, Recorded, record
from commonground.trainer.rating.store import Key, Rating, RatingError, RatingStore
from commonground.trainer.rating.work import AllWork, gate_of, read_work, write_agreed
from commonground.trainer.rubric import Criterion, Rubric, TaskGate, read_rubric

RUBRICS = Path("instructor") / "rubrics"
GUIDE = Path("instructor") / "guides" / "raters.md"
GUIDE_PAGE = "READ-ME-FIRST.html"


def read_course_rubric() -> Rubric:
    """The rubric of the course; raises CohortError."""
    try:
        return read_rubric(course_root() / RUBRICS)
    except ContentError as trouble:
        raise CohortError(str(trouble)) from None


def write_guide(folder: Path) -> str:
    """Write the guide for raters into a folder, as a page; returns its name. Raises CohortError."""
    try:
        title, _, text = (course_root() / GUIDE).read_text(encoding="utf-8").strip().partition("\n")
    except (OSError, ContentError) as trouble:
        raise CohortError(f"{GUIDE}: the guide for raters cannot be read. Put back the file that came with the course.") from trouble
    save(folder / GUIDE_PAGE, page(title.lstrip("# "), words(text)))
    return GUIDE_PAGE


def title_of(task: str) -> str:
    """A task's name in words: `t1-teach-a-segment` is "T1, teach a segment"."""
    number, _, words = task.partition("-")
    return f"{number.upper()}, {words.replace('-', ' ')}" if words else task


class Desk:
    """The ratings of one cohort. What it read is kept for the life of the object."""

    def __init__(self, cohort: Cohort, rubric: Rubric | None = None) -> None:
        self.cohort = cohort
        self.rubric = rubric or read_course_rubric()
        self.store = RatingStore(cohort.ratings)

    @cached_property
    def work(self) -> AllWork:
        """All graded hand-ins, by trainee and task."""
        return read_work(self.cohort)

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """All criteria by id, the analysts' one among them."""
        return {one.id: one for one in (*self.rubric.criteria, self.rubric.caregiver)}

    @property
    def cells(self) -> Mapping[str, str]:
        """The criterion's id by the grade id of its cell."""
        return {one.cell: one.id for one in self.criteria.values()}

    @property
    def questions(self) -> Mapping[str, Question]:
        """The criteria as raters are asked them, by id."""
        return {
            one.id: Question(one.id, one.title, title_of(one.task), one.question, one.anchors, one.looks_for)
            for one in self.criteria.values()
        }

    @property
    def community(self) -> Mapping[str, bool]:
        """Of each rater, whether from the community."""
        return {rater.id: rater.community for rater in self.cohort.raters}

    def rater(self, name: str) -> Rater:
        """The rater of that id; raises RatingError."""
        for rater in self.cohort.raters:
            if rater.id == name:
                return rater
        known = ", ".join(rater.id for rater in self.cohort.raters) or "nobody yet"
        raise RatingError(f"'{name}' is no rater of this cohort (there is: {known}). Check the id, or add the rater in cohort.yml.")

    def criteria_of(self, trainee: Trainee) -> list[Criterion]:
        """What people rate of that trainee, by the route, in the rubric's order."""
        return [*self.rubric.criteria, *([self.rubric.caregiver] if trainee.route == ANALYST else [])]

    def asked(self, trainee: Trainee) -> list[Asked]:
        """The same, as the pass rule takes it."""
        return [Asked(one.id, one.title, one.task) for one in self.criteria_of(trainee)]

    @property
    def can_be_rated(self) -> dict[str, list[str]]:
        """The criteria's ids by trainee's id."""
        return {trainee.id: [one.id for one in self.criteria_of(trainee)] for trainee in self.cohort.trainees()}

    @cached_property
    def kept(self) -> dict[str, dict[Key, Rating]]:
        """All ratings in the store, by rater, those of earlier work among them."""
        return self.store.read_all(rater.id for rater in self.cohort.raters)

    @property
    def ratings(self) -> dict[str, dict[Key, Rating]]:
        """The ratings of the work that counts, by rater."""
        return {rater: {key: one for key, one in given.items() if not self.is_outdated(one)} for rater, given in self.kept.items()}

    @cached_property
    def versions(self) -> Mapping[Key, str]:
        """Which text of each trainee counts, by trainee and criterion; only what is graded is in it."""
        return {
            (trainee, criterion): self.work[trainee, self.criteria[criterion].task].version
            for trainee, criteria in self.can_be_rated.items()
            for criterion in criteria
            if (trainee, self.criteria[criterion].task) in self.work
        }

    def is_outdated(self, rating: Rating) -> bool:
        """Whether another text was handed in since it was rated."""
        return rating.version not in ("", self.versions.get(rating.key, rating.version))

    def enter(
        self, rater: str, entered: Sequence[Entered], now: datetime.datetime | None = None, third: bool | None = None
    ) -> Recorded:
        """Take what a rater entered into the store, and write the scores that stand into the gradebook.

        Ratings of work that was handed in anew since are kept apart first. `third` as in `record`.
        """
        now = now or datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
        outdated = [one for one in self.kept[self.rater(rater).id].values() if self.is_outdated(one)]
        if outdated:
            self.store.keep_earlier(rater, outdated)
        made = record(rater, self.ratings, self.community, entered, now, third, self.versions)
        self.keep(rater, made.ratings)
        return made

    def keep(self, rater: str, ratings: Mapping[Key, Rating]) -> None:
        """Keep these as all ratings of that rater, and write the scores that stand into the gradebook."""
        self.store.write(rater, ratings)
        self.kept[rater] = dict(ratings)
        self.write_agreed()

    def standings(self) -> dict[Key, Standing]:
        """What the ratings come to, by trainee and criterion."""
        ratings, community = self.ratings, self.community
        keys = [(trainee, criterion) for trainee, criteria in self.can_be_rated.items() for criterion in criteria]
        return {key: standing(given_for(key, ratings, community)) for key in keys}

    def write_agreed(self) -> None:
        """Write the scores that stand, and the notes for trainees, into the cohort's gradebook."""
        if self.work:
            ratings = self.ratings
            standings = self.standings()
            notes = {
                key: "\n\n".join(given[key].note for given in ratings.values() if key in given and given[key].note) for key in standings
            }
            write_agreed(self.cohort, self.cells, standings, notes)

    def overview(self) -> Overview:
        """Who is missing, what to talk about, and where a third rater is needed."""
        asked = {trainee.id: self.asked(trainee) for trainee in self.cohort.trainees()}
        return overview(asked, self.ratings, self.cohort.raters)

    def decide(self, trainee_id: str) -> Decision:
        """The decision about one trainee; raises CohortError if there is no such trainee."""
        return self._decision(self.cohort.trainee(trainee_id), self.ratings)

    def decide_all(self) -> dict[str, Decision]:
        """The decisions by trainee's id, in the order of the roster."""
        ratings = self.ratings
        return {trainee.id: self._decision(trainee, ratings) for trainee in self.cohort.trainees()}

    def _decision(self, trainee: Trainee, ratings: Mapping[str, Mapping[Key, Rating]]) -> Decision:
        asked = self.asked(trainee)
        tasks = self.cohort.tasks_of(trainee.route)
        gates = []
        for task in tasks:
            # A task of an organization's own has no gate; it must be there all the same.
            gate = next((gate for gate in self.rubric.gates if gate.task == task), TaskGate(task, 0.0, 0.0, ""))
            gates.append(gate_of(task, gate.needs, gate.of, gate.words, self.work.get((trainee.id, task))))
        given = {one.id: given_for((trainee.id, one.id), ratings, self.community) for one in asked}
        keys = [(trainee.id, one.id) for one in asked]
        times = [kept[key].when for kept in ratings.values() for key in keys if key in kept]
        times += [self.work[trainee.id, task].when for task in tasks if (trainee.id, task) in self.work]
        last = max((time for time in times if time is not None), default=None)
        day = last.date() if last else datetime.date.today()
        return apply_rule(Evidence(trainee.id, trainee.route, asked, given, gates, day, {task: title_of(task) for task in tasks}))
