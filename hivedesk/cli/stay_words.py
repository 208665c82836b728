"""What the terminal understands about rooms and stays."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Callable

from hivedesk.records import StayKind

from . import stays

Adds = Callable[[str, Callable[[argparse.Namespace], None], str], argparse.ArgumentParser]
"""Name, what it does, and in words: a verb with its --store."""


def add_verbs(verb: Adds) -> None:
    """rooms, can-i, book, move, cancel."""
    rooms = verb("rooms", stays.rooms, "each room night by night: beds, booked, closed")
    _days(rooms, required=True)

    can_i = verb("can-i", stays.can_i, "can I say yes? every room's answer with its reasons")
    _who(can_i)
    _days(can_i, required=True)

    book = verb("book", stays.book, "book a stay; siblings together")
    book.add_argument("--room", required=True, metavar="R", help="name or id")
    _who(book)
    _days(book, required=True)
    _override(book)

    move = verb("move", stays.move, "move a stay to another room or other days")
    move.add_argument("booking", metavar="BOOKING", help="id, or the child's name")
    move.add_argument("--room", metavar="R", help="name or id")
    _days(move, required=False)
    _override(move)

    cancel = verb("cancel", stays.cancel, "call a stay off")
    cancel.add_argument("booking", metavar="BOOKING", help="id, or the child's name")
    cancel.add_argument("--why", required=True, metavar="TEXT")
    for each in (rooms, can_i, book, move, cancel):
        each.add_argument("--json", action="store_true")


def _who(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument(
        "--child", action="append", metavar="C", help="name or id; again for a brother or sister"
    )
    who.add_argument("--guest", metavar="NAME", help="a child from outside the Hive, first name")
    kinds = ", ".join(kind.value for kind in StayKind)
    parser.add_argument(
        "--kind", type=_kind, default=StayKind.SLEEPOVER, metavar="K", help=f"one of {kinds}"
    )
    parser.add_argument("--why", metavar="TEXT", help="the reason; from outside the Hive needed")


def _days(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--from", dest="from_on", type=day, required=required, metavar="D")
    parser.add_argument(
        "--to", dest="to_on", type=day, required=required, metavar="D", help="the check-out day"
    )


def _override(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--override", metavar="NOTE", help="why it is right over a warning")


def day(text: str) -> dt.date:
    """A day as scripts write it: 2021-06-18."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2021-06-18")


def _kind(text: str) -> StayKind:
    kinds = {kind.value: kind for kind in StayKind}
    if (word := text.replace("-", "_")) in kinds:
        return kinds[word]
    raise argparse.ArgumentTypeError(f"{text!r} is not one of {', '.join(kinds)}")
