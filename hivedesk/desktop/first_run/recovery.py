"""The recovery sheet: the key on the screen once, to be saved, printed or written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.actions.desk import machine_now
from hivedesk.desktop.background import Background
from hivedesk.desktop.dialogs import ask_printer, ask_save_pdf
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link, plain
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import words_for
from hivedesk.store.files import write_export
from hivedesk.store.recovery import new_recovery_key

from .steps import Problems, Step

_MOST_DPI = 300
SKIPPED = (
    "Nothing was saved, printed or written down yet. Without the sheet, a forgotten passphrase "
    "means an empty desk: nobody can open this one."
)


class KeyPanel(QWidget):
    """The key in its groups, and the ways to keep it. `kept()` when one of them was taken."""

    kept = Signal()

    def __init__(self, background: Background, key: str, store_name: str) -> None:
        super().__init__()
        self._background, self.key, self._store_name = background, key, store_name
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.m"))
        frame = QFrame()
        frame.setObjectName("panel")
        groups = FlowLayout(frame, "space.l")
        pad = theme.px("space.m")
        groups.setContentsMargins(pad, pad, pad, pad)
        for each in key.split("-"):
            group = words(each, "title", selectable=True)
            group.setAlignment(Qt.AlignmentFlag.AlignCenter)
            groups.addWidget(group)
        frame.setAccessibleName(f"Recovery key: {key}")
        column.addWidget(frame)
        row = QWidget()
        ways = FlowLayout(row)
        self.save_button = plain("Save as PDF…", self.save, icon="download")
        self.print_button = plain("Print…", self.print_out, icon="print")
        self.on_paper = CheckBox("I have written it down")
        self.on_paper.changed.connect(self._ticked)
        as_high = QWidget()  # so that its words stand on one line with the buttons
        as_high.setMinimumHeight(theme.px("control.height"))
        middle = QVBoxLayout(as_high)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self.on_paper)
        for each_way in (self.save_button, self.print_button, as_high):
            ways.addWidget(each_way)
        column.addWidget(row)
        self.said = words("", "small", "muted", wrap=True)
        self.said.hide()
        column.addWidget(self.said)
        self._is_kept = self._making = False

    def is_kept(self) -> bool:
        """Whether the key is somewhere else than on the screen."""
        return self._is_kept or bool(self.on_paper.value())

    def save(self) -> None:
        """Ask where, and write the sheet there."""
        # lazy: start-up (ReportLab)
        from hivedesk.reports.recovery import FILE_NAME

        path = None if self._making else ask_save_pdf(self, Path.home() / FILE_NAME)
        if path is not None:
            self._make(
                lambda: write_export(path, self._pdf()),
                lambda _: self._done(
                    f"Saved as {path.name}. Print it, keep it away from the laptop, and delete "
                    "the file."
                ),
            )

    def print_out(self) -> None:
        """Ask for the printer, and print the sheet."""
        printer = None if self._making else ask_printer(self, "Recovery sheet")
        if printer is None:
            return
        # lazy: start-up (QtPdf, for those who print)
        from hivedesk.desktop.pages.reports.printing import print_pages, rendered

        dpi = min(printer.resolution(), _MOST_DPI)

        def printed(pages: list[object]) -> None:
            print_pages(printer, pages)  # type: ignore[arg-type]
            self._done("Sent to the printer. Keep the sheet away from the laptop.")

        self._make(lambda: rendered(self._pdf(), dpi), printed)

    def _pdf(self) -> bytes:
        # lazy: start-up (ReportLab)
        from hivedesk.reports.recovery import recovery_pdf

        return recovery_pdf(self.key, self._store_name, machine_now())

    def _make(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._making = True
        self._say("Making it…")
        self._background.run(work, done, self._failed, owner=self)

    def _done(self, said: str) -> None:
        self._making, self._is_kept = False, True
        self._say(said)
        self.kept.emit()

    def _failed(self, why: Exception) -> None:
        self._making = False
        self._say(words_for(why))

    def _say(self, said: str) -> None:
        self.said.setText(said)
        self.said.show()
        announce(self, said)

    def _ticked(self) -> None:
        if self.on_paper.value():
            self.kept.emit()


class RecoveryStep(Step):
    """The last step. `finish(with_sheet)`: go on with the sheet, or without one."""

    finish = Signal(bool)
    title = "Keep a recovery sheet"
    wide = 800
    sentence = "It opens this desk if you forget your passphrase. This key is shown once, here."

    def __init__(self, background: Background, store_name: str) -> None:
        super().__init__()
        self.panel = KeyPanel(background, new_recovery_key(), store_name)
        self.column.addWidget(self.panel)
        self.column.addWidget(
            words(
                "Keep it as you keep a house key: at home or in a safe, never with the laptop. "
                "A new sheet can be made at any time, and ends this one.",
                "body",
                wrap=True,
            )
        )
        self.skipped = QWidget()
        row = QHBoxLayout(self.skipped)
        row.setContentsMargins(0, 0, 0, 0)
        self.warning = words(SKIPPED, "body", "warning", wrap=True)
        row.addWidget(self.warning, 1)
        self.skip = link("Go on without a sheet", lambda: self.finish.emit(False))
        row.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self.skipped)
        self.skipped.hide()
        self.panel.kept.connect(self.skipped.hide)

    def first(self) -> QWidget:
        return self.panel.save_button

    def problems(self) -> Problems:
        if self.panel.is_kept():
            return []
        self.skipped.show()
        announce(self.warning, SKIPPED)
        return [("", "")]

    def clear(self) -> None:
        self.panel.key = ""
