"""Start the real program and go to every page the moment the first one stands.

Run by test_starting.py as a program of its own. It prints the page titles, then whatever the
window had to say of trouble.
"""

from __future__ import annotations

import sys

from hivedesk.desktop import plain_imports, start


def _walk() -> None:
    """Have the window walk on by itself."""
    from hivedesk.desktop import app
    from hivedesk.records import base

    class Walking(app.MainWindow):
        def setWindowTitle(self, title: str) -> None:
            super().setWindowTitle(title)
            if title.startswith("Today") and not hasattr(self, "ahead"):
                print("put off", len(base._unmapped) > 0)
                self.ahead = [place.name for place in app.PLACES[1:]]
                self.workspace.trouble.connect(lambda why: print("trouble", repr(why)))
            if " · " in title:
                print(title.split(" · ", maxsplit=1)[0])
                app.QTimer.singleShot(0, self, self._on)

        def _on(self) -> None:
            if self.ahead:
                self.show_page(self.ahead.pop(0))
            else:
                self.close()

    app.MainWindow = Walking  # type: ignore[misc]


if __name__ == "__main__":
    # What the program calls last before it imports its window; it brings in nothing itself.
    spare_the_search = plain_imports.spare_the_search
    plain_imports.spare_the_search = lambda: (spare_the_search(), _walk())[0]
    sys.exit(start.run(["--store", sys.argv[1]]))
