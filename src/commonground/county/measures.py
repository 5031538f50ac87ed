"""Measures of a county's records against its truth: one for each mechanism of bias.

Each measure is a difference between two sets of rows that are alike in truth: compared within strata
(same school, same category, and so on) and weighted by how many rows of both sets a stratum has. Its
standard error takes the children of one household as one observation, since they share a home, a group
and a name. With all mechanisms at zero every measure is zero within sampling error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from commonground.county.places import SCHOOL_YEARS, SNAPSHOT
from commonground.county.simulation import County

_MANDATED = ["school staff", "police", "medical staff"]


@dataclass(frozen=True)
class Difference:
    """A difference between two sets of rows, with its standard error; both in the measure's own unit."""

    value: float
    error: float
    rows: int

    @property
    def z(self) -> float:
        """The difference in standard errors; 0 where nothing differs at all."""
        return 0.0 if self.value == 0 else self.value / self.error if self.error else float("inf")


def difference(
    frame: pd.DataFrame, value: str, first: pd.Series, second: pd.Series, within: list[str]
) -> Difference:
    """Mean of `value` in the rows marked `first` less that in the rows marked `second`, within strata.

    Strata are the combinations of the columns `within`; each counts by n1 * n2 / (n1 + n2). The standard
    error is the linearised one with the households (column `household_id`) as clusters.

    Raises:
        ValueError: no stratum has rows of both sets.
    """
    rows = frame[first | second]
    treated = first[first | second].to_numpy(bool)
    values = rows[value].to_numpy(float)
    stratum = (
        rows.groupby(within, observed=True, dropna=False).ngroup().to_numpy()
        if within
        else np.zeros(len(rows), int)
    )
    count = stratum.max() + 1 if len(rows) else 0
    of_first = np.bincount(stratum[treated], minlength=count)
    of_second = np.bincount(stratum[~treated], minlength=count)
    weight = of_first * of_second / np.maximum(of_first + of_second, 1)
    if not weight.sum():
        raise ValueError("No two rows are alike enough to be compared. Take a larger county.")
    weight = weight / weight.sum()
    mean_first = np.bincount(stratum[treated], values[treated], count) / np.maximum(of_first, 1)
    mean_second = np.bincount(stratum[~treated], values[~treated], count) / np.maximum(of_second, 1)
    influence = np.where(
        treated,
        (values - mean_first[stratum]) * (weight / np.maximum(of_first, 1))[stratum],
        -(values - mean_second[stratum]) * (weight / np.maximum(of_second, 1))[stratum],
    )
    by_household = pd.Series(influence).groupby(rows["household_id"].to_numpy()).sum()
    return Difference(
        float((weight * (mean_first - mean_second)).sum()),
        float(np.sqrt((by_household**2).sum())),
        len(rows),
    )


class Evidence:
    """Records of a county joined to the truth, made once and used by many measures."""

    def __init__(self, county: County) -> None:
        self.records = county.tables
        self.truth = county.truth

    @cached_property
    def people(self) -> pd.DataFrame:
        """The true people, with `ever_moved` and the grade in the last year."""
        years = self.truth["people_years"]
        moved = years.groupby("person_id").moved.any().rename("ever_moved")
        grade = years[years.school_year == SCHOOL_YEARS[-1]].set_index("person_id").grade.rename("last_grade")
        return self.truth["people"].join(moved, on="person_id").join(grade, on="person_id")

    def person_of(self, agency: str, ids: pd.Series) -> pd.Series:
        """The true person behind each of an agency's ids."""
        key = self.truth["agency_ids"]
        return ids.map(key[key.agency == agency].set_index("agency_id").person_id)

    def with_truth(self, table: str, agency: str, column: str) -> pd.DataFrame:
        """A table of an agency, each row with the truth about its person in columns ending in `_true`."""
        frame = self.records[table].copy()
        frame["person_id"] = self.person_of(agency, frame[column])
        truth = self.people.set_index("person_id").add_suffix("_true")
        frame = frame.join(truth, on="person_id")
        return frame.rename(columns={"household_id_true": "household_id"})

    @cached_property
    def years(self) -> pd.DataFrame:
        """The true years, with recorded attendance, suspensions and contacts beside them."""
        years = self.truth["people_years"].merge(
            self.people.drop(columns=["first_name", "last_name"]), on="person_id"
        )
        attendance = self.records["school_attendance"].copy()
        attendance["person_id"] = self.person_of("school", attendance.district_id)
        attendance = attendance.rename(columns={"days_absent": "absent_written", "days_late": "late_written"})
        years = years.merge(attendance, on=["person_id", "school_year"], how="left")
        incidents = self.records["school_discipline"].copy()
        incidents["person_id"] = self.person_of("school", incidents.district_id)
        contacts = self.records["sheriff_contacts"].copy()
        contacts["person_id"] = self.person_of("sheriff", contacts.sheriff_id)
        reports = self.with_truth("welfare_reports", "welfare", "client_id")
        start = reports.date.dt.year - (reports.date.dt.month < 9)
        reports["school_year"] = start.astype(str) + "-" + (start + 1).astype(str).str[2:]
        police = reports[reports.reporter == "police"]
        unasked = contacts[contacts.kind.isin(["stop", "list visit"])]
        counts = {
            "days_suspended": incidents.groupby(
                ["person_id", "school_year"], observed=True
            ).days_suspended.sum(),
            "contacts": contacts.groupby(["person_id", "school_year"], observed=True).size(),
            "unasked_contacts": unasked.groupby(["person_id", "school_year"], observed=True).size(),
            "police_reports": police.groupby(["person_id", "school_year"], observed=True).size(),
        }
        for name, series in counts.items():
            years = years.merge(
                series.rename(name).reset_index(), on=["person_id", "school_year"], how="left"
            )
            years[name] = years[name].fillna(0)
        years = years.sort_values(["person_id", "school_year"], ignore_index=True)
        by_person = years.groupby("person_id")
        years["incidents_before"] = by_person.written_events.cumsum() - years.written_events
        years["contacts_before"] = by_person.contacts.cumsum() - years.contacts
        years["year_number"] = years.school_year.map(
            {year: at for at, year in enumerate(SCHOOL_YEARS)}
        ).astype(int)
        return years

    @cached_property
    def events(self) -> pd.DataFrame:
        """The true events, with the person's year beside them."""
        beside = [
            "person_id", "school_year", "school", "zone", "group", "special_education", "household_id",
            "contacts_before",
        ]  # fmt: skip
        return self.truth["conduct_events"].merge(self.years[beside], on=["person_id", "school_year"])

    @cached_property
    def two_files(self) -> pd.DataFrame:
        """Children in the files of both schools and health, with the names and addresses of both."""
        school = self.with_truth("school_students", "school", "district_id").drop_duplicates("person_id")
        health = self.with_truth("health_benefits", "health", "benefit_id").drop_duplicates("person_id")
        names = ["person_id", "first_name", "last_name", "birth_date", "address"]
        both = school.merge(health[names], on="person_id", suffixes=("", "_health"))
        for column in names[1:]:
            both[f"{column}_differs"] = both[column].fillna(pd.NaT if "date" in column else "") != both[
                f"{column}_health"
            ].fillna(pd.NaT if "date" in column else "")
        both["name_differs"] = both.first_name_differs | both.last_name_differs
        return both


def _groups(frame: pd.DataFrame, value: str, within: list[str], column: str = "group") -> Difference:
    return difference(frame, value, frame[column] == "C", frame[column] == "A", within)


def _writeup_by_school(evidence: Evidence) -> Difference:
    events = evidence.events[evidence.events.place == "school"]
    return difference(
        events, "recorded", events.school == "South", events.school == "North", ["group", "special_education"]
    )


def _writeup_by_group(evidence: Evidence) -> Difference:
    events = evidence.events[evidence.events.place == "school"]
    return _groups(events, "recorded", ["school", "special_education"])


def _writeup_by_disability(evidence: Evidence) -> Difference:
    events = evidence.events[evidence.events.place == "school"]
    return difference(
        events, "recorded", events.special_education, ~events.special_education, ["school", "group"]
    )


def _sanction_by_group(evidence: Evidence) -> Difference:
    incidents = evidence.with_truth("school_discipline", "school", "district_id")
    incidents["suspended"] = incidents.days_suspended > 0
    return _groups(incidents, "suspended", ["category", "special_education_true"], "group_true")


def _sanction_by_disability(evidence: Evidence) -> Difference:
    incidents = evidence.with_truth("school_discipline", "school", "district_id")
    incidents["suspended"] = incidents.days_suspended > 0
    served = incidents.special_education_true
    return difference(incidents, "suspended", served, ~served, ["category", "group_true"])


def _late_as_absent(evidence: Evidence) -> Difference:
    years = evidence.years[evidence.years.enrolled]
    years = years.assign(turned=years.days_late - years.late_written)
    return _groups(years, "turned", ["school"])


def _suspension_as_absence(evidence: Evidence) -> Difference:
    years = evidence.years[evidence.years.enrolled]
    turned = years.days_late - years.late_written
    years = years.assign(added=years.absent_written - years.days_absent - turned)
    return difference(years, "added", years.days_suspended > 0, years.days_suspended == 0, [])


def _patrol_by_zone(evidence: Evidence) -> Difference:
    events = evidence.events[evidence.events.place == "community"]
    return difference(events, "recorded", events.zone == "Southfield", events.zone == "Northgate", [])


def _patrol_follows_records(evidence: Evidence) -> Difference:
    events = evidence.events[(evidence.events.place == "community") & (evidence.events.zone == "Northgate")]
    first, last = SCHOOL_YEARS[0], SCHOOL_YEARS[-1]
    return difference(events, "recorded", events.school_year == first, events.school_year == last, [])


def _mandated_reports(evidence: Evidence) -> pd.DataFrame:
    reports = evidence.with_truth("welfare_reports", "welfare", "client_id")
    old = reports[reports.reporter.isin(_MANDATED) & (reports.date < f"{SCHOOL_YEARS[0][:4]}-09-01")]
    count = old.groupby("person_id").size().rename("reports")
    people = evidence.people.join(count, on="person_id")
    return people.fillna({"reports": 0})


def _mandated_reporting(evidence: Evidence) -> Difference:
    return _groups(_mandated_reports(evidence), "reports", ["unsafe_at_home", "low_income", "last_grade"])


def _reporting_by_income(evidence: Evidence) -> Difference:
    people = _mandated_reports(evidence)
    within = ["unsafe_at_home", "group", "last_grade"]
    return difference(people, "reports", people.low_income, ~people.low_income, within)


def _missing_by_group(evidence: Evidence) -> Difference:
    students = evidence.with_truth("school_students", "school", "district_id")
    students["empty"] = students.language.isna().astype(int) + students.group.isna()
    return _groups(students, "empty", [], "group_true")


def _naming_errors(evidence: Evidence) -> Difference:
    both = evidence.two_files
    one = both.naming_custom_true == "one surname"
    return difference(both, "name_differs", ~one, one, ["ever_moved_true"])


def _mover_errors(evidence: Evidence) -> Difference:
    both = evidence.two_files
    return difference(both, "address_differs", both.ever_moved_true, ~both.ever_moved_true, ["group_true"])


def _label_delay(evidence: Evidence) -> Difference:
    cases = evidence.with_truth("welfare_investigations", "welfare", "client_id")
    cases = cases[cases.opened < pd.Timestamp(SNAPSHOT) - pd.Timedelta(days=1000)]
    cases["days_open"] = (cases.closed - cases.opened).dt.days
    return _groups(cases, "days_open", [], "group_true")


def _feedback_sheriff(evidence: Evidence) -> Difference:
    years = evidence.years
    later = years[(years.year_number > 0) & years.grade.between(5, 13)]
    listed = later.incidents_before >= 2
    return difference(later, "unasked_contacts", listed, ~listed, ["zone", "year_number"])


def _feedback_school(evidence: Evidence) -> Difference:
    events = evidence.events[
        (evidence.events.place == "school") & (evidence.events.school_year != SCHOOL_YEARS[0])
    ]
    known = events.contacts_before > 0
    return difference(events, "recorded", known, ~known, ["school", "group", "special_education"])


def _feedback_welfare(evidence: Evidence) -> Difference:
    years = evidence.years
    later = years[(years.year_number > 0) & (years.grade.between(6, 11))]
    known = later.contacts_before > 0
    return difference(later, "police_reports", known, ~known, ["unsafe_at_home", "group", "low_income"])


def _housing_burden(evidence: Evidence) -> Difference:
    return _groups(evidence.years, "homeless", [])


# The measure of each dial that `Dials.none` sets to zero.
MEASURES: dict[str, Callable[[Evidence], Difference]] = {
    "housing_burden": _housing_burden,
    "writeup_by_school": _writeup_by_school,
    "writeup_by_group": _writeup_by_group,
    "writeup_by_disability": _writeup_by_disability,
    "sanction_by_group": _sanction_by_group,
    "sanction_by_disability": _sanction_by_disability,
    "late_as_absent": _late_as_absent,
    "suspension_as_absence": _suspension_as_absence,
    "patrol_by_zone": _patrol_by_zone,
    "patrol_follows_records": _patrol_follows_records,
    "mandated_reporting": _mandated_reporting,
    "reporting_by_income": _reporting_by_income,
    "missing_by_group": _missing_by_group,
    "naming_errors": _naming_errors,
    "mover_errors": _mover_errors,
    "label_delay": _label_delay,
    "feedback_sheriff": _feedback_sheriff,
    "feedback_school": _feedback_school,
    "feedback_welfare": _feedback_welfare,
}


def measure(county: County) -> dict[str, Difference]:
    """Every measure of a county, by the name of the dial that it belongs to.

    Raises:
        ValueError: the county is too small for a comparison.
    """
    evidence = Evidence(county)
    return {name: function(evidence) for name, function in MEASURES.items()}
