"""Two small dialogs about follow-ups: done with a note, and a file for one's own calendar."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk
from hivedesk.actions.support import finish_follow_up
from hivedesk.desktop.pages.printed_sheet import PrintedSheet
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Family, FollowUp, declared
from hivedesk.reports.calendar import follow_ups_calendar
from hivedesk.store import drafts

_TOLD = (Option(False, "Only that something is due"), Option(True, "What is to be done"))
_TOLD_HELP = (
    "The words may name people, and a calendar often lies with the company that runs the "
    "phone’s account."
)
_ABOUT = (
    "Your own follow-ups that are open, each on the day it is due. Save the file and import it "
    "again when something changed: what was put off is moved, what is done goes."
)


def open_follow_up_done(host: QWidget, workspace: Workspace, follow_up_id: str, **_: Any) -> None:
    """Ask what came of a follow-up, and finish it."""

    store, key = workspace.open_desk.store, f"follow-up-done:{follow_up_id}"

    def about(session: Session) -> tuple[str, str, dict[str, Any] | None] | None:
        kept = drafts.find(store, key)
        row = session.execute(
            select(FollowUp.what, Family.name)
            .join(Family, Family.id == FollowUp.family_id)
            .where(FollowUp.id == follow_up_id)
        ).first()
        return (row.what, row.name, kept[1] if kept else None) if row else None

    def ready(found: tuple[str, str, dict[str, Any] | None] | None) -> None:
        if found is None:
            workspace.said.emit("That follow-up is not in this store any more.", False)
            return
        what, family, draft = found
        label = declared(FollowUp)["done_note"][1].label
        ask(
            host,
            workspace,
            "Follow-up done",
            {"note": Field(label, TextEditor(lines=3), what, optional=True)},
            lambda desk, values: finish_follow_up(desk, follow_up_id, values["note"]),
            subtitle=family,
            save_word="Done",
            done_words="Follow-up done",
            draft_key=key,
            draft=draft,
        )

    workspace.read(about, ready, owner=host, key="follow-up-done")


def open_follow_ups_calendar(host: QWidget, workspace: Workspace, **_: Any) -> None:
    """Ask how much the calendar may tell."""
    FollowUpsCalendarSheet(host, workspace).open()


class FollowUpsCalendarSheet(PrintedSheet):
    """The open follow-ups of the Hive that is looked at, as a file for a calendar."""

    def __init__(self, host: QWidget, workspace: Workspace) -> None:
        super().__init__(host, workspace, "Follow-ups for your calendar", ending=".ics")
        self._hive_id = workspace.hive_id
        self.fields = {"private": Field("What it tells", ButtonsEditor(_TOLD), _TOLD_HELP)}
        self.fields["private"].set_value(False)
        self.place(self.fields, _ABOUT)

    def asked(self) -> bool | None:
        """Whether the words of each follow-up stand in it."""
        return bool(self.fields["private"].value())

    def make(self, desk: Desk, asked: bool) -> bytes:
        """The calendar."""
        with desk.store.reading() as session:
            made = follow_ups_calendar(session, self._hive_id, desk.now, private=asked)
        return made.file

    def file_name(self, asked: bool) -> str:
        """The name says where people may be named."""
        return f"Follow-ups{' private' if asked else ''}.ics"
