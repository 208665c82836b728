"""Verified copies of the store, thinned as they age, and the way back from one.

A backup is one file (`NAME-YYYYMMDD-HHMMSS.hivebackup`): a plain zip, stored not
compressed, of the encrypted store and its key file. It is as unreadable without
the passphrase as the store itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from hivedesk.records.errors import NotFound, PlainError

from . import keyfile
from .database import Damaged, Store, connect, engine_for, said_plainly
from .files import cannot_write, sync_folder
from .health import problems_of

SUFFIX = ".hivebackup"
_STORE, _KEY = "store", "key"
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"-(\d{8}-\d{6})(?:-\d+)?\.hivebackup$")

KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY = 14, 8, 24


class BackupFailed(PlainError):
    """The copy could not be made, or did not prove whole."""


def folder_of(store: Path) -> Path:
    """Where backups go unless told otherwise: beside the store."""
    return store.with_name("backups")


def make_backup(store: Store, folder: Path | None, now: dt.datetime) -> Path:
    """Copy the store while it is open, prove the copy, and name it by `now` (aware).

    Returns:
        the path of the backup.

    Raises:
        CannotWrite: folder missing, read-only or full; nothing half-made stays behind.
        BackupFailed: the copy did not open or did not check clean.
    """
    folder = folder or folder_of(store.path)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = Path(tempfile.mkdtemp(dir=folder, prefix=".backup-"))
    except OSError as why:
        raise cannot_write(folder / "backup", why) from why
    try:
        copy = aside / _STORE
        _copy_open(store, copy)
        _prove(copy, store)
        packed = aside / "packed"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            archive.write(copy, _STORE)
            archive.write(keyfile.key_path(store.path), _KEY)
        with packed.open("rb+") as file:
            os.fsync(file.fileno())
        target = _free_name(folder, store.path.stem, now)
        os.replace(packed, target)
        sync_folder(folder)
        return target
    except OSError as why:
        raise cannot_write(folder / "backup", why) from why
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def daily_backup(store: Store, now: dt.datetime) -> Path | None:
    """Make today's backup if there is none, then thin the old ones."""
    folder = folder_of(store.path)
    today = now.astimezone(dt.UTC).date()
    if any(taken.date() == today for taken, _ in listed(folder, store.path.stem)):
        return None
    made = make_backup(store, folder, now)
    thin(folder, store.path.stem)
    return made


def listed(folder: Path, stem: str) -> list[tuple[dt.datetime, Path]]:
    """Backups of one store, newest first, with the moment each was taken (UTC)."""
    found = []
    for path in folder.glob(f"{stem}-*{SUFFIX}") if folder.is_dir() else ():
        if match := _NAME.search(path.name):
            with contextlib.suppress(ValueError):
                taken = dt.datetime.strptime(match[1], _STAMP).replace(tzinfo=dt.UTC)
                found.append((taken, path))
    return sorted(found, reverse=True)


def thin(folder: Path, stem: str) -> list[Path]:
    """Remove backups past their use: keep 14 days, 8 weeks, 24 months, newest of each.

    Returns:
        the paths removed.
    """
    keep: set[Path] = set()
    everything = listed(folder, stem)
    for most, period in (
        (KEEP_DAILY, lambda taken: taken.date()),
        (KEEP_WEEKLY, lambda taken: taken.isocalendar()[:2]),
        (KEEP_MONTHLY, lambda taken: (taken.year, taken.month)),
    ):
        newest: dict[object, Path] = {}
        for taken, path in everything:
            newest.setdefault(period(taken), path)
        keep.update(list(newest.values())[:most])
    gone = [path for _, path in everything if path not in keep]
    for path in gone:
        path.unlink()
    return gone


def restore(backup: Path, path: Path, passphrase: str, now: dt.datetime) -> Path | None:
    """Put the store of `backup` at `path`, after proving it with its passphrase.

    A store that is already there is moved aside, never overwritten.

    Returns:
        where the old store went, or None where there was none.

    Raises:
        NotFound, Damaged, WrongPassphrase, CannotWrite: nothing was changed.
    """
    if not backup.is_file():
        raise NotFound(f"There is no backup at {backup}.", "Check the path.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=".restore-"))
    except OSError as why:
        raise cannot_write(path, why) from why
    try:
        fresh = aside / path.name
        _unpack(backup, fresh)
        key = keyfile.read_key(fresh, passphrase)
        _prove(fresh, Store(fresh, engine_for(fresh, key), key))
        old = _move_aside(path, now)
        # Key first: a store without its key would look lost, a key without its
        # store is merely waiting for it.
        os.replace(keyfile.key_path(fresh), keyfile.key_path(path))
        os.replace(fresh, path)
        sync_folder(path.parent)
        return old
    except OSError as why:
        raise cannot_write(path, why) from why
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def is_demo_backup(backup: Path) -> bool:
    """Whether a backup is of a demo store, which holds invented people only."""
    with contextlib.suppress(OSError, zipfile.BadZipFile, KeyError, ValueError):
        with zipfile.ZipFile(backup) as archive:
            return bool(json.loads(archive.read(_KEY)).get("demo"))
    return False


def _copy_open(store: Store, copy: Path) -> None:
    """Online backup in one step: in small steps it starts again at every write."""
    with said_plainly(store.path):
        source = connect(store.path, store.key)
        try:
            target = connect(copy, store.key)
            try:
                source.backup(target, pages=-1)
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                target.execute("PRAGMA journal_mode = DELETE")
            finally:
                target.close()
        finally:
            source.close()


def _prove(copy: Path, store: Store) -> None:
    proof = Store(copy, engine_for(copy, store.key), store.key)
    try:
        problems = problems_of(proof)
    finally:
        proof.engine.dispose()
    if problems:
        raise BackupFailed(
            "The copy did not check clean, so it was not kept.",
            f"Run hivedesk check. First finding: {problems[0]}",
        )


def _unpack(backup: Path, fresh: Path) -> None:
    try:
        with zipfile.ZipFile(backup) as archive:
            for name, target in ((_STORE, fresh), (_KEY, keyfile.key_path(fresh))):
                with archive.open(name) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file)
                    file.flush()
                    os.fsync(file.fileno())
                target.chmod(0o600)
    except (zipfile.BadZipFile, KeyError, EOFError) as why:
        raise Damaged(
            f"{backup.name} is not a whole HiveDesk backup.", "Try an older backup."
        ) from why


def _free_name(folder: Path, stem: str, now: dt.datetime) -> Path:
    stamp = now.astimezone(dt.UTC).strftime(_STAMP)
    target, number = folder / f"{stem}-{stamp}{SUFFIX}", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{stamp}-{number}{SUFFIX}"
    return target


def _move_aside(path: Path, now: dt.datetime) -> Path | None:
    stamp = now.astimezone(dt.UTC).strftime(_STAMP)
    old = path.with_name(f"{path.stem}-replaced-{stamp}{path.suffix}")
    moved = None
    for there, away in (
        (path, old),
        (keyfile.key_path(path), keyfile.key_path(old)),
        (path.with_name(path.name + "-wal"), old.with_name(old.name + "-wal")),
        (path.with_name(path.name + "-shm"), old.with_name(old.name + "-shm")),
    ):
        if there.exists():
            os.replace(there, away)
            moved = old
    return moved
