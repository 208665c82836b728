"""The story on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from hivedesk.reports.letters import portions
from hivedesk.reports.look import BOXES, Look, house_look
from hivedesk.reports.page import Furniture, build
from hivedesk.reports.parts import Heading
from hivedesk.reports.stopping import GoOn, go_on
from hivedesk.rules.days import EARLIEST, duration_words, local
from hivedesk.store.files import write_export
from hivedesk.store.queries.story_entries import Entry, Promise

from .telling import Told

NAME = "Family story"
SHARED_FOOT = "This paper is about a family and children in care. Keep it safe."
FULL_NOTICE = "With your private notes"
FULL_FOOT = "With private notes: for you alone. Shred it when you are done."
NOTHING = "Nothing was recorded in these days."
_DAY, _LEAST = 58.0, 60.0
"""Room for "Wed 16"; and for an entry's first lines, else it begins on the next page."""


def draw(told: Told, out: Path | BinaryIO, prepared_by: str = "", wanted: GoOn = go_on) -> None:
    """Write the PDF. The same story told at the same moment gives the same bytes.

    Args:
        wanted: asked between its parts; ten years of a family take seconds.

    Raises:
        CannotWrite: the folder is read-only or the disk is full.
        Stopped: `wanted` says that nobody wants it; nothing is written.
    """
    look = house_look()
    sheet = io.BytesIO()

    def story() -> list[Flowable]:
        parts: list[Flowable] = []
        for part in _story(told, look):
            wanted()
            parts.append(part)
        said = (part.getPlainText() for part in parts if isinstance(part, Paragraph))
        if not all(map(look.can_print, said)):
            parts.insert(1, look.words(BOXES, "note", spaceBefore=4))
        return parts

    build(story, _furniture(told, prepared_by), look, sheet, wanted)
    if isinstance(out, Path):
        write_export(out, sheet.getvalue())
    else:
        out.write(sheet.getvalue())


def _furniture(told: Told, prepared_by: str) -> Furniture:
    as_at = f"As at {told.as_at.day} {told.as_at:%b %Y, %H:%M}"
    return Furniture(
        title=f"{NAME}, {told.family}",
        name=NAME,
        about=f"{told.family}, {told.hive} Hive, {_days(told)}",
        notice="" if told.private is None else FULL_NOTICE,
        notes=(as_at, f"Prepared by {prepared_by}") if prepared_by else (as_at,),
        foot=SHARED_FOOT if told.private is None else FULL_FOOT,
    )


def _days(told: Told) -> str:
    days = told.span
    if days is None and told.entries:
        first, last = told.entries[0].day, told.entries[-1].day
    elif days is None:
        return "no entries"
    else:
        # An end that was left open is where the story begins, and today.
        begins = told.entries[0].day if told.entries else told.as_at.date()
        first = begins if days.first == EARLIEST else days.first
        last = max(first, min(days.last, told.as_at.date()))
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def _story(told: Told, look: Look) -> Iterator[Flowable]:
    yield look.words(" · ".join(told.facts), "lead")
    if not told.entries:
        yield look.words(NOTHING, "body", spaceBefore=12)
    for month, entries in groupby(told.entries, key=lambda entry: entry.day.replace(day=1)):
        yield CondPageBreak(_LEAST + 30)
        yield Heading(look, f"{month:%Y-%m}", f"{month:%B %Y}")
        for entry in entries:
            yield CondPageBreak(_LEAST)
            yield from _entry(entry, (told.private or {}).get(entry.record_id, ""), look)


def _entry(entry: Entry, private: str, look: Look) -> Iterator[Flowable]:
    yield look.words(
        _head(entry),
        "body",
        leftIndent=_DAY,
        bulletFontName=look.bold,
        bulletFontSize=9.2,
        fontName=look.bold,
        spaceBefore=7,
        bullet=f"{entry.day:%a} {entry.day.day}",
    )
    if entry.tags:
        yield look.words(" · ".join(entry.tags), "note", leftIndent=_DAY)
    for label, text in (
        ("", entry.text),
        ("Something positive: ", entry.positive),
        ("Agreed: ", entry.agreed),
        ("", ". ".join(entry.good)),
        ("Private note: ", private),
    ):
        yield from _paragraphs(label, text, look)
    for promise in entry.promises:
        yield from _paragraphs("", _promised(promise), look)
    yield Spacer(0, 2)


def _head(entry: Entry) -> str:
    parts = [entry.title]
    if entry.at is not None:
        parts.append(f"{local(entry.at):%H:%M}")
    if entry.minutes:
        parts.append(duration_words(entry.minutes))
    if entry.aside:
        parts.append(entry.aside)
    if entry.out_of_hours:
        parts.append("out of hours")
    return " · ".join(parts)


def _paragraphs(label: str, text: str, look: Look) -> Iterable[Flowable]:
    """A text of any length, line by line as it was written; a blank line stays a gap."""
    lines = [line for line in text.splitlines() if line.strip()] if text.strip() else []
    for number, line in enumerate(lines):
        words = label + line if number == 0 else line
        for part in portions(words):
            yield look.words(part, "body", leftIndent=_DAY, splitLongWords=1, spaceBefore=1.5)


def _promised(promise: Promise) -> str:
    when = f"{promise.due_on.day} {promise.due_on:%b %Y}"
    if promise.done_on is None:
        return f"To do by {when}: {promise.what}"
    return f"Done {promise.done_on.day} {promise.done_on:%b %Y}: {promise.what}"
