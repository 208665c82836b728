"""One Change row for each record written, exact before and after, all of it or nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, load_only

from hivedesk.records import (
    KINDS,
    Change,
    Family,
    Hive,
    Record,
    SupportLog,
    kind_of,
    new_id,
    values_of,
)
from hivedesk.store import Store, search, writing
from hivedesk.store.bulk import add_many
from hivedesk.store.health import problems_of
from hivedesk.store.jsonable import values_from_json, values_to_json
from tests.store.samples import NOW, family, hive, log, one_of_each, save, values_for

LATER = NOW + dt.timedelta(hours=1)


def changes_of(store: Store) -> list[Change]:
    with store.reading() as session:
        return list(session.scalars(select(Change).order_by(Change.seq)))


def shape(change: Change) -> tuple[Any, ...]:
    return (change.kind, change.record_id, change.before, change.after)


def test_adding_leaves_one_row_for_each_record(store: Store) -> None:
    records = one_of_each()
    save(store, *records, verb="Add everything")
    changes = changes_of(store)
    assert {c.kind for c in changes} == set(KINDS)
    assert {(c.kind, c.record_id) for c in changes} == {(kind_of(type(r)), r.id) for r in records}
    assert len(changes) == len(records)
    assert len({c.group_id for c in changes}) == 1
    assert len({c.id for c in changes}) == len(records)
    assert {(c.who, c.verb, c.at, c.undoes) for c in changes} == {
        ("Jo Field", "Add everything", NOW, None)
    }
    by_id = {c.record_id: c for c in changes}
    for record in records:
        assert by_id[record.id].before is None
        assert by_id[record.id].after == values_to_json(
            {name: value for name, value in values_of(record).items() if value is not None}
        )
    assert problems_of(store) == []


def test_an_edit_leaves_the_fields_that_changed(store: Store) -> None:
    a_hive = hive(note=None)
    save(store, a_hive)
    with writing(store, "Jo", "Edit Hive", LATER) as write:
        kept = write.session.get_one(Hive, a_hive.id)
        kept.area, kept.note, kept.name = "Bitterne", "New hall", kept.name
    assert write.kinds == {"hives"}
    [_, change] = changes_of(store)
    assert shape(change) == (
        "hives",
        a_hive.id,
        {"area": "Eastleigh", "note": None},
        {"area": "Bitterne", "note": "New hall"},
    )


def test_taking_a_value_out_is_a_change_too(store: Store) -> None:
    a_hive = hive(note="Old hall")
    save(store, a_hive)
    with writing(store, "Jo", "Edit Hive", LATER) as write:
        write.session.get_one(Hive, a_hive.id).note = None
    assert shape(changes_of(store)[1])[2:] == ({"note": "Old hall"}, {"note": None})


def test_a_value_set_before_it_was_read_keeps_the_old_one(store: Store) -> None:
    a_hive = hive()
    save(store, a_hive)
    with writing(store, "Jo", "Edit Hive", LATER) as write:
        query = select(Hive).options(load_only(Hive.id))
        write.session.scalars(query).one().area = "Bitterne"
    assert shape(changes_of(store)[1])[2:] == ({"area": "Eastleigh"}, {"area": "Bitterne"})


@pytest.mark.parametrize("flush_between", [True, False])
def test_what_comes_back_to_itself_leaves_no_row(store: Store, flush_between: bool) -> None:
    a_hive = hive()
    save(store, a_hive)
    with writing(store, "Jo", "Edit Hive", LATER) as write:
        kept = write.session.get_one(Hive, a_hive.id)
        kept.area = "Eastleigh"
        kept.name = "Gosport"
        if flush_between:
            write.session.flush()
        kept.name = "Eastleigh"
    assert len(changes_of(store)) == 1


def test_a_record_written_twice_leaves_one_row(store: Store) -> None:
    with writing(store, "Jo", "Add Hive", NOW) as write:
        made = hive(note="first")
        write.session.add(made)
        write.session.flush()
        made.note = "second"
        write.session.flush()
        made.area = "Gosport"
    [change] = changes_of(store)
    assert change.before is None
    assert (change.after["note"], change.after["area"]) == ("second", "Gosport")
    with writing(store, "Jo", "Edit Hive", LATER) as write:
        kept = write.session.get_one(Hive, made.id)
        for words in ("third", "fourth"):
            kept.note = words
            write.session.flush()
    assert shape(changes_of(store)[1])[2:] == ({"note": "second"}, {"note": "fourth"})


def test_looking_and_writing_nothing_leaves_nothing(store: Store) -> None:
    save(store, hive())
    with writing(store, "Jo", "Look", LATER) as write:
        assert write.session.scalars(select(Hive)).one().name == "Eastleigh"
    assert write.kinds == set()
    assert len(changes_of(store)) == 1


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("flushed", [True, False])
def test_nothing_stays_of_a_write_that_was_interrupted(store: Store, flushed: bool) -> None:
    a_hive = hive()
    save(store, a_hive)
    with (
        contextlib.suppress(Interrupted),
        writing(store, "Jo", "Add family", LATER) as write,
    ):
        made = family(a_hive, "Quillfeather")
        write.session.add_all(made)
        add_many(write, [log(made[0].id)])
        write.session.get_one(Hive, a_hive.id).name = "Changed"
        if flushed:
            write.session.flush()
        raise Interrupted
    with store.reading() as session:
        assert session.scalars(select(Family)).all() == []
        assert session.scalars(select(SupportLog)).all() == []
        assert session.scalars(select(Hive.name)).all() == ["Eastleigh"]
        assert search.find(session, "Quillfeather") == []
    assert len(changes_of(store)) == 1
    assert problems_of(store) == []


def test_a_reference_to_nobody_is_refused_at_the_end(store: Store) -> None:
    with pytest.raises(IntegrityError), writing(store, "Jo", "Add log", NOW) as write:
        write.session.add(log(new_id()))
    assert changes_of(store) == []
    save(store, hive())  # and the store goes on


def test_children_may_be_written_before_their_parents(store: Store) -> None:
    a_hive = hive()
    made = family(a_hive)
    with writing(store, "Jo", "Add", NOW) as write:
        for record in (*reversed(made), a_hive):
            write.session.add(record)
            write.session.flush()
    assert problems_of(store) == []


def test_records_are_never_deleted(store: Store) -> None:
    a_hive = hive()
    save(store, a_hive)
    with pytest.raises(TypeError, match="never deleted"), writing(store, "Jo", "X", NOW) as write:
        write.session.delete(write.session.get_one(Hive, a_hive.id))
    with store.reading() as session:
        assert session.get(Hive, a_hive.id) is not None


@pytest.mark.parametrize(
    "statement",
    [
        update(Hive).values(name="Nobody saw"),
        delete(Hive),
        insert(Hive).values(id=new_id(), name="x", area="x", started_on=dt.date(2020, 1, 1)),
    ],
    ids=["update", "delete", "insert"],
)
def test_no_way_round_the_journal(store: Store, statement: Any) -> None:
    save(store, hive())
    with pytest.raises(TypeError, match="one by one"), writing(store, "Jo", "X", NOW) as write:
        write.session.execute(statement)
    with store.reading() as session:
        assert session.scalars(select(Hive.name)).all() == ["Eastleigh"]


def test_many_at_once_leave_what_one_by_one_leaves(store: Store) -> None:
    one_by_one, at_once = one_of_each(), one_of_each()
    save(store, *one_by_one)
    before = len(changes_of(store))
    with writing(store, "Jo Field", "Add", NOW) as write:
        for record in at_once:
            add_many(write, [record])
    assert write.kinds == set(KINDS)
    changes = changes_of(store)
    others = {c.kind: c for c in changes[:before]}
    for change in changes[before:]:
        twin = others[change.kind]
        assert change.before is twin.before is None
        assert list(change.after) == list(twin.after)
        same = {k: v for k, v in change.after.items() if not is_id(v)}
        assert same == {k: v for k, v in twin.after.items() if not is_id(v)}
        assert (change.who, change.verb, change.at) == (twin.who, twin.verb, twin.at)
    with store.reading() as session:
        found = search.find(session, "words", 500)
    assert sum(h.record_id in {r.id for r in at_once} for h in found) * 2 == len(found) > 0
    assert problems_of(store) == []


def is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == 36 and value.count("-") == 4


def test_many_at_once_fill_in_what_is_missing(store: Store) -> None:
    a_hive = Hive(name="Gosport", area="Gosport", started_on=dt.date(2020, 1, 1))
    with writing(store, "Jo", "Import", NOW) as write:
        add_many(write, [a_hive])
        made = family(a_hive)
        for record in made:
            add_many(write, [record])
        logs = [log(made[0].id, f"Visit {n}", id=None) for n in range(11_000)]
        add_many(write, logs)
        add_many(write, [])
    assert len({entry.id for entry in logs}) == 11_000
    with store.reading() as session:
        kept = session.get_one(SupportLog, logs[0].id)
        assert (kept.created_at, kept.themes, kept.breakdown_averted) == (NOW, [], False)
    assert len(changes_of(store)) == 11_003
    assert problems_of(store) == []


def test_archived_records_added_at_once_are_not_found(store: Store) -> None:
    with writing(store, "Jo", "Import", NOW) as write:
        add_many(write, [hive(name="Gosport", archived_at=NOW)])
    with store.reading() as session:
        assert search.find(session, "Gosport") == []
    assert problems_of(store) == []


FREE_KINDS = [
    "hives",
    "families",
    "support-logs",
    "time-entries",
    "courses",
    "sessions",
    "policies",
]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_records_can_be_told_again_from_their_changes_alone(
    store: Store, data: st.DataObject
) -> None:
    """Any run of adding and editing: the journal holds every field of every record."""
    base = {str(type(r).__tablename__): r for r in one_of_each()}
    save(store, *base.values())
    ids = {table: record.id for table, record in base.items()}
    since = changes_of(store)[-1].seq
    living: list[tuple[type[Record], str]] = []
    for _ in range(data.draw(st.integers(1, 8), "writes")):
        with writing(store, "Jo", "Write", NOW) as write:
            for _ in range(data.draw(st.integers(1, 4), "records")):
                _write_one(write.session, data, ids, living)
    told: dict[tuple[str, str], dict[str, Any]] = {}
    with store.reading() as session:
        for change in session.scalars(
            select(Change).where(Change.seq > since).order_by(Change.seq)
        ):
            known = told.setdefault((change.kind, change.record_id), {})
            assert (change.before is None) == (known == {})
            for name, old in (change.before or {}).items():
                assert known.get(name) == old
            known.update(json.loads(json.dumps(change.after)))
        for model, record_id in living:
            values = values_of(session.get_one(model, record_id))
            retold = values_from_json(model, told[kind_of(model), record_id])
            assert {k: v for k, v in retold.items() if v is not None} == {
                k: v for k, v in values.items() if v is not None
            }
            assert values_from_json(model, values_to_json(values)) == values


def _write_one(
    session: Session,
    data: st.DataObject,
    ids: dict[str, str],
    living: list[tuple[type[Record], str]],
) -> None:
    if living and data.draw(st.booleans(), "edit"):
        model, record_id = data.draw(st.sampled_from(living))
        values = data.draw(values_for(model, ids))
        names = data.draw(st.sets(st.sampled_from(sorted(values)), min_size=1))
        record = session.get_one(model, record_id)
        for name in sorted(names):
            setattr(record, name, values[name])
    else:
        model = KINDS[data.draw(st.sampled_from(FREE_KINDS))]
        record = model(**(data.draw(values_for(model, ids)) | {"id": new_id()}))
        session.add(record)
        living.append((model, record.id))
    if data.draw(st.booleans(), "flush"):
        session.flush()
