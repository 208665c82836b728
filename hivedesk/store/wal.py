"""What waits in a store's write-ahead log, told without opening the store.

Opening a store whose file lost pages would fold the log into what is left of it.
The log's frame headers are not encrypted, so that we can look first. Layout:
"WAL-mode File Format", sqlite.org/walformat.html.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

from .files import is_there

_MAGIC = (0x377F0682, 0x377F0683)
_HEADER = struct.Struct(">IIII8s8s")  # magic, format, page size, number, salts, checksum
_FRAME = struct.Struct(">II8s8s")  # page, pages after this commit (0: none), salts, checksum


class Waiting(NamedTuple):
    """Committed pages in the log: their numbers, and how many pages the store has with them."""

    pages: frozenset[int]
    store_pages: int


def path_of(store: Path) -> Path:
    """Where the log of `store` lies."""
    return store.with_name(store.name + "-wal")


def waiting(store: Path) -> Waiting | None:
    """What a program that did not close the store left in its log; None where nothing waits."""
    if not is_there(path_of(store)):
        return None
    try:
        with path_of(store).open("rb") as file:
            head = file.read(_HEADER.size)
            if len(head) < _HEADER.size:
                return None
            magic, _, page_size, _, salts, _ = _HEADER.unpack(head)
            if magic not in _MAGIC:
                return None
            committed: set[int] = set()
            underway: set[int] = set()
            store_pages = 0
            while len(head := file.read(_FRAME.size)) == _FRAME.size:
                page, after, its_salts, _ = _FRAME.unpack(head)
                if its_salts != salts:
                    break  # left from before the log was last begun anew
                underway.add(page)
                if after:
                    committed |= underway
                    underway.clear()
                    store_pages = after
                file.seek(page_size, 1)
    except FileNotFoundError:
        return None
    return Waiting(frozenset(committed), store_pages) if committed else None
