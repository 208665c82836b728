"""Where rows and days stand on the canvas, in logical pixels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF

from hivedesk.desktop.theme import Theme

from .model import Bar, Row


@dataclass(frozen=True)
class Zoom:
    """A step of the zoom: pixels a day at 100 %, days in one window, nights that get a name."""

    name: str
    word: str
    day: int
    days: int
    named_from: int


ZOOMS = (
    Zoom("week", "Week", 106, 7, 1),
    Zoom("fortnight", "Fortnight", 53, 14, 1),
    Zoom("month", "Month", 24, 28, 3),
    Zoom("quarter", "Quarter", 8, 91, 7),
)
NARROW_DAYS = 5
FREE_ROW = 30


class Rows:
    """Tops and heights of the rows at one text size."""

    def __init__(self, theme: Theme, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.heights = [row_height(theme, row) for row in rows]
        self.tops = [0, *accumulate(self.heights)]

    @property
    def total(self) -> int:
        return self.tops[-1]

    def at(self, y: float) -> int:
        """The row that covers `y`, or -1."""
        found = bisect_right(self.tops, y) - 1
        return found if 0 <= found < len(self.rows) else -1

    def between(self, top: float, bottom: float) -> range:
        """Rows that can be seen between two heights."""
        if not self.rows or bottom <= 0 or top >= self.total:
            return range(0)
        last = bisect_right(self.tops, bottom - 1)
        return range(max(0, bisect_right(self.tops, top) - 1), min(last, len(self.rows)))


def row_height(theme: Theme, row: Row) -> int:
    """Band 26, link carer 24, a room 36 or 30 a lane and 6."""
    if row.kind != "room":
        return theme.px("row.board_section" if row.kind == "band" else "row.board_carer")
    lanes = len(row.lanes)
    if lanes == 1:
        return theme.px("row.board_single")
    return lanes * theme.px("row.board_lane") + theme.scaled(6)


@dataclass(frozen=True)
class Geometry:
    """One moment of the canvas. `origin` is the ordinal of the day at scroll 0."""

    theme: Theme
    zoom: Zoom
    rows: Rows
    width: int
    height: int
    day: float
    origin: int
    scroll_x: int
    scroll_y: int
    narrow: bool = False

    @cached_property
    def column(self) -> int:
        """Width of the pinned room column."""
        full = self.theme.px("frame.board_room_column")
        return round(full * 0.75) if self.narrow else full

    @cached_property
    def header(self) -> int:
        """Height of the pinned day names."""
        return self.theme.px("row.board_day_header")

    @cached_property
    def top(self) -> int:
        """Where the rows begin, below day names and free beds."""
        return self.header + self.theme.scaled(FREE_ROW)

    @cached_property
    def cells(self) -> QRect:
        """What scrolls both ways."""
        return QRect(self.column, self.top, self.width - self.column, self.height - self.top)

    def x(self, half: float) -> float:
        """Where a half day begins."""
        return self.column + (half / 2 - self.origin) * self.day - self.scroll_x

    def x_of_day(self, day: float) -> float:
        return self.column + (day - self.origin) * self.day - self.scroll_x

    def day_at(self, x: float) -> int:
        """The ordinal of the day under `x`."""
        return int((x - self.column + self.scroll_x) // self.day) + self.origin

    def y(self, row: int) -> int:
        return self.top + self.rows.tops[row] - self.scroll_y

    def first_day(self) -> int:
        """The first day of which anything is seen."""
        return self.day_at(self.column)

    def last_day(self) -> int:
        return self.day_at(self.width - 1)

    def whole_days(self) -> tuple[date, date]:
        """The first and the last day that are seen whole."""
        first = self.first_day() + (1 if self.scroll_x % self.day > 1 else 0)
        last = self.day_at(self.width + 1) - 1
        return date.fromordinal(first), date.fromordinal(max(first, last))

    def seen_rows(self) -> range:
        return self.rows.between(self.scroll_y, self.scroll_y + self.height - self.top)

    def row_at(self, y: float) -> int:
        return self.rows.at(y - self.top + self.scroll_y) if y >= self.top else -1

    def lane_at(self, row: int, y: float) -> int:
        lanes = len(self.rows.rows[row].lanes)
        _, lane_height, above = self._sizes
        return min(max(0, int((y - self.y(row) - above) // lane_height)), max(0, lanes - 1))

    @cached_property
    def _sizes(self) -> tuple[int, int, int]:
        """Heights of a bar and a lane, and what is above the first of several lanes."""
        px = self.theme.px
        return px("row.board_bar"), px("row.board_lane"), self.theme.scaled(3)

    def lane_rect(self, row: int, lane: int, begin: float, end: float) -> QRectF:
        """The box of a bar in a lane; one pixel clear at each end."""
        bar, lane_height, above = self._sizes
        height = self.rows.heights[row]
        if len(self.rows.rows[row].lanes) == 1:
            top = (height - bar) / 2
        else:
            top = above + lane * lane_height + (lane_height - bar) / 2
        left, right = round(self.x(begin)) + 1, round(self.x(end)) - 1
        return QRectF(left, round(self.y(row) + top), max(2, right - left), bar)

    def bar_rect(self, row: int, bar: Bar) -> QRectF:
        """Where a bar is painted: a closure over every lane, day care as a pill in its day."""
        if bar.closure is not None:
            box = self.lane_rect(row, 0, bar.begin, bar.end)
            pad = self.theme.scaled(4)
            return QRectF(
                box.left(), self.y(row) + pad, box.width(), self.rows.heights[row] - 2 * pad - 1
            )
        if bar.kind != "day_care":
            return self.lane_rect(row, bar.lane, bar.begin, bar.end)
        begin, end = self._hours(bar)
        box = self.lane_rect(row, bar.lane, begin, end)
        tall = min(self.theme.scaled(18), max(self.theme.scaled(5), box.width()))
        less = (box.height() - tall) // 2
        return box.adjusted(0, less, 0, -less)

    def _hours(self, bar: Bar) -> tuple[float, float]:
        """In week zoom a pill is as long as its hours; a day runs from 7 to 19 on the board."""
        stay = bar.stay
        if self.zoom.name != "week" or stay is None or not stay.time_from or not stay.time_to:
            return bar.begin, bar.end
        hours = [
            min(max((moment.hour + moment.minute / 60 - 7) / 12, 0), 1)
            for moment in (stay.time_from, stay.time_to)
        ]
        return bar.begin + 2 * hours[0], bar.begin + 2 * max(hours[1], hours[0] + 0.25)
