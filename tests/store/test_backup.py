"""Verified copies: made while others write, proved, thinned, and brought back."""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from hivedesk.records import Family, Hive, NotFound, PlainError
from hivedesk.store import Store, create_store, open_store
from hivedesk.store.backup import (
    KEEP_DAILY,
    KEEP_MONTHLY,
    KEEP_WEEKLY,
    daily_backup,
    is_demo_backup,
    listed,
    make_backup,
    restore,
    thin,
)
from hivedesk.store.database import Damaged, connect
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import (
    DEMO_PASSPHRASE,
    WrongPassphrase,
    change_passphrase,
    key_path,
    read_key,
)
from hivedesk.store.migrate import TooNew
from hivedesk.store.migrations import VERSION
from tests.conftest import PASSPHRASE
from tests.store.children import reopened
from tests.store.samples import NOW, family, hive, log, save

DAY = dt.timedelta(days=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """An open store with a Hive called Gosport and a family in it."""
    a_hive = hive(name="Gosport")
    made = family(a_hive)
    save(store, a_hive, *made, *(log(made[0].id, f"Visit {n}") for n in range(20)))
    return store


def hives_of(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Hive.name).order_by(Hive.name)))


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; the log's index, which holds no data, left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


def test_made_proved_and_brought_back(filled: Store, tmp_path: Path) -> None:
    made = make_backup(filled, None, NOW)
    assert made == filled.path.parent / "backups" / "my-20210615-123000.hivebackup"
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    new = tmp_path / "elsewhere" / "new.hive"
    assert restore(made, new, PASSPHRASE, NOW) is None
    again = open_store(new, PASSPHRASE, NOW)
    assert hives_of(again) == ["Gosport"]
    assert problems_of(again) == []
    again.close()
    assert sorted(path.name for path in new.parent.iterdir()) == ["new.hive", "new.hive.key"]


def test_the_store_goes_on_while_and_after(filled: Store) -> None:
    make_backup(filled, None, NOW)
    save(filled, hive(name="Andover"))
    assert hives_of(filled) == ["Andover", "Gosport"]


def test_two_in_one_second_both_stay_and_the_later_is_the_newer(filled: Store) -> None:
    made = [make_backup(filled, None, NOW) for _ in range(3)]
    assert len(set(made)) == 3
    assert [path for _, path in listed(made[0].parent, "my")] == made[::-1]


def test_a_backup_keeps_the_passphrase_of_its_day(filled: Store) -> None:
    made = make_backup(filled, None, NOW)
    change_passphrase(filled.path, PASSPHRASE, "a newer one")
    filled.close()
    with pytest.raises(WrongPassphrase):
        restore(made, filled.path, "a newer one", NOW)
    restore(made, filled.path, PASSPHRASE, NOW)
    assert read_key(filled.path, PASSPHRASE) == filled.key


def test_made_while_somebody_writes(filled: Store) -> None:
    """Each copy is one moment of the store: both halves of each save, or neither."""
    done = threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with filled.reading() as session:
                a_hive = session.scalars(select(Hive)).one()
            while not done.is_set():
                save(filled, *family(a_hive, "While"))
        except BaseException as why:
            failed.append(why)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make_backup(filled, None, NOW + DAY * n) for n in range(4)]
    finally:
        done.set()
        writer.join()
    assert failed == []
    counts = []
    for number, backup in enumerate(made):
        path = filled.path.parent / f"{number}.hive"
        restore(backup, path, PASSPHRASE, NOW)
        copy = open_store(path, PASSPHRASE, NOW)
        assert problems_of(copy) == []
        with copy.reading() as session:
            counts.append(len(session.scalars(select(Family)).all()))
        copy.close()
    assert counts == sorted(counts)


def test_a_clock_before_zip_was_invented(filled: Store) -> None:
    os.utime(key_path(filled.path), (0, 0))
    made = make_backup(filled, None, dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    assert restore(made, filled.path.with_name("new.hive"), PASSPHRASE, NOW) is None


def test_a_damaged_store_makes_no_backup(filled: Store) -> None:
    filled.close()
    content = bytearray(filled.path.read_bytes())
    content[len(content) // 2] ^= 1
    filled.path.write_bytes(content)
    again = reopened(filled.path, filled.key)
    with pytest.raises(PlainError) as caught:
        make_backup(again, None, NOW)
    assert caught.value.next_step
    assert not caught.value.words.startswith("store ")  # the copy's own name, which nobody knows
    again.close()
    assert list((filled.path.parent / "backups").iterdir()) == []
    assert filled.path.read_bytes() == content


def test_a_family_with_two_statuses_is_still_backed_up(filled: Store) -> None:
    """It is a thing to mend, and the worst reason to have no copy."""
    with filled.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE families SET status = 'left'"))
    assert problems_of(filled) != []
    assert make_backup(filled, None, NOW).is_file()


def test_restore_moves_what_was_there_aside(filled: Store) -> None:
    made = make_backup(filled, None, NOW)
    save(filled, hive(name="Andover"))
    filled.engine.dispose()
    # What a killed program leaves: its log still holds the last save.
    raw = connect(filled.path, filled.key)
    save(filled, hive(name="Bitterne"))
    old = restore(made, filled.path, PASSPHRASE, NOW)
    raw.close()
    filled.engine.dispose()
    assert old is not None
    assert old.name == "my-replaced-20210615-123000.hive"
    now, before = (open_store(path, PASSPHRASE, NOW) for path in (filled.path, old))
    assert hives_of(now) == ["Gosport"]
    assert hives_of(before) == ["Andover", "Bitterne", "Gosport"]
    assert problems_of(now) == problems_of(before) == []
    now.close()
    before.close()


def test_restoring_twice_in_a_second_loses_neither(filled: Store) -> None:
    made = make_backup(filled, None, NOW)
    filled.close()
    olds = [restore(made, filled.path, PASSPHRASE, NOW) for _ in range(3)]
    assert len(set(olds)) == 3
    for path in olds:
        assert path is not None
        open_store(path, PASSPHRASE, NOW).close()


def refused_restore(backup: Path, store: Store, passphrase: str = PASSPHRASE) -> PlainError:
    """How restoring is refused; fails where it is not, or where anything changed."""
    store.close()
    before = everything_in(store.path.parent)
    with pytest.raises(PlainError) as caught:
        restore(backup, store.path, passphrase, NOW)
    assert everything_in(store.path.parent) == before
    return caught.value


def test_wrong_passphrase_changes_nothing(filled: Store) -> None:
    made = make_backup(filled, None, NOW)
    assert isinstance(refused_restore(made, filled, "nope"), WrongPassphrase)


def test_no_such_backup(filled: Store) -> None:
    for path in (filled.path.with_name("none.hivebackup"), filled.path.parent, Path("x" * 5000)):
        assert isinstance(refused_restore(path, filled), NotFound)


def test_cut_backup(filled: Store) -> None:
    made = make_backup(filled, None, NOW)
    whole = made.read_bytes()
    dice = random.Random(1)
    for length in [0, 1, len(whole) - 1, *(dice.randrange(len(whole)) for _ in range(30))]:
        made.write_bytes(whole[:length])
        assert isinstance(refused_restore(made, filled), Damaged), length


def test_a_flipped_bit_in_a_backup_never_speaks_gibberish(filled: Store) -> None:
    """Nearly all are refused. A bit of a date in the zip's own list may turn unnoticed."""
    made = make_backup(filled, None, NOW)
    whole = made.read_bytes()
    filled.close()
    dice = random.Random(2)
    start_of_list = whole.index(b"PK\x01\x02")
    places = [*range(0, 60, 3), *(dice.randrange(len(whole)) for _ in range(8))]
    places += [*range(start_of_list, len(whole), 8)]
    other = filled.path.with_name("other.hive")
    refused = 0
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1 << dice.randrange(8)
        made.write_bytes(content)
        is_demo_backup(made)
        try:
            restore(made, other, PASSPHRASE, NOW)
        except PlainError:
            refused += 1
            assert not other.exists()
        else:
            assert other.read_bytes() == filled_copy(whole, made.with_name("whole.zip"))
            other.unlink()
            key_path(other).unlink()
    assert refused > len(places) // 2


def filled_copy(whole: bytes, aside: Path) -> bytes:
    aside.write_bytes(whole)
    with zipfile.ZipFile(aside) as archive:
        return archive.read("store")


def test_another_zip(filled: Store) -> None:
    made = filled.path.with_name("other.hivebackup")
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../store", b"x")
        archive.writestr("letter.txt", b"x")
    assert isinstance(refused_restore(made, filled), Damaged)


@pytest.mark.parametrize("byte", [300, 4096 * 20 + 300])
def test_a_damaged_backup_is_not_told_of_as_the_store_that_is_there(
    filled: Store, byte: int
) -> None:
    filled.close()
    content = bytearray(filled.path.read_bytes())
    content[byte] ^= 1
    made = filled.path.with_name("rotten.hivebackup")
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("store", bytes(content))
        archive.write(key_path(filled.path), "key")
    assert filled.path.name not in refused_restore(made, filled).words


def test_backup_of_a_newer_version(filled: Store) -> None:
    raw = connect(filled.path, filled.key)
    raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    raw.close()
    filled.close()
    made = filled.path.with_name("newer.hivebackup")
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(filled.path, "store")
        archive.write(key_path(filled.path), "key")
    assert isinstance(refused_restore(made, filled), TooNew)


def test_key_of_another_store_in_a_backup(filled: Store, tmp_path: Path) -> None:
    other = create_store(tmp_path / "other" / "my.hive", PASSPHRASE)
    other.close()
    filled.close()
    made = filled.path.with_name("mixed.hivebackup")
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(filled.path, "store")
        archive.write(key_path(other.path), "key")
    assert isinstance(refused_restore(made, filled), PlainError)


def test_refused_rename_puts_all_back(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows does while a virus scanner holds a file."""
    made = make_backup(filled, None, NOW)
    real, asked = os.replace, []

    def replace(source: Path, target: Path) -> None:
        asked.append(source)
        if len(asked) == 4:
            raise PermissionError(13, "held by another program")
        real(source, target)

    filled.close()
    before = everything_in(filled.path.parent)
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PlainError, match="nothing was changed"):
        restore(made, filled.path, PASSPHRASE, NOW)
    assert len(asked) > 4
    assert everything_in(filled.path.parent) == before


def test_what_a_killed_backup_left_goes_a_day_later(filled: Store) -> None:
    folder = filled.path.parent / "backups"
    left = folder / ".backup-old"
    under_way = folder / ".backup-new"
    for path in (left, under_way):
        path.mkdir(parents=True)
        (path / "packed").write_bytes(b"half")
    os.utime(left, (0, 0))
    made = make_backup(filled, None, NOW)
    assert {path.name for path in folder.iterdir()} == {made.name, under_way.name}
    assert [path for _, path in listed(folder, "my")] == [made]


def test_at_most_one_a_day(filled: Store) -> None:
    assert daily_backup(filled, NOW) is not None
    assert daily_backup(filled, NOW + dt.timedelta(hours=5)) is None
    assert daily_backup(filled, NOW + DAY) is not None
    assert len(listed(filled.path.parent / "backups", "my")) == 2


def test_demo_is_known_by_its_backup(tmp_path: Path, filled: Store) -> None:
    demo = create_store(tmp_path / "demo.hive", DEMO_PASSPHRASE, demo=True)
    made = make_backup(demo, None, NOW)
    demo.close()
    assert is_demo_backup(made)
    assert not is_demo_backup(make_backup(filled, None, NOW))
    assert not is_demo_backup(tmp_path / "none.hivebackup")


MOMENTS = st.datetimes(
    dt.datetime(2019, 1, 1),  # noqa: DTZ001
    dt.datetime(2023, 1, 1),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
).map(lambda moment: moment.replace(microsecond=0))


def newest_of_each(moments: set[dt.datetime], period: str, most: int) -> set[dt.datetime]:
    newest: dict[str, dt.datetime] = {}
    for moment in sorted(moments):
        newest[moment.strftime(period)] = moment
    return set(sorted(newest.values())[-most:])


@given(
    st.sets(MOMENTS, max_size=60),
    st.integers(0, 120),
    st.sampled_from(["my", "my-other", "a[1]", "x.y"]),
)
def test_thinned(
    tmp_path_factory: pytest.TempPathFactory, moments: set[dt.datetime], daily: int, stem: str
) -> None:
    """The newest of each of 14 days, 8 weeks and 24 months stay, and nothing of others goes."""
    folder = tmp_path_factory.mktemp("backups")
    last = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
    moments = moments | {last - DAY * n for n in range(daily)}
    for moment in moments:
        (folder / f"{stem}-{moment:%Y%m%d-%H%M%S}.hivebackup").touch()
    strangers = {
        folder / f"{stem}-more-20200101-000000.hivebackup",
        folder / f"other{stem}-20200101-000000.hivebackup",
        folder / f"{stem}-20200101-000000.hivebackup.part",
        folder / f"{stem}-20209999-999999.hivebackup",
        folder / "letter.txt",
    }
    for path in strangers:
        path.touch()
    gone = thin(folder, stem)
    kept = {taken for taken, _ in listed(folder, stem)}
    assert kept == (
        newest_of_each(moments, "%Y%m%d", KEEP_DAILY)
        | newest_of_each(moments, "%G-%V", KEEP_WEEKLY)
        | newest_of_each(moments, "%Y-%m", KEEP_MONTHLY)
    )
    assert len(gone) == len(moments) - len(kept)
    assert all(path.exists() for path in strangers)
    if moments:
        assert max(moments) in kept
    assert thin(folder, stem) == []
