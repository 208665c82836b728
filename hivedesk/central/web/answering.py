"""What a link carer writes: yes or no to a request, days closed and opened again.

Her word goes the road of a laptop's change (`receive`), so that it is judged, merged, kept and
told to the laptops in the same way. What is asked first are the same rules a laptop asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hivedesk.actions.stay_facts import problems_of_closure, room_facts, stays_in
from hivedesk.records import StayState, new_id
from hivedesk.records.clock import tick
from hivedesk.records.errors import PlainError
from hivedesk.rules.days import Span, local
from hivedesk.rules.fields import LONGEST_LINE
from hivedesk.rules.stays import bed_problems, room_problems
from hivedesk.store.jsonable import values_to_json
from hivedesk.sync.wire import WireChange

from ..accounts import Account
from ..database import Unreachable, changing
from ..owners import Values, whole_rows
from ..receive import receive
from ..tables import changes
from . import rooms, sessions

LONGEST_NOTE = 1_000
LONGEST_CLOSURE = 366
_RING = "Ring your Hive support worker."
T = TypeVar("T")


class CannotDo(PlainError):
    """What was asked cannot be done, in words; `field` is the one to look at, "" for none."""

    def __init__(self, words: str, next_step: str = "", field: str = "") -> None:
        super().__init__(words, next_step)
        self.field = field


def write(engine: Engine, token: str, now: dt.datetime, does: Callable[[Writer], T]) -> T:
    """Do something in one transaction, for whoever the session speaks for at that moment.

    Raises:
        NotSignedIn, CannotDo, Unreachable: nothing was changed.
    """
    for _ in range(2):
        try:
            with changing(engine) as connection:
                account = sessions.who(connection, token, now)
                return does(Writer(connection, account, now))
        except IntegrityError:
            continue  # other hands were quicker: look again at what there is now
    raise Unreachable("That could not be kept.", "Try again later.")


class Writer:
    """One transaction of one link carer."""

    def __init__(self, connection: Connection, account: Account, now: dt.datetime) -> None:
        self.connection = connection
        self.account = account
        self.now = now
        self.session = Session(connection)

    def answer(self, booking_id: str, *, yes: bool, note: str) -> None:
        """Say yes or no to a request; brothers and sisters are answered together.

        Raises:
            CannotDo: it was answered or taken back meanwhile, or there is no bed for a yes.
        """
        note = note.strip()
        if not yes and not note:
            raise CannotDo("Say why you cannot. Your Hive support worker reads it.", "", "note")
        if len(note) > LONGEST_NOTE:
            words = f"A note holds {LONGEST_NOTE:,} characters and this is {len(note):,}."
            raise CannotDo(words, "Shorten it.", "note")
        today = local(self.now).date()
        waiting = rooms.requests(self.connection, self.account, today)
        asked = next((each for each in waiting if self._is_of(each, booking_id)), None)
        if asked is None:
            raise CannotDo("That request does not wait for an answer any more.", _RING)
        if yes:
            self._check_room(asked)
        status = StayState.AGREED if yes else StayState.DECLINED
        verb = "Say yes to a stay" if yes else "Say no to a stay"
        after = {"status": status.value, "status_why": note or None}
        self._send(verb, "bookings", [(str(s.stay.id), after) for s in asked.stays])

    def _is_of(self, asked: rooms.Request, booking_id: str) -> bool:
        return booking_id in [each.stay.id for each in asked.stays]

    def _check_room(self, asked: rooms.Request) -> None:
        stay = asked.stays[0].stay
        facts = room_facts(self.session, stay.room_id)
        if room_problems(stay, facts):
            raise CannotDo(
                "The room is closed, or not held, on some of those days.",
                "Open it again first, or say no.",
            )
        others = stays_in(self.session, stay.room_id)
        if bed_problems(stay, facts, others, needed=len(asked.stays)):
            raise CannotDo(
                "There is no bed left on some of those nights: another stay was agreed.",
                f"Say no, or {_RING[0].lower()}{_RING[1:]}",
            )

    def close(self, room_id: str, first: dt.date, last: dt.date, why: str) -> None:
        """Close a room for some days, both included.

        Raises:
            CannotDo: the days cannot be, or a stay is booked on one of them.
        """
        self._check_is_hers(room_id)
        today = local(self.now).date()
        if last < first:
            raise CannotDo("The last day is before the first.", "", "last_day")
        if last < today:
            raise CannotDo("Those days have passed. Choose later ones.", "", "last_day")
        if (last - first).days >= LONGEST_CLOSURE:
            raise CannotDo("That is more than a year. Check the year.", "", "last_day")
        if len(why) > LONGEST_LINE:
            raise CannotDo(f"Say why in {LONGEST_LINE} characters or fewer.", "", "why")
        values = {"room_id": room_id, "first_day": first, "last_day": last}
        if problems_of_closure(self.session, values):
            raise CannotDo("A stay is booked there on some of those days.", _RING, "first_day")
        closed = Span(first, last)
        if any(each == closed for each in room_facts(self.session, room_id).closures):
            return  # sent twice
        made = new_id()
        begun = {"id": made, "created_at": self.now, "why": " ".join(why.split()) or None}
        self._send("Close a room", "room-closures", [(made, values_to_json(values | begun))])

    def open(self, closure_id: str) -> None:
        """Take a closure back; done twice it is done once."""
        closure = rooms.closure_of(self.session, self.account, closure_id)
        if closure is not None:
            after = values_to_json({"archived_at": self.now})
            self._send("Open a room again", "room-closures", [(closure.id, after)])

    def _check_is_hers(self, room_id: str) -> None:
        if room_id not in rooms.room_names(self.session, self.account):
            raise CannotDo("That room is not there any more.", _RING)

    def _send(self, verb: str, kind: str, wanted: Sequence[tuple[str, Values]]) -> None:
        ids = [record_id for record_id, _ in wanted]
        there = whole_rows(self.connection, kind, ids)
        query = select(func.max(changes.c.clock)).where(
            changes.c.kind == kind, changes.c.record_id.in_(ids)
        )
        last, group = self.connection.scalar(query), new_id()
        device = sessions.device_of(self.connection, self.account)
        sent = []
        for record_id, after in wanted:
            last = tick(last, self.now, device)
            before = there.get(record_id)
            sent.append(
                WireChange(
                    id=new_id(),
                    group_id=group,
                    undoes=None,
                    clock=last,
                    device=device,
                    at=self.now.isoformat(),
                    who=self.account.name,
                    verb=verb,
                    kind=kind,
                    record_id=record_id,
                    before=_before(before, after),
                    after=after,
                )
            )
        results = receive(self.connection, self.account, device, sent, self.now)
        refused = next((each for each in results if each.outcome != "accepted"), None)
        if refused is not None:
            # Raised, so that nothing of it is kept: nobody looks into a tray on a phone.
            raise CannotDo(refused.reason or "That could not be kept.", _RING)


def _before(there: Values | None, after: Values) -> dict[str, Any] | None:
    return None if there is None else {name: there.get(name) for name in after}


def name_of_room(connection: Connection, account: Account, room_id: str) -> str | None:
    """What a room of hers is called; None where it is none of hers."""
    names = rooms.room_names(Session(connection), account)
    return names.get(room_id)
