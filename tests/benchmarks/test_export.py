"""A million rows to CSV: 500,000 support logs and the change that each of them left.

A floor is measured in the same run: Python's own csv writing the same lines.
HIVEDESK_BENCHMARK_ROWS asks for another number.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from hivedesk.paths import key_path
from hivedesk.records import Change, SupportLog, Way, new_id
from hivedesk.store import Store, create_store
from hivedesk.store.jsonable import values_to_json
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW, family, hive, save

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read in /proc"),
]

ROWS = int(os.environ.get("HIVEDESK_BENCHMARK_ROWS", "1000000"))
MOST_MEMORY = 200 * 1024  # KiB
PROJECT = Path(__file__).resolve().parents[2]
WORDS = "school contact bedtime – worried, calmer; rang Monday = again visit nan’s"


def logs_of(family_id: str, count: int) -> Iterator[dict[str, Any]]:
    """Support logs with notes of thirty words, as rows of their table."""
    chance = random.Random(7)
    for number in range(count):
        yield {
            "id": new_id(),
            "created_at": NOW,
            "archived_at": None,
            "family_id": family_id,
            "at": NOW - dt.timedelta(minutes=number % 2_000_000),
            "minutes": 5 + number % 90,
            "way": Way.PHONE,
            "themes": ["School"],
            "note": " ".join(chance.choices(WORDS.split(), k=30)),
            "brought_in": [],
            "breakdown_averted": False,
            "carer_staying": False,
        }


def change_of(row: dict[str, Any], group_id: str) -> dict[str, Any]:
    """The change that one of them left."""
    return {
        "id": new_id(),
        "group_id": group_id,
        "at": NOW,
        "who": "Jo Field",
        "verb": "Log support",
        "kind": "support-logs",
        "record_id": row["id"],
        "after": values_to_json({name: value for name, value in row.items() if value is not None}),
    }


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A store of that many rows, closed."""
    store: Store = create_store(tmp_path / "big.hive", PASSPHRASE)
    place = hive()
    home = family(place)
    save(store, place, *home)
    rows = logs_of(home[0].id, ROWS // 2)
    group_id = new_id()
    with store.engine.execution_options(writes=True).begin() as connection:
        while batch := [row for _, row in zip(range(10_000), rows, strict=False)]:
            connection.execute(insert(SupportLog), batch)
            connection.execute(insert(Change), [change_of(row, group_id) for row in batch])
    store.close()
    assert key_path(store.path).exists()
    return store.path


def floor(out: Path, folder: Path) -> float:
    """Seconds that Python's own csv takes for the same lines."""
    taken = 0.0
    for path in out.glob("*.csv"):
        with (
            path.open(encoding="utf-8", newline="") as source,
            (folder / path.name).open("w", encoding="utf-8", newline="") as target,
        ):
            lines = csv.reader(source)
            write = csv.writer(target, quoting=csv.QUOTE_ALL)
            while batch := [line for _, line in zip(range(1_000), lines, strict=False)]:
                begun = time.perf_counter()
                write.writerows(batch)
                taken += time.perf_counter() - begun
    return taken


def test_a_million_rows_in_little_memory(big: Path, tmp_path: Path) -> None:
    csv.field_size_limit(1024 * 1024)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.export_bare", big, tmp_path / "out", PASSPHRASE],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    (tmp_path / "again").mkdir()
    least = floor(tmp_path / "out", tmp_path / "again")
    size = sum(path.stat().st_size for path in (tmp_path / "out").iterdir())
    print(
        f"\n{said['rows']:,} rows, {size / 1e6:,.0f} MB in {said['seconds']:.1f} s: "
        f"{said['rows'] / said['seconds']:,.0f} rows a second; "
        f"writing alone {said['rows'] / least:,.0f} rows a second, "
        f"ratio {said['seconds'] / least:.1f}. "
        f"Most memory in all {said['peak'] / 1024:.0f} MiB, "
        f"{(said['peak'] - said['before']) / 1024:.0f} MiB more than before."
    )
    assert said["rows"] >= ROWS
    assert said["peak"] < MOST_MEMORY
