"""A worker's follow-ups in a calendar: two readers agree with the store, nobody named unasked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import vobject

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.actions.history import undo
from hivedesk.actions.saving import archive, restore, save_record
from hivedesk.actions.support import finish_follow_up, put_off_follow_up
from hivedesk.records import FollowUpBy
from hivedesk.reports.calendar import follow_ups_calendar
from hivedesk.store.queries.support import OpenFollowUps, open_follow_ups
from hivedesk.store.queries.tables import Listing, rows_of
from tests.actions.little import TODAY, Ids, add, family_values, rows, settle_in
from tests.conftest import Clock

from .test_calendar import DAY, Phone

WORDS = "Ring Robin’s school; ask Sal"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def told(desk: Desk, ids: Ids, tmp_path: Path) -> Any:
    """Export the Hive's follow-ups, import them into the phone; what the file says."""

    def again(phone: Phone, hive: str | None = ids.hive, **more: bool) -> str:
        path = tmp_path / "follow-ups.ics"
        with desk.store.reading() as session:
            made = follow_ups_calendar(session, hive, desk.now, **more)
        path.write_bytes(made.file)
        phone.read(path)
        assert made.count == sum("STATUS:CONFIRMED" in each for each in events(made.file.decode()))
        return made.file.decode()

    return again


def events(text: str) -> list[str]:
    return text.split("BEGIN:VEVENT")[1:]


def promise(desk: Desk, ids: Ids, due: dt.date, **more: Any) -> str:
    values = {"family_id": ids.family, "what": WORDS, "by": FollowUpBy.ME, "due_on": due}
    return add(desk, "follow-ups", **values | more)


def days(phone: Phone) -> list[dt.date]:
    return sorted(event.decoded("DTSTART") for event in phone.shown)


def days_in_the_store(desk: Desk) -> list[dt.date]:
    mine = [row for row in rows(desk, "follow-ups") if row["by"] is FollowUpBy.ME]
    return sorted(row["due_on"] for row in mine if row["done_on"] is None)


def test_two_other_readers_find_what_is_to_be_done(desk: Desk, ids: Ids, told: Any) -> None:
    promise(desk, ids, TODAY - 3 * DAY)
    promise(desk, ids, TODAY + 2 * DAY)
    promise(desk, ids, TODAY + 2 * DAY, by=FollowUpBy.OTHER)
    phone = Phone()
    text = told(phone)
    assert days(phone) == days_in_the_store(desk) == [TODAY - 3 * DAY, TODAY + 2 * DAY]
    second = vobject.readOne(text).vevent_list
    assert sorted(event.dtstart.value for event in second) == days(phone)
    assert {event.dtend.value - event.dtstart.value for event in second} == {DAY}
    assert {event.transp.value for event in second} == {"TRANSPARENT"}


def test_what_was_done_put_off_or_handed_on_is_mended_by_the_next_import(
    desk: Desk, ids: Ids, told: Any, clock: Clock
) -> None:
    due = [promise(desk, ids, TODAY + number * DAY) for number in range(1, 5)]
    phone = Phone()
    told(phone)
    uids = set(phone.kept)
    assert uids == {f"{each}@hivedesk" for each in due}
    clock.tick(hours=1)
    finish_follow_up(desk, due[0], "She rang herself.")
    put_off_follow_up(desk, due[1], TODAY + 9 * DAY)
    save_record(desk, "follow-ups", {"by": FollowUpBy.OTHER}, due[2])
    archive(desk, "follow-ups", due[3])
    text = told(phone, private=True)
    assert days(phone) == days_in_the_store(desk) == [TODAY + 9 * DAY]
    assert set(phone.kept) == uids
    assert "She rang" not in text
    undo(desk)  # what was taken out is back, and the calendar hears of it
    told(phone)
    assert days(phone) == days_in_the_store(desk) == [TODAY + 4 * DAY, TODAY + 9 * DAY]


def test_what_goes_out_of_sight_with_its_family_is_called_off(
    desk: Desk, ids: Ids, told: Any, clock: Clock
) -> None:
    gosport = add(desk, "hives", name="Gosport", area="Gosport", started_on=TODAY - 900 * DAY)
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    archived = promise(desk, ids, TODAY, family_id=second)
    promise(desk, ids, TODAY + DAY)
    phone, theirs = Phone(), Phone()
    told(phone)
    clock.tick(hours=1)
    archive(desk, "families", second)
    told(phone)
    with desk.store.reading() as session:
        assert open_follow_ups(session, ids.hive, TODAY) == OpenFollowUps(0, 0, 1, 0)
        listed = rows_of(session, "follow-ups", Listing(hive_id=ids.hive), TODAY)
    assert archived not in {row["id"] for row in listed}
    assert days(phone) == [row["due_on"] for row in listed] == [TODAY + DAY]
    restore(desk, "families", second)
    told(phone)
    assert days(phone) == [TODAY, TODAY + DAY]
    # A family that moves takes its promises along, and what is promised there is not ours.
    save_record(desk, "families", {"hive_id": gosport}, ids.family)
    save_record(desk, "follow-ups", {"family_id": ids.family}, archived)
    clock.tick(hours=1)
    promise(desk, ids, TODAY + 3 * DAY)
    told(phone)
    assert days(phone) == []
    told(theirs, gosport)
    assert days(theirs) == [TODAY, TODAY + DAY, TODAY + 3 * DAY]
    assert len(phone.kept) == 2


def test_a_follow_up_opened_again_is_news_too(desk: Desk, ids: Ids, told: Any) -> None:
    due = promise(desk, ids, TODAY)
    phone = Phone()
    finish_follow_up(desk, due)
    told(phone)
    assert phone.shown == []
    undo(desk)
    told(phone)
    assert days(phone) == [TODAY]


def test_nobody_is_named_unless_the_words_are_asked_for(desk: Desk, ids: Ids, told: Any) -> None:
    promise(desk, ids, TODAY)
    public = told(Phone())
    assert not any(word in public for word in ("Robin", "Sal", "Marlowe", "school"))
    private = told(Phone(), private=True).replace("\r\n ", "")
    assert "SUMMARY:Follow-up: Ring Robin’s school\\; ask Sal" in private
    assert "CLASS:PRIVATE" in private
    assert "Marlowe" not in private
    assert told(Phone()) == public


def test_only_ones_own_hive_and_only_for_a_year(
    desk: Desk, ids: Ids, told: Any, clock: Clock
) -> None:
    hive = add(desk, "hives", name="Gosport", area="Gosport", started_on=TODAY - 900 * DAY)
    other = add_family(desk, family_values(desk, name="Thorne", hive_id=hive)).record_id
    promise(desk, ids, TODAY, family_id=other)
    done = promise(desk, ids, TODAY)
    promise(desk, ids, TODAY + DAY)
    finish_follow_up(desk, done)
    phone = Phone()
    told(phone)
    assert days(phone) == [TODAY + DAY]
    everywhere = Phone()
    told(everywhere, None)
    assert days(everywhere) == [TODAY, TODAY + DAY]
    clock.tick(days=400)
    assert len(events(told(Phone()))) == 1  # what is still open stays, however old
