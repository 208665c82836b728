"""Her yes and no, closed days: they go the road of a laptop's change and are told to laptops."""

from __future__ import annotations

import threading

from hivedesk.central.web.pages import LONGEST_TYPED
from tests.central.little import child
from tests.central.web.conftest import County


def answer(county: County, asked: str, yes: bool = True, note: str = "") -> str:
    phone = county.pats()
    fields = {"answer": "yes" if yes else "no", "note": note}
    return phone.sent_to(phone.send(f"/my/requests/{asked}", fields))


def test_yes_is_agreed_with_who_and_when_and_laptops_are_told(county: County) -> None:
    asked = county.ask()
    page = answer(county, asked, note="Looking forward to it")
    assert "You said yes." in page
    assert "No request waits" in page
    stay = county.stay(asked)
    assert (stay["status"], stay["status_why"]) == ("agreed", "Looking forward to it")
    said = county.told("bookings")[-1]
    assert (said["who"], said["verb"]) == ("Pat Moor", "Say yes to a stay")
    assert said["at"].startswith("2021-06-16T09:00")
    assert set(said["after"]) == {"status", "status_why"}
    county.step(asked, "confirmed")
    assert "Wren, 7" in county.pats().get(f"/my/stays/{asked}").text


def test_no_needs_a_reason_and_keeps_it(county: County) -> None:
    asked, phone = county.ask(), county.pats()
    refused = phone.send(f"/my/requests/{asked}", {"answer": "no", "note": " "})
    assert refused.status_code == 422
    assert 'aria-describedby="note-help note-wrong"' in refused.text
    assert "Say why you cannot." in refused.text
    assert county.stay(asked)["status"] == "requested"
    assert "You said no." in answer(county, asked, yes=False, note="We are away.")
    assert county.stay(asked)["status"] == "declined"
    assert county.stay(asked)["status_why"] == "We are away."


def test_longest_note_a_browser_sends_is_answered_by_the_page(county: County) -> None:
    asked, phone = county.ask(), county.pats()
    assert f'maxlength="{LONGEST_TYPED}"' in phone.get(f"/my/requests/{asked}").text
    fields = {"answer": "no", "note": "\N{HONEYBEE}" * LONGEST_TYPED}
    refused = phone.send(f"/my/requests/{asked}", fields)
    assert refused.status_code == 422
    assert "A note holds 1,000 characters and this is 5,000." in refused.text
    fields["note"] *= 2
    assert "more than 64 KB" in phone.send(f"/my/requests/{asked}", fields).text


def test_answer_sent_twice_or_too_late_says_so(county: County) -> None:
    asked, phone = county.ask(), county.pats()
    word = phone.word(f"/my/requests/{asked}")
    fields = {"word": word, "answer": "yes"}
    assert phone.client.post(f"/my/requests/{asked}", data=fields).status_code == 303
    again = phone.client.post(f"/my/requests/{asked}", data=fields)
    assert again.status_code == 409
    assert "does not wait for an answer any more" in again.text
    assert len(county.told("bookings")) == 2
    gone = county.ask("2021-08-01", "2021-08-02")
    county.step(gone, "cancelled")
    late = phone.client.post(f"/my/requests/{gone}", data=fields)
    assert late.status_code == 409
    assert county.stay(gone)["status"] == "cancelled"


def test_what_is_no_request_cannot_be_answered(county: County) -> None:
    phone = county.pats()
    for month, state in enumerate(("agreed", "confirmed", "waitlisted"), start=7):
        booked = county.ask(f"2021-{month:02}-02", f"2021-{month:02}-04", status=state)
        refused = phone.send(f"/my/requests/{booked}", {"answer": "yes"}, shown="/my/rooms")
        assert refused.status_code == 409, state
        assert county.stay(booked)["status"] == state


def test_no_yes_without_a_bed_for_each(county: County) -> None:
    other = county.manager.change("children", child(county.side.family, "Robin"))
    third = county.manager.change("children", child(county.side.family, "Jay"))
    county.manager.accepted(other, third)
    one = county.ask(request_id="together")
    two = county.ask(child=other["record_id"], request_id="together")
    county.ask("2021-07-03", "2021-07-04", child=third["record_id"], status="agreed")
    phone = county.pats()
    refused = phone.send(f"/my/requests/{one}", {"answer": "yes", "note": "kept words"})
    assert refused.status_code == 422
    assert "no bed left" in refused.text
    assert "kept words" in refused.text
    assert {county.stay(each)["status"] for each in (one, two)} == {"requested"}


def test_brothers_and_sisters_are_answered_together(county: County) -> None:
    other = county.manager.change("children", child(county.side.family, "Robin"))
    county.manager.accepted(other)
    one = county.ask(request_id="together")
    two = county.ask(child=other["record_id"], request_id="together")
    answer(county, one)
    assert {county.stay(each)["status"] for each in (one, two)} == {"agreed"}
    said = county.told("bookings")[-2:]
    assert said[0]["group_id"] == said[1]["group_id"]


def test_two_phones_and_one_bed_left(county: County) -> None:
    other = county.manager.change("children", child(county.side.family, "Robin"))
    third = county.manager.change("children", child(county.side.family, "Jay"))
    county.manager.accepted(other, third)
    county.ask(status="agreed")
    asked = [county.ask(child=each["record_id"]) for each in (other, third)]
    phones = [county.pats() for _ in asked]
    words = [phone.word("/my/rooms") for phone in phones]
    statuses: list[int] = []

    def say_yes(n: int) -> None:
        fields = {"word": words[n], "answer": "yes"}
        answered = phones[n].client.post(f"/my/requests/{asked[n]}", data=fields)
        statuses.append(answered.status_code)

    threads = [threading.Thread(target=say_yes, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 422]
    assert sorted(county.stay(each)["status"] for each in asked) == ["agreed", "requested"]


def test_closed_days_are_told_and_opened_again(county: County) -> None:
    asked = county.ask("2021-07-11", "2021-07-13")
    phone = county.pats()
    fields = {"first_day": "2021-07-10", "last_day": "12/07/2021", "why": "away <b>"}
    path = f"/my/rooms/{county.side.room}/close"
    page = phone.sent_to(phone.send(path, fields))
    assert "The room is closed on those days." in page
    assert "Sat 10 to Mon 12 Jul" in page
    assert "away &lt;b&gt;" in page
    (told,) = county.told("room-closures")
    assert (told["who"], told["after"]["why"]) == ("Pat Moor", "away <b>")
    assert told["after"]["last_day"] == "2021-07-12"
    phone.send(path, fields)  # sent twice by a thumb
    assert len(county.told("room-closures")) == 1

    refused = phone.send(f"/my/requests/{asked}", {"answer": "yes"})
    assert refused.status_code == 422
    assert "Open it again first" in refused.text

    opened = phone.send(f"/my/closures/{told['record_id']}/open", shown="/my/rooms")
    assert "The room is open again" in phone.sent_to(opened)
    phone.send(f"/my/closures/{told['record_id']}/open", shown="/my/rooms")
    assert len(county.told("room-closures")) == 2
    assert "Closed" not in phone.get("/my/rooms?month=2021-07").text.replace("Close this", "")
    assert phone.send(f"/my/requests/{asked}", {"answer": "yes"}).status_code == 303


CANNOT_BE_CLOSED = [
    ("", "2021-07-12", "first_day", "Choose a day."),
    ("2021-07-12", "soon", "last_day", "That is no day."),
    ("2021-07-12", "2021-07-10", "last_day", "before the first"),
    ("2021-05-01", "2021-05-02", "last_day", "have passed"),
    ("2021-07-01", "2023-07-01", "last_day", "more than a year"),
    ("2021-07-03", "2021-07-03", "first_day", "A stay is booked there"),
    ("0001-01-01", "9999-12-31", "last_day", "more than a year"),
]


def test_days_that_cannot_be_closed(county: County) -> None:
    county.ask(status="agreed")
    phone = county.pats()
    for first, last, field, words in CANNOT_BE_CLOSED:
        fields = {"first_day": first, "last_day": last, "why": "kept words"}
        refused = phone.send(f"/my/rooms/{county.side.room}/close", fields)
        assert refused.status_code == 422
        assert f'id="{field}-wrong"' in refused.text
        assert words in refused.text
        assert "kept words" in refused.text
    assert county.told("room-closures") == []


def test_other_link_carers_room_cannot_be_closed_or_opened(county: County) -> None:
    theirs = county.manager.change(
        "room-closures",
        {"room_id": county.other.room, "first_day": "2021-07-01", "last_day": "2021-07-02"},
    )
    county.manager.accepted(theirs)
    phone = county.pats()
    fields = {"first_day": "2021-08-01", "last_day": "2021-08-02"}
    refused = phone.send(f"/my/rooms/{county.other.room}/close", fields, shown="/my/rooms")
    assert refused.status_code == 404
    phone.send(f"/my/closures/{theirs['record_id']}/open", shown="/my/rooms")
    assert len(county.told("room-closures")) == 1
