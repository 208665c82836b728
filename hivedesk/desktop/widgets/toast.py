"""The line at the bottom left that says what was done, once, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.spot import Spot
from hivedesk.desktop.widgets.words import words

SHOWN_MS = 4000


class Toast(QFrame):
    """Make one for each window. It stays while the mouse or the keyboard is on it."""

    def __init__(self, host: QWidget, left: int = 0) -> None:
        """`left`: how far from the host's left edge to keep (the rail), in logical pixels."""
        super().__init__(host)
        self._host = host
        self.setObjectName("toast")
        self._left = left
        self._undo: Callable[[], object] | None = None
        self._before: Spot | None = None
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(f"space.{side}") for side in ("l", "s", "l", "s")])
        row.setSpacing(theme.px("space.l"))
        self._words = words("")
        row.addWidget(self._words, 1)
        self._button = Button("Undo", "plain", compact=True, icon="undo")
        self._button.clicked.connect(self._take_back)
        # Round it, on a dark line, it would not be seen.
        self._button.setProperty("ring", "inside")
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._leave)
        host.installEventFilter(self)
        self.hide()

    def set_left(self, left: int) -> None:
        self._left = left
        self._place()

    def say(
        self,
        sentence: str,
        undo: Callable[[], object] | None = None,
        report: Callable[[], object] | None = None,
    ) -> None:
        """Show and speak `sentence` for four seconds, with one button at most.

        `undo` is called by its Undo button, `report` (of what went wrong) by Report.
        """
        self._words.setText(sentence)
        self._undo = undo or report
        self._button.set_word("Undo" if undo else "Report…", "undo" if undo else "document")
        self._button.setVisible(self._undo is not None)
        self.show()
        self._place()
        self._timer.start()
        # Once the dialog that was saved has given the keyboard back.
        QTimer.singleShot(0, self, self._remember)
        announce(self, sentence)

    def clear(self) -> None:
        """Forget what was said and what could be taken back (the window locks)."""
        self._timer.stop()
        self._words.setText("")
        self._undo = self._before = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        margin = current_theme().px("frame.page_margin")
        room = self._host.width() - self._left - 2 * margin
        self._words.setWordWrap(False)
        self.adjustSize()
        if self.width() > room:
            self._words.setWordWrap(True)
            row = self.layout()
            self.resize(room, row.totalHeightForWidth(room) if row is not None else self.height())
        self.move(self._left + margin, self._host.height() - self.height() - margin)
        self.raise_()

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        hovered = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        if hovered or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start()
            return
        self.hide()

    def _remember(self) -> None:
        here = QApplication.focusWidget()
        if here is not None and not self.isAncestorOf(here):
            self._before = Spot(here)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self._timer.stop()
        # Before it is hidden: the keyboard came from there, and what is hidden passes it on.
        before = self._before.find() if self._before is not None else None
        if before is not None and self._button.hasFocus():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        if undo is not None:
            undo()


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say `sentence` now."""
    # lazy: start-up
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
