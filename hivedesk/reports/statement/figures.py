"""One month of one link carer in figures, ready to be drawn or told as JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from hivedesk.records import BadUse
from hivedesk.reports.figure import exact
from hivedesk.reports.naming import Naming, child_named
from hivedesk.rules.days import Span, local
from hivedesk.rules.ledger import RoomLine, StayLine, pence, retainer, stay_line
from hivedesk.rules.stays import Stay
from hivedesk.store.queries.ledger import Books, KeptStay, books_of


@dataclass(frozen=True)
class StatedStay:
    """A stay on the statement, with who is named as the reader may read it."""

    who: str
    room: str
    outside: bool
    stay: Stay
    line: StayLine


@dataclass(frozen=True)
class Statement:
    """What one link carer is owed for one month. Money is whole pence.

    Attributes:
        month: the calendar month.
        day: the last day that is counted: today while the month is open.
        as_at: the moment of asking, for a month that is still open; else None.
        skills_fee_unknown: nights without a skills fee whose amount is not in the policies.
    """

    name: str
    hive: str
    month: Span
    day: dt.date
    as_at: dt.datetime | None
    rooms: tuple[RoomLine, ...]
    stays: tuple[StatedStay, ...]
    skills_fee_unknown: bool

    @property
    def title(self) -> str:
        """Name of the document. It names nobody: titles are shown in file lists."""
        return f"Link carer's statement, {self.month.first:%B %Y}"

    @property
    def draft(self) -> bool:
        """The month is still open: more may come."""
        return self.as_at is not None

    @property
    def nights(self) -> int:
        """Nights of all stays in the month."""
        return sum(each.line.nights for each in self.stays)

    @property
    def nights_forgone(self) -> int:
        """Nights for which a skills fee was not paid."""
        return sum(each.line.nights_forgone for each in self.stays)

    @property
    def day_care_minutes(self) -> int:
        """Minutes of day care in the month."""
        return sum(each.line.minutes for each in self.stays)

    @property
    def retainer(self) -> int:
        """For the rooms."""
        return sum(room.pence for room in self.rooms)

    @property
    def fees(self) -> int:
        """For the stays, without skills fee."""
        return sum(pence(each.line.fee) for each in self.stays)

    @property
    def skills_paid(self) -> int:
        """Skills fee that is paid."""
        return sum(pence(each.line.skills_paid) for each in self.stays)

    @property
    def skills_forgone(self) -> int:
        """Skills fee that is not paid; no part of the total."""
        return sum(pence(each.line.skills_forgone) for each in self.stays)

    @property
    def total(self) -> int:
        """Retainer, fees and skills fee paid."""
        return self.retainer + self.fees + self.skills_paid

    def as_json(self) -> dict[str, Any]:
        """The same for scripts: money in whole pence, days ISO."""
        return {
            "link_carer": self.name,
            "hive": self.hive,
            "month": f"{self.month.first:%Y-%m}",
            "counted_to": self.day.isoformat(),
            "draft": self.draft,
            "rooms": [_room(room) for room in self.rooms],
            "stays": [_stay(each) for each in self.stays],
            "nights": self.nights,
            "day_care_hours": _hours(self.day_care_minutes),
            "retainer_pence": self.retainer,
            "fees_pence": self.fees,
            "skills_fee_pence": self.skills_paid,
            "skills_fee_forgone_nights": self.nights_forgone,
            "skills_fee_forgone_pence": self.skills_forgone,
            "total_pence": self.total,
        }


def statement_of(
    session: Session,
    link_carer_id: str,
    span: Span,
    now: dt.datetime,
    naming: Naming = Naming.INITIALS,
) -> Statement:
    """Work out the statement of one calendar month.

    Args:
        now: the store's own now, aware.

    Raises:
        NotFound: no such link carer.
        BadUse: the month has not begun.
        PlainError: a policy it needs had not begun.
    """
    today = local(now).date()
    if today < span.first:
        raise BadUse(f"{span.first:%B %Y} has not begun.", "Choose this month or an earlier one.")
    days = Span(span.first, min(span.last, today))
    books = books_of(session, link_carer_id, days)
    rooms = (retainer(room, days, books.terms) for room in books.rooms.values())
    stays = tuple(stated for each in books.stays if (stated := _stated(each, books, days, naming)))
    return Statement(
        name=books.name,
        hive=books.hive,
        month=span,
        day=days.last,
        as_at=now if today <= span.last else None,
        rooms=tuple(line for line in rooms if line.held),
        stays=stays,
        skills_fee_unknown=any(
            each.line.nights_forgone and not each.line.skills_forgone for each in stays
        ),
    )


def _stated(each: KeptStay, books: Books, days: Span, naming: Naming) -> StatedStay | None:
    line = stay_line(each.stay, each.outside, days, books.terms)
    if line is None:
        return None
    who = child_named(each.first_name, each.last_name, naming)
    return StatedStay(who, books.rooms[each.stay.room_id].name, each.outside, each.stay, line)


def _room(line: RoomLine) -> dict[str, Any]:
    return {
        "room": line.name,
        "days": line.held,
        "weekly": [{"pence": weekly, "days": days} for weekly, days in line.weeks],
        "retainer_pence": line.pence,
    }


def _stay(each: StatedStay) -> dict[str, Any]:
    return {
        "child": each.who,
        "room": each.room,
        "kind": each.stay.kind.value,
        "outside": each.outside,
        "from": each.stay.from_on.isoformat(),
        "to": each.stay.leaves_on.isoformat(),
        "nights": each.line.nights,
        "day_care_hours": _hours(each.line.minutes),
        "fee_pence": pence(each.line.fee),
        "skills_fee_pence": pence(each.line.skills_paid),
        "skills_fee_forgone_nights": each.line.nights_forgone,
        "skills_fee_forgone_pence": pence(each.line.skills_forgone),
    }


def _hours(minutes: int) -> float:
    return exact(Fraction(minutes, 60), 2)
