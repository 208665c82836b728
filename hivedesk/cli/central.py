"""Making, serving and letting people into the central store."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hivedesk.actions.desk import machine_now
from hivedesk.records.errors import BadUse, PlainError
from hivedesk.rules.days import local

from .export import new_place, point

if TYPE_CHECKING:
    from sqlalchemy import Engine

VARIABLE = "HIVEDESK_DATABASE"
ROLES = ("worker", "manager", "link-carer", "auditor")
_LIBRARIES = ("fastapi", "psycopg", "uvicorn")


def add_verbs(every: argparse._SubParsersAction[Any]) -> None:
    """central init, serve, restored, allow, export, and account add/list/revoke."""
    about = "the shared store that laptops sync with"
    central = every.add_parser("central", help=about, description=about)
    parts = _parts(central)
    _part(parts, "init", init, "make the central store in a database, or bring it up to date")
    serving = _part(parts, "serve", serve, "serve it to laptops until it is told to stop")
    serving.add_argument("--host", default="127.0.0.1", metavar="H")
    serving.add_argument("--port", type=_port, default=8765, metavar="P", help="0: any free one")

    about = "say that the database was put back from a backup: all laptops connect again"
    _part(parts, "restored", restored, about)

    about = "let an account archive much at once, for an hour, and take in what has waited"
    allowing = _part(parts, "allow", allow, about)
    which = allowing.add_mutually_exclusive_group(required=True)
    which.add_argument("--account", metavar="N", help="name or id")
    which.add_argument("--list", action="store_true", help="list the accounts that wait for it")

    taking = _part(parts, "export", export, "save every kind as CSV, for a warehouse")
    taking.add_argument("--out", type=new_place, required=True, metavar="DIR|FILE.zip")
    taking.add_argument(
        "--since", type=point, metavar="N", help="what was changed after this number"
    )
    taking.add_argument("--pseudonymised", action="store_true", help="without names")

    about = "who may connect"
    account = _parts(parts.add_parser("account", help=about, description=about))
    adding = _part(account, "add", add, "add an account; prints a one-time joining code")
    adding.add_argument("--name", required=True, metavar="N")
    adding.add_argument(
        "--role", required=True, choices=ROLES, metavar="ROLE", help=", ".join(ROLES)
    )
    adding.add_argument(
        "--hive",
        action="append",
        default=[],
        metavar="H",
        help="name or id; again for another. A manager or auditor without one has every Hive",
    )
    listing = _part(account, "list", list_all, "list the accounts")
    listing.add_argument("--json", action="store_true")
    revoking = _part(account, "revoke", revoke, "close an account; its laptops forget what it saw")
    revoking.add_argument("--name", required=True, metavar="N", help="name or id")


def _parts(parser: argparse.ArgumentParser) -> argparse._SubParsersAction[Any]:
    return parser.add_subparsers(required=True, metavar="VERB", parser_class=type(parser))


def _part(
    parts: argparse._SubParsersAction[Any], name: str, does: Any, about: str
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = parts.add_parser(name, help=about, description=about)
    made.add_argument(
        "--database",
        default=os.environ.get(VARIABLE),
        metavar="URL",
        help=f"postgresql://USER@HOST/NAME (sqlite:///FILE for a trial); else from {VARIABLE}",
    )
    made.set_defaults(verb=does)
    return made


def init(asked: argparse.Namespace) -> None:
    """Make it, or bring it up to date."""
    # lazy: start-up (only these verbs need a database server's libraries)
    from hivedesk.central import schema

    with _engine(asked) as engine:
        for line in schema.init(engine) or ["the central store is up to date"]:
            print(line)


def serve(asked: argparse.Namespace) -> None:
    """Serve it."""
    with _engine(asked):
        pass  # says what is wrong with the address before anything else
    # lazy: start-up
    from hivedesk.central.serve import serve as run

    run(
        asked.database,
        asked.host,
        asked.port,
        lambda address: print(f"listening on {address}", flush=True),
    )


def restored(asked: argparse.Namespace) -> None:
    """Have every laptop connect again and tell all of its own work."""
    # lazy: start-up
    from hivedesk.central import database, schema

    with _engine(asked) as engine:
        schema.check(engine)
        with database.changing(engine) as connection:
            schema.begin_anew(connection)
    print("every laptop now needs a new joining code, and then sends all of its own work again")


def allow(asked: argparse.Namespace) -> None:
    """Let an account archive much at once, or list who waits for that."""
    # lazy: start-up
    from hivedesk.central import accounts, database, receive, removals, schema

    with _engine(asked) as engine:
        schema.check(engine)
        if asked.list:
            with database.reading(engine) as connection:
                waiting = removals.asking(connection)
            print("\t".join(("name", "role", "changes", "since")))
            for each in waiting:
                print(f"{each.name}\t{each.role}\t{each.changes}\t{each.since.isoformat()}")
            return
        now = machine_now()
        with database.changing(engine) as connection:
            account_id, name = accounts.called(connection, asked.account)
            removals.allow(connection, account_id, now)
            account = accounts.by_id(connection, account_id)
            taken = receive.let_through(connection, account, now)
    until = local(now + removals.LASTS)
    print(f"{name}: {taken} changes taken; it may archive more until {until:%H:%M}")


def export(asked: argparse.Namespace) -> None:
    """Save every kind as CSV."""
    # lazy: start-up
    from hivedesk.central import schema
    from hivedesk.central.export import bundle

    with _engine(asked) as engine:
        schema.check(engine)
        made = bundle(
            engine, asked.out, machine_now(), asked.since, pseudonymised=asked.pseudonymised
        )
    print(f"{asked.out}\tcontinue from {made['continue_from']}")


def add(asked: argparse.Namespace) -> None:
    """Add an account and print its joining code."""
    # lazy: start-up
    from hivedesk.central import accounts, database, schema
    from hivedesk.central.accounts_list import nobody_yet

    with _engine(asked) as engine:
        schema.check(engine)
        with database.writing(engine) as connection:
            role = accounts.Role(asked.role)
            code = accounts.add(connection, asked.name, role, asked.hive, machine_now())
            missed = nobody_yet(connection, asked.name, role)
    for words in missed:
        print(f"hivedesk: {words}", file=sys.stderr)
    days = accounts.CODE_LIVES.days
    print(
        f"hivedesk: good for one laptop, for {days} days; it is not shown again.", file=sys.stderr
    )
    print(code)


def list_all(asked: argparse.Namespace) -> None:
    """List the accounts."""
    # lazy: start-up
    from hivedesk.central import database, schema
    from hivedesk.central.accounts_list import listed

    with _engine(asked) as engine:
        schema.check(engine)
        with database.reading(engine) as connection:
            found = listed(connection)
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "name": each.name,
            "role": each.role,
            "hives": list(each.scope),
            "laptops": each.laptops,
            "seen_at": each.seen_at.isoformat() if each.seen_at else None,
            "revoked_at": each.revoked_at.isoformat() if each.revoked_at else None,
        }
        for each in found
    ]
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    print("\t".join(("name", "role", "hives", "laptops", "last seen", "closed", "id")))
    for row in rows:
        hives = ", ".join(row["hives"]) or ("all" if row["role"] in ("manager", "auditor") else "")
        words = (row["name"], row["role"], hives, row["laptops"], row["seen_at"] or "")
        print("\t".join(str(word) for word in (*words, row["revoked_at"] or "", row["id"])))


def revoke(asked: argparse.Namespace) -> None:
    """Close an account."""
    # lazy: start-up
    from hivedesk.central import accounts, database, schema

    with _engine(asked) as engine:
        schema.check(engine)
        with database.writing(engine) as connection:
            name = accounts.revoke(connection, asked.name, machine_now())
    print(f"{name}: closed")


@contextmanager
def _engine(asked: argparse.Namespace) -> Iterator[Engine]:
    if not asked.database:
        raise BadUse("Which database?", f"Give --database, or set {VARIABLE}.")
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        raise PlainError(
            f"The central store needs libraries that are not installed: {', '.join(missing)}.",
            'Install them: pip install "hivedesk[central]"',
        )
    # lazy: start-up
    from hivedesk.central import database

    engine = database.engine_for(asked.database)
    if database.is_trial(engine):
        print(
            "hivedesk: SQLite is for a trial on one machine: it is not encrypted. "
            "Use PostgreSQL for real work.",
            file=sys.stderr,
        )
    try:
        yield engine
    finally:
        engine.dispose()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port")
    return int(text)
