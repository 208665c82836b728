"""Buttons. The style sheet draws the box; the words, icon and shortcut are painted here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QWidget,
)

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.press import pressed_by_enter
from hivedesk.desktop.widgets.spoken import GROUP, speak_as

Kind = Literal["primary", "plain", "link", "icon", "choice", "segment", "chip"]

# What is written on each kind of button: colour, and weight unless it is checked.
_INK: dict[str, tuple[str, str]] = {
    "primary": ("on_accent", "semibold"),
    "plain": ("text", "medium"),
    "link": ("accent_text", "medium"),
    "icon": ("text", "medium"),
    "choice": ("text", "medium"),
    "segment": ("text", "medium"),
    "chip": ("text", "medium"),
}


class Option(NamedTuple):
    """One thing to choose: what is kept, and what is read."""

    value: Hashable
    word: str
    icon: str = ""


class Button(QPushButton):
    """A button with words, and perhaps an icon before and a shortcut after them.

    With `compact` it is 28 high instead of 34. `accessible_name` is what is spoken; an icon-only
    button must have one, and shows it as its tooltip.
    """

    def __init__(
        self,
        word: str,
        kind: Kind = "plain",
        *,
        icon: str = "",
        icon_after: str = "",
        shortcut_text: str = "",
        compact: bool = False,
        accessible_name: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__(word)
        name = accessible_name or word
        if not name:
            raise ValueError("a button needs a name")
        self._icon, self._icon_after, self._shortcut_text = icon, icon_after, shortcut_text
        self._compact = compact
        self._kind: Kind = kind
        self.setProperty("kind", kind)
        self.setProperty("compact", compact)
        self.setAccessibleName(name)
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Where there is little room, the shortcut is left out first.
        wide = QSizePolicy.Policy.Preferred if shortcut_text else QSizePolicy.Policy.Minimum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        if not word:
            self.setToolTip(name)

    def set_word(self, word: str, icon: str | None = None) -> None:
        """Change what is read (and spoken)."""
        # Said again at each key that is typed: laying the whole foot out anew takes milliseconds.
        if word == self.text() and icon in (None, self._icon):
            return
        self.setText(word)
        self.setAccessibleName(word)
        if icon is not None:
            self._icon = icon
        self.updateGeometry()
        self.update()

    def grey_out(self, reason: str) -> None:
        """Not to be pressed now; the reason is in the tooltip and is spoken. "" allows it again."""
        self.setEnabled(not reason)
        self.setToolTip(reason or (self.accessibleName() if not self.text() else ""))
        self.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        height = theme.px("control.height_compact" if self._compact else "control.height")
        if not self.text():
            return QSize(height, height)
        pad = self._pad()
        width = sum(width for _, width in self._parts()) + 2 * pad
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if not self._shortcut_text:
            return hint
        bare = sum(width for _, width in self._parts(shortcut=False)) + 2 * self._pad()
        return QSize(bare, hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The style draws the box alone."""
        super().initStyleOption(option)
        option.text = ""
        option.icon = QIcon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        parts = self._parts(shortcut=self.width() >= self.sizeHint().width())
        total = sum(width for _, width in parts)
        left_aligned = self._kind == "choice"
        x = self._pad() if left_aligned else max(0, (self.width() - total) // 2)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - total
        for what, width in parts:
            self._paint_part(painter, what, QRect(x, 0, width, self.height()))
            x += width

    def _pad(self) -> int:
        theme = current_theme()
        if self._kind == "link":
            return theme.px("space.xs")
        tight = self._compact or self._kind == "choice"
        return theme.px("control.field_pad_x" if tight else "control.button_pad_x")

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text_muted"
        return _INK[self._kind][0]

    def _font(self) -> QFont:
        checked = self.isChecked() and self._kind in ("choice", "segment")
        weight = "semibold" if checked else _INK[self._kind][1]
        return current_theme().font("small" if self._compact else "body", weight)

    def _leading_icon(self) -> str:
        return "check" if self._kind == "chip" and self.isChecked() else self._icon

    def _parts(self, *, shortcut: bool = True) -> list[tuple[str, int]]:
        """What is painted from left to right, with its width. Gaps belong to the part before."""
        theme = current_theme()
        icon_width, gap = theme.px("icon.button"), theme.px("space.s")
        parts: list[tuple[str, int]] = []
        if self._leading_icon():
            parts.append(("icon", icon_width))
        if self.text():
            # Room for the bolder weight of the checked state, so that nothing moves.
            bold = theme.font("small" if self._compact else "body", "semibold")
            parts.append(("word", QFontMetrics(bold).horizontalAdvance(self.text()) + 1))
        if self._shortcut_text and shortcut:
            width = QFontMetrics(theme.font("caption", "medium")).horizontalAdvance(
                self._shortcut_text
            )
            parts.append(("shortcut", width + 2 * theme.px("space.s")))
        if self._icon_after:
            parts.append(("after", icon_width))
        return [
            (what, width + (gap if position < len(parts) - 1 else 0))
            for position, (what, width) in enumerate(parts)
        ]

    def _paint_part(self, painter: QPainter, what: str, rect: QRect) -> None:
        theme, ink = current_theme(), self._ink()
        side = theme.px("icon.button")
        if what in ("icon", "after"):
            name = self._leading_icon() if what == "icon" else self._icon_after
            box = QRectF(rect.x(), 0, side, self.height())
            paint_icon(painter, box, name, ink)
            return
        painter.setPen(theme.colour(ink))
        if what == "word":
            painter.setFont(self._font())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())
            return
        font = theme.font("caption", "medium")
        height = QFontMetrics(font).height() + theme.px("space.xs")
        gap = theme.px("space.s") if self._icon_after else 0
        box = QRectF(rect.x() + 0.5, (self.height() - height) / 2, rect.width() - gap - 1, height)
        edge = theme.colour("accent_edge" if self._kind == "primary" else "border")
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(box, theme.px("radius.small"), theme.px("radius.small"))
        painter.setFont(font)
        painter.setPen(theme.colour(ink if self._kind == "primary" else "text_muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._shortcut_text)


def primary(
    word: str,
    pressed: Callable[[], object] | None = None,
    *,
    icon: str = "",
    shortcut_text: str = "",
    compact: bool = False,
) -> Button:
    """The one honey button of a page or dialog."""
    made = Button(word, "primary", icon=icon, shortcut_text=shortcut_text, compact=compact)
    return _wired(made, pressed)


def plain(
    word: str,
    pressed: Callable[[], object] | None = None,
    *,
    icon: str = "",
    icon_after: str = "",
    shortcut_text: str = "",
    compact: bool = False,
) -> Button:
    """Any other button."""
    made = Button(
        word,
        "plain",
        icon=icon,
        icon_after=icon_after,
        shortcut_text=shortcut_text,
        compact=compact,
    )
    return _wired(made, pressed)


def link(word: str, pressed: Callable[[], object] | None = None, *, icon: str = "") -> Button:
    """Words that lead somewhere, without a box."""
    return _wired(Button(word, "link", icon=icon, compact=True), pressed)


def icon_only(
    icon: str, name: str, pressed: Callable[[], object] | None = None, *, compact: bool = False
) -> Button:
    """A square button with a picture: print, previous, next, close. `name` is its tooltip."""
    return _wired(Button("", "icon", icon=icon, accessible_name=name, compact=compact), pressed)


def _wired(button: Button, pressed: Callable[[], object] | None) -> Button:
    if pressed is not None:
        button.clicked.connect(lambda: pressed())
    return button


class Segments(QWidget):
    """Two to six words side by side of which one is chosen: Week | Fortnight | Month."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[Option], *, compact: bool = False) -> None:
        super().__init__()
        speak_as(self, GROUP, name)
        self._values = [option.value for option in options]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, option in enumerate(options):
            button = Button(
                option.word, "segment", icon=option.icon, compact=compact, checkable=True
            )
            button.setProperty("place", _place(place, len(options)))
            button.setAutoExclusive(True)  # told as one of several, not as a box to tick
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(lambda _, on: self.changed.emit() if on else None)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def value(self) -> Hashable:
        return self._values[self._group.checkedId()]

    def set_value(self, value: Hashable) -> None:
        self._group.button(self._values.index(value)).setChecked(True)


def _place(place: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if place == 0 else "last" if place == count - 1 else "middle"


class Chips(QWidget):
    """Words of which any number is chosen, wrapping over lines."""

    changed = Signal()

    def __init__(self, name: str, options: Iterable[Option], *, single: bool = False) -> None:
        """With `single`, exactly one is chosen (a filter above a list)."""
        super().__init__()
        speak_as(self, GROUP, name)
        self._buttons: dict[Hashable, Button] = {}
        # Qt lets Tab reach only the checked button of a group, exclusive or not: group only those
        # of which one is chosen.
        self._group = QButtonGroup(self) if single else None
        flow = FlowLayout(self)
        for option in options:
            chip = Button(option.word, "chip", icon=option.icon, compact=True, checkable=True)
            chip.toggled.connect(chip.updateGeometry)
            if self._group is not None:
                chip.setAutoExclusive(True)
                self._group.addButton(chip)
            self._buttons[option.value] = chip
            flow.addWidget(chip)
        if single and self._buttons:
            next(iter(self._buttons.values())).setChecked(True)
        for chip in self._buttons.values():
            chip.toggled.connect(lambda on: self._tell(on, single))

    def values(self) -> list[Hashable]:
        """What is chosen, in the order shown."""
        return [value for value, chip in self._buttons.items() if chip.isChecked()]

    def set_values(self, values: Iterable[Hashable]) -> None:
        chosen = set(values)
        for value, chip in self._buttons.items():
            chip.setChecked(value in chosen)

    def set_word(self, value: Hashable, word: str) -> None:
        """Change what one of them says, a number in it perhaps."""
        self._buttons[value].set_word(word)

    def _tell(self, on: bool, single: bool) -> None:
        if on or not single:
            self.changed.emit()
