"""The tables of a report: each is shown on a page and written as a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.rating.desk import title_of
from commonground.trainer.rating.pass_rule import Gate
from commonground.trainer.rating.spreadsheet import write_table
from commonground.trainer.reporting.gather import Findings
from commonground.trainer.reporting.groups import LEAST

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table: the name of its file, its caption, its columns, and its rows. The first column heads the row."""

    name: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def write(self, folder: Path) -> Path:
        """Write it as `folder/NAME.csv`; returns the place."""
        place = folder / f"{self.name}.csv"
        write_table(place, self.columns, (dict(zip(self.columns, row, strict=True)) for row in self.rows))
        return place


def decisions_table(findings: Findings) -> Table:
    """Who passed, who did not yet and why, and who waits for what."""
    rows = [
        (
            one.id, one.name, one.route, made.outcome.value, _number(made.total), " ".join(made.reasons),
            title_of(made.repeat_task) if made.repeat_task else "", made.repeat_until.isoformat() if made.repeat_until else "",
            made.decided_on.isoformat(), ", ".join(f"{rater.id}{' (community)' if rater.community else ''}" for rater in made.raters),
        )
        for one in findings.trainees
        for made in [findings.decisions[one.id]]
    ]  # fmt: skip
    columns = ("trainee", "name", "route", "result", "total of 27", "why", "task to repeat", "repeat until", "as of", "raters")
    return Table("decisions", "Results by the pass rule", columns, rows)


def scores_table(findings: Findings) -> Table:
    """Each trainee's score on each criterion, with what each rater gave, first and after a talk."""
    desk = findings.desk
    names = {one.id: one.name for one in findings.trainees}
    standings, ratings = desk.standings(), desk.ratings
    rows = []
    for (trainee, criterion), at in standings.items():
        given = [(rater, kept[trainee, criterion]) for rater, kept in ratings.items() if (trainee, criterion) in kept]
        said = "; ".join(
            f"{rater}{' (third)' if one.third else ''} {one.stands}{f' (first {one.score})' if one.changed is not None else ''}"
            for rater, one in given
        )
        state = f"needs {at.missing}" if at.missing else "a zero stands" if at.zero else "stands"
        task = desk.criteria[criterion].task
        rows.append((trainee, names[trainee], task, criterion, _number(at.score), state, said))
    columns = ("trainee", "name", "task", "criterion", "score", "state", "ratings")
    return Table("scores", "Scores by task and criterion (0 to 3)", columns, rows)


def gates_table(findings: Findings) -> Table:
    """Whether each trainee's automatic checks were passed, task by task."""
    rows = [
        (one.id, one.name, gate.task, _number(gate.got), gate.of, gate.needs, _state(gate))
        for one in findings.trainees
        for gate in findings.decisions[one.id].gates
    ]
    return Table("gates", "Automatic checks by task", ("trainee", "name", "task", "points", "of", "needed", "gate"), rows)


def look_table(findings: Findings) -> Table:
    """What a person should look at before anything is decided."""
    rows = [
        (
            one.trainee, one.task, one.cell, "suspected, please look" if one.suspected else "please look", one.reason,
            "waits for a person" if one.waits else "a person has looked",
        )
        for one in findings.to_look_at
    ]  # fmt: skip
    return Table("please-look", "Submissions that a person should look at", ("trainee", "task", "part", "what", "reason", "state"), rows)


def agreement_table(findings: Findings) -> Table:
    """How far two raters agreed before they talked, by criterion."""
    titles = {name: one.title for name, one in findings.desk.criteria.items()}
    rows = [
        (titles[one.criterion], one.n, _percent(one.exact), _percent(one.within_one), _rounded(one.kappa), _rounded(one.weighted), one.note)
        for one in findings.agreements
    ]
    columns = ("criterion", "n", "percent equal", "percent within 1 point", "kappa", "weighted kappa", "note")
    return Table("agreement", "Agreement of two raters, first scores", columns, rows)


def items_table(findings: Findings) -> Table:
    """How each question of T6 did."""
    rows = [
        (
            one.number, one.id, one.module, one.n, _percent(one.share), _range(one.share_interval, 100), _rounded(one.discrimination),
            _range(one.discrimination_interval, 1), one.words,
        )
        for one in findings.items
    ]  # fmt: skip
    columns = (
        "question", "id", "module", "n", "percent right", "95% interval of percent", "discrimination", "95% interval of discrimination", "words",
    )  # fmt: skip
    return Table("items", "Questions of T6", columns, rows)


def groups_table(findings: Findings) -> Table:
    """Results by group, as far as they may be shown."""
    rows: list[tuple[Cell, ...]] = []
    if findings.groups is not None:
        hidden = "not shown"
        rows = [(name, one.trainees if one else hidden, one.passed if one else hidden) for name, one in findings.groups.groups.items()]
        total = findings.groups.total
        rows.append(("all", len(findings.trainees), total.passed if total and findings.may_count else hidden))
    return Table("groups", f"Results by group; groups of fewer than {LEAST} are not shown", ("group", "trainees", "passed"), rows)


def outcomes_table(findings: Findings) -> Table:
    """How many passed, of the whole cohort."""
    return Table("results", "Results of the whole cohort", ("result", "trainees"), list(findings.outcomes().items()))


def means_table(findings: Findings) -> Table:
    """The mean score on each criterion, over the whole cohort."""
    rows = []
    for name, one in findings.desk.criteria.items():
        scores = [made.scores.get(name) for made in findings.decisions.values()]
        known = [score for score in scores if score is not None]
        # The mean of a few would be nearly their own scores.
        shown = round(sum(known) / len(known), 2) if len(known) >= LEAST else None
        rows.append((one.title, len(known) if len(known) >= LEAST else f"fewer than {LEAST}", shown))
    return Table("criteria", "Mean scores by criterion (0 to 3)", ("criterion", "n", "mean"), rows)




def _state(gate: Gate) -> str:
    if gate.got is None:
        return gate.missing or "not handed in, or not graded yet"
    return "open" if gate.open else "closed"


def _number(value: float | None) -> Cell:
    return None if value is None else int(value) if value == int(value) else value


def _percent(share: float | None) -> Cell:
    return None if share is None else round(100 * share)


def _rounded(value: float | None) -> Cell:
    return None if value is None else round(value, 2)


def _range(ends: tuple[float, float] | None, times: int) -> str:
    if ends is None:
        return ""
    low, high = (round(end * times, 0 if times > 1 else 2) for end in ends)
    return f"{low:g} to {high:g}"
