"""The checks every field carries in its declaration: needed, size, date, number, choice."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column

from hivedesk.records.base import Record, choices_of, declared
from hivedesk.records.fields import Field

from .days import EARLIEST, day_words, local
from .problems import Problem

LONGEST_LINE = 200
LONGEST_TEXT = 100_000
FURTHEST_YEARS = 20


def check_declared(
    model: type[Record], values: Mapping[str, Any], now: dt.datetime
) -> list[Problem]:
    """Problems of `values` (field name to Python value) against the declarations of `model`.

    Only the fields present in `values` are looked at; `now` is aware.
    """
    found = []
    for name, (column, about) in declared(model).items():
        if name not in values:
            continue
        value = values[name]
        if value is None or (isinstance(value, str) and not value.strip()):
            if not column.nullable and column.default is None and about.asked:
                found.append(Problem(name, f"{about.label} is needed."))
            continue
        words = _misfit(value, column, about) or _wrong(value, about.label, about, now)
        if words:
            found.append(Problem(name, words))
    return found


def _misfit(value: Any, column: Column[Any], about: Field) -> str:
    """A value of another kind than the field holds, as a file made by hand may bring."""
    choices = choices_of(column)
    if choices is not None:
        return "" if value in choices else f"{about.label} is not one of the choices."
    wanted = column.type.python_type
    fits = isinstance(value, wanted) and not (wanted is dt.date and isinstance(value, dt.datetime))
    return "" if fits else f"{about.label} cannot be read. Enter it again."


def _wrong(value: Any, label: str, about: Field, now: dt.datetime) -> str:
    if isinstance(value, bool | enum.Enum):
        return ""
    if isinstance(value, int):
        return _number(value, label, about)
    if isinstance(value, dt.datetime):
        return _moment(value, label, about, now)
    if isinstance(value, dt.date):
        return _date(value, label, about, local(now).date())
    if isinstance(value, str):
        return _text(value, label, about)
    return ""


def _number(value: int, label: str, about: Field) -> str:
    low, high = about.low, about.high
    if (low is not None and value < low) or (high is not None and value > high):
        if about.money and low is not None and high is not None:
            return f"{label} is between £{low / 100:,.0f} and £{high / 100:,.0f}."
        return f"{label} is between {low} and {high}."
    return ""


def _moment(value: dt.datetime, label: str, about: Field, now: dt.datetime) -> str:
    if not about.may_be_future and value > now:
        here = local(value)
        day = day_words(here.date(), local(now).date())
        return f"{day}, {here:%H:%M} is still to come. Choose a time that has passed."
    return _date(local(value).date(), label, about, local(now).date())


def _date(value: dt.date, label: str, about: Field, today: dt.date) -> str:
    if not about.may_be_future and value > today:
        return f"{value.day} {value:%b %Y} is still to come. Choose today or an earlier day."
    if value < EARLIEST or value.year > today.year + FURTHEST_YEARS:
        return f"{value.day} {value:%b %Y} looks like a slip. Check the year."
    return ""


def _text(value: str, label: str, about: Field) -> str:
    longest = LONGEST_TEXT if about.long else LONGEST_LINE
    if len(value) > longest:
        return (
            f"{label} holds {longest:,} characters and this is {len(value):,}. "
            "Shorten it, or split it in two."
        )
    if any(mark == "\x00" or "\ud800" <= mark <= "\udfff" for mark in value):
        return f"{label} has a character that cannot be kept. Take it out."
    if not about.long and ("\n" in value or "\r" in value):
        return f"{label} is one line."
    return ""
