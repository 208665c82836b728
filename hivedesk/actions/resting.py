"""What rests on what: nothing alive may hang on a record that has been archived."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Booking, Child, Record, Worker, declared, points_at
from hivedesk.rules.problems import Problem
from hivedesk.rules.stays import STILL_OPEN

_Still = Callable[[], ColumnElement[bool]]

_MATTERS: dict[str, tuple[str, _Still]] = {
    "bookings": ("stays that have not ended", lambda: Booking.status.in_(STILL_OPEN)),
    "children": ("children", lambda: Child.left_on.is_(None)),
    "workers": ("workers", lambda: Worker.ended_on.is_(None)),
}
"""Kinds of which only some keep a record from being archived: what those are called, which."""

_USED_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "hives": (("families", "hive_id"), ("link-carers", "hive_id"), ("workers", "hive_id")),
    "families": (("children", "family_id"),),
    "children": (("bookings", "child_id"),),
    "link-carers": (("rooms", "link_carer_id"),),
    "rooms": (("bookings", "room_id"),),
    "courses": (("sessions", "course_id"),),
}


_PARTS = frozenset({"log-children"})
"""Kinds that go out of sight with what they are part of, and keep nobody from taking it back."""


def rests_on(session: Session, kind: str, record_id: str) -> list[Problem]:
    """Why a record cannot be archived now: what still needs it."""
    found = []
    for user, column in _USED_BY.get(kind, ()):
        model = KINDS[user]
        query = select(model.id).where(
            getattr(model, column) == record_id, model.archived_at.is_(None)
        )
        if user in _MATTERS:
            query = query.where(_MATTERS[user][1]())
        if session.scalar(query.limit(1)) is not None:
            found.append(Problem("", still_words(kind, user)))
    return found


def still_words(kind: str, user: str) -> str:
    """That a record cannot be archived because records of kind `user` need it."""
    many = _MATTERS[user][0] if user in _MATTERS else KINDS[user].many
    return f"This {KINDS[kind].one} still has {many}. Archive or move those first."


def hangs_on(session: Session, model: type[Record], record_id: str) -> list[Problem]:
    """Why an addition cannot be taken back: whatever has been recorded with it since."""
    for kind, user in KINDS.items():
        if kind in _PARTS:
            continue
        for name, (column, _) in declared(user).items():
            if points_at(column) != model.__tablename__:
                continue
            query = select(user.id).where(
                getattr(user, name) == record_id, user.archived_at.is_(None)
            )
            if session.scalar(query.limit(1)) is not None:
                words = f"This {model.one} has {user.many} by now. Archive those first."
                return [Problem("", words)]
    return []


def lost_references(
    session: Session, model: type[Record], values: Mapping[str, Any]
) -> list[Problem]:
    """References to archived records, where `values` would newly make them.

    What already points at a record goes on doing so when that one is archived: history
    keeps its names. A record that comes out of the archive is asked as a new one is.
    """
    kept = session.get(model, values["id"]) if values.get("id") else None
    if kept is not None and kept.archived_at is not None:
        kept = None
    found = []
    for name, (column, _) in declared(model).items():
        table, value = points_at(column), values.get(name)
        if table is None or value is None or (kept and getattr(kept, name) == value):
            continue
        if is_lost(session, table, value):
            found.append(Problem(name, lost_words(table.replace("_", "-"))))
    return found


def lost_words(kind: str) -> str:
    """That a record which has been archived cannot be pointed at anew."""
    return f"That {KINDS[kind].one} has been archived. Choose another, or restore it first."


def is_lost(session: Session, table: str, record_id: str) -> bool:
    """Whether no living record of `table` has this id."""
    model = KINDS[table.replace("_", "-")]
    query = select(model.id).where(model.id == record_id, model.archived_at.is_(None))
    return session.scalar(query) is None
