"""A value as people read it, by the column that holds it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Boolean, Column

from hivedesk.desktop.widgets.editors import money_words
from hivedesk.desktop.widgets.when import date_words, time_words
from hivedesk.records import KINDS, Field, Word
from hivedesk.rules.days import duration_words, local

_ADDING = {
    "bookings": "Book a stay",
    "core-hours": "Add core hours",
    "evidence": "Add evidence",
    "support-logs": "Log support",
    "waiting-list": "Add to the waiting list",
}


def add_words(kind: str) -> str:
    """What adding a record of a kind is called wherever it is offered: "Add a family"."""
    one = KINDS[kind].one
    return _ADDING.get(kind) or f"Add {'an' if one[0] in 'aeiou' else 'a'} {one}"


def shown(value: Any, column: Column[Any], about: Field, today: dt.date) -> str:
    """One field of one record in words; "" where there is nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, Word):
        return value.label
    if isinstance(column.type, Boolean):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        return moment_words(value, today)
    if isinstance(value, dt.date):
        return date_words(value, today)
    if isinstance(value, dt.time):
        return time_words(value)
    if about.money:
        return money_words(int(value))
    if column.key == "minutes":
        return duration_words(int(value))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def moment_words(moment: dt.datetime, today: dt.date) -> str:
    """A moment as "Fri 25 Jun, 20:28"."""
    here = local(moment)
    return f"{date_words(here.date(), today)}, {here:%H:%M}"
