"""A laptop whose disk fills up while it syncs, exports or carries: said, and nothing lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hivedesk.__main__ import main
from hivedesk.paths import key_path
from hivedesk.records import SyncRun
from hivedesk.store import Store
from hivedesk.store.files import CannotWrite
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import run, stick
from hivedesk.sync.carry import read_stick
from tests.store.children import reopened
from tests.store.samples import NOW, fill_up, hive, save, small_disk
from tests.sync.laptops import Laptop, World, every_record, laptop
from tests.sync.test_troubles import served

WORDS = "seven slow wasps"
LONG = "Bedtimes are calmer, mornings are not. " * 100


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of 12 MiB."""
    try:
        with small_disk(12 * 1024) as folder:
            yield folder
    except PermissionError as why:
        pytest.skip(f"{why}: run as root to try a full disk")


@pytest.fixture
def pair(
    empty_store: tuple[Path, DataKey], tmp_path: Path, disk: Path, world: World
) -> Iterator[tuple[Laptop, Laptop]]:
    """Ana, who has much to tell; and Ben, whose store is on the small disk, and has a little."""
    with (
        laptop("Ana", empty_store, tmp_path, world) as ana,
        laptop("Ben", empty_store, disk, world) as ben,
    ):
        ana.add(*(hive(name=f"Ana's {number}", note=LONG) for number in range(300)))
        ana.sync()
        ben.add(*(hive(name=f"Ben's {number}") for number in range(10)))
        yield ana, ben


@pytest.mark.parametrize("kib_left", [0, 60, 150, 400, 1_000])
def test_a_pull_that_finds_no_room_keeps_what_it_had_and_goes_on_later(
    pair: tuple[Laptop, Laptop], disk: Path, kib_left: int
) -> None:
    ana, ben = pair
    filler = fill_up(disk, leave=kib_left * 1024)
    with pytest.raises(CannotWrite, match="The disk is full; nothing was changed") as said:
        ben.sync()
    assert said.value.exit_code == 1
    # Whole pages or none, and the laptop's own work is where it was.
    held = {values["name"] for values in ben.records().values()}
    assert {name for name in held if name.startswith("Ben")} == {f"Ben's {n}" for n in range(10)}
    assert len(held) % 50 == 10
    assert len(ben.changes()) == len(held)
    filler.unlink()
    ben.sync()
    ana.sync()
    assert ana.records() == ben.records()
    assert set(ben.states()) == {"accepted", "theirs"}
    assert problems_of(ben.store) == []
    with ben.store.reading() as session:
        assert session.query(SyncRun).all()[-1].trouble is None


def test_the_terminal_says_so_in_one_line(
    pair: tuple[Laptop, Laptop],
    disk: Path,
    world: World,
    passphrase: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ana, ben = pair
    monkeypatch.setattr("hivedesk.cli.sync.machine_now", lambda: world.now)
    with served(world.central) as url:
        run.connect(ben.store, url, "CODE", lambda: world.now)
        ben.store.engine.dispose()
        filler = fill_up(disk, leave=100 * 1024)
        place = ("--store", str(ben.store.path))
        assert main(["sync", *place]) == 1
        out, wrong = capsys.readouterr()
        assert out == ""
        assert wrong.startswith("hivedesk: The disk is full")
        assert wrong.count("\n") == 1
        filler.unlink()
        assert main(["sync", *place]) == 0
        assert "pulled 300" in capsys.readouterr().out
    ana.sync()
    assert ana.records() == ben.records()


@pytest.mark.parametrize("words", ["export --out", "bundle write --file"])
def test_what_leaves_the_laptop_leaves_whole_or_not_at_all(
    store: Store,
    disk: Path,
    words: str,
    passphrase: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIVEDESK_BUNDLE_PASSPHRASE", WORDS)
    chance = random.Random(7)  # words that cannot be packed
    save(store, *(hive(name=f"Hive {n}", note=chance.randbytes(2_000).hex()) for n in range(100)))
    before = every_record(store)
    asked = [*words.split(), str(disk / "out"), "--store", str(store.path)]
    filler = fill_up(disk, leave=100 * 1024)
    assert main(asked) == 1
    out, wrong = capsys.readouterr()
    assert out == ""
    assert wrong.startswith("hivedesk: The disk is full")
    assert wrong.count("\n") == 1
    assert list(disk.iterdir()) == [filler]
    filler.unlink()
    assert main(asked) == 0
    assert (disk / "out").exists()
    assert every_record(store) == before


@pytest.mark.parametrize("kib_left", [0, 60, 400, 1_000])
def test_a_bundle_that_finds_no_room_is_read_whole_later(
    store: Store,
    empty_store: tuple[Path, DataKey],
    disk: Path,
    tmp_path: Path,
    kib_left: int,
) -> None:
    save(store, *(hive(name=f"Hive {n}", note=LONG) for n in range(300)))
    stick.write_stick(store, tmp_path / "s", WORDS, NOW)
    source, key = empty_store
    shutil.copy2(source, disk / "my.hive")
    shutil.copy2(key_path(source), key_path(disk / "my.hive"))
    small = reopened(disk / "my.hive", key)
    save(small, hive(name="Gosport"))
    before = every_record(small)
    filler = fill_up(disk, leave=kib_left * 1024)
    with pytest.raises(CannotWrite, match="The disk is full; nothing was changed"):
        read_stick(small, tmp_path / "s", WORDS, NOW)
    assert every_record(small) == before
    filler.unlink()
    assert read_stick(small, tmp_path / "s", WORDS, NOW)[:2] == (300, 0)
    assert every_record(small) == before | every_record(store)
    assert problems_of(small) == []
    small.close()
