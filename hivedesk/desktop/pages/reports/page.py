"""The Reports page: choose a report and a month, look at it, print it, save it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from hivedesk.desktop.dialogs import ask_printer, ask_save_pdf
from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, Segments, icon_only, plain, primary
from hivedesk.desktop.widgets.editors_choice import ListEditor
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.table import dress_list
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.reports.catalogue import REPORTS, Of
from hivedesk.rules.days import Span, add_months, month
from hivedesk.store.files import write_export

from .figures_table import FiguresTable
from .preview import Preview
from .printing import print_pages, rendered
from .work import Made, make_month

MONTHS_BACK = 36
NARROW = 800
OF_A_HIVE = [about for about in REPORTS.values() if about.of is Of.HIVE]
LIST_WIDTH = 228  # logical pixels at 100 %

# What a report is counted from: a change in any of them makes the preview stale.
KINDS = frozenset(
    {
        "families", "family-statuses", "carers", "children", "birth-children", "placements",
        "waiting-list", "bookings", "rooms", "room-closures", "support-logs", "follow-ups",
        "activities", "activity-attendances", "budget-lines", "sessions", "attendances",
        "time-entries", "core-hours", "policies", "workers", "hives",
    }
)  # fmt: skip


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return ReportsPage(workspace)


class ReportsPage(Page):
    """List of reports, a bar with the month and the verbs, and the preview."""

    kinds = KINDS

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._made: Made | None = None
        theme = current_theme()
        self._list = self._make_list()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._make_bar())
        right.addWidget(rule())
        self._note = words("", "body", "warning", wrap=True)
        side, above = theme.px("space.l"), theme.px("space.s")
        self._note.setContentsMargins(side, above, side, above)
        self._note.hide()
        right.addWidget(self._note)
        self.preview, self.table = Preview(), FiguresTable()
        self._empty = EmptyState("Counting the month…")
        self._stack = Stack()
        for widget in (self._empty, self.preview, self.table):
            self._stack.addWidget(widget)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        self._rule = rule(vertical=True)
        row.addWidget(self._rule)
        row.addLayout(right, 1)

    def reload(self) -> None:
        """Count the month again and draw it."""
        span = self._month()
        desk, hive_id = self.workspace.open_desk, self.workspace.hive_id
        for button in (self.save_button, self.print_button):
            button.grey_out("The month is being counted.")
        if self._made is None:
            self._empty.say("Counting the month…")
            self._stack.setCurrentWidget(self._empty)
        self.workspace.aside.run(
            lambda: make_month(desk, hive_id, span), self._show, self._failed, self, "month"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current_theme().scaled(NARROW)
        # With one report there is nothing to choose: a narrow window gives the room to the page.
        self._list.setVisible(wide or len(OF_A_HIVE) > 1)
        self._rule.setVisible(wide or len(OF_A_HIVE) > 1)

    def show_this(self, **what: Any) -> None:
        """`month=` (a date in it) goes to that month."""
        if "month" in what:
            self._months.set_value(what["month"].strftime("%Y-%m"))

    def save(self) -> None:
        """Save what is shown as PDF."""
        if self._made is None:
            return
        made = self._made
        path = ask_save_pdf(self, self.workspace.open_desk.store.path.parent / made.file_name)
        if path is None:
            return
        self.workspace.aside.run(
            lambda: write_export(path, made.pdf),
            lambda _: self.workspace.said.emit(f"Saved as {path.name}", False),
            self._failed_to_save,
            self,
        )

    def print_out(self) -> None:
        """Print what is shown."""
        if self._made is None:
            return
        printer = ask_printer(self, self._made.title)
        if printer is None:
            return
        pdf, dpi = self._made.pdf, min(printer.resolution(), 300)
        self.workspace.said.emit("Printing…", False)
        self.workspace.aside.run(
            lambda: rendered(pdf, dpi), lambda pages: print_pages(printer, pages), owner=self
        )

    def _make_list(self) -> QFrame:
        theme = current_theme()
        box = QFrame()
        box.setProperty("surface", "surface")
        box.setFixedWidth(theme.scaled(LIST_WIDTH))
        column = QVBoxLayout(box)
        column.setContentsMargins(0, theme.px("space.m"), 0, 0)
        column.setSpacing(theme.px("space.s"))
        title = words("Reports", "title")
        title.setContentsMargins(theme.px("space.l"), 0, 0, 0)
        column.addWidget(title)
        column.addWidget(rule())
        model = LineModel(box)
        model.show_lines([Line(each.name, each.title, "", "", "reports") for each in OF_A_HIVE])
        view = QListView()
        view.setModel(model)
        dress_list(view, "Reports")
        view.setCurrentIndex(model.index(0))
        column.addWidget(view, 1)
        column.addWidget(rule())
        column.addLayout(self._papers())
        return box

    def _papers(self) -> QVBoxLayout:
        """What is made for a link carer: each asks on a sheet of its own whose and which month."""
        theme = current_theme()
        column = QVBoxLayout()
        side = theme.px("space.l")
        column.setContentsMargins(side, theme.px("space.s"), theme.px("space.s"), side)
        column.setSpacing(theme.px("space.s"))
        column.addWidget(words("For a link carer", "small", "muted", strong=True))
        for about in REPORTS.values():
            if about.of is Of.LINK_CARER:
                ask = partial(self.workspace.open_sheet, about.name)
                column.addWidget(plain(f"{about.title}…", ask), 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _make_bar(self) -> QWidget:
        theme = current_theme()
        holder = QWidget()
        bar = FlowLayout(holder)
        margin = theme.px("space.l")
        bar.setContentsMargins(margin, theme.px("space.m"), margin, theme.px("space.m"))
        bar.addWidget(icon_only("caret-left", "The month before", lambda: self._step(1)))
        first = self.workspace.today.replace(day=1)
        days = [add_months(first, -back) for back in range(MONTHS_BACK)]
        self._months = ListEditor([Option(f"{day:%Y-%m}", f"{day:%B %Y}") for day in days])
        self._months.setAccessibleName("Month")
        self._months.set_value(f"{first:%Y-%m}")
        self._months.changed.connect(self._other_month)
        bar.addWidget(self._months)
        bar.addWidget(icon_only("caret-right", "The month after", lambda: self._step(-1)))
        self._views = Segments(
            "How to look at it",
            [Option("page", "Page", "document"), Option("figures", "Figures", "list")],
        )
        self._views.changed.connect(self._show_view)
        bar.addWidget(self._views)
        self.print_button = plain("Print", self.print_out, icon="print")
        self.save_button = primary("Save as PDF", self.save, icon="download")
        bar.addWidget(self.print_button)
        bar.addWidget(self.save_button)
        return holder

    def _month(self) -> Span:
        year, number = str(self._months.value()).split("-")
        return month(int(year), int(number))

    def _other_month(self) -> None:
        if self._months.value() is not None and self.workspace.desk is not None:
            self.reload()

    def _step(self, older: int) -> None:
        place = self._months.currentIndex() + older
        if 0 <= place < self._months.count():
            self._months.setCurrentIndex(place)

    def _show(self, made: Made) -> None:
        self._made = made
        for button in (self.save_button, self.print_button):
            button.grey_out("")
        self.preview.show_pdf(made.pdf)
        self.table.show_figures(made.figures)
        self._note.setText("The month is still open: these figures may still change.")
        self._note.setVisible(made.figures.draft)
        self._show_view()
        self.usable.emit()

    def _show_view(self) -> None:
        if self._made is not None:
            figures = self._views.value() == "figures"
            self._stack.setCurrentWidget(self.table if figures else self.preview)

    def _failed(self, why: Exception) -> None:
        self._made = None
        self._empty.say(words_for(why))
        self._stack.setCurrentWidget(self._empty)
        self.usable.emit()

    def _failed_to_save(self, why: Exception) -> None:
        self.workspace.trouble.emit(why)
