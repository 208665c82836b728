"""The link carer's statement: what is owed is what is printed, and no child is named in full."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from hivedesk.records import BadUse, LinkCarer, NotFound, StayKind, StayState
from hivedesk.reports.look import BOXES
from hivedesk.reports.monthly import monthly_figures
from hivedesk.reports.naming import Naming, child_named
from hivedesk.reports.statement import Statement, draw, statement_of, write_pdf
from hivedesk.reports.statement.drawing import DRAFT, FOOT
from hivedesk.rules.days import LONDON, month
from hivedesk.store import Store, writing
from tests.reports.little import AFTER, ARCHIVED, Little, call_every_child, day

JUNE = month(2021, 6)
OPEN = dt.datetime(2021, 6, 14, 20, 47, tzinfo=LONDON)


def carer_with_rooms(little: Little) -> str:
    """Pat Hall of Eastleigh: two rooms, one from the 24th, and five stays that count."""
    hive, gosport = little.hive(), little.hive("Gosport")
    carer = little.link_carer(hive, "Pat Hall")
    blue = little.room(carer, 2, "2020-01-01")
    late = little.room(carer, 1, "2021-06-24")
    little.room(carer, 1, "2019-06-01", "2021-05-31")
    little.add(LinkCarer(hive_id=hive, first_name="Sam", last_name="Oak", area="Eastleigh"),
               started_on=day("2019-05-01"))  # fmt: skip
    kai = little.child(little.family(hive))
    other = little.child(little.family(gosport), first_name="Una")
    for key, value in (
        ("link.fee_sleepover_pence", "2000"),
        ("link.fee_respite_pence", "3000"),
        ("link.fee_day_care_pence", "850"),
        ("skills.fee_pence_2", "5000"),
        ("link.skills_fee_outside", "1"),
    ):
        little.policy(key, value, "2021-01-01")
    little.policy("link.retainer_pence", "11000", "2021-06-15")
    session = little.session
    session.flush()
    pat = session.get_one(LinkCarer, carer)
    pat.skills_level, pat.skills_fee = 2, True
    known = {"child_id": kai, "guest_name": None}
    little.stay(blue, StayKind.SLEEPOVER, "2021-05-30", "2021-06-02", **known)
    little.stay(blue, StayKind.SLEEPOVER, "2021-06-11", "2021-06-13", child_id=other)
    little.stay(blue, StayKind.RESPITE, "2021-06-18", "2021-06-21")
    hours = {"time_from": dt.time(9), "time_to": dt.time(14, 20)}
    little.stay(blue, StayKind.DAY_CARE, "2021-06-14", "2021-06-14", **known, **hours)
    little.stay(late, StayKind.SLEEPOVER, "2021-06-29", "2021-07-03", StayState.AGREED, **known)
    little.stay(blue, StayKind.SLEEPOVER, "2021-06-25", "2021-06-27", StayState.CANCELLED)
    little.stay(blue, StayKind.SLEEPOVER, "2021-06-05", "2021-06-07", archived_at=ARCHIVED)
    return carer


@pytest.fixture
def pat(store: Store) -> tuple[Store, str]:
    """A store with Pat Hall in it, and their id."""
    with writing(store, "Jo Field", "Add", AFTER) as write:
        return store, carer_with_rooms(Little(write.session))


def stated(store: Store, carer: str, now: dt.datetime = AFTER, **more: Naming) -> Statement:
    with store.reading() as session:
        return statement_of(session, carer, JUNE, now, **more)


def words_of(statement: Statement, prepared_by: str = "Jo Field") -> str:
    out = io.BytesIO()
    draw(statement, out, prepared_by)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(out.getvalue())).pages)
    return " ".join(text.split())


def test_the_month_adds_up(pat: tuple[Store, str]) -> None:
    found = stated(*pat).as_json()
    assert [(room["days"], room["retainer_pence"]) for room in found["rooms"]] == [
        (30, 20000 + 25143),
        (7, 11000),
    ]
    stays = [
        (each["child"], each["nights"], each["fee_pence"], each["skills_fee_pence"],
         each["skills_fee_forgone_pence"])
        for each in found["stays"]
    ]  # fmt: skip
    assert stays == [
        ("K.B.", 1, 2000, 0, 714),
        ("U.B.", 2, 4000, 1429, 0),
        ("K.B.", 0, 4533, 0, 0),
        ("M.", 3, 9000, 2143, 0),
        ("K.B.", 2, 4000, 0, 1429),
    ]
    assert found["retainer_pence"] == 56143
    assert found["fees_pence"] == 23533
    assert found["skills_fee_pence"] == 3572
    assert (found["skills_fee_forgone_nights"], found["skills_fee_forgone_pence"]) == (3, 2143)
    assert found["total_pence"] == 56143 + 23533 + 3572
    assert (found["nights"], found["day_care_hours"]) == (8, 5.33)
    assert json.loads(json.dumps(found)) == found


def test_the_paper_says_what_the_figures_say(pat: tuple[Store, str]) -> None:
    statement = stated(*pat)
    words = words_of(statement)
    assert "Pat Hall, Eastleigh, June 2021" in words
    assert "£832.48 for 2 rooms held and 8 nights of stays." in words
    assert "14 days at £100 a week, 16 days at £110 a week" in words
    assert "Total £832.48" in words
    for each in statement.as_json()["stays"]:
        assert f"£{each['fee_pence'] / 100:.2f}" in words
    assert FOOT in words
    assert DRAFT not in words


def test_its_nights_are_the_nights_of_the_hives_month(pat: tuple[Store, str]) -> None:
    store, carer = pat
    with store.reading() as session:
        hive_id = session.get_one(LinkCarer, carer).hive_id
        figures = monthly_figures(session, JUNE, hive_id, AFTER).flat()
    assert stated(*pat).nights == figures["nights_by_link_carer_pat_hall"]
    assert stated(*pat).as_json()["day_care_hours"] == figures["day_care_hours"]


def test_an_open_month_is_counted_to_today_and_says_so(pat: tuple[Store, str]) -> None:
    statement = stated(*pat, OPEN)
    assert statement.draft
    assert [(room.held, room.pence) for room in statement.rooms] == [(14, 20000)]
    assert [each.who for each in statement.stays] == ["K.B.", "U.B.", "K.B."]
    words = words_of(statement)
    assert f"{DRAFT} As at Mon 14 Jun 2021, 20:47 Prepared by Jo Field" in words


def test_no_child_is_named_in_full(pat: tuple[Store, str]) -> None:
    short, first = words_of(stated(*pat)), words_of(stated(*pat, naming=Naming.FIRST_NAME))
    assert not {"Kai", "Una", "Mia"} & set(short.split())
    assert {"Kai", "Una", "Mia"} <= set(first.split())
    assert not {"B", "Marlowe"} & set(first.split())


def test_an_unknown_skills_fee_is_said_and_not_called_nothing(pat: tuple[Store, str]) -> None:
    store, carer = pat
    with writing(store, "Jo Field", "Change", AFTER) as write:
        write.session.get_one(LinkCarer, carer).skills_level = 3
    statement = stated(store, carer)
    assert statement.skills_fee_unknown
    assert "not in Settings, Policies yet" in words_of(statement)


def test_the_same_figures_give_the_same_bytes(pat: tuple[Store, str], tmp_path: Path) -> None:
    store, carer = pat
    paths = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for path in paths:
        write_pdf(store, carer, JUNE, path, AFTER, "Jo Field")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    metadata = dict(PdfReader(paths[0]).metadata or {})
    assert metadata == {"/Title": "Link carer's statement, June 2021"}


def test_a_carer_without_rooms_is_owed_nothing(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session)
        carer = little.link_carer(little.hive(), "Pat Hall")
    statement = stated(store, carer)
    assert (statement.total, statement.rooms, statement.stays) == (0, (), ())
    assert "No room was held" in words_of(statement)


def test_a_store_made_before_these_policies_still_makes_statements(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session, policies=False)
        little.policy("link.retainer_pence", "14000", "2018-04-01")
        carer = little.link_carer(little.hive(), "Pat Hall")
        room = little.room(carer, 1, "2020-01-01")
        little.stay(room, StayKind.SLEEPOVER, "2021-06-11", "2021-06-13")
    assert stated(store, carer).total == 60000


def test_a_month_to_come_and_a_stranger_are_refused(pat: tuple[Store, str]) -> None:
    store, carer = pat
    with pytest.raises(BadUse, match="June 2021 has not begun"):
        stated(store, carer, dt.datetime(2021, 5, 31, 23, 0, tzinfo=LONDON))
    with pytest.raises(NotFound):
        stated(store, "nobody")


@pytest.mark.parametrize(
    ("first", "last", "naming", "shown"),
    [
        ("Kai", "Brown", Naming.INITIALS, "K.B."),
        ("éloise", "", Naming.INITIALS, "É."),
        (" ", "", Naming.INITIALS, ""),
        ("Kai", "Brown", Naming.FIRST_NAME, "Kai"),
    ],
)
def test_names_on_paper(first: str, last: str, naming: Naming, shown: str) -> None:
    assert child_named(first, last, naming) == shown


@pytest.mark.parametrize(("name", "boxes"), [("Zoë", False), ("Kai 🙂", False), ("ማርያም", True)])
def test_letters_that_cannot_be_printed_are_owned_up_to(
    pat: tuple[Store, str], name: str, boxes: bool
) -> None:
    store, carer = pat
    call_every_child(store, name)
    statement = stated(store, carer, naming=Naming.FIRST_NAME)
    assert (BOXES in words_of(statement)) is boxes
