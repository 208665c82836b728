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

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import Session

from hivedesk import __version__
from hivedesk.records import Change, PlainError, bare
from hivedesk.store import Store, settings

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
        CannotWrite: nothing was written. NoSuchPoint: `since` is past the last change, or of a
            time when the laptop was told of other records.
    """
    with store.reading() as session:
        check_point(session, since)
        _check_scope(session, since)
    pseudonyms = pseudonyms_of(store, now) if pseudonymised else None
    with place(out) as opens, store.reading() as session:
        reached = last_change(session)
        asked = [(part, question(part, since)) for part in parts(pseudonyms)]
        about = About(now, reached, since, pseudonymised)
        return write(session, opens, asked, about)


class About(NamedTuple):
    """What the manifest says of a bundle.

    Attributes:
        made_at: the moment, aware.
        continue_from: where the next one begins.
        since: where this one began; None where everything is in it.
        pseudonymised: whether it names nobody.
        whose: where it comes from, for whoever reads it in; None where nobody does.
    """

    made_at: dt.datetime
    continue_from: int
    since: int | None = None
    pseudonymised: bool = False
    whose: dict[str, Any] | None = None


def write(
    source: Session | Connection,
    opens: Opens,
    asked: Iterable[tuple[Part, Select[Any]]],
    about: About,
) -> dict[str, Any]:
    """Write the files of a bundle, its datapackage.json and, last, its manifest.json.

    Args:
        source: where it is read, in its one transaction, so that the files agree.
        asked: each file and what asks for its rows: a column for each of the part's, in order.

    Returns:
        the manifest.
    """
    written, resources = [], []
    for part, asks in asked:
        resource = resource_of(part, whole=about.since is None)
        made = _write_rows(source, asks, part, resource["path"], opens)
        written.append(made)
        resources.append(resource | {"bytes": made.bytes, "hash": f"sha256:{made.sha256}"})
    package = package_of(resources, about.made_at, pseudonymised=about.pseudonymised)
    written.append(_write_json(opens, PACKAGE, package))
    manifest = {
        "hivedesk_export": FORMAT,
        "hivedesk": __version__,
        **{name: said for name, said in about._asdict().items() if name != "whose" or said},
        "made_at": about.made_at.astimezone(dt.UTC).isoformat(),
        "files": [each._asdict() for each in written],
    }
    _write_json(opens, MANIFEST, manifest)
    return manifest


def last_change(session: Session) -> int:
    """How far the store has come: the `seq` of its last change."""
    return session.scalar(select(func.coalesce(func.max(bare(Change).seq), 0))) or 0


def check_point(session: Session, since: int | None) -> None:
    """Refuse a point that lies ahead: the store is an older copy, or the number a slip.

    Raises:
        NoSuchPoint: what lies between would be missing for ever.
    """
    reached = last_change(session)
    if since is not None and since > reached:
        raise NoSuchPoint(
            f"This store has come to change {reached}, not to {since}; nothing was written.",
            "It may have been restored from a backup. Export it in full, without --since.",
        )


def _check_scope(session: Session, since: int | None) -> None:
    """Refuse a point from before the account's scope changed: what went has left no change."""
    changed = int(settings.get(session, settings.RESCOPED) or 0)
    if since and since < changed:
        raise NoSuchPoint(
            f"Since change {since} this laptop holds other records; nothing was written.",
            "Export it in full, without --since, and go on from there.",
        )


def question(part: Part, since: int | None) -> Select[Any]:
    """What asks a store for the rows of a file: all, or those changed after a point."""
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
    source: Session | Connection, asks: Select[Any], part: Part, path: str, opens: Opens
) -> Written:
    rows = 0
    result = source.execute(asks.execution_options(yield_per=_BATCH))
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
