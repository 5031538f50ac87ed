"""The tables of "Bias passed on": children of the secondary schools, and pairs of records of one child.

All of it is synthetic. Columns from the answer key are named as such; no real office has them.
"""

from __future__ import annotations

import pandas as pd

from commonground.analysis.crosswalk import crosswalk
from commonground.county import Tables

SECONDARY = ("North", "Lakeside", "South")


def students(tables: Tables, truth: Tables, school_year: str) -> pd.DataFrame:
    """One row for each child on the roll of a secondary school in `school_year`, such as "2022-23".

    Columns: `person_id`, `school`, `group`; `incidents`, a count of what staff wrote down in the year; `flagged`,
    two or more of them; `contact`, whether a deputy met the child in the year, and `visited`, whether it was because of
    a school's list. From the answer key: `school_events`,
    a count of what truly happened at school in the year, and `serious_need`.

    Raises ValueError where the year is not in the tables.
    """
    years = truth.people_years
    rows = years[(years["school_year"] == school_year) & years["school"].isin(SECONDARY)]
    if rows.empty:
        known = ", ".join(years["school_year"].cat.categories)
        raise ValueError(f"No child is on the roll in {school_year!r}. The tables have the years {known}.")
    people = truth.people.set_index("person_id")
    discipline = tables.school_discipline.query("school_year == @school_year")
    contacts = tables.sheriff_contacts.query("school_year == @school_year")
    visits = contacts[contacts["kind"] == "list visit"]
    person = crosswalk(truth)
    written = discipline["district_id"].map(person["school"]).value_counts()
    table = pd.DataFrame(
        {
            "person_id": rows["person_id"],
            "school": rows["school"].astype("str"),
            "group": rows["person_id"].map(people["group"].astype("str")),
            "incidents": rows["person_id"].map(written).fillna(0).astype("int64"),
            "contact": rows["person_id"].isin(contacts["sheriff_id"].map(person["sheriff"])),
            "visited": rows["person_id"].isin(visits["sheriff_id"].map(person["sheriff"])),
            "school_events": rows["school_events"],
            "serious_need": rows["person_id"].map(people["serious_need"]),
        }
    )
    table.insert(4, "flagged", table["incidents"] >= 2)
    return table.reset_index(drop=True)


def contact_rates(tables: Tables, truth: Tables) -> pd.DataFrame:
    """Share of each secondary school's children whom a deputy met, one row for each school year, in order."""
    years = list(truth.people_years["school_year"].cat.categories)
    rates = {year: students(tables, truth, year).groupby("school")["contact"].mean() for year in years}
    table = pd.DataFrame(rates).T[["North", "South"]]
    table.index.name = "school_year"
    return table


def true_pairs(truth: Tables) -> pd.DataFrame:
    """Each pair of a school number and a child-welfare number that belongs to one child; from the answer key.

    Columns: `district_id`, `client_id`, `naming_custom`, and `moved`, whether the family moved in one of the years.
    """
    ids = truth.agency_ids
    school = ids[ids["agency"] == "school"].set_index("person_id")["agency_id"].rename("district_id")
    welfare = ids[ids["agency"] == "welfare"].set_index("person_id")["agency_id"].rename("client_id")
    pairs = school.to_frame().join(welfare, how="inner")
    people = truth.people.set_index("person_id")
    pairs["naming_custom"] = people["naming_custom"].astype("str").reindex(pairs.index)
    pairs["moved"] = truth.people_years.groupby("person_id")["moved"].any().reindex(pairs.index)
    return pairs.reset_index(drop=True)


def audit(truth: Tables, school_years: tuple[str, ...]) -> pd.DataFrame:
    """The events that the observer saw in the given years: `school`, `group` and whether staff wrote them down."""
    sample = truth.audit_sample
    seen = sample.loc[sample["school_year"].isin(school_years), ["school", "group", "written_down"]]
    return seen.astype({"school": "str", "group": "str"}).reset_index(drop=True)


def all_schools(tables: Tables, truth: Tables, school_year: str) -> pd.DataFrame:
    """One row for each child on the roll of any of the seven schools: `school`, `incidents`, and whether `flagged`.

    `school_events`, from the answer key, is what truly happened at school in the year.
    """
    years = truth.people_years
    rows = years[(years["school_year"] == school_year) & years["enrolled"]]
    discipline = tables.school_discipline.query("school_year == @school_year")
    written = discipline["district_id"].map(crosswalk(truth)["school"]).value_counts()
    table = pd.DataFrame(
        {
            "school": rows["school"].astype("str"),
            "incidents": rows["person_id"].map(written).fillna(0).astype("int64"),
            "school_events": rows["school_events"],
        }
    )
    table["flagged"] = table["incidents"] >= 2
    return table.reset_index(drop=True)
