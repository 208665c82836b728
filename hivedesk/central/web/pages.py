"""The pages: plain values in, HTML out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hivedesk.records import StayKind
from hivedesk.rules.days import Span, day_words

from .html import Html, Inside, joined, tag
from .month import kind_words, length_words, when_words
from .parts import (
    CALENDAR,
    PAPERS,
    ROOMS,
    Frame,
    Refusal,
    button,
    form,
    line,
    page,
    rows,
    trouble,
    unseen,
)
from .rooms import Request

LONGEST_TYPED = 5_000
"""Characters that a browser lets into a note: more than one holds, so that the page can say what
it holds, and few enough that the door takes the form whatever letters they are."""

_LATER = "You will read here who is coming once your Hive support worker has confirmed the stay."


def sign_in_page(frame: Frame, refusal: Refusal | None = None, *, told: str = "") -> Html:
    """Where a one-time code is typed."""
    return page(
        frame,
        "Sign in",
        tag("p", "Your rooms, the stays in them and your statements, for Hive link carers."),
        tag("p", told, class_="done", role="status") if told else None,
        trouble(refusal),
        form(
            frame,
            "/my/sign-in",
            line(
                "code",
                "Your code",
                refusal,
                help_="16 letters and numbers from your Hive support worker. "
                "It opens this page once, on this phone.",
                autocomplete="one-time-code",
                autocapitalize="characters",
                spellcheck="false",
                maxlength=60,
                class_="code",
            ),
            tag("button", "Sign in", class_="first"),
        ),
        wrong=refusal is not None,
    )


def elsewhere_page(frame: Frame) -> Html:
    """For somebody who came by a link: the browser has not sent the cookie along with it."""
    return page(
        frame,
        "Link carer's page",
        tag("p", tag("a", "Open my rooms", href=ROOMS, class_="first")),
    )


def request_page(frame: Frame, asked: Request, refusal: Refusal | None = None) -> Html:
    """One request, to be answered."""
    return page(
        frame,
        "Can you have this stay?",
        trouble(refusal),
        rows([("When", when_words(asked.stays[0].stay)), *_facts(asked)]),
        tag("p", _LATER, class_="quiet"),
        form(
            frame,
            f"/my/requests/{asked.id}",
            line(
                "note",
                "Note",
                refusal,
                help_="Your Hive support worker reads it. Needed if you say no.",
                long=True,
                rows=3,
                maxlength=LONGEST_TYPED,
            ),
            tag(
                "div",
                button("Yes, I can", name="answer", value="yes", class_="first"),
                button("No, I cannot", name="answer", value="no"),
                class_="choices",
            ),
        ),
        _back(asked.stays[0].stay.from_on),
        wrong=refusal is not None,
    )


def _facts(asked: Request) -> list[tuple[str, str]]:
    stay = asked.stays[0].stay
    many = len(asked.stays)
    found = [("Length", length_words(stay))] if length_words(stay) else []
    if stay.kind is not StayKind.DAY_CARE and stay.time_from:
        found.append(("Arrives at", f"{stay.time_from:%H:%M}"))
    if stay.kind is not StayKind.DAY_CARE and stay.time_to:
        found.append(("Goes home at", f"{stay.time_to:%H:%M}"))
    found += [("What", kind_words(stay.kind)), ("Room", asked.room)]
    return [*found, ("Who", f"{many} children together")] if many > 1 else found


def stay_page(frame: Frame, found: Request, at_the_door: Sequence[tuple[str, bool]]) -> Html:
    """One stay: who is coming and what the night needs, once that may be told."""
    shown = found.stays[0]
    stay = shown.stay
    facts = [("When", when_words(stay)), *_facts(found), ("Now", stay.status.label)]
    door = [
        tag("li", what, tag("strong", " (done)") if done else None) for what, done in at_the_door
    ]
    title = shown.who if shown.confirmed else f"{kind_words(stay.kind)}, {day_words(stay.from_on)}"
    return page(
        frame,
        title,
        rows(facts),
        None if shown.confirmed else tag("p", _LATER, class_="quiet"),
        [joined(tag("h2", label), tag("p", words, class_="words")) for label, words in shown.notes],
        joined(tag("h2", "At the door"), tag("ul", door)) if door else None,
        _back(stay.from_on),
    )


def close_page(frame: Frame, room_id: str, room: str, refusal: Refusal | None = None) -> Html:
    """Days on which a room is not to be used."""
    return page(
        frame,
        f"Close {room}",
        tag("p", "Nobody can be booked into the room on these days. You can open it again."),
        trouble(refusal),
        form(
            frame,
            f"/my/rooms/{room_id}/close",
            line("first_day", "First day", refusal, type="date"),
            line("last_day", "Last day", refusal, type="date", help_="This day is closed too."),
            line(
                "why",
                "Why",
                refusal,
                optional=True,
                maxlength=200,
                help_="For example: away. Your Hive support worker reads it.",
            ),
            tag("button", "Close the room", class_="first"),
        ),
        _back(None),
        wrong=refusal is not None,
    )


def statements_page(
    frame: Frame, carers: Sequence[tuple[str, str]], months: Sequence[Span], today: dt.date
) -> Html:
    """A statement for each month there is one of."""
    several = len(carers) > 1
    parts: list[Inside] = []
    for carer_id, name in carers:
        items = [
            tag(
                "li",
                tag(
                    "a",
                    f"{month.first:%B %Y}",
                    unseen(f", {name}") if several else None,
                    tag("span", " so far" if today in month else "", class_="quiet"),
                    tag("span", "PDF", class_="go"),
                    href=f"{PAPERS}/{carer_id}/{month.first:%Y-%m}.pdf",
                ),
            )
            for month in months
        ]
        parts += [tag("h2", name) if several else None, tag("ul", items, class_="cards")]
    return page(
        frame,
        "My statements",
        tag("p", "Rooms held, stays and what you are owed, month by month."),
        *parts,
        here=PAPERS,
    )


def calendar_page(frame: Frame, since: dt.datetime | None, address: str = "") -> Html:
    """A private address for a calendar program; `address` where it was made just now."""
    return page(
        frame,
        "Calendar",
        tag("p", "Your phone's calendar can show your stays and closed days, and keep up with "
            "changes. It never shows a child's name."),
        _new_address(address) if address else None,
        tag("p", _kept_words(since)) if since and not address else None,
        tag(
            "div",
            form(frame, CALENDAR, tag(
                "button",
                "Make a new address" if since else "Make an address",
                class_="second" if address else "first",
                name="do", value="new",
            )),
            form(frame, CALENDAR, tag(
                "button", "Stop the address", class_="second", name="do", value="stop",
            )) if since else None,
            class_="choices",
        ),
        tag("p", "Whoever has the address can read when your rooms are booked. If it came into "
            "other hands, make a new one: the old one stops at once.", class_="quiet"),
        here=CALENDAR,
    )  # fmt: skip


def _kept_words(since: dt.datetime) -> str:
    return f"You made an address on {day_words(since.date())} {since.year}. It is not shown again."


def _new_address(address: str) -> Html:
    to_phone = "webcal" + address.removeprefix("https").removeprefix("http")
    return tag(
        "div",
        tag("p", tag("a", "Add to this phone's calendar", href=to_phone, class_="first")),
        line(
            "address",
            "Your private address",
            help_="Or copy it into your calendar. It is shown only now.",
            value=address,
            readonly=True,
            class_="code",
        ),
        class_="made",
        role="status",
    )


def sorry_page(frame: Frame, title: str, words: str, next_step: str = "") -> Html:
    """Something that is not there, or could not be done."""
    return page(
        frame,
        title,
        tag("p", words),
        tag("p", next_step) if next_step else None,
        _back(None),
        wrong=True,
    )


def _back(day: dt.date | None) -> Html:
    to = f"{ROOMS}?month={day:%Y-%m}" if day else ROOMS
    return tag("p", tag("a", "Back to my rooms", href=to), class_="after")
