"""The bar's own buttons: without a box, quieter than those of a page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.press import pressed_by_enter

DISC = 28  # at 100 %, in pixels
LONGEST_HIVE, LONGEST_SHORT = 200, 110


class QuietButton(Button):
    """Muted words and an icon, as Lock."""

    def __init__(self, word: str, icon: str) -> None:
        super().__init__(word, icon=icon, compact=True)
        self.setProperty("quiet", True)

    def _ink(self) -> str:
        return "text_muted"


class SavedButton(QuietButton):
    """What is saved and sent; opens Sync."""

    def __init__(self) -> None:
        super().__init__("Saved", "")
        self._ink_role = "text_muted"
        self.sentence = self._short = ""

    def say(self, sentence: str, short: str, icon: str, tone: str) -> None:
        """Say something else; `set_short` then shows it."""
        self.sentence, self._short, self._ink_role = sentence, short, tone
        self._icon = icon
        self.setAccessibleName(f"{sentence}, sync")

    def set_short(self, short: bool) -> None:
        """Show the words, or fewer of them."""
        said = self._short if short else self.sentence
        if said != self.text():
            self.setText(said)
        self.setToolTip(f"{self.sentence}: open Sync" if short else "Open Sync")
        self.updateGeometry()
        self.update()

    def _ink(self) -> str:
        return self._ink_role


class ChooserButton(Button):
    """The Hive being shown; opens the list of Hives."""

    def __init__(self) -> None:
        super().__init__("Hive", icon_after="caret-down", compact=True)
        self.setProperty("quiet", True)

    def set_hive(self, name: str, *, short: bool) -> None:
        """Show a name; `short` leaves out the word "Hive", and very long names end in "…"."""
        theme = current_theme()
        said = name.removesuffix(" Hive") if short else name
        font = QFontMetrics(theme.font("small", "semibold"))
        room = theme.scaled(LONGEST_SHORT if short else LONGEST_HIVE)
        shown = font.elidedText(said, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.set_word(shown)
        self.setAccessibleName(f"Hive: {name}")
        self.setToolTip("" if shown == name else name)


class UserButton(QPushButton):
    """A disc with initials, and the name; leads to Settings."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("quiet", True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._person, self._shown = "", True
        self.set_person("")

    def person(self) -> str:
        return self._person

    def set_person(self, name: str) -> None:
        self._person = name
        self.setAccessibleName(f"{name}, settings" if name else "Settings")
        self.set_name_shown(self._shown)

    def set_name_shown(self, shown: bool) -> None:
        """Without the name, the disc stays and the tooltip says it."""
        self._shown = shown
        self.setToolTip("Settings" if shown or not self._person else f"{self._person}: settings")
        said = self._person if shown else ""
        if said != self.text():
            self.setText(said)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = theme.scaled(DISC) + 2 * theme.px("space.xs")
        if self.text():
            metrics = QFontMetrics(theme.font("small", "medium"))
            width += theme.px("space.s") + metrics.horizontalAdvance(self.text()) + 1
        return QSize(width, theme.px("control.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        side, pad = theme.scaled(DISC), theme.px("space.xs")
        disc = QRectF(pad, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        painter.drawEllipse(disc)
        painter.setFont(theme.font("caption", "semibold"))
        painter.setPen(theme.colour("on_ink"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self._person))
        painter.setFont(theme.font("small", "medium"))
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(pad + side + theme.px("space.s"), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


def initials(name: str) -> str:
    """ "Jo Pearce" -> "JP"; one word gives one letter."""
    parts = name.split()
    if not parts:
        return ""
    return "".join(part[0] for part in ([parts[0]] if len(parts) == 1 else [parts[0], parts[-1]]))
