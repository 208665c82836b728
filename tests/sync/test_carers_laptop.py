"""A link carer's laptop at a real central store: it holds what is hers to know, and no longer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from hivedesk.actions.desk import desk_for, machine_now
from hivedesk.records import (
    Booking,
    Change,
    Child,
    Hive,
    LinkCarer,
    Room,
    StayState,
    new_id,
)
from hivedesk.store.health import problems_of
from hivedesk.sync.beginning import Joining
from hivedesk.sync.csv.writer import NoSuchPoint, export, last_change
from hivedesk.sync.run import sync_once
from tests.conftest import PASSPHRASE
from tests.store.samples import family, hive
from tests.sync.test_with_central import (  # noqa: F401 (fixtures)
    Central,
    central,
    database,
    made_once,
    pg_server,
    stay,
    used_again,
)


def carer(place: Hive, name: str) -> LinkCarer:
    values = {"id": new_id(), "hive_id": place.id, "area": "Eastleigh", "skills_fee": False}
    since = dt.date(2020, 1, 1)
    return LinkCarer(**values, first_name=name, last_name="Moor", started_on=since)


def room(whose: LinkCarer) -> Room:
    values = {"id": new_id(), "link_carer_id": whose.id, "beds": 2, "age_from": 0, "age_to": 17}
    since = dt.date(2020, 1, 1)
    return Room(**values, name=f"{whose.first_name}'s room", ground_floor=False, held_from=since)


def test_it_lets_go_of_a_stay_that_moved_to_another_room(
    central: Central,  # noqa: F811
    tmp_path: Path,
) -> None:
    hsw = central.desk()
    place = hive()
    ash, step = family(place)
    wren = Child(
        id=new_id(),
        family_id=ash.id,
        first_name="Wren",
        last_name="Marlowe",
        born_on=dt.date(2014, 3, 1),
        night_needs="a night light",
    )
    pat, sam = (carer(place, name) for name in ("Pat", "Sam"))
    hers, others = (room(each) for each in (pat, sam))
    booked = stay(room_id=hers.id, child_id=wren.id, guest_name=None, status=StayState.CONFIRMED)
    kept = stay(room_id=hers.id)
    hsw.add(place, ash, step, wren, pat, sam, hers, others, booked)
    assert hsw.sync().set_aside == 0

    # She was given the address of her page.
    code = central.account("add", "--name", "Pat Moor", "--role", "link-carer")
    joining = Joining(f"{central.url}/my/rooms", code)
    joining.greet()
    store = joining.begin(tmp_path / "pat.hive", PASSPHRASE, machine_now)
    try:
        assert desk_for(store).is_carers
        sync_once(store, machine_now)
        with store.reading() as session:
            its = session.get_one(Booking, booked.id)
            assert (its.guest_name or "").startswith("Wren, ")
            assert its.needs == "a night light"

        with store.reading() as session:
            reached = last_change(session)
        hsw.edit(Booking, booked.id, room_id=others.id)
        hsw.sync()
        sync_once(store, machine_now)
        with store.reading() as session:
            assert session.scalars(select(Booking.id)).all() == []
            anew = last_change(session)
        hsw.add(kept)
        hsw.sync()
        sync_once(store, machine_now)
        # No number is given twice: what came since is in what is exported since.
        with pytest.raises(NoSuchPoint, match="holds other records"):
            export(store, tmp_path / "late", machine_now(), since=reached)
        export(store, tmp_path / "since", machine_now(), since=anew)
        assert kept.id in (tmp_path / "since" / "bookings.csv").read_text("utf-8")
        with store.reading() as session:
            assert session.scalars(select(Booking.id)).all() == [kept.id]
            told = session.scalars(select(Change.after)).all()
            assert "Wren" not in str(told)
            assert "night light" not in str(told)
        assert problems_of(store) == []
    finally:
        store.close()
