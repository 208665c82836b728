"""A real central store behind a real socket, for the window to find; and a second laptop."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from hivedesk.actions.desk import Desk, desk_for, machine_now
from hivedesk.central import accounts
from hivedesk.central.accounts import Role
from hivedesk.central.app import app_for
from hivedesk.central.database import changing
from hivedesk.paths import key_path
from hivedesk.store import Store
from hivedesk.store.database import engine_for as store_engine
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import run
from tests.ports import free_port

PATIENCE = 20


@dataclass
class Central:
    """Answers on loopback between `begin` and `end`, always at the same address."""

    engine: Engine
    port: int = field(default_factory=free_port)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen()
        config = uvicorn.Config(
            app_for(self.engine),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)

        def serve(server: uvicorn.Server) -> None:
            server.run(sockets=[listening])
            listening.close()

        self._thread = threading.Thread(target=serve, args=(self._server,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(PATIENCE)
            assert not self._thread.is_alive()
            self._server = self._thread = None

    def code(self, name: str, role: Role = Role.MANAGER) -> str:
        with changing(self.engine) as connection:
            return accounts.add(connection, name, role, (), machine_now())


@contextlib.contextmanager
def second_laptop(
    central: Central, empty_store: tuple[Path, DataKey], folder: Path
) -> Iterator[Desk]:
    """Another laptop that holds what central does."""
    source, key = empty_store
    folder.mkdir()
    path = folder / "other.hive"
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    store = Store(path, store_engine(path, key), key)
    try:
        run.connect(store, central.url, central.code("Kit Reed"), machine_now)
        run.sync_once(store, machine_now)
        yield desk_for(store)
    finally:
        store.close()
