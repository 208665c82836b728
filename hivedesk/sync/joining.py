"""A laptop that joins what central has: it brings no Hive, and finds its worker there."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import PROGRAM
from hivedesk.actions.saving import put
from hivedesk.records import Hive, StoreSetting, Worker, WorkerRole
from hivedesk.records.errors import PlainError
from hivedesk.store import Store, settings, writing
from hivedesk.store.founding import BEGIN
from hivedesk.store.queries.hives import hives_of

from . import wire
from .connection import Connection, altering, become_another, device
from .forget import let_go_of_beginning

WORKER, MANAGER = "worker", "manager"
_ROLES = {WORKER: WorkerRole.SUPPORT_WORKER, MANAGER: WorkerRole.MANAGER}

_PERSON = "joins_as"
"""Who sits down at a store that joined: first name, last name and role, as JSON."""

_TRIED = "joining_with"
"""Digest of the code that was last sent: its answer may have been lost on the way."""


def digits_to_join_with(session: Session, code: str) -> str:
    """The laptop's eight digits to join with; new ones, but for a code whose answer was lost.

    A copy of a store that connects is another laptop: kept before central hears of it.
    """
    digest = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
    if settings.get(session, _TRIED) != digest:
        become_another(session)
        settings.put(session, _TRIED, digest)
    return device(session)


def go_on_as(session: Session, code: str, device_id: str) -> None:
    """Join with a device id that a code was sent with before, from a store that is no more."""
    settings.put(session, settings.DEVICE, device_id)
    digest = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
    settings.put(session, _TRIED, digest)


def joined(session: Session) -> None:
    """The answer came: a copy of this store that connects is another laptop again."""
    session.execute(delete(StoreSetting).where(StoreSetting.key == _TRIED))


def is_awaited(session: Session, account: wire.Account) -> bool:
    """Whether central has no Hive for this account yet, or waits for the one of this store."""
    awaited = {name.casefold() for name in account.expected}
    own = {name.casefold() for _, name in hives_of(session).options}
    return not account.hives or bool(awaited & own)


def join_what_is_there(session: Session, account: wire.Account) -> None:
    """Let go of the Hive and worker a store began with; both come with the first pull.

    The name that was typed is kept: where nobody at central has it, that person is new there.
    """
    worker_id = settings.get(session, settings.WORKER)
    worker = session.get(Worker, worker_id) if worker_id else None
    if worker is not None:
        _will_sit(session, worker.first_name, worker.last_name, account.role)
    session.expire_all()
    let_go_of_beginning(session)
    _look_at(session, account)


def will_sit(session: Session, account: wire.Account) -> None:
    """Whoever the account names sits down at a new store, once their Hive is here."""
    first, _, last = account.name.strip().rpartition(" ")
    _will_sit(session, first or last, last, account.role)
    _look_at(session, account)


def _will_sit(session: Session, first: str, last: str, role: str) -> None:
    if role in _ROLES:
        settings.put(session, _PERSON, json.dumps([first, last, role]))


def _look_at(session: Session, account: wire.Account) -> None:
    if account.role == WORKER and account.hives:
        settings.put(session, settings.HIVE, account.hives[0].id)


def take_a_seat(store: Store, tie: Connection, now: dt.datetime) -> None:
    """Where nobody works at the store, the worker of the account's name does.

    Asked when all that central has is here. Somebody new to it is added, where the store joined.
    """
    with altering(store) as session:
        kept = settings.get(session, _PERSON)
        person: list[str] = json.loads(kept) if kept else []
        names = [tie.account, *([" ".join(person[:2])] if person else [])]
        sits = settings.get(session, settings.WORKER) is not None
        if sits or any(_sit_down(session, name) for name in names) or not person:
            session.execute(delete(StoreSetting).where(StoreSetting.key == _PERSON))
            return
    first, last, role = person
    try:
        _add(store, first, last, role, now)
    except PlainError:
        return  # a name that no worker can have: the account's name stands on what is written


def _sit_down(session: Session, name: str) -> bool:
    """Seat the worker of this name; False where nobody has it, or several have."""
    its = select(Worker.id, Worker.hive_id).where(
        Worker.first_name + " " + Worker.last_name == name, Worker.archived_at.is_(None)
    )
    found = session.execute(its).all()
    if len(found) == 1:
        settings.put(session, settings.WORKER, found[0].id)
        if found[0].hive_id:
            settings.put(session, settings.HIVE, found[0].hive_id)
    return bool(found)


def _add(store: Store, first: str, last: str, role: str, now: dt.datetime) -> None:
    with writing(store, PROGRAM, BEGIN, now) as write:
        hive_id = settings.get(write.session, settings.HIVE) if role == WORKER else None
        if hive_id and write.session.get(Hive, hive_id) is None:
            hive_id = None
        values = {"first_name": first, "last_name": last, "role": _ROLES[role], "hive_id": hive_id}
        made = put(write, Worker, values)
        settings.put(write.session, settings.WORKER, made.id)
        write.session.execute(delete(StoreSetting).where(StoreSetting.key == _PERSON))
