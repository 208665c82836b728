"""Writing an export: rows stream from the store to the files, so that memory stays flat."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from hivedesk import __version__
from hivedesk.records import Change, PlainError, bare
from hivedesk.store import Store

from .package import package_of, resource_of
from .places import Opens, place
from .plan import CHANGES, Part, parts
from .pseudonyms import pseudonyms_of

FORMAT = 1
"""1 (2026-11): the first. A reader refuses a higher number."""

MANIFEST, PACKAGE = "manifest.json", "datapackage.json"
_BATCH = 1_000  # rows in memory at once


class NoSuchPoint(PlainError):
    """The store has not come as far as the point an export was to begin at."""


class Written(NamedTuple):
    """A file that was written."""

    path: str
    rows: int | None
    bytes: int
    sha256: str


def export(
    store: Store,
    out: Path,
    now: dt.datetime,
    *,
    since: int | None = None,
    pseudonymised: bool = False,
) -> dict[str, Any]:
    """Write every record and change of a store as CSV, to a folder or (FILE.zip) a zip.

    Args:
        now: the moment the manifest names, aware.
        since: only records changed after this Change `seq`, and the changes after it.
        pseudonymised: without names; see `pseudonyms`.

    Returns:
        the manifest; its `continue_from` is the `since` of the next export.

    Raises:
        CannotWrite: nothing was written. NoSuchPoint: `since` is past the last change.
    """
    with store.reading() as session:
        check_point(session, since)
    pseudonyms = pseudonyms_of(store, now) if pseudonymised else None
    with place(out) as opens, store.reading() as session:
        return write(
            session,
            opens,
            now,
            parts(pseudonyms),
            since=since,
            pseudonymised=pseudonymised,
        )


def write(
    session: Session,
    opens: Opens,
    now: dt.datetime,
    asked: Sequence[Part],
    *,
    since: int | None = None,
    pseudonymised: bool = False,
    only: ColumnElement[bool] | None = None,
) -> dict[str, Any]:
    """Write the files of a bundle, its datapackage.json and, last, its manifest.json.

    Args:
        session: all is read in its one transaction, so that the files agree.
        asked: the files.
        only: which changes, where it is not all of them since `since`.

    Returns:
        the manifest.
    """
    change = bare(Change)
    reached = session.scalar(select(func.coalesce(func.max(change.seq), 0)))
    written, resources = [], []
    for part in asked:
        asks = _question(part, since)
        if only is not None and part.kind == CHANGES:
            asks = asks.where(only)
        resource = resource_of(part, whole=since is None and only is None)
        made = _write_rows(session, asks, part, resource["path"], opens)
        written.append(made)
        resources.append(resource | {"bytes": made.bytes, "hash": f"sha256:{made.sha256}"})
    package = package_of(resources, now, pseudonymised=pseudonymised)
    written.append(_write_json(opens, PACKAGE, package))
    manifest = {
        "hivedesk_export": FORMAT,
        "hivedesk": __version__,
        "made_at": now.astimezone(dt.UTC).isoformat(),
        "pseudonymised": pseudonymised,
        "since": since,
        "continue_from": reached,
        "files": [each._asdict() for each in written],
    }
    _write_json(opens, MANIFEST, manifest)
    return manifest


def check_point(session: Session, since: int | None) -> None:
    """Refuse a point that lies ahead: the store is an older copy, or the number a slip.

    Raises:
        NoSuchPoint: what lies between would be missing for ever.
    """
    reached = session.scalar(select(func.coalesce(func.max(bare(Change).seq), 0)))
    if since is not None and since > reached:
        raise NoSuchPoint(
            f"This store has come to change {reached}, not to {since}; nothing was written.",
            "It may have been restored from a backup. Export it in full, without --since.",
        )


def _question(part: Part, since: int | None) -> Select[Any]:
    columns = bare(part.model)
    asks = select(*(each.column for each in part.columns))
    change = bare(Change)
    if part.kind == CHANGES:
        asks = asks.order_by(change.seq)
        return asks if since is None else asks.where(change.seq > since)
    asks = asks.order_by(columns.id)
    if since is None:
        return asks
    changed = select(change.record_id).where(change.kind == part.kind, change.seq > since)
    return asks.where(columns.id.in_(changed))


def _write_rows(
    session: Session, asks: Select[Any], part: Part, path: str, opens: Opens
) -> Written:
    rows = 0
    result = session.execute(asks.execution_options(yield_per=_BATCH))
    with opens(path) as file:
        out = _Summed(file)
        out.write(_csv([[each.column.key for each in part.columns]]))
        for batch in result.partitions():
            out.write(_csv(map(part.cells, batch)))
            rows += len(batch)
    return Written(path, rows, out.bytes, out.sha256.hexdigest())


def _csv(lines: Iterable[Sequence[Any]]) -> bytes:
    kept = io.StringIO(newline="")
    # Texts in quotes throughout: a semicolon in one must not look like a separator.
    csv.writer(kept, quoting=csv.QUOTE_NONNUMERIC).writerows(lines)
    return kept.getvalue().encode()


def _write_json(opens: Opens, path: str, value: Any) -> Written:
    with opens(path) as file:
        out = _Summed(file)
        out.write(json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")
    return Written(path, None, out.bytes, out.sha256.hexdigest())


class _Summed:
    """A file, and the sum over what went into it."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.bytes = 0

    def write(self, content: bytes) -> None:
        """Write, and count."""
        self.sha256.update(content)
        self.bytes += len(content)
        self._file.write(content)
