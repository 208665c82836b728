"""A family's story, its card and its place in the list, read from a store really written to."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, end_placement, set_family_status
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.stays import book_stay
from hivedesk.actions.support import finish_follow_up, log_support
from hivedesk.records import (
    ActivityKind,
    Attendance,
    CheckKind,
    FamilyState,
    FollowUpBy,
    Permission,
    PlacementEnd,
    Registration,
    StayKind,
    Way,
)
from hivedesk.store.queries import story
from hivedesk.store.queries.family_card import Card, card_of, family_of
from hivedesk.store.queries.family_list import FamiliesAsked, FamilyLine, families_of
from hivedesk.store.queries.story import StoryAsked, StoryPage, story_of
from tests.actions.little import (
    Ids,
    add,
    book,
    family_values,
    new_child,
    settle_in,
    stay_values,
)
from tests.conftest import Clock

SECRET = "heron and marigold"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child, a link carer with a room."""
    return settle_in(desk)


def told(desk: Desk, ids: Ids, **asked: object) -> StoryPage:
    """The story of the little Hive's family, as its own worker reads it."""
    question = StoryAsked(ids.family, **({"worker_id": desk.worker_id} | asked))  # type: ignore[arg-type]
    with desk.store.reading() as session:
        return story_of(session, question, desk.now)


def card(desk: Desk, family_id: str) -> Card:
    """A family's card."""
    with desk.store.reading() as session:
        found = card_of(session, family_id, desk.now)
    assert found is not None
    return found


def listed(desk: Desk, **asked: object) -> list[FamilyLine]:
    """The list of families."""
    with desk.store.reading() as session:
        return families_of(session, FamiliesAsked(**asked), desk.now)  # type: ignore[arg-type]


def log(desk: Desk, family_id: str, day: int, hour: int = 10, **given: object) -> str:
    """A contact in June 2021; its id."""
    at = dt.datetime(2021, 6, day, hour, 0, tzinfo=dt.UTC)
    values = {"at": at, "minutes": 25, "way": Way.PHONE, "note": "A word.", "themes": []}
    follow_up = given.pop("follow_up", None)
    made = log_support(desk, [family_id], values | given, follow_up)  # type: ignore[arg-type]
    assert made.record_id
    return made.record_id


def test_a_story_begins_with_joining_and_with_the_child_who_came(desk: Desk, ids: Ids) -> None:
    page = told(desk, ids)
    assert [entry.title for entry in page.entries] == ["Robin came to live here", "Joined the Hive"]
    assert (page.total, page.since, page.earlier) == (2, dt.date(2020, 1, 6), None)


def test_everything_that_happened_stands_on_one_line_of_time(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    log(desk, ids.family, 15, 19, positive="She laughed.", themes=["School"])
    book(desk, ids, from_on=dt.date(2021, 6, 11), to_on=dt.date(2021, 6, 13))
    outing = add(
        desk,
        "activities",
        hive_id=ids.hive,
        kind=ActivityKind.TRIP,
        name="Day at the beach",
        at=dt.datetime(2021, 6, 5, 10, 0, tzinfo=dt.UTC),
        minutes=240,
        note="Sand everywhere.",
    )
    for who, status in (("carer_id", Attendance.ATTENDED), ("child_id", Attendance.NO_SHOW)):
        person = ids.carer if who == "carer_id" else ids.child
        values = {who: person, "family_id": ids.family, "activity_id": outing, "status": status}
        add(desk, "activity-attendances", **values)
    set_family_status(desk, ids.family, FamilyState.ON_HOLD, dt.date(2021, 6, 2), "Moving house.")
    page = told(desk, ids)
    assert [(entry.day.day, entry.title, entry.chip) for entry in page.entries[:4]] == [
        (15, "Phone", "support"),
        (11, "Sleepover with Wren Okoro", "stays"),
        (5, "Day at the beach", "activities"),
        (2, "On hold", "status"),
    ]
    phone, stay, beach, hold = page.entries[:4]
    assert phone.out_of_hours
    assert phone.tags == ("School",)
    assert phone.positive == "She laughed."
    assert stay.aside == "2 nights · agreed"
    assert stay.text == "Robin, Garden room."
    assert beach.aside == "Sal came; Robin: did not come"
    assert beach.text == "Sand everywhere."
    assert hold.text == "Moving house."
    assert page.total == 6


def test_brothers_and_sisters_who_go_together_are_one_entry(desk: Desk, ids: Ids) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    sister = new_child(desk, ids.family, first_name="Wilma", born_on=dt.date(2013, 1, 1))
    days = {"from_on": dt.date(2021, 6, 11), "to_on": dt.date(2021, 6, 12)}
    for child in (ids.child, sister):
        book(desk, ids, child_id=child, **days)
    page = told(desk, ids, chip="stays")
    assert [entry.text for entry in page.entries] == ["Robin and Wilma, Garden room."]
    assert page.total == 1
    assert page.entries[0].aside == "1 night · agreed"


def test_what_is_still_to_come_is_not_in_the_story(desk: Desk, ids: Ids) -> None:
    book(desk, ids)  # from Friday on, and today is Wednesday
    assert told(desk, ids, chip="stays").entries == ()
    stay = card(desk, ids.family).next_stay
    assert stay is not None
    assert (stay.child, stay.room, stay.link_carer) == ("Robin", "Garden room", "Wren Okoro")


def test_a_stay_from_before_the_child_came_belongs_to_the_family_it_lived_with(
    desk: Desk, ids: Ids
) -> None:
    other = add_family(desk, family_values(desk, name="Quill")).record_id
    assert other
    book(desk, ids, from_on=dt.date(2021, 6, 4), to_on=dt.date(2021, 6, 5))
    end_placement(desk, ids.child, dt.date(2021, 6, 8), PlacementEnd.PLANNED)
    days = {"from_on": dt.date(2021, 6, 11), "to_on": dt.date(2021, 6, 12)}
    book_stay(desk, stay_values(ids, **days, override_note="The new carer asked for it"))
    page = told(desk, ids)
    assert [entry.title for entry in page.entries][:2] == [
        "Robin moved on",
        "Sleepover with Wren Okoro",
    ]
    assert page.entries[0].aside == "planned move"
    assert told(desk, Ids(**{**vars(ids), "family": other}), chip="stays").entries == ()


def test_a_private_note_is_never_in_the_story_and_only_its_writer_learns_of_it(
    desk: Desk, ids: Ids
) -> None:
    log(desk, ids.family, 14, private_note=SECRET)
    page = told(desk, ids, chip="support")
    assert [entry.private for entry in page.entries] == [True]
    assert SECRET not in repr(page)
    assert told(desk, ids, find="heron").entries == ()
    for somebody_else in ("another worker", None):
        page = told(desk, ids, chip="support", worker_id=somebody_else)
        assert [entry.private for entry in page.entries] == [False]


def test_follow_ups_stand_with_the_log_they_came_from(desk: Desk, ids: Ids, clock: Clock) -> None:
    promise = {"what": "Send the pack", "due_on": dt.date(2021, 6, 18), "by": FollowUpBy.ME}
    log(desk, ids.family, 14, follow_up=promise)
    own = add(desk, "follow-ups", family_id=ids.family, **(promise | {"what": "Ring the school"}))
    clock.tick(days=5)
    first, second = told(desk, ids, chip="support").entries
    assert (first.title, first.day) == ("Follow-up", dt.date(2021, 6, 18))
    assert [p.what for p in second.promises] == ["Send the pack"]
    finish_follow_up(desk, own)
    assert told(desk, ids, chip="support").entries[0].promises[0].done_on == dt.date(2021, 6, 21)


def test_a_long_story_comes_in_pages_that_leave_nothing_out(
    desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "AT_ONCE", 4)
    made = [log(desk, ids.family, day, hour) for day in range(1, 8) for hour in (9, 11)]
    seen: list[str] = []
    page, pages = told(desk, ids, chip="support"), 1
    while True:
        seen += [entry.record_id for entry in page.entries]
        if page.earlier is None:
            break
        page, pages = told(desk, ids, chip="support", before=page.earlier), pages + 1
    assert seen == made[::-1]
    assert page.total == len(made)
    assert pages == 4
    back_to = told(desk, ids, chip="support", back_to=dt.date(2021, 6, 3))
    assert len(back_to.entries) == 10
    assert back_to.earlier == dt.date(2021, 6, 3)


def test_find_reads_the_whole_story(desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "AT_ONCE", 2)
    for day in range(1, 10):
        log(desk, ids.family, day, note="The hedgehog came back." if day % 3 == 0 else "Nothing.")
    page = told(desk, ids, find="HEDGEHOG came")
    assert [entry.day.day for entry in page.entries] == [9, 6]
    assert page.found == 3
    assert page.earlier == dt.date(2021, 6, 6)
    rest = told(desk, ids, find="HEDGEHOG came", before=page.earlier)
    assert [entry.day.day for entry in rest.entries] == [3]
    assert rest.earlier is None


def test_an_archived_log_leaves_the_story(desk: Desk, ids: Ids) -> None:
    one = log(desk, ids.family, 14)
    archive(desk, "support-logs", one)
    page = told(desk, ids, chip="support")
    assert page.entries == ()
    assert page.total == 0


def test_the_card_answers_a_phone_call(desk: Desk, ids: Ids) -> None:
    people = {
        role: add(desk, "professionals", name=name, role=role, phone=phone, **more)
        for role, name, phone, more in (
            ("ssw", "Helen Marriott", "01632 960148", {}),
            ("csw", "Daniel Osei", "01632 960152", {}),
            ("psw", "Aisha Rahman", "01632 960171", {"hive_id": ids.hive}),
        )
    }
    save_record(desk, "families", {"ssw_id": people["ssw"]}, ids.family)
    until = dt.date(2021, 9, 30)
    save_record(desk, "children", {"csw_id": people["csw"], "sleepovers_until": until}, ids.child)
    save_record(desk, "carers", {"phone": "07700 900214"}, ids.carer)
    log(desk, ids.family, 14)
    add(desk, "due-checks", family_id=ids.family, kind=CheckKind.MEDICAL,
        carer_id=ids.carer, due_on=dt.date(2021, 7, 9))  # fmt: skip
    add(desk, "due-checks", family_id=ids.family, kind=CheckKind.REVIEW,
        due_on=dt.date(2022, 5, 1))  # fmt: skip
    shown = card(desk, ids.family)
    assert [(who.name, who.phone) for who in shown.carers] == [("Sal Marlowe", "07700 900214")]
    child = shown.children[0]
    assert (child.first_name, child.age, child.since) == ("Robin", 10, dt.date(2020, 9, 1))
    assert (child.permission, child.until, child.social_worker) == (
        Permission.SOCIAL_WORKER,
        until,
        "Daniel Osei",
    )
    assert [(who.role, who.name) for who in shown.around] == [
        ("SSW", "Helen Marriott"),
        ("CSW", "Daniel Osei"),
        ("PSW", "Aisha Rahman"),
    ]
    assert shown.last_contact is not None
    assert shown.last_contact.on == dt.date(2021, 6, 14)
    assert [(due.check, due.who) for due in shown.due] == [(CheckKind.MEDICAL, "Sal")]
    assert shown.more_due == 1


def test_training_gaps_are_mandatory_courses_not_done_or_run_out(desk: Desk, ids: Ids) -> None:
    first = add(desk, "courses", name="First aid", stage="mandatory", valid_months=36)
    add(desk, "courses", name="Safer caring", stage="mandatory")
    add(desk, "courses", name="Attachment", stage="year_two")
    assert [gap.courses for gap in card(desk, ids.family).gaps] == [2]
    taught = add(desk, "sessions", course_id=first, minutes=120,
                 at=dt.datetime(2019, 5, 1, 9, 0, tzinfo=dt.UTC))  # fmt: skip
    add(desk, "attendances", session_id=taught, carer_id=ids.carer, status=Attendance.ATTENDED)
    assert [gap.courses for gap in card(desk, ids.family).gaps] == [1]
    save_record(desk, "courses", {"valid_months": 12}, first)
    assert [gap.courses for gap in card(desk, ids.family).gaps] == [2]


def test_the_list_marks_who_is_quiet_and_whose_child_is_away_in_an_emergency(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    assert [(line.name, line.children, line.emergency_tonight) for line in listed(desk)] == [
        ("Marlowe", (("Robin", 10),), False)
    ]
    assert listed(desk)[0].quiet_days is not None
    log(desk, ids.family, 14)
    assert listed(desk)[0].quiet_days is None
    book(desk, ids, kind=StayKind.EMERGENCY, from_on=dt.date(2021, 6, 16))
    assert listed(desk)[0].emergency_tonight
    clock.tick(days=10)
    assert not listed(desk)[0].emergency_tonight


def test_the_list_is_narrowed_and_sorted(desk: Desk, ids: Ids) -> None:
    for name, joined, registration in (
        ("Quill", dt.date(2019, 1, 1), Registration.CONNECTED),
        ("abbott", dt.date(2021, 1, 1), Registration.COUNTY),
    ):
        add_family(
            desk, family_values(desk, name=name, joined_on=joined, registration=registration)
        )
    log(desk, ids.family, 14)

    def names(**asked: object) -> list[str]:
        return [line.name for line in listed(desk, **asked)]

    assert names() == ["abbott", "Marlowe", "Quill"]
    assert names(sort="joined") == ["Quill", "Marlowe", "abbott"]
    assert names(sort="contact") == ["Quill", "abbott", "Marlowe"]
    assert names(registration=Registration.CONNECTED) == ["Quill"]
    assert names(hive_id="another Hive") == []
    quill = listed(desk, registration=Registration.CONNECTED)[0].id
    set_family_status(desk, quill, FamilyState.LEFT, dt.date(2021, 6, 1), "Moved away.")
    assert names() == ["abbott", "Marlowe"]
    assert names(show="past") == ["Quill"]
    archive(desk, "families", quill)
    assert names(show="past") == []
    assert names(show="archived") == ["Quill"]


def test_every_record_of_the_page_leads_to_its_family(desk: Desk, ids: Ids) -> None:
    with desk.store.reading() as session:
        assert family_of(session, "families", ids.family) == ids.family
        assert family_of(session, "carers", ids.carer) == ids.family
        assert family_of(session, "children", ids.child) == ids.family
        assert family_of(session, "carers", "nobody") is None
