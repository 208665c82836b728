"""Papers: what a link carer is handed each month, and the sheets that tell of the program."""

from __future__ import annotations

import argparse
import json

from sqlalchemy.orm import Session

from hivedesk.records import NotFound
from hivedesk.reports.naming import Naming
from hivedesk.rules.days import month_named
from hivedesk.rules.problems import short
from hivedesk.store.queries.ledger import link_carers_called

from .verbs import opened


def statement(asked: argparse.Namespace) -> None:
    """Save a link carer's month as PDF; with --json, also say it."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.statement import write_pdf

    span = month_named(asked.month)
    with opened(asked.store) as desk:
        with desk.store.reading() as session:
            carer = link_carer(session, asked.link_carer)
        made = write_pdf(desk.store, carer, span, asked.out, desk.now, desk.who, _naming(asked))
    if asked.json:
        print(json.dumps(made.as_json(), ensure_ascii=False, indent=1))
    else:
        print(asked.out)


def board(asked: argparse.Namespace) -> None:
    """Save a month of a link carer's rooms as PDF, to hang up."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.board import write_pdf

    span = month_named(asked.month)
    with opened(asked.store) as desk:
        with desk.store.reading() as session:
            carer = link_carer(session, asked.link_carer)
        write_pdf(desk.store, carer, span, asked.out, desk.now, _naming(asked))
    print(asked.out)


def calendar(asked: argparse.Namespace) -> None:
    """Save a link carer's stays as a calendar file."""
    # lazy: start-up
    from hivedesk.reports.calendar import write_ics

    with opened(asked.store) as desk:
        with desk.store.reading() as session:
            carer = link_carer(session, asked.link_carer)
        write_ics(desk.store, carer, asked.out, private=asked.private, closures=asked.closures)
    print(asked.out)


def guide(asked: argparse.Namespace) -> None:
    """Save the quick guide as PDF; it needs no store."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.guide import draw_guide

    draw_guide(asked.out)
    print(asked.out)


def shortcuts(asked: argparse.Namespace) -> None:
    """Save the keys and shortcuts as PDF; it needs no store."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.guide import draw_shortcuts

    draw_shortcuts(asked.out)
    print(asked.out)


def link_carer(session: Session, asked: str) -> str:
    """The id of the link carer that was asked for by id or name.

    Raises:
        NotFound: nobody is called so, or several are.
    """
    found = link_carers_called(session, asked)
    if len(found) == 1:
        return found[0].id
    if found:
        which = ", ".join(f"{each.name} of {each.hive} ({each.id})" for each in found)
        raise NotFound(
            f"{len(found)} link carers are called {short(asked)!r}.", f"Give the id: {which}."
        )
    known = ", ".join(each.name for each in link_carers_called(session)) or "none"
    raise NotFound(f"There is no link carer called {short(asked)!r}.", f"There are: {known}.")


def _naming(asked: argparse.Namespace) -> Naming:
    return Naming.FIRST_NAME if asked.first_names else Naming.INITIALS
