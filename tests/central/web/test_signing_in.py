"""A one-time code opens the page once; what keeps others out, and when it closes again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hivedesk.central import accounts
from hivedesk.central.accounts import Role
from hivedesk.central.database import changing
from hivedesk.central.tables import sign_in_tries, tokens
from tests.central.web.conftest import County


def test_code_opens_the_page_once(county: County) -> None:
    code = county.code()
    phone = county.phone()
    assert phone.get("/my/rooms").status_code == 401
    page = phone.sent_to(phone.sign_in(code))
    assert "<h1>My rooms</h1>" in page
    assert "Eastleigh room" in page

    again = county.phone().sign_in(code)
    assert again.status_code == 401
    assert "That code has been used" in again.text


def test_typed_in_small_letters_and_with_spaces_it_fits(county: County) -> None:
    typed = county.code().lower().replace("-", " ")
    assert county.phone().sign_in(typed).status_code == 303


def test_answer_lost_on_the_way_the_same_phone_tries_again(county: County) -> None:
    code, phone = county.code(), county.phone()
    word = phone.word("/my/sign-in")
    visit = dict(phone.client.cookies)
    fields = {"word": word, "code": code}
    assert phone.client.post("/my/sign-in", data=fields).status_code == 303
    phone.client.cookies.clear()
    phone.client.cookies.update(visit)
    assert phone.client.post("/my/sign-in", data=fields).status_code == 303
    assert phone.get("/my/rooms").status_code == 200


def test_cookie_is_read_by_no_script_and_sent_by_no_other_site(county: County) -> None:
    answer = county.phone().sign_in(county.code())
    (session,) = [line for line in answer.headers.get_list("set-cookie") if "session=" in line]
    assert "HttpOnly" in session
    assert "SameSite=strict" in session
    assert "Secure" not in session  # plain http on one machine, as here
    # The proxy before it speaks https, and says so.
    safe = county.phone(**{"X-Forwarded-Proto": "https"}).get("/my/sign-in")
    (visit,) = safe.headers.get_list("set-cookie")
    assert visit.startswith("__Host-hivedesk-visit=")
    assert "; Secure" in visit
    assert "Path=/" in visit
    assert "max-age" in safe.headers["strict-transport-security"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_other_codes_are_not_used_up(county: County, role: Role) -> None:
    code = county.code("Sam Other", role)
    refused = county.phone().sign_in(code)
    assert refused.status_code == 401
    assert "for a laptop" in refused.text
    asked = {"code": code, "device": "0badcafe", "name": "x", "now": county.central.now.isoformat()}
    headers = {"HiveDesk-Protocol": "1"}
    assert county.central.client.post("/v1/join", json=asked, headers=headers).status_code == 200


def test_old_code_is_refused(county: County) -> None:
    code, phone = county.code(), county.phone()
    county.central.now += accounts.CODE_LIVES + dt.timedelta(minutes=1)
    answer = phone.sign_in(code)
    assert answer.status_code == 401
    assert "too old" in answer.text


def test_error_stands_at_its_field_and_what_was_typed_is_kept(county: County) -> None:
    page = county.phone().sign_in('WRONG-"<b>').text
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="code-help code-wrong"' in page
    assert "<title>Not done: Sign in" in page
    assert "WRONG-&quot;&lt;b&gt;" in page
    assert "<b>" not in page


def test_too_many_codes_from_one_address_and_then_none_is_taken(county: County) -> None:
    phone = county.phone()
    for _ in range(10):
        assert phone.sign_in("AAAA-BBBB-CCCC-DDDD").status_code == 401
    code = county.code()
    shut = phone.sign_in(code)
    assert shut.status_code == 429
    assert "15 minutes" in shut.text
    # Somebody at another address is not shut out by it.
    assert county.phone(**{"X-Forwarded-For": "192.0.2.7"}).sign_in(code).status_code == 303
    county.central.now += dt.timedelta(minutes=16)
    assert phone.sign_in("AAAA-BBBB-CCCC-DDDD").status_code == 401
    assert phone.sign_in(county.code()).status_code == 303
    with county.central.engine.connect() as connection:
        kept = connection.scalars(select(sign_in_tries.c.address)).all()
    assert all("192.0.2.7" not in each and "127.0.0.1" not in each for each in kept)


def test_signed_out_the_cookie_opens_nothing_even_if_it_was_copied(county: County) -> None:
    phone, thief = county.pats(), county.phone()
    thief.client.cookies.update(dict(phone.client.cookies))
    assert thief.get("/my/rooms").status_code == 200
    assert "You are signed out" in phone.sent_to(phone.send("/my/sign-out", shown="/my/rooms"))
    assert thief.get("/my/rooms").status_code == 401
    assert phone.get("/my/rooms").status_code == 401


def test_revoked_account_is_out_at_once(county: County) -> None:
    phone = county.pats()
    asked = county.ask()
    word = phone.word(f"/my/requests/{asked}")
    with changing(county.central.engine) as connection:
        accounts.revoke(connection, "Pat Moor", county.central.now)
    fields = {"word": word, "answer": "yes"}
    answer = phone.client.post(f"/my/requests/{asked}", data=fields)
    assert answer.status_code == 401
    assert "account has been closed" in answer.text
    assert county.stay(asked)["status"] == "requested"
    assert phone.get("/my/rooms").status_code == 401


def test_phone_that_was_away_for_long_is_signed_out(county: County) -> None:
    phone = county.pats()
    county.central.now += dt.timedelta(days=59)
    assert phone.get("/my/rooms").status_code == 200
    county.central.now += dt.timedelta(days=59)
    assert phone.get("/my/rooms").status_code == 200
    county.central.now += dt.timedelta(days=61)
    assert phone.get("/my/rooms").status_code == 401


def test_laptops_token_of_a_worker_is_no_session(county: County) -> None:
    phone = county.phone()
    phone.client.cookies.set("hivedesk-session", county.manager.token)
    assert phone.get("/my/rooms").status_code == 401


def test_token_is_kept_as_a_digest_only(county: County) -> None:
    phone = county.pats()
    secret = phone.client.cookies["hivedesk-session"]
    with county.central.engine.connect() as connection:
        kept = connection.execute(select(tokens)).all()
    assert secret not in repr(kept)


def test_link_from_elsewhere_leads_on_without_the_cookie(county: County) -> None:
    page = county.phone().get("/my/rooms", **{"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 200
    assert 'href="/my/rooms"' in page.text
    assert "<form" not in page.text


FORMS = ("sign-out", "requests/ASKED", "rooms/ROOM/close", "closures/x/open", "calendar")


def test_form_that_is_not_ours_changes_nothing(county: County) -> None:
    phone = county.pats()
    asked = county.ask()
    before = len(county.manager.pull())
    wanted = {"answer": "yes", "first_day": "2021-08-01", "last_day": "2021-08-02", "do": "new"}
    own, other = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}
    word = phone.word("/my/rooms")
    for said, headers in (({}, own), ({"word": "0" * 64}, own), ({"word": word}, other)):
        for form in FORMS:
            path = "/my/" + form.replace("ASKED", asked).replace("ROOM", county.side.room)
            answer = phone.client.post(path, data=wanted | said, headers=headers)
            assert answer.status_code == 403, (form, said)
    assert len(county.manager.pull()) == before
    assert phone.get("/my/rooms").status_code == 200
    assert "Make an address" in phone.get("/my/calendar").text
