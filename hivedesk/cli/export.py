"""What leaves a store, and comes in, as a file: the CSV export and the encrypted bundle."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from hivedesk.actions.desk import machine_now
from hivedesk.records import BadUse, NotFound

from .passphrase import for_bundle
from .verbs import opened

Adds = Callable[[str, Callable[[argparse.Namespace], None], str], argparse.ArgumentParser]
"""Name, what it does, and in words: a verb with its --store."""


def add_verbs(verb: Adds) -> None:
    """export, bundle."""
    exported = verb("export", export, "save every record as CSV, with a description of each column")
    exported.add_argument(
        "--out", type=new_place, required=True, metavar="DIR|FILE.zip", help="a new folder or zip"
    )
    _since(exported, "only what changed after this point of an earlier manifest")
    exported.add_argument(
        "--pseudonymised", action="store_true", help="without names, notes and numbers"
    )

    carried = verb("bundle", bundle, "carry changes on a stick, encrypted")
    carried.add_argument(
        "which", choices=["write", "read"], metavar="write|read", help="into the file, or from it"
    )
    carried.add_argument("--file", type=new_place, required=True, metavar="FILE")
    _since(carried, "write all changes after this point; without it, those not yet sent")


def export(asked: argparse.Namespace) -> None:
    """Save the store as CSV and say where."""
    # lazy: start-up
    from hivedesk.sync.csv.writer import export as write

    with opened(asked.store) as desk:
        write(
            desk.store,
            asked.out,
            desk.now,
            since=asked.since,
            pseudonymised=asked.pseudonymised,
        )
    print(asked.out)


def bundle(asked: argparse.Namespace) -> None:
    """Write changes to an encrypted file, or take them in from one, and say how many."""
    if asked.which == "write":
        _write(asked)
    elif asked.since is None:
        _read(asked)
    else:
        raise BadUse("--since goes with write only.", "A file is read as it is.")


def _write(asked: argparse.Namespace) -> None:
    # lazy: start-up (the cipher)
    from hivedesk.sync.stick import write_stick

    with opened(asked.store) as desk:
        passphrase = for_bundle(asked.file, new=True)
        count = write_stick(desk.store, asked.file, passphrase, desk.now, asked.since)
    print(f"{asked.file}: {_changes(count)}")


def _read(asked: argparse.Namespace) -> None:
    # lazy: start-up
    from hivedesk.sync.carry import read_stick

    with opened(asked.store) as desk:
        if not asked.file.is_file():  # said before a passphrase is asked for
            raise NotFound(f"There is no bundle at {asked.file}.", "Check the path.")
        passphrase = for_bundle(asked.file, new=False)
        done = read_stick(desk.store, asked.file, passphrase, machine_now())
    print(f"{asked.store}: {_changes(done.fresh)} read, {done.known} known before")
    if done.conflicts:
        print(f"Texts changed on both sides, both kept: {done.conflicts}", file=sys.stderr)
    if done.waiting:
        print(f"Waiting for a record that is not here: {done.waiting}", file=sys.stderr)


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def _since(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--since", type=point, metavar="N", help=words)


def point(text: str) -> int:
    """How far an export went, as a manifest says it."""
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


def new_place(text: str) -> Path:
    """A path that can name a file or folder."""
    path = Path(text)
    if path.name in ("", ".."):
        raise argparse.ArgumentTypeError(f"{text!r} names no file")
    return path
