"""One-to-one support from a terminal: log a contact, the week's hours, who has gone quiet."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk
from hivedesk.actions.support import log_support
from hivedesk.records import Family, FollowUp, SupportLog, Theme
from hivedesk.rules.days import EARLIEST, LATEST, LONDON, Span, local
from hivedesk.rules.problems import Problem, refuse_on, short
from hivedesk.store.queries.hive_hours import hive_hours
from hivedesk.store.queries.log_children import children_of_logs
from hivedesk.store.queries.named import child_called, family_called
from hivedesk.store.queries.policies import policies_of
from hivedesk.store.queries.quiet import quiet_lines
from hivedesk.store.queries.stretches import kept
from hivedesk.store.queries.words import joined

from .answers import on_field, print_json, problems_as_json
from .flat import on_one_line
from .verbs import hive_called, hive_or_all, opened

_OPTIONS = {
    "family_id": "family",
    "child_ids": "child",
    "themes": "theme",
    "due_on": "follow_up",
    "what": "follow_up_what",
}
SHAREABLE, FULL = "shareable", "full"
"""What a printed story holds: what may be shared, or also the reader's own private notes."""
FOLLOW_UP = "Follow up"
"""What stands in a follow-up of which only the day was said."""


def log(asked: argparse.Namespace) -> None:
    """Log one contact with one or several families; its minutes count once."""
    with opened(asked.store) as desk, problems_as_json(asked.json, _OPTIONS):
        with desk.store.reading() as session:
            with on_field("family_id"):
                families = [family_called(session, name) for name in asked.family]
            with on_field("child_ids"):
                children = [child_called(session, name, families) for name in asked.child or ()]
            themes = _themes(session, asked.theme or ())
        values = {
            "at": _moment(asked.at, desk),
            "minutes": asked.minutes,
            "way": asked.way,
            "themes": themes,
            "note": asked.note,
            "positive": asked.positive,
        }
        follow_up = None
        if asked.follow_up or asked.follow_up_what:
            follow_up = {"what": asked.follow_up_what, "due_on": asked.follow_up}
            if asked.follow_up and not asked.follow_up_what:
                follow_up["what"] = FOLLOW_UP
        made = log_support(desk, families, values, follow_up, children)
        _tell(desk, made.record_ids, asked.json)


def hours(asked: argparse.Namespace) -> None:
    """A Hive's week of work against the contract, in minutes, overlaps counted once.

    Time in lieu stands beside it: earned and taken in that week, and what there was at its end.
    """
    with opened(asked.store) as desk, desk.store.reading() as session:
        hive_id, _ = hive_called(session, asked.hive)
        found = hive_hours(session, hive_id, asked.week, desk.now)
    told = {
        "contract_minutes": found.contract,
        "worked_minutes": found.worked,
        "out_of_hours_minutes": found.out_of_hours,
    }
    lieu = {f"lieu_{word}_minutes": minutes for word, minutes in found.lieu.items()}
    if asked.json:
        print_json(told | {"by_kind": found.by_kind} | lieu)
        return
    for key, minutes in (told | found.by_kind | lieu).items():
        print(f"{key}\t{minutes}")


def story(asked: argparse.Namespace) -> None:
    """Save a family's story as PDF."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.story import write_pdf

    with opened(asked.store) as desk:
        with desk.store.reading() as session:
            family = family_called(session, asked.family)
        span = None
        if asked.from_on or asked.to_on:
            begin, end = asked.from_on or EARLIEST, asked.to_on or LATEST
            if end < begin:
                refuse_on([Problem("to_on", "The last day is before the first.")])
            span = Span(begin, end)
        reader = desk.worker_id if asked.sensitivity == FULL else None
        if asked.sensitivity == FULL and reader is None:
            refuse_on([Problem("", "Nobody works at this store: it has no private notes to show.")])
        write_pdf(desk.store, family, asked.out, desk.now, desk.who, span=span, reader=reader)
    print(asked.out)


def quiet(asked: argparse.Namespace) -> None:
    """Families nobody has spoken to for longer than is usual for them, the longest first."""
    with opened(asked.store) as desk, desk.store.reading() as session:
        hive_id = hive_or_all(session, asked.hive)
        lines = quiet_lines(session, hive_id, {}, policies_of(session), desk.now)
    told = [
        {"family": each.name, "days": each.days, "threshold": each.threshold, "why": each.why}
        for each in lines
    ]
    if asked.json:
        print_json(told)
        return
    for row in told:
        print("\t".join(on_one_line(value) for value in row.values()))


def follow_ups(asked: argparse.Namespace) -> None:
    """Save what the worker of a Hive has promised to do as a calendar file."""
    # lazy: start-up
    from hivedesk.reports.calendar import follow_ups_calendar
    from hivedesk.store.files import write_export

    with opened(asked.store) as desk:
        with desk.store.reading() as session:
            hive_id = hive_or_all(session, asked.hive)
            made = follow_ups_calendar(session, hive_id, desk.now, private=asked.private)
        write_export(asked.out, made.file)
    print(asked.out)


def _moment(asked: dt.datetime | None, desk: Desk) -> dt.datetime:
    """When it was: now, unless said; said without a time zone it is by the clock on the wall."""
    if asked is None:
        return desk.now
    return asked if asked.tzinfo else asked.replace(tzinfo=LONDON)


def _themes(session: Session, asked: Iterable[str]) -> list[str]:
    """The themes as they are written in the list, however they were typed."""
    names = session.scalars(select(Theme.name).where(kept(Theme)).order_by(Theme.name))
    known = {name.casefold(): name for name in names}
    unknown = [name for name in asked if name.casefold() not in known]
    if unknown:
        there_are = ", ".join(known.values()) or "none"
        words = f"There is no theme called {short(unknown[0])!r}. There are: {there_are}."
        refuse_on([Problem("themes", words)])
    return list(dict.fromkeys(known[name.casefold()] for name in asked))


def _tell(desk: Desk, log_ids: Sequence[str], as_json: bool) -> None:
    """The rows that were written, and what was promised."""
    told: list[dict[str, Any]] = []
    with desk.store.reading() as session:
        named = children_of_logs(session, log_ids)
        for log_id in log_ids:
            row = session.get_one(SupportLog, log_id)
            family = session.get_one(Family, row.family_id)
            asked = select(FollowUp.due_on).where(FollowUp.support_log_id == log_id)
            due = session.scalar(asked)
            told.append(
                {
                    "id": row.id,
                    "family": family.name,
                    "family_id": family.id,
                    "at": local(row.at).isoformat(),
                    "minutes": row.minutes,
                    "follow_up": due.isoformat() if due else None,
                    "children": list(named[log_id].values()),
                }
            )
    if as_json:
        print_json({"support_logs": told})
        return
    for each in told:
        flat = each | {"children": joined(each["children"])}
        print("\t".join(on_one_line("" if v is None else v) for v in flat.values()))
