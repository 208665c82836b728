"""From process start to a usable Today, against a bare window plus importing SQLAlchemy."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE

HERE = Path(__file__).parent
ROUNDS = 7


def _until_usable(script: str, *arguments: str) -> float:
    """Seconds from starting a process to its word that it can be used."""
    environment = os.environ | {"HIVEDESK_PASSPHRASE": PASSPHRASE}
    # Whoever installs a program has its bytecode; the first start, which is not counted, makes it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(HERE / script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - begun
        _, trouble = process.communicate(timeout=60)
    assert line.strip() == "usable", trouble
    return took


@pytest.mark.benchmark
def test_today_is_usable_within_twice_the_floor(big_store: Path) -> None:
    """At most 2 x (a bare PySide6 window plus importing SQLAlchemy), medians of one run."""
    _until_usable("start_bare.py")
    _until_usable("start_today.py", str(big_store))
    bare, today = [], []
    for _ in range(ROUNDS):
        bare.append(_until_usable("start_bare.py"))
        today.append(_until_usable("start_today.py", str(big_store)))
    floor, ours = statistics.median(bare), statistics.median(today)
    ratio = ours / floor
    print(f"\nfloor {floor:.3f} s, Today usable {ours:.3f} s, ratio {ratio:.2f}")
    assert ratio <= 2
