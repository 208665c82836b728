"""One laptop and another by way of central: what is told, heard, set aside, and said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.history import NothingToUndo, undo
from hivedesk.records import Change, Family, FamilyState, FamilyStatus, Hive, SyncRun
from hivedesk.store import search
from hivedesk.store.health import problems_of
from hivedesk.store.queries.sync_state import HeldBack, held_back
from hivedesk.sync.conflicts import unsettled
from hivedesk.sync.connection import NotConnected, connection_of
from hivedesk.sync.wire import PulledChange, WireChange
from tests.store.samples import family, hive, log, one_of_each
from tests.sync.laptops import Laptop, World, some
from tests.sync.model_server import WAITS

Three = tuple[Laptop, Laptop, Laptop]


def test_what_one_writes_the_others_have(three: Three) -> None:
    ana, ben, cy = three
    records = one_of_each()
    ana.add(*records)
    done = ana.sync()
    assert (done.pushed, done.pulled, done.set_aside) == (len(records), 0, 0)
    assert ana.states() == {"accepted": len(records)}
    for other in (ben, cy):
        heard = other.sync()
        assert (heard.pushed, heard.pulled, heard.conflicts) == (0, len(records), 0)
        assert other.records() == ana.records()
        assert other.states() == {"theirs": len(records)}
        assert problems_of(other.store) == []
        with other.store.reading() as session:
            assert search.find(session, "words", 500)
    again = ben.sync()
    assert (again.pushed, again.pulled) == (0, 0)


def test_the_later_edit_of_a_field_stands_and_others_are_merged(three: Three) -> None:
    ana, ben, _ = three
    made = hive()
    ana.add(made)
    ana.sync()
    ben.sync()
    ana.edit(Hive, made.id, area="North", name="Gosport")
    ben.edit(Hive, made.id, area="South")
    for each in (ben, ana, ben):
        each.sync()
    for each in (ana, ben):
        assert each.value(Hive, made.id, "area") == "South"
        assert each.value(Hive, made.id, "name") == "Gosport"
        assert problems_of(each.store) == []


def test_an_answer_outranks_what_it_answers_though_its_clock_is_a_day_slow(three: Three) -> None:
    ana, ben, _ = three
    ana.skew, ben.skew = dt.timedelta(days=1), -dt.timedelta(days=1)
    made = hive(area="First")
    ana.add(made)
    ana.sync()
    ben.sync()
    ben.edit(Hive, made.id, area="Second")
    ben.sync()
    ana.sync()
    assert ana.value(Hive, made.id, "area") == "Second"


def test_two_texts_are_both_kept_where_they_were_written(three: Three) -> None:
    ana, ben, cy = three
    made = hive(note="Fine")
    ana.add(made)
    for each in three:
        each.sync()
    ana.edit(Hive, made.id, note="Calm")
    ben.edit(Hive, made.id, note="Tired")
    assert ana.sync().conflicts == 0
    assert ben.sync().conflicts == 1
    assert ana.sync().conflicts == 1
    assert cy.sync().conflicts == 0
    for each, ours, theirs in ((ana, "Calm", "Tired"), (ben, "Tired", "Calm")):
        assert each.value(Hive, made.id, "note") == "Tired"
        with each.store.reading() as session:
            [kept] = unsettled(session)
        assert (kept.ours, kept.theirs, kept.field) == (ours, theirs, "note")
    # Ana puts them together; that settles hers. Ben sees his text written on in.
    ana.edit(Hive, made.id, note="Calm, then tired")
    ana.sync()
    ben.sync()
    with ana.store.reading() as session:
        assert unsettled(session) == []
    with ben.store.reading() as session:
        assert unsettled(session) == []
    for each in (ana, ben):
        assert each.value(Hive, made.id, "note") == "Calm, then tired"


def no_gosport(change: WireChange) -> tuple[str, str] | None:
    return ("no-bed", "There is no bed left.") if change.after.get("name") == "Gosport" else None


def test_what_is_set_aside_waits_with_its_reason_and_holds_up_nothing(three: Three) -> None:
    ana, ben, _ = three
    ana.world.central.judge = no_gosport
    refused, fine = hive(name="Gosport"), hive(name="Fareham")
    ana.add(refused)
    ana.add(*family(refused, "Quill"))
    ana.add(fine)
    done = ana.sync()
    assert (done.pushed, done.set_aside) == (1, 3)
    by_code = {change.code: change for change in ana.changes() if change.state == "set_aside"}
    assert set(by_code) == {"no-bed", WAITS}
    assert by_code["no-bed"].reason == "There is no bed left."
    assert ben.sync().pulled == 1
    assert ana.sync().set_aside == 0
    # Mended by an ordinary change, all of it goes, and what needed it too.
    ana.edit(Hive, refused.id, name="Havant")
    assert ana.sync().pushed == 1
    assert ana.states() == {"accepted": 4, "settled": 2}
    ben.sync()
    assert {key: some(its) for key, its in ben.records().items()} == ana.retold()
    assert ben.records() == ana.records()


def test_what_waits_comes_in_whatever_order_it_was_sent(three: Three) -> None:
    """The family could not be sent at first, so its first step came before it, and waited."""
    ana, ben, _ = three
    ana.world.central.judge = no_gosport
    place = hive(name="Gosport")
    ben.add(place)
    ben.add(*family(place, "Quill"))
    ben.sync("busy", "", "busy")
    by_kind = {change.kind: change.state for change in ben.changes()}
    assert by_kind == {"hives": "set_aside", "families": "sent", "family-statuses": "set_aside"}
    ben.edit(Hive, place.id, name="Havant")
    ben.sync()
    ana.sync()
    assert ben.states() == {"accepted": 3, "settled": 2}
    assert ana.records() == ben.records()
    assert problems_of(ana.store) == []


def test_what_was_emptied_since_stays_empty_when_an_earlier_edit_is_taken_late(
    three: Three,
) -> None:
    ana, ben, _ = three
    ana.world.central.judge = no_gosport
    place = hive(name="Gosport", area="North")
    ana.add(place)
    ana.edit(Hive, place.id, archived_at=ana.world.now)
    ana.sync()
    assert {change.code for change in ana.changes()} == {"no-bed", WAITS}
    # Restored, and still of a name that central does not take; then of one that it does.
    ana.edit(Hive, place.id, archived_at=None)
    ana.sync()
    ana.edit(Hive, place.id, name="Havant")
    ana.sync()
    ben.sync()
    assert ben.value(Hive, place.id, "archived_at") is None
    assert ben.records() == ana.records()


def test_a_refused_edit_lets_other_edits_pass(three: Three) -> None:
    ana, ben, _ = three
    made = hive(name="Fareham")
    ana.add(made)
    ana.sync()
    ana.world.central.judge = no_gosport
    ana.edit(Hive, made.id, name="Gosport")
    ana.edit(Hive, made.id, area="North")
    done = ana.sync()
    assert (done.pushed, done.set_aside) == (1, 1)
    ana.edit(Hive, made.id, name="Havant")
    assert ana.sync().pushed == 1
    ben.sync()
    assert ben.records() == ana.records()


def test_undo_takes_back_only_what_was_done_here(three: Three) -> None:
    ana, ben, _ = three
    ben.add(hive())
    ben.sync()
    ana.sync()
    desk = Desk(ana.store, "Ben", None, lambda: ana.world.now)
    with pytest.raises(NothingToUndo):
        undo(desk)
    own = hive(name="Own")
    ana.add(own)
    ana.sync()
    undo(replace(desk, who="Ana"))
    assert ana.value(Hive, own.id, "archived_at") is not None


def test_a_family_keeps_the_status_of_its_newest_step(three: Three) -> None:
    """Two laptops end a family's time in two ways: status and history still say one thing."""
    ana, ben, cy = three
    place = hive()
    made = family(place)
    ana.add(place, *made)
    for each in three:
        each.sync()
    day = dt.date(2021, 6, 1)
    for each, status, on in (
        (ben, FamilyState.LEFT, day + dt.timedelta(days=9)),
        (ana, FamilyState.ON_HOLD, day),
    ):
        each.add(FamilyStatus(family_id=made[0].id, status=status, from_on=on))
        each.edit(Family, made[0].id, status=status)
    for each in (ana, ben, cy, ana, ben, cy):
        each.sync()
        assert problems_of(each.store) == []
    for each in three:
        assert each.value(Family, made[0].id, "status") is FamilyState.LEFT


def test_what_names_a_record_that_is_not_here_waits_for_it(three: Three, world: World) -> None:
    ana, ben, _ = three
    place = hive()
    made = family(place)
    ana.add(place, *made)
    ana.add(log(made[0].id))
    ana.sync()
    hidden = place.id
    world.central.sees = lambda change: None if change.record_id == hidden else change
    done = ben.sync()
    assert done.pulled == 0
    assert ben.states() == {"waiting": 3}
    assert ben.records() == {}
    world.central.sees = lambda change: change
    # The Hive is told at last: by a change that comes in its turn.
    told = world.central.log[0]
    world.central.log.append(
        replace(told, id=told.id[:-4] + "ffff", seq=len(world.central.log) + 1)
    )
    ben.sync()
    assert ben.records() == ana.records()
    assert problems_of(ben.store) == []


def test_what_cannot_be_read_waits_and_the_rest_comes(three: Three, world: World) -> None:
    ana, ben, _ = three
    ana.add(hive(), hive())
    ana.sync()
    first, second = world.central.log
    world.central.log[0] = replace(first, kind="hoverboards")
    world.central.log[1] = replace(second, after=second.after | {"colour": "red"})
    ben.sync()
    assert ben.states() == {"waiting": 1, "theirs": 1}
    assert len(ben.records()) == 1
    kept = [change for change in ben.changes() if change.state == "waiting"]
    assert [change.code for change in kept] == ["unreadable"]
    assert kept[0].reason == "It is of a kind that this HiveDesk does not know."
    with ben.store.reading() as session:
        assert held_back(session) == HeldBack(missing=0, newer=1)


def test_each_run_is_kept_with_its_counts(three: Three) -> None:
    ana, _, _ = three
    ana.add(hive())
    ana.sync()
    with ana.store.reading() as session:
        [run] = session.query(SyncRun).all()
        assert (run.pushed, run.pulled, run.set_aside, run.trouble) == (1, 0, 0, None)
        assert run.ended_at is not None
        assert run.bytes_out > 0


def test_a_store_that_is_not_connected_says_so(desk: Desk) -> None:
    with desk.store.reading() as session, pytest.raises(NotConnected, match="joining code"):
        connection_of(session)


def as_guest(change: PulledChange) -> PulledChange | None:
    """A narrow view: Hives by their name, and nothing else."""
    if change.kind != "hives":
        return None
    after = {name: value for name, value in change.after.items() if name in ("id", "name")}
    return replace(change, after=after)


def test_a_narrower_view_leaves_nothing_behind_that_it_does_not_show(
    three: Three, world: World
) -> None:
    ana, ben, _ = three
    place, own = hive(note="Secret words"), hive(name="Own", note="mine")
    made = family(place)
    ana.add(place, *made)
    ana.sync()
    ben.sync()
    ben.add(own)
    world.central.sees, world.central.scope = as_guest, "narrow"
    ben.sync()
    assert set(ben.records()) == {("hives", place.id), ("hives", own.id)}
    assert ben.value(Hive, place.id, "note") is None
    assert ben.value(Hive, own.id, "note") == "mine"
    assert all("Secret" not in str(change.after) for change in ben.changes())
    with ben.store.reading() as session:
        assert search.find(session, "Secret") == []
        assert search.find(session, "Marlowe") == []
    assert problems_of(ben.store) == []
    # And a wider one brings it all back.
    world.central.sees, world.central.scope = lambda change: change, "wide"
    ben.sync()
    ana.sync()
    assert ben.records() == ana.records()
    assert problems_of(ben.store) == []


def test_changes_are_told_in_the_order_they_were_made(three: Three, world: World) -> None:
    ana, _, _ = three
    for n in range(12):
        ana.add(hive(name=f"Hive {n}"))
    ana.sync()
    assert [each.after["name"] for each in world.central.log] == [f"Hive {n}" for n in range(12)]
    assert [each.id for each in world.central.log] == [
        each.id for each in ana.changes() if isinstance(each, Change)
    ]
