"""The calendar file: two readers agree with the store, and an import again mends what changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from hivedesk.actions.desk import Desk
from hivedesk.actions.history import undo
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.stays import move_stay_on
from hivedesk.records import Booking, StayKind, StayState
from hivedesk.reports.calendar import write_ics
from hivedesk.reports.calendar.ics import Event, calendar_text
from hivedesk.rules.stays import HOLDS_A_BED
from tests.actions.little import SUNDAY, TODAY, Ids, add, book, row, rows, settle_in
from tests.conftest import Clock

DAY = dt.timedelta(days=1)
Nights = Counter[dt.date]


class Phone:
    """A calendar program: keeps the newest it was told of each UID, forgets what is called off."""

    def __init__(self) -> None:
        self.kept: dict[str, icalendar.Event] = {}

    def read(self, path: Path) -> None:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for event in calendar.walk("VEVENT"):
            assert not event.errors
            known = self.kept.get(event["UID"])
            if known is None or event["SEQUENCE"] > known["SEQUENCE"]:
                self.kept[event["UID"]] = event

    @property
    def shown(self) -> list[icalendar.Event]:
        return [event for event in self.kept.values() if event["STATUS"] != "CANCELLED"]

    @property
    def closed(self) -> list[icalendar.Event]:
        found = [each for each in self.shown if each["CATEGORIES"].to_ical() == b"Closed"]
        return sorted(found, key=lambda each: each.decoded("DTSTART"))

    @property
    def nights(self) -> Nights:
        found: Nights = Counter()
        for event in self.shown:
            if event in self.closed:
                continue
            begin, end = event.decoded("DTSTART"), event.decoded("DTEND")
            if not isinstance(begin, dt.datetime):
                found.update(begin + n * DAY for n in range((end - begin).days))
        return found


def nights_in_the_store(desk: Desk, link_carer_id: str) -> Nights:
    """Counted from the records, without the rules that the writer counts with."""
    rooms = {each["id"] for each in rows(desk, "rooms", link_carer_id=link_carer_id)}
    found: Nights = Counter()
    for each in rows(desk, "bookings"):
        held = each["status"] in HOLDS_A_BED and each["archived_at"] is None
        if held and each["room_id"] in rooms and each["kind"] is not StayKind.DAY_CARE:
            end = min(each["to_on"], each["ended_on"] or each["to_on"])
            found.update(each["from_on"] + n * DAY for n in range((end - each["from_on"]).days))
    return found


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def carer(desk: Desk, ids: Ids) -> str:
    """The link carer whose calendar it is."""
    return str(row(desk, "rooms", ids.room)["link_carer_id"])


@pytest.fixture
def told(desk: Desk, carer: str, tmp_path: Path) -> Any:
    """Export for the link carer, import into the phone."""

    def again(phone: Phone, **more: bool) -> Path:
        path = tmp_path / "stays.ics"
        write_ics(desk.store, carer, path, **more)
        phone.read(path)
        return path

    return again


def change(desk: Desk, booking: str, **values: Any) -> None:
    save_record(desk, "bookings", values, booking)


def test_two_other_readers_find_the_same_nights(
    desk: Desk, ids: Ids, carer: str, told: Any, clock: Clock
) -> None:
    book(desk, ids)
    respite = {"child_id": None, "guest_name": "Nat", "kind": StayKind.RESPITE}
    respite |= {"why": "A funeral", "override_note": "The manager knows"}
    book(desk, ids, from_on=SUNDAY, to_on=SUNDAY + 3 * DAY, **respite)
    hours = {"time_from": dt.time(9), "time_to": dt.time(15, 30)}
    book(desk, ids, kind=StayKind.DAY_CARE, from_on=TODAY, to_on=TODAY, **hours)
    phone = Phone()
    path = told(phone)
    assert phone.nights == nights_in_the_store(desk, carer)
    assert sum(phone.nights.values()) == 5

    second: Nights = Counter()
    times = []
    for event in vobject.readOne(path.read_text(encoding="utf-8")).vevent_list:
        begin, end = event.dtstart.value, event.dtend.value
        if isinstance(begin, dt.datetime):
            times.append((begin, end))
        else:
            second.update(begin + n * DAY for n in range((end - begin).days))
    assert second == phone.nights
    assert [(begin.isoformat(), end.isoformat()) for begin, end in times] == [
        ("2021-06-16T09:00:00+01:00", "2021-06-16T15:30:00+01:00")
    ]


def test_what_moved_is_moved_and_what_was_called_off_goes(
    desk: Desk, ids: Ids, carer: str, told: Any, clock: Clock
) -> None:
    phone = Phone()
    first, second = book(desk, ids), book(desk, ids, from_on=SUNDAY, to_on=SUNDAY + 2 * DAY)
    told(phone)
    uids = set(phone.kept)
    assert uids == {f"{first}@hivedesk", f"{second}@hivedesk"}
    clock.tick(hours=1)
    change(desk, second, from_on=SUNDAY + 2 * DAY, to_on=SUNDAY + 6 * DAY)
    told(phone)
    assert phone.nights == nights_in_the_store(desk, carer)
    clock.tick(hours=1)
    move_stay_on(desk, first, StayState.CANCELLED, "Grandmother came")
    told(phone)
    assert phone.nights == nights_in_the_store(desk, carer)
    assert set(phone.kept) == uids
    assert len(phone.shown) == 1
    words = phone.kept[f"{first}@hivedesk"]
    assert words["STATUS"] == "CANCELLED"
    assert "Grandmother" not in str(words)


def test_an_undo_is_news_too(desk: Desk, ids: Ids, carer: str, told: Any, clock: Clock) -> None:
    phone = Phone()
    booking = book(desk, ids)
    told(phone)
    was = phone.nights
    change(desk, booking, to_on=SUNDAY + 2 * DAY)
    told(phone)
    assert phone.nights != was
    undo(desk)
    told(phone)
    assert phone.nights == was == nights_in_the_store(desk, carer)


def test_a_stay_taken_out_by_mistake_or_moved_elsewhere_leaves_the_calendar(
    desk: Desk, ids: Ids, carer: str, told: Any
) -> None:
    other = add(
        desk,
        "link-carers",
        hive_id=row(desk, "link-carers", carer)["hive_id"],
        first_name="Sam",
        last_name="Oak",
        area="Eastleigh",
        started_on=TODAY - 400 * DAY,
    )
    elsewhere = add(
        desk, "rooms", link_carer_id=other, name="Attic", beds=1, held_from=TODAY - 400 * DAY
    )
    phone = Phone()
    first, second = book(desk, ids), book(desk, ids, from_on=SUNDAY, to_on=SUNDAY + 2 * DAY)
    told(phone)
    archive(desk, "bookings", first)
    change(desk, second, room_id=elsewhere)
    change(desk, second, to_on=SUNDAY + 5 * DAY)
    path = told(phone)
    assert phone.shown == []
    text = path.read_text(encoding="utf-8")
    assert "Attic" not in text
    assert f"{SUNDAY + 5 * DAY:%Y%m%d}" not in text, "what it became elsewhere is not told here"
    change(desk, second, room_id=ids.room)
    told(phone)
    assert phone.nights == nights_in_the_store(desk, carer)
    assert len(phone.shown) == 1


def test_what_is_only_asked_for_is_not_there_until_it_is_agreed(
    desk: Desk, ids: Ids, carer: str, told: Any
) -> None:
    phone = Phone()
    booking = book(desk, ids, status=StayState.REQUESTED)
    told(phone)
    assert phone.kept == {}
    move_stay_on(desk, booking, StayState.AGREED)
    told(phone)
    assert phone.nights == nights_in_the_store(desk, carer)
    undo(desk)
    told(phone)
    assert phone.shown == []


def test_an_early_end_frees_the_nights(
    desk: Desk, ids: Ids, carer: str, told: Any, clock: Clock
) -> None:
    phone = Phone()
    booking = book(desk, ids, from_on=TODAY, to_on=TODAY + 4 * DAY)
    told(phone)
    move_stay_on(desk, booking, StayState.IN_PROGRESS)
    clock.tick(days=2)
    move_stay_on(desk, booking, StayState.ENDED_EARLY)
    told(phone)
    assert sum(phone.nights.values()) == 2
    assert phone.nights == nights_in_the_store(desk, carer)


def test_no_child_is_named_unless_the_private_one_is_chosen(
    desk: Desk, ids: Ids, told: Any
) -> None:
    book(desk, ids, needs="Night light, no nuts")
    child = row(desk, "children", ids.child)
    public = told(Phone()).read_text(encoding="utf-8")
    assert not any(part in public for part in (child["first_name"], child["last_name"], "nuts"))
    private = told(Phone(), private=True).read_text(encoding="utf-8")
    assert f"SUMMARY:{child['first_name']} · Sleepover" in private
    assert "CLASS:PRIVATE" in private
    assert child["last_name"] not in private
    assert "nuts" not in private


def test_the_same_stays_give_the_same_file(desk: Desk, ids: Ids, told: Any) -> None:
    book(desk, ids)
    path = told(Phone())
    once = path.read_bytes()
    assert told(Phone()).read_bytes() == once


def closed(desk: Desk, room: str, first: dt.date, last: dt.date) -> str:
    """A closure; its id."""
    return add(desk, "room-closures", room_id=room, first_day=first, last_day=last, why="A birth")


def days_of(events: list[Any]) -> list[tuple[dt.date, dt.date]]:
    """First and last day of whole-day events."""
    return [(e.decoded("DTSTART"), e.decoded("DTEND") - DAY) for e in events]


def test_closed_days_are_told_when_asked_for_and_the_nights_stay_the_same(
    desk: Desk, ids: Ids, carer: str, told: Any
) -> None:
    book(desk, ids)
    closed(desk, ids.room, SUNDAY + DAY, SUNDAY + 3 * DAY)
    plain, phone = Phone(), Phone()
    told(plain)
    path = told(phone, closures=True)
    assert plain.nights == phone.nights == nights_in_the_store(desk, carer)
    assert len(plain.kept) == 1
    assert days_of(phone.closed) == [(SUNDAY + DAY, SUNDAY + 3 * DAY)]
    assert [event["TRANSP"] for event in phone.closed] == ["TRANSPARENT"]
    text = path.read_text(encoding="utf-8")
    assert "birth" not in text
    second = [e for e in vobject.readOne(text).vevent_list if e.categories.value == ["Closed"]]
    assert [(e.dtstart.value, e.dtend.value - DAY) for e in second] == days_of(phone.closed)


def test_closed_days_that_moved_or_were_taken_back_are_mended_by_the_next_import(
    desk: Desk, ids: Ids, carer: str, told: Any
) -> None:
    moved = closed(desk, ids.room, SUNDAY, SUNDAY + DAY)
    gone = closed(desk, ids.room, SUNDAY + 7 * DAY, SUNDAY + 8 * DAY)
    other = closed(desk, ids.room, SUNDAY + 14 * DAY, SUNDAY + 15 * DAY)
    phone = Phone()
    told(phone, closures=True)
    assert len(phone.closed) == 3
    save_record(desk, "room-closures", {"last_day": SUNDAY + 2 * DAY}, moved)
    archive(desk, "room-closures", gone)
    hive, began = row(desk, "link-carers", carer)["hive_id"], TODAY - 400 * DAY
    names = {"first_name": "Sam", "last_name": "Oak", "area": "Eastleigh", "hive_id": hive}
    keeper = add(desk, "link-carers", **names, started_on=began)
    attic = add(desk, "rooms", link_carer_id=keeper, name="Attic", beds=1, held_from=began)
    save_record(desk, "room-closures", {"room_id": attic}, other)
    path = told(phone, closures=True)
    assert days_of(phone.closed) == [(SUNDAY, SUNDAY + 2 * DAY)]
    assert "Attic" not in path.read_text(encoding="utf-8")
    undo(desk)
    told(phone, closures=True)
    assert len(phone.closed) == 2


@pytest.mark.parametrize("on", ["2021-03-27", "2021-03-28", "2021-07-01", "2021-10-31"])
def test_clock_changes_are_read_as_they_are_lived(on: str) -> None:
    day = dt.date.fromisoformat(on)
    begin = dt.datetime.combine(day, dt.time(9))
    text = calendar_text("Stays", [event(begin=begin, end=begin + dt.timedelta(hours=6))])
    lived = begin.replace(tzinfo=ZoneInfo("Europe/London"))
    (other,) = vobject.readOne(text).vevent_list
    assert other.dtstart.value.utcoffset() == lived.utcoffset()
    (ours,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert ours.decoded("DTSTART") == lived


def event(**given: Any) -> Event:
    values = {
        "uid": "1@hivedesk", "sequence": 0, "stamp": dt.datetime(2021, 6, 16, tzinfo=dt.UTC),
        "begin": TODAY, "end": TODAY + DAY, "summary": "Sleepover", "location": "Blue room",
        "category": "Sleepover", "cancelled": False, "private": False,
    }  # fmt: skip
    return Event(**(values | given))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=120))
def test_any_name_of_a_room_is_read_back(name: str) -> None:
    text = calendar_text("Stays", [event(location=name)])
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    (read,) = icalendar.Calendar.from_ical(text.encode()).walk("VEVENT")
    wanted = "\n".join(name.splitlines())
    assert str(read.get("LOCATION", "")) == "".join(
        each if (each >= " " and each != "\x7f") or each == "\n" else " " for each in wanted
    )


def test_every_booking_of_the_store_is_told_once(desk: Desk, ids: Ids, told: Any) -> None:
    for week in range(3):
        begin = SUNDAY + 7 * week * DAY
        book(desk, ids, from_on=begin, to_on=begin + DAY)
    phone = Phone()
    path = told(phone)
    with desk.store.reading() as session:
        assert len(phone.kept) == session.scalar(select(func.count()).select_from(Booking)) == 3
    assert path.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 3
