"""A dialog that lies over the page inside the window, so that it locks and clears with the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, icon_only
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.in_view import bring_into_view
from hivedesk.desktop.widgets.spoken import DIALOG, speak_as
from hivedesk.desktop.widgets.spot import Spot
from hivedesk.desktop.widgets.tab import TabBySight, stops
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import ElidedLabel, IconLabel, rule, words

# At 100 % text size, in pixels (look.md: at most 980 by 692; under 800 wide it fills the window).
MAX_HEIGHT = 692
NARROW = 800
_PAGES: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}
ABOUT = "opening"
"""The property of the host that says which sheet is being opened over it."""


class Sheet(TabBySight):
    """A scrim over `host` with a box on it: title, close, a body that scrolls, a pinned foot.

    Ctrl+Enter presses the primary button, Esc closes. `guard` may refuse to close by giving
    False (words not saved). `closed` is emitted once, then the sheet deletes itself. The focus
    goes back to where it was.
    """

    closed = Signal()

    def __init__(
        self,
        host: QWidget,
        title: str,
        subtitle: str = "",
        *,
        width: int = 0,
        height: int = 0,
        guard: Callable[[], bool] | None = None,
    ) -> None:
        """`width` and `height` are wishes at 100 % text size.

        Width 0 means as wide as allowed, height 0 as high as what stands in it.
        """
        super().__init__()
        speak_as(self, DIALOG, title)  # before Qt asks what came into the window
        self.setParent(host)
        self._host = host
        self.about = str(host.property(ABOUT) or "")
        """What help is asked for: the sheet's name in `sheets.py`, or the kind of its record."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wish = (width, height)
        self._guard = guard
        self._primary: Button | None = None
        before = QApplication.focusWidget()
        self._before = Spot(before) if before is not None else None
        self._box = QFrame(self)
        self._box.setObjectName("sheet")
        whole = self._whole = QVBoxLayout(self._box)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(self._make_head(title, subtitle))
        whole.addWidget(rule())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(rule())
        whole.addLayout(self._make_foot())
        self._bind()
        host.installEventFilter(self)

    def set_body(self, body: QWidget, *, padded: bool = True) -> None:
        """What the dialog is about. It scrolls where it is higher than the window."""
        if padded:
            margin = current_theme().px("space.xl")
            holder = QWidget()
            box = QVBoxLayout(holder)
            box.setContentsMargins(margin, current_theme().px("space.l"), margin, margin)
            box.addWidget(body)
            body = holder
        body.setObjectName(body.objectName() or "scrolled")
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        body.installEventFilter(self)

    def add_strip(self, sentence: str, button: Button) -> QWidget:
        """A line under the title that offers one thing; hide it when it is done."""
        theme = current_theme()
        strip = QFrame()
        strip.setObjectName("strip")
        row = FlowLayout(strip)
        side, over = theme.px("space.xl"), theme.px("space.xs")
        row.setContentsMargins(side, over, side, over)
        said = words(sentence, "body", "positive")
        said.setMinimumHeight(theme.px("control.height_compact"))
        row.addWidget(said)
        row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        strip.setSizePolicy(policy)
        self._whole.insertWidget(1, strip)
        return strip

    def add_action(self, button: Button, *, primary: bool = False) -> Button:
        """Add a button at the right of the foot; the primary one comes last."""
        if primary or self._primary is None:
            self._foot.addWidget(button)
        else:
            self._foot.insertWidget(self._foot.indexOf(self._primary), button)
        if primary:
            self._primary = button
        return button

    def say(self, sentence: str, icon: str = "", tone: str = "muted") -> None:
        """The quiet line at the left of the foot: "Draft kept on this laptop".

        What went wrong (`tone` "danger") is spoken too.
        """
        # A draft that cannot be kept is tried again every few seconds: told of once.
        if tone == "danger" and sentence not in ("", self._note.text()):
            announce(self, sentence)
        self._note.setText(sentence)
        self._note_icon.setVisible(bool(icon))
        if icon:
            self._note_icon.set_icon(icon, "text_muted" if tone == "muted" else tone)

    def set_title(self, title: str, subtitle: str = "") -> None:
        self.setAccessibleName(title)
        self._title.setText(title)
        self._subtitle.setText(subtitle)

    def open(self, first: QWidget | None = None) -> None:
        """Show it. The focus goes to `first`, or the first control of the body, or the primary."""
        self.setGeometry(self._host.rect())
        # Before it is shown: the body must never be laid out at a width it will not have.
        self._arrange(self._fitting)
        self.show()
        self.raise_()
        target = first or next(iter(stops(self._scroll)), None) or self._primary
        target = target or self._close_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        _select_words()
        # Once it has a place: a list further down would have its rows below the edge.
        QTimer.singleShot(0, target, lambda: bring_into_view(target))

    def keep_draft(self) -> bool:
        """Keep what is typed before the window locks or closes; here there is nothing to keep.

        Gives whether there was.
        """
        return False

    def close_sheet(self, *, force: bool = False) -> bool:
        """Close it; with `force`, whatever the guard says. Gives whether it closed."""
        if not force and self._guard is not None and not self._guard():
            return False
        cast(QApplication, QApplication.instance()).focusChanged.disconnect(self._hold)
        # Before it is hidden: what is hidden passes the keyboard on to whatever comes next.
        self._give_focus_back()
        self.hide()
        self.closed.emit()
        self.deleteLater()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
            self._arrange()
        elif watched is self._scroll.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._arrange()  # a sentence came under a field; what went leaves its room
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the page below is out of reach

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Words without a control among them are read to their end by keyboard too.
        action = _PAGES.get(event.key())
        if action is None:
            super().keyPressEvent(event)
        else:
            self._scroll.verticalScrollBar().triggerAction(action)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().colour("scrim"))

    def _make_head(self, title: str, subtitle: str) -> QHBoxLayout:
        theme = current_theme()
        head = QHBoxLayout()
        head.setContentsMargins(
            theme.px("space.xl"), theme.px("space.s"), theme.px("space.l"), theme.px("space.s")
        )
        head.setSpacing(theme.px("space.m"))
        self._title = words(title, "lead")
        self._subtitle = ElidedLabel(subtitle, "body", "muted")
        self._close_button = icon_only("close", "Close", self.close_sheet, compact=True)
        self._close_button.setProperty("quiet", True)
        head.addWidget(self._title)
        head.addWidget(self._subtitle, 1)
        head.addWidget(self._close_button)
        return head

    def _make_foot(self) -> QHBoxLayout:
        theme = current_theme()
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(
            theme.px("space.xl"), theme.px("space.m"), theme.px("space.xl"), theme.px("space.m")
        )
        self._foot.setSpacing(theme.px("space.s"))
        self._note_icon = IconLabel("check-circle", "positive")
        self._note_icon.hide()
        self._note = ElidedLabel("", "small", "muted")
        self._foot.addWidget(self._note_icon)
        self._foot.addWidget(self._note, 1)
        return self._foot

    def _bind(self) -> None:
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._press_primary)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._escape)
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._hold)

    def _hold(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring the focus back when something behind the scrim took it."""
        if new is None or not self.isVisible() or self.isAncestorOf(new):
            return
        behind = self._host.isAncestorOf(new) and new.window() is self.window()
        if behind and top_sheet(self._host) is self:
            self._close_button.setFocus()

    def _escape(self) -> None:
        """Close an open list of suggestions first: it is what lies on top."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        else:
            self.close_sheet()

    def _press_primary(self) -> None:
        if self._primary is not None and self._primary.isEnabled():
            self._primary.click()

    def _give_focus_back(self) -> None:
        before = self._before.find() if self._before is not None else None
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self, fitting: Callable[[int], int] | None = None) -> None:
        theme = current_theme()
        full_width, full_height = self.width(), self.height()
        if full_width / theme.scale < NARROW:
            self._box.setGeometry(0, 0, full_width, full_height)
            return
        margin = theme.px("space.l")
        width = theme.scaled(self._wish[0]) or theme.px("frame.dialog_max_width")
        width = min(width, theme.px("frame.dialog_max_width"), full_width - 2 * margin)
        fitting = fitting or (lambda wide: max(self._box.height(), self._fitting(wide)))
        height = theme.scaled(self._wish[1]) or fitting(width)
        height = min(height, theme.scaled(MAX_HEIGHT), full_height - 2 * margin)
        self._box.setGeometry((full_width - width) // 2, (full_height - height) // 2, width, height)

    def _fitting(self, width: int) -> int:
        """How high the box must be for its body to need no scrolling at this width."""
        body = self._scroll.widget()
        if body is None:
            return 0
        inside, layout = width - 2, body.layout()
        high = body.minimumSizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            high = max(high, layout.totalHeightForWidth(inside))
        return high + self._whole.totalSizeHint().height() - self._scroll.sizeHint().height()


def _select_words() -> None:
    """Have what is typed first replace what stands there.

    By itself Qt would select it before it tells of the keyboard, and a screen reader that hears
    of the words first says nothing of the field.
    """
    came = QApplication.focusWidget()
    line = came.lineEdit() if isinstance(came, QComboBox) else came
    if isinstance(line, QLineEdit):
        line.selectAll()


def top_sheet(host: QWidget) -> Sheet | None:
    """The sheet that lies on top of all others over `host`."""
    shown = [child for child in host.children() if isinstance(child, Sheet) and child.isVisible()]
    return shown[-1] if shown else None
