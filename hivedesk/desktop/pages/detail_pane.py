"""The middle of a page: one record to be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.in_view import way_to
from hivedesk.desktop.widgets.spoken import GROUP, speak_as
from hivedesk.desktop.workspace import Workspace

from .detail import Head, Related, Row, Verb, head_widget, related_panel

WIDEST = 760  # logical pixels at 100 %: longer lines are hard to read


class DetailPane(QScrollArea):
    """Shows a record, or a calm word when there is none. `back` in narrow windows."""

    back = Signal()

    def __init__(self, one: str) -> None:
        super().__init__()
        # As a group it is read out when the keyboard comes to it: words alone are no stop for Tab.
        speak_as(self, GROUP, f"{one[0].upper()}{one[1:]} in view")
        self.setObjectName("detailPane")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("surface", "surface")
        self.viewport().setProperty("surface", "surface")
        self._one = one
        self._back_shown = False
        self._back: QWidget | None = None
        self.show_nothing()

    def show_nothing(self, *, some: bool = True) -> None:
        """No record is chosen; without `some` there is none to choose, as the list says."""
        article = "an" if self._one[0] in "aeiou" else "a"
        self._replace(
            EmptyState(f"Choose {article} {self._one} from the list.") if some else QWidget()
        )

    def show_record(
        self,
        row: Row,
        head: Head,
        verbs: Sequence[Verb],
        body: QWidget,
        related: Sequence[tuple[Related, list[Row]]],
        workspace: Workspace,
    ) -> None:
        """Lay a record out; the scroll position stays when it is the same one again."""
        theme = current_theme()
        page = QWidget()
        column = QVBoxLayout(page)
        margin = theme.px("frame.page_margin")
        column.setContentsMargins(margin, theme.px("space.l"), margin, margin)
        column.setSpacing(theme.px("space.l"))
        back = link("Back to the list", self.back.emit, icon="caret-left")
        self._back = back
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        # Only now: shown before it has a parent it would be a window, and take the keyboard.
        back.setVisible(self._back_shown)
        column.addWidget(head_widget(head, verbs))
        column.addWidget(body)
        for one, rows in related:

            def add(one: Related = one) -> None:
                workspace.open_sheet("record", kind=one.kind, values={one.field: row["id"]})

            column.addWidget(related_panel(one, rows, workspace.today, workspace.open_record, add))
        column.addStretch(1)
        page.setMaximumWidth(theme.scaled(WIDEST))
        page.setProperty("record_id", row["id"])
        before = self.widget()
        same = before is not None and before.property("record_id") == row["id"]
        place = self.verticalScrollBar().value() if same else 0
        if not same and before in way_to(QApplication.focusWidget()):
            # A key that was meant for one record must not do the same to another.
            self.setFocus()
        self._replace(page)
        self.verticalScrollBar().setValue(place)

    def set_back(self, shown: bool) -> None:
        """Whether there is a way back to the list (narrow windows)."""
        self._back_shown = shown
        if self._back is not None:
            self._back.setVisible(shown)

    def _replace(self, widget: QWidget) -> None:
        self._back = self._back if widget.property("record_id") else None
        widget.setObjectName("scrolled")
        self.setWidget(widget)
