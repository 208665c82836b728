"""The monthly statement of a link carer: rooms held, stays, what is owed.

Who only wants the figures imports `statement.figures` and is spared ReportLab.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hivedesk.reports.naming import Naming
from hivedesk.rules.days import Span
from hivedesk.store import Store

from .drawing import draw
from .figures import Statement, statement_of

__all__ = ["Statement", "draw", "statement_of", "write_pdf"]


def write_pdf(
    store: Store,
    link_carer_id: str,
    span: Span,
    out: Path,
    now: dt.datetime,
    prepared_by: str,
    naming: Naming = Naming.INITIALS,
) -> Statement:
    """Work out a month and save it as PDF; the file appears whole or not at all.

    Raises:
        NotFound, BadUse: as `statement_of`.
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    with store.reading() as session:
        statement = statement_of(session, link_carer_id, span, now, naming)
    draw(statement, out, prepared_by)
    return statement
