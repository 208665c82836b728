"""Adding, editing, archiving and restoring any record, with every rule asked on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    KINDS,
    CoreHours,
    Family,
    NotFound,
    Record,
    declared,
    kind_of,
    values_of,
)
from hivedesk.rules.ages import check_ages
from hivedesk.rules.core_hours import check_core_hours
from hivedesk.rules.families import check_family
from hivedesk.rules.fields import check_declared
from hivedesk.rules.policies import check_policy
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.support import check_log
from hivedesk.store import Writing

from .desk import Desk, Outcome, outcome
from .family_steps import keep_first_step, keep_newest_step, keep_placement_with_child
from .resting import lost_references, rests_on
from .stay_facts import (
    problems_of_booking,
    problems_of_closure,
    problems_of_link_carer,
    problems_of_room,
)
from .visits import keep_visit_together

Values = Mapping[str, Any]
R = TypeVar("R", bound=Record)

# What a kind asks beside its declared fields: session, the record's values, now.
CHECKS: dict[str, Callable[[Session, Values, dt.datetime], list[Problem]]] = {
    "families": lambda session, values, _now: _problems_of_family(session, values),
    "support-logs": lambda _session, values, _now: check_log(values),
    "bookings": problems_of_booking,
    "rooms": problems_of_room,
    "link-carers": lambda session, values, _now: problems_of_link_carer(session, values),
    "room-closures": lambda session, values, _now: problems_of_closure(session, values),
    "policies": lambda _session, values, _now: check_policy(values),
    "core-hours": lambda session, values, _now: _problems_of_core_hours(session, values),
    "activities": lambda _session, values, _now: check_ages(values),
}

# What a kind brings into line once it is written: session, the record, its values before.
AFTER: dict[str, Callable[[Session, Any, Values], None]] = {
    "children": keep_placement_with_child,
    "families": keep_first_step,
    "family-statuses": keep_newest_step,
    "support-logs": keep_visit_together,
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
    before = values_of(record)
    tidied = tidy(values)
    asked = before | tidied
    found = problems_with(write.session, model, asked, write.at)
    refuse_on(found, warnings_accepted=_has_reason(asked))
    for name, value in tidied.items():
        setattr(record, name, value)
    write.session.add(record)
    write.session.flush()
    settle(write.session, record, before)
    return record


def problems_with(
    session: Session, model: type[Record], values: Values, now: dt.datetime
) -> list[Problem]:
    """Everything the rules say about these values; forms ask it before they save."""
    every = {name: values.get(name) for name in declared(model)}
    if values.get("id") is not None:
        every["id"] = values["id"]
    found = check_declared(model, every, now)
    found += lost_references(session, model, every)
    extra = CHECKS.get(kind_of(model))
    if extra and not found:
        found += extra(session, every, now)
    return found


def settle(session: Session, record: Record, before: Values) -> None:
    """Bring into line what follows from a record that was just written."""
    after = AFTER.get(kind_of(type(record)))
    if after:
        after(session, record, before)
        session.flush()


def get(session: Session, model: type[R], record_id: str) -> R:
    """The record with this id, to be worked with.

    Raises:
        NotFound: there is none.
        Refused: it has been archived; nobody would see what is changed in it.
    """
    record = _find(session, model, record_id)
    if record.archived_at is not None:
        refuse_on([Problem("", f"That {model.one} has been archived. Restore it first.")])
    return record


def archive(desk: Desk, kind: str, record_id: str) -> Outcome:
    """Take a record out of lists and figures. It is kept and can be restored.

    Raises:
        Refused: something still rests on it.
    """
    model = KINDS[kind]
    with desk.writing(f"Archive {model.one}") as write:
        record = get(write.session, model, record_id)
        refuse_on(rests_on(write.session, kind, record_id))
        before = values_of(record)
        record.archived_at = write.at
        write.session.flush()
        settle(write.session, record, before)
    return outcome(write, record_id)


def restore(desk: Desk, kind: str, record_id: str) -> Outcome:
    """Bring an archived record back, if the rules still allow it."""
    model = KINDS[kind]
    with desk.writing(f"Restore {model.one}") as write:
        record = _find(write.session, model, record_id)
        if record.archived_at is None:
            refuse_on([Problem("", f"That {model.one} is not archived.")])
        before = values_of(record)
        found = problems_with(write.session, model, before, write.at)
        refuse_on(found, warnings_accepted=_has_reason(before))
        record.archived_at = None
        write.session.flush()
        settle(write.session, record, before)
    return outcome(write, record_id)


def _find(session: Session, model: type[R], record_id: str) -> R:
    record = session.get(model, record_id)
    if record is None:
        raise NotFound(f"That {model.one} is not in this store.", "Reload the page.")
    return record


def tidy(values: Values) -> dict[str, Any]:
    """Words without the blanks around them; None where nothing was typed that can be seen."""
    return {
        name: (value.strip() if _can_be_seen(value) else None) if type(value) is str else value
        for name, value in values.items()
    }


def _can_be_seen(text: str) -> bool:
    """Whether there is more than blanks, and marks that only turn the direction of writing."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _has_reason(values: Values) -> bool:
    return bool(str(values.get("override_note") or "").strip())


def _problems_of_core_hours(session: Session, values: Values) -> list[Problem]:
    """Of two rows from one day only one could hold, and nobody would see which."""
    of_that_day = select(CoreHours.id).where(
        CoreHours.worker_id == values["worker_id"],
        CoreHours.starts_on == values["starts_on"],
        CoreHours.id != (values.get("id") or ""),
        CoreHours.archived_at.is_(None),
    )
    found = check_core_hours(values)
    if session.scalar(of_that_day) is not None:
        words = "Core hours from that day are kept already. Change those, or choose another day."
        found.append(Problem("starts_on", words))
    return found


def _problems_of_family(session: Session, values: Values) -> list[Problem]:
    found = check_family(values)
    kept = session.get(Family, values["id"]) if values.get("id") else None
    if kept is not None and values.get("status") not in (None, kept.status):
        found.append(Problem("status", "A new status needs its day and its reason."))
    return found
