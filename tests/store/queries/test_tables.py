"""Lists of any kind: what is in them, whose they are, in what order, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from hivedesk.records import (
    KINDS,
    BirthChild,
    Carer,
    Child,
    Course,
    FamilyState,
    FollowUp,
    FollowUpBy,
    Hive,
    JoinSource,
    LinkCarer,
    Professional,
    ProfessionalRole,
    Record,
    Registration,
    Room,
    Stage,
    TrainingAttendance,
    TrainingSession,
    WaitingFamily,
    WaitingState,
    Way,
    declared,
    new_id,
    points_at,
)
from hivedesk.records.activity import Attendance
from hivedesk.rules.days import LONDON
from hivedesk.store import Store
from hivedesk.store.queries.tables import (
    CURRENT,
    Listing,
    batches_of,
    belongs_to,
    count_of,
    rows_of,
    titles_of,
)
from tests.store.samples import NOW, TODAY, family, hive, log, one_of_each, save

YESTERDAY = TODAY - dt.timedelta(days=1)
EVERYTHING = Listing(everything=True)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session for reading, opened when the test first reads."""
    with store.reading() as session:
        yield session


def names(rows: list[dict[str, Any]], field: str = "name") -> list[Any]:
    """One column of some rows."""
    return [row[field] for row in rows]


def test_every_kind_lists_its_records_with_the_words_of_its_references(
    store: Store, session: Session
) -> None:
    made = one_of_each()
    save(store, *made)
    by_table = {str(type(record).__tablename__): record for record in made}
    titles = {
        table: titles_of(session, kind_name(record), [record.id])[record.id]
        for table, record in by_table.items()
    }
    assert all(titles.values())
    for kind, model in KINDS.items():
        (row,) = rows_of(session, kind, EVERYTHING, TODAY)
        assert count_of(session, kind, EVERYTHING, TODAY) == 1
        for name, (column, _) in declared(model).items():
            assert row[name] == getattr(by_table[str(model.__tablename__)], name)
            if table := points_at(column):
                words = row[name.removesuffix("_id")]
                assert words == (titles[table] if row[name] else "")


def kind_name(record: Record) -> str:
    """The kind of a record."""
    return str(record.__tablename__).replace("_", "-")


# Whose it is


def test_each_kind_is_its_own_hives_and_no_others(store: Store, session: Session) -> None:
    here, there = one_of_each(), one_of_each()
    save(store, *here, *there)
    homes = [next(r.id for r in made if isinstance(r, Hive)) for made in (here, there)]
    for kind, model in KINDS.items():
        for home, made in zip(homes, (here, there), strict=True):
            asked = Listing(hive_id=home, everything=True)
            found = {row["id"] for row in rows_of(session, kind, asked, TODAY)}
            mine = {record.id for record in made if type(record) is model}
            if belongs_to(model, home) is None:
                assert kind in ("courses", "themes", "towns")
                assert len(found) == 2
            else:
                assert found == mine, kind
            assert count_of(session, kind, asked, TODAY) == len(found)


def test_what_names_no_hive_is_everybodys_and_what_hangs_on_it_is_not(
    store: Store, session: Session
) -> None:
    here, there = hive(), hive(name="Gosport")
    (mine, *step), (theirs, *their_step) = family(here), family(there, "Thorne")
    people = [
        Carer(id=new_id(), family_id=of.id, first_name="Sal", last_name=of.name)
        for of in (mine, theirs)
    ]
    course = Course(id=new_id(), name="First aid", stage=Stage.MANDATORY)
    taught = TrainingSession(id=new_id(), course_id=course.id, at=NOW, minutes=60)
    came = [
        TrainingAttendance(session_id=taught.id, carer_id=carer.id, status=Attendance.ATTENDED)
        for carer in people
    ]
    worker = Professional(name="Lee Hart", role=ProfessionalRole.SSW)
    save(store, here, there, mine, theirs, *step, *their_step, *people, course, taught, *came)
    save(store, worker)
    asked = Listing(hive_id=here.id)
    assert len(rows_of(session, "sessions", asked, TODAY)) == 1
    assert names(rows_of(session, "professionals", asked, TODAY)) == ["Lee Hart"]
    assert names(rows_of(session, "attendances", asked, TODAY), "carer_id") == [people[0].id]


# What counts as current


def test_what_has_left_ended_or_been_done_is_listed_only_when_asked_for(
    store: Store, session: Session
) -> None:
    home = hive()
    living, gone = family(home), family(home, "Thorne", status=FamilyState.LEFT)
    held = family(home, "Birch", status=FamilyState.ON_HOLD)
    link = LinkCarer(
        id=new_id(),
        hive_id=home.id,
        first_name="Wren",
        last_name="Okoro",
        area="Eastleigh",
        started_on=YESTERDAY,
    )
    room = {"link_carer_id": link.id, "held_from": dt.date(2019, 1, 1)}
    save(store, home, *living, *gone, *held, link)
    records: list[Record] = [
        Room(name="Until yesterday", held_to=YESTERDAY, **room),
        Room(name="Until today", held_to=TODAY, **room),
        Room(name="For good", **room),
    ]
    for of, end in ((living[0], None), (living[0], YESTERDAY), (gone[0], None)):
        known = {"family_id": of.id, "first_name": f"{of.name} {end or ''}".strip()}
        records += [
            Carer(**known, last_name="x", ended_on=end),
            Child(**known, last_name="x", born_on=dt.date(2011, 1, 1), left_on=end),
            BirthChild(**known, born_on=dt.date(2011, 1, 1), left_home_on=end),
        ]
    promise = {"family_id": living[0].id, "by": FollowUpBy.ME, "due_on": TODAY}
    records += [
        FollowUp(what="Open", **promise),
        FollowUp(what="Done", done_on=TODAY, **promise),
    ]
    records += [
        WaitingFamily(
            name=state.value,
            area="Gosport",
            registration=Registration.COUNTY,
            source=JoinSource.IFA,
            asked_on=TODAY,
            status=state,
        )
        for state in WaitingState
    ]
    save(store, *records)
    current = {
        "families": ("name", {"Marlowe", "Birch"}, 3),
        "carers": ("first_name", {"Marlowe"}, 3),
        "children": ("first_name", {"Marlowe"}, 3),
        "birth-children": ("first_name", {"Marlowe"}, 3),
        "rooms": ("name", {"Until today", "For good"}, 3),
        "follow-ups": ("what", {"Open"}, 2),
        "waiting-list": ("name", {"waiting", "offered"}, 4),
    }
    for kind, (field, now, every) in current.items():
        assert kind in CURRENT
        assert set(names(rows_of(session, kind, Listing(), TODAY), field)) == now, kind
        assert count_of(session, kind, Listing(), TODAY) == len(now)
        assert count_of(session, kind, EVERYTHING, TODAY) == every
        assert count_of(session, kind, Listing(archived=True), TODAY) == 0


def test_the_archive_is_a_list_of_its_own(store: Store, session: Session) -> None:
    home = hive()
    gone = family(home, "Thorne", status=FamilyState.LEFT, archived_at=NOW)
    save(store, home, *family(home), *gone)
    assert names(rows_of(session, "families", EVERYTHING, TODAY)) == ["Marlowe"]
    archive = Listing(archived=True)
    assert names(rows_of(session, "families", archive, TODAY)) == ["Thorne"]
    assert count_of(session, "families", archive, TODAY) == 1


def test_the_title_of_what_was_archived_is_kept(store: Store, session: Session) -> None:
    home = hive()
    made = family(home, "Thorne", archived_at=NOW)
    save(store, home, *made, log(made[0].id))
    (row,) = rows_of(session, "support-logs", Listing(), TODAY)
    assert (row["family"], row["worker"]) == ("Thorne", "")


# Filters, order, pages


@pytest.fixture
def calls(store: Store) -> list[str]:
    """Ten calls to three families, an hour apart, the last on 15 June; family ids A to Z."""
    home = hive()
    homes = [family(home, name) for name in ("apple", "Birch", "Éclair")]
    records = [record for made in homes for record in made]
    logs = [
        log(
            homes[n % 3][0].id,
            f"Call {n}",
            at=NOW - dt.timedelta(hours=9 - n),
            way=Way.TEXT if n % 2 else Way.PHONE,
            positive=None if n < 5 else f"{9 - n}",
        )
        for n in range(10)
    ]
    save(store, home, *records, *logs)
    return [made[0].id for made in homes]


def notes(session: Session, **asked: Any) -> str:
    """The digits of the calls that are listed, in their order."""
    rows = rows_of(session, "support-logs", Listing(**asked), TODAY)
    assert count_of(session, "support-logs", Listing(**asked), TODAY) >= len(rows)
    return "".join(row["note"].removeprefix("Call ") for row in rows)


def test_a_list_has_its_own_order_until_another_is_asked_for(
    calls: list[str], session: Session
) -> None:
    assert notes(session) == "9876543210"
    assert notes(session, sort="note") == "0123456789"
    assert notes(session, sort="at", descending=False) == "0123456789"
    assert notes(session, sort="at", descending=True) == "9876543210"
    # Without a value comes last, whichever way round.
    assert notes(session, sort="positive")[:5] == "98765"
    assert notes(session, sort="positive", descending=True)[:5] == "56789"
    listed = names(rows_of(session, "families", Listing(), TODAY))
    assert listed[:2] == ["apple", "Birch"]


def test_a_reference_is_sorted_by_its_words(calls: list[str], session: Session) -> None:
    rows = rows_of(session, "support-logs", Listing(sort="family_id"), TODAY)
    assert names(rows, "family") == ["apple"] * 4 + ["Birch"] * 3 + ["Éclair"] * 3
    rows = rows_of(session, "support-logs", Listing(sort="family_id", descending=True), TODAY)
    assert names(rows, "family")[-4:] == ["apple"] * 4


def test_filters_are_all_asked_together(calls: list[str], session: Session) -> None:
    apple, birch, _ = calls
    assert notes(session, where={"family_id": (apple,)}) == "9630"
    assert notes(session, where={"family_id": (apple, birch), "way": (Way.TEXT,)}) == "9731"
    assert notes(session, where={"way": ()}) == ""
    assert notes(session, between={"minutes": (30, 30)}) == "9876543210"
    assert notes(session, between={"minutes": (31, None)}) == ""
    hour = dt.timedelta(hours=1)
    assert notes(session, between={"at": (NOW - 3 * hour, NOW - hour)}) == "876"


def test_the_last_day_asked_for_is_in_the_list_to_its_end(store: Store, session: Session) -> None:
    home = hive()
    made = family(home)
    moments = {
        "a": dt.datetime(2021, 6, 12, 23, 59, tzinfo=LONDON),
        "b": dt.datetime(2021, 6, 13, 0, 0, tzinfo=LONDON),
        "c": dt.datetime(2021, 6, 14, 23, 59, 59, tzinfo=LONDON),
        "d": dt.datetime(2021, 6, 15, 0, 0, tzinfo=LONDON),
    }
    logs = [log(made[0].id, f"Call {name}", at=at) for name, at in moments.items()]
    save(store, home, *made, *logs)
    first, last = dt.date(2021, 6, 13), dt.date(2021, 6, 14)
    assert notes(session, between={"at": (first, last)}) == "cb"
    assert notes(session, between={"at": (None, last)}) == "cba"
    assert notes(session, between={"at": (first, None)}) == "dcb"
    assert notes(session, between={"created_at": (None, None)}) == "dcba"


@pytest.mark.parametrize("sort", ["", "way", "family_id"])
def test_pages_put_together_are_the_list(calls: list[str], session: Session, sort: str) -> None:
    whole = notes(session, sort=sort)
    pages = [notes(session, sort=sort, limit=3, offset=start) for start in range(0, 12, 3)]
    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert "".join(pages) == whole
    assert count_of(session, "support-logs", Listing(limit=3), TODAY) == 10


def test_a_long_list_comes_in_batches(calls: list[str], session: Session) -> None:
    batches = list(batches_of(session, "support-logs", Listing(), TODAY, size=4))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    rows = [row for batch in batches for row in batch]
    assert rows == rows_of(session, "support-logs", Listing(), TODAY)


def test_a_longer_list_asks_no_more_questions(
    store: Store, calls: list[str], session: Session
) -> None:
    asked: list[str] = []
    session.connection()  # the BEGIN is no question
    event.listen(store.engine, "before_cursor_execute", lambda *words: asked.append(str(words[2])))
    for kind in KINDS:
        asked.clear()
        rows = rows_of(session, kind, EVERYTHING, TODAY)
        references = sum(
            points_at(column) is not None for column, _ in declared(KINDS[kind]).values()
        )
        assert len(asked) <= 1 + references, f"{kind}: {len(rows)} rows"
