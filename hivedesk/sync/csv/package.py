"""datapackage.json: what each file and column is, as the Frictionless Data Package has it.

Types, formats, words and references come from the declarations in `records/`; nothing is
said here that is said there. What the standard has no word for stands in properties of our
own: `sensitivity` of a field.

Source of the format: https://specs.frictionlessdata.io (data-package, table-schema).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from hivedesk.records import choices_of, kind_of, points_at
from hivedesk.records.base import Base, Record

from .plan import Part, Planned

_NOTE = (
    "Text that a spreadsheet could take for a formula has one apostrophe more than it was "
    "typed with: at its beginning, and after each line break, tab or semicolon that a formula "
    "sign follows. An empty text is one apostrophe; an empty cell means that there is no value. "
    "Moments are in UTC."
)
_PSEUDONYMISED = (
    "Pseudonymised: ids are keyed pseudonyms, names and everything else that was typed are left "
    "out, dates of birth are years. It is still personal data."
)


def resource_of(part: Part, *, whole: bool) -> dict[str, Any]:
    """One file as a resource.

    Args:
        whole: whether every record is there. Where only the changed ones are, a reference may
            point at a record of an earlier export, so that the standard's check would fail.
    """
    schema: dict[str, Any] = {
        "fields": [_field(each) for each in part.columns],
        "primaryKey": [c.column.key for c in part.columns if c.column.primary_key],
        "missingValues": [""],
    }
    if whole and (references := _references(part)):
        schema["foreignKeys"] = references
    return {
        "name": part.kind,
        "title": _title(part.model),
        "description": (part.model.__doc__ or "").splitlines()[0],
        "path": f"{part.kind}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def package_of(
    resources: list[dict[str, Any]], made_at: dt.datetime, *, pseudonymised: bool
) -> dict[str, Any]:
    """The whole package."""
    return {
        "name": "hivedesk-export",
        "title": "HiveDesk export",
        "description": f"{_NOTE} {_PSEUDONYMISED}" if pseudonymised else _NOTE,
        "profile": "tabular-data-package",
        "created": made_at.astimezone(dt.UTC).isoformat(),
        "resources": resources,
    }


def _field(planned: Planned) -> dict[str, Any]:
    column, about = planned.column, planned.about
    made: dict[str, Any] = {
        "name": column.key,
        "title": about.label if about else column.key.replace("_", " ").capitalize(),
        "type": planned.type.name,
        "format": "default",
    }
    if about and about.help:
        made["description"] = about.help
    if about:
        made["sensitivity"] = about.sensitivity.name.lower()
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if words := choices_of(column):
        constraints["enum"] = [word.value for word in words]
        made["categories"] = [{"value": word.value, "label": word.label} for word in words]
    if constraints:
        made["constraints"] = constraints
    return made


def _references(part: Part) -> list[dict[str, Any]]:
    return [
        {
            "fields": [each.column.key],
            "reference": {"resource": table.replace("_", "-"), "fields": ["id"]},
        }
        for each in part.columns
        if (table := points_at(each.column))
    ]


def _title(model: type[Base]) -> str:
    words = model.many if issubclass(model, Record) else kind_of(model)
    return words[:1].upper() + words[1:]
