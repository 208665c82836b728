"""Monthly Hive activity: the month of one Hive, or of all Hives, counted and printed.

A page that only wants the figures imports `monthly.figures` and is spared ReportLab
until it draws.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hivedesk.rules.days import Span
from hivedesk.store import Store

from .drawing import draw
from .figures import MonthlyFigures, monthly_figures

__all__ = ["MonthlyFigures", "draw", "monthly_figures", "write_pdf"]


def write_pdf(
    store: Store, hive_id: str | None, span: Span, out: Path, now: dt.datetime, prepared_by: str
) -> MonthlyFigures:
    """Count a month and save it as PDF; the file appears whole or not at all.

    Args:
        hive_id: None for all Hives.
        now: the store's own now, aware.
        prepared_by: name printed in the head; "" for nobody.

    Raises:
        NotFound, BadUse: as `monthly_figures`.
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    with store.reading() as session:
        figures = monthly_figures(session, span, hive_id, now)
    draw(figures, out, prepared_by)
    return figures
