"""The left of Today, what needs you: Tonight, Follow-ups, Gone quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, StayBadge
from hivedesk.desktop.widgets.buttons import Button, plain
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import FollowUpBy, StayState
from hivedesk.store.queries.quiet import QuietLine
from hivedesk.store.queries.today import FollowUpLine, Today
from hivedesk.store.queries.tonight import TonightStay

from . import words as said
from .rows import (
    OpenButton,
    deed,
    deed_row,
    paragraph,
    quiet_deed,
    sentence_row,
    state_words,
    stay_row,
)

# Nine rows fill a page of 1366 by 768; what the others leave is for who has gone quiet.
ROWS_THAT_FIT, STAYS_SHOWN, QUIET_AT_LEAST = 9, 6, 2
DOUBLE_PRESS_MS = 800
_PRESSED = "pressed"


class WelcomePanel(Panel):
    """What stands first while there is no family yet."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Begin here", "No families yet.")
        for sentence, word, kind in (
            ("Stays, follow-ups and checks gather on this page.", "Add a family", "families"),
            ("Their rooms are the beds for tonight.", "Add a link carer", "link-carers"),
        ):
            add = plain(word, partial(workspace.open_sheet, "record", kind=kind), compact=True)
            self.add_row(sentence_row(sentence, add))


class TonightPanel(Panel):
    """Who sleeps where, who has come, and what is left should a crisis come."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Tonight")
        self._workspace = workspace
        self.link_pressed.connect(lambda: workspace.open_page("rooms"))

    def show_today(self, today: Today, narrow: bool) -> None:
        """Show who stays tonight."""
        tonight = today.tonight
        self.set_title("Tonight", said.tonight_count(tonight, today.day))
        more = len(tonight.stays) - STAYS_SHOWN
        board = "Room board" if narrow else "Open the room board"
        self.set_link(f"See all {len(tonight.stays)}" if more > 0 else board)
        self.clear_rows()
        for stay in tonight.stays[:STAYS_SHOWN]:
            self.add_row(self._row(stay, today, narrow))
        self.set_foot(_crisis(today))

    def _row(self, stay: TonightStay, today: Today, narrow: bool) -> QWidget:
        names, when = said.stay_names(stay.children), said.stay_when(stay, today.day)
        where = said.stay_where(stay)
        first = stay.booking_ids[0]
        opening = OpenButton(
            names,
            f"{when} · {where}" if narrow else where,
            lambda: self._workspace.open_record("bookings", first),
        )
        return stay_row(
            when,
            opening,
            StayBadge(stay.kind.value),
            said.stay_length(stay, today.day),
            self._state(stay, names, today),
            narrow,
        )

    def _state(self, stay: TonightStay, names: str, today: Today) -> QWidget:
        step = said.stay_step(stay, today.day)
        if step is None:
            return state_words(*said.stay_state(stay, today.day))
        word, to = step
        move = partial(_move, stay.booking_ids, to)
        button = deed(word, names, lambda: None, icon="check")
        button.clicked.connect(
            lambda: once(button, self._workspace, move, f"{names}: {word.lower()}")
        )
        return button


class FollowUpsPanel(Panel):
    """What was promised and is due."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Follow-ups")
        self._workspace = workspace
        self.link_pressed.connect(lambda: workspace.open_page("support", view="follow-ups"))

    def show_today(self, today: Today, narrow: bool) -> None:
        """Show the first that are due."""
        found = today.follow_ups
        shown = said.follow_up_count(found) if found.first else said.no_follow_ups(found, today.day)
        self.set_title("Follow-ups", shown)
        self.set_link(f"See all {found.open}" if found.open else "")
        self.clear_rows()
        for line in found.first:
            self.add_row(self._row(line, today, narrow))

    def _row(self, line: FollowUpLine, today: Today, narrow: bool) -> QWidget:
        opening = OpenButton(
            line.what,
            said.follow_up_about(line, today.day),
            lambda: self._workspace.open_record("follow-ups", line.id),
        )
        finish = partial(_finish, line.id)
        done = deed("Done", line.what, lambda: None, icon="check")
        done.clicked.connect(lambda: once(done, self._workspace, finish, "Follow-up done"))
        later = quiet_deed(
            "Later…",
            line.what,
            lambda: self._workspace.open_sheet("put-off", follow_up_id=line.id),
        )
        return deed_row(_pressing(line, today), opening, (done, later), narrow)


class QuietPanel(Panel):
    """Families nobody has spoken to for longer than is usual for them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Gone quiet")
        self._workspace = workspace
        self._all = False
        self._again: Callable[[], None] = lambda: None
        self.link_pressed.connect(self._show_all)

    def show_today(self, today: Today, narrow: bool) -> None:
        """Show the families that have been quiet the longest."""
        found = today.quiet
        self._again = lambda: self.show_today(today, narrow)
        self.set_title("Gone quiet", said.quiet_count(found))
        above = min(len(today.tonight.stays), STAYS_SHOWN) + len(today.follow_ups.first)
        few = max(QUIET_AT_LEAST, ROWS_THAT_FIT - above)
        every = f"Show {'all ' if found.count == len(found.first) else ''}{len(found.first)}"
        self.set_link("" if len(found.first) <= few else "Show fewer" if self._all else every)
        self.clear_rows()
        for line in found.first[: None if self._all else few]:
            self.add_row(quiet_row(self._workspace, line, today.day, narrow))

    def _show_all(self) -> None:
        self._all = not self._all
        self._again()


def quiet_row(workspace: Workspace, line: QuietLine, day: dt.date, narrow: bool) -> QWidget:
    """A family gone quiet: for how long, why that is long, and what to do about it."""
    opening = OpenButton(
        line.name,
        said.quiet_about(line, day),
        lambda: workspace.open_record("families", line.family_id),
    )
    log = deed(
        "Log a contact",
        line.name,
        lambda: workspace.open_sheet("log-support", family_ids=[line.family_id]),
    )
    leave = quiet_deed(
        "Leave until…",
        line.name,
        lambda: workspace.open_sheet("leave-until", family_id=line.family_id),
    )
    days = words(f"{line.days} days", "body", strong=True)
    return deed_row(days, opening, (log, leave), narrow)


def _pressing(line: FollowUpLine, today: Today) -> Badge:
    if line.by is not FollowUpBy.ME:
        return Badge("Waiting", "neutral", "waiting")
    if line.due_on < today.day:
        return Badge(said.late_words(line.due_on, today.day), "danger", "clock")
    return Badge("Today")


def _crisis(today: Today) -> QWidget:
    """The foot line; semibold and with a warning sign where the night is thin."""
    theme = current_theme()
    one = today.hive_id is not None
    free = sum(room.beds for room in today.tonight.free) if one else None
    thin = free is not None and free <= today.thin and today.families > 0
    holder = QWidget()
    row = QGridLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setHorizontalSpacing(theme.px("space.s"))
    icon = IconLabel("warning" if thin else "rooms", "warning" if thin else "accent_text")
    row.addWidget(icon, 0, 0, Qt.AlignmentFlag.AlignTop)
    sentence = paragraph("", "text")
    sentence.setTextFormat(Qt.TextFormat.RichText)
    # The weight is named: the typeface has no heavier one than this, and Qt would smear it.
    begin = '<span style="font-weight:600">If a crisis comes tonight:</span>'
    sentence.setText(f"{begin} {_safe(said.crisis(today.tonight, one))}")
    sentence.setAccessibleName(f"If a crisis comes tonight: {said.crisis(today.tonight, one)}")
    row.addWidget(sentence, 0, 1)
    row.setColumnStretch(1, 1)
    return holder


def _safe(text: str) -> str:
    """Names of rooms are people's own words: never read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def once(
    button: Button, workspace: Workspace, action: Callable[[Desk], Outcome], words_: str
) -> None:
    """Do it; the second press of a double click would only be told that it is done."""
    if button.property(_PRESSED):
        return
    button.setProperty(_PRESSED, True)
    QTimer.singleShot(DOUBLE_PRESS_MS, button, lambda: button.setProperty(_PRESSED, False))
    workspace.do(action, words=words_)


def _move(booking_ids: Sequence[str], to: StayState, desk: Desk) -> Outcome:
    from hivedesk.actions.stays import move_stays_on  # lazy: start-up

    return move_stays_on(desk, booking_ids, to)


def _finish(follow_up_id: str, desk: Desk) -> Outcome:
    from hivedesk.actions.support import finish_follow_up  # lazy: start-up

    return finish_follow_up(desk, follow_up_id)
