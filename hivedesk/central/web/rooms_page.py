"""The page that everything begins on: a month of her rooms, and what waits for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hivedesk.records import StayState
from hivedesk.rules.days import Span, add_months
from hivedesk.rules.stays import beds_words

from .html import Html, tag
from .month import (
    Closure,
    Free,
    Night,
    RoomMonth,
    ShownStay,
    count_words,
    free_words,
    kind_words,
    length_words,
    stretch_words,
    when_words,
)
from .parts import ROOMS, Frame, badge, form, over_badge, page, unseen
from .rooms import MyRooms, Request

_AWAY = 24  # months
_WEEK = ("M", "T", "W", "T", "F", "S", "S")
_OVER = frozenset({StayState.COMPLETED, StayState.ENDED_EARLY})


def rooms_page(frame: Frame, mine: MyRooms, month: Span, today: dt.date) -> Html:
    """Her rooms in a month."""
    begins = month.first
    return page(
        frame,
        "My rooms",
        _summary(mine),
        _requests(mine.requests),
        tag(
            "nav",
            _turn(add_months(begins, -1), today, "◂", "", "Before: "),
            tag("h2", f"{begins:%B %Y}"),
            _turn(add_months(begins, 1), today, "", "▸", "After: "),
            class_="months",
            aria_label="Months",
        ),
        [_room(frame, room, today) for room in mine.rooms],
        None if mine.rooms else tag("p", f"You hold no room for the Hive in {begins:%B %Y}."),
        here=ROOMS,
    )


def _summary(mine: MyRooms) -> Html:
    many = len(mine.requests)
    if not many:
        return tag("p", "No request waits for your answer.", class_="lead")
    waits = "waits" if many == 1 else "wait"
    return tag("p", f"{count_words(many, 'request')} {waits} for your answer.", class_="lead")


def _requests(requests: Sequence[Request]) -> Html | None:
    if not requests:
        return None
    cards = [
        tag(
            "li",
            tag(
                "a",
                tag("strong", when_words(each.stays[0].stay)),
                tag("span", " · ".join(_about(each)), class_="quiet"),
                tag("span", "Say yes or no", class_="go"),
                href=f"/my/requests/{each.id}",
            ),
        )
        for each in requests
    ]
    return tag("ul", cards, class_="cards")


def _about(request: Request) -> list[str]:
    stay = request.stays[0].stay
    many = len(request.stays)
    # A link carer need not know our word for a stay of a child who is not from her Hive.
    who = "a child" if many == 1 else f"{many} children together"
    said = [f"{kind_words(stay.kind)} for {who}", length_words(stay), request.room]
    return [words for words in said if words]


def can_be_turned_to(begins: dt.date, now: dt.date) -> bool:
    """Whether a month can be looked at: one of the two years on either side of a day."""
    return abs((begins.year - now.year) * 12 + begins.month - now.month) <= _AWAY


def _turn(begins: dt.date, today: dt.date, before: str, after: str, what: str) -> Html:
    if not can_be_turned_to(begins, today):
        return tag("span")
    return tag(
        "a",
        unseen(what),
        tag("span", before, aria_hidden="true"),
        f"{begins:%b}",
        unseen(f" {begins:%Y}"),
        tag("span", after, aria_hidden="true"),
        href=f"{ROOMS}?month={begins:%Y-%m}",
    )


def _room(frame: Frame, room: RoomMonth, today: dt.date) -> Html:
    facts = room.facts
    entries = [_entry(frame, room, each) for each in _told_once(room)]
    nothing = tag("p", "Nothing in this month.", class_="quiet")
    return tag(
        "section",
        tag("h3", facts.name, tag("span", f" {beds_words(facts.beds)}", class_="quiet")),
        _picture(room, today),
        tag("ul", entries, class_="entries") if entries else nothing,
        tag(
            "p",
            tag("a", "Close this room for some days", href=f"/my/rooms/{room.room_id}/close"),
            class_="after",
        ),
        class_="room",
        aria_label=facts.name,
    )


def _told_once(room: RoomMonth) -> list[ShownStay | Closure | Free]:
    """Brothers and sisters who are asked for together are one line: they get one answer."""
    asked = set()
    told = []
    for entry in room.entries:
        if isinstance(entry, ShownStay) and entry.stay.status is StayState.REQUESTED:
            key = (entry.request_id or entry.stay.id, entry.stay.from_on, entry.stay.to_on)
            if key in asked:
                continue
            asked.add(key)
        told.append(entry)
    return told


def _picture(room: RoomMonth, today: dt.date) -> Html:
    """The month at a glance. The list below says the same in words, so it is not read out."""
    blank = [tag("span") for _ in range(room.nights[0][0].weekday())]
    heads = [tag("span", name, class_="head") for name in _WEEK]
    cells = [
        tag(
            "span",
            tag("b", str(evening.day)),
            tag("span", night.shape, class_="shape"),
            tag("span", night.word, class_="word"),
            class_=f"night {night.name.lower().replace('_', '-')}"
            + (" today" if evening == today else "")
            + (" past" if evening < today else ""),
        )
        for evening, night in room.nights
    ]
    seen = dict.fromkeys(night for _, night in room.nights)
    legend = [badge(night) for night in Night if night in seen]
    return tag(
        "div",
        tag("div", heads, blank, cells, class_="grid"),
        tag("p", "Nights: ", legend, class_="legend"),
        aria_hidden="true",
    )


def _entry(frame: Frame, room: RoomMonth, entry: ShownStay | Closure | Free) -> Html:
    if isinstance(entry, ShownStay):
        return _stay_entry(entry)
    if isinstance(entry, Closure):
        first, last = entry.days.first, entry.days.last
        days = stretch_words(first, last)
        again = form(
            frame,
            f"/my/closures/{entry.id}/open",
            tag("button", "Open again", unseen(f" {days}, {room.facts.name}"), class_="second"),
        )
        why = tag("span", entry.why, class_="quiet") if entry.why else None
        return tag(
            "li", badge(Night.CLOSED), tag("div", tag("strong", days), why, class_="what"), again
        )
    days = stretch_words(entry.first, entry.until)
    beds = room.facts.beds
    night = Night.PARTLY if entry.beds < beds else Night.FREE
    what = tag(
        "div",
        tag("strong", days),
        tag("span", free_words(entry, beds), class_="quiet"),
        class_="what",
    )
    return tag("li", badge(night), what)


def _stay_entry(entry: ShownStay) -> Html:
    stay = entry.stay
    words = [
        f"{kind_words(stay.kind)} for {entry.who}" if entry.confirmed else kind_words(stay.kind)
    ]
    words += [length_words(stay)] if length_words(stay) else []
    to = "requests" if stay.status is StayState.REQUESTED else "stays"
    what = tag(
        "a",
        tag("strong", when_words(stay)),
        tag("span", " · ".join(words), class_="quiet"),
        href=f"/my/{to}/{stay.id}",
        class_="what",
    )
    word = stay.status.label
    if stay.status in _OVER:
        return tag("li", over_badge(word), what)
    night = Night.REQUESTED if stay.status is StayState.REQUESTED else Night.BOOKED
    return tag("li", badge(night, word), what)
