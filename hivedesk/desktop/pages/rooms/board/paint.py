"""Painting the canvas: only the rows and days that are seen, words laid out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QStaticText

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme
from hivedesk.desktop.widgets.stays import paint_hatch

from .bars import Pictures, look_of, paint_bar
from .geometry import Geometry
from .model import Bar, Model, Row

Flag = Qt.AlignmentFlag
MOST_WORDS = 4000


@dataclass
class Marks:
    """What stands out at this moment: today, the focus cell, what the mouse is over."""

    today: date
    hour: float
    lit: frozenset[str] = frozenset()
    lifted: str = ""


@dataclass
class Brush:
    """A painter with the words and pictures it has laid out before."""

    pictures: Pictures = field(default_factory=Pictures)
    _words: dict[tuple[str, str, str, int], tuple[QStaticText, float]] = field(default_factory=dict)
    _widths: dict[str, float] = field(default_factory=dict)

    def forget(self) -> None:
        """Other colours or sizes: lay everything out anew."""
        self.pictures = Pictures()
        self._words.clear()
        self._widths.clear()

    def width(self, theme: Theme, text: str) -> float:
        """How long a line of small words is."""
        if text not in self._widths:
            font = theme.font("small", tabular=True)
            self._widths[text] = QFontMetricsF(font).horizontalAdvance(text)
        return self._widths[text]

    def words(
        self,
        painter: QPainter,
        theme: Theme,
        box: QRectF,
        text: str,
        *,
        role: str = "small",
        weight: str = "",
        colour: str = "text",
        align: Flag = Flag.AlignLeft,
    ) -> None:
        """One line in the middle of a box, shortened where it does not fit."""
        room = max(0, int(box.width()))
        key = (text, role, weight, room)
        found = self._words.get(key)
        font = theme.font(role, weight, tabular=True)
        if found is None:
            if len(self._words) > MOST_WORDS:
                self._words.clear()
            metrics = QFontMetricsF(font)
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
            made = QStaticText(short)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=font)
            found = self._words[key] = (made, made.size().width())
        static, wide = found
        x = box.left()
        if align == Flag.AlignRight:
            x = box.right() - wide
        elif align == Flag.AlignHCenter:
            x = box.center().x() - wide / 2
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        y = box.center().y() - static.size().height() / 2
        painter.drawStaticText(QPointF(round(x), round(y)), static)


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
    _paint_head(painter, view, model, marks, brush)


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
    _paint_not_held(painter, view, number, brush)
    for bar in row.closed.between(begin, end):
        _paint_bar(painter, view, number, bar, marks, brush, ratio)
    for lane in row.lanes:
        for bar in lane.between(begin, end):
            _paint_bar(painter, view, number, bar, marks, brush, ratio)


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
    look = look_of(bar, (bar.end - bar.begin) / 2 >= view.zoom.named_from)
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


def _paint_head(
    painter: QPainter, view: Geometry, model: Model, marks: Marks, brush: Brush
) -> None:
    theme = view.theme
    painter.fillRect(0, 0, view.width, view.top, theme.colour("surface"))
    painter.save()
    painter.setClipRect(QRect(view.column, 0, view.width - view.column, view.top))
    _paint_head_days(painter, view, marks)
    _paint_months(painter, view, brush)
    _paint_day_names(painter, view, marks, brush)
    _paint_free(painter, view, model, brush)
    painter.restore()
    margin = theme.px("space.m" if view.narrow else "frame.page_margin")
    label = "Fewest beds free" if view.zoom.name == "quarter" else "Beds free at night"
    box = QRectF(margin, view.header, view.column - margin, view.top - view.header)
    brush.words(painter, theme, box, label)
    painter.setPen(QPen(theme.colour("board_grid"), 1))
    painter.drawLine(QLineF(0, view.header - 0.5, view.width, view.header - 0.5))
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.drawLine(QLineF(view.column - 0.5, 0, view.column - 0.5, view.top))
    painter.setPen(QPen(theme.colour("border_control"), 1))
    painter.drawLine(QLineF(0, view.top - 0.5, view.width, view.top - 0.5))


def _paint_head_days(painter: QPainter, view: Geometry, marks: Marks) -> None:
    theme = view.theme
    today = marks.today.toordinal()
    thin: list[QLineF] = []
    strong: list[QLineF] = []
    half = theme.scaled(24)
    for day in range(view.first_day(), view.last_day() + 1):
        x, after = round(view.x_of_day(day)), round(view.x_of_day(day + 1))
        weekday = (day + 6) % 7
        if day == today or weekday >= 5:
            tint = "board_today" if day == today else "board_weekend"
            painter.fillRect(x, 0, after - x, view.top, theme.colour(tint))
        if weekday == 0:
            strong.append(QLineF(x - 0.5, 0, x - 0.5, view.top))
        elif view.zoom.day >= 53:
            thin.append(QLineF(x - 0.5, half, x - 0.5, view.top))
    painter.setPen(QPen(theme.colour("board_grid"), 1))
    painter.drawLines(thin)
    painter.setPen(QPen(theme.colour("border" if view.zoom.day < 53 else "border_control"), 1))
    painter.drawLines(strong)


def _paint_months(painter: QPainter, view: Geometry, brush: Brush) -> None:
    """A month's name stands over its first day, and stays at the left edge until the next."""
    theme, pad = view.theme, view.theme.px("space.s")
    first, last = view.first_day(), view.last_day()
    starts = [first, *(d for d in range(first + 1, last + 1) if date.fromordinal(d).day == 1)]
    for place, ordinal in enumerate(starts):
        day = date.fromordinal(ordinal)
        left = max(view.x_of_day(ordinal), view.column) + pad
        after = starts[place + 1] if place + 1 < len(starts) else last + 60
        box = QRectF(left, theme.scaled(2), view.x_of_day(after) - pad - left, theme.scaled(20))
        year = " %Y" if place == 0 or day.month == 1 else ""
        spelt = (f"{day:{form}}" for form in (f"%B{year}", "%B", "%b"))
        words = next((each for each in spelt if brush.width(theme, each) + 4 < box.width()), "")
        if words:
            brush.words(painter, theme, box, words, weight="medium", colour="text_muted")


def _paint_day_names(painter: QPainter, view: Geometry, marks: Marks, brush: Brush) -> None:
    theme, today = view.theme, marks.today.toordinal()
    top, height = theme.scaled(21), theme.scaled(22)
    for ordinal in range(view.first_day(), view.last_day() + 1):
        weekday = (ordinal + 6) % 7
        if view.zoom.name == "quarter" and weekday != 0 and ordinal != today:
            continue
        day = date.fromordinal(ordinal)
        x = round(view.x_of_day(ordinal))
        width = round(view.x_of_day(ordinal + 1)) - x
        words = f"{day:%a} {day.day}" if view.zoom.day >= 53 else str(day.day)
        if view.zoom.name == "quarter":
            width = round(7 * view.day) if ordinal != today else theme.scaled(22)
            x = x if ordinal != today else round(view.x_of_day(ordinal + 0.5)) - width // 2
            near = ordinal != today and ordinal <= today <= ordinal + 2
            if near or (ordinal != today and 0 < ordinal - today <= 1):
                continue
        box = QRectF(x, top, width, height)
        if ordinal == today:
            plate = box.adjusted(1, 0, -2, 0)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ink"))
            radius = theme.px("radius.small")
            painter.drawRoundedRect(plate, radius, radius)
            brush.words(
                painter,
                theme,
                plate,
                words,
                weight="semibold",
                colour="on_ink",
                align=Flag.AlignHCenter,
            )
            continue
        if view.zoom.name == "quarter":
            box.setLeft(x + theme.scaled(4))
            align = Flag.AlignLeft
        else:
            align = Flag.AlignHCenter
        weekend = weekday >= 5
        brush.words(
            painter,
            theme,
            box,
            words,
            weight="" if weekend else "medium",
            colour="text_muted" if weekend else "text",
            align=align,
        )


def _paint_free(painter: QPainter, view: Geometry, model: Model, brush: Brush) -> None:
    """Beds left each night; boxed where a night is thin. A quarter shows each week's fewest."""
    theme = view.theme
    weekly = view.zoom.name == "quarter"
    step = 7 if weekly else 1
    first = view.first_day()
    first -= (first + 6) % 7 if weekly else 0
    for ordinal in range(first, view.last_day() + 1, step):
        nights = [date.fromordinal(ordinal + n) for n in range(step)]
        known = [(model.free[n], model.thin[n]) for n in nights if n in model.free]
        if not known:
            continue
        free, thin = min(known, key=lambda each: each[0] - each[1])
        x = round(view.x_of_day(ordinal))
        box = QRectF(
            x, view.header, round(view.x_of_day(ordinal + step)) - x, view.top - view.header
        )
        is_thin = free <= thin
        if weekly:
            box = box.adjusted(theme.scaled(4), 0, 0, 0)
        if is_thin:
            width = min(theme.scaled(16 if weekly else 30), box.width() - 3)
            plate = QRectF(0, 0, width, theme.scaled(22))
            plate.moveCenter(box.center())
            if weekly:
                plate.moveLeft(x + 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("warning"), 1))
            painter.setBrush(theme.colour("warning_fill"))
            radius = theme.px("radius.small")
            painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        brush.words(
            painter,
            theme,
            box,
            str(free),
            weight="semibold" if is_thin else "medium",
            colour="warning" if is_thin else "text",
            align=Flag.AlignLeft if weekly else Flag.AlignHCenter,
        )
