"""A store with one of everything a script asks for, and two ways to run a verb on it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hivedesk.__main__ import main
from hivedesk.actions.desk import desk_for
from hivedesk.actions.families import add_family, set_family_status
from hivedesk.actions.setup import begin
from hivedesk.actions.stays import book_stay
from hivedesk.actions.support import log_support
from hivedesk.paths import key_path
from hivedesk.records import (
    FamilyState,
    JoinSource,
    Registration,
    StayKind,
    WaitingState,
    Way,
    WorkerRole,
)
from hivedesk.store import Store
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from tests.actions.little import MONDAY, SUNDAY, TODAY, Ids, add, family_values, settle_in
from tests.conftest import Clock

PROJECT = Path(__file__).resolve().parents[2]
SECRET = "the secret nobody else may read"


@dataclass(frozen=True)
class Said:
    """What a verb answered."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def filled(
    empty_store: tuple[Path, DataKey], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Ids]:
    """A closed store with a little Hive in it, made once for all tests that only read."""
    source, key = empty_store
    path = tmp_path_factory.mktemp("filled") / "my.hive"
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    store = Store(path, engine_for(path, key), key)
    clock = Clock()
    person = {"first_name": "Jo", "last_name": "Field", "role": WorkerRole.SUPPORT_WORKER}
    place = {"name": "Eastleigh", "area": "Eastleigh", "started_on": dt.date(2019, 5, 1)}
    begin(store, clock.now, place, person)
    desk = desk_for(store, clock)
    ids = settle_in(desk)
    gosport = add(desk, "hives", name="Gosport", area="Gosport", started_on=TODAY)
    names = {"name": "Łuczak-Ó Briain", "note": "Two lines\nand a \x1b[31mtab\there"}
    add_family(desk, family_values(desk, hive_id=gosport, **names))
    gone = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    set_family_status(desk, gone, FamilyState.LEFT, TODAY, "Moved to Dorset")
    stay = {"room_id": ids.room, "child_id": ids.child, "kind": StayKind.SLEEPOVER}
    book_stay(desk, stay | {"from_on": dt.date(2021, 6, 18), "to_on": SUNDAY})
    guest = {"room_id": ids.room, "guest_name": "Nat", "kind": StayKind.RESPITE}
    guest |= {"why": "Their carer is ill", "override_note": "The manager agreed"}
    book_stay(desk, guest | {"from_on": SUNDAY, "to_on": MONDAY})
    at = dt.datetime(2021, 6, 15, 17, 30, tzinfo=dt.UTC)
    called = {"at": at, "minutes": 40, "way": Way.PHONE, "note": "Bedtimes are calmer."}
    log_support(desk, [ids.family], called | {"private_note": SECRET, "themes": ["School"]})
    add(
        desk,
        "waiting-list",
        name="Birch",
        area="Gosport",
        registration=Registration.COUNTY,
        source=JoinSource.IFA,
        asked_on=TODAY,
        status=WaitingState.WAITING,
    )
    store.close()
    return path, ids


@pytest.fixture
def path(filled: tuple[Path, Ids], tmp_path: Path, passphrase: str) -> Path:
    """A copy of the filled store, with the passphrase in the environment."""
    for source in (filled[0], key_path(filled[0])):
        shutil.copy2(source, tmp_path / source.name)
    return tmp_path / filled[0].name


@pytest.fixture
def ids(filled: tuple[Path, Ids]) -> Ids:
    """What is in the filled store."""
    return filled[1]


Run = Callable[..., Said]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a verb in this process."""

    def run(*words: object) -> Said:
        code = main([str(word) for word in words])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def spawned() -> Run:
    """Run a verb as a program of its own; bytes are read as UTF-8 and must be."""

    def run(*words: object, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "hivedesk", *map(str, words)],
            cwd=PROJECT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
