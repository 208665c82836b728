"""A card on the comb: what stands in the window while no store is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.comb import Comb
from hivedesk.desktop.widgets.words import IconLabel, Tone, words

LOGO = 50
# The card's padding by the height of the window, at 100 %, in pixels. The last has no logo.
ROOMY, TIGHT, TIGHTEST = 40, 24, 16
TIGHT_UNDER, TIGHTEST_UNDER = 560, 440


class CardPage(Comb):
    """Logo, title and a quiet sentence, then whatever `card` is given; a line at the foot.

    In a window too low for the card, the card scrolls. Holds no name, no Hive, no count.
    """

    topic = "safe"
    """The help text that F1 opens over it."""

    def __init__(self, title: str, sentence: str, foot: str, *, width: int = 420) -> None:
        """`width` of the card is a wish at 100 %; it never is wider than the window."""
        super().__init__()
        self._width = width
        self._card = QFrame()
        self._card.setObjectName("panel")
        self.card = QVBoxLayout(self._card)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.logo = IconLabel("logo", "text", LOGO)
        self.card.addWidget(self.logo, 0, centre)
        self._title = words(title, "title", wrap=True)
        self._title.setAlignment(centre)
        self._sentence = words(sentence, "body", "muted", wrap=True)
        self._sentence.setAlignment(centre)
        self.card.addWidget(self._title)
        self.card.addWidget(self._sentence)
        self.card.addSpacing(current_theme().px("space.xs"))
        self._foot = words(foot, "small", "muted", wrap=True)
        self._foot.setAlignment(centre)
        self._lay_out()
        self._measure()

    def say(self, title: str, sentence: str) -> None:
        """What the card opens with."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def add_note(self, said: str, tone: Tone = "warning") -> None:
        """A quiet line above the foot: something that whoever set this laptop up should know."""
        note = words(said, "small", tone, wrap=True, selectable=True)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.insertWidget(self._column.count() - 1, note)

    def set_width(self, width: int) -> None:
        """Another wish for the width of the card."""
        self._width = width
        self._measure()

    def title(self) -> str:
        return self._title.text()

    def sentence(self) -> str:
        return self._sentence.text()

    def show_widget(self, widget: QWidget) -> None:
        """Scroll so that `widget` can be seen."""
        self._scroll.ensureWidgetVisible(widget)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.addStretch(1)
        # Not by alignment: the height of wrapped words would be reckoned at the whole width.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        self._column.addLayout(middle)
        self._column.addStretch(1)
        self._column.addWidget(self._foot)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)  # the comb shows through
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._scroll.viewport().installEventFilter(self)

    def _measure(self) -> None:
        theme = current_theme()
        tight = self.height() < theme.scaled(TIGHT_UNDER)
        tightest = self.height() < theme.scaled(TIGHTEST_UNDER)
        pad = theme.scaled(TIGHTEST if tightest else TIGHT if tight else ROOMY)
        self.card.setContentsMargins(pad, pad, pad, pad)
        self.card.setSpacing(theme.px("space.s" if tightest else "space.m" if tight else "space.l"))
        self.logo.setVisible(not tightest)
        margin = theme.px("space.l")
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(margin)
        room = self._scroll.viewport().width() - 2 * margin
        self._card.setFixedWidth(min(theme.scaled(self._width), max(1, room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The scroll bar takes its width from the card as well.
        if event.type() == QEvent.Type.Resize:
            self._measure()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_scroll"):
            self._measure()
