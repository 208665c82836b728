"""Start the real program and say when Today can be used; run by test_start.py."""

from __future__ import annotations

import sys

from hivedesk.__main__ import main


def _watch() -> None:
    """Have the window say when its title says Today, and close."""
    from hivedesk.desktop import app  # lazy: start-up, as the program itself does

    class Watched(app.MainWindow):
        def setWindowTitle(self, title: str) -> None:
            super().setWindowTitle(title)
            if title.startswith("Today"):
                print("usable", flush=True)
                # Not at once: a window closed before the program waits for it never ends it.
                app.QTimer.singleShot(0, self.close)

    app.MainWindow = Watched  # type: ignore[misc]


if __name__ == "__main__":
    from hivedesk.desktop import opening

    begin = opening.begin

    def begin_and_watch(work):  # type: ignore[no-untyped-def]
        begun = begin(work)
        _watch()
        return begun

    opening.begin = begin_and_watch
    sys.exit(main(["--store", sys.argv[1]]))
