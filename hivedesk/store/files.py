"""Writing a small file so that it is either the old one or the new one, never half."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from hivedesk.records.errors import PlainError


class CannotWrite(PlainError):
    """The disk is full, or the folder may not be written to."""


def cannot_write(path: Path, why: OSError) -> CannotWrite:
    """The plain words for a write that the machine refused."""
    if why.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotWrite(
            "The disk is full; nothing was changed.", "Free some space and try again."
        )
    return CannotWrite(
        f"{path.parent} cannot be written to; nothing was changed.",
        "Choose another folder, or ask IT for the right to write there.",
    )


def is_full(folder: Path) -> bool:
    """Whether the disk below `folder` has less room left than the smallest write needs."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    return False


def is_there(path: Path) -> bool:
    """Whether a file is there that we may look at; False for any name that cannot be one."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_anything(path: Path) -> bool:
    """Whether a file, folder or device is there; False for any name that cannot be one."""
    try:
        return path.exists()
    except OSError:
        return False


def identity_of(path: Path) -> tuple[int, int] | None:
    """What tells this file from another one at the same path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_what_is_no_file(path: Path) -> None:
    """Leave folders, devices and pipes where they are.

    Raises:
        CannotWrite: something is there that is not a file.
        OSError: no file can have this name.
    """
    if path.exists() and not path.is_file():
        raise CannotWrite(f"{path} is not a file; nothing was changed.", "Choose another name.")


_LEAST_ROOM = 1024 * 1024  # bytes
_LEFT_BEHIND = 24 * 60 * 60  # seconds; no copy takes a day


@contextlib.contextmanager
def aside_in(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder of our own inside `folder` to make something whole before it is put in its place.

    Only this user can look into it. It goes when the block ends; one that a killed
    program left behind goes a day later, when the next one is asked for.

    Raises:
        OSError: `folder` cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(old)
    aside = Path(tempfile.mkdtemp(dir=folder, prefix=prefix))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, bring it to the disk, then put it in its place.

    Raises:
        CannotWrite: disk full or folder read-only; what was there is still there.
    """
    try:
        refuse_what_is_no_file(path)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as why:
        raise cannot_write(path, why) from why
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
        sync_folder(path.parent)
    except OSError as why:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise cannot_write(path, why) from why


def write_export(path: Path, content: bytes) -> None:
    """Write what leaves the house (a report) where somebody chose, as `write_whole` does.

    A file of another kind is not replaced: it may be the store itself, or somebody's letter.

    Raises:
        CannotWrite: disk full, folder read-only, or a file of another kind is there.
    """
    with contextlib.suppress(OSError):
        refuse_what_is_no_file(path)
        with path.open("rb") as file:
            begins = file.read(_KIND)
        if begins and begins != content[:_KIND]:
            raise CannotWrite(
                f"{path.name} is there already and is not a report; nothing was changed.",
                "Choose another name.",
            )
    write_whole(path, content)


_KIND = 4  # bytes that tell one kind of file from another: "%PDF"


def sync_folder(folder: Path) -> None:
    """Bring a rename to the disk (POSIX; Windows does it by itself)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
