"""Painting the canvas: only the rows and days that are seen."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.widgets.stays import paint_hatch

from .bars import paint_bar
from .brush import Brush, Flag, Marks
from .geometry import Geometry
from .head import paint_head
from .model import Bar, Model, Row


def paint_board(
    painter: QPainter, view: Geometry, model: Model, marks: Marks, brush: Brush, ratio: float
) -> None:
    """Paint everything but what is being carried and the focus ring."""
    theme = view.theme
    painter.fillRect(QRect(0, 0, view.width, view.height), theme.colour("surface"))
    painter.save()
    painter.setClipRect(view.cells)
    _paint_days(painter, view, marks, view.top, view.top + _depth(view))
    seen = view.seen_rows()
    for number in seen:
        _paint_row(painter, view, number)
    _paint_now(painter, view, marks)
    for number in seen:
        _paint_cells(painter, view, number, marks, brush, ratio)
    painter.restore()
    painter.save()
    painter.setClipRect(QRect(0, view.top, view.column, view.height - view.top))
    for number in seen:
        _paint_name(painter, view, number, brush)
    painter.restore()
    paint_head(painter, view, model, marks, brush)


def _depth(view: Geometry) -> int:
    return max(0, min(view.height - view.top, view.rows.total - view.scroll_y))


def _paint_days(painter: QPainter, view: Geometry, marks: Marks, top: int, bottom: int) -> None:
    """Tints of weekends and today, and the lines between days."""
    theme, today = view.theme, marks.today.toordinal()
    weekend, now = theme.colour("board_weekend"), theme.colour("board_today")
    thin: list[QLineF] = []
    strong: list[QLineF] = []
    for day in range(view.first_day(), view.last_day() + 1):
        x, after = round(view.x_of_day(day)), round(view.x_of_day(day + 1))
        weekday = (day + 6) % 7
        if day == today:
            painter.fillRect(x, top, after - x, bottom - top, now)
        elif weekday >= 5:
            painter.fillRect(x, top, after - x, bottom - top, weekend)
        line = QLineF(x - 0.5, top, x - 0.5, bottom)
        if weekday == 0:
            strong.append(line)
        elif view.zoom.name != "quarter":
            thin.append(line)
    painter.setPen(QPen(theme.colour("board_grid"), 1))
    painter.drawLines(thin)
    # A week's line is darker, but in a long window there would be too many dark ones.
    painter.setPen(QPen(theme.colour("border" if view.zoom.day < 53 else "border_control"), 1))
    painter.drawLines(strong)


def _paint_row(painter: QPainter, view: Geometry, number: int) -> None:
    """What lies under the bars: the plain lines of Hives and link carers, and where rows end."""
    theme, row = view.theme, view.rows.rows[number]
    top, height = view.y(number), view.rows.heights[number]
    left, right = view.column, view.width
    if row.kind != "room":
        ground = "raised" if row.kind == "band" else "sunken"
        painter.fillRect(left, top, right - left, height, theme.colour(ground))
    painter.setPen(QPen(theme.colour("border" if row.kind == "band" else "board_grid"), 1))
    painter.drawLine(QLineF(left, top + height - 0.5, right, top + height - 0.5))


def _paint_now(painter: QPainter, view: Geometry, marks: Marks) -> None:
    x = view.x_of_day(marks.today.toordinal() + marks.hour / 24)
    width = view.theme.px("line.today")
    top, bottom = view.top, view.top + _depth(view)
    painter.fillRect(round(x - width / 2), top, width, bottom - top, view.theme.colour("ink"))


def _paint_cells(
    painter: QPainter, view: Geometry, number: int, marks: Marks, brush: Brush, ratio: float
) -> None:
    theme, row = view.theme, view.rows.rows[number]
    top, height = view.y(number), view.rows.heights[number]
    if row.kind != "room":
        box = QRectF(view.column + theme.px("space.s"), top, 0, height)
        box.setRight(view.width - theme.px("space.s"))
        plate = box.adjusted(-2, 1, 0, -1)
        plate.setWidth(min(box.width(), brush.width(theme, row.second)) + 4)
        # The line of this moment would run through the words.
        painter.fillRect(plate, theme.colour("raised" if row.kind == "band" else "sunken"))
        brush.words(painter, theme, box, row.second, colour="text_muted")
        return
    begin, end = view.first_day() * 2, view.last_day() * 2 + 2
    _paint_no_bed(painter, view, number)
    _paint_not_held(painter, view, number, brush)
    for bar in row.closed.between(begin, end):
        _paint_bar(painter, view, number, bar, marks, brush, ratio)
    special = marks.lit | {marks.lifted}
    for place, lane in enumerate(row.lanes):
        bars = lane.between(begin, end)
        if bars:
            _paint_lane(painter, view, (number, place), bars, marks, special, brush, ratio)


def _paint_lane(
    painter: QPainter,
    view: Geometry,
    where: tuple[int, int],
    bars: list[Bar],
    marks: Marks,
    special: frozenset[str],
    brush: Brush,
    ratio: float,
) -> None:
    """The bars of one lane; a long window has hundreds, so the plain ones take a short way."""
    number, place = where
    box = view.lane_rect(number, place, 0, 2)
    top, height, named = int(box.top()), int(box.height()), 2 * view.zoom.named_from
    start, half = view.x(0), view.day / 2
    for bar in bars:
        left = round(start + bar.begin * half) + 1
        plain = bar.kind != "day_care" and bar.stay is not None and bar.stay.id not in special
        if left < view.column or not plain:
            _paint_bar(painter, view, number, bar, marks, brush, ratio)
            continue
        width = max(2, round(start + bar.end * half) - 1 - left)
        look = bar.look if bar.end - bar.begin >= named else bar.bare
        picture = brush.pictures.of(view.theme, look, width, height, ratio)
        painter.drawPixmap(left, top, picture)


def _paint_bar(
    painter: QPainter,
    view: Geometry,
    number: int,
    bar: Bar,
    marks: Marks,
    brush: Brush,
    ratio: float,
) -> None:
    theme, box = view.theme, view.bar_rect(number, bar)
    if box.right() < view.column:
        return
    lifted = bar.stay is not None and bar.stay.id != "" and bar.stay.id == marks.lifted
    if lifted:
        painter.setOpacity(0.4)
    look = bar.look if bar.end - bar.begin >= 2 * view.zoom.named_from else bar.bare
    if box.left() < view.column:
        box.setLeft(view.column)
        paint_bar(painter, theme, box, look, cut=True)
    elif bar.closure is not None and box.width() > view.width:
        paint_bar(painter, theme, box, look)
    else:
        picture = brush.pictures.of(theme, look, int(box.width()), int(box.height()), ratio)
        painter.drawPixmap(box.topLeft(), picture)
    if lifted:
        painter.setOpacity(1)
    if bar.stay is not None and bar.stay.id in marks.lit:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("ink"), theme.scaled(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = box.height() / 2 if bar.kind == "day_care" else theme.px("radius.small")
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


def _paint_no_bed(painter: QPainter, view: Geometry, number: int) -> None:
    """Lanes below the beds hold what takes none; empty, they must not look like a free bed."""
    row = view.rows.rows[number]
    if row.room is None or len(row.lanes) <= row.room.beds:
        return
    theme, first = view.theme, view.lane_rect(number, row.room.beds, 0, 2)
    top = first.top() - (theme.px("row.board_lane") - first.height()) / 2
    bottom = view.y(number) + view.rows.heights[number] - 1
    box = QRectF(view.column, top, view.width - view.column, bottom - top)
    painter.fillRect(box, theme.colour("raised"))
    if theme.high_contrast:
        paint_hatch(painter, theme, box, theme.colour("board_grid"))


def _paint_not_held(painter: QPainter, view: Geometry, number: int, brush: Brush) -> None:
    """Days before a room was held, and after."""
    row = view.rows.rows[number]
    if row.room is None:
        return
    held = row.room
    first = view.x(held.held_from.toordinal() * 2 + 1)
    if first > view.column:
        words = f"Held from {held.held_from.day} {held.held_from:%b}"
        _paint_grey(painter, view, number, view.column, first, words, brush)
    if held.held_to is not None:
        last = view.x(held.held_to.toordinal() * 2 + 3)
        if last < view.width:
            words = f"Held to {held.held_to.day} {held.held_to:%b}"
            _paint_grey(painter, view, number, max(last, view.column), view.width, words, brush)


def _paint_grey(
    painter: QPainter,
    view: Geometry,
    number: int,
    left: float,
    right: float,
    words: str,
    brush: Brush,
) -> None:
    theme = view.theme
    box = QRectF(left, view.y(number), right - left, view.rows.heights[number] - 1)
    box = box.intersected(QRectF(view.cells))
    painter.fillRect(box, theme.colour("raised"))
    if theme.high_contrast:
        paint_hatch(painter, theme, box, theme.colour("board_grid"))
    inside = box.adjusted(theme.px("space.s"), 0, -theme.px("space.s"), 0)
    if inside.width() > theme.scaled(60):
        brush.words(painter, theme, inside, words, colour="text_muted")


def _paint_name(painter: QPainter, view: Geometry, number: int, brush: Brush) -> None:
    """The pinned column: Hive, link carer, or room with its ages and beds."""
    theme, row = view.theme, view.rows.rows[number]
    top, height = view.y(number), view.rows.heights[number]
    ground = {"band": "raised", "carer": "sunken", "room": "surface"}[row.kind]
    painter.fillRect(0, top, view.column, height, theme.colour(ground))
    line = theme.colour("border" if row.kind == "band" else "board_grid")
    painter.setPen(QPen(line, 1))
    painter.drawLine(QLineF(0, top + height - 0.5, view.column, top + height - 0.5))
    margin = theme.px("space.m" if view.narrow else "frame.page_margin")
    right = view.column - theme.px("space.m")
    box = QRectF(margin, top, right - margin, height)
    if row.kind == "room":
        _paint_room(painter, view, row, box, brush)
    else:
        if row.kind == "carer" and not view.narrow:
            side = theme.scaled(14)
            paint_icon(painter, QRectF(margin - 2, top, side, height), "user", "text_muted", 14)
            box.setLeft(margin + theme.scaled(18))
        brush.words(painter, theme, box, row.title, weight="semibold")
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.drawLine(QLineF(view.column - 0.5, top, view.column - 0.5, top + height))


def _paint_room(painter: QPainter, view: Geometry, row: Row, box: QRectF, brush: Brush) -> None:
    theme, room = view.theme, row.room
    if room is None:
        return
    if not view.narrow:
        box = box.adjusted(theme.scaled(18), 0, 0, 0)
    ages = theme.scaled(40)
    if len(row.lanes) > 1:
        line = theme.line_height("body")
        upper = QRectF(box.left(), box.center().y() - line, box.width(), line)
        lower = upper.translated(0, line - 2)
        beds = f"{room.beds} beds" if room.beds > 1 else "1 bed"
        brush.words(painter, theme, lower, beds, colour="text_muted")
        box = upper
    name = box.adjusted(0, 0, -ages, 0)
    brush.words(painter, theme, name, row.title, weight="medium")
    brush.words(painter, theme, box, row.second, colour="text_muted", align=Flag.AlignRight)
