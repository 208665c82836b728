"""Where the terminal gets the passphrase: the environment, else it asks."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from pathlib import Path

from hivedesk.records.errors import BadUse
from hivedesk.store.backup import is_demo_backup
from hivedesk.store.keyfile import DEMO_PASSPHRASE, is_demo

VARIABLE = "HIVEDESK_PASSPHRASE"


def for_store(path: Path) -> str:
    """The passphrase of an existing store or backup.

    Raises:
        BadUse: it is not in the environment and there is nobody to ask.
    """
    given = os.environ.get(VARIABLE)
    if given:
        return given
    if is_demo(path) or is_demo_backup(path):
        return DEMO_PASSPHRASE
    if sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(EOFError):  # the reader closed the terminal instead of typing
            return getpass.getpass(f"Passphrase for {path.name}: ")
    raise BadUse("The store needs its passphrase.", f"Set {VARIABLE}, or run it in a terminal.")


def for_demo() -> str:
    """The passphrase for a new demo store: the environment's, else the published one."""
    return os.environ.get(VARIABLE) or DEMO_PASSPHRASE


BUNDLE_VARIABLE = "HIVEDESK_BUNDLE_PASSPHRASE"


def for_bundle(path: Path, *, new: bool) -> str:
    """The passphrase of an encrypted bundle; a new one is typed twice.

    Raises:
        BadUse: it is not in the environment and there is nobody to ask, or two were typed.
    """
    given = os.environ.get(BUNDLE_VARIABLE)
    if given:
        return given
    if sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(EOFError):
            typed = getpass.getpass(f"Passphrase for {path.name}: ")
            if new and typed != getpass.getpass("The same again: "):
                raise BadUse("The two are not the same.", "Type the passphrase again.")
            return typed
    raise BadUse(
        "The bundle needs its passphrase.", f"Set {BUNDLE_VARIABLE}, or run it in a terminal."
    )
