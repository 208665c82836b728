"""What every test starts from: no screen, a home of its own, a British clock, a quiet log."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hivedesk.actions.desk import Desk, desk_for
from hivedesk.actions.setup import begin
from hivedesk.desktop.collecting import collect_due
from hivedesk.paths import key_path
from hivedesk.records import WorkerRole
from hivedesk.store import Store, create_store
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey

# Set before anything imports Qt or reads the clock.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Europe/London"
if hasattr(time, "tzset"):
    time.tzset()
# No test may read or write the key store of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ.pop("HIVEDESK_PASSPHRASE", None)

# How long an example takes says something of the machine and nothing of the rule.
settings.register_profile(
    "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

# As in the program: what is left of a window is taken away on the thread that made it.
gc.disable()

PASSPHRASE = "nine quiet bees at dusk"
HOME_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the stores, settings and logs of whoever runs the tests out of reach."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOME_VARIABLES:
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("LOCALAPPDATA", str(home / "local"))
        yield


@pytest.fixture(autouse=True)
def garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect after each test, on the thread of the tests; long ones without a window meanwhile."""
    long = any(request.node.get_closest_marker(name) for name in ("soak", "benchmark"))
    if long and "qapp" not in request.fixturenames:
        gc.collect()
        gc.enable()
    yield
    gc.disable()
    collect_due()


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    """The tests' passphrase, also set where the terminal and the window look for it."""
    monkeypatch.setenv("HIVEDESK_PASSPHRASE", PASSPHRASE)
    return PASSPHRASE


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record of warning or worse fails the test, unless it is marked `expects_log`."""
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    yield
    logging.getLogger().removeHandler(kept)
    if kept.lines and request.node.get_closest_marker("expects_log") is None:
        pytest.fail("unexpected log records:\n" + "\n".join(kept.lines))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey]:
    """An empty store that was really made, closed, and its data key: made once, then copied."""
    path = tmp_path_factory.mktemp("empty") / "my.hive"
    made = create_store(path, PASSPHRASE)
    made.close()
    return path, made.key


@pytest.fixture
def store(empty_store: tuple[Path, DataKey], tmp_path: Path) -> Iterator[Store]:
    """A real, empty, open store of the test's own; its passphrase is `PASSPHRASE`."""
    source, key = empty_store
    path = tmp_path / source.name
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    opened = Store(path, engine_for(path, key), key)
    yield opened
    opened.close()


class Clock:
    """A clock that goes on only when told to; it starts on a Wednesday morning in June."""

    def __init__(self) -> None:
        self.now = dt.datetime(2021, 6, 16, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def tick(self, **by: float) -> None:
        """Go on by a timedelta's words: `tick(days=2)`."""
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """The clock of the `desk`."""
    return Clock()


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """A worker, Jo Field, at a store with their Hive (Eastleigh), its policies and themes."""
    person = {"first_name": "Jo", "last_name": "Field", "role": WorkerRole.SUPPORT_WORKER}
    place = {"name": "Eastleigh", "area": "Eastleigh", "started_on": dt.date(2019, 5, 1)}
    begin(store, clock.now, place, person)
    return desk_for(store, clock)
