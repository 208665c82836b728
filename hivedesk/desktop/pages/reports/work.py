"""Counting and drawing a month, away from the window."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from hivedesk.actions.desk import Desk
from hivedesk.reports.monthly import MonthlyFigures, draw, monthly_figures
from hivedesk.rules.days import Span


@dataclass(frozen=True)
class Made:
    """A report that has been made: its figures and its PDF, only in memory until saved."""

    figures: MonthlyFigures
    pdf: bytes

    @property
    def title(self) -> str:
        """What it is called as a document."""
        return f"{self.figures.about}, {self.figures.month.first:%B %Y}"

    @property
    def file_name(self) -> str:
        """What it would be saved as; a Hive's name may hold a slash."""
        about = re.sub(r"[^\w .-]+", "-", self.figures.hive)
        return f"{about} {self.figures.month.first:%Y-%m}.pdf"


def make_month(desk: Desk, hive_id: str | None, span: Span) -> Made:
    """Count a month and draw it.

    Raises:
        PlainError: the month cannot be counted; the words say why.
    """
    with desk.store.reading() as session:
        figures = monthly_figures(session, span, hive_id, desk.now)
    sheet = io.BytesIO()
    draw(figures, sheet, desk.who)
    return Made(figures, sheet.getvalue())
