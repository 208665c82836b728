"""Follow-ups in one place: mine and overdue, mine today, to come, and what waits on others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.actions.support import finish_follow_up
from hivedesk.desktop.pages.detail import Row, Verb
from hivedesk.desktop.pages.subject import Subject, SubjectView
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Chips, Option, link
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import FollowUpBy
from hivedesk.store.queries.support import OpenFollowUps, add_to_follow_ups, open_follow_ups
from hivedesk.store.queries.tables import Listing

from . import words as said

ALL, LATE, TODAY, COMING, OTHERS = "", "late", "today", "coming", "others"
WORDS = {
    ALL: "All",
    LATE: "Overdue",
    TODAY: "Today",
    COMING: "To come",
    OTHERS: "Waiting on others",
}
_DAY = dt.timedelta(days=1)


def follow_up_verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    """What can be done to a follow-up."""
    family = Verb(
        "Open family", "families", lambda: workspace.open_record("families", row["family_id"])
    )
    if row["done_on"]:
        return [family]

    def done() -> None:
        workspace.do(
            lambda desk: finish_follow_up(desk, row["id"]), owner=owner, words="Follow-up done"
        )

    def sheet(name: str) -> Any:
        return lambda: workspace.open_sheet(name, follow_up_id=row["id"])

    return [
        Verb("Done", "check", done, primary=True),
        Verb("Done with a note…", "check", sheet("follow-up-done")),
        Verb("Put off…", "clock", sheet("put-off")),
        family,
    ]


FOLLOW_UPS = Subject(
    "follow-ups",
    said.follow_up_line,
    "No follow-ups are open. What you promise in a support log stands here.",
    fields=("due_on", "by", "done_on", "done_note"),
    sorts=(("due_on", "Due first", False),),
    head=said.follow_up_head,
    verbs=follow_up_verbs,
    enrich=lambda session, rows, _today: add_to_follow_ups(session, rows),
)


class FollowUpsView(SubjectView):
    """The list of follow-ups with how many there are of each kind."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, FOLLOW_UPS)
        options = [Option(value, word) for value, word in WORDS.items()]
        self.which = Chips("Which follow-ups", options, single=True)
        self.which.changed.connect(self._ask_again)
        self.list.unfiltered.connect(lambda: self.which.set_values([ALL]))
        calendar = link(
            "For your calendar…",
            lambda: workspace.open_sheet("follow-ups-calendar"),
            icon="calendar",
        )
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px("space.xs"))
        column.addWidget(self.which)
        column.addWidget(calendar, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.add_filter(holder)

    def reload(self) -> None:
        """Ask for the list, the record in view, and the numbers again."""
        super().reload()
        hive_id, today = self.workspace.hive_id, self.workspace.today
        self.workspace.read(
            lambda session: open_follow_ups(session, hive_id, today), self._count, self, "count"
        )

    def _count(self, found: OpenFollowUps) -> None:
        for value, number in found._asdict().items():
            self.which.set_word(value, f"{WORDS[value]} {number:,}" if number else WORDS[value])

    def _listing(self) -> Listing:
        asked, which = super()._listing(), self.which.values()[0]
        if which == ALL:
            return asked
        today = self.workspace.today
        due = {LATE: (None, today - _DAY), TODAY: (today, today), COMING: (today + _DAY, None)}
        by = FollowUpBy.OTHER if which == OTHERS else FollowUpBy.ME
        between = {"due_on": due[str(which)]} if which in due else {}
        return replace(
            asked,
            where={**asked.where, "by": (by,)},
            between={**asked.between, **between},
        )
