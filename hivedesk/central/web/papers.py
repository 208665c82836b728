"""A link carer's statement as PDF, and her stays for a calendar program.

The same figures, drawings and events as on a laptop; read from central's own tables.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, delete, insert, or_, select, type_coerce
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Room, RoomClosure
from hivedesk.reports.calendar.events import closed_event, event_of
from hivedesk.reports.calendar.ics import calendar_text
from hivedesk.reports.naming import Naming
from hivedesk.reports.statement import Statement, draw, statement_of
from hivedesk.rules.days import Span
from hivedesk.rules.stays import Stay
from hivedesk.store.queries.calendar_closures import told_closure
from hivedesk.store.queries.calendar_entries import told_stay

from .. import accounts
from ..accounts import Account, Role, digest_of
from ..scope import CONFIRMED, SOMEBODY
from ..tables import accounts as account_rows
from ..tables import calendars, changes

_STAY = tuple(getattr(Booking, each.name) for each in fields(Stay))


class _Told(NamedTuple):
    """A change, as far as a calendar asks for it."""

    at: dt.datetime
    before: dict[str, Any] | None
    after: dict[str, Any]


def statement(connection: Connection, carer_id: str, month: Span, now: dt.datetime) -> Statement:
    """One month of one link carer; a child is named only where the stay was confirmed.

    Raises:
        NotFound, BadUse: as `statement_of`.
    """
    made = statement_of(Session(connection), carer_id, month, now, Naming.FIRST_NAME)
    stays = (
        each if each.stay.status.value in CONFIRMED else replace(each, who=SOMEBODY)
        for each in made.stays
    )
    return replace(made, stays=tuple(stays))


def statement_pdf(made: Statement) -> bytes:
    """The statement, drawn."""
    sheet = io.BytesIO()
    draw(made, sheet)
    return sheet.getvalue()


def new_calendar(connection: Connection, account: Account, now: dt.datetime) -> str:
    """A fresh private address for an account's calendar; an earlier one is good no more.

    Returns:
        its secret part, told only now.
    """
    forget_calendar(connection, account)
    secret = secrets.token_urlsafe(32)
    row = {"account_id": account.id, "digest": digest_of(secret), "made_at": now}
    connection.execute(insert(calendars), row)
    return secret


def forget_calendar(connection: Connection, account: Account) -> None:
    """Make an account's calendar address good no more."""
    connection.execute(delete(calendars).where(calendars.c.account_id == account.id))


def calendar_since(connection: Connection, account: Account) -> dt.datetime | None:
    """When an account's calendar address was made; None where there is none."""
    return connection.scalar(
        select(calendars.c.made_at).where(calendars.c.account_id == account.id)
    )


def calendar_for(connection: Connection, secret: str) -> bytes | None:
    """The calendar at a private address; None where there is none, or none any more.

    Nobody is named in it: an address soon lies with whoever runs the phone's account.
    """
    account_id = connection.scalar(
        select(calendars.c.account_id)
        .join(account_rows, account_rows.c.id == calendars.c.account_id)
        .where(calendars.c.digest == digest_of(secret), account_rows.c.revoked_at.is_(None))
    )
    if account_id is None:
        return None
    account = accounts.by_id(connection, account_id)
    if account.role is not Role.LINK_CARER:
        return None
    events = _stays(connection, account) + _closures(connection, account)
    return calendar_text("Hive stays", events).encode()


def _stays(connection: Connection, account: Account) -> list[Any]:
    names = _rooms(connection, account)
    ids = _once_in(connection, "bookings", names)
    rows = (
        Session(connection)
        .execute(
            select(*_STAY, Booking.archived_at)
            .where(or_(Booking.room_id.in_(names), Booking.id.in_(ids)))
            .order_by(Booking.from_on, Booking.id)
        )
        .all()
    )
    told = _stories(connection, "bookings", [row.id for row in rows])
    entries = (
        told_stay(
            Stay(*row[: len(_STAY)]), "", names, told[row.id], archived=row.archived_at is not None
        )
        for row in rows
    )
    return [event_of(each, private=False) for each in entries if each is not None]


def _closures(connection: Connection, account: Account) -> list[Any]:
    names = _rooms(connection, account)
    ids = _once_in(connection, "room-closures", names)
    rows = (
        Session(connection)
        .execute(
            select(
                RoomClosure.id,
                RoomClosure.room_id,
                RoomClosure.first_day,
                RoomClosure.last_day,
                RoomClosure.archived_at,
            )
            .where(or_(RoomClosure.room_id.in_(names), RoomClosure.id.in_(ids)))
            .order_by(RoomClosure.first_day, RoomClosure.id)
        )
        .all()
    )
    told = _stories(connection, "room-closures", [row.id for row in rows])
    return [closed_event(told_closure(row, names, told[row.id])) for row in rows]


def _rooms(connection: Connection, account: Account) -> dict[str, str]:
    """Her rooms, also those that were given up: their stays are in the calendar."""
    rows = Session(connection).execute(
        select(Room.id, Room.name).where(Room.link_carer_id.in_(account.link_carers))
    )
    return {row.id: row.name for row in rows}


def _once_in(connection: Connection, kind: str, rooms: Collection[str]) -> list[str]:
    """Ids of the records of a kind that were moved out of one of these rooms."""
    if not rooms:
        return []
    said = type_coerce(changes.c.before, Text)
    moved = or_(*(said.contains(f'"room_id": {json.dumps(room)}') for room in rooms))
    query = select(changes.c.record_id).where(
        changes.c.kind == kind, changes.c.outcome == "accepted", moved
    )
    return list(connection.scalars(query.distinct()))


def _stories(connection: Connection, kind: str, ids: Collection[str]) -> Mapping[str, list[_Told]]:
    """The changes of each record, the first one first."""
    found: dict[str, list[_Told]] = {each: [] for each in ids}
    rows = connection.execute(
        select(changes.c.record_id, changes.c.at, changes.c.before, changes.c.after)
        .where(
            changes.c.kind == kind, changes.c.outcome == "accepted", changes.c.record_id.in_(ids)
        )
        .order_by(changes.c.clock)
    )
    for row in rows:
        found[row.record_id].append(_Told(_moment(row.at), row.before, row.after))
    return found


def _moment(text: str) -> dt.datetime:
    """When a change says it was made. A laptop says it in words we did not choose."""
    try:
        said = dt.datetime.fromisoformat(text)
        return (said if said.tzinfo else said.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
