"""The data package descriptor of a county, in the Frictionless form, built from the tables' description."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from commonground.county.dials import Dials
from commonground.county.schema import TABLES, Field, Table

NAME = "alder-county"

_TYPES = {
    "id": "string",
    "text": "string",
    "label": "string",
    "date": "date",
    "integer": "integer",
    "boolean": "boolean",
}


def descriptor(dials: Dials, students: int, seed: int, rows: dict[str, int]) -> dict[str, Any]:
    """The descriptor as plain values; `rows` is the count of rows by table."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "Alder County (synthetic)",
        "description": (
            "Synthetic data: nobody in these tables is real, and no place, school or office is. They were "
            "made by the simulator commonground.county, so that a finding can be checked against the truth "
            "in the folder answer-key."
        ),
        "version": "1.0.0",
        "keywords": ["synthetic", "teaching", "record linkage", "measurement bias", "students"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "synthetic": {"students": students, "seed": seed, "dials": asdict(dials)},
        "resources": [_resource(table, rows[table.name]) for table in TABLES],
    }


def descriptor_text(dials: Dials, students: int, seed: int, rows: dict[str, int]) -> str:
    """The descriptor as the text of `datapackage.json`."""
    return json.dumps(descriptor(dials, students, seed, rows), indent=2, ensure_ascii=False) + "\n"


def _resource(table: Table, rows: int) -> dict[str, Any]:
    if table.folder:
        told = "Synthetic data. Part of the answer key, which no agency would have."
    else:
        told = f"Synthetic data. Recorded by: {table.agency}. Its essay is essays/{table.name}.md."
    foreign = [
        {
            "fields": [field.name],
            "reference": {
                "resource": "" if field.references[0] == table.name else field.references[0],
                "fields": [field.references[1]],
            },
        }
        for field in table.fields
        if field.references is not None
    ]
    schema: dict[str, Any] = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": table.name,
        "title": f"{table.title} (synthetic)",
        "description": told,
        "type": "table",
        "path": table.path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"csv": {"lineTerminator": "\n"}},
        "rows": rows,
        "schema": schema,
    }


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.labels:
        constraints["enum"] = list(field.labels)
    entry: dict[str, Any] = {"name": field.name, "type": _TYPES[field.kind], "description": field.meaning}
    if field.kind == "boolean":
        entry |= {"trueValues": ["true"], "falseValues": ["false"]}
    if constraints:
        entry["constraints"] = constraints
    return entry
