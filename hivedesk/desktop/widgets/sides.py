"""Columns side by side where there is room for them, one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from hivedesk.desktop.theme import current_theme


class Sides(QWidget):
    """Puts `columns` beside each other while the widget is at least `narrow` pixels (at 100 %)
    wide, and stacks them below that: nothing is dropped, nobody scrolls sideways.
    """

    def __init__(self, *columns: QWidget, narrow: int = 640, gap: str = "space.xl") -> None:
        super().__init__()
        self._narrow = narrow
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(current_theme().px(gap))
        for column in columns:
            self._box.addWidget(column, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_stretch(self, *shares: int) -> None:
        """How the width is shared out, one number for each column."""
        for place, share in enumerate(shares):
            self._box.setStretch(place, share)

    def stacked(self) -> bool:
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        # As narrow as the widest column alone: otherwise it could never become so narrow.
        hints = [self._box.itemAt(place) for place in range(self._box.count())]
        widths = [item.minimumSize().width() for item in hints if item is not None]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        stack = event.size().width() < current_theme().scaled(self._narrow)
        wanted = QBoxLayout.Direction.TopToBottom if stack else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()
        super().resizeEvent(event)
