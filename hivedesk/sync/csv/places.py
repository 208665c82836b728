"""Where an export goes: a folder or a zip, made aside and put in its place when it is whole."""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from hivedesk.store.files import CannotWrite, aside_in, cannot_write, is_anything, sync_folder

Opens = Callable[[str], contextlib.AbstractContextManager[IO[bytes]]]
"""A file name of the bundle, to the file to write it to."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)


@contextlib.contextmanager
def place(out: Path) -> Iterator[Opens]:
    """A new folder at `out`, or a new zip if it is called so; there whole or not at all.

    A folder that is there and empty is used.

    Raises:
        CannotWrite: something is there, the disk is full or the folder is read-only.
    """
    a_folder = out.suffix.lower() != ".zip"
    refuse_what_is_there(out, a_folder=a_folder)
    try:
        with aside_in(out.parent, ".export-") as aside:
            made = aside / out.name
            if a_folder:
                made.mkdir(mode=0o700)
                yield lambda name: new_file(made / name)
                sync_folder(made)
            else:
                with new_file(made) as file, zipped(file) as opens:
                    yield opens
            put_in_place(made, out, a_folder=a_folder)
    except OSError as why:
        raise cannot_write(out, why) from why


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that only this user can read, on the disk when the block ends."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def zipped(file: IO[bytes] | io.RawIOBase) -> Iterator[Opens]:
    """A zip written to `file` from its beginning to its end; it need not be seekable."""
    with zipfile.ZipFile(cast(IO[bytes], file), "w", zipfile.ZIP_DEFLATED) as archive:

        def opens(name: str) -> IO[bytes]:
            # One day for all: the same records make the same bytes, and a clock of 1970 is no
            # trouble, which a zip cannot write.
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            return archive.open(entry, "w", force_zip64=True)

        yield opens


def refuse_what_is_there(out: Path, *, a_folder: bool) -> None:
    """Overwrite nothing.

    Raises:
        CannotWrite: there is something at `out`, other than an empty folder for a folder.
    """
    try:
        free = not is_anything(out) or (a_folder and out.is_dir() and not any(out.iterdir()))
    except OSError as why:
        raise cannot_write(out, why) from why
    if not free:
        raise CannotWrite(
            f"{out.name or out} is there already; nothing was changed.", "Choose another name."
        )


def put_in_place(made: Path, out: Path, *, a_folder: bool) -> None:
    """Rename what is whole; once more, nothing that came meanwhile is overwritten."""
    refuse_what_is_there(out, a_folder=a_folder)
    if out.is_dir():
        out.rmdir()  # Windows renames no folder over another, be it empty
    os.replace(made, out)
    sync_folder(out.parent)
