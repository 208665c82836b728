"""A real window in a process of its own, made to be killed: `killed_window STORE FAMILY HOW [TAG]`.

"type" types a word that begins with TAG every tenth of a second and says each; "save" keeps a
draft, says so, and saves.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from hivedesk.desktop.app import dress, make_app
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.window import MainWindow
from hivedesk.records import Way


def main(store: str, family: str, how: str, tag: str = "word") -> int:
    """Open the window and work in it until somebody kills this process."""
    running = make_app()
    dress(running, Preferences(theme="light"))
    window = MainWindow(Path(store), Preferences())
    window.show()
    window.begin()
    typed = 0

    def begin() -> None:
        if window.workspace.desk is None:
            return
        waiting.stop()
        window.workspace.open_sheet("log-support", family_ids=[family])
        working.start(100)

    def work() -> None:
        nonlocal typed
        sheets = window.findChildren(FormSheet)
        if not sheets:
            return
        fields = sheets[0].form.fields
        if how == "type":
            typed += 1
            QTest.keyClicks(fields["note"].editor, f"{tag}{typed} ")
            print(typed, flush=True)
            return
        working.stop()
        fields["way"].set_value(Way.PHONE)
        fields["minutes"].set_value(20)
        fields["note"].set_value("Quillfeather rang")
        sheets[0].keep_draft(lambda: (print("kept", flush=True), sheets[0].save()))

    waiting, working = QTimer(window), QTimer(window)
    waiting.timeout.connect(begin)
    working.timeout.connect(work)
    waiting.start(20)
    return running.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
