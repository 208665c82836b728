"""What is at each address: reads or writes, then answers with a page or where to look next."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import Any

from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from hivedesk.records.errors import BadUse, NotFound
from hivedesk.rules.days import Span, add_months, local, month, month_named

from ..accounts import NotLetIn, seen
from ..database import reading, writing
from ..schema import epoch_of
from . import pages, papers, rooms, sessions
from .answering import CannotDo, Writer, name_of_room, write
from .asked import Asked, NotThere, sent_to, shown
from .parts import CALENDAR, ROOMS, Frame, Refusal
from .rooms_page import can_be_turned_to, rooms_page
from .sessions import NotSignedIn

SIGN_IN = "/my/sign-in"
_MONTHS_BACK = 12


def start(asked: Asked) -> Response:
    """The bare address."""
    return sent_to(ROOMS)


def sign_in(asked: Asked) -> Response:
    """The form for a code, and trading the code for a session."""
    visit = asked.visit or sessions.new_visit()
    frame = Frame("", sessions.form_word(visit), asked.query("done"))
    if asked.request.method == "GET":
        answer = shown(pages.sign_in_page(frame))
        sessions.keep_cookie(asked.request, answer, visit, "visit")
        return answer
    asked.check_form(asked.visit)
    code = asked.form.get("code", "")
    try:
        token = _signed_in(asked, code)
    except NotLetIn as why:
        words, next_step = sessions.words_for(why.code)
        refusal = Refusal(words, next_step, "code", {"code": code[:60]})
        return shown(pages.sign_in_page(frame, refusal), 429 if why.code == "tries" else 401)
    answer = sent_to(ROOMS)
    sessions.keep_cookie(asked.request, answer, token)
    sessions.keep_cookie(asked.request, answer, "", "visit")
    return answer


def _signed_in(asked: Asked, code: str) -> str:
    engine, now = asked.central.engine, asked.now
    with reading(engine) as connection:
        address = sessions.address_of(asked.request, epoch_of(connection))
        sessions.check_tries(connection, address, now)
    try:
        with writing(engine) as connection:
            return sessions.sign_in(connection, code, asked.visit, now)
    except NotLetIn:
        # Two at the same moment, the first from there: one of them is counted.
        with contextlib.suppress(IntegrityError), writing(engine) as connection:
            sessions.note_try(connection, address, now)
        raise


def not_signed_in(asked: Asked, why: NotSignedIn) -> Response:
    """For whoever is not signed in, or not any more."""
    # A link from elsewhere comes without the cookie, whoever follows it: let our own page ask.
    if not why.code and asked.request.headers.get("sec-fetch-site") == "cross-site":
        return shown(pages.elsewhere_page(Frame()))
    visit = asked.visit or sessions.new_visit()
    told = " ".join(sessions.words_for(why.code)) if why.code else ""
    answer = shown(pages.sign_in_page(Frame("", sessions.form_word(visit)), told=told), 401)
    sessions.keep_cookie(asked.request, answer, visit, "visit")
    if asked.token:
        sessions.keep_cookie(asked.request, answer, "")
    return answer


def sign_out(asked: Asked) -> Response:
    """End the session."""
    asked.check_form(asked.token)
    with writing(asked.central.engine) as connection:
        sessions.sign_out(connection, asked.token, asked.now)
    answer = sent_to(f"{SIGN_IN}?done=out")
    sessions.keep_cookie(asked.request, answer, "")
    return answer


def my_rooms(asked: Asked) -> Response:
    """A month of her rooms."""
    today = local(asked.now).date()
    with reading(asked.central.engine) as connection:
        account = asked.who(connection)
        span = _month(asked.query("month"), today)
        mine = rooms.my_rooms(connection, account, span, asked.now)
        is_new_visit = sessions.is_to_be_noted(connection, account, asked.now)
    if is_new_visit:
        with writing(asked.central.engine) as connection:
            seen(connection, account, asked.now, 0)
    return shown(rooms_page(asked.frame(account), mine, span, today))


def _month(text: str, today: dt.date) -> Span:
    now = month(today.year, today.month)
    try:
        span = month_named(text) if text else now
    except BadUse:
        raise NotThere from None
    if not can_be_turned_to(span.first, now.first):
        raise NotThere
    return span


def stay(asked: Asked) -> Response:
    """One stay."""
    with reading(asked.central.engine) as connection:
        account = asked.who(connection)
        found = rooms.one_stay(connection, account, _id(asked))
        if found is None:
            raise NotThere
        at_the_door = rooms.handover(connection, account, found.id)
    return shown(pages.stay_page(asked.frame(account), found, at_the_door))


def request(asked: Asked) -> Response:
    """One request, and her answer to it."""
    refusal = None
    if asked.request.method == "POST":
        asked.check_form(asked.token)
        yes = asked.form.get("answer") == "yes"
        note = asked.form.get("note", "").replace("\r\n", "\n")
        try:
            _write(asked, lambda writer: writer.answer(_id(asked), yes=yes, note=note))
            return sent_to(f"{ROOMS}?done={'yes' if yes else 'no'}")
        except CannotDo as why:
            refusal = _refusal(why, {"note": note})
    with reading(asked.central.engine) as connection:
        account = asked.who(connection)
        today = local(asked.now).date()
        waiting = rooms.requests(connection, account, today)
        found = next((r for r in waiting if _id(asked) in [s.stay.id for s in r.stays]), None)
        there = found or rooms.one_stay(connection, account, _id(asked))
    if there is None:
        raise NotThere
    frame = asked.frame(account)
    if found is None:
        words = refusal.words if refusal else "That request has been answered, or taken back."
        return shown(pages.sorry_page(frame, "Nothing to answer", words), 409 if refusal else 200)
    return shown(pages.request_page(frame, found, refusal), 422 if refusal else 200)


def close_room(asked: Asked) -> Response:
    """Days to close a room for."""
    refusal = None
    if asked.request.method == "POST":
        asked.check_form(asked.token)
        typed = {name: asked.form.get(name, "") for name in ("first_day", "last_day", "why")}
        try:
            first, last = (_day(typed[name], name) for name in ("first_day", "last_day"))
            _write(asked, lambda writer: writer.close(_id(asked), first, last, typed["why"]))
            return sent_to(f"{ROOMS}?month={first:%Y-%m}&done=closed")
        except CannotDo as why:
            refusal = _refusal(why, typed)
    with reading(asked.central.engine) as connection:
        account = asked.who(connection)
        name = name_of_room(connection, account, _id(asked))
    if name is None:
        raise NotThere
    made = pages.close_page(asked.frame(account), _id(asked), name, refusal)
    return shown(made, 422 if refusal else 200)


def open_room(asked: Asked) -> Response:
    """Take a closure back."""
    asked.check_form(asked.token)
    _write(asked, lambda writer: writer.open(_id(asked)))
    return sent_to(f"{ROOMS}?done=opened")


def statements(asked: Asked) -> Response:
    """Which statements there are."""
    today = local(asked.now).date()
    with reading(asked.central.engine) as connection:
        account = asked.who(connection)
        carers = rooms.carers(connection, account)
    firsts = [add_months(today.replace(day=1), -n) for n in range(_MONTHS_BACK + 1)]
    months = [month(first.year, first.month) for first in firsts]
    return shown(pages.statements_page(asked.frame(account), carers, months, today))


def statement(asked: Asked) -> Response:
    """One statement as PDF."""
    with reading(asked.central.engine) as connection:
        account = asked.who(connection)
        carer_id = asked.part("carer")
        if carer_id not in account.link_carers:
            raise NotThere
        try:
            span = month_named(asked.part("month"))
            made = papers.statement(connection, carer_id, span, asked.now)
        except (BadUse, NotFound):
            raise NotThere from None
    name = f"statement-{span.first:%Y-%m}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(papers.statement_pdf(made), media_type="application/pdf", headers=headers)


def calendar(asked: Asked) -> Response:
    """The private address of her calendar: made, made anew, stopped."""
    engine = asked.central.engine
    if asked.request.method == "GET":
        with reading(engine) as connection:
            account = asked.who(connection)
            since = papers.calendar_since(connection, account)
        return shown(pages.calendar_page(asked.frame(account), since))
    asked.check_form(asked.token)
    with writing(engine) as connection:
        account = asked.who(connection)
        if asked.form.get("do") != "new":
            papers.forget_calendar(connection, account)
            return sent_to(f"{CALENDAR}?done=forgotten")
        secret = papers.new_calendar(connection, account, asked.now)
    address = f"{asked.request.base_url}my/calendar/{secret}.ics"
    # Shown in the answer itself: it is told once, and stands in no address of ours.
    return shown(pages.calendar_page(asked.frame(account), asked.now, address))


def calendar_file(asked: Asked) -> Response:
    """The calendar itself; the address is all that is asked for."""
    with reading(asked.central.engine) as connection:
        found = papers.calendar_for(connection, asked.part("secret"))
    if found is None:
        raise NotThere
    return Response(found, media_type="text/calendar; charset=utf-8")


def nothing(asked: Asked) -> Response:
    """Any other address."""
    raise NotThere


def _write(asked: Asked, does: Any) -> None:
    def as_hers(writer: Writer) -> None:
        asked.request.state.account = writer.account.id
        does(writer)

    write(asked.central.engine, asked.token, asked.now, as_hers)


def _refusal(why: CannotDo, typed: dict[str, str]) -> Refusal:
    return Refusal(why.words, why.next_step, why.field, typed)


def _id(asked: Asked) -> str:
    return asked.part("id")


_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


def _day(text: str, name: str) -> dt.date:
    """A day as a browser's own field sends it, or as somebody types it."""
    text = text.strip()
    if not text:
        raise CannotDo("Choose a day.", "", name)
    british = _BRITISH.fullmatch(text)
    try:
        if british:
            day, number, year = (int(each) for each in british.groups())
            return dt.date(year, number, day)
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CannotDo("That is no day.", "Write it as 24/12/2026.", name) from None
