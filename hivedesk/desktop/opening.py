"""Opening a store off the window's thread, as early as there is something to open it with."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import NamedTuple, TypeVar

from hivedesk import kdf
from hivedesk.actions.desk import Desk, open_desk
from hivedesk.store.ended import ended_of
from hivedesk.store.queries.hives import Hives, hives_of
from hivedesk.store.queries.today import Today, today_of

T = TypeVar("T")


class Opened(NamedTuple):
    """What somebody comes in with.

    Attributes:
        today: what the first page shows, read while the window was still being made; None where
            the page has to ask for itself, and to say what is wrong.
        ended: whether the store's access to the central store was ended, and it is empty.
    """

    desk: Desk
    hives: Hives
    today: Today | None
    ended: bool = False


def open_at(path: Path, passphrase: str, derive: kdf.Derive = kdf.derive) -> Opened:
    """The desk of a store, the Hives it holds and its owner's day.

    Args:
        derive: see `kdf.begin`.

    Raises:
        PlainError: see `store.open_store`.
    """
    return come_in(open_desk(path, passphrase, derive=derive))


def come_in(desk: Desk) -> Opened:
    """What goes with a desk that has just been opened or made."""
    with desk.store.reading() as session:
        hives = hives_of(session)
        ended = ended_of(session) is not None
        try:
            today = today_of(session, hives.chosen or None, desk.worker_id, desk.now)
        except Exception:
            # The page asks again, and says there what is wrong.
            today = None
    return Opened(desk, hives, today, ended)


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
