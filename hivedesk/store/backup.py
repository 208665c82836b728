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
import platform
import re
import shutil
import zipfile
import zlib
from pathlib import Path

from hivedesk import kdf
from hivedesk.paths import key_path
from hivedesk.records.errors import NotFound, PlainError

from . import keyfile, wal
from .database import Damaged, Store, connect, damaged, engine_for, said_plainly
from .files import aside_in, cannot_write, is_there, refuse_what_is_no_file, sync_folder
from .health import damage_of
from .keyfile import DataKey
from .migrate import check_version

SUFFIX = ".hivebackup"
_STORE, _KEY = "store", "key"
_STAMP = "%Y%m%d-%H%M%S"
_NAME = r"{stem}-(\d{{8}}-\d{{6}})(?:-(\d+))?\.hivebackup"

# What the zip library raises on bytes that are not a zip, or not one of ours.
_NOT_A_BACKUP = (
    zipfile.BadZipFile,
    KeyError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)

KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY = 14, 8, 24


class BackupFailed(PlainError):
    """The copy could not be made, or did not prove whole."""


def folder_of(store: Path) -> Path:
    """Where backups go unless told otherwise: beside the store."""
    return store.with_name("backups")


def own_folder(shared: Path, key: DataKey) -> Path:
    """The folder of one store's copies in a place that several laptops may share.

    Thinning must not meet another laptop's copies, which may have the same names. The laptop's
    name is for IT to find it by; the salt at the head of the store is no other store's.
    """
    laptop = re.sub(r"[^A-Za-z0-9-]+", "-", platform.node()).strip("-") or "laptop"
    return shared / f"{laptop}-{key.salt.hex()[:8]}"


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
        with aside_in(folder, ".backup-") as aside:
            copy, packed = aside / _STORE, aside / "packed"
            copy.touch(mode=0o600)
            packed.touch(mode=0o600)
            _copy_open(store, copy)
            try:
                _prove(Store(copy, engine_for(copy, store.key), store.key))
            except Damaged as why:  # the copy has a name that nobody knows
                raise damaged(store.path) from why
            # A laptop whose battery died may think it is 1970, which zip cannot write.
            with zipfile.ZipFile(packed, "w", strict_timestamps=False) as archive:
                archive.write(copy, _STORE)
                archive.write(key_path(store.path), _KEY)
            with packed.open("rb+") as file:
                os.fsync(file.fileno())
            target = _free_name(folder, f"{store.path.stem}-{_stamp(now)}", SUFFIX)
            os.replace(packed, target)
            sync_folder(folder)
            return target
    except OSError as why:
        raise cannot_write(folder / "backup", why) from why


def daily_backup(store: Store, now: dt.datetime, shared: Path | None = None) -> Path | None:
    """Make today's backup if there is none, then thin the old ones.

    Args:
        shared: where the copies go instead of the usual place. Only its last part is made: a
            drive that is not there must not become a folder on the laptop's own disk.

    Raises:
        CannotWrite, BackupFailed: see `make_backup`.
    """
    folder = folder_of(store.path) if shared is None else own_folder(shared, store.key)
    today = now.astimezone(dt.UTC).date()
    try:
        if shared is not None:
            shared.mkdir(exist_ok=True)
        taken_today = any(taken.date() == today for taken, _ in listed(folder, store.path.stem))
    except OSError as why:
        raise cannot_write((shared or folder) / "backup", why) from why
    if taken_today:
        return None
    made = make_backup(store, folder, now)
    thin(folder, store.path.stem)
    return made


def listed(folder: Path, stem: str) -> list[tuple[dt.datetime, Path]]:
    """Backups of one store, newest first, with the moment each was taken (UTC)."""
    found = []
    name = re.compile(_NAME.format(stem=re.escape(stem)))
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := name.fullmatch(path.name):
            with contextlib.suppress(ValueError):
                taken = dt.datetime.strptime(match[1], _STAMP).replace(tzinfo=dt.UTC)
                found.append((taken, int(match[2] or 1), path))
    return [(taken, path) for taken, _, path in sorted(found, reverse=True)]


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
    gone = []
    for path in (path for _, path in everything if path not in keep):
        with contextlib.suppress(OSError):  # held open by somebody: next time, then
            path.unlink()
            gone.append(path)
    return gone


def restore(backup: Path, path: Path, passphrase: str, now: dt.datetime) -> Path | None:
    """Put the store of `backup` at `path`, after proving it with its passphrase or recovery key.

    A store that is already there is moved aside, never overwritten.

    Returns:
        where the old store went, or None where there was none.

    Raises:
        NotFound, Damaged, BackupFailed, TooNew, KeyFileProblem, WrongPassphrase,
        CannotWrite: nothing was changed.
    """
    if not is_there(backup):
        raise NotFound(f"There is no backup at {backup}.", "Check the path.")
    try:
        refuse_what_is_no_file(path)
        with aside_in(path.parent, ".restore-") as aside:
            fresh = aside / path.name
            _unpack(backup, fresh)
            key = _key_of(fresh, passphrase)
            try:
                _prove(Store(fresh, engine_for(fresh, key), key))
            except Damaged as why:  # not the store that is there, which has the same name
                raise _not_whole(backup) from why
            old = _free_name(path.parent, f"{path.stem}-replaced-{_stamp(now)}", path.suffix)
            moved = _exchange(fresh, path, old)
            sync_folder(path.parent)
            return old if moved else None
    except OSError as why:
        raise cannot_write(path, why) from why


def _key_of(fresh: Path, secret: str) -> DataKey:
    """By its passphrase; or by its recovery key, where both laptop and passphrase are lost."""
    try:
        return keyfile.read_key(fresh, secret)
    except keyfile.WrongPassphrase as why:
        try:
            return keyfile.read_key_by_recovery(fresh, secret)
        except PlainError:
            raise why from None


def is_demo_backup(backup: Path) -> bool:
    """Whether a backup is of a demo store that the published passphrase opens."""
    with (
        contextlib.suppress(OSError, AttributeError, *_NOT_A_BACKUP),
        zipfile.ZipFile(backup) as archive,
        archive.open(_own_entry(archive, backup, _KEY)) as key,
    ):
        return bool(json.loads(key.read()).get("demo"))
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


def _prove(copy: Store) -> None:
    """Raise unless every page of the copy is whole and its version is one we can read."""
    try:
        problems = damage_of(copy)
        check_version(copy)
    finally:
        copy.engine.dispose()
    if problems:
        raise BackupFailed(
            "The copy did not check clean, so it was not used.",
            f"Run hivedesk check. First finding: {problems[0]}",
        )


def _unpack(backup: Path, fresh: Path) -> None:
    try:
        with zipfile.ZipFile(backup) as archive:
            for name, target in ((_STORE, fresh), (_KEY, key_path(fresh))):
                entry = _own_entry(archive, backup, name)
                with archive.open(entry) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file)
                    file.flush()
                    os.fsync(file.fileno())
                target.chmod(0o600)
    except _NOT_A_BACKUP as why:
        raise _not_whole(backup) from why


def _not_whole(backup: Path) -> Damaged:
    return Damaged(f"{backup.name} is not a whole HiveDesk backup.", "Try an older backup.")


def _own_entry(archive: zipfile.ZipFile, backup: Path, name: str) -> zipfile.ZipInfo:
    """An entry as we write it: not compressed, so that none is larger than the backup itself."""
    entry = archive.getinfo(name)
    most = kdf.LIMIT if name == _KEY else backup.stat().st_size
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > most:
        raise zipfile.BadZipFile("not an entry of ours")
    return entry


def _stamp(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).strftime(_STAMP)


def _free_name(folder: Path, name: str, suffix: str) -> Path:
    target, number = folder / f"{name}{suffix}", 1
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}{suffix}"
    return target


def _exchange(fresh: Path, path: Path, old: Path) -> bool:
    """Put `fresh` at `path` and what was there at `old`; all of it or, on a refusal, none.

    Returns:
        whether anything was there.
    """
    there = [
        (part(path), part(old))
        for part in (Path, key_path, wal.path_of, _index_path)
        if part(path).exists()
    ]
    # Key first: a store without its key would look lost, a key without its
    # store is merely waiting for it.
    fresh_parts = [(key_path(fresh), key_path(path)), (fresh, path)]
    with contextlib.ExitStack() as undo:
        for source, target in [*there, *fresh_parts]:
            os.replace(source, target)
            undo.callback(os.replace, target, source)
        undo.pop_all()
    return bool(there)


def _index_path(store: Path) -> Path:
    return store.with_name(store.name + "-shm")  # the log's index, in memory
