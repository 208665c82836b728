"""What every store begins with is the same in all of them, and older than any change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import select

from hivedesk.actions.setup import new_desk
from hivedesk.demo.build import build
from hivedesk.records import KINDS, Change, Theme, fixed_id, new_id
from hivedesk.records.clock import BEFORE_ALL, parse, tick
from hivedesk.rules.founding import THEMES, founding
from hivedesk.rules.policies import CATALOGUE
from hivedesk.rules.towns import HAMPSHIRE
from hivedesk.store import Store, open_store, writing
from hivedesk.store.founding import found
from hivedesk.store.health import problems_of
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW

SHARED = ("policies", "towns", "themes")


def told(store: Store) -> list[dict[str, object]]:
    """All that the store says of its founding, without the number of each row."""
    columns = Change.__table__.c
    with store.reading() as session:
        rows = session.execute(
            select(*columns).where(columns.clock == BEFORE_ALL).order_by(columns.id)
        )
        return [{n: v for n, v in row._mapping.items() if n != "seq"} for row in rows]


def desk_at(folder: Path, name: str, moment: dt.datetime) -> Store:
    path = folder / f"{name}.hive"
    return new_desk(
        path, PASSPHRASE, hive=name, first_name="Jo", last_name="Field", real_clock=lambda: moment
    ).store


def test_two_new_stores_say_the_same_to_the_last_letter(tmp_path: Path) -> None:
    one = desk_at(tmp_path, "Eastleigh", NOW)
    other = desk_at(tmp_path, "Gosport", NOW + dt.timedelta(days=400))
    assert told(one) == told(other)
    assert len(told(one)) == len(CATALOGUE) + len(HAMPSHIRE) + len(THEMES)
    with one.reading() as session:
        for kind in SHARED:
            ids = set(session.scalars(select(KINDS[kind].id)))
            assert ids == {record.id for record in founding() if isinstance(record, KINDS[kind])}
    assert problems_of(one) == problems_of(other) == []
    one.close()
    other.close()


def test_the_demo_county_begins_with_the_same(tmp_path: Path) -> None:
    build(tmp_path / "demo.hive", PASSPHRASE, hives=1, years=1)
    demo = open_store(tmp_path / "demo.hive", PASSPHRASE, NOW)
    real = desk_at(tmp_path, "Eastleigh", NOW)
    assert told(demo) == told(real)
    with demo.reading() as session:
        themes = {row.name: row.id for row in session.execute(select(Theme.name, Theme.id))}
    assert set(themes) > set(THEMES)
    assert themes == {name: fixed_id("themes", name) for name in themes}
    demo.close()
    real.close()


def test_whatever_people_add_sorts_and_counts_later(store: Store) -> None:
    records = founding()
    assert len({record.id for record in records}) == len(records)
    assert max(record.id for record in records) < new_id()
    long_ago = dt.datetime(1970, 1, 1, 0, 0, 5, tzinfo=dt.UTC)
    for moment in (NOW, long_ago):
        assert tick(None, moment, "0" * 7 + "1") > BEFORE_ALL
    assert str(parse(BEFORE_ALL)) == BEFORE_ALL
    with writing(store, "HiveDesk", "Begin", NOW) as write:
        found(write, records)
    name = fixed_id("themes", "School")
    with writing(store, "Jo Field", "Edit", long_ago) as write:
        write.session.get_one(Theme, name).name = "Schools"
    with store.reading() as session:
        first, second = session.scalars(
            select(Change.clock).where(Change.record_id == name).order_by(Change.seq)
        )
    assert first is not None
    assert second is not None
    assert first < second
