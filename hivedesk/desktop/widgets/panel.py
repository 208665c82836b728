"""The white box with a title that pages are put together from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link as link_button
from hivedesk.desktop.widgets.words import ElidedLabel, rule, words


def panels_below(*panels: QWidget) -> QWidget:
    """Panels one below the other; what is left of the height stays empty."""
    holder = QWidget()
    fill_with_panels(holder, *panels)
    return holder


def fill_with_panels(holder: QWidget, *panels: QWidget) -> None:
    """Put panels one below the other into a holder that is there already."""
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().px("space.l"))
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)


class Panel(QFrame):
    """Title, a quiet count beside it, one link at the right, and rows below.

    `link_pressed` is emitted by the link. With nothing to show, call `say_empty`: the panel
    shrinks to one calm line.
    """

    link_pressed = Signal()

    def __init__(self, title: str, count: str = "", link: str = "") -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(title)
        theme = current_theme()
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(0)
        self._whole.setContentsMargins(1, 1, 1, 1)
        head = QHBoxLayout()
        side = theme.px("space.l")
        over = theme.px("space.xs") + theme.px("space.xxs")
        # The link's own padding reaches into the margin: its last letter ends where rows do.
        head.setContentsMargins(side, over, side - theme.px("space.xs"), over)
        head.setSpacing(theme.px("space.s"))
        self._title = words(title, "lead")
        self._count = ElidedLabel(count, "small", "muted")
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        self._link = link_button(link or "Open", self.link_pressed.emit)
        head.addWidget(self._link)
        holder = QWidget()
        holder.setLayout(head)
        self._link.setVisible(bool(link))
        holder.setMinimumHeight(theme.px("row.list_one_line"))
        self._whole.addWidget(holder)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._whole.addLayout(self._rows)

    def set_title(self, title: str, count: str = "") -> None:
        self.setAccessibleName(title)
        self._title.setText(title)
        self._count.setText(count)

    def set_link(self, link: str) -> None:
        """Change what the link says; "" hides it."""
        if link:
            self._link.set_word(link)
        self._link.setVisible(bool(link))

    def add_row(self, widget: QWidget, *, divided: bool = True, padded: bool = True) -> QWidget:
        """Put a row below the others, with a line above it. Gives what holds it.

        `padded` lines its text up with the panel's title.
        """
        if divided:
            self._rows.addWidget(rule())
        if padded:
            theme = current_theme()
            holder = QWidget()
            box = QHBoxLayout(holder)
            side = theme.px("space.l")
            box.setContentsMargins(side, 0, side, 0)
            box.addWidget(widget)
            widget = holder
        self._rows.addWidget(widget)
        return widget

    def set_body(self, widget: QWidget, *, divided: bool = True) -> None:
        """Fill the panel with one widget (a list, a table, a chart), stretching with it."""
        self.clear_rows()
        self.add_row(widget, divided=divided, padded=False)
        self._rows.setStretchFactor(widget, 1)
        self._whole.setStretchFactor(self._rows, 1)

    def set_foot(self, widget: QWidget) -> None:
        """A last line on a tint: the sentence that matters ("If a crisis comes tonight…")."""
        theme = current_theme()
        foot = QFrame()
        foot.setObjectName("panelFoot")
        box = QHBoxLayout(foot)
        side = theme.px("space.l")
        box.setContentsMargins(side, theme.px("space.s"), side, theme.px("space.s"))
        box.addWidget(widget)
        self._rows.addWidget(rule())
        self._rows.addWidget(foot)

    def say_empty(self, sentence: str) -> None:
        """Show one calm line instead of rows: "No follow-ups today"."""
        self.clear_rows()
        line = words(sentence, "body", "muted", wrap=True)
        line.setMinimumHeight(current_theme().px("row.list_one_line"))
        self.add_row(line)

    def clear_rows(self) -> None:
        """Take every row out (and away)."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # Qt shows what is new in a layout a moment later: taken out before then, it would
                # come as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def row_count(self) -> int:
        """How many rows (not lines between them) there are."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        found = (item.widget() for item in items if item is not None)
        return sum(1 for widget in found if widget is not None and not widget.property("rule"))
