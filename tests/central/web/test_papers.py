"""Her statement and her calendar: nobody in them who is not to be told."""

from __future__ import annotations

import io
import re

import icalendar
import pypdf
from sqlalchemy import select

from hivedesk.central import accounts
from hivedesk.central.database import changing
from hivedesk.central.tables import calendars
from tests.central.little import child
from tests.central.web.conftest import County, Phone

ADDRESS = re.compile(r'value="(http://[^"]+\.ics)"')


def address_of(phone: Phone) -> str:
    page = phone.send("/my/calendar", {"do": "new"}).text
    found = ADDRESS.search(page)
    assert found, page
    assert found[1].replace("http", "webcal", 1) in page
    return found[1]


def events(county: County, address: str) -> dict[str, icalendar.Event]:
    answer = county.phone().get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    read = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in read.walk("VEVENT")}


def test_statement_names_only_confirmed_stays(county: County) -> None:
    other = county.manager.change("children", child(county.side.family, "Robin"))
    county.manager.accepted(other)
    county.ask("2021-06-04", "2021-06-06", status="completed")
    county.ask("2021-06-11", "2021-06-13", status="agreed", child=other["record_id"])
    phone = county.pats()
    listed = phone.get("/my/statements").text
    path = f"/my/statements/{county.side.carer}/2021-06.pdf"
    assert f'href="{path}"' in listed
    answer = phone.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    words = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
    )
    for word in ("Pat Moor", "June 2021", "Wren", "A child", "Eastleigh room"):
        assert word in words
    for word in ("Robin", "Secret", "W.S."):
        assert word not in words


def test_statement_of_a_month_to_come_is_not_there(county: County) -> None:
    phone = county.pats()
    for month in ("2021-07", "2021-99", "x"):
        assert phone.get(f"/my/statements/{county.side.carer}/{month}.pdf").status_code == 404


def test_calendar_follows_stays_and_closed_days_and_names_nobody(county: County) -> None:
    phone = county.pats()
    address = address_of(phone)
    assert events(county, address) == {}
    booked = county.ask(status="confirmed", needs="a lamp")
    county.ask("2021-07-09", "2021-07-11")  # only asked for
    fields = {"first_day": "2021-07-20", "last_day": "2021-07-21", "why": "away"}
    phone.send(f"/my/rooms/{county.side.room}/close", fields)
    found = events(county, address)
    assert len(found) == 2
    event = found[f"{booked}@hivedesk"]
    assert str(event["SUMMARY"]) == "Sleepover · Eastleigh room"
    assert (str(event.start), str(event.end)) == ("2021-07-02", "2021-07-04")
    text = county.phone().get(address).text
    for word in ("Wren", "Secret", "a lamp", "away", "Pat"):
        assert word not in text
    # A calendar keeps what it was once told: it hears that a stay was called off, or moved away.
    county.step(booked, "cancelled")
    called_off = events(county, address)[f"{booked}@hivedesk"]
    assert str(called_off["STATUS"]) == "CANCELLED"
    assert int(called_off["SEQUENCE"]) > int(event["SEQUENCE"])
    moved = county.ask("2021-07-25", "2021-07-26", status="agreed")
    away = county.manager.change(
        "bookings", {"room_id": county.other.room}, {"room_id": county.side.room}, moved
    )
    county.manager.accepted(away)
    assert str(events(county, address)[f"{moved}@hivedesk"]["STATUS"]) == "CANCELLED"


def test_address_is_renewed_stopped_and_kept_as_a_digest(county: County) -> None:
    phone = county.pats()
    first = address_of(phone)
    second = address_of(phone)
    assert county.phone().get(first).status_code == 404
    assert county.phone().get(second).status_code == 200
    page = phone.get("/my/calendar").text
    assert "You made an address on Wed 16 Jun 2021" in page
    secret = second.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in page
    with county.central.engine.connect() as connection:
        assert secret not in repr(connection.execute(select(calendars)).all())
    stopped = phone.sent_to(phone.send("/my/calendar", {"do": "stop"}))
    assert "good no more" in stopped
    assert county.phone().get(second).status_code == 404


def test_closed_account_has_no_calendar(county: County) -> None:
    address = address_of(county.pats())
    with changing(county.central.engine) as connection:
        accounts.revoke(connection, "Pat Moor", county.central.now)
    assert county.phone().get(address).status_code == 404


def test_secret_of_an_address_stands_in_no_log_and_no_counter(county: County) -> None:
    address = address_of(county.pats())
    county.phone().get(address)
    counted = county.phone().get("/metrics").text
    assert address.rsplit("/", 1)[1][:20] not in counted
    assert 'route="/my/calendar/{secret}.ics"' in counted
