"""Reading a change that came from outside: is it what it says it is, and can it be kept?"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any

from sqlalchemy import Column, Integer

from hivedesk.records import KINDS, Word, declared
from hivedesk.records.base import columns_of
from hivedesk.records.clock import parse
from hivedesk.store.jsonable import from_json
from hivedesk.sync.wire import UNKNOWN_KIND, WireChange

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,35}")
_LONGEST_NAME = 200
_INTEGERS = 2**31

AHEAD = dt.timedelta(minutes=10)
"""A clock may be so far wrong before a laptop is asked to set it right."""


class CannotKeep(ValueError):
    """A change that is set aside before anything else is asked of it.

    Attributes:
        code: a word for programs.
        words: for whoever made the change; never what it holds.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@functools.cache
def columns_by_name(kind: str) -> dict[str, Column[Any]]:
    """The columns of a kind by their names, in their order."""
    return {column.key: column for column in columns_of(KINDS[kind])}


def is_id(said: str) -> bool:
    """Whether it can be the id of anything."""
    return _ID.fullmatch(said) is not None


def check_envelope(change: WireChange, now: dt.datetime) -> None:
    """Hold that a change can be kept at all: its ids, its clock, its names.

    Raises:
        CannotKeep: it cannot; its id may then be no id.
    """
    damaged = CannotKeep("unreadable", "That change cannot be read. Report it as a problem.")
    ids = [change.id, change.group_id, change.record_id]
    ids += [change.undoes] if change.undoes is not None else []
    if not all(map(is_id, ids)):
        raise damaged
    for words in (change.who, change.verb, change.at, change.kind, change.device):
        if len(words) > _LONGEST_NAME or not _is_text(words):
            raise damaged
    if len(change.device) > 8 or len(change.kind) > 40 or not _is_moment(change.at):
        raise damaged
    try:
        stamp = parse(change.clock)
    except ValueError:
        raise damaged from None
    if stamp.ms > (now + AHEAD).timestamp() * 1000:
        raise CannotKeep("clock", "That change says it was made in the future. Check the clock.")
    if change.kind not in KINDS:
        raise CannotKeep(UNKNOWN_KIND, "The central store does not know this kind of record yet.")
    for values in (change.before or {}, change.after):
        if not all(map(_is_name, values)) or not all(map(_is_plain, values.values())):
            raise damaged


def python_values(change: WireChange) -> dict[str, Any]:
    """The values a change sets, as its columns hold them.

    Raises:
        CannotKeep: a field that is not known, or a value that does not fit in it.
    """
    columns = columns_by_name(change.kind)
    found = {}
    for name, value in change.after.items():
        column = columns.get(name)
        if column is None:
            raise CannotKeep("unknown-field", "The central store does not know this field yet.")
        try:
            read = from_json(column, value)
        except (ValueError, TypeError, OverflowError, KeyError):
            raise _misfit(change, name) from None
        if not _fits(column, read):
            raise _misfit(change, name)
        found[name] = read
    if found.get("id", change.record_id) != change.record_id:
        raise CannotKeep("unreadable", "That change is not of the record it names.")
    return found


def _misfit(change: WireChange, name: str) -> CannotKeep:
    known = declared(KINDS[change.kind])
    label = known[name][1].label if name in known else name
    return CannotKeep("rule", f"{label} cannot be read. Enter it again.")


def _fits(column: Any, value: Any) -> bool:
    """Whether the database can keep it: rules say more, but they say it of what can be kept."""
    if value is None:
        return True
    if isinstance(value, dt.datetime):
        return value.tzinfo is not None and _has_utc(value)
    if isinstance(value, Word):
        return True
    if isinstance(value, list):
        return all(isinstance(each, str) and _is_text(each) for each in value)
    if isinstance(column.type, Integer):
        return type(value) is int and -_INTEGERS <= value < _INTEGERS
    if isinstance(value, str):
        return _is_text(value)
    return isinstance(value, column.type.python_type)


def _is_moment(words: str) -> bool:
    """Whether every laptop can keep it as a moment: one that could not would hear nothing more."""
    try:
        moment = dt.datetime.fromisoformat(words)
    except ValueError:
        return False
    return moment.tzinfo is not None and _has_utc(moment)


def _has_utc(moment: dt.datetime) -> bool:
    try:
        moment.astimezone(dt.UTC)
    except OverflowError:
        return False
    return True


def _is_text(words: str) -> bool:
    """Whether a database can keep it: no NUL, no half of a character."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in words


def _is_plain(value: object) -> bool:
    """Whether it is a value that some column could hold, as JSON."""
    if isinstance(value, str):
        return _is_text(value)
    if isinstance(value, list):
        return all(isinstance(each, str) and _is_text(each) for each in value)
    return value is None or isinstance(value, bool | int)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 60 and name.isidentifier()
