"""Children, rooms and stays by id or by a name that means only one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, Family, Hive, LinkCarer, NotFound, Placement, Room
from hivedesk.rules.families import IN_THE_HIVE
from hivedesk.rules.problems import short
from hivedesk.rules.stays import STILL_OPEN

from .stretches import kept

_MOST_NAMED = 8

Known = tuple[str, str, tuple[str, ...]]
"""id, the name that is said back, and every name it answers to"""


def child_called(session: Session, asked: str, family_ids: Collection[str] | None = None) -> str:
    """The id of a child by id, whole name or first name; children who moved on come last.

    Args:
        family_ids: only of these families, where it lives or lived once.

    Raises:
        NotFound: nobody, or more than one, answers to it.
    """
    query = select(
        Child.id, Child.first_name, Child.last_name, Child.left_on, Child.family_id
    ).where(kept(Child))
    what = "child"
    if family_ids is not None:
        once = select(Placement.child_id).where(
            Placement.family_id.in_(family_ids), kept(Placement)
        )
        query = query.where(or_(Child.family_id.in_(family_ids), Child.id.in_(once)))
        what = "child of that family" if len(family_ids) == 1 else "child of those families"
    rows = session.execute(query).all()
    here = [
        row.id
        for row in rows
        if row.left_on is None and (family_ids is None or row.family_id in family_ids)
    ]
    known = [(row.id, f"{row.first_name} {row.last_name}", (row.first_name,)) for row in rows]
    return _only(what, asked, _those_here(_matching(known, asked), here))


def family_called(session: Session, asked: str) -> str:
    """The id of a family by id or name; families that have left come last.

    Raises:
        NotFound: as `child_called`.
    """
    rows = session.execute(
        select(Family.id, Family.name, Family.status, Hive.name.label("hive"))
        .join(Hive, Hive.id == Family.hive_id)
        .where(kept(Family))
    ).all()
    here = [row.id for row in rows if row.status in IN_THE_HIVE]
    known = [(row.id, f"{row.name}, {row.hive}", (row.name,)) for row in rows]
    return _only("family", asked, _those_here(_matching(known, asked), here))


def room_called(session: Session, asked: str, on: dt.date) -> str:
    """The id of a room by id, by its name, or by name and link carer ("Blue room, Wren Okoro").

    Args:
        on: of rooms with one name, those held on that day or later.

    Raises:
        NotFound: as `child_called`.
    """
    rows = session.execute(
        select(Room.id, Room.name, Room.held_to, LinkCarer.first_name, LinkCarer.last_name)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(kept(Room), kept(LinkCarer))
    ).all()
    known = []
    for row in rows:
        if row.held_to is None or row.held_to >= on or row.id == asked:
            keeper = f"{row.first_name} {row.last_name}"
            also = (row.name, f"{row.name} · {keeper}", f"{keeper}, {row.name}")
            known.append((row.id, f"{row.name}, {keeper}", also))
    return _only("room", asked, _matching(known, asked))


def booking_called(session: Session, asked: str, today: dt.date) -> str:
    """The id of a stay by id, or by the name of a child who has one stay that is not over.

    Raises:
        NotFound: as `child_called`.
    """
    if session.get(Booking, asked) is not None:
        return asked
    rows = session.execute(
        select(Booking.id, Booking.guest_name, Booking.from_on, Child.first_name, Child.last_name)
        .outerjoin(Child, Child.id == Booking.child_id)
        .where(kept(Booking), Booking.status.in_(STILL_OPEN), Booking.to_on >= today)
        .order_by(Booking.from_on)
    )
    known = []
    for row in rows:
        first = row.first_name or row.guest_name or ""
        whole = f"{first} {row.last_name}" if row.last_name else first
        known.append((row.id, f"{whole} from {row.from_on} ({row.id})", (whole, first)))
    return _only("stay", asked, _matching(known, asked))


def _matching(known: Iterable[Known], asked: str) -> list[Known]:
    """By id, else by whole name, else by another name it answers to."""
    every, wanted = list(known), " ".join(asked.split()).casefold()
    by_id = [each for each in every if each[0] == asked]
    by_name = [each for each in every if each[1].casefold() == wanted]
    also = [each for each in every if wanted in (name.casefold() for name in each[2])]
    return by_id or by_name or also


def _those_here(found: list[Known], here: Collection[str]) -> list[Known]:
    """Of several the ones that are here, where any are."""
    return [each for each in found if each[0] in here] or found


def _only(what: str, asked: str, found: Sequence[Known]) -> str:
    if not found:
        raise NotFound(
            f"There is no {what} called {short(asked)!r}.", "Use its id or its whole name."
        )
    if len(found) > 1:
        names = "; ".join(each[1] for each in found[:_MOST_NAMED])
        more = " and more" if len(found) > _MOST_NAMED else ""
        raise NotFound(
            f"{len(found)} answer to {short(asked)!r}: {names}{more}.",
            "Use one of these names, or the id.",
        )
    return found[0][0]
