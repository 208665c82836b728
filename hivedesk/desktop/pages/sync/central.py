"""The panel about the central store itself: connect to it, and how often to be in touch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.desktop.syncing import Syncing
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, Segments, link, primary
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records.errors import PlainError
from hivedesk.store.ended import Ended
from hivedesk.store.queries.sync_state import Waiting
from hivedesk.sync.connection import Connection

from . import words as said

_ROLES = {
    "worker": "support worker",
    "manager": "manager",
    "link-carer": "link carer",
    "auditor": "auditor",
}
_OFTEN = (Option(5, "5 min"), Option(15, "15 min"), Option(60, "1 hour"), Option(0, "When asked"))


class CentralPanel(Panel):
    """Where the central store is and as whom this laptop speaks; else the form to connect."""

    def __init__(self, workspace: Workspace, syncing: Syncing) -> None:
        super().__init__("Central store")
        self._syncing = syncing
        self._tie: Connection | None = None
        self._asks = True
        self._told = words("", wrap=True, selectable=True)
        self._where = words("", "small", "muted", wrap=True, selectable=True)
        self.form = ConnectForm(workspace, syncing)
        self.form.connected.append(self._connected)
        self.often = Segments("How often", _OFTEN, compact=True)
        self.often.changed.connect(self._choose_often)
        self._again = link("Connect with another code…", self.ask_again)
        syncing.changed.connect(self._say_often)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        theme = current_theme()
        column.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.m"))
        column.setSpacing(theme.px("space.s"))
        column.addWidget(self._told)
        column.addWidget(self._where)
        self._often_row = QWidget()
        row = FlowLayout(self._often_row)
        label = words("In touch every", "small", "muted")
        label.setMinimumHeight(theme.px("control.height_compact"))
        row.addWidget(label)
        row.addWidget(self.often)
        column.addWidget(self._often_row)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        self.add_row(self._body)
        self.show_tie(None)

    def show_tie(self, tie: Connection | None, ended: Ended | None = None) -> None:
        """Say who is connected to what; without a tie, ask for a code."""
        if tie is not None and self._tie is None:
            self._asks = False
        self._tie = tie
        if tie is None:
            self._told.setText(
                "Colleagues see what you enter only once this laptop is connected. "
                "Whoever looks after the central store gives you its address and a "
                "joining code, for this laptop alone."
            )
            if ended is not None and not self.form.url.value():
                self.form.url.set_value(ended.url)
        else:
            role = _ROLES.get(tie.role, tie.role)
            self._told.setText(f"Connected as {tie.account} ({role}).")
            self._where.setText(tie.url)
        for part, shown in (
            (self._where, tie is not None),
            (self._often_row, tie is not None),
            (self._again, tie is not None and not self._asks),
            (self.form, tie is None or self._asks),
        ):
            part.setVisible(shown)
        self._say_often()

    def ask_again(self) -> None:
        """Open the form though there is a tie: an account may have been closed by mistake."""
        self._asks = True
        self.show_tie(self._tie)
        self.form.url.set_value(self._tie.url if self._tie else None)
        self.form.url.focus()

    def _connected(self) -> None:
        self._asks = False
        self.show_tie(self._tie)

    def _say_often(self) -> None:
        blocked = self.often.blockSignals(True)
        known = [option.value for option in _OFTEN]
        if self._syncing.minutes in known:
            self.often.set_value(self._syncing.minutes)
        self.often.blockSignals(blocked)

    def _choose_often(self) -> None:
        chosen = self.often.value()
        if isinstance(chosen, int) and chosen != self._syncing.minutes:
            self._syncing.set_minutes(chosen)


class ConnectForm(QWidget):
    """Address, joining code, one button; why not is said below them. Nothing is emptied."""

    def __init__(self, workspace: Workspace, syncing: Syncing) -> None:
        super().__init__()
        self._workspace, self._syncing = workspace, syncing
        self.connected: list[object] = []
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.m"))
        self.url = Field("Address", LineEditor(hint="https://"))
        self.url.set_value(workspace.council.central_address or None)
        self.code = Field("Joining code", LineEditor(), "It works once, within a week.")
        column.addWidget(self.url)
        column.addWidget(self.code)
        self.sent = words("", "small", "muted", wrap=True)
        self.sent.hide()
        column.addWidget(self.sent)
        self.problem = words("", "body", "danger", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.button = primary("Connect", self.connect_now, icon="link")
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(self.button)
        column.addWidget(row)
        for field in (self.url, self.code):
            field.changed.connect(self.problem.hide)
            editor = field.editor
            if isinstance(editor, LineEditor):
                editor.returnPressed.connect(self.connect_now)

    def say_what_is_sent(self, rows: Sequence[Waiting] | None) -> None:
        """What goes to central with the first run; None where that has been."""
        self.sent.setText("" if rows is None else said.sent_first_words(rows))
        self.sent.setVisible(rows is not None)

    def connect_now(self) -> None:
        """Ask central; the window goes on meanwhile."""
        missing = [
            (self.code, "Type the joining code you were given."),
            (self.url, "Type the address of the central store."),
        ]
        for field, sentence in missing:
            if not field.value():
                field.focus()
                field.set_problem(sentence)
        if not self.url.value() or not self.code.value() or not self.button.isEnabled():
            return
        self._busy(True)
        url = str(self.url.value())
        self._syncing.connect_to(
            url if "://" in url else f"https://{url}",
            str(self.code.value()),
            self._done,
            self._failed,
        )

    def _done(self) -> None:
        self._busy(False)
        self.code.set_value(None)
        for then in self.connected:
            if callable(then):
                then()
        self._workspace.said.emit("Connected to the central store", False)

    def _failed(self, why: Exception) -> None:
        self._busy(False)
        told = words_for(why)
        self.problem.setText(told)
        self.problem.show()
        self.code.focus()
        announce(self, told)
        if not isinstance(why, PlainError):
            self._workspace.trouble.emit(why)

    def _busy(self, busy: bool) -> None:
        self.button.set_word("Connecting…" if busy else "Connect")
        self.button.grey_out("The central store is being asked." if busy else "")
