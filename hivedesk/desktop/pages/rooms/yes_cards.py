"""The cards of the panel: a room that could have the child, and those that cannot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, BadgeRole
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.words import ElidedLabel, IconLabel, words
from hivedesk.rules.asking import Line
from hivedesk.rules.can_say_yes import Answer, RoomAnswer
from hivedesk.rules.problems import Severity

_BADGES: dict[Answer, tuple[BadgeRole, str]] = {
    Answer.YES: ("positive", "check-circle"),
    Answer.OVERRIDE: ("warning", "help"),
    Answer.NO: ("danger", "stop"),
}
_ICONS = {
    Severity.OK: ("check", "positive"),
    Severity.WARNING: ("warning", "warning"),
    Severity.STOP: ("stop", "danger"),
}
_SAID = {Severity.OK: "Fine", Severity.WARNING: "Ask first", Severity.STOP: "Cannot"}


class AnswerCard(QFrame):
    """One room: open line by line, or folded to one. `chosen(RoomAnswer)` by its button."""

    chosen = Signal(object)

    def __init__(self, place: int, answer: RoomAnswer, *, opened: bool) -> None:
        super().__init__()
        self.answer = answer
        self.setObjectName("panel")
        theme = current_theme()
        column = QVBoxLayout(self)
        pad = theme.px("space.m")
        column.setContentsMargins(pad, theme.px("space.s"), pad, theme.px("space.s"))
        column.setSpacing(theme.px("space.xs"))
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.s"))
        head.addWidget(words(f"{place}  {answer.room}", strong=True))
        keeper = answer.link_carer if answer.is_own else f"{answer.link_carer}, {answer.hive}"
        head.addWidget(ElidedLabel(keeper, "small", "muted"), 1)
        role, icon = _BADGES[answer.answer]
        head.addWidget(Badge(answer.answer.label, role, icon))
        column.addLayout(head)
        self._short = words(answer.short, "small", "muted", wrap=True)
        column.addWidget(self._short)
        self._lines = QWidget()
        lines = QVBoxLayout(self._lines)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px("space.xs"))
        for line in answer.lines:
            lines.addWidget(line_widget(line))
        column.addWidget(self._lines)
        self._choose = link("Choose this room", lambda: self.chosen.emit(self.answer))
        self._choose.setAccessibleName(f"Choose {answer.room}, {answer.answer.label}")
        column.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{answer.room}, {answer.link_carer}: {answer.answer.label}")
        self.open_up(opened)

    def open_up(self, opened: bool) -> None:
        """Show every line, or only the shortest why."""
        self._lines.setVisible(opened)
        self._short.setVisible(not opened)
        self._choose.setVisible(not opened)


class CannotCard(QFrame):
    """Rooms that cannot, folded: how many, and each with its reason on demand."""

    def __init__(self, answers: Sequence[RoomAnswer], *, opened: bool = False) -> None:
        super().__init__()
        self.setObjectName("panel")
        theme = current_theme()
        column = QVBoxLayout(self)
        pad = theme.px("space.m")
        column.setContentsMargins(pad, theme.px("space.s"), pad, theme.px("space.s"))
        many = len(answers)
        self._title = link(f"{many} room{'' if many == 1 else 's'} cannot", self._toggle)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignLeft)
        told = [f"{each.room}, {each.link_carer}: {each.short}" for each in answers[:12]]
        if many > len(told):
            told.append(f"And {many - len(told)} more.")
        self._reasons = words("\n".join(told), "small", "muted", wrap=True)
        column.addWidget(self._reasons)
        self._reasons.setVisible(opened)

    def _toggle(self) -> None:
        self._reasons.setVisible(not self._reasons.isVisibleTo(self))


def line_widget(line: Line) -> QWidget:
    """A tick, triangle or stop, then a plain sentence; spoken with its word."""
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px("space.s"))
    icon, role = _ICONS[line.severity]
    if line.severity is Severity.OK and line.caution:
        icon, role = "info", "info"
    row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
    text = words(line.words, "small", wrap=True)
    text.setAccessibleName(f"{_SAID[line.severity]}: {line.words}")
    row.addWidget(text, 1)
    return holder
