"""HiveDesk's logo as desktops want it: an SVG, PNGs in their sizes, and Windows' .ico.

    python installer/icons.py FOLDER

Drawn at the build from the one logo and its tokens, so that there is no second picture to keep.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from hivedesk.desktop.icons import svg
from hivedesk.desktop.theme import load_theme

SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw_all(folder: Path) -> list[Path]:
    """Write `hivedesk.svg`, `hivedesk.ico` and `SIZE/hivedesk.png` below `folder`."""
    drawing = svg("logo", load_theme("light", 100), "#000000")
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / "hivedesk.svg"]
    made[0].write_text(drawing + "\n", encoding="utf-8", newline="\n")
    for size in SIZES:
        made.append(folder / str(size) / "hivedesk.png")
        made[-1].parent.mkdir(exist_ok=True)
        _save(_drawn(drawing, size), made[-1])
    made.append(folder / "hivedesk.ico")
    _save(_drawn(drawing, SIZES[-1]), made[-1])
    return made


def _drawn(drawing: str, size: int) -> QImage:
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    return picture


def _save(picture: QImage, path: Path) -> None:
    if not picture.save(str(path)):
        raise OSError(f"{path} could not be written")


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    running = QGuiApplication([])
    draw_all(Path(sys.argv[1]))
