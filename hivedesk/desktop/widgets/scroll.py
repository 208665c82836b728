"""A view that scrolls below a line of controls which stays."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.flow import FlowLayout


def scrolled_in(holder: QWidget, name: str, *head: QWidget) -> QScrollArea:
    """Lay a view out, and give what scrolls in it; `name` is what that is called when spoken.

    Args:
        head: the controls above it, from the left; none for no such line.
    """
    theme = current_theme()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if head:
        line = QWidget()
        row = FlowLayout(line)
        margin, above = theme.px("frame.page_margin"), theme.px("space.m")
        row.setContentsMargins(margin, above, margin, above)
        for widget in head:
            row.addWidget(widget)
        column.addWidget(line)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setAccessibleName(name)
    column.addWidget(scroll, 1)
    return scroll
