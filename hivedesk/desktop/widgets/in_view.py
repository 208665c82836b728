"""What has the keyboard is in view, with the words that belong to it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget

from hivedesk.desktop.theme import current_theme

WHOLE = "whole"
"""The property of what is brought into view as one: a label, its field, the sentence below it.
One may lie in another: the largest there is room for is shown."""


def way_to(widget: QWidget | None) -> list[QWidget]:
    """The widget, what holds it, and so on up to its window."""
    way: list[QWidget] = []
    while widget is not None:
        way.append(widget)
        widget = widget.parentWidget()
    return way


def bring_into_view(widget: QWidget) -> None:
    """Scroll what holds the widget, so that all of it is seen with the words about it.

    Where there is no room for the words, it alone, and of a long list the chosen row; Qt brings
    no more of a box of text into view than its first line.
    """
    way = way_to(widget)
    wholes = [each for each in reversed(way) if each.property(WHOLE)]
    for inner, outer in pairwise(way):
        area = outer.parentWidget()
        if isinstance(area, QScrollArea) and area.widget() is inner:
            room = area.viewport().height()
            fitting = (box for box in (*wholes, widget) if box.height() <= room)
            box = next((each for each in fitting if inner.isAncestorOf(each)), None)
            if box is not None:
                area.ensureWidgetVisible(widget)
                _show(area, QRect(box.mapTo(inner, QPoint(0, 0)), box.size()))
            elif isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
                row = widget.visualRect(widget.currentIndex())
                _show(area, QRect(widget.viewport().mapTo(inner, row.topLeft()), row.size()))
            else:
                area.ensureWidgetVisible(widget)


def _show(area: QScrollArea, box: QRect) -> None:
    """Scroll up or down until the box is seen, and a little of what comes before and after."""
    room = area.viewport().height()
    around = min(current_theme().px("space.xl"), (room - box.height()) // 2)
    bar = area.verticalScrollBar()
    above, below = box.top() - around, box.bottom() + 1 + around - room
    bar.setValue(max(min(bar.value(), above), below))
