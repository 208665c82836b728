"""What a link carer is handed: statement, board for the fridge, calendar. One small sheet each."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk
from hivedesk.desktop.dialogs import ask_printer, ask_save_calendar, ask_save_pdf
from hivedesk.desktop.pages.reports.printing import print_pages, rendered
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, plain, primary
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, ListEditor
from hivedesk.desktop.widgets.fields import Field, check_all
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.reports import board, statement
from hivedesk.reports.calendar import calendar_of
from hivedesk.reports.naming import Naming
from hivedesk.rules.days import Span, add_months, month_named
from hivedesk.store.files import write_whole
from hivedesk.store.queries.ledger import Called, link_carers_called

WIDTH = 560  # logical pixels at 100 %
_BACK, _AHEAD = 36, 6  # months offered
_MOST_DPI = 300
_ONE_DAY = dt.timedelta(days=1)

_NAMES = (Option(Naming.INITIALS, "Initials"), Option(Naming.FIRST_NAME, "First names"))
_CLOSURES = (Option(False, "Left out"), Option(True, "Shown"))
_NAMED = (Option(False, "Nobody named"), Option(True, "First names"))
_CLOSURES_HELP = "Shown, they stand beside the stays and keep nobody busy. The reason is not told."


@dataclass(frozen=True)
class Asked:
    """What the sheet was filled in with; a calendar has no use for the month."""

    link_carer_id: str
    month: Span
    names: Any
    closures: bool = False


@dataclass(frozen=True)
class Paper:
    """One of the things a link carer can be handed.

    Attributes:
        months: how many months back and ahead are offered; None for all of time.
        make: works it out and gives the file, away from the window.
        ending: of the file's name.
        closures: whether the days on which a room is closed can be left out.
    """

    title: str
    about: str
    names: Sequence[Option]
    names_help: str
    months: tuple[int, int] | None
    make: Callable[[Desk, Asked], bytes]
    ending: str = ".pdf"
    landscape: bool = False
    closures: bool = False


def _statement(desk: Desk, asked: Asked) -> bytes:
    with desk.store.reading() as session:
        found = statement.statement_of(
            session, asked.link_carer_id, asked.month, desk.now, asked.names
        )
    out = io.BytesIO()
    statement.draw(found, out, desk.who)
    return out.getvalue()


def _board(desk: Desk, asked: Asked) -> bytes:
    with desk.store.reading() as session:
        found = board.board_sheet(session, asked.link_carer_id, asked.month, desk.now, asked.names)
    out = io.BytesIO()
    board.draw(found, out)
    return out.getvalue()


def _calendar(desk: Desk, asked: Asked) -> bytes:
    with desk.store.reading() as session:
        private, closures = bool(asked.names), asked.closures
        made = calendar_of(session, asked.link_carer_id, private=private, closures=closures)
    return made.file


STATEMENT = Paper(
    "Statement",
    "Rooms held, stays and what is owed for one month.",
    _NAMES,
    "How the children are named on it.",
    (_BACK, 0),
    _statement,
)
BOARD = Paper(
    "Board for the fridge",
    "A month of agreed stays on one sheet, to hang up.",
    _NAMES,
    "How the children are named on it. Others in the house will read it.",
    (_BACK, _AHEAD),
    _board,
    landscape=True,
)
CALENDAR = Paper(
    "Calendar",
    "Agreed stays for a phone or computer. Save it and import it again when something changed: "
    "what moved is moved, what was called off goes.",
    _NAMED,
    "A calendar often lies with the company that runs the phone's account.",
    None,
    _calendar,
    ending=".ics",
    closures=True,
)


def open_statement(host: QWidget, workspace: Workspace, link_carer_id: str = "") -> None:
    """The month's statement of a link carer; with none given, one is chosen on the sheet."""
    _open(host, workspace, STATEMENT, link_carer_id)


def open_board(host: QWidget, workspace: Workspace, link_carer_id: str = "") -> None:
    """The month's board of a link carer."""
    _open(host, workspace, BOARD, link_carer_id)


def open_calendar(host: QWidget, workspace: Workspace, link_carer_id: str = "") -> None:
    """The calendar of a link carer."""
    _open(host, workspace, CALENDAR, link_carer_id)


def _open(host: QWidget, workspace: Workspace, paper: Paper, link_carer_id: str) -> None:
    workspace.read(
        link_carers_called,
        lambda found: PaperSheet(host, workspace, paper, found, link_carer_id).open(),
        host,
        "paper",
    )


class PaperSheet(Sheet):
    """Whose, which month, how the children are named; then save or print."""

    def __init__(
        self,
        host: QWidget,
        workspace: Workspace,
        paper: Paper,
        carers: Sequence[Called],
        link_carer_id: str,
    ) -> None:
        super().__init__(host, paper.title, width=WIDTH)
        self._workspace, self._paper = workspace, paper
        self._carers = {each.id: each for each in carers}
        self._making = False
        self.fields = self._make_fields(link_carer_id)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px("space.l"))
        for each in self.fields.values():
            column.addWidget(each)
        column.addStretch(1)
        self.set_body(body)
        self.add_action(plain("Close", self.close_sheet, shortcut_text="Esc"))
        word = "Save calendar"
        if paper.ending == ".pdf":
            self.add_action(plain("Print", self.print_out, icon="print"))
            word = "Save as PDF"
        self.add_action(
            primary(word, self.save, icon="download", shortcut_text="Ctrl+Enter"), primary=True
        )

    def save(self) -> None:
        """Ask where, make it, save it, and close."""
        asked = None if self._making else self._asked()
        if asked is None:
            return
        desk = self._workspace.open_desk
        ask = ask_save_pdf if self._paper.ending == ".pdf" else ask_save_calendar
        path = ask(self, desk.store.path.parent / self._file_name(asked))
        if path is None:
            return
        self._begin("Making it…")
        make = self._paper.make
        self._workspace.aside.run(
            lambda: write_whole(path, make(desk, asked)),
            lambda _: self._done(f"Saved as {path.name}"),
            self._failed,
            self,
        )

    def print_out(self) -> None:
        """Ask for the printer, make it, print it, and close."""
        asked = None if self._making else self._asked()
        if asked is None:
            return
        printer = ask_printer(self, self._paper.title, landscape=self._paper.landscape)
        if printer is None:
            return
        self._begin("Printing…")
        desk, make, dpi = (
            self._workspace.open_desk,
            self._paper.make,
            min(printer.resolution(), 300),
        )

        def print_them(pages: list[Any]) -> None:
            print_pages(printer, pages)
            self._done("Sent to the printer")

        self._workspace.aside.run(
            lambda: rendered(make(desk, asked), dpi), print_them, self._failed, self
        )

    def _make_fields(self, link_carer_id: str) -> dict[str, Field]:
        offered = [Option(each.id, f"{each.name}, {each.hive}") for each in self._carers.values()]
        made = {"carer": Field("Link carer", ListEditor(offered), self._paper.about)}
        made["carer"].set_value(link_carer_id or None)
        if self._paper.months is not None:
            back, ahead = self._paper.months
            first = self._workspace.today.replace(day=1)
            days = [add_months(first, n) for n in range(ahead, -back - 1, -1)]
            months = [Option(f"{day:%Y-%m}", f"{day:%B %Y}") for day in days]
            made["month"] = Field("Month", ListEditor(months))
            made["month"].set_value(f"{self._first_shown(first):%Y-%m}")
        names = ButtonsEditor(self._paper.names)
        made["names"] = Field("Names", names, self._paper.names_help)
        made["names"].set_value(self._paper.names[0].value)
        if self._paper.closures:
            closed = ButtonsEditor(_CLOSURES)
            made["closures"] = Field("Days a room is closed", closed, _CLOSURES_HELP)
            made["closures"].set_value(False)
        return made

    def _first_shown(self, this_month: dt.date) -> dt.date:
        """A statement is made when its month is over; a board is for the days to come."""
        over = self._paper is STATEMENT and (self._workspace.today + _ONE_DAY).day != 1
        return add_months(this_month, -1) if over else this_month

    def _asked(self) -> Asked | None:
        missing = {
            "carer": "Choose the link carer.",
            "month": "Choose the month.",
            "names": "Choose how the children are named.",
            "closures": "Choose whether they are shown.",
        }
        right = check_all(self.fields)
        for name, field in self.fields.items():
            if not field.problem() and field.value() is None:
                field.set_problem(missing[name])
                right = False
        if not right:
            next(each for each in self.fields.values() if each.problem()).focus()
            return None
        values = {name: field.value() for name, field in self.fields.items()}
        month = month_named(values.get("month", f"{self._workspace.today:%Y-%m}"))
        return Asked(values["carer"], month, values["names"], bool(values.get("closures")))

    def _file_name(self, asked: Asked) -> str:
        carer = re.sub(r"[^\w .-]+", "-", self._carers[asked.link_carer_id].name)
        when = f" {asked.month.first:%Y-%m}" if self._paper.months else ""
        return f"{self._paper.title} {carer}{when}{self._paper.ending}"

    def _begin(self, words: str) -> None:
        self._making = True
        self.say(words)

    def _done(self, words: str) -> None:
        self._workspace.said.emit(words, False)
        self.close_sheet(force=True)

    def _failed(self, why: Exception) -> None:
        self._making = False
        self.say(words_for(why), "warning", "danger")
