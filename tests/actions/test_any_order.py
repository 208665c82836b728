"""Whatever two people do in whatever order, the store stays true to itself."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text

from hivedesk.actions.desk import Desk, Outcome, desk_for
from hivedesk.actions.families import add_family, end_placement, set_family_status
from hivedesk.actions.history import redo, undo
from hivedesk.actions.saving import archive, restore, save_record
from hivedesk.actions.setup import begin
from hivedesk.actions.stays import book_stay, move_stay_on
from hivedesk.actions.support import log_support
from hivedesk.paths import key_path
from hivedesk.records import (
    KINDS,
    Change,
    FamilyState,
    Permission,
    PlacementEnd,
    PlainError,
    StayKind,
    StayState,
    Way,
    WorkerRole,
)
from hivedesk.store import Store, health
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from tests.conftest import Clock

from .little import FRIDAY, TODAY, everything, family_values, new_child, replayed
from .little import settle_in as make_little_hive

STAYS = """SELECT room_id, from_on, min(to_on, coalesce(ended_on, to_on)) AS leaves_on FROM bookings
WHERE archived_at IS NULL AND kind <> 'day_care'
AND status IN ('agreed', 'confirmed', 'in_progress', 'completed', 'ended_early')"""
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "families": {
        "name": st.sampled_from(["Thorne", "Marlowe", ""]),
        "joined_on": st.dates(dt.date(2019, 1, 1), TODAY),
        "area": st.sampled_from(["Botley", "Fair Oak"]),
    },
    "children": {
        "sleepovers": st.sampled_from([None, *Permission]),
        "first_name": st.sampled_from(["Robin", "Kit"]),
    },
    "rooms": {
        "beds": st.integers(0, 3),
        "held_to": st.none() | st.dates(FRIDAY, FRIDAY + dt.timedelta(days=8)),
        "age_from": st.integers(0, 12),
    },
    "bookings": {
        "from_on": st.dates(FRIDAY, FRIDAY + dt.timedelta(days=3)),
        "to_on": st.dates(FRIDAY, FRIDAY + dt.timedelta(days=6)),
        "status": st.sampled_from(StayState),
        "override_note": st.sampled_from([None, "Agreed by phone"]),
    },
    "room-closures": {"first_day": st.dates(FRIDAY, FRIDAY + dt.timedelta(days=4))},
    "family-statuses": {
        "from_on": st.dates(dt.date(2019, 1, 1), TODAY),
        "status": st.sampled_from(FamilyState),
    },
    "support-logs": {"note": st.sampled_from(["A calm evening", "A hard week"])},
    "placements": {},
}
MOST = st.integers(0, 10_000)


class TwoPeople(RuleBasedStateMachine):
    """Two people at one store, each of whom can walk back and forth."""

    def __init__(self, empty: tuple[Path, DataKey]) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        source, key = empty
        path = Path(self.folder.name) / source.name
        shutil.copy2(source, path)
        shutil.copy2(key_path(source), key_path(path))
        self.store = Store(path, engine_for(path, key), key)
        self.clock = Clock()

    @initialize()
    def settle_in(self) -> None:
        """A little Hive to begin with."""
        person = {"first_name": "Jo", "last_name": "Field", "role": WorkerRole.SUPPORT_WORKER}
        place = {"name": "Eastleigh", "area": "Eastleigh", "started_on": dt.date(2019, 5, 1)}
        begin(self.store, self.clock.now, place, person)
        jo = desk_for(self.store, self.clock)
        self.desks = {True: jo, False: replace(jo, who="Ada Moss")}
        ids = make_little_hive(jo)
        save_record(jo, "rooms", {"beds": 2}, ids.room)
        for name in ("Kit", "Ash"):
            new_child(jo, ids.family, first_name=name)

    def teardown(self) -> None:
        """The store is whole, and its Change rows alone tell the same story."""
        try:
            if hasattr(self, "desks"):
                assert health.problems_of(self.store) == []
                assert replayed(self.store) == everything(self.store)
        finally:
            self.store.close()
            self.folder.cleanup()

    def act(self, mine: bool, action: Callable[[Desk], Outcome]) -> str:
        """Do it; where it is refused, nothing may have been written. The words of a refusal."""
        self.clock.tick(minutes=1)
        before = self.written()
        try:
            outcome = action(self.desks[mine])
        except PlainError as why:
            assert self.written() == before
            return str(why)
        assert bool(outcome.kinds) == (self.written() > before)
        return ""

    def one(self, kind: str, number: int, archived: bool = False) -> str:
        """The id of some record of a kind, or "" where there is none."""
        model = KINDS[kind]
        gone = model.archived_at.is_not(None)
        with self.store.reading() as session:
            found = list(session.scalars(select(model.id).where(gone if archived else ~gone)))
        return sorted(found)[number % len(found)] if found else ""

    def written(self) -> int:
        """How many Change rows there are."""
        with self.store.reading() as session:
            return session.scalar(select(func.count()).select_from(Change)) or 0

    @rule(mine=st.booleans(), back=st.booleans(), forth=st.booleans())
    def walk(self, mine: bool, back: bool, forth: bool) -> None:
        """Undo, redo, or both: then one is where one was (but for the moment of an archiving).

        The way forward may be barred by what came after: a room closed since, a family
        archived since. Then nothing is written, which `act` looks at.
        """
        before = everything(self.store) if back and forth else {}
        went_back = back and self.act(mine, undo) == ""
        went_forth = forth and self.act(mine, redo) == ""
        if went_back and went_forth:
            assert _plain(everything(self.store)) == _plain(before)

    @invariant()
    def no_bed_is_used_twice_on_a_night(self) -> None:
        """Counted from the rows themselves, not by the rules that are being tested."""
        if not hasattr(self, "desks"):
            return
        with self.store.reading() as session:
            beds = {row.id: row.beds for row in session.execute(text("SELECT id, beds FROM rooms"))}
            stays = session.execute(text(STAYS)).all()
        taken: Counter[tuple[str, dt.date]] = Counter()
        for stay in stays:
            evening = dt.date.fromisoformat(stay.from_on)
            while evening.isoformat() < stay.leaves_on:
                taken[stay.room_id, evening] += 1
                evening += dt.timedelta(days=1)
        for (room, evening), used in taken.items():
            assert used <= beds[room], f"{used} in {beds[room]} beds on {evening}"


class AnyOrder(TwoPeople):
    """Everything that can be done to families, children, rooms and stays."""

    @rule(
        mine=st.booleans(), number=MOST, status=st.sampled_from(FamilyState), what=st.integers(0, 3)
    )
    def live(self, mine: bool, number: int, status: FamilyState, what: int) -> None:
        """A family joins, changes its status, is rung up, or a child of it moves on."""
        day = TODAY - dt.timedelta(days=number % 9)
        family, child = self.one("families", number), self.one("children", number)
        name = ("Thorne", "Birch", " ")[number % 3]
        call = {"at": self.clock.now, "minutes": 5, "way": Way.PHONE, "note": "Hello"}
        actions: list[Callable[[Desk], Outcome]] = [
            lambda desk: add_family(desk, family_values(desk, name=name)),
            lambda desk: set_family_status(desk, family, status, day, "A break"),
            lambda desk: log_support(desk, [family], call),
            lambda desk: end_placement(desk, child, TODAY, PlacementEnd.HOME),
        ]
        self.act(mine, actions[what])

    @rule(
        mine=st.booleans(),
        number=MOST,
        begins=st.integers(0, 2),
        nights=st.integers(0, 3),
        kind=st.sampled_from(StayKind),
        status=st.sampled_from([StayState.AGREED, StayState.AGREED, StayState.REQUESTED]),
    )
    def book(
        self, mine: bool, number: int, begins: int, nights: int, kind: StayKind, status: StayState
    ) -> None:
        """A stay is booked over whatever warnings there are."""
        first = FRIDAY + dt.timedelta(days=begins)
        values = {
            "room_id": self.one("rooms", number),
            "child_id": self.one("children", number),
            "from_on": first,
            "to_on": first + dt.timedelta(days=nights),
            "kind": kind,
            "status": status,
            "override_note": "Agreed by phone",
        }
        self.act(mine, lambda desk: book_stay(desk, values))

    @rule(mine=st.booleans(), number=MOST, to=st.sampled_from(StayState))
    def climb(self, mine: bool, number: int, to: StayState) -> None:
        """A stay takes a step."""
        stay = self.one("bookings", number)
        self.act(mine, lambda desk: move_stay_on(desk, stay, to))

    @rule(mine=st.booleans(), number=MOST, days=st.integers(0, 4))
    def close(self, mine: bool, number: int, days: int) -> None:
        """A room is closed for a while."""
        values = {
            "room_id": self.one("rooms", number),
            "first_day": FRIDAY + dt.timedelta(days=days),
            "last_day": FRIDAY + dt.timedelta(days=4),
        }
        self.act(mine, lambda desk: save_record(desk, "room-closures", values))

    @rule(
        mine=st.booleans(),
        number=MOST,
        edit=st.sampled_from(sorted(FIELDS)).flatmap(
            lambda kind: st.tuples(st.just(kind), st.fixed_dictionaries({}, optional=FIELDS[kind]))
        ),
    )
    def edit(self, mine: bool, number: int, edit: tuple[str, dict[str, Any]]) -> None:
        """Some fields of some record are edited."""
        kind, values = edit
        record = self.one(kind, number)
        if record:
            self.act(mine, lambda desk: save_record(desk, kind, values, record))

    @rule(mine=st.booleans(), number=MOST, kind=st.sampled_from(sorted(FIELDS)))
    def put_away(self, mine: bool, number: int, kind: str) -> None:
        """Some record is archived."""
        record = self.one(kind, number)
        self.act(mine, lambda desk: archive(desk, kind, record))

    @rule(mine=st.booleans(), number=MOST, kind=st.sampled_from(sorted(FIELDS)))
    def bring_back(self, mine: bool, number: int, kind: str) -> None:
        """Some record comes out of the archive."""
        record = self.one(kind, number, archived=True)
        self.act(mine, lambda desk: restore(desk, kind, record))


class OneBed(TwoPeople):
    """A room and three children who all want it on the same nights: clashes at every step."""

    @rule(mine=st.booleans(), number=MOST, nights=st.integers(1, 2))
    def book(self, mine: bool, number: int, nights: int) -> None:
        """A stay is booked."""
        values = {
            "room_id": self.one("rooms", 0),
            "child_id": self.one("children", number),
            "from_on": FRIDAY,
            "to_on": FRIDAY + dt.timedelta(days=nights),
            "kind": StayKind.SLEEPOVER,
        }
        self.act(mine, lambda desk: book_stay(desk, values))

    @rule(mine=st.booleans(), number=MOST)
    def cancel(self, mine: bool, number: int) -> None:
        """A stay is cancelled."""
        stay = self.one("bookings", number)
        self.act(mine, lambda desk: move_stay_on(desk, stay, StayState.CANCELLED))

    @rule(mine=st.booleans(), beds=st.integers(1, 2))
    def change_beds(self, mine: bool, beds: int) -> None:
        """A bed is put in or taken out."""
        room = self.one("rooms", 0)
        self.act(mine, lambda desk: save_record(desk, "rooms", {"beds": beds}, room))


def _plain(rows: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {key: kept | {"archived_at": bool(kept["archived_at"])} for key, kept in rows.items()}


def _run(machine: type[TwoPeople], empty: tuple[Path, DataKey], examples: int) -> None:
    run_state_machine_as_test(
        lambda: machine(empty),
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("machine", [AnyOrder, OneBed])
def test_any_order_leaves_a_true_store(
    empty_store: tuple[Path, DataKey], machine: type[TwoPeople]
) -> None:
    _run(machine, empty_store, 15)


@pytest.mark.soak
@pytest.mark.parametrize("machine", [AnyOrder, OneBed])
def test_any_order_leaves_a_true_store_for_minutes(
    empty_store: tuple[Path, DataKey], machine: type[TwoPeople]
) -> None:
    _run(machine, empty_store, 500)
