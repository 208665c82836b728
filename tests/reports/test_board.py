"""The board for the fridge: agreed stays only, no child in full, nothing left out or cut off."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from hivedesk.records import LinkCarer, NotFound, StayKind, StayState
from hivedesk.reports.board import BoardSheet, board_sheet, draw
from hivedesk.reports.board.drawing import FOOT, ONLY_AGREED
from hivedesk.reports.look import BOXES
from hivedesk.reports.naming import Naming
from hivedesk.rules.days import month
from hivedesk.store import Store, writing
from tests.reports.little import AFTER, Little, call_every_child

JUNE = month(2021, 6)


def busy_month(little: Little) -> str:
    """Pat Hall with a room of two beds, one closed for a while and one held from the 24th."""
    hive = little.hive()
    carer = little.link_carer(hive, "Pat Hall")
    blue = little.room(carer, 2, "2020-01-01")
    green = little.room(carer, 1, "2020-01-01")
    late = little.room(carer, 1, "2021-06-24")
    little.room(carer, 1, "2019-06-01", "2021-05-31")
    little.closed(green, "2021-06-10", "2021-06-20")
    kai = little.child(little.family(hive))
    known = {"child_id": kai, "guest_name": None}
    little.stay(blue, StayKind.SLEEPOVER, "2021-05-30", "2021-06-02", **known)
    little.stay(blue, StayKind.SLEEPOVER, "2021-06-15", "2021-06-19", **known)
    little.stay(blue, StayKind.RESPITE, "2021-06-15", "2021-06-16")
    hours = {"time_from": dt.time(9), "time_to": dt.time(14, 20)}
    little.stay(green, StayKind.DAY_CARE, "2021-06-07", "2021-06-07", **known, **hours)
    little.stay(late, StayKind.EMERGENCY, "2021-06-29", "2021-07-03", StayState.AGREED, **known)
    asked = {"guest_name": "Asked"}
    little.stay(blue, StayKind.SLEEPOVER, "2021-06-25", "2021-06-27", StayState.REQUESTED, **asked)
    off = {"guest_name": "Off"}
    little.stay(blue, StayKind.SLEEPOVER, "2021-06-25", "2021-06-27", StayState.CANCELLED, **off)
    return carer


@pytest.fixture
def pat(store: Store) -> tuple[Store, str]:
    """A store with Pat Hall in it, and their id."""
    with writing(store, "Jo Field", "Add", AFTER) as write:
        return store, busy_month(Little(write.session))


def sheet_of(store: Store, carer: str, naming: Naming = Naming.INITIALS) -> BoardSheet:
    with store.reading() as session:
        return board_sheet(session, carer, JUNE, AFTER, naming)


def pages_of(sheet: BoardSheet) -> list[str]:
    out = io.BytesIO()
    draw(sheet, out)
    reader = PdfReader(io.BytesIO(out.getvalue()))
    for page in reader.pages:
        assert page.mediabox.width > page.mediabox.height
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_agreed_stays_stand_in_their_bed_and_no_others(pat: tuple[Store, str]) -> None:
    sheet = sheet_of(*pat)
    kinds = [sorted((bar.who, bar.stay.kind) for bar in room.bars) for room in sheet.rooms]
    assert sorted(kinds, key=lambda each: (-len(each), each)) == [
        [("K.B.", StayKind.SLEEPOVER), ("K.B.", StayKind.SLEEPOVER), ("M.", StayKind.RESPITE)],
        [("K.B.", StayKind.DAY_CARE)],
        [("K.B.", StayKind.EMERGENCY)],
    ]
    for room in sheet.rooms:
        taken = [(bar.lane, half) for bar in room.bars for half in range(bar.begin, bar.end)]
        assert len(taken) == len(set(taken)), "two in one bed"
    assert [room.lanes for room in sheet.rooms] == [room.facts.beds for room in sheet.rooms]


def test_the_page_says_every_kind_in_words(pat: tuple[Store, str]) -> None:
    (page,) = pages_of(sheet_of(*pat))
    for words in (
        "Pat Hall, June 2021", ONLY_AGREED, FOOT, "Emergency sleepover",
        "Respite, outside the Hive",
        "09:00–14:20", "Closed", "Not held", "2 beds, age 0 to 17",
    ):  # fmt: skip
        assert words in page
    # The stay from 15 to 19 June goes on in the second half of the month, named in both.
    body = page.split("Pat Hall, June 2021")[1]
    assert body.count("K.B.") == 5
    assert "Asked" not in page
    assert "Off" not in page


def test_first_names_only_where_they_are_chosen(pat: tuple[Store, str]) -> None:
    (short,), (first,) = (pages_of(sheet_of(*pat, naming)) for naming in Naming)
    assert "Kai" not in short
    assert "Kai" in first
    assert "Mia" in first


def test_the_same_month_gives_the_same_bytes(pat: tuple[Store, str]) -> None:
    made = [io.BytesIO(), io.BytesIO()]
    for out in made:
        draw(sheet_of(*pat), out)
    assert made[0].getvalue() == made[1].getvalue()


def test_many_beds_go_on_over_the_page_and_every_bed_is_there(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session)
        carer = little.link_carer(little.hive(), "Pat Hall")
        for _ in range(9):
            room = little.room(carer, 6, "2020-01-01")
            little.stay(room, StayKind.SLEEPOVER, "2021-06-05", "2021-06-06")
    pages = pages_of(sheet_of(store, carer))
    assert len(pages) > 2
    assert sum(page.count("6 beds") for page in pages) == 2 * 9
    assert sum(page.count("M.") for page in pages) == 9


def test_without_rooms_the_page_says_so(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session)
        carer = little.link_carer(little.hive(), "Pat Hall")
    (page,) = pages_of(sheet_of(store, carer))
    assert "No room is held" in page
    with pytest.raises(NotFound):
        sheet_of(store, "nobody")


@pytest.mark.parametrize("number", [2, 12])
def test_any_month_of_the_year_has_all_its_days(pat: tuple[Store, str], number: int) -> None:
    store, carer = pat
    span = month(2021, number)
    with store.reading() as session:
        sheet = board_sheet(session, carer, span, AFTER)
    (page,) = pages_of(sheet)
    assert all(f" {day} " in page for day in range(1, span.days + 1))


@pytest.mark.parametrize(("name", "boxes"), [("Zoë", False), ("مريم", False), ("ማርያም", True)])
def test_letters_that_cannot_be_printed_are_owned_up_to(
    pat: tuple[Store, str], name: str, boxes: bool
) -> None:
    store, carer = pat
    call_every_child(store, name)
    pages = pages_of(sheet_of(store, carer, Naming.FIRST_NAME))
    assert len(pages) == 1
    assert (BOXES in pages[0].replace("\n", " ")) is boxes


def test_a_room_is_not_held_once_its_link_carer_stopped(pat: tuple[Store, str]) -> None:
    store, carer = pat
    with writing(store, "Jo Field", "Edit", AFTER) as write:
        write.session.get_one(LinkCarer, carer).ended_on = dt.date(2021, 6, 20)
    room = sheet_of(store, carer).rooms[0]
    assert [room.is_held(dt.date(2021, 6, on)) for on in (19, 20)] == [True, False]
