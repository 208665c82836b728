"""The project's own icons, tinted from the tokens.

Every picture is an SVG on a 20 by 20 grid. `currentColor` becomes the colour asked for;
a word in braces (`{accent}`, in the logo) becomes that colour of the theme.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from hivedesk.desktop.theme import Look, Theme, look
from hivedesk.paths import resource

_ROLE = re.compile(r"\{([a-z_]+)\}")


def icon(name: str, colour_role: str = "text", size: int = 16) -> QIcon:
    """An icon for a Qt control; `size` in pixels at 100 % text size.

    Sharp on every screen that is connected now. Raises FileNotFoundError for an unknown name.
    """
    held = look()
    key = ("icon", name, colour_role, size)
    if key not in held.pictures:
        made = QIcon()
        for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}):
            made.addPixmap(pixmap(name, colour_role, size, ratio))
        held.pictures[key] = made
    found: QIcon = held.pictures[key]
    return found


def pixmap(name: str, colour_role: str = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The same picture for painting; `ratio` is the device pixel ratio of what it is painted on."""
    held = look()
    key = ("pixmap", name, colour_role, size, ratio)
    if key not in held.pictures:
        held.pictures[key] = _draw(held, name, colour_role, held.theme.scaled(size), ratio)
    found: QPixmap = held.pictures[key]
    return found


def paint_icon(
    painter: QPainter, rect: QRectF, name: str, colour_role: str, size: int = 16
) -> None:
    """Paint an icon in the middle of `rect`."""
    device = painter.device()
    picture = pixmap(name, colour_role, size, device.devicePixelRatioF() if device else 1.0)
    side = look().theme.scaled(size)
    painter.drawPixmap(
        round(rect.center().x() - side / 2), round(rect.center().y() - side / 2), picture
    )


def icon_names() -> list[str]:
    """Every icon there is, in order."""
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


def svg(name: str, theme: Theme, colour: str) -> str:
    """The SVG text of an icon with its colours filled in; `colour` as "#rrggbb"."""
    text = resource("icons", f"{name}.svg").read_text("utf-8")
    return _ROLE.sub(lambda role: theme.css(role.group(1)), text).replace("currentColor", colour)


def _draw(held: Look, name: str, colour_role: str, side: int, ratio: float) -> QPixmap:
    kind, _, part = colour_role.partition(".")
    # "sleepover.edge" is a colour of a kind of stay, "text_muted" one of the theme.
    colour = getattr(held.theme.stay(kind), part) if part else held.theme.colour(kind)
    from PySide6.QtSvg import QSvgRenderer  # lazy: start-up

    renderer = QSvgRenderer(QByteArray(svg(name, held.theme, colour.name()).encode()))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
