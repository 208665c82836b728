"""What a link carer is handed: statement, board for the fridge, calendar. One small sheet each."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk
from hivedesk.desktop.pages.printed_sheet import PrintedSheet
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, ListEditor
from hivedesk.desktop.widgets.fields import Field, check_all
from hivedesk.desktop.workspace import Workspace
from hivedesk.reports import board, statement
from hivedesk.reports.calendar import calendar_of
from hivedesk.reports.naming import Naming
from hivedesk.rules.days import Span, add_months, month_named
from hivedesk.store.queries.ledger import Called, link_carers_called

_BACK, _AHEAD = 36, 6  # months offered
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
    "A calendar often lies with the company that runs the phone’s account.",
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


class PaperSheet(PrintedSheet):
    """Whose, which month, how the children are named; then save or print."""

    def __init__(
        self,
        host: QWidget,
        workspace: Workspace,
        paper: Paper,
        carers: Sequence[Called],
        link_carer_id: str,
    ) -> None:
        super().__init__(
            host, workspace, paper.title, ending=paper.ending, landscape=paper.landscape
        )
        self._paper = paper
        self._carers = {each.id: each for each in carers}
        self.fields = self._make_fields(link_carer_id)
        self.place(self.fields)

    def make(self, desk: Desk, asked: Asked) -> bytes:
        """The paper."""
        return self._paper.make(desk, asked)

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

    def asked(self) -> Asked | None:
        """What the sheet was filled in with."""
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

    def file_name(self, asked: Asked) -> str:
        """Whose paper it is, and of which month."""
        carer = re.sub(r"[^\w .-]+", "-", self._carers[asked.link_carer_id].name)
        when = f" {asked.month.first:%Y-%m}" if self._paper.months else ""
        return f"{self._paper.title} {carer}{when}{self._paper.ending}"
