"""What each verb does. Heavy modules are imported by the verb that needs them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, machine_now, open_desk
from hivedesk.records import Hive, NotFound, PlainError
from hivedesk.rules.days import local, month_named
from hivedesk.rules.problems import short
from hivedesk.store import health
from hivedesk.store import search as full_text
from hivedesk.store.backup import make_backup
from hivedesk.store.backup import restore as restore_backup
from hivedesk.store.ended import NEXT, ended_of
from hivedesk.store.places import danger_of
from hivedesk.store.queries.tables import Listing, batches_of, titles_of

from .answers import print_array, print_json
from .flat import columns_of_lines, flat_rows, line, on_one_line
from .passphrase import VARIABLE, for_demo, for_store
from .settings import say_problems

Verb = Callable[[argparse.Namespace], None]
MOST_FOUND = 50


def demo(asked: argparse.Namespace) -> None:
    """Build the demo county."""
    # lazy: start-up (only this verb makes people up)
    from hivedesk.demo import build

    passphrase = for_demo()

    def tell(what: str, done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done} of {of}   ", end="", file=sys.stderr)

    build(
        asked.store,
        passphrase,
        seed=asked.seed,
        hives=asked.hives,
        years=asked.years,
        progress=tell,
    )
    if not os.environ.get(VARIABLE):  # said once it is true: an error is one line
        print(f"hivedesk: the demo's passphrase is “{passphrase}”.", file=sys.stderr)
    print(asked.store)


def report(asked: argparse.Namespace) -> None:
    """Save the month of one Hive as PDF."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.monthly import write_pdf

    span = month_named(asked.month)
    with opened(asked.store) as desk:
        with desk.store.reading() as session:
            hive_id, _ = hive_called(session, asked.hive)
        write_pdf(desk.store, hive_id, span, asked.out, desk.now, desk.who)
    print(asked.out)


def figures(asked: argparse.Namespace) -> None:
    """The figures of the month, as JSON."""
    # lazy: start-up
    from hivedesk.reports.monthly.figures import monthly_figures

    span = month_named(asked.month)
    with opened(asked.store) as desk, desk.store.reading() as session:
        hive_id, name = (None, "All Hives") if asked.all else hive_called(session, asked.hive)
        counted = monthly_figures(session, span, hive_id, desk.now)
    print_json({"hive": name, "month": asked.month, "figures": counted.flat()})


def list_kind(asked: argparse.Namespace) -> None:
    """List the current records of a kind (with --everything, also the past ones)."""
    with opened(asked.store) as desk, desk.store.reading() as session:
        hive_id = hive_or_all(session, asked.hive)
        listing = Listing(hive_id=hive_id, everything=asked.everything)
        today = local(desk.now).date()
        rows = (
            row
            for batch in batches_of(session, asked.kind, listing, today)
            for row in flat_rows(session, asked.kind, batch, today)
        )
        if asked.json:
            print_array(rows)
            return
        columns = columns_of_lines(asked.kind)
        print("\t".join(columns))
        for row in rows:
            print(line(columns, row))


def search(asked: argparse.Namespace) -> None:
    """Find records by the words in their names and notes."""
    with opened(asked.store) as desk, desk.store.reading() as session:
        hits = full_text.find(session, asked.text, limit=MOST_FOUND)
        titles: dict[str, str] = {}
        for kind in {hit.kind for hit in hits}:
            its = [hit.record_id for hit in hits if hit.kind == kind]
            titles |= titles_of(session, kind, its)
    found = [
        {
            "id": hit.record_id,
            "kind": hit.kind,
            "title": titles.get(hit.record_id, ""),
            "by": hit.by,
        }
        for hit in hits
    ]
    if asked.json:
        print_array(found)
        return
    for each in found:
        print(f"{each['kind']}\t{on_one_line(each['title'])}\t{each['id']}")


def check(asked: argparse.Namespace) -> None:
    """Ask every question about the health of the store."""
    with opened(asked.store) as desk:
        problems = health.problems_of(desk.store)
    if problems:
        for problem in problems:
            print(problem)
        raise PlainError(
            f"{asked.store.name} is not whole: {len(problems)} found.",
            "Restore the newest backup (hivedesk restore).",
        )
    print(f"{asked.store}: whole")


def backup(asked: argparse.Namespace) -> None:
    """Make a verified copy and say where it is."""
    with opened(asked.store) as desk:
        print(make_backup(desk.store, asked.to, machine_now()))


def restore(asked: argparse.Namespace) -> None:
    """Put a backup in place; a store that is there is moved aside."""
    passphrase = for_store(asked.backup) if asked.backup.is_file() else ""
    old = restore_backup(asked.backup, asked.store, passphrase, machine_now())
    print(asked.store)
    _warn_of_place(asked.store)
    if old:
        print(f"The store that was there is now {old.name}.", file=sys.stderr)


@contextmanager
def opened(path: Path, *, connects: bool = False) -> Iterator[Desk]:
    """The desk of a store, closed again in the end.

    Args:
        connects: whether the verb itself says, or mends, that the store's access was ended.
    """
    # A store that is not there is said before a passphrase is asked for.
    desk = open_desk(path, for_store(path) if path.is_file() else "")
    _warn_of_place(path)
    say_problems()
    try:
        if not connects:
            _say_ended(desk)
        yield desk
    finally:
        desk.store.close()


def _say_ended(desk: Desk) -> None:
    """An emptied store answers like an empty one: say why there is nothing."""
    with desk.store.reading() as session:
        ended = ended_of(session)
    if ended:
        print(f"hivedesk: {ended.words} {NEXT}", file=sys.stderr)


def _warn_of_place(path: Path) -> None:
    if danger := danger_of(path):
        print(f"hivedesk: {danger} Move it with its key file.", file=sys.stderr)


def hive_called(session: Session, name: str) -> tuple[str, str]:
    """Id and name of the Hive that was asked for by either."""
    rows = session.execute(select(Hive.id, Hive.name).where(Hive.archived_at.is_(None))).all()
    for hive_id, its_name in rows:
        if its_name.casefold() == name.casefold() or hive_id == name:
            return hive_id, its_name
    known = ", ".join(sorted(its_name for _, its_name in rows)) or "none"
    raise NotFound(f"There is no Hive called {short(name)!r}.", f"There are: {known}.")


def hive_or_all(session: Session, name: str | None) -> str | None:
    """Id of the Hive that was asked for; None, which is every Hive, only where none was named.

    A script's empty variable names one, and there is none of that name.
    """
    return None if name is None else hive_called(session, name)[0]
