"""Opening a store off the window's thread, as early as there is something to open it with."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TypeVar

from hivedesk.actions.desk import Desk, open_desk
from hivedesk.store.queries.hives import Hives, hives_of

T = TypeVar("T")
Opened = tuple[Desk, Hives]


def open_at(path: Path, passphrase: str) -> Opened:
    """The desk of a store and the Hives it holds.

    Raises:
        PlainError: see `store.open_store`.
    """
    return with_hives(open_desk(path, passphrase))


def with_hives(desk: Desk) -> Opened:
    """A desk that has just been opened or made, with its Hives."""
    with desk.store.reading() as session:
        return desk, hives_of(session)


def begin(work: Callable[[], T]) -> Future[T]:
    """Do `work` on a thread of its own, from now on."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as why:
            future.set_exception(why)

    Thread(target=run, name="opening", daemon=True).start()
    return future
