"""Three laptops over a network that drops, repeats, delays and reorders; killed on the way.

Whatever happens, in the end all hold the same records and central every change that was
committed. To prove that the test would notice, three mistakes are planted and must be found.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from hivedesk.actions.history import undo
from hivedesk.actions.support import change_log, log_support
from hivedesk.actions.texts import settle_texts
from hivedesk.records import Child, Conflict, Hive, SupportLog, Way
from hivedesk.records.clock import tick
from hivedesk.records.errors import PlainError
from hivedesk.store import Store, changes
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import apply, rows, run
from hivedesk.sync.conflicts import unsettled
from hivedesk.sync.connection import Connection, altering, move_on
from hivedesk.sync.wire import PullAnswer, WireChange
from tests.store.samples import child, family, hive, log
from tests.sync.laptops import Laptop, World, laptop, some
from tests.sync.model_server import FAULTS, ModelCentral

WORDS = ["", "Calm", "Tired", "Fine", "Łuczak"]
faults = st.lists(st.sampled_from(FAULTS), max_size=5)
who = st.integers(0, 2)


class Killed(BaseException):
    """The laptop's battery was taken out."""


def no_gosport(change: WireChange) -> tuple[str, str] | None:
    return ("rules", "Not that name.") if change.after.get("name") == "Gosport" else None


class Laptops(RuleBasedStateMachine):
    """Ana, Ben and Cy at work."""

    empty: tuple[Path, DataKey]
    hives: Bundle[str] = Bundle("hives")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="laptops-"))
        self.stack = ExitStack()
        self.world = World()
        self.world.central.page = 3
        self.world.central.judge = no_gosport
        self.laptops: list[Laptop] = []

    @initialize()
    def begin(self) -> None:
        for name in ("Ana", "Ben", "Cy"):
            made = laptop(name, self.empty, self.folder, self.world)
            self.laptops.append(self.stack.enter_context(made))
        place = hive()
        home, step = family(place)
        self.laptops[0].add(place, home, step, child(home.id), child(home.id, "Dell"), log(home.id))
        self.laptops[0].sync()

    @rule(who=who, hours=st.sampled_from((-24, -1, 1, 24)))
    def set_clock(self, who: int, hours: int) -> None:
        self.laptops[who].skew = dt.timedelta(hours=hours)

    @rule(target=hives, who=who, name=st.sampled_from(["Fareham", "Gosport"]))
    def add_hive(self, who: int, name: str) -> str:
        made = hive(name=name, note="Fine")
        self.laptops[who].add(made)
        return made.id

    @rule(who=who, of=hives, name=st.sampled_from(["Quill", "Birch"]))
    def add_family(self, who: int, of: str, name: str) -> None:
        if ("hives", of) in self.laptops[who].records():
            made = family(hive(id=of), name)
            self.laptops[who].add(*made, child(made[0].id))

    @rule(who=who, about=st.sampled_from(["Wren", "Dell", ""]), anew=st.booleans())
    def talk(self, who: int, about: str, anew: bool) -> None:
        """Log a call about a child or none, or correct whom the last one was about."""
        each = self.laptops[who]
        with each.store.reading() as session:
            children = session.execute(
                select(Child.id, Child.family_id, Child.first_name).order_by(Child.id)
            ).all()
            logs = select(SupportLog.id, SupportLog.family_id).order_by(SupportLog.id.desc())
            last = session.execute(logs.limit(1)).first()
        if last is None:
            return
        family_id = children[-1].family_id if anew else last.family_id
        meant = [row.id for row in children if row[1:] == (family_id, about)]
        desk = each.desk()
        with contextlib.suppress(PlainError):  # what was archived is restored first
            if anew:
                call = {"at": desk.now, "minutes": 20, "way": Way.PHONE, "note": "We spoke."}
                log_support(desk, [family_id], call, None, meant)
            else:
                change_log(desk, last.id, {}, meant)

    @rule(
        who=who,
        of=hives,
        name=st.sampled_from(["name", "note", "area"]),
        words=st.sampled_from(WORDS),
    )
    def edit(self, who: int, of: str, name: str, words: str) -> None:
        if ("hives", of) in self.laptops[who].records():
            self.laptops[who].edit(Hive, of, **{name: words})

    @rule(who=who, of=hives)
    def archive(self, who: int, of: str) -> None:
        if ("hives", of) in self.laptops[who].records():
            self.laptops[who].edit(Hive, of, archived_at=self.world.now)

    @rule(who=who, words=st.sampled_from(WORDS))
    def settle(self, who: int, words: str) -> None:
        each = self.laptops[who]
        with each.store.reading() as session:
            kept = [conflict.id for conflict in unsettled(session)]
        for conflict_id in kept[:1]:
            with contextlib.suppress(PlainError):  # what was archived is restored first
                settle_texts(each.desk(), conflict_id, words)

    @rule(who=who)
    def undo(self, who: int) -> None:
        with contextlib.suppress(PlainError):  # nothing to undo, or changed since
            undo(self.laptops[who].desk())

    @rule(who=who, faults=faults)
    def sync(self, who: int, faults: list[str]) -> None:
        # Offline is normal; a line that breaks too often, too. All the rest would be news.
        with contextlib.suppress(PlainError):
            self.laptops[who].sync(*faults)

    @rule()
    def all_meet(self) -> None:
        for each in self.laptops:
            with contextlib.suppress(PlainError):
                each.sync()

    @rule(who=who, faults=faults, writes=st.integers(0, 2))
    def killed_while_it_hears(self, who: int, faults: list[str], writes: int) -> None:
        with killed_after(writes), contextlib.suppress(Killed, PlainError):
            self.laptops[who].sync(*faults)

    def teardown(self) -> None:
        try:
            if self.laptops:
                self.look_at_the_end()
        finally:
            self.stack.close()
            shutil.rmtree(self.folder)

    def look_at_the_end(self) -> None:
        """The network is mended and somebody decides what was set aside: then all is one."""
        for each in self.laptops:
            each.sync()
            for change in each.changes():
                if change.state == "set_aside" and change.code == "rules":
                    each.edit(Hive, change.record_id, name="Havant")
        for each in self.laptops * 2:
            each.sync()
        first = self.laptops[0].records()
        told = [change.id for change in self.world.central.log]
        clocks = {change.clock for change in self.world.central.log}
        assert len(told) == len(set(told)) == len(clocks), "central took a change twice"
        for each in self.laptops:
            assert each.records() == first, "the laptops differ"
            assert {key: some(its) for key, its in first.items()} == each.retold()
            assert {change.state for change in each.changes()} <= {"accepted", "theirs", "settled"}
            here = {change.id for change in each.changes() if change.state != "settled"}
            assert here == set(told), "a change was lost"
            assert problems_of(each.store) == []
        self.no_text_was_lost()

    def no_text_was_lost(self) -> None:
        """A text that nobody wrote in sight of stands, or is kept for somebody to look at."""
        kept: set[tuple[str, str]] = set()
        # What was folded into one change after it was set aside was written in its turn, too.
        written = [change for each in self.laptops for change in each.changes()]
        for each in self.laptops:
            with each.store.reading() as session:
                for row in session.query(Conflict):
                    kept |= {(row.record_id, row.ours), (row.record_id, row.theirs)}
        log = self.world.central.log
        for change in log:
            words = change.after.get("note")
            if not words or change.kind != "hives":
                continue
            seen = [
                later
                for later in written
                if later.record_id == change.record_id
                and (later.clock or "") > change.clock
                and (later.before or {}).get("note") == words
            ]
            stands = self.laptops[0].value(Hive, change.record_id, "note")
            same = [e for e in log if e.id != change.id and e.after.get("note") == words]
            assert seen or same or stands == words or (change.record_id, words) in kept


@contextlib.contextmanager
def killed_after(writes: int) -> Iterator[None]:
    """The power goes when the records of a page are about to be written for the nth time."""
    whole = rows.write
    left = writes

    def write(*given: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        whole(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "write", write)
        yield


def tried(empty: tuple[Path, DataKey], *, examples: int, steps: int = 25) -> None:
    """Let the laptops work, in `examples` different ways."""
    Laptops.empty = empty
    run_state_machine_as_test(
        Laptops,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            print_blob=False,
        ),
    )


def test_all_converge_and_nothing_is_lost(empty_store: tuple[Path, DataKey]) -> None:
    tried(empty_store, examples=15)


@pytest.mark.soak
def test_all_converge_and_nothing_is_lost_for_long(empty_store: tuple[Path, DataKey]) -> None:
    tried(empty_store, examples=600, steps=50)


def no_idempotency_key(patch: pytest.MonkeyPatch) -> None:
    """Central takes a change that comes twice for two."""
    patch.setattr(ModelCentral, "forgets_ids", True)


def wall_clock(patch: pytest.MonkeyPatch) -> None:
    """The laptop's own time alone orders changes, whatever was seen before."""
    patch.setattr(changes, "tick", lambda _, now, device: tick(None, now, device))


def cursor_before_data(patch: pytest.MonkeyPatch) -> None:
    """How far was read is kept, and then what was read."""
    whole = apply.apply_page

    def page(store: Store, tie: Connection, answer: PullAnswer, now: dt.datetime) -> Any:
        with altering(store) as session:
            moved = move_on(session, tie, answer.next, answer.scope)
        return whole(store, moved, answer, now)

    patch.setattr(run, "apply_page", page)


@pytest.mark.soak
@pytest.mark.parametrize("mistake", [no_idempotency_key, wall_clock, cursor_before_data])
def test_a_planted_mistake_is_found(
    empty_store: tuple[Path, DataKey],
    mistake: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mistake(monkeypatch)
    with pytest.raises(AssertionError):
        tried(empty_store, examples=200)
