"""What is said of those who wait for a night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hivedesk.desktop.widgets.when import date_words, time_words
from hivedesk.records import OfferAnswer, StayKind
from hivedesk.store.queries.night_queue import Offered, Waiting
from hivedesk.store.queries.waiting_stays import Turn

_ANSWERS = {
    OfferAnswer.ACCEPTED: "taken",
    OfferAnswer.REFUSED: "refused",
    OfferAnswer.LAPSED: "not answered in time",
    OfferAnswer.NONE: "not answered yet",
}


def nights_words(from_on: dt.date, to_on: dt.date, kind: StayKind, today: dt.date) -> str:
    """ "Fri 18 – Sun 20 Jun, 2 nights"; a single day for day care."""
    if kind is StayKind.DAY_CARE or from_on == to_on:
        return date_words(from_on, today)
    nights = (to_on - from_on).days
    begin = date_words(from_on, today)
    if (from_on.year, from_on.month) == (to_on.year, to_on.month):
        begin = begin.split(" ")[0] + f" {from_on.day}"
    many = "1 night" if nights == 1 else f"{nights} nights"
    return f"{begin} – {date_words(to_on, today)}, {many}"


def moment_words(moment: dt.datetime, today: dt.date) -> str:
    """ "16:40 today", "Thu 17 Jun, 09:00"."""
    at = time_words(moment.time())
    if moment.date() == today:
        return f"{at} today"
    return f"{date_words(moment.date(), today)}, {at}"


def whose(names: str) -> str:
    """ "Kit’s", "James’"."""
    return f"{names}’" if names.endswith("s") else f"{names}’s"


def wish_words(waiting: Waiting, today: dt.date) -> str:
    """For which nights, and which room was asked for."""
    nights = nights_words(waiting.from_on, waiting.to_on, waiting.kind, today)
    return f"{nights} · asked for {waiting.room}, any room of {waiting.hive} may be offered"


def why_words(waiting: Waiting, today: dt.date) -> str:
    """Since when, and why."""
    since = f"Waiting since {moment_words(waiting.since, today)}"
    return f"{since}: {waiting.why}" if waiting.why else f"{since}."


def offered_words(offered: Offered, today: dt.date) -> str:
    """What became of an offer: "Attic, offered Wed 16 Jun, 10:05: refused. Too far"."""
    told = f"{offered.room}, offered {moment_words(offered.at, today)}: {_ANSWERS[offered.answer]}"
    return f"{told}. {offered.why}" if offered.why else f"{told}."


def offer_words(offered: Offered, today: dt.date) -> str:
    """An open offer: which room, and until when it holds the bed."""
    return f"{offered.room} is offered and held until {moment_words(offered.answer_by, today)}."


def turn_words(turn: Turn, today: dt.date) -> str:
    """That a bed is free, and whose turn it is."""
    nights = nights_words(turn.from_on, turn.to_on, StayKind.SLEEPOVER, today)
    return f"A bed is free in {turn.room}, {nights}. It is {whose(turn.names)} turn."


def count_words(many: int) -> str:
    """How many wait."""
    return f"{'1 request waits' if many == 1 else f'{many} requests wait'} for a night."


def queue_words(queue: Sequence[Waiting], today: dt.date) -> str:
    """The one line about the queue: whose turn it is, which offer is open, or how many wait."""
    turn = next((turn for waiting in queue for turn in waiting.turns), None)
    if turn:
        nights = nights_words(turn.from_on, turn.to_on, StayKind.SLEEPOVER, today)
        return f"It is {whose(turn.names)} turn: {turn.room}, {nights}."
    for waiting in queue:
        if waiting.offer:
            return f"{whose(waiting.first_names)} turn: {offer_words(waiting.offer, today)}"
    return count_words(len(queue))
