"""How far this store and the central store have got: what waits, what needs somebody, what ran.

Only the Change rows and what the runs left are read: there is no state of a record beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Booking, Change, Child, Conflict, Room, SyncRun, bare
from hivedesk.records.clock import BEFORE_ALL
from hivedesk.records.journal import HERE, SENT, SET_ASIDE, THEIRS, WAITING
from hivedesk.store import settings
from hivedesk.store.ended import NEXT, ended_of

from .tables import titles_of

RecordState = Literal["", "here", "sent", "accepted", "needs-you"]
"""Where a record stands with central; "" on a laptop that has no central store."""

TRIED_AGAIN = "missing"
"""Code of what central set aside for want of another record: each run sends it again."""

_UNREADABLE = "unreadable"
"""Code of what waits because this HiveDesk does not know its kind or its values."""

CENTRAL = "central_token"
"""The setting that a connected store has (`sync/connection.py` keeps it)."""

_OURS = (HERE, SENT)


class Standing(NamedTuple):
    """The whole in one line.

    Attributes:
        connected: whether there is a central store at all.
        to_send: changes it has not answered for.
        need_you: changes it set aside, and texts written twice, that somebody must look at.
        heard_at: when the last run ended in which it answered; None if it never did.
        silent_since: when the first run after that began; None where the last one was answered.
        trouble: what the last run said of itself, in plain words.
        ended: that the laptop's access was ended, and what to do, in plain words; else "".
    """

    connected: bool = False
    to_send: int = 0
    need_you: int = 0
    heard_at: dt.datetime | None = None
    silent_since: dt.datetime | None = None
    trouble: str = ""
    ended: str = ""


class Waiting(NamedTuple):
    """Changes of one kind that are still to be sent, and when the oldest was made."""

    kind: str
    many: int
    oldest: dt.datetime


class HeldBack(NamedTuple):
    """Changes made elsewhere that cannot be taken in yet: for want of another record, or because
    a newer HiveDesk made them."""

    missing: int = 0
    newer: int = 0


class SetAside(NamedTuple):
    """A change that central did not take. `days`: of a stay, its first and last."""

    change_id: str
    kind: str
    record_id: str
    title: str
    verb: str
    who: str
    at: dt.datetime
    code: str
    reason: str
    days: tuple[dt.date, dt.date] | None = None


class Clash(NamedTuple):
    """One field written twice, out of each other's sight; `stands` is in the record now."""

    id: str
    kind: str
    record_id: str
    title: str
    field: str
    ours: str
    our_writer: str
    our_at: dt.datetime | None
    theirs: str
    their_writer: str
    their_at: dt.datetime | None
    stands: str


class Run(NamedTuple):
    """One meeting with the central store; `trouble` in plain words, "" where all went well."""

    begun_at: dt.datetime
    ended_at: dt.datetime | None
    pushed: int
    pulled: int
    conflicts: int
    set_aside: int
    bytes_out: int
    bytes_in: int
    trouble: str


def is_connected(session: Session) -> bool:
    """Whether this store has a central store."""
    return settings.get(session, CENTRAL) is not None


def standing(session: Session) -> Standing:
    """How far the two have got."""
    if not is_connected(session):
        ended = ended_of(session)
        return Standing(ended=f"{ended.words} {NEXT}" if ended else "")
    change, conflict, run = bare(Change), bare(Conflict), bare(SyncRun)
    to_send = session.scalar(select(func.count()).where(change.state.in_(_OURS), _is_work()))
    refused = session.scalar(
        select(func.count()).where(
            change.state == SET_ASIDE, func.coalesce(change.code, "") != TRIED_AGAIN
        )
    )
    clashes_ = session.scalar(select(func.count()).where(conflict.settled_at.is_(None)))
    # Where nothing came back, nobody was there.
    heard = session.execute(
        select(run.begun_at, run.ended_at)
        .where(run.bytes_in > 0)
        .order_by(run.begun_at.desc())
        .limit(1)
    ).first()
    silent = select(func.min(run.begun_at)).where(run.ended_at.is_not(None))
    if heard is not None:
        silent = silent.where(run.begun_at > heard.begun_at)
    last = session.scalar(
        select(run.trouble)
        .where(run.ended_at.is_not(None))
        .order_by(run.begun_at.desc(), run.id.desc())
        .limit(1)
    )
    return Standing(
        True,
        to_send or 0,
        (refused or 0) + (clashes_ or 0),
        (heard.ended_at or heard.begun_at) if heard else None,
        session.scalar(silent),
        last or "",
    )


def waiting(session: Session) -> list[Waiting]:
    """What is still to be sent, by kind; the most first."""
    change = bare(Change)
    rows = session.execute(
        select(change.kind, func.count(), func.min(change.at))
        .where(change.state.in_(_OURS), _is_work())
        .group_by(change.kind)
        .order_by(func.count().desc(), change.kind)
    )
    return [Waiting(*row) for row in rows]


def _is_work() -> ColumnElement[bool]:
    """Not what every store begins with: that is sent too, and is nobody's news."""
    return func.coalesce(bare(Change).clock, "") != BEFORE_ALL


def held_back(session: Session) -> HeldBack:
    """How many changes made elsewhere wait here, by what for."""
    change = bare(Change)
    newer = func.count().filter(change.code == _UNREADABLE)
    every, unread = session.execute(
        select(func.count(), newer).where(change.state == WAITING)
    ).one()
    return HeldBack(every - unread, unread)


def set_aside(session: Session) -> list[SetAside]:
    """What central did not take, the newest first."""
    rows = session.scalars(
        select(Change).where(Change.state == SET_ASIDE).order_by(Change.seq.desc())
    ).all()
    titles = _titles(session, ((row.kind, row.record_id) for row in rows))
    stays = _stays(session, [row.record_id for row in rows if row.kind == "bookings"])
    titles |= {("bookings", stay_id): title for stay_id, (title, _) in stays.items()}
    return [
        SetAside(
            row.id,
            row.kind,
            row.record_id,
            titles.get((row.kind, row.record_id), ""),
            row.verb,
            row.who,
            row.at,
            row.code or "",
            row.reason or "",
            stays[row.record_id][1] if row.record_id in stays else None,
        )
        for row in rows
    ]


def clashes(session: Session) -> list[Clash]:
    """Texts written twice that nobody has settled, the oldest first."""
    rows = session.scalars(
        select(Conflict).where(Conflict.settled_at.is_(None)).order_by(Conflict.at, Conflict.id)
    ).all()
    titles = _titles(session, ((row.kind, row.record_id) for row in rows))
    return [_clash(session, row, titles.get((row.kind, row.record_id), "")) for row in rows]


def runs(session: Session, most: int = 60) -> list[Run]:
    """The last meetings, the newest first."""
    run = bare(SyncRun)
    names = [name for name in Run._fields if name != "trouble"]
    rows = session.execute(
        select(*(getattr(run, name) for name in names), func.coalesce(run.trouble, ""))
        .order_by(run.begun_at.desc(), run.id.desc())
        .limit(most)
    )
    return [Run._make(row) for row in rows]


def state_of(session: Session, kind: str, record_id: str) -> RecordState:
    """Where one record stands."""
    if not is_connected(session):
        return ""
    change, conflict = bare(Change), bare(Conflict)
    states = set(
        session.scalars(
            select(change.state)
            .where(change.kind == kind, change.record_id == record_id)
            .distinct()
        )
    )
    clash = select(conflict.id).where(
        conflict.kind == kind, conflict.record_id == record_id, conflict.settled_at.is_(None)
    )
    if SET_ASIDE in states or session.scalar(clash.limit(1)) is not None:
        return "needs-you"
    if HERE in states:
        return "here"
    return "sent" if SENT in states else "accepted"


def not_accepted(session: Session, kind: str) -> dict[str, RecordState]:
    """The records of a kind that central has not accepted as they are, and why not."""
    if not is_connected(session):
        return {}
    change = bare(Change)
    rows = session.execute(
        select(change.record_id, change.state).where(
            and_(change.state.in_((*_OURS, SET_ASIDE)), change.kind == kind)
        )
    )
    words: dict[str, RecordState] = {SENT: "sent", HERE: "here", SET_ASIDE: "needs-you"}
    order = list(words)
    found: dict[str, str] = {}
    for record_id, state in rows:
        found[record_id] = max(found.get(record_id, SENT), state, key=order.index)
    return {record_id: words[state] for record_id, state in found.items()}


def _clash(session: Session, row: Conflict, title: str) -> Clash:
    theirs = session.scalars(select(Change).where(Change.id == row.change_id)).first()
    ours = next(
        (
            change
            for change in session.scalars(
                select(Change)
                .where(
                    Change.kind == row.kind,
                    Change.record_id == row.record_id,
                    Change.state.not_in((THEIRS, WAITING)),
                )
                .order_by(Change.seq.desc())
            )
            if (change.after.get(row.field) or "") == row.ours and row.field in change.after
        ),
        None,
    )
    record: Any = session.get(KINDS[row.kind], row.record_id)
    return Clash(
        row.id,
        row.kind,
        row.record_id,
        title,
        row.field,
        row.ours,
        ours.who if ours else "",
        ours.at if ours else None,
        row.theirs,
        theirs.who if theirs else "",
        theirs.at if theirs else None,
        (getattr(record, row.field) if record is not None else "") or "",
    )


def _stays(
    session: Session, ids: Collection[str]
) -> dict[str, tuple[str, tuple[dt.date, dt.date]]]:
    """Who stays where, and the days, by the id of the stay."""
    rows = session.execute(
        select(Booking, Child.first_name, Child.last_name, Room.name)
        .outerjoin(Child, Child.id == Booking.child_id)
        .outerjoin(Room, Room.id == Booking.room_id)
        .where(Booking.id.in_(ids))
    )
    found = {}
    for stay, first, last, room in rows:
        who = " ".join(filter(None, (first or stay.guest_name, last)))
        title = ", ".join(filter(None, (who, room)))
        found[stay.id] = (title, (stay.from_on, stay.to_on))
    return found


def _titles(session: Session, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    by_kind: dict[str, set[str]] = {}
    for kind, record_id in keys:
        by_kind.setdefault(kind, set()).add(record_id)
    return {
        (kind, record_id): title
        for kind, ids in by_kind.items()
        if kind in KINDS
        for record_id, title in titles_of(session, kind, ids).items()
    }
