"""The cards of the panel: a room that could have the child, and those that cannot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, BadgeRole
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.flow import FlowLayout
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
    """One room: open line by line, or folded to one.

    Signals: `chosen(RoomAnswer)` and `hold_wanted(RoomAnswer)` by the buttons of a folded one;
    for the open one they stand at the panel's foot.
    """

    chosen = Signal(object)
    hold_wanted = Signal(object)

    def __init__(
        self, place: int, answer: RoomAnswer, *, opened: bool, can_hold: bool = True
    ) -> None:
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
        column.addWidget(self._lines)
        self._verbs = QWidget()
        grow_with_width(self._verbs)
        verbs = FlowLayout(self._verbs)
        choose = link("Choose this room", lambda: self.chosen.emit(self.answer))
        choose.setAccessibleName(f"Choose {answer.room}, {answer.answer.label}")
        verbs.addWidget(choose)
        if can_hold:
            hold = link("Hold while I ring", lambda: self.hold_wanted.emit(self.answer))
            hold.setAccessibleName(f"Hold {answer.room} while I ring")
            verbs.addWidget(hold)
        column.addWidget(self._verbs)
        self.setAccessibleName(f"{answer.room}, {answer.link_carer}: {answer.answer.label}")
        self.open_up(opened)

    def open_up(self, opened: bool) -> None:
        """Show every line, or only the shortest why."""
        if opened and self._lines.layout() is None:
            # Most cards are never opened: their lines are made when they are.
            lines = QVBoxLayout(self._lines)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(current_theme().px("space.xs"))
            # What speaks against it stands where it is seen without scrolling.
            rest = [line for line in self.answer.lines if line.severity is Severity.OK]
            for line in (*self.answer.against, *rest):
                lines.addWidget(line_widget(line))
        self._lines.setVisible(opened)
        self._short.setVisible(not opened)
        self._verbs.setVisible(not opened)


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


def grow_with_width(holder: QWidget) -> None:
    """Let a row of buttons take a second line where it is narrow."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)


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
