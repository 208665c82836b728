"""Start the real program and say when Today can be used; run by test_start.py."""

from __future__ import annotations

import sys

from hivedesk.__main__ import main
from hivedesk.desktop import plain_imports


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
    # What the program calls last before it imports its window; it brings in nothing itself.
    spare_the_search = plain_imports.spare_the_search
    plain_imports.spare_the_search = lambda: (spare_the_search(), _watch())[0]
    sys.exit(main(["--store", sys.argv[1]]))
