"""A program of its own: export a store, and say how long it took and how much memory."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from hivedesk.actions.desk import machine_now
from hivedesk.store import open_store
from hivedesk.sync.csv.writer import export


def memory(which: str) -> int:
    """KiB that this program holds now ("VmRSS") or held at most ("VmHWM")."""
    # Not getrusage: its figure begins with that of the program which started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(rf"{which}:\s+(\d+) kB", status)[0])


def main(path: str, out: str, passphrase: str) -> None:
    """Print seconds, rows and KiB before and at most as JSON."""
    store = open_store(Path(path), passphrase, machine_now())
    before = memory("VmRSS")
    begun = time.perf_counter()
    manifest = export(store, Path(out), machine_now())
    seconds = time.perf_counter() - begun
    store.close()
    rows = sum(each["rows"] or 0 for each in manifest["files"])
    said = {"seconds": seconds, "rows": rows, "before": before, "peak": memory("VmHWM")}
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
