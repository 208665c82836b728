"""The first moments: the store opens on one core while Qt and the window come up on the other.

Nothing that takes time is imported up here: the key is being derived before anything else.
"""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Sequence
from pathlib import Path

from hivedesk import kdf, starting
from hivedesk.paths import default_store, key_path

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
    starting.begin()
    passphrase = os.environ.get(VARIABLE)
    derive = kdf.begin(key_path(path), passphrase) if passphrase else kdf.derive
    # lazy: start-up (the key is being derived while the records are mapped)
    from hivedesk.desktop import opening
    from hivedesk.store.files import is_there

    begun = None
    if passphrase and is_there(path):
        begun = opening.begin(lambda: opening.open_at(path, passphrase, derive))
    # lazy: start-up (Qt and the window are imported while the store opens)
    from hivedesk.desktop.plain_imports import spare_the_search

    spare_the_search()
    from hivedesk.desktop.app import show  # lazy: start-up

    return show(path, begun)
