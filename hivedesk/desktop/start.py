"""The first moments: the store opens on one core while Qt and the window come up on the other."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Sequence
from pathlib import Path

from hivedesk.desktop import opening
from hivedesk.paths import default_store
from hivedesk.store.files import is_there

VARIABLE = "HIVEDESK_PASSPHRASE"


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it closes.

    Returns:
        the exit code.
    """
    parser = argparse.ArgumentParser(prog="hivedesk", description="Open the window.")
    parser.add_argument("--store", type=Path, default=None, metavar="FILE")
    path = parser.parse_args(list(arguments)).store or default_store()
    # Nothing made while starting is garbage: collecting it costs a tenth of the start.
    gc.disable()
    passphrase = os.environ.get(VARIABLE)
    begun = None
    if passphrase and is_there(path):
        begun = opening.begin(lambda: opening.open_at(path, passphrase))
    # lazy: start-up (Qt and the window are imported while the store opens)
    from hivedesk.desktop.app import show

    return show(path, begun)
