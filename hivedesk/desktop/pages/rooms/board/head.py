"""Painting what is pinned at the top: months, day names, and the beds left each night."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from .brush import Brush, Flag, Marks
from .geometry import Geometry
from .model import Model


def paint_head(painter: QPainter, view: Geometry, model: Model, marks: Marks, brush: Brush) -> None:
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
