"""What the terminal understands about one-to-one support."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from hivedesk.records import BadUse, Way
from hivedesk.rules.days import LONDON, Span, local, week_named

from . import engagement, support
from .stay_words import Adds, day


def add_verbs(verb: Adds) -> None:
    """log, hours, quiet, follow-ups, engagement, story."""
    log = verb("log", support.log, "log a contact with a family; with several, minutes count once")
    log.add_argument(
        "--family",
        required=True,
        action="extend",
        nargs="+",
        metavar="NAME",
        help="name or id; several for one visit to several",
    )
    ways = ", ".join(way.value for way in Way)
    log.add_argument(
        "--child", action="append", metavar="NAME", help="whom it was about; again for another"
    )
    log.add_argument("--way", type=_way, required=True, metavar="WAY", help=f"one of {ways}")
    log.add_argument("--minutes", type=_minutes, required=True, metavar="N")
    log.add_argument("--at", type=_moment, metavar="ISO", help="2021-06-18T21:10; now if not said")
    log.add_argument("--theme", action="append", metavar="T", help="again for another")
    log.add_argument("--note", required=True, metavar="TEXT", help="what you talked about")
    log.add_argument("--positive", metavar="TEXT", help="something positive")
    log.add_argument("--follow-up", type=day, metavar="D", help="the day it is due")
    log.add_argument("--follow-up-what", metavar="TEXT", help="what is to be done then")

    hours = verb("hours", support.hours, "a Hive's week of work against the contract")
    hours.add_argument("--hive", required=True, metavar="NAME")
    hours.add_argument("--week", type=_week, required=True, metavar="YYYY-Www")

    quiet = verb("quiet", support.quiet, "families nobody has spoken to for long")
    quiet.add_argument("--hive", metavar="NAME")

    follow_ups = verb("follow-ups", support.follow_ups, "save your follow-ups for a calendar")
    follow_ups.add_argument("--out", type=Path, required=True, metavar="FILE.ics")
    follow_ups.add_argument("--hive", metavar="NAME")
    follow_ups.add_argument(
        "--private", action="store_true", help="with their words, which may name people"
    )

    engagement.add_verb(verb)

    story = verb("story", support.story, "save a family's story as PDF")
    story.add_argument("--family", required=True, metavar="NAME", help="name or id")
    story.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    story.add_argument(
        "--sensitivity",
        choices=[support.SHAREABLE, support.FULL],
        default=support.SHAREABLE,
        help="full: with your own private notes, for you alone",
    )
    story.add_argument("--from", dest="from_on", type=day, metavar="D")
    story.add_argument("--to", dest="to_on", type=day, metavar="D", help="the last day")
    for each in (log, hours, quiet):
        each.add_argument("--json", action="store_true")


def _way(text: str) -> Way:
    ways = {way.value: way for way in Way}
    if text in ways:
        return ways[text]
    raise argparse.ArgumentTypeError(f"{text!r} is not one of {', '.join(ways)}")


def _minutes(text: str) -> int:
    # How many make sense is the record's to say; here only whether it is a number.
    if text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 10:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of minutes")


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
        # At the ends of the calendar another zone's clock shows a year there is not.
        local(moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=LONDON))
        return moment
    except (ValueError, OverflowError):
        words = f"{text!r} is not a moment; write it as 2021-06-18T21:10"
        raise argparse.ArgumentTypeError(words) from None


def _week(text: str) -> Span:
    try:
        return week_named(text)
    except BadUse as why:
        raise argparse.ArgumentTypeError(str(why).rstrip(".")) from why
