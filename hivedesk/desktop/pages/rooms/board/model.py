"""What stands on the board, ready to be asked for any window: rows, and bars by lane. No Qt here.

Days are counted in halves (see `rules.lanes`), so that a stay ends where the next begins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from hivedesk.rules.days import Span
from hivedesk.rules.lanes import halves, lanes_of
from hivedesk.rules.stays import STILL_OPEN
from hivedesk.store.queries.board import Board, BoardCarer, BoardClosure, BoardRoom, BoardStay

from .looks import CLOSED, Look, closed_look, look_of


@dataclass(frozen=True, slots=True)
class Bar:
    """A stay or a closure between two half days. `clash`: another stay is in the same bed.

    `look` is how it is drawn, `bare` how it is where it is too short for words.
    """

    begin: int
    end: int
    kind: str
    lane: int
    look: Look
    bare: Look
    stay: BoardStay | None = None
    closure: BoardClosure | None = None
    clash: bool = False

    @property
    def can_move(self) -> bool:
        """A stay of one's own Hive that is not over."""
        return self.stay is not None and bool(self.stay.id) and self.stay.status in STILL_OPEN


class Lane:
    """Bars in order, found by the days they touch without looking at the others."""

    def __init__(self, bars: Iterable[Bar] = ()) -> None:
        self.bars = sorted(bars, key=lambda bar: (bar.begin, bar.end))
        self._begins = [bar.begin for bar in self.bars]
        self._reach: list[int] = []
        far = 0
        for bar in self.bars:
            far = max(far, bar.end)
            self._reach.append(far)

    def between(self, begin: int, end: int) -> list[Bar]:
        """Bars that touch the half days from `begin` up to, not including, `end`."""
        first = bisect_right(self._reach, begin)
        return [bar for bar in self.bars[first : bisect_left(self._begins, end)] if bar.end > begin]


@dataclass(frozen=True, eq=False)
class Row:
    """A band (Hive), a link carer's line, or a room with its lanes."""

    kind: Literal["band", "carer", "room"]
    title: str
    second: str
    own: bool = True
    room: BoardRoom | None = None
    carer: BoardCarer | None = None
    lanes: tuple[Lane, ...] = ()
    closed: Lane = field(default_factory=Lane)


class Model:
    """The rows of a board, and where each stay is among them."""

    def __init__(self, board: Board) -> None:
        self.span: Span = board.span
        self.hive_id = board.hive_id
        self.free: Mapping[date, int] = board.free
        self.thin: Mapping[date, int] = board.thin
        self.rows: tuple[Row, ...] = tuple(_rows(board))
        self.places: dict[str, tuple[int, Bar]] = {}
        self.lapses: datetime | None = min(
            (s.held_until for c in board.own for r in c.rooms for s in r.stays if s.held_until),
            default=None,
        )
        self._together: dict[str, list[str]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for lane in row.lanes:
                for bar in lane.bars:
                    if bar.stay is not None and bar.stay.id:
                        self.places[bar.stay.id] = (number, bar)
                        if bar.stay.request_id:
                            self._together[bar.stay.request_id].append(bar.stay.id)

    def siblings(self, stay: BoardStay) -> Sequence[str]:
        """Ids of the stays under the same request, its own among them."""
        return self._together.get(stay.request_id, [stay.id]) if stay.id else []

    def row_of(self, room_id: str) -> int | None:
        """Which row a room is."""
        return next(
            (n for n, row in enumerate(self.rows) if row.room and row.room.id == room_id), None
        )


def beds_words(number: int) -> str:
    """ "1 bed", "2 beds"."""
    return "1 bed" if number == 1 else f"{number} beds"


def _rows(board: Board) -> Iterator[Row]:
    by_hive: dict[str, list[BoardCarer]] = defaultdict(list)
    for carer in board.own:
        by_hive[carer.hive].append(carer)
    for hive, carers in by_hive.items():
        beds = beds_words(sum(room.beds for carer in carers for room in carer.rooms))
        mine = "Your Hive · " if board.hive_id else ""
        yield Row("band", f"{hive} Hive", f"{mine}{beds}")
        for carer in carers:
            yield from _carer_rows(carer, _carer_words(carer), own=True)
    if board.others:
        yield Row("band", "Other Hives nearby", "Names stay with their own Hive", own=False)
        for carer in board.others:
            where = f"{carer.hive} · {carer.area}" if carer.area != carer.hive else carer.hive
            yield from _carer_rows(carer, where, own=False)


def _carer_words(carer: BoardCarer) -> str:
    rooms = "1 room" if len(carer.rooms) == 1 else f"{len(carer.rooms)} rooms"
    level = f"skills level {carer.skills_level}" if carer.skills_level else ""
    pets, access = (words[:1].lower() + words[1:] for words in (carer.pets, carer.access))
    return " · ".join(filter(None, (rooms, level, access, pets)))


def _carer_rows(carer: BoardCarer, second: str, *, own: bool) -> Iterator[Row]:
    yield Row("carer", carer.name, second, own, carer=carer)
    for room in carer.rooms:
        lanes: list[list[Bar]] = [[] for _ in range(room.beds)]
        for stay, place in zip(room.stays, lanes_of(room.stays, room.beds), strict=True):
            while place.lane >= len(lanes):
                lanes.append([])
            looks = look_of(stay, place.clash, True), look_of(stay, place.clash, False)
            lanes[place.lane].append(
                Bar(*halves(stay), stay.kind.value, place.lane, *looks, stay, clash=place.clash)
            )
        closed = [_closure_bar(closure) for closure in room.closures]
        ages = f"{room.age_from}–{room.age_to}"
        yield Row("room", room.name, ages, own, room, carer, tuple(map(Lane, lanes)), Lane(closed))


def _closure_bar(closure: BoardClosure) -> Bar:
    """Its nights, from the middle of the first day to the middle of the day after the last."""
    begin, end = closure.first_day.toordinal() * 2 + 1, closure.last_day.toordinal() * 2 + 3
    looks = closed_look(closure.why, True), closed_look(closure.why, False)
    return Bar(begin, end, CLOSED, 0, *looks, closure=closure)
