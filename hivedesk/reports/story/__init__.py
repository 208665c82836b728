"""A family's story on paper: what happened, in the order it happened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hivedesk.rules.days import Span
from hivedesk.store import Store

from .drawing import draw
from .telling import Told, told_of

__all__ = ["Told", "draw", "told_of", "write_pdf"]


def write_pdf(
    store: Store,
    family_id: str,
    out: Path,
    now: dt.datetime,
    prepared_by: str,
    *,
    span: Span | None = None,
    reader: str | None = None,
) -> Told:
    """Read a story and save it as PDF; the file appears whole or not at all.

    Args:
        span: only these days; None for all of it.
        reader: the worker whose own private notes are to stand in it; None for a story that
            may be shared.

    Raises:
        NotFound: no such family.
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    with store.reading() as session:
        told = told_of(session, family_id, now, span=span, reader=reader)
    draw(told, out, prepared_by)
    return told
