"""What stands on a link carer's board for a month: rooms, their beds as lanes, agreed stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hivedesk.reports.naming import Naming, child_named
from hivedesk.rules.days import Span
from hivedesk.rules.lanes import halves, lanes_of
from hivedesk.rules.stays import HOLDS_A_BED, RoomFacts, Stay
from hivedesk.store.queries.ledger import KeptStay, books_of


@dataclass(frozen=True)
class BoardBar:
    """One stay.

    Attributes:
        lane: 0 is the first bed; day care may lie below the beds.
        begin, end: in half days counted from day 1 (`rules.lanes`), the end not included.
    """

    who: str
    stay: Stay
    lane: int
    begin: int
    end: int


@dataclass(frozen=True)
class SheetRoom:
    """One room with as many lanes as its stays need, at least one a bed."""

    facts: RoomFacts
    lanes: int
    bars: tuple[BoardBar, ...]

    def is_held(self, day: dt.date) -> bool:
        """Whether it is held for the Hive on a day."""
        facts = self.facts
        return facts.held_from <= day and (facts.held_to is None or day <= facts.held_to)


@dataclass(frozen=True)
class BoardSheet:
    """A month of one link carer's rooms. Only stays that hold a bed are on it."""

    name: str
    hive: str
    month: Span
    as_at: dt.datetime
    rooms: tuple[SheetRoom, ...]

    @property
    def title(self) -> str:
        """Name of the document. It names nobody: titles are shown in file lists."""
        return f"Stays, {self.month.first:%B %Y}"


def board_sheet(
    session: Session,
    link_carer_id: str,
    span: Span,
    now: dt.datetime,
    naming: Naming = Naming.INITIALS,
) -> BoardSheet:
    """Read one calendar month, past or to come.

    Raises:
        NotFound: no such link carer.
    """
    books = books_of(session, link_carer_id, span)
    agreed = [each for each in books.stays if each.stay.status in HOLDS_A_BED]
    rooms = tuple(
        _room(
            facts.kept_by(books.terms.started_on, books.terms.ended_on),
            [each for each in agreed if each.stay.room_id == room_id],
            naming,
        )
        for room_id, facts in books.rooms.items()
    )
    return BoardSheet(books.name, books.hive, span, now, rooms)


def _room(facts: RoomFacts, stays: list[KeptStay], naming: Naming) -> SheetRoom:
    places = lanes_of([each.stay for each in stays], facts.beds)
    bars = tuple(
        BoardBar(
            child_named(each.first_name, each.last_name, naming),
            each.stay,
            place.lane,
            *halves(each.stay),
        )
        for each, place in zip(stays, places, strict=True)
    )
    return SheetRoom(facts, max([facts.beds, *(bar.lane + 1 for bar in bars)]), bars)
