"""Some days of some rooms: days across, a bed a lane, kinds told by pattern and word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportlab.platypus import Flowable

from hivedesk.records import StayKind
from hivedesk.reports import letters
from hivedesk.reports.charts import Pattern, patterned
from hivedesk.reports.look import Look
from hivedesk.rules.days import Span

from .figures import BoardBar, SheetRoom

HEAD = 27.0  # height of the row of days
_SIDE = 104.0  # width of the column of rooms
_MOST_DAYS = 16  # both halves of a month are drawn to one scale
_STRIP, _PATTERNED = 4.5, 6.5
_SMALLEST = 5.0
_USUAL = 46.0  # height of a lane in which words have their usual size
_LARGER = 1.25  # at most
_KINDS = {
    StayKind.SLEEPOVER: ("stay.sleepover", Pattern.SOLID, "Sleepover"),
    StayKind.EMERGENCY: ("stay.emergency", Pattern.STRIPES, "Emergency"),
    StayKind.RESPITE: ("stay.respite", Pattern.DOTS, "Respite"),
    StayKind.DAY_CARE: ("stay.day_care", Pattern.SOLID, "Day care"),
}
_LEGEND = {
    StayKind.SLEEPOVER: "Sleepover",
    StayKind.EMERGENCY: "Emergency sleepover",
    StayKind.RESPITE: "Respite, outside the Hive",
    StayKind.DAY_CARE: "Day care, on one day",
}
_HOW = "A bar goes from the day of arriving to the day of going home."
Box = tuple[float, float, float, float]
"""Left, foot, width, height."""


class _Drawn(Flowable):  # type: ignore[misc]
    """What can write, hatch and fill in the look of the house."""

    def __init__(self, look: Look, width: float, height: float) -> None:
        super().__init__()
        self.look, self.width, self.height = look, width, height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def write(
        self, words: str, x: float, y: float, size: float, colour: str, *, bold: bool = False
    ) -> None:
        """Words from x to the right."""
        self.canv.setFillColor(self.look.colour(colour))
        letters.write(self.canv, x, y, words, self.look.bold if bold else self.look.regular, size)

    def fill(self, box: Box, colour: str) -> None:
        """A box without an edge."""
        self.canv.setFillColor(self.look.colour(colour))
        self.canv.rect(*box, stroke=0, fill=1)

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: str, width: float) -> None:
        """A line."""
        self.canv.setStrokeColor(self.look.colour(colour))
        self.canv.setLineWidth(width)
        self.canv.line(x, y, to_x, to_y)

    def closed(self, box: Box) -> None:
        """Cross-hatch: nobody can be put here."""
        x, y, width, height = box
        self.fill(box, "stay.closed.fill")
        canvas = self.canv
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(*box)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setStrokeColor(self.look.colour("stay.closed.edge"))
        canvas.setLineWidth(0.4)
        for number in range(int((width + height) / 6) + 1):
            left = x - height + number * 6
            canvas.line(left, y, left + height, y + height)
            canvas.line(left, y + height, left + height, y)
        canvas.restoreState()

    def shape(self, kind: StayKind, box: Box, *, opens: bool = True) -> float:
        """The bar of a kind with its strip; returns how much of its left the strip takes."""
        colour, pattern, _ = _KINDS[kind]
        canvas, look = self.canv, self.look
        x, y, width, height = box
        square = kind is StayKind.RESPITE
        radius = 0 if square else min(10, height / 2) if kind is StayKind.DAY_CARE else 3
        canvas.setFillColor(look.colour(f"{colour}.fill"))
        canvas.setStrokeColor(look.colour(f"{colour}.edge"))
        canvas.setLineWidth(0.8)
        canvas.roundRect(x, y, width, height, radius, stroke=1, fill=1)
        if kind is StayKind.DAY_CARE or not opens:
            return 2.5
        strip = min(width / 3, _STRIP if pattern is Pattern.SOLID else _PATTERNED)
        canvas.setFillColor(look.colour(f"{colour}.edge"))
        if pattern is Pattern.SOLID:
            canvas.rect(x, y, strip, height, stroke=0, fill=1)
        else:
            patterned(canvas, pattern, look.colour(f"{colour}.edge"), (x, y, strip, height))
            self.rule(x + strip, y, x + strip, y + height, f"{colour}.edge", 0.5)
        return strip + 2


class Band(_Drawn):
    """A few rooms over some days."""

    def __init__(
        self, look: Look, days: Span, rooms: Sequence[SheetRoom], width: float, tall: float
    ) -> None:
        super().__init__(look, width, HEAD + tall * sum(room.lanes for room in rooms))
        self.days, self.rooms, self.tall = days, rooms, tall
        self.day = (width - _SIDE) / _MOST_DAYS
        self.right = _SIDE + self.day * days.days

    def draw(self) -> None:
        """Days first, then room by room from the top."""
        body = self.height - HEAD
        for number, day in enumerate(self._dates()):
            x = _SIDE + number * self.day
            if day.weekday() >= 5:
                self.fill((x, 0, self.day, self.height), "board_weekend")
            self._day(day, x)
            heavy = day.weekday() == 0 and number > 0
            self.rule(x, 0, x, body, "border_control" if heavy else "border", 0.9 if heavy else 0.5)
        top = body
        for room in self.rooms:
            height = room.lanes * self.tall
            self._room(room, top - height, height)
            top -= height
        self.rule(self.right, 0, self.right, body, "border", 0.5)
        self.rule(0, 0, self.right, 0, "ink", 0.8)
        self.rule(0, body, self.right, body, "ink", 0.8)

    def _dates(self) -> Iterator[dt.date]:
        return (self.days.first + dt.timedelta(days=n) for n in range(self.days.days))

    def _day(self, day: dt.date, x: float) -> None:
        canvas, middle = self.canv, x + self.day / 2
        canvas.setFillColor(self.look.colour("text_muted"))
        canvas.setFont(self.look.regular, 7.5)
        canvas.drawCentredString(middle, self.height - 9, f"{day:%a}")
        canvas.setFillColor(self.look.colour("text"))
        canvas.setFont(self.look.bold, 11)
        canvas.drawCentredString(middle, self.height - 21, str(day.day))

    def _room(self, room: SheetRoom, foot: float, height: float) -> None:
        self._greyed(room, foot, height)
        for lane in range(1, room.lanes):
            y = foot + height - lane * self.tall
            self.rule(_SIDE, y, self.right, y, "border", 0.5)
        self.rule(0, foot, self.right, foot, "border_control", 0.8)
        top = foot + height
        name, size = self.fitted(room.facts.name, 10.5, _SIDE - 8, bold=True)
        self.write(name, 0, top - 14, size, "text", bold=True)
        facts = room.facts
        beds = "1 bed" if facts.beds == 1 else f"{facts.beds} beds"
        told = f"{beds}, age {facts.age_from} to {facts.age_to}"
        self.write(told, 0, top - 24, 7, "text_muted")
        for bar in room.bars:
            self._bar(bar, top - (bar.lane + 1) * self.tall)

    def _greyed(self, room: SheetRoom, foot: float, height: float) -> None:
        """Days on which nobody can be put here, with the reason in words."""
        for why, run in groupby(enumerate(self._dates()), lambda each: _why_not(room, each[1])):
            if not why:
                continue
            places = [number for number, _ in run]
            x, width = _SIDE + places[0] * self.day, self.day * len(places)
            box = (x, foot, width, height)
            if why == _CLOSED:
                self.closed(box)
            else:
                self.fill(box, "raised")
            words, size = self.fitted(why, 8, width - 6)
            wide = letters.width(words, self.look.regular, size) + 6
            middle = foot + height / 2
            self.fill((x + (width - wide) / 2, middle - 5.5, wide, 11), "surface")
            self.write(words, x + (width - wide) / 2 + 3, middle - 2.6, size, "stay.closed.text")

    def _bar(self, bar: BoardBar, foot: float) -> None:
        """One stay; what the days cut off ends at their edge, and its name stays in view."""
        first = self.days.first.toordinal() * 2
        last = self.days.last.toordinal() * 2 + 2
        begin, end = max(bar.begin, first), min(bar.end, last)
        if begin >= end:
            return
        x = _SIDE + (begin - first) * self.day / 2 + 1
        width = (end - begin) * self.day / 2 - 2
        kind = bar.stay.kind
        box = (x, foot + 3, width, self.tall - 6)
        left = self.shape(kind, box, opens=bar.begin >= first)
        colour, _, word = _KINDS[kind]
        scale = min(_LARGER, max(1, self.tall / _USUAL))
        lines = [(bar.who, 9.5 * scale, True), (word, 6.6 * scale, False)]
        if hours := _hours(bar):
            lines.append((hours, 6.2 * scale, False))
        self._lines(lines, box, left, f"{colour}.text")

    def _lines(
        self, lines: list[tuple[str, float, bool]], box: Box, left: float, colour: str
    ) -> None:
        """As many lines as the bar has room for, in its middle."""
        x, y, width, height = box
        while len(lines) > 1 and sum(size * 1.2 for _, size, _ in lines) > height:
            lines = lines[:-1]
        rest = height - sum(size * 1.2 for _, size, _ in lines)
        top = y + height - rest / 2
        for words, size, bold in lines:
            top -= size * 1.2
            shown, fits = self.fitted(words, size, width - left - 1.5, bold=bold)
            self.write(shown, x + left, top + size * 0.3, fits, colour, bold=bold)

    def fitted(
        self, words: str, size: float, width: float, *, bold: bool = False
    ) -> tuple[str, float]:
        """Words and a size at which they fit; cut with a dot only where no size will do."""
        font = self.look.bold if bold else self.look.regular
        while letters.width(words, font, size) > width and size > _SMALLEST:
            size -= 0.3
        while len(words) > 1 and letters.width(words, font, size) > width:
            words = words[:-2] + "…" if len(words) > 2 else words[:1]
        return words, size


_CLOSED, _NOT_HELD = "Closed", "Not held"


def _why_not(room: SheetRoom, day: dt.date) -> str:
    if not room.is_held(day):
        return _NOT_HELD
    return _CLOSED if any(day in span for span in room.facts.closures) else ""


def _hours(bar: BoardBar) -> str:
    stay = bar.stay
    if stay.kind is not StayKind.DAY_CARE or not stay.time_from or not stay.time_to:
        return ""
    return f"{stay.time_from:%H:%M}–{stay.time_to:%H:%M}"


class Legend(_Drawn):
    """Which pattern is which kind."""

    def __init__(self, look: Look, width: float) -> None:
        super().__init__(look, width, 16)

    def draw(self) -> None:
        """Swatch and words, one after the other."""
        x = 0.0
        for kind, words in _LEGEND.items():
            self.shape(kind, (x, 2, 24, 11))
            x = self._say(words, x + 29)
        self.closed((x, 2, 24, 11))
        x = self._say("Closed", x + 29)
        self._say(_HOW, x)

    def _say(self, words: str, x: float) -> float:
        self.write(words, x, 5, 7.5, "text_muted")
        return x + letters.width(words, self.look.regular, 7.5) + 14
