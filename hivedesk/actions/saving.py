"""Adding, editing, archiving and restoring any record, with every rule asked on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    KINDS,
    Booking,
    NotFound,
    Record,
    declared,
    kind_of,
    points_at,
    values_of,
)
from hivedesk.rules.days import local
from hivedesk.rules.families import check_family
from hivedesk.rules.fields import check_declared
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.stays import STILL_OPEN
from hivedesk.rules.support import check_log
from hivedesk.store import Writing

from .desk import Desk, Outcome, outcome
from .stay_facts import problems_of_booking

Values = Mapping[str, Any]
R = TypeVar("R", bound=Record)

# What a kind asks beside its declared fields: session, the record's values, today.
CHECKS: dict[str, Callable[[Session, Values, dt.date], list[Problem]]] = {
    "families": lambda _session, values, _today: check_family(values),
    "support-logs": lambda _session, values, _today: check_log(values),
    "bookings": lambda session, values, _today: problems_of_booking(session, values),
}


def save_record(desk: Desk, kind: str, values: Values, record_id: str | None = None) -> Outcome:
    """Add a record of `kind`, or change the fields in `values` of the one with `record_id`.

    Raises:
        Refused: rules speak against it; nothing was changed.
        NotFound: no such record.
    """
    model = KINDS[kind]
    verb = f"{'Edit' if record_id else 'Add'} {model.one}"
    with desk.writing(verb) as write:
        record = put(write, model, values, record_id)
        saved = record.id
    return outcome(write, saved)


def put(write: Writing, model: type[R], values: Values, record_id: str | None = None) -> R:
    """Check and write one record inside a write that is under way."""
    record = get(write.session, model, record_id) if record_id else model()
    known = declared(model)
    unknown = set(values) - set(known)
    if unknown:
        raise KeyError(f"{kind_of(model)} has no field {sorted(unknown)}")
    found = problems_with(write.session, model, values_of(record) | dict(values), write.at)
    accepted = bool(str(values.get("override_note") or "").strip())
    refuse_on(found, warnings_accepted=accepted)
    for name, value in values.items():
        setattr(record, name, value)
    write.session.add(record)
    write.session.flush()
    return record


def problems_with(
    session: Session, model: type[Record], values: Values, now: dt.datetime
) -> list[Problem]:
    """Everything the rules say about these values; forms ask it before they save."""
    every = {name: values.get(name) for name in declared(model)}
    if values.get("id") is not None:
        every["id"] = values["id"]
    found = check_declared(model, every, now)
    found += _lost_references(session, model, every)
    extra = CHECKS.get(kind_of(model))
    if extra and not found:
        found += extra(session, every, local(now).date())
    return found


def _lost_references(session: Session, model: type[Record], values: Values) -> list[Problem]:
    """A new record may not hang on one that has been archived."""
    if values.get("id") is not None:
        return []
    found = []
    for name, (column, _) in declared(model).items():
        table, value = points_at(column), values.get(name)
        if table is None or value is None:
            continue
        pointed = KINDS[table.replace("_", "-")]
        alive = session.scalar(
            select(pointed.id).where(pointed.id == value, pointed.archived_at.is_(None))
        )
        if alive is None:
            words = f"That {pointed.one} has been archived. Choose another, or restore it first."
            found.append(Problem(name, words))
    return found


def get(session: Session, model: type[R], record_id: str) -> R:
    """The record with this id.

    Raises:
        NotFound: there is none.
    """
    record = session.get(model, record_id)
    if record is None:
        raise NotFound(f"That {model.one} is not in this store.", "Reload the page.")
    return record


def archive(desk: Desk, kind: str, record_id: str) -> Outcome:
    """Take a record out of lists and figures. It is kept and can be restored.

    Raises:
        Refused: something still rests on it.
    """
    model = KINDS[kind]
    with desk.writing(f"Archive {model.one}") as write:
        record = get(write.session, model, record_id)
        refuse_on(_rests_on(write.session, kind, record_id))
        record.archived_at = write.at
    return outcome(write, record_id)


def restore(desk: Desk, kind: str, record_id: str) -> Outcome:
    """Bring an archived record back, if the rules still allow it."""
    model = KINDS[kind]
    with desk.writing(f"Restore {model.one}") as write:
        record = get(write.session, model, record_id)
        refuse_on(problems_with(write.session, model, values_of(record), write.at))
        record.archived_at = None
    return outcome(write, record_id)


_USED_BY = {
    "hives": ("families", "hive_id"),
    "families": ("children", "family_id"),
    "link-carers": ("rooms", "link_carer_id"),
    "courses": ("sessions", "course_id"),
}


def _rests_on(session: Session, kind: str, record_id: str) -> list[Problem]:
    if kind == "rooms":
        query = select(Booking.id).where(
            Booking.room_id == record_id,
            Booking.archived_at.is_(None),
            Booking.status.in_(STILL_OPEN),
        )
        many = "stays that have not ended"
    elif kind in _USED_BY:
        user, column = _USED_BY[kind]
        model = KINDS[user]
        query = select(model.id).where(
            getattr(model, column) == record_id, model.archived_at.is_(None)
        )
        if user == "children":
            query = query.where(model.left_on.is_(None))  # type: ignore[attr-defined]
        many = model.many
    else:
        return []
    if session.scalar(query.limit(1)) is None:
        return []
    return [Problem("", f"This {KINDS[kind].one} still has {many}. Archive or move those first.")]
