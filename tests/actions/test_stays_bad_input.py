"""What nobody can mean is refused on its field, whichever way it comes; odd days count right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.repeats import book_repeat
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.stays import (
    book_stay,
    book_stays,
    hold_stays,
    move_stay,
    request_stays,
)
from hivedesk.records import StayKind
from hivedesk.rules.days import Span
from hivedesk.rules.problems import Refused, Severity
from hivedesk.store.queries.room_nights import room_nights

from .little import (
    FRIDAY,
    SUNDAY,
    Ids,
    add,
    book,
    changes,
    everything,
    new_child,
    row,
    settle_in,
    stay_values,
)

DAY = dt.timedelta(days=1)
NOTE = "The duty manager agreed"
Way = Callable[[Desk, Ids, dict[str, Any]], Outcome]


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive, with two beds."""
    made = settle_in(desk)
    save_record(desk, "rooms", {"beds": 2}, made.room)
    return made


def _one(desk: Desk, ids: Ids, given: dict[str, Any]) -> Outcome:
    return book_stay(desk, stay_values(ids, override_note=NOTE, **given))


def _siblings(desk: Desk, ids: Ids, given: dict[str, Any]) -> Outcome:
    kit = new_child(desk, ids.family, first_name="Kit")
    values = stay_values(ids, **given)
    return book_stays(desk, [values.pop("child_id"), kit], values, NOTE)


def _requested(desk: Desk, ids: Ids, given: dict[str, Any]) -> Outcome:
    values = stay_values(ids, **given)
    return request_stays(desk, [values.pop("child_id")], values)


def _held(desk: Desk, ids: Ids, given: dict[str, Any]) -> Outcome:
    values = stay_values(ids, **given)
    return hold_stays(desk, [values.pop("child_id")], values)


def _repeated(desk: Desk, ids: Ids, given: dict[str, Any]) -> Outcome:
    values = stay_values(ids, **given)
    dates = [(values.pop("from_on"), values.pop("to_on"))]
    return book_repeat(desk, [values.pop("child_id")], values, dates, NOTE)


WAYS: dict[str, Way] = {
    "one": _one,
    "siblings": _siblings,
    "asked for": _requested,
    "held": _held,
    "come again": _repeated,
}
BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "end before start": ({"to_on": FRIDAY - DAY}, "to_on", "before the day of arriving"),
    "no nights": ({"to_on": FRIDAY}, "to_on", "That is no night"),
    "five years": ({"to_on": FRIDAY.replace(year=2026)}, "to_on", "more than a year"),
    "the year 1": ({"from_on": dt.date.min, "to_on": dt.date.min + DAY}, "from_on", "the year"),
    "the year 9999": ({"from_on": dt.date.max - DAY, "to_on": dt.date.max}, "from_on", "the year"),
}


def refusal(desk: Desk, act: Callable[[], Outcome]) -> list[tuple[str, Severity, str]]:
    """What an action is refused for; it wrote nothing of a stay."""

    def stays() -> Any:
        kept = {key: kept for key, kept in everything(desk.store).items() if key[0] == "bookings"}
        return kept, sum(change.kind == "bookings" for change in changes(desk.store))

    before = stays()
    with pytest.raises(Refused) as why:
        act()
    assert stays() == before
    return [(each.field, each.severity, each.words) for each in why.value.problems]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("way", WAYS)
def test_days_that_cannot_be(desk: Desk, ids: Ids, way: str, bad: str) -> None:
    given, field, words = BAD[bad]
    found = refusal(desk, lambda: WAYS[way](desk, ids, given))
    assert found[0][:2] == (field, Severity.STOP)
    assert words in found[0][2]


@pytest.mark.parametrize("bad", BAD)
def test_a_stay_is_not_moved_to_days_that_cannot_be(desk: Desk, ids: Ids, bad: str) -> None:
    given, field, words = BAD[bad]
    days = {"from_on": FRIDAY, "to_on": SUNDAY} | given
    stay = book(desk, ids)
    found = refusal(desk, lambda: move_stay(desk, stay, **days, override=NOTE))
    assert found[0][:2] == (field, Severity.STOP)
    assert words in found[0][2]
    if field == "to_on":
        found = refusal(desk, lambda: move_stay(desk, stay, to_on=days["to_on"], override=NOTE))
        assert found[0][:2] == (field, Severity.STOP)


@pytest.mark.parametrize("way", WAYS)
def test_somebody_of_thirty_is_no_child(desk: Desk, ids: Ids, way: str) -> None:
    grown = new_child(desk, ids.family, first_name="Ash", born_on=dt.date(1991, 2, 3))
    found = refusal(desk, lambda: WAYS[way](desk, ids, {"child_id": grown}))
    assert ("child_id", Severity.STOP) in [each[:2] for each in found]
    assert any("Ash is 30" in words for _, _, words in found)


def gone_room(desk: Desk, ids: Ids, gone: str) -> str:
    """The id of a room that was archived, or of none."""
    room = add(
        desk, "rooms", link_carer_id=ids.link_carer, name="Attic", beds=2,
        held_from=dt.date(2019, 6, 1),
    )  # fmt: skip
    if gone == "archived":
        archive(desk, "rooms", room)
        return room
    return "01a20000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("gone", ["archived", "never there"])
@pytest.mark.parametrize("way", WAYS)
def test_a_room_that_is_gone_takes_nobody(desk: Desk, ids: Ids, way: str, gone: str) -> None:
    room = gone_room(desk, ids, gone)
    found = refusal(desk, lambda: WAYS[way](desk, ids, {"room_id": room}))
    assert found[0][:2] == ("room_id", Severity.STOP)


@pytest.mark.parametrize("gone", ["archived", "never there"])
def test_nobody_is_moved_into_a_room_that_is_gone(desk: Desk, ids: Ids, gone: str) -> None:
    room, stay = gone_room(desk, ids, gone), book(desk, ids)
    found = refusal(desk, lambda: move_stay(desk, stay, room_id=room, override=NOTE))
    assert found[0][:2] == ("room_id", Severity.STOP)


def taken(desk: Desk, first: dt.date, last: dt.date) -> list[int]:
    """Beds booked each night, as `hivedesk rooms` tells it."""
    with desk.store.reading() as session:
        return [night.booked for night in room_nights(session, Span(first, last), desk.now)]


@pytest.mark.parametrize("changes_on", [dt.date(2021, 3, 28), dt.date(2021, 10, 31)])
def test_the_night_the_clocks_change_is_one_night(
    desk: Desk, ids: Ids, changes_on: dt.date
) -> None:
    eve = changes_on - DAY
    book(desk, ids, from_on=eve, to_on=changes_on)
    kit = new_child(desk, ids.family, first_name="Kit")
    book(desk, ids, child_id=kit, from_on=eve - DAY, to_on=changes_on + DAY)
    book(desk, ids, from_on=changes_on, to_on=changes_on + DAY)
    assert taken(desk, eve - 2 * DAY, changes_on + DAY) == [0, 1, 2, 2, 0]


def test_day_care_may_cover_the_hour_that_is_skipped(desk: Desk, ids: Ids) -> None:
    sunday = dt.date(2021, 3, 28)
    hours = {"time_from": dt.time(1), "time_to": dt.time(2, 30)}
    stay = book(desk, ids, kind=StayKind.DAY_CARE, from_on=sunday, to_on=sunday, **hours)
    assert row(desk, "bookings", stay)["time_from"] == dt.time(1)


def test_the_29th_of_february_is_a_night(desk: Desk, ids: Ids) -> None:
    leap = dt.date(2024, 2, 29)
    book(desk, ids, from_on=leap - DAY, to_on=leap)
    book(desk, ids, from_on=leap, to_on=leap + DAY)
    assert taken(desk, leap - 2 * DAY, leap + DAY) == [0, 1, 1, 0]


def test_a_child_of_the_29th_of_february_is_eighteen_on_the_first_of_march(
    desk: Desk, ids: Ids
) -> None:
    child = new_child(desk, ids.family, first_name="Lea", born_on=dt.date(2004, 2, 29))
    last = dt.date(2022, 2, 28)
    book(desk, ids, child_id=child, from_on=last, to_on=last + DAY)
    late = {"child_id": child, "from_on": last + DAY, "to_on": last + 2 * DAY}
    found = refusal(desk, lambda: _one(desk, ids, late))
    assert ("child_id", Severity.STOP) in [each[:2] for each in found]
