"""A sheet of questions whose answer is a paper: it is saved, or printed."""

from __future__ import annotations

from abc import abstractmethod
from threading import Event
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk
from hivedesk.desktop.dialogs import ask_printer, ask_save_calendar, ask_save_pdf
from hivedesk.desktop.pages.reports.printing import print_pages, rendered
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.reports.stopping import Stopped
from hivedesk.store.files import write_whole

WIDTH = 560  # logical pixels at 100 %
_MOST_DPI = 300


class PrintedSheet(Sheet):
    """What a paper is to hold; then save or print. Whoever makes one says the three things below.

    Args:
        ending: of the file: ".pdf", or ".ics" for what cannot be printed.
    """

    def __init__(
        self,
        host: QWidget,
        workspace: Workspace,
        title: str,
        *,
        subtitle: str = "",
        ending: str = ".pdf",
        landscape: bool = False,
        width: int = WIDTH,
    ) -> None:
        super().__init__(host, title, subtitle, width=width, guard=self._may_close)
        self._workspace, self._called = workspace, title
        self._ending, self._landscape = ending, landscape
        self._making = False
        self._stop = Event()
        self.closed.connect(self._stop.set)

    @abstractmethod
    def asked(self) -> Any | None:
        """What the sheet was filled in with; None where something is missing, which is marked."""

    @abstractmethod
    def make(self, desk: Desk, asked: Any) -> bytes:
        """The file, away from the window; one that takes long asks `go_on` now and then."""

    @abstractmethod
    def file_name(self, asked: Any) -> str:
        """The name that is offered for it."""

    def place(self, fields: dict[str, Field], about: str = "") -> None:
        """Put the questions in their places, below what it is about, and the buttons."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px("space.l"))
        if about:
            column.addWidget(words(about, tone="muted", wrap=True))
        for each in fields.values():
            column.addWidget(each)
        column.addStretch(1)
        self.set_body(body)
        self.add_ways_out()

    def add_ways_out(self) -> None:
        """The buttons: close, print, save."""
        self._close_word = plain("Close", self.close_sheet, shortcut_text="Esc")
        self.add_action(self._close_word)
        word = "Save calendar"
        if self._ending == ".pdf":
            self.add_action(plain("Print", self.print_out, icon="print"))
            word = "Save as PDF"
        self.add_action(
            primary(word, self.save, icon="download", shortcut_text="Ctrl+Enter"), primary=True
        )

    def save(self) -> None:
        """Ask where, make it, save it, and close."""
        asked = None if self._making else self.asked()
        if asked is None:
            return
        desk = self._workspace.open_desk
        ask = ask_save_pdf if self._ending == ".pdf" else ask_save_calendar
        path = ask(self, desk.store.path.parent / self.file_name(asked))
        if path is None:
            return
        self._begin("Making it…")
        self._workspace.aside.run(
            lambda: write_whole(path, self._made(desk, asked)),
            lambda _: self.finished(f"Saved as {path.name}"),
            self.failed,
            self,
        )

    def print_out(self) -> None:
        """Ask for the printer, make it, print it, and close."""
        asked = None if self._making else self.asked()
        if asked is None:
            return
        printer = ask_printer(self, self._called, landscape=self._landscape)
        if printer is None:
            return
        self._begin("Printing…")
        desk, dpi = self._workspace.open_desk, min(printer.resolution(), _MOST_DPI)

        def print_them(pages: list[Any]) -> None:
            print_pages(printer, pages)
            self.finished("Sent to the printer")

        self._workspace.aside.run(
            lambda: rendered(self._made(desk, asked), dpi, self.go_on),
            print_them,
            self.failed,
            self,
        )

    def go_on(self) -> None:
        """For whoever makes it, on whichever thread: stops where somebody has pressed Stop.

        Raises:
            Stopped: nobody wants it any more.
        """
        if self._stop.is_set():
            raise Stopped

    def _made(self, desk: Desk, asked: Any) -> bytes:
        self.go_on()
        made = self.make(desk, asked)
        self.go_on()
        return made

    def _may_close(self) -> bool:
        """While it is being made, closing stops that first."""
        if self._making:
            self._stop.set()
            self.say("Stopping…")
        return not self._making

    def _begin(self, words: str) -> None:
        self._making = True
        self._stop.clear()
        self._close_word.set_word("Stop")
        self.say(words)

    def finished(self, words: str) -> None:
        """Say it, and close: what was asked for is done."""
        self._making = False
        self._workspace.said.emit(words, False)
        self.close_sheet(force=True)

    def failed(self, why: Exception) -> None:
        """Say why not, and stay."""
        self._making = False
        self._close_word.set_word("Close")
        if isinstance(why, Stopped):
            self.say(words_for(why))
        else:
            self.say(words_for(why), "warning", "danger")
