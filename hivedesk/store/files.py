"""Writing a small file so that it is either the old one or the new one, never half."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from hivedesk.records.errors import PlainError


class CannotWrite(PlainError):
    """The disk is full, or the folder may not be written to."""


def cannot_write(path: Path, why: OSError) -> CannotWrite:
    """The plain words for a write that the machine refused."""
    if why.errno == 28:  # ENOSPC
        return CannotWrite(
            "The disk is full; nothing was changed.", "Free some space and try again."
        )
    return CannotWrite(
        f"{path.parent} cannot be written to; nothing was changed.",
        "Choose another folder, or ask IT for the right to write there.",
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, bring it to the disk, then put it in its place.

    Raises:
        CannotWrite: disk full or folder read-only; what was there is still there.
    """
    try:
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


def sync_folder(folder: Path) -> None:
    """Bring a rename to the disk (POSIX; Windows does it by itself)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
