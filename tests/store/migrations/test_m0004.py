"""Step 4: what a store began with gets the ids it has in every store, with all that it carries."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from hivedesk.actions.desk import Desk, desk_for
from hivedesk.actions.history import undo
from hivedesk.actions.saving import save_record
from hivedesk.records import (
    KINDS,
    Change,
    Policy,
    Record,
    Theme,
    Town,
    Worker,
    WorkerRole,
    fixed_id,
    kind_of,
    new_id,
)
from hivedesk.records.clock import BEFORE_ALL
from hivedesk.rules.founding import THEMES, founding
from hivedesk.rules.towns import HAMPSHIRE
from hivedesk.store import Store, drafts, keyfile, open_store, writing
from hivedesk.store import settings as kept
from hivedesk.store.changes import Writing
from hivedesk.store.database import engine_for
from hivedesk.store.founding import found
from hivedesk.store.health import problems_of
from hivedesk.store.migrate import upgrade
from tests.conftest import PASSPHRASE
from tests.store.migrations.telling import write_by_hand
from tests.store.samples import NOW, family, hive, log

SCHOOL = fixed_id("themes", "School")
WORKED = ("Jo Field", "Edit")
_AHEAD = "SELECT 1 FROM pragma_table_info('workers') WHERE name = 'core_hours'"
"""Found where `begun` wrote the worker as today's class has her; step 5 adds the column."""


def drawn() -> list[Record]:
    """What a store of version 3 began with: the same, with ids of its own."""
    records = founding()
    for record in records:
        record.id = new_id()
    return records


def empty(path: Path, version: int) -> Store:
    """An empty store of an earlier version."""
    path.touch(mode=0o600)
    key = keyfile.create_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    upgrade(store, to=version)
    return store


def begun(path: Path) -> Store:
    """A store of version 3, founded, with its Hive and worker."""
    store = empty(path, 3)
    _alter_workers(store, "ADD COLUMN core_hours TEXT")  # as the worker of today has it
    place = hive()
    person = Worker(id=new_id(), first_name="Jo", last_name="Field", role=WorkerRole.SUPPORT_WORKER)
    with writing(store, "HiveDesk", "Begin the store", NOW) as write:
        write.session.add_all([*drawn(), place, person])
        kept.put(write.session, kept.WORKER, person.id)
        kept.put(write.session, kept.HIVE, place.id)
        kept.put(write.session, kept.DEVICE, new_id())
    return store


def _alter_workers(store: Store, how: str) -> None:
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE workers {how}")


def later(store: Store) -> Desk:
    """The same store in this HiveDesk."""
    with store.reading() as session:
        made_ahead = session.connection().exec_driver_sql(_AHEAD).first() is not None
    if made_ahead:
        _alter_workers(store, "DROP COLUMN core_hours")
    store.close()
    return desk_for(open_store(store.path, PASSPHRASE, NOW), lambda: NOW)


def named(write: Writing, model: type[Theme] | type[Town], name: str) -> Theme | Town:
    return write.session.scalars(select(model).where(model.name == name)).one()


def fresh(folder: Path) -> Store:
    """A new store of this HiveDesk that holds what all begin with, and nothing else."""
    store = empty(folder / "fresh.hive", 4)
    with writing(store, "HiveDesk", "Begin the store", NOW) as write:
        found(write, founding())
    return store


def told(store: Store) -> dict[str, dict[str, object]]:
    """What the founding Change rows say, by id."""
    columns = Change.__table__.c
    with store.reading() as session:
        rows = session.execute(select(*columns).where(columns.clock == BEFORE_ALL))
        return {
            row.id: {name: value for name, value in row._mapping.items() if name != "seq"}
            for row in rows
        }


def ids_of(store: Store, model: type[Record]) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(model.id)))


def test_a_store_in_use_gets_the_ids_of_a_new_one(tmp_path: Path) -> None:
    desk = later(begun(tmp_path / "my.hive"))
    new = fresh(tmp_path)
    assert told(desk.store) == told(new)
    for model in (Policy, Town, Theme):
        assert ids_of(desk.store, model) == ids_of(new, model)
    with desk.store.reading() as session:
        clock = kept.get(session, kept.CLOCK)
        assert clock == session.scalars(select(Change.clock).order_by(Change.clock.desc())).first()
    assert problems_of(desk.store) == []
    desk.store.close()
    new.close()


def test_edits_logs_drafts_and_undo_go_with_it(tmp_path: Path) -> None:
    store = begun(tmp_path / "my.hive")
    with writing(store, *WORKED, NOW) as write:
        named(write, Theme, "School").name = "School and college"
        named(write, Town, "Hook").archived_at = NOW
        write.session.add(Theme(id="own", name="Pets"))
        old = named(write, Theme, "Payments").id
        place = hive()
        home = family(place)
        by_id = log(home[0].id, id="log", themes=[old, "School"])
        write.session.add_all([place, *home, by_id])
    drafts.keep(store, f"themes {old}", {"name": "Pay"}, NOW)
    desk = later(store)
    with desk.store.reading() as session:
        assert session.get_one(Theme, SCHOOL).name == "School and college"
        assert session.get_one(Town, fixed_id("towns", "Hook")).archived_at == NOW
        assert session.get_one(Theme, "own").name == "Pets"
        new = fixed_id("themes", "Payments")
        assert session.execute(text("SELECT themes FROM support_logs")).scalar_one() == json.dumps(
            [new, "School"]
        )
        changes = session.scalars(
            select(Change).where(Change.record_id == SCHOOL).order_by(Change.clock)
        ).all()
        assert [(each.before or {}).get("name") for each in changes] == [None, "School"]
        left = session.connection().exec_driver_sql(
            f"SELECT count(*) FROM changes WHERE \"after\" LIKE '%{old}%' OR record_id = '{old}'"
        )
        assert left.scalar_one() == 0
    assert drafts.find(desk.store, f"themes {new}") is not None
    assert undo(desk).verb == "Edit"
    with desk.store.reading() as session:
        assert session.get_one(Theme, SCHOOL).name == "School"
        assert session.get_one(Town, fixed_id("towns", "Hook")).archived_at is None
    save_record(desk, "themes", {"name": "Schools"}, SCHOOL)
    assert problems_of(desk.store) == []
    desk.store.close()


@pytest.mark.parametrize("state", ["sent", "accepted", "theirs", "set_aside"])
def test_what_central_was_told_keeps_the_id_it_was_told(tmp_path: Path, state: str) -> None:
    """The founding of School, or a later change of it: either way central knows the old id."""
    store = begun(tmp_path / "my.hive")
    with writing(store, *WORKED, NOW) as write:
        school, old_payments = named(write, Theme, "School"), named(write, Theme, "Payments").id
        school.name = "School and college"
    newest = "SELECT max(seq) FROM changes"
    payments = f"SELECT seq FROM changes WHERE record_id = '{old_payments}'"
    with store.engine.execution_options(writes=True).begin() as connection:
        for told_of in (newest, payments):
            connection.exec_driver_sql(
                f"UPDATE changes SET state = '{state}' WHERE seq = ({told_of})"
            )
    desk = later(store)
    with desk.store.reading() as session:
        assert session.get_one(Theme, school.id).name == "School and college"
        assert session.get_one(Theme, old_payments).name == "Payments"
        assert session.get(Theme, SCHOOL) is None
        assert session.get(Theme, fixed_id("themes", "Training")) is not None
        who = select(Change.clock).where(Change.record_id == old_payments)
        assert session.scalars(who).one() != BEFORE_ALL
    desk.store.close()


def test_a_store_that_already_has_one_of_them_is_left_with_both(tmp_path: Path) -> None:
    store = begun(tmp_path / "my.hive")
    with writing(store, "Kit Reed", "Take in", NOW) as write:
        write.session.add(Theme(id=SCHOOL, name="School"))
    desk = later(store)
    with desk.store.reading() as session:
        names = session.scalars(select(Theme.name)).all()
    assert sorted(names) == sorted((*THEMES, "School"))
    assert problems_of(desk.store) == []
    desk.store.close()


def test_a_store_of_version_1_gets_there_too(tmp_path: Path) -> None:
    store = empty(tmp_path / "my.hive", 1)
    row = {"id": "drawn", "key": "rooms.thin", "value": "1", "starts_on": "2000-01-01"}
    row |= {"source": "HiveDesk starting value; the council may change it"}
    with store.engine.execution_options(writes=True).begin() as connection:
        write_by_hand(connection)
        connection.exec_driver_sql(
            "INSERT INTO policies (id, key, value, starts_on, source, created_at) "
            "VALUES (:id, :key, :value, :starts_on, :source, '2021-06-16 09:00:00.000000')",
            row,
        )
        connection.exec_driver_sql(
            'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, "after") VALUES '
            "('c', 'g', '2021-06-16 09:00:00.000000', 'HiveDesk', 'Begin the store', 'policies', "
            "'drawn', :after)",
            {"after": json.dumps(row | {"created_at": "2021-06-16T09:00:00+00:00"})},
        )
    desk, new = later(store), fresh(tmp_path)
    assert {"policy", fixed_id("policies", "rooms.thin")} == ids_of(desk.store, Policy)
    assert ids_of(desk.store, Town) == {fixed_id("towns", name) for name, *_ in HAMPSHIRE}
    assert len(told(desk.store)) == len(HAMPSHIRE) + 1
    assert told(desk.store).items() <= told(new).items()
    assert problems_of(desk.store) == []
    desk.store.close()
    new.close()


_EDITS = st.lists(
    st.tuples(
        st.integers(0, len(THEMES) - 1),
        st.text("abc ", min_size=1, max_size=4) | st.none(),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=_EDITS)
def test_whatever_was_done_every_record_is_still_what_its_changes_say(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str | None]]
) -> None:
    """Names given, and themes archived and taken back, in any order."""
    store = begun(tmp_path_factory.mktemp("any") / "my.hive")
    with store.reading() as session:
        ids = {name: id_ for id_, name in session.execute(select(Theme.id, Theme.name))}
    for number, name in edits:
        with writing(store, *WORKED, NOW + dt.timedelta(minutes=number)) as write:
            theme = write.session.get_one(Theme, ids[THEMES[number]])
            if name is None:
                theme.archived_at = None if theme.archived_at else NOW
            else:
                theme.name = name
    before = _by_name(store, {id_: name for name, id_ in ids.items()})
    desk = later(store)
    after = _by_name(desk.store, {fixed_id("themes", name): name for name in THEMES})
    assert after == before
    with desk.store.reading() as session:
        for kind, record_id, said in _told_again(desk.store):
            record = session.get_one(KINDS[kind], record_id)
            assert {name: getattr(record, name) for name in said} == said
    desk.store.close()


def _by_name(store: Store, names: dict[str, str]) -> dict[str, tuple[str, object, list[object]]]:
    """Of each theme, by the name it began with: name, when archived, and what its changes say."""
    found = {}
    with store.reading() as session:
        for theme in session.scalars(select(Theme)):
            changes = session.scalars(
                select(Change).where(Change.record_id == theme.id).order_by(Change.clock)
            )
            said: list[object] = [(each.before, each.after) for each in list(changes)[1:]]
            found[names[theme.id]] = (theme.name, theme.archived_at, said)
    return found


def _told_again(store: Store) -> list[tuple[str, str, dict[str, object]]]:
    """Every theme as the latest change of its name says."""
    with store.reading() as session:
        asked = select(Change).where(Change.kind == kind_of(Theme)).order_by(Change.clock)
        names = {
            each.record_id: each.after["name"]
            for each in session.scalars(asked)
            if "name" in each.after
        }
    return [("themes", record_id, {"name": name}) for record_id, name in names.items()]
