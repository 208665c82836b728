"""Running the service: says when it is ready, and stops without breaking anybody off."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

import uvicorn
from sqlalchemy import Engine

from hivedesk.records.errors import PlainError

from .app import app_for
from .database import engine_for
from .logs import log_to_stderr
from .schema import check

_FAREWELL = 10
"""Seconds that answers under way are given when the service is asked to stop."""


class CannotListen(PlainError):
    """The address is taken, or is none of this machine's."""


def serve(database: str, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until a signal says stop.

    Args:
        port: 0 for any that is free.
        ready: called with the address once requests are answered.

    Raises:
        NotMade, Unreachable, BadUse, CannotListen.
    """
    engine = engine_for(database)
    try:
        check(engine)
        _run(engine, _listen(host, port), ready)
    finally:
        engine.dispose()


def _run(engine: Engine, listening: socket.socket, ready: Callable[[str], None]) -> None:
    name, number = listening.getsockname()[:2]
    address = f"http://[{name}]:{number}" if ":" in name else f"http://{name}:{number}"
    log_to_stderr()
    config = uvicorn.Config(
        app_for(engine),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_FAREWELL,
    )
    # uvicorn raises again what stopped it, once all is done: to us that is a good end.
    kept = {number: signal.signal(number, lambda *_: None) for number in _STOPS}
    try:
        _Server(config, lambda: ready(address)).run(sockets=[listening])
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


_STOPS = (signal.SIGTERM, signal.SIGINT)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say it once requests are answered."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, port))
        except BaseException:
            made.close()
            raise
    except (OSError, OverflowError):
        raise CannotListen(
            f"Nothing can listen at {host}, port {port}.",
            "Is it running already? Choose another --host or --port.",
        ) from None
    made.set_inheritable(True)
    return made
