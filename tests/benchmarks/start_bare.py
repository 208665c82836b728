"""The floor: a bare PySide6 window that has been painted, and SQLAlchemy imported."""

from __future__ import annotations

import sys

import sqlalchemy
import sqlalchemy.orm
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """Says when it has been painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        print("usable", flush=True)
        self.close()


if __name__ == "__main__":
    app = QApplication([])
    window = Bare()
    window.resize(1366, 768)
    window.setWindowTitle(sqlalchemy.__version__)
    window.show()
    sys.exit(app.exec())
