"""The figures as a list: what a screen reader reads, and where each figure comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from hivedesk.desktop.models.rows import Cell, Heading, TableModel
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.table import dress_table
from hivedesk.reports.monthly import MonthlyFigures
from hivedesk.reports.monthly.declared import SECTIONS

_HEADINGS = (
    Heading("Figure", lambda row: Cell(row["label"], strong=True)),
    Heading("Value", lambda row: Cell(row["printed"], sort=row["value"]), number=True),
    Heading("Where it comes from", lambda row: Cell(row["how"], tone="text_muted")),
)


class FiguresTable(QWidget):
    """One line for each figure of the month."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        margin = theme.px("frame.page_margin")
        column.setContentsMargins(margin, theme.px("space.l"), margin, theme.px("space.l"))
        self._panel = Panel("Figures")
        self._model = TableModel(_HEADINGS, self)
        self.view = QTableView()
        self.view.setModel(self._model)
        dress_table(self.view, "Figures of the month", stretch=2, sortable=False)
        self._panel.set_body(self.view)
        column.addWidget(self._panel)

    def show_figures(self, figures: MonthlyFigures) -> None:
        """Show these figures, in the order of print."""
        rows: list[dict[str, Any]] = []
        for section in SECTIONS:
            for about in section.figures:
                if about.key in figures.single:
                    value = figures.single[about.key]
                    printed = figures.printed(about.key)
                    rows.append(_row(about.key, about.label, printed, value, about.how))
            for group in section.groups:
                for item, printed in figures.items(group.key):
                    label = f"{group.label}: {item.label}"
                    rows.append(_row(item.slug, label, printed, item.value, group.how))
        self._panel.set_title("Figures", f"{figures.about}, {figures.month.first:%B %Y}")
        self._model.show_rows(rows)


def _row(key: str, label: str, printed: str, value: float, how: str) -> dict[str, Any]:
    return {"id": key, "label": label, "printed": printed, "value": value, "how": how}
