"""A month of a link carer's rooms on one sheet, to hang up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hivedesk.reports.naming import Naming
from hivedesk.rules.days import Span
from hivedesk.store import Store

from .drawing import draw
from .figures import BoardSheet, board_sheet

__all__ = ["BoardSheet", "board_sheet", "draw", "write_pdf"]


def write_pdf(
    store: Store,
    link_carer_id: str,
    span: Span,
    out: Path,
    now: dt.datetime,
    naming: Naming = Naming.INITIALS,
) -> BoardSheet:
    """Read a month and save it as PDF; the file appears whole or not at all.

    Raises:
        NotFound: no such link carer.
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    with store.reading() as session:
        sheet = board_sheet(session, link_carer_id, span, now, naming)
    draw(sheet, out)
    return sheet
