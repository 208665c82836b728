"""A family's story on paper: which days, and for whose eyes."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import NamedTuple

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk
from hivedesk.desktop.pages.printed_sheet import PrintedSheet
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Family
from hivedesk.reports import story
from hivedesk.rules.days import Span, add_months, local

_ALL = 0
_BACK = (Option(3, "3 months"), Option(12, "12 months"), Option(_ALL, "All of it"))
_EYES = (Option(False, "May be shared"), Option(True, "For me alone"))
_EYES_HELP = "For you alone, it holds your own private notes too, and says so on every page."


class Asked(NamedTuple):
    """Months back (0 for all), and whether the reader's private notes stand in it."""

    months: int
    private: bool


def open_story(host: QWidget, workspace: Workspace, family_id: str) -> None:
    """Ask which days and for whose eyes, then save or print."""

    def name_of(session: Session) -> str:
        return session.get_one(Family, family_id).name

    workspace.read(
        name_of, lambda name: StorySheet(host, workspace, family_id, name).open(), host, "story"
    )


class StorySheet(PrintedSheet):
    """How much of a story, and for whom."""

    def __init__(self, host: QWidget, workspace: Workspace, family_id: str, name: str) -> None:
        super().__init__(host, workspace, f"Story of {name}")
        self._family_id, self._name = family_id, name
        self.fields = {
            "months": Field("How far back", ButtonsEditor(_BACK)),
            "private": Field("For whose eyes", ButtonsEditor(_EYES), _EYES_HELP),
        }
        self.fields["months"].set_value(_BACK[1].value)
        self.fields["private"].set_value(False)
        self.place(self.fields)

    def asked(self) -> Asked | None:
        """What was chosen; both questions begin with an answer."""
        return Asked(self.fields["months"].value(), bool(self.fields["private"].value()))

    def make(self, desk: Desk, asked: Asked) -> bytes:
        """The paper."""
        today = local(desk.now).date()
        span = None
        if asked.months:
            span = Span(add_months(today, -asked.months) + dt.timedelta(days=1), today)
        reader = desk.worker_id if asked.private else None
        out = io.BytesIO()
        with desk.store.reading() as session:
            told = story.told_of(session, self._family_id, desk.now, span=span, reader=reader)
        story.draw(told, out, desk.who, self.go_on)
        return out.getvalue()

    def file_name(self, asked: Asked) -> str:
        """Whose story; the name says where private notes stand in it."""
        name = re.sub(r"[^\w .-]+", "-", self._name)
        return f"Story {name}{' private' if asked.private else ''}.pdf"
