"""A stick read into another store: the same records there, however often, or nothing at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hivedesk.records import KINDS, Change, Conflict, Record
from hivedesk.records.base import columns_of
from hivedesk.records.journal import HERE, THEIRS
from hivedesk.store import Store, search, settings, writing
from hivedesk.store.health import problems_of
from hivedesk.sync import connection
from hivedesk.sync.carry import ClockAhead, Read, read_stick
from hivedesk.sync.csv.reader import NotWhole
from hivedesk.sync.stick import WrongPassphrase, write_stick
from hivedesk.sync.whose import NotForThisLaptop
from tests.store.samples import NOW, family, hive, log, one_of_each, save

WORDS = "seven slow wasps"
LATER = NOW + dt.timedelta(hours=1)


def carry(here: Store, there: Store, path: Path, since: int | None = None) -> Read:
    """Take the changes of one store to another."""
    path.unlink(missing_ok=True)
    write_stick(here, path, WORDS, LATER, since)
    return read_stick(there, path, WORDS, LATER)


def everything(store: Store) -> dict[str, dict[str, Any]]:
    """Every record by id, without the private note, which does not travel."""
    with store.reading() as session:
        return {
            record.id: {
                column.key: getattr(record, column.key)
                for column in columns_of(model)
                if column.key != "private_note"
            }
            for model in KINDS.values()
            for record in session.scalars(select(model))
        }


def changed(store: Store, record: Record, at: dt.datetime = LATER, **values: Any) -> None:
    """Change a record the way actions do."""
    with writing(store, "Jo Field", "Edit", at) as write:
        found = write.session.get_one(type(record), record.id)
        for name, value in values.items():
            setattr(found, name, value)


def states(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(Change.state)))


def test_every_kind_arrives_and_is_found(laptops: tuple[Store, Store], tmp_path: Path) -> None:
    one, two = laptops
    save(one, *one_of_each())
    told = carry(one, two, tmp_path / "s")
    assert told == Read(fresh=len(KINDS), known=0, conflicts=0, waiting=0)
    assert everything(two) == everything(one)
    assert len(everything(two)) == len(KINDS)
    assert (states(one), states(two)) == ({HERE}, {THEIRS})
    assert problems_of(two) == []
    with two.reading() as session:
        assert search.find(session, "Words for note", limit=5)


def test_read_twice_it_brings_nothing_new(laptops: tuple[Store, Store], tmp_path: Path) -> None:
    one, two = laptops
    save(one, *one_of_each())
    carry(one, two, tmp_path / "s")
    before = everything(two)
    assert read_stick(two, tmp_path / "s", WORDS, LATER) == Read(0, len(KINDS), 0, 0)
    assert everything(two) == before


def test_there_and_back_both_hold_the_same(laptops: tuple[Store, Store], tmp_path: Path) -> None:
    one, two = laptops
    place, town = hive(), hive(name="Gosport", area="Gosport")
    save(one, place)
    carry(one, two, tmp_path / "s")
    changed(one, place, name="Eastleigh North")
    changed(two, place, area="Winchester", at=LATER + dt.timedelta(minutes=1))
    save(two, town, at=LATER)
    carry(one, two, tmp_path / "s")
    carry(two, one, tmp_path / "s")
    assert everything(one) == everything(two)
    assert everything(one)[place.id]["name"] == "Eastleigh North"
    assert everything(one)[place.id]["area"] == "Winchester"
    # What was carried back is still unsent where it was made.
    with one.reading() as session:
        asked = select(Change.who, Change.state).where(Change.record_id == place.id)
        assert {state for _, state in session.execute(asked)} == {HERE, THEIRS}


def test_two_texts_of_one_note_are_both_kept(laptops: tuple[Store, Store], tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    home = family(place)
    entry = log(home[0].id)
    save(one, place, *home, entry)
    carry(one, two, tmp_path / "s")
    changed(one, entry, note="One's words.")
    changed(two, entry, note="Two's words.", at=LATER + dt.timedelta(minutes=1))
    assert carry(one, two, tmp_path / "s").conflicts == 1
    with two.reading() as session:
        (kept,) = session.scalars(select(Conflict))
    assert {kept.ours, kept.theirs} == {"One's words.", "Two's words."}
    assert everything(two)[entry.id]["note"] == "Two's words."


def test_what_needs_a_record_that_is_in_neither_waits(
    laptops: tuple[Store, Store], tmp_path: Path
) -> None:
    one, two = laptops
    place = hive()
    save(one, place)
    home = family(place)
    save(one, *home)
    told = carry(one, two, tmp_path / "s", since=1)
    assert (told.fresh, told.waiting) == (2, 2)
    assert everything(two) == {}
    assert carry(one, two, tmp_path / "s", since=0) == Read(1, 2, 0, 0)
    assert everything(two) == everything(one)


def test_many_changes_in_any_order(laptops: tuple[Store, Store], tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    save(one, place)
    for _ in range(3):
        homes = [record for _ in range(400) for record in family(place)]
        save(one, *homes)
    changed(one, homes[0], name="Last")
    carry(one, two, tmp_path / "s")
    assert everything(two) == everything(one)


def test_a_restored_laptop_gets_its_own_back_as_unsent(
    laptops: tuple[Store, Store], tmp_path: Path
) -> None:
    one, two = laptops
    with one.reading() as session:
        digits = settings.get(session, settings.DEVICE)
    with connection.altering(two) as session:  # two is one, as it was before it was filled
        settings.put(session, settings.DEVICE, str(digits))
    save(one, *one_of_each())
    carry(one, two, tmp_path / "s")
    assert everything(two) == everything(one)
    assert states(two) == {HERE}


# The store stays as it was


@pytest.mark.parametrize("harm", ["passphrase", "cut", "changed", "clock", "account"])
def test_what_is_refused_leaves_the_store_as_it_was(
    laptops: tuple[Store, Store], tmp_path: Path, harm: str
) -> None:
    one, two = laptops
    save(two, hive(name="Gosport"))
    ahead = NOW + dt.timedelta(days=365 if harm == "clock" else 0)
    save(one, *(hive(name=f"Hive {number}") for number in range(30)))
    save(one, hive(name="Tomorrow"), at=ahead)
    path, words = tmp_path / "s", WORDS
    write_stick(one, path, WORDS, NOW)
    content = path.read_bytes()
    if harm == "passphrase":
        words = "eight slow wasps"
    elif harm == "cut":
        path.write_bytes(content[:-40])
    elif harm == "changed":
        path.write_bytes(content[:-40] + bytes([content[-40] ^ 1]) + content[-39:])
    elif harm == "account":
        tie = connection.Connection("http://127.0.0.1", "t", "Sam", "link-carer", "e")
        with connection.altering(two) as session:
            connection.keep(session, tie)
    before = everything(two)
    wanted = {
        "passphrase": WrongPassphrase,
        "cut": NotWhole,
        "changed": NotWhole,
        "clock": ClockAhead,
        "account": NotForThisLaptop,
    }
    with pytest.raises(wanted[harm]):
        read_stick(two, path, words, LATER)
    assert everything(two) == before
    with two.reading() as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 1
    save(two, hive(name="Fareham"))
    assert len(everything(two)) == 2
