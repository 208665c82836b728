"""Opening a store whose passphrase is forgotten, and making the sheet that does it."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

from hivedesk.actions.desk import machine_now
from hivedesk.records.errors import BadUse, NotFound
from hivedesk.store import keyfile, keystore
from hivedesk.store.files import write_export
from hivedesk.store.recovery import new_recovery_key

from .passphrase import for_store

Adds = Callable[[str, Callable[[argparse.Namespace], None], str], argparse.ArgumentParser]

KEY_VARIABLE, NEW_VARIABLE = "HIVEDESK_RECOVERY_KEY", "HIVEDESK_NEW_PASSPHRASE"


def add_verbs(verb: Adds) -> None:
    """recover, recovery-sheet."""
    verb("recover", recover, "choose a new passphrase with the recovery key")
    about = "make a new recovery sheet as PDF; an older one opens the store no more"
    sheet = verb("recovery-sheet", recovery_sheet, about)
    sheet.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def recover(asked: argparse.Namespace) -> None:
    """The key and the new passphrase come from the environment, two lines, or are asked for."""
    _refuse_missing(asked.store)
    key = os.environ.get(KEY_VARIABLE) or _line("Recovery key: ", KEY_VARIABLE)
    new = os.environ.get(NEW_VARIABLE) or _new_passphrase(asked.store)
    keyfile.recover(asked.store, key, new)
    keystore.forget(asked.store)
    print(f"{asked.store}: the new passphrase holds")


def recovery_sheet(asked: argparse.Namespace) -> None:
    """The sheet is written before the key holds: a full disk must not end the one before it."""
    # lazy: start-up (ReportLab)
    from hivedesk.reports.recovery import recovery_pdf

    _refuse_missing(asked.store)
    passphrase, key = for_store(asked.store), new_recovery_key()
    keyfile.read_key(asked.store, passphrase)
    write_export(asked.out, recovery_pdf(key, asked.store.name, machine_now()))
    try:
        keyfile.set_recovery(asked.store, passphrase, key)
    except BaseException:
        with contextlib.suppress(OSError):
            asked.out.unlink()  # its key opens nothing
        raise
    print(asked.out)
    print("hivedesk: print it, keep it away from the laptop, delete the file.", file=sys.stderr)


def _refuse_missing(store: Path) -> None:
    if not store.is_file():
        raise NotFound(f"There is no store at {store}.", "Check the path.")


def _new_passphrase(store: Path) -> str:
    new = _line(f"New passphrase for {store.name}: ", NEW_VARIABLE)
    if _is_terminal() and new != getpass.getpass("The same again: "):
        raise BadUse("The two are not the same.", "Type the passphrase again.")
    return new


def _line(asks: str, variable: str) -> str:
    """One line of standard input; letters are not shown where a person types."""
    if sys.stdin is None:
        raise BadUse(f"{asks.rstrip(': ')} is missing.", f"Set {variable}.")
    with contextlib.suppress(EOFError):
        typed = getpass.getpass(asks) if _is_terminal() else sys.stdin.readline().rstrip("\r\n")
        if typed:
            return typed
    raise BadUse(f"{asks.rstrip(': ')} is missing.", f"Set {variable}, or type it.")


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
