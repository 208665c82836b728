"""What the terminal understands."""

from __future__ import annotations

import argparse
import re
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from hivedesk import __version__
from hivedesk.records import KINDS
from hivedesk.records.errors import BadUse

from . import central, export, papers, recovery, settings, stay_words, support_words, sync, verbs


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        # A script that shortens --everything would break with the next option.
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """One line, exit code 2, instead of argparse's usage page."""
        raise BadUse(message + ".", f"Try: {self.prog} --help")


def parser() -> _Parser:
    """All verbs with their options."""
    root = _Parser(
        prog="hivedesk",
        usage="hivedesk [--store FILE]\n       hivedesk VERB --store FILE [...]",
        description="Without a verb the window opens: on your own store, or on FILE.",
        epilog="hivedesk VERB --help tells more. The passphrase is asked for, or taken from "
        "HIVEDESK_PASSPHRASE. With --settings FILE, settings are read from FILE too. "
        "Exit code: 0 done, 1 could not be done, 2 used wrongly.",
    )
    root.add_argument("--version", action="version", version=f"HiveDesk {__version__}")
    every = root.add_subparsers(
        required=True, metavar="VERB", prog="hivedesk", parser_class=_Parser
    )

    demo = _verb(every, "demo", verbs.demo, "make a store of invented people")
    demo.add_argument("--seed", type=_whole, default=1, metavar="N")
    demo.add_argument("--hives", type=_at_least_one, default=6, metavar="N")
    demo.add_argument("--years", type=_at_least_one, default=2, metavar="N")

    report = _reports(every, "report", verbs.report, "save a report as PDF")
    report.add_argument("--out", type=_file, required=True, metavar="FILE.pdf")
    report.add_argument("--hive", required=True, metavar="NAME")

    figures = _reports(every, "figures", verbs.figures, "a report's figures as JSON")
    which = figures.add_mutually_exclusive_group(required=True)
    which.add_argument("--hive", metavar="NAME")
    which.add_argument("--all", action="store_true", help="every Hive together")

    listed = _verb(every, "list", verbs.list_kind, "list records of one kind")
    listed.add_argument(
        "kind", choices=sorted(KINDS), metavar="KIND", help=", ".join(sorted(KINDS))
    )
    listed.add_argument("--json", action="store_true")
    listed.add_argument("--hive", metavar="NAME")
    listed.add_argument(
        "--everything", action="store_true", help="also what has left, ended or been done"
    )

    search = _verb(
        every, "search", verbs.search, f"find records by their words; the best {verbs.MOST_FOUND}"
    )
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--json", action="store_true")

    statement = _paper(every, "statement", papers.statement, "save a link carer's month as PDF")
    statement.add_argument("--json", action="store_true", help="say the figures too")
    _paper(every, "board", papers.board, "save a month of a link carer's rooms as PDF, to hang up")
    calendar = _of_a_carer(
        every, "calendar", papers.calendar, "save a link carer's stays for a calendar"
    )
    calendar.add_argument("--out", type=_file, required=True, metavar="FILE.ics")
    calendar.add_argument("--private", action="store_true", help="with the children's first names")
    calendar.add_argument("--closures", action="store_true", help="with the days a room is closed")

    stay_words.add_verbs(partial(_verb, every))
    support_words.add_verbs(partial(_verb, every))
    sync.add_verbs(partial(_verb, every))
    export.add_verbs(partial(_verb, every))
    recovery.add_verbs(partial(_verb, every))

    central.add_verbs(every)

    about = "which settings hold here, where from, and what is wrong with their files"
    held = every.add_parser("settings", help=about, description=about)
    held.add_argument("--json", action="store_true")
    held.set_defaults(verb=settings.settings)

    _verb(every, "check", verbs.check, "is the store whole? exit code 0 or 1")
    backup = _verb(every, "backup", verbs.backup, "make a verified copy; prints its path")
    backup.add_argument("--to", type=Path, metavar="DIR")
    restore = _verb(every, "restore", verbs.restore, "put a backup in place")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    for name, does, about in (
        ("guide", papers.guide, "save the quick guide as PDF: one page, the same for everybody"),
        ("shortcuts", papers.shortcuts, "save every key and shortcut as PDF: one page"),
    ):
        paper = every.add_parser(name, help=about, description=about)
        paper.add_argument("--out", type=_file, required=True, metavar="FILE.pdf")
        paper.set_defaults(verb=does)
    return root


def _verb(
    every: argparse._SubParsersAction[_Parser],
    name: str,
    does: verbs.Verb,
    about: str,
) -> _Parser:
    made = every.add_parser(name, help=about, description=about)
    made.add_argument("--store", type=_file, required=True, metavar="FILE")
    made.set_defaults(verb=does)
    return made


def _reports(
    every: argparse._SubParsersAction[_Parser],
    name: str,
    does: verbs.Verb,
    about: str,
) -> _Parser:
    made = _verb(every, name, does, about)
    made.add_argument("which", choices=["monthly"], metavar="monthly")
    made.add_argument("--month", required=True, metavar="YYYY-MM")
    return made


def _of_a_carer(
    every: argparse._SubParsersAction[_Parser],
    name: str,
    does: verbs.Verb,
    about: str,
) -> _Parser:
    made = _verb(every, name, does, about)
    made.add_argument("--link-carer", required=True, metavar="NAME", help="full name, or id")
    return made


def _paper(
    every: argparse._SubParsersAction[_Parser],
    name: str,
    does: verbs.Verb,
    about: str,
) -> _Parser:
    made = _of_a_carer(every, name, does, about)
    made.add_argument("--month", required=True, metavar="YYYY-MM")
    made.add_argument("--out", type=_file, required=True, metavar="FILE.pdf")
    made.add_argument("--first-names", action="store_true", help="instead of initials")
    return made


def _at_least_one(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _file(text: str) -> Path:
    path = Path(text)
    if path.name in ("", ".."):
        raise argparse.ArgumentTypeError(f"{text!r} names no file")
    return path


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)
