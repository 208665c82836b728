"""What a page shows when there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.words import IconLabel, words


class EmptyState(QWidget):
    """One sentence on why it is empty, and one button: "No stays this week", "Book a stay"."""

    pressed = Signal()

    def __init__(
        self, sentence: str, button: str = "", icon: str = "", *, least_width: int = 260
    ) -> None:
        """`least_width` of the sentence, in pixels at 100 %: less in a slim pane."""
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.px("space.m"))
        if icon:
            picture = IconLabel(icon, "text_muted", 28)
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = words(sentence, "body", "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMinimumWidth(theme.scaled(least_width))
        column.addWidget(self._sentence)
        self._button = plain(button or "Open", self.pressed.emit)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._button.setVisible(bool(button))

    def say(self, sentence: str, button: str = "") -> None:
        """Change both."""
        self._sentence.setText(sentence)
        if button:
            self._button.set_word(button)
        self._button.setVisible(bool(button))
