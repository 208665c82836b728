"""The county the benchmarks run in: 60 Hives, 10 years, about 300,000 support logs.

It takes some minutes to build; HIVEDESK_BENCHMARK_STORE names a file to keep it in.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hivedesk.demo import build
from tests.conftest import PASSPHRASE


@pytest.fixture(scope="session")
def big_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The big county, made once."""
    kept = os.environ.get("HIVEDESK_BENCHMARK_STORE")
    path = Path(kept) if kept else tmp_path_factory.mktemp("county") / "county.hive"
    if not path.exists():
        build(path, PASSPHRASE, hives=60, years=10)
    return path
