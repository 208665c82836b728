"""What each verb does. Heavy modules are imported by the verb that needs them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, machine_now, open_desk
from hivedesk.records import Hive, NotFound, PlainError
from hivedesk.rules.days import local, month_named
from hivedesk.store import health
from hivedesk.store import search as full_text
from hivedesk.store.backup import make_backup
from hivedesk.store.backup import restore as restore_backup
from hivedesk.store.queries.tables import Listing, rows_of, titles_of

from .flat import flat_row
from .passphrase import for_demo, for_store

Verb = Callable[[argparse.Namespace], None]


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
    print(asked.store)


def report(asked: argparse.Namespace) -> None:
    """Save the month of one Hive as PDF."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.monthly import write_pdf

    span = month_named(asked.month)
    with _desk(asked.store) as desk:
        with desk.store.reading() as session:
            hive_id = _hive_id(session, asked.hive)
        write_pdf(desk.store, hive_id, span, asked.out, desk.now, desk.who)
    print(asked.out)


def figures(asked: argparse.Namespace) -> None:
    """The figures of the month, as JSON."""
    # lazy: start-up
    from hivedesk.reports.monthly.figures import monthly_figures

    span = month_named(asked.month)
    with _desk(asked.store) as desk, desk.store.reading() as session:
        hive_id = None if asked.all else _hive_id(session, asked.hive)
        counted = monthly_figures(session, span, hive_id, desk.now)
    name = "All Hives" if asked.all else asked.hive
    _print_json({"hive": name, "month": asked.month, "figures": counted.flat()})


def list_kind(asked: argparse.Namespace) -> None:
    """List the current records of a kind (with --everything, also the past ones)."""
    with _desk(asked.store) as desk, desk.store.reading() as session:
        hive_id = _hive_id(session, asked.hive) if asked.hive else None
        listing = Listing(hive_id=hive_id, everything=asked.everything)
        rows = rows_of(session, asked.kind, listing, local(desk.now).date())
        flat = [flat_row(session, asked.kind, row) for row in rows]
    if asked.json:
        _print_json(flat)
        return
    for row in flat:
        print("\t".join(str(value) for key, value in row.items() if key != "id" and value))


def search(asked: argparse.Namespace) -> None:
    """Find records by the words in their names and notes."""
    with _desk(asked.store) as desk, desk.store.reading() as session:
        hits = full_text.find(session, asked.text, limit=50)
        found = []
        for hit in hits:
            title = titles_of(session, hit.kind, [hit.record_id]).get(hit.record_id, "")
            found.append({"id": hit.record_id, "kind": hit.kind, "title": title, "by": hit.by})
    if asked.json:
        _print_json(found)
        return
    for each in found:
        print(f"{each['kind']}\t{each['title']}\t{each['id']}")


def check(asked: argparse.Namespace) -> None:
    """Ask every question about the health of the store."""
    with _desk(asked.store) as desk:
        problems = health.problems_of(desk.store)
    if problems:
        for problem in problems:
            print(problem)
        raise PlainError(
            f"{len(problems)} found in {asked.store.name}.", "Restore the newest backup."
        )
    print(f"{asked.store}: whole")


def backup(asked: argparse.Namespace) -> None:
    """Make a verified copy and say where it is."""
    with _desk(asked.store) as desk:
        print(make_backup(desk.store, asked.to, machine_now()))


def restore(asked: argparse.Namespace) -> None:
    """Put a backup in place; a store that is there is moved aside."""
    old = restore_backup(asked.backup, asked.store, for_store(asked.backup), machine_now())
    print(asked.store)
    if old:
        print(f"The store that was there is now {old.name}.", file=sys.stderr)


@contextmanager
def _desk(path: Path) -> Iterator[Desk]:
    desk = open_desk(path, for_store(path))
    try:
        yield desk
    finally:
        desk.store.close()


def _hive_id(session: Session, name: str) -> str:
    rows = session.execute(select(Hive.id, Hive.name).where(Hive.archived_at.is_(None))).all()
    for hive_id, its_name in rows:
        if its_name.casefold() == name.casefold() or hive_id == name:
            return str(hive_id)
    known = ", ".join(sorted(its_name for _, its_name in rows)) or "none"
    raise NotFound(f"There is no Hive called {name!r}.", f"There are: {known}.")


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print()
