"""The statement on paper: the same figures, drawn."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table, TableStyle

from hivedesk.reports.figure import printed
from hivedesk.reports.look import BOXES, Look, house_look
from hivedesk.reports.page import WIDTH, Furniture, build
from hivedesk.reports.parts import Heading
from hivedesk.rules.days import duration_words, local
from hivedesk.rules.ledger import RoomLine, pence
from hivedesk.rules.policies import policy_words
from hivedesk.store.files import write_export

from .figures import StatedStay, Statement

NAME = "Link carer's statement"
DRAFT = "Draft: the month is still open"
FOOT = "This paper tells when children in care stay where. Keep it safe."
_FIRM = "\N{NO-BREAK SPACE}"
_NO_ROOMS = "No room was held for the Hive in this month."
_NO_STAYS = "Nobody stayed in this month."
_HOW_COUNTED = (
    "A room is paid for each day it is held, a closed day included unless a policy says "
    "otherwise; a day is a seventh of the week's retainer. Each line is rounded once, to the "
    "nearest penny; the totals are the sums of the lines.",
    "A night counts in the month of its evening. Day care is counted in hours. A stay that was "
    "cancelled, or that nobody came to, is not counted.",
)
_FORGONE = (
    "Skills fee not paid is no part of the total: it says what the same nights would have paid "
    "with the skills fee."
)
_UNKNOWN = "The amount of the skills fee is not in Settings, Policies yet."


def draw(statement: Statement, out: Path | BinaryIO, prepared_by: str = "") -> None:
    """Write the PDF. The same figures and the same name give the same bytes.

    Raises:
        CannotWrite: the folder is read-only or the disk is full.
    """
    look = house_look()
    sheet = io.BytesIO()
    build(lambda: _story(statement, look), _furniture(statement, prepared_by), look, sheet)
    if isinstance(out, Path):
        write_export(out, sheet.getvalue())
    else:
        out.write(sheet.getvalue())


def _furniture(statement: Statement, prepared_by: str) -> Furniture:
    as_at = f"As at {_day(statement.day)} {statement.day.year}"
    if statement.as_at is not None:
        as_at += f", {local(statement.as_at):%H:%M}"
    return Furniture(
        title=statement.title,
        name=NAME,
        about=f"{statement.name}, {statement.hive}, {statement.month.first:%B %Y}",
        notice=DRAFT if statement.draft else "",
        notes=(as_at, f"Prepared by {prepared_by}") if prepared_by else (as_at,),
        foot=FOOT,
    )


def _story(statement: Statement, look: Look) -> list[Flowable]:
    story: list[Flowable] = [look.words(_lead(statement), "lead")]
    story += _section(look, "rooms", "Rooms held", _rooms(statement, look))
    story += _section(look, "stays", "Stays", _stays(statement, look))
    story.append(KeepTogether(_section(look, "total", "In all", [_totals(statement, look)])))
    notes = [*_HOW_COUNTED]
    if statement.nights_forgone:
        notes.append(_FORGONE + (f" {_UNKNOWN}" if statement.skills_fee_unknown else ""))
    named = [statement.name, statement.hive, *(room.name for room in statement.rooms)]
    named += [words for each in statement.stays for words in (each.who, each.room)]
    if not all(map(look.can_print, named)):
        notes.append(BOXES)
    story.append(KeepTogether([Spacer(1, 12), *(look.words(each, "note") for each in notes)]))
    return story


def _section(look: Look, key: str, title: str, parts: Sequence[Flowable]) -> list[Flowable]:
    first, *rest = parts
    return [CondPageBreak(90), Heading(look, key, title), first, *rest]


def _lead(statement: Statement) -> str:
    nights = printed(statement.nights, nouns=("night", "nights"))
    rooms = printed(len(statement.rooms), nouns=("room", "rooms"))
    return f"{_pounds(statement.total)} for {rooms} held and {nights} of stays."


def _rooms(statement: Statement, look: Look) -> list[Flowable]:
    if not statement.rooms:
        return [look.words(_NO_ROOMS)]
    rows = [
        [room.name, _weeks(room), str(room.held), _pounds(room.pence)] for room in statement.rooms
    ]
    heads = ["Room", "Retainer", "Days held", "Owed"]
    foot = ["Retainer", "", "", _pounds(statement.retainer)]
    return [_table(look, heads, rows, foot, (0.24, 0.5, 0.12, 0.14), numbers=(2, 3))]


def _weeks(room: RoomLine) -> str:
    """ "£100 a week", or each part of a month in which the policy changed or days went unpaid."""
    parts = [
        (policy_words("link.retainer_pence", str(weekly)), days) for weekly, days in room.weeks
    ]
    said = [
        words if days == room.held else f"{printed(days, nouns=('day', 'days'))} at {words}"
        for words, days in parts
    ]
    if room.paid < room.held:
        closed = printed(room.held - room.paid, nouns=("closed day", "closed days"))
        said.append(f"{closed} not paid")
    return ", ".join(said)


def _stays(statement: Statement, look: Look) -> list[Flowable]:
    if not statement.stays:
        return [look.words(_NO_STAYS)]
    heads = ["Who", "When", "Kind", "Room", "In this month", "Fee"]
    shares = [0.1, 0.25, 0.24, 0.15, 0.16, 0.1]
    rows = [_stay_row(each) for each in statement.stays]
    foot = ["Fees", "", "", "", _counted(statement), _pounds(statement.fees)]
    if statement.skills_paid:
        heads.append("Skills fee")
        foot.append(_pounds(statement.skills_paid))
    if statement.nights_forgone:
        heads.append("Skills fee not paid")
        foot.append(_forgone_in_all(statement))
    for row, each in zip(rows, statement.stays, strict=True):
        if statement.skills_paid:
            row.append(_pounds(pence(each.line.skills_paid)))
        if statement.nights_forgone:
            row.append(_forgone(each))
    more = len(heads) - len(shares)
    if more:
        shares = [0.08, 0.25, 0.18, 0.14, 0.13, 0.1, *([0.12] if more == 1 else [0.1, 0.12])]
        shares = [share / sum(shares) for share in shares]
    numbers = tuple(range(4, len(heads)))
    return [_table(look, heads, rows, foot, shares, numbers)]


def _stay_row(each: StatedStay) -> list[str]:
    line = each.line
    counted = (
        printed(line.nights, nouns=("night", "nights"))
        if line.nights
        else duration_words(line.minutes)
    )
    kind = each.stay.kind.label
    if each.outside and "outside" not in kind:
        kind += ", from outside the Hive"
    return [each.who, _when(each), kind, each.room, counted, _pounds(pence(line.fee))]


def _when(each: StatedStay) -> str:
    stay = each.stay
    if each.line.nights:
        return f"{_day(stay.from_on)} – {_day(stay.leaves_on)}"
    hours = (
        f", {stay.time_from:%H:%M}–{stay.time_to:%H:%M}" if stay.time_from and stay.time_to else ""
    )
    return _day(stay.from_on) + hours


def _forgone(each: StatedStay) -> str:
    if each.line.nights_forgone and not each.line.skills_forgone:
        return printed(each.line.nights_forgone, nouns=("night", "nights"))
    return _pounds(pence(each.line.skills_forgone))


def _forgone_in_all(statement: Statement) -> str:
    if statement.skills_fee_unknown:
        return printed(statement.nights_forgone, nouns=("night", "nights"))
    return _pounds(statement.skills_forgone)


def _counted(statement: Statement) -> str:
    nights = printed(statement.nights, nouns=("night", "nights"))
    if not statement.day_care_minutes:
        return nights
    day_care = duration_words(statement.day_care_minutes)
    return f"{nights.replace(' ', _FIRM)}, {day_care.replace(' ', _FIRM)}"


def _totals(statement: Statement, look: Look) -> Flowable:
    rows = [
        ["Retainer for rooms held", _pounds(statement.retainer)],
        ["Fees for stays", _pounds(statement.fees)],
    ]
    if statement.skills_paid:
        rows.append(["Skills fee", _pounds(statement.skills_paid)])
    return _table(look, [], rows, ["Total", _pounds(statement.total)], (0.8, 0.2), numbers=(1,))


def _table(
    look: Look,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    foot: Sequence[str],
    shares: Sequence[float],
    numbers: Sequence[int],
) -> Flowable:
    """Lines with their sum under them; the heads come again on a further page."""

    def line(words: Sequence[str], **changes: Any) -> list[Flowable]:
        return [
            look.words(each, "body", alignment=2 if place in numbers else 0, **changes)
            for place, each in enumerate(words)
        ]

    body = [line(row) for row in rows]
    muted = look.colour("text_muted")
    head = [line(heads, textColor=muted, fontSize=8.2)] if heads else []
    made = Table(
        [*head, *body, line(foot, fontName=look.bold)],
        [WIDTH * share for share in shares],
        repeatRows=len(head),
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("LEFTPADDING", (1, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
                ("LINEBELOW", (0, 0), (-1, -2), 0.5, look.colour("border")),
                ("LINEABOVE", (0, -1), (-1, -1), 1, look.colour("ink")),
            ]
        ),
    )
    made.hAlign = "LEFT"
    return made


def _pounds(its_pence: int) -> str:
    """Always with the pence, so that a column can be added up: "£442.86"."""
    return f"£{its_pence / 100:,.2f}"


def _day(day: dt.date) -> str:
    return _FIRM.join((f"{day:%a}", str(day.day), f"{day:%b}"))
