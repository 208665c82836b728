"""How far the store and the central store have got, read from what the runs left."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from hivedesk.actions.desk import Desk
from hivedesk.actions.history import take_back, undo
from hivedesk.actions.saving import save_record
from hivedesk.records import Change, SyncRun
from hivedesk.records.journal import ACCEPTED, SET_ASIDE
from hivedesk.store import settings
from hivedesk.store.queries import sync_state
from hivedesk.sync.connection import altering
from tests.actions.little import book, row, settle_in
from tests.conftest import Clock

NOON = dt.datetime(2021, 6, 16, 12, tzinfo=dt.UTC)


def connect(desk: Desk) -> None:
    """As if all had been accepted so far."""
    with altering(desk.store) as session:
        settings.put(session, sync_state.CENTRAL, "a token")
        session.execute(update(Change).values(state=ACCEPTED))


def put(desk: Desk, record_id: str, state: str, **why: str) -> None:
    """Put the last change of a record into a state, as a run does."""
    with altering(desk.store) as session:
        session.execute(
            update(Change).where(Change.record_id == record_id).values(state=state, **why)
        )


def ran(desk: Desk, minutes: int, answered: bool, trouble: str | None = None) -> None:
    begun = NOON + dt.timedelta(minutes=minutes)
    with altering(desk.store) as session:
        session.add(
            SyncRun(begun_at=begun, ended_at=begun, bytes_in=900 * answered, trouble=trouble)
        )


def standing(desk: Desk) -> sync_state.Standing:
    with desk.store.reading() as session:
        return sync_state.standing(session)


def state(desk: Desk, kind: str, record_id: str) -> str:
    with desk.store.reading() as session:
        return sync_state.state_of(session, kind, record_id)


def test_without_a_central_store_nothing_is_said_of_it(desk: Desk) -> None:
    ids = settle_in(desk)
    assert standing(desk) == sync_state.Standing()
    assert state(desk, "families", ids.family) == ""
    with desk.store.reading() as session:
        assert sync_state.not_accepted(session, "families") == {}


def test_what_is_only_here_is_counted_by_kind(desk: Desk, clock: Clock) -> None:
    ids = settle_in(desk)
    connect(desk)
    assert state(desk, "families", ids.family) == "accepted"
    clock.tick(minutes=3)
    save_record(desk, "families", {"note": "Ring first."}, ids.family)
    save_record(desk, "rooms", {"name": "Loft"}, ids.room)
    save_record(desk, "rooms", {"name": "Attic"}, ids.room)
    assert standing(desk).to_send == 3
    assert state(desk, "rooms", ids.room) == "here"
    with desk.store.reading() as session:
        assert sync_state.waiting(session) == [
            sync_state.Waiting("rooms", 2, clock.now),
            sync_state.Waiting("families", 1, clock.now),
        ]
        assert sync_state.not_accepted(session, "rooms") == {ids.room: "here"}


def test_silence_begins_with_the_first_run_that_nobody_answered(desk: Desk) -> None:
    connect(desk)
    ran(desk, 0, answered=True)
    assert standing(desk).heard_at == NOON
    assert standing(desk).silent_since is None
    ran(desk, 5, answered=False, trouble="Cannot be reached.")
    ran(desk, 10, answered=False, trouble="Cannot be reached.")
    found = standing(desk)
    assert found.silent_since == NOON + dt.timedelta(minutes=5)
    assert (found.heard_at, found.trouble) == (NOON, "Cannot be reached.")
    ran(desk, 15, answered=True)
    assert standing(desk).silent_since is None


def test_what_was_set_aside_needs_somebody_unless_it_is_tried_again(desk: Desk) -> None:
    ids = settle_in(desk)
    stay = book(desk, ids)
    connect(desk)
    put(desk, stay, SET_ASIDE, code="missing", reason="It needs a record.")
    assert standing(desk).need_you == 0
    put(desk, stay, SET_ASIDE, code="no-bed", reason="No bed is left there.")
    assert standing(desk).need_you == 1
    assert state(desk, "bookings", stay) == "needs-you"
    with desk.store.reading() as session:
        (found,) = sync_state.set_aside(session)
        assert sync_state.not_accepted(session, "bookings") == {stay: "needs-you"}
    assert found.title == "Robin Ashdown, Garden room"
    assert (found.reason, found.days) == (
        "No bed is left there.",
        (dt.date(2021, 6, 18), dt.date(2021, 6, 20)),
    )


def test_taking_back_a_change_is_an_action_that_can_be_undone(desk: Desk) -> None:
    ids = settle_in(desk)
    stay = book(desk, ids)
    connect(desk)
    put(desk, stay, SET_ASIDE, code="no-bed", reason="No bed is left there.")
    save_record(desk, "families", {"note": "A later change."}, ids.family)
    with desk.store.reading() as session:
        (found,) = sync_state.set_aside(session)
    made = take_back(desk, found.change_id)
    assert made.verb.startswith("Take back: book")
    assert row(desk, "bookings", stay)["archived_at"] is not None
    undo(desk)
    assert row(desk, "bookings", stay)["archived_at"] is None
