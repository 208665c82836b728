"""The rows of Today's panels. They are few, so they are real buttons and labels.

On a narrow page a row stands on two lines; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, link, plain
from hivedesk.desktop.widgets.press import pressed_by_enter
from hivedesk.desktop.widgets.words import ElidedLabel, IconLabel, Tone, Type, words

# At 100 %, in pixels: the first column lines up through all three panels.
FIRST, BADGE, LENGTH, STATE = 124, 198, 88, 130
ROW, ONE_LINE = 46, 36


class OpenButton(QAbstractButton):
    """A row's words, one or two lines, that open what they are about."""

    def __init__(self, title: str, second: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self._second = second
        self.setText(title)
        self.setAccessibleName(f"{title}, {second}" if second else title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: pressed())

    def tell_also(self, *told: str) -> None:
        """What stands beside it in the row, for who comes to it by Tab and hears nothing else."""
        self.setAccessibleDescription(", ".join(filter(None, told)))

    def second(self) -> str:
        """The quiet line."""
        return self._second

    def sizeHint(self) -> QSize:
        theme = current_theme()
        title = QFontMetrics(theme.font("body", self._weight())).horizontalAdvance(self.text())
        under = QFontMetrics(theme.font("small")).horizontalAdvance(self._second)
        high = theme.line_height("body") + (theme.line_height("small") if self._second else 0)
        return QSize(max(title, under) + 1, max(high, theme.px("control.target_min")))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().scaled(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        high, under = theme.line_height("body"), theme.line_height("small")
        top = (self.height() - high - (under if self._second else 0)) // 2
        font = theme.font("body", self._weight())
        font.setUnderline(self.underMouse())
        elided = self._draw(painter, font, "text", self.text(), QRect(0, top, self.width(), high))
        if self._second:
            line = QRect(0, top + high, self.width(), under)
            elided |= self._draw(painter, theme.font("small"), "text_muted", self._second, line)
        self.setToolTip(self.accessibleName() if elided else "")

    def _weight(self) -> str:
        return "semibold" if self._second else ""

    def _draw(self, painter: QPainter, font: object, ink: str, text: str, rect: QRect) -> bool:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(current_theme().colour(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return shown != text


def stay_row(
    when: str, opening: OpenButton, badge: QWidget, length: str, state: QWidget, narrow: bool
) -> QWidget:
    """A stay: when, who and where, kind, night, how it stands."""
    theme = current_theme()
    row, grid = _grid(ROW)
    # On a narrow page the second line says when.
    opening.tell_also("" if narrow else when, badge.accessibleName(), length)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    if narrow:
        grid.addWidget(opening, 0, 0, 2, 1)
        grid.addWidget(badge, 0, 1, right)
        grid.addWidget(state, 1, 1, right)
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(theme.px("space.xs"))
        grid.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
        return row
    grid.addWidget(_first(words(when, "body", strong=True)), 0, 0)
    grid.addWidget(opening, 0, 1)
    grid.addWidget(badge, 0, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(ElidedLabel(length, "small", "muted"), 0, 3)
    grid.addWidget(state, 0, 4, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(1, 1)
    for column, width in ((2, BADGE), (3, LENGTH), (4, STATE)):
        grid.setColumnMinimumWidth(column, theme.scaled(width))
    return row


def deed_row(first: QWidget, opening: OpenButton, deeds: Sequence[Button], narrow: bool) -> QWidget:
    """What needs doing: how pressing, what about, and the buttons that do it."""
    theme = current_theme()
    row, grid = _grid(ROW)
    opening.tell_also(first.text() if isinstance(first, QLabel) else first.accessibleName())
    buttons = QHBoxLayout()
    buttons.setSpacing(theme.px("space.s"))
    for deed in deeds:
        buttons.addWidget(deed)
    if narrow:
        grid.addWidget(opening, 0, 0, 1, 2)
        grid.addWidget(first, 1, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(buttons, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(theme.px("space.xs"))
        grid.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
        return row
    grid.addWidget(_first(first), 0, 0)
    grid.addWidget(opening, 0, 1)
    grid.addLayout(buttons, 0, 2)
    grid.setColumnStretch(1, 1)
    return row


def sentence_row(sentence: str, button: Button) -> QWidget:
    """Why, and the button that does it."""
    row, grid = _grid(ROW)
    grid.addWidget(paragraph(sentence, "muted", "body"), 0, 0)
    grid.addWidget(button, 0, 1)
    grid.setColumnStretch(0, 1)
    return row


def state_words(said: str, ticked: bool) -> QWidget:
    """ "Arrived 17:40" with a tick, or "Home Sat 11:00" without."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(current_theme().px("space.xs"))
    if ticked:
        line.addWidget(IconLabel("check-circle", "positive"))
    line.addWidget(words(said, "small", "positive" if ticked else "muted"))
    return holder


def deed(word: str, about: str, pressed: Callable[[], object], icon: str = "") -> Button:
    """A button of a row; spoken with what it is about, since the word stands in every row."""
    made = plain(word, pressed, icon=icon, compact=True)
    made.setAccessibleName(f"{word}: {about}")
    return made


def quiet_deed(word: str, about: str, pressed: Callable[[], object]) -> Button:
    """The other thing to do with it, without a box."""
    made = link(word, pressed)
    made.setAccessibleName(f"{word}: {about}")
    return made


def due_row(when: str, late: bool, opening: OpenButton, family: str) -> QWidget:
    """A check: when, what, whose."""
    theme = current_theme()
    row, grid = _grid(ONE_LINE)
    first = words(when, "small", "danger" if late else "text", strong=True)
    first.setMinimumWidth(theme.scaled(80))
    grid.addWidget(first, 0, 0)
    grid.addWidget(opening, 0, 1)
    grid.addWidget(words(family, "small", "muted"), 0, 2)
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(theme.px("space.s"))
    return row


def fact_row(label: str, strong: str, quiet: str) -> QWidget:
    """A figure that somebody acts on: "Families", "10 of 10 places", "1 on hold"."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    row.setMinimumHeight(current_theme().scaled(24))
    line.addWidget(words(label, "small", "muted"))
    line.addStretch(1)
    line.addSpacing(current_theme().px("space.s"))
    line.addWidget(words(strong, "small", strong=True))
    if quiet:
        line.addWidget(ElidedLabel(f" · {quiet}", "small", "muted"))
    return row


def paragraph(text: str, tone: Tone, type: Type = "small") -> QLabel:
    """Words over as many lines as the width asks for, and no room kept for more."""
    label = words(text, type, tone, wrap=True)
    # Qt guesses the least height of wrapping words at a narrow width: the page would scroll.
    label.setMinimumHeight(1)
    return label


def padded(rows: Sequence[QWidget]) -> QWidget:
    """Rows without lines between them, and a little room below."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, current_theme().px("space.s"))
    column.setSpacing(current_theme().px("space.xs"))
    for row in rows:
        column.addWidget(row)
    return holder


def _grid(high: int) -> tuple[QWidget, QGridLayout]:
    row = QWidget()
    row.setMinimumHeight(current_theme().scaled(high))
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    return row, grid


def _first(widget: QWidget) -> QWidget:
    """What stands in the first column, which is as wide in every panel."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, current_theme().px("space.s"), 0)
    line.addWidget(widget)
    line.addStretch(1)
    holder.setMinimumWidth(current_theme().scaled(FIRST))
    return holder
