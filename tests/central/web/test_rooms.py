"""What a link carer reads of her rooms, and above all what she does not."""

from __future__ import annotations

import re

from tests.central.little import child, stay
from tests.central.web.conftest import County

HIDDEN = ("Secret", "why it is needed", "the family's own note", "what only the Hive knows")


def plain(page: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_month_tells_every_night_in_words(county: County) -> None:
    county.ask("2021-07-02", "2021-07-04", status="confirmed")
    other = county.manager.change("children", child(county.side.family, "Robin"))
    county.manager.accepted(other)
    county.ask("2021-07-03", "2021-07-05", child=other["record_id"], status="agreed")
    page = plain(county.pats().get("/my/rooms?month=2021-07").text)
    assert "Partly free Thu 1 to Fri 2 Jul" not in page
    for words in (
        "Free Thu 1 to Fri 2 Jul 1 night, 2 of 2 beds",
        "Confirmed Fri 2 to Sun 4 Jul Sleepover for Wren, 7 · 2 nights",
        "Agreed Sat 3 to Mon 5 Jul Sleepover · 2 nights",
        "Partly free Fri 2 to Sat 3 Jul 1 night, 1 of 2 beds",
        "Partly free Sun 4 to Mon 5 Jul 1 night, 1 of 2 beds",
        "Free Mon 5 Jul to Sun 1 Aug 27 nights, 2 of 2 beds",
        "No request waits for your answer.",
    ):
        assert words in page
    assert "Robin" not in page


def test_picture_has_a_shape_for_every_word_and_is_not_read_out(county: County) -> None:
    county.ask("2021-07-02", "2021-07-04")
    page = county.pats().get("/my/rooms?month=2021-07").text
    picture = page[page.index('<div aria-hidden="true">') : page.index('<ul class="entries">')]
    assert len(re.findall(r'class="night ', picture)) == 31
    assert len(re.findall(r'class="night requested', picture)) == 2
    assert picture.count('<span class="shape">?</span>') == 2
    assert picture.count('<span class="shape">○</span>') == 29


def test_request_names_nobody(county: County) -> None:
    asked = county.ask("2021-07-02", "2021-07-04", needs="a lamp", food="no nuts")
    phone = county.pats()
    rooms = phone.get("/my/rooms").text
    assert "1 request waits for your answer." in rooms
    assert "Sleepover for a child · 2 nights · Eastleigh room" in plain(rooms)
    pages = rooms + phone.get(f"/my/requests/{asked}").text + phone.get(f"/my/stays/{asked}").text
    for word in ("Wren", "a lamp", "no nuts", "night light", *HIDDEN):
        assert word not in pages


def test_confirmed_stay_tells_first_name_age_and_what_the_night_needs(county: County) -> None:
    notes = {"needs": "a lamp\nand a story", "food": "no nuts", "numbers": "Mo 01962 000000"}
    booked = county.ask("2021-07-02", "2021-07-04", status="agreed", **notes)
    item = county.manager.change(
        "handover-items", {"booking_id": booked, "what": "Inhaler in the blue bag"}
    )
    county.manager.accepted(item)
    phone = county.pats()
    before = phone.get(f"/my/stays/{booked}").text
    assert "once your Hive support worker has confirmed" in before
    for word in ("Wren", "a lamp", "no nuts", "01962", "Inhaler"):
        assert word not in before
    county.step(booked, "confirmed")
    page = phone.get(f"/my/stays/{booked}").text
    assert "<h1>Wren, 7</h1>" in page
    for word in ("a lamp\nand a story", "no nuts", "Mo 01962 000000", "Inhaler in the blue bag"):
        assert word in page
    for word in HIDDEN:
        assert word not in page


def test_where_a_stay_says_nothing_the_childs_own_needs_are_told(county: County) -> None:
    booked = county.ask(status="confirmed")
    assert "a night light" in county.pats().get(f"/my/stays/{booked}").text


def test_other_link_carers_rooms_are_not_there(county: County) -> None:
    theirs = county.manager.change(
        "bookings", stay(county.other.room, county.other.child, status="requested")
    )
    county.manager.accepted(theirs)
    phone = county.pats()
    assert "Fareham" not in phone.get("/my/rooms?month=2021-07").text
    for path in (
        f"requests/{theirs['record_id']}",
        f"stays/{theirs['record_id']}",
        f"rooms/{county.other.room}/close",
        f"statements/{county.other.carer}/2021-06.pdf",
    ):
        assert phone.get(f"/my/{path}").status_code == 404, path


def test_brothers_and_sisters_are_asked_for_on_one_card(county: County) -> None:
    other = county.manager.change("children", child(county.side.family, "Robin"))
    county.manager.accepted(other)
    county.ask(request_id="together")
    county.ask(child=other["record_id"], request_id="together")
    page = plain(county.pats().get("/my/rooms").text)
    assert "1 request waits" in page
    assert "Sleepover for 2 children together" in page


def test_months_that_are_none_or_far_away_are_not_there(county: County) -> None:
    phone = county.pats()
    for words in ("nonsense", "2021-13", "1700-01", "2199-12", "2021-06-01"):
        assert phone.get(f"/my/rooms?month={words}").status_code == 404, words
    last = phone.get("/my/rooms?month=2023-06")
    assert last.status_code == 200
    assert "month=2023-05" in last.text
    assert "month=2023-07" not in last.text


def test_day_care_tells_its_hours_and_takes_no_bed(county: County) -> None:
    county.ask(
        "2021-07-10", "2021-07-10", kind="day_care", time_from="10:00:00", time_to="15:30:00"
    )
    page = plain(county.pats().get("/my/rooms?month=2021-07").text)
    assert "Requested Sat 10 Jul, 10:00 to 15:30 Day care" in page
    assert "Free Thu 1 Jul to Sun 1 Aug 31 nights" in page


def test_stay_from_outside_is_never_called_by_our_word_for_it(county: County) -> None:
    county.ask(kind="respite", status="confirmed")
    page = county.pats().get("/my/rooms?month=2021-07").text
    assert "Stay from outside the Hive for Wren, 7" in page
    assert "espite" not in page


def test_request_that_nobody_answered_in_time_is_gone(county: County) -> None:
    county.ask("2021-06-10", "2021-06-12")
    page = county.pats().get("/my/rooms?month=2021-06").text
    assert "No request waits" in page
    assert "Thu 10" not in page
