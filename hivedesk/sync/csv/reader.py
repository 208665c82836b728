"""Reading an export back: every value as it was, after every file was proved whole."""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from hivedesk.records import KINDS, NotFound, PlainError, choices_of
from hivedesk.records.base import columns_of
from hivedesk.store.jsonable import from_json

from .cells import BY_NAME, TEXT
from .writer import FORMAT, MANIFEST, PACKAGE

Reads = Callable[[str], IO[bytes]]

_PART_NAME = re.compile(r"[a-z-]{1,64}\.(csv|json)")
_MOST_DESCRIBED = 16 * 1024 * 1024  # bytes of a manifest or datapackage
_BLOCK = 1024 * 1024
# One cell may hold a whole record's change; Python's own limit would refuse a long note.
_LONGEST_CELL = 64 * 1024 * 1024

_NOT_READABLE = (
    zipfile.BadZipFile,
    zlib.error,
    csv.Error,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    NotImplementedError,
    RecursionError,
)


class NotWhole(PlainError):
    """A file is missing, cut or changed, or this is no export at all."""


class FromNewer(PlainError):
    """The export was written by a newer HiveDesk."""


class Bundle:
    """An export that was proved whole.

    Attributes:
        manifest: what the writer said of it.
    """

    def __init__(self, called: str, reads: Reads) -> None:
        self._called = called
        self._reads = reads
        with _said_plainly(called):
            self.manifest = self._document(MANIFEST)
            if int(self.manifest["hivedesk_export"]) > FORMAT:
                raise FromNewer(
                    f"{called} was written by a newer HiveDesk.",
                    "Install the newest HiveDesk on this laptop.",
                )
            for each in self.manifest["files"]:
                self._prove(each)
            resources = self._document(PACKAGE)["resources"]
            self._resources = {str(each["name"]): each for each in resources}
            proved = {each["path"] for each in self.manifest["files"]}
            if not proved >= {PACKAGE, *(each["path"] for each in resources)}:
                raise ValueError("a file that nobody vouches for")

    @property
    def kinds(self) -> list[str]:
        """What there is a file of, parents first."""
        return list(self._resources)

    def rows(self, kind: str) -> Iterator[dict[str, Any]]:
        """Each row's values by field, as the store holds them.

        Raises:
            NotWhole: there is no such file, or a cell is not what its file says it is.
        """
        with _said_plainly(self._called):
            described = self._resources[kind]
            raw = self._reads(described["path"])
        with _said_plainly(self._called), raw:
            fields = [(f["name"], _reader_of(kind, f)) for f in described["schema"]["fields"]]
            csv.field_size_limit(_LONGEST_CELL)
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            lines = csv.reader(text, strict=True)
            if next(lines, None) != [name for name, _ in fields]:
                raise ValueError("other columns than described")
            for line in lines:
                yield {
                    name: None if cell == "" else read(cell)
                    for (name, read), cell in zip(fields, line, strict=True)
                }

    def _document(self, name: str) -> Any:
        with self._reads(name) as file:
            content = file.read(_MOST_DESCRIBED + 1)
        if len(content) > _MOST_DESCRIBED:
            raise ValueError("far too large")
        return json.loads(content)

    def _prove(self, said: dict[str, Any]) -> None:
        sha256, size = hashlib.sha256(), 0
        with self._reads(said["path"]) as file:
            while block := file.read(_BLOCK):
                sha256.update(block)
                size += len(block)
        if (size, sha256.hexdigest()) != (said["bytes"], said["sha256"]):
            raise NotWhole(
                f"{said['path']} in {self._called} was cut or changed; nothing was read.",
                "Copy the export again, or write it once more.",
            )


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """The export in a folder or a zip.

    Raises:
        NotFound, NotWhole, FromNewer: nothing of it was read.
    """
    if path.is_dir():
        yield Bundle(path.name, lambda name: (path / _checked(name)).open("rb"))
        return
    if not path.is_file():
        raise NotFound(f"There is no export at {path}.", "Check the path.")
    with path.open("rb") as file, opened_zip(path.name, file) as bundle:
        yield bundle


@contextlib.contextmanager
def opened_zip(called: str, file: IO[bytes]) -> Iterator[Bundle]:
    """The export in a zip that is open already.

    Raises:
        NotWhole, FromNewer: nothing of it was read.
    """
    with contextlib.ExitStack() as stack:
        with _said_plainly(called):
            archive = stack.enter_context(zipfile.ZipFile(file))
        yield Bundle(called, lambda name: archive.open(_checked(name)))


def _checked(name: str) -> str:
    """A name that can be a file of ours, and of no other folder."""
    if not _PART_NAME.fullmatch(name):
        raise ValueError("not a name of ours")
    return name


def _reader_of(kind: str, described: dict[str, Any]) -> Callable[[str], Any]:
    """What makes values of a column's cells: by the type its file says, and words of choices."""
    for column in columns_of(KINDS[kind]) if kind in KINDS else ():
        if column.key == described["name"] and choices_of(column):
            return lambda cell: from_json(column, TEXT.read(cell))
    return BY_NAME[described["type"]].read


@contextlib.contextmanager
def _said_plainly(called: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as why:
        raise NotWhole(
            f"A file of {called} is missing, or it is no HiveDesk export.", "Check the path."
        ) from why
    except (*_NOT_READABLE, OSError) as why:
        # A changed list of the zip's files sends the reader to before its beginning.
        if isinstance(why, OSError) and why.errno != errno.EINVAL:
            raise
        raise NotWhole(
            f"{called} is not a whole HiveDesk export.", "Copy it again, or write it once more."
        ) from why
