"""What every table of Alder County holds: one description, used by all that write, read or document it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonground.county.places import GROUPS, SCHOOL_YEARS, SCHOOLS, ZONES

FieldKind = Literal["id", "text", "label", "date", "integer", "boolean"]
Folder = Literal["", "answer-key"]

LANGUAGES = ("English", "Tavonese", "Oremi", "Lusan")
SEXES = ("female", "male")
HOUSING = ("doubled-up", "shelter", "motel", "unsheltered")
MEALS = ("free", "paid")
MEALS_SOURCES = ("direct certification", "application")
COURSES = ("English", "Mathematics", "Science", "Social studies")
MARKS = ("A", "B", "C", "D", "F")
CATEGORIES = ("disruption", "defiance", "skipping class", "fight", "damage", "substance")
WRITERS = ("teacher", "aide", "dean", "bus driver")
REPORTERS = ("school staff", "police", "medical staff", "family or neighbor", "other office")
CONCERNS = ("neglect", "physical harm", "other")
FINDINGS = ("supported", "not supported")
PLACEMENT_KINDS = ("with relatives", "foster family", "group home")
CONTACT_KINDS = ("seen event", "stop", "school referral", "list visit")
COURT_ROUTES = ("juvenile court", "diversion")
PROGRAMS = ("food assistance", "cash assistance", "medical coverage")
NAMING_CUSTOMS = (
    "one surname",
    "two surnames with hyphen",
    "two surnames with space",
    "family name first",
    "another script",
)
NEED_LEVELS = ("none", "some", "serious")
AGENCIES = ("school", "welfare", "sheriff", "health", "college and work")


@dataclass(frozen=True)
class Field:
    """One column. `labels` lists the values of a column of kind "label"; an empty cell is "not written down"."""

    name: str
    kind: FieldKind
    meaning: str
    labels: tuple[str, ...] = ()
    required: bool = True
    references: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """One table: a CSV file in the county's folder, or in its answer key."""

    name: str
    agency: str
    title: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    folder: Folder = ""

    @property
    def path(self) -> str:
        """Path of the CSV file within the county's folder."""
        return f"{self.folder}/{self.name}.csv" if self.folder else f"{self.name}.csv"

    def field(self, name: str) -> Field:
        """The column called `name`. Raises KeyError where there is none."""
        for entry in self.fields:
            if entry.name == name:
                return entry
        raise KeyError(f"The table {self.name} has no column {name}.")


def _id(name: str, meaning: str, references: tuple[str, str] | None = None, required: bool = True) -> Field:
    return Field(name, "id", meaning, references=references, required=required)


def _text(name: str, meaning: str, required: bool = False) -> Field:
    return Field(name, "text", meaning, required=required)


def _label(name: str, labels: tuple[str, ...], meaning: str, required: bool = True) -> Field:
    return Field(name, "label", meaning, labels, required)


def _date(name: str, meaning: str, required: bool = True) -> Field:
    return Field(name, "date", meaning, required=required)


def _count(name: str, meaning: str) -> Field:
    return Field(name, "integer", meaning)


def _yes(name: str, meaning: str) -> Field:
    return Field(name, "boolean", meaning)


def _year() -> Field:
    return _label("school_year", SCHOOL_YEARS, "School year, September to June.")


def _person() -> Field:
    return _id("person_id", "The true person, known to no agency.", ("people", "person_id"))


_NAMES = (
    _text("first_name", "First name as this agency wrote it.", required=True),
    _text("last_name", "Last name as this agency wrote it.", required=True),
    _date("birth_date", "Birth date as this agency wrote it.", required=False),
)

TABLES: tuple[Table, ...] = (
    Table(
        "school_students",
        "Riverbend schools",
        "Students",
        ("district_id",),
        (
            _id("district_id", "The district's own number for a student. A student may have two."),
            *_NAMES,
            _label("sex", SEXES, "As written at enrollment."),
            _label(
                "group", GROUPS, "Group as the family gave it on the form. Invented labels.", required=False
            ),
            _label(
                "language",
                LANGUAGES,
                "Language spoken at home. All but English are invented.",
                required=False,
            ),
            _text("address", "Street address on file, as old as the last form."),
            _label("zone", ZONES, "Zone of the county in the last year enrolled."),
            _label("school", SCHOOLS, "School in the last year enrolled."),
            _count("grade", "Grade in the last year enrolled, 0 (kindergarten) to 12."),
            _yes("special_education", "Served by special education."),
            _yes("english_learner", "Served as an English learner."),
            _label("meals", MEALS, "Whether school meals are free or paid in the last year enrolled."),
            _label(
                "meals_source",
                MEALS_SOURCES,
                "How free meals were granted; empty where they are paid.",
                required=False,
            ),
        ),
    ),
    Table(
        "school_enrollment",
        "Riverbend schools",
        "Enrollment by year",
        ("district_id", "school_year"),
        (
            _id("district_id", "The student.", ("school_students", "district_id")),
            _year(),
            _label("school", SCHOOLS, "School attended."),
            _count("grade", "Grade, 0 (kindergarten) to 12."),
            _label("zone", ZONES, "Zone of the county where the family lived."),
            _date("entry_date", "First day on the roll in this school year."),
            _label(
                "housing",
                HOUSING,
                "Where a student without a home of the family's own stayed. Empty: the family has a home.",
                required=False,
            ),
            _yes("moved", "The family told the school about a change of address in this year."),
        ),
    ),
    Table(
        "school_attendance",
        "Riverbend schools",
        "Attendance by year",
        ("district_id", "school_year"),
        (
            _id("district_id", "The student.", ("school_students", "district_id")),
            _year(),
            _count("days_enrolled", "School days on the roll, at most 180."),
            _count("days_absent", "Days written down as absent. Days of suspension are among them."),
            _count("days_late", "Days written down as late."),
        ),
    ),
    Table(
        "school_marks",
        "Riverbend schools",
        "Final marks, grades 6 to 12",
        ("district_id", "school_year", "course"),
        (
            _id("district_id", "The student.", ("school_students", "district_id")),
            _year(),
            _label("course", COURSES, "Course."),
            _label("mark", MARKS, "Final mark: A is best, F is a fail."),
        ),
    ),
    Table(
        "school_discipline",
        "Riverbend schools",
        "Discipline incidents written down",
        ("incident_id",),
        (
            _id("incident_id", "One incident report about one student."),
            _id("district_id", "The student.", ("school_students", "district_id")),
            _year(),
            _date("date", "Day of the incident."),
            _label("school", SCHOOLS, "School of the staff member who wrote it."),
            _label("written_by", WRITERS, "Role of the staff member who wrote it."),
            _label("category", CATEGORIES, "Category that the writer chose."),
            _count("days_suspended", "Days of out-of-school suspension that followed; 0 for none."),
            _yes("referred_to_sheriff", "The school sent the incident to the sheriff."),
        ),
    ),
    Table(
        "welfare_clients",
        "Child welfare",
        "Children named in a report",
        ("client_id",),
        (
            _id("client_id", "The agency's own number for a child. A child may have two."),
            *_NAMES,
            _label("sex", SEXES, "As the caseworker wrote it.", required=False),
            _label("group", GROUPS, "Group as the caseworker wrote it.", required=False),
            _text("address", "Last address the agency heard of."),
        ),
    ),
    Table(
        "welfare_reports",
        "Child welfare",
        "Reports to the hotline",
        ("report_id",),
        (
            _id("report_id", "One report about one child."),
            _id("client_id", "The child.", ("welfare_clients", "client_id")),
            _date("date", "Day of the report. Goes back to the child's birth."),
            _label("reporter", REPORTERS, "Who reported."),
            _label("concern", CONCERNS, "What the screener wrote down as the concern."),
            _yes("screened_in", "The agency opened an investigation."),
        ),
    ),
    Table(
        "welfare_investigations",
        "Child welfare",
        "Investigations",
        ("investigation_id",),
        (
            _id("investigation_id", "One investigation."),
            _id("report_id", "The report that led to it.", ("welfare_reports", "report_id")),
            _id("client_id", "The child.", ("welfare_clients", "client_id")),
            _date("opened", "Day on which it was opened."),
            _date("closed", "Day on which it was closed; empty while it is open.", required=False),
            _label("finding", FINDINGS, "What was found; empty while it is open.", required=False),
        ),
    ),
    Table(
        "welfare_placements",
        "Child welfare",
        "Placements away from home",
        ("placement_id",),
        (
            _id("placement_id", "One placement."),
            _id(
                "investigation_id",
                "The investigation that led to it.",
                ("welfare_investigations", "investigation_id"),
            ),
            _id("client_id", "The child.", ("welfare_clients", "client_id")),
            _label("kind", PLACEMENT_KINDS, "Where the child lived."),
            _date("start_date", "First day."),
            _date("end_date", "Last day; empty while it lasts.", required=False),
        ),
    ),
    Table(
        "sheriff_people",
        "Sheriff's office",
        "Young people with a contact",
        ("sheriff_id",),
        (
            _id("sheriff_id", "The sheriff's own number for a person. A person may have two."),
            *_NAMES,
            _label("sex", SEXES, "As the deputy wrote it.", required=False),
            _label("group", GROUPS, "Group as the deputy saw it; nobody was asked.", required=False),
            _text("address", "Last address given to a deputy."),
        ),
    ),
    Table(
        "sheriff_contacts",
        "Sheriff's office",
        "Contacts",
        ("contact_id",),
        (
            _id("contact_id", "One contact with one young person."),
            _id("sheriff_id", "The person.", ("sheriff_people", "sheriff_id")),
            _date("date", "Day of the contact."),
            _year(),
            _label("zone", ZONES, "Zone of the county where it took place."),
            _label(
                "kind",
                CONTACT_KINDS,
                "Why there was a contact: an event that a deputy saw, a stop without "
                "any event, an incident sent by a school, or a visit because of a list.",
            ),
        ),
    ),
    Table(
        "sheriff_referrals",
        "Sheriff's office",
        "Referrals that followed a contact",
        ("referral_id",),
        (
            _id("referral_id", "One referral."),
            _id("contact_id", "The contact that led to it.", ("sheriff_contacts", "contact_id")),
            _id("sheriff_id", "The person.", ("sheriff_people", "sheriff_id")),
            _date("date", "Day of the referral."),
            _label("route", COURT_ROUTES, "Where the young person was sent."),
        ),
    ),
    Table(
        "sheriff_patrols",
        "Sheriff's office",
        "Patrol hours by zone and year",
        ("zone", "school_year"),
        (
            _label("zone", ZONES, "Zone of the county."),
            _year(),
            _count("patrol_hours", "Hours of patrol; 10,000 is the average of the six zones."),
        ),
    ),
    Table(
        "health_benefits",
        "Health and nutrition",
        "Benefits by child and program",
        ("benefit_id", "program"),
        (
            _id("benefit_id", "The office's own number for a child."),
            *_NAMES,
            _text("address", "Address on the last form."),
            _label("program", PROGRAMS, "Program."),
            _date("start_date", "First day of the benefit."),
        ),
    ),
    Table(
        "college_work_outcomes",
        "College and work",
        "What followed school",
        ("state_id",),
        (
            _id("state_id", "The state's own number for a person."),
            *_NAMES,
            _yes("diploma", "A high school diploma is on file."),
            _yes("college", "Enrolled in a college within a year."),
            _count("quarters_worked", "Quarters with wages in the first year after school, 0 to 4."),
        ),
    ),
    # --- the answer key --------------------------------------------------------------------------
    Table(
        "people",
        "Answer key",
        "The true people",
        ("person_id",),
        (
            _id("person_id", "The true person, known to no agency."),
            _id("household_id", "Children of one family share it."),
            _id("twin_of", "The person's twin, where there is one.", ("people", "person_id"), required=False),
            _text("first_name", "True first name (the given name).", required=True),
            _text("last_name", "True last name (the family name, in full).", required=True),
            _date("birth_date", "True birth date."),
            _label("sex", SEXES, "Sex."),
            _label("group", GROUPS, "Group."),
            _label("naming_custom", NAMING_CUSTOMS, "Naming custom of the family."),
            _label("language", LANGUAGES, "Language spoken at home."),
            _yes("special_education", "Served by special education."),
            _yes("english_learner", "An English learner."),
            _yes("low_income", "The family has a low income, so that school meals should be free."),
            _label("need_level", NEED_LEVELS, "True need for support. Alike for groups, schools and zones."),
            _yes("serious_need", "The true need is serious."),
            _yes("unsafe_at_home", "The child is not safe at home."),
            _yes("harmed_later", "Comes to serious harm within two years, unless support arrives first."),
            _yes(
                "offends_later", "Does something within two years that a court would call a serious offense."
            ),
        ),
        "answer-key",
    ),
    Table(
        "people_years",
        "Answer key",
        "The true years",
        ("person_id", "school_year"),
        (
            _person(),
            _year(),
            _yes("enrolled", "On the school roll in this year."),
            _label("school", SCHOOLS, "School attended; empty where not enrolled.", required=False),
            _count("grade", "Grade in this year; below 0 before school, above 12 after it."),
            _label("zone", ZONES, "Zone of the county where the family lived."),
            _yes("moved", "The family moved in this year."),
            _yes("homeless", "The family had no home of its own in this year."),
            _count("school_events", "True events at school, written down or not."),
            _count("written_events", "Those of them that were written down."),
            _count("community_events", "True events outside school, seen by a deputy or not."),
            _count("days_absent", "True whole days of absence."),
            _count("days_late", "True days of coming late."),
        ),
        "answer-key",
    ),
    Table(
        "conduct_events",
        "Answer key",
        "True events, written down or not",
        ("event_id",),
        (
            _id("event_id", "One event."),
            _person(),
            _year(),
            _date("date", "Day of the event."),
            _label("place", ("school", "community"), "Where it took place."),
            _label("category", CATEGORIES, "What it was; empty for events outside school.", required=False),
            _yes("recorded", "The school wrote it down, or a deputy saw it."),
            _id(
                "incident_id",
                "The incident report, where there is one.",
                ("school_discipline", "incident_id"),
                required=False,
            ),
            _id(
                "contact_id",
                "The contact of a deputy who saw it, where there is one.",
                ("sheriff_contacts", "contact_id"),
                required=False,
            ),
        ),
        "answer-key",
    ),
    Table(
        "audit_sample",
        "Answer key",
        "Events that an independent observer saw",
        ("event_id",),
        (
            _id("event_id", "One true event at school.", ("conduct_events", "event_id")),
            _year(),
            _date("date", "Day of the event."),
            _label("school", SCHOOLS, "School."),
            _label("group", GROUPS, "True group of the student."),
            _yes("special_education", "The student is served by special education."),
            _label("category", CATEGORIES, "What it was."),
            _yes("written_down", "The school wrote it down."),
        ),
        "answer-key",
    ),
    Table(
        "agency_ids",
        "Answer key",
        "Who is who",
        ("agency", "agency_id"),
        (
            _label("agency", AGENCIES, "Agency whose number it is."),
            _id("agency_id", "The agency's own number."),
            _person(),
            _yes("second_id", "A second number that the agency gave to a person whom it already knew."),
        ),
        "answer-key",
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
RECORDS: tuple[Table, ...] = tuple(table for table in TABLES if not table.folder)
ANSWER_KEY: tuple[Table, ...] = tuple(table for table in TABLES if table.folder == "answer-key")
