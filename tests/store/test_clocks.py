"""Each Change row has a clock, given in its own transaction, that never goes back."""

from __future__ import annotations

import contextlib
import datetime as dt

from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from hivedesk.records import Change, new_id
from hivedesk.records.clock import device_of, parse
from hivedesk.store import Store, settings, writing
from hivedesk.store.bulk import add_many
from tests.store.samples import NOW, hive, save


def clocks(store: Store) -> list[str]:
    """The clocks of all changes, in the order they were written."""
    with store.reading() as session:
        return [str(row.clock) for row in session.query(Change.clock).order_by(Change.seq)]


def kept(store: Store) -> str | None:
    with store.reading() as session:
        return settings.get(session, settings.CLOCK)


@how(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-900, 900), st.booleans()), min_size=1, max_size=4))
def test_it_goes_on_whatever_the_machine_says(store: Store, steps: list[tuple[int, bool]]) -> None:
    for days, at_once in steps:
        with writing(store, "Jo", "Add", NOW + dt.timedelta(days=days)) as write:
            if at_once:
                add_many(write, [hive(), hive()])
            write.session.add_all([hive(), hive()])
    told = clocks(store)
    assert told == sorted(set(told))
    assert kept(store) == told[-1]


def test_a_record_added_at_once_and_then_edited_says_the_edit_last(store: Store) -> None:
    with writing(store, "Jo", "Add", NOW) as write:
        made = hive()
        add_many(write, [made])
        again = write.session.get_one(type(made), made.id)
        again.name = "Gosport"
    first, second = clocks(store)
    assert first < second


def test_it_carries_the_laptop_it_was_made_on(store: Store) -> None:
    identity = new_id()
    with writing(store, "Jo", "Begin", NOW) as write:
        write.session.add(hive())
        settings.put(write.session, settings.DEVICE, identity)
    with store.reading() as session:
        [change] = session.query(Change).all()
    assert change.device == parse(str(change.clock)).device == device_of(identity)
    assert change.state == "here"


def test_a_write_that_fails_or_says_nothing_leaves_the_clock(store: Store) -> None:
    save(store, hive())
    before = kept(store)
    with contextlib.suppress(ZeroDivisionError), writing(store, "Jo", "Add", NOW) as write:
        add_many(write, [hive()])
        raise ZeroDivisionError
    with writing(store, "Jo", "Look", NOW):
        pass
    assert kept(store) == before
