"""Bundles that somebody meddled with, or brought to the wrong laptop: refused, or of no harm.

Whoever meddles here knows the passphrase and seals as HiveDesk does; without it see test_stick.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hivedesk.__main__ import main
from hivedesk.records import Change, PlainError, SupportLog, new_id
from hivedesk.records.clock import parse
from hivedesk.store import Store, settings
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import connection, stick
from hivedesk.sync.carry import Read, read_stick
from hivedesk.sync.csv.reader import NotWhole
from hivedesk.sync.whose import NotForThisLaptop
from tests.store.samples import family, hive, log, save
from tests.sync.laptops import World, laptop
from tests.sync.test_carry import LATER, WORDS, carry, changed, everything

Two = tuple[Store, Store]
Parts = dict[str, bytes]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What guards a passphrase against guessing makes these tests ten times as long."""
    derive, cheap = stick.kdf.derive, {"memory_kib": 64, "passes": 1, "lanes": 1}

    def quickly(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
        return derive(passphrase, salt, cheap if passphrase == WORDS else cost)

    monkeypatch.setattr(stick.kdf, "derive", quickly)


def joined(store: Store, role: str = "worker", epoch: str = "epoch-1", of: str = "") -> None:
    """Tie a laptop to a central store, as joining does; `of` is the Hive it was begun with."""
    with connection.altering(store) as session:
        tie = connection.Connection("http://127.0.0.1", "t", "Jo", role, epoch)
        connection.keep(session, tie)
        if of:
            settings.put(session, settings.HIVE, of)


def refused(store: Store, path: Path, why: type[PlainError], words: str) -> None:
    """Reading fails with such words and leaves the store as it was."""
    before, changes = everything(store), changes_of(store)
    with pytest.raises(why, match=words) as said:
        read_stick(store, path, WORDS, LATER)
    assert said.value.exit_code == 1
    assert said.value.next_step
    assert (everything(store), changes_of(store)) == (before, changes)


def changes_of(store: Store) -> list[tuple[Any, ...]]:
    with store.reading() as session:
        rows = session.execute(select(Change.id, Change.state, Change.after).order_by(Change.seq))
        return [tuple(row) for row in rows]


def resealed(path: Path, meddle: Callable[[Parts], None], *, summed: bool = True) -> None:
    """Open a bundle, meddle with its files and seal it again; `summed` also puts the sums right."""
    with path.open("rb") as file:
        cipher, ahead = stick._unlocked(path.name, file, WORDS)
        opened = stick._Opened(path.name, file, cipher, ahead)
        with zipfile.ZipFile(io.BufferedReader(opened)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    meddle(parts)
    if summed:
        manifest = json.loads(parts["manifest.json"])
        for each in manifest["files"]:
            content = parts[each["path"]]
            each |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        parts["manifest.json"] = json.dumps(manifest).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with path.open("wb") as file, stick._sealed(file, WORDS) as sealed:
        sealed.write(packed.getvalue())


def each_change(does: Callable[[dict[str, str]], None]) -> Callable[[Parts], None]:
    """Meddle with every line of changes.csv."""

    def meddle(parts: Parts) -> None:
        text = io.StringIO(parts["changes.csv"].decode(), newline="")
        lines = list(csv.DictReader(text))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(lines[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for line in lines:
            does(line)
            writer.writerow(line)
        parts["changes.csv"] = out.getvalue().encode()

    return meddle


def test_a_bundle_of_another_central_store_is_refused(laptops: Two, tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    save(one, place, *family(place))
    joined(one, "manager", "epoch-1")
    stick.write_stick(one, tmp_path / "s", WORDS, LATER)
    joined(two, "manager", "epoch-2")
    refused(two, tmp_path / "s", NotForThisLaptop, "another central store; nothing was changed")
    joined(two, "manager", "epoch-1")
    assert read_stick(two, tmp_path / "s", WORDS, LATER).fresh == 3


def test_a_bundle_of_another_hive_is_for_no_worker_there(laptops: Two, tmp_path: Path) -> None:
    one, two = laptops
    here, there = hive(), hive(name="Totton")
    save(one, here, *family(here))
    save(two, there, *family(there, "Birch"))
    joined(one, of=here.id)
    joined(two, of=there.id)
    stick.write_stick(one, tmp_path / "s", WORDS, LATER)
    refused(two, tmp_path / "s", NotForThisLaptop, "another Hive, .* nothing was changed")
    joined(two, "manager")
    assert read_stick(two, tmp_path / "s", WORDS, LATER) == Read(3, 0, 0, 0)
    # What the manager's laptop now writes is the work of both.
    stick.write_stick(two, tmp_path / "back", WORDS, LATER, since=0)
    refused(one, tmp_path / "back", NotForThisLaptop, "another Hive")


def test_a_bundle_of_the_same_hive_is_read(laptops: Two, tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    save(one, place)
    carry(one, two, tmp_path / "s")
    joined(one, of=place.id)
    joined(two, of=place.id)
    save(one, *family(place))
    assert carry(one, two, tmp_path / "s").fresh == 2
    assert everything(one) == everything(two)


def test_an_old_bundle_read_again_turns_nothing_back(laptops: Two, tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    home = family(place)
    save(one, place, *home)
    carry(one, two, tmp_path / "old")
    changed(two, home[0], area="Totton")
    changed(two, home[0], archived_at=LATER, at=LATER + dt.timedelta(minutes=1))
    before = everything(two)
    assert read_stick(two, tmp_path / "old", WORDS, LATER) == Read(0, 3, 0, 0)
    assert everything(two) == before
    # Nor does it on a laptop that heard the later changes first.
    carry(two, one, tmp_path / "new")
    assert read_stick(one, tmp_path / "old", WORDS, LATER) == Read(0, 3, 0, 0)
    assert everything(one) == before
    assert before[home[0].id]["archived_at"] is not None


def test_private_words_that_somebody_smuggles_in_are_not_read(laptops: Two, tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    home = family(place)
    mine = log(home[0].id, private_note="What I alone think")
    save(two, place, *home, mine)
    carry(two, one, tmp_path / "there")
    changed(one, mine, note="Calm")
    save(one, log(home[0].id, note="Another", private_note="kept at home"), at=LATER)
    stick.write_stick(one, tmp_path / "s", WORDS, LATER)

    def smuggle(line: dict[str, str]) -> None:
        for name in ("before", "after"):
            if line[name]:
                line[name] = json.dumps(json.loads(line[name]) | {"private_note": "smuggled"})

    resealed(tmp_path / "s", each_change(smuggle))
    assert read_stick(two, tmp_path / "s", WORDS, LATER).fresh == 2
    with two.reading() as session:
        logs = {each.note: each.private_note for each in session.scalars(select(SupportLog))}
        told = [change.before for change in session.scalars(select(Change))]
    assert logs == {"Calm": "What I alone think", "Another": None}
    assert "smuggled" not in str(told) + str(changes_of(two))


def test_what_a_stick_left_out_comes_back_from_central(
    empty_store: tuple[Path, DataKey], tmp_path: Path, world: World
) -> None:
    """Own lost work that was read from a stick has its private words again after a sync."""
    with (
        laptop("Ana", empty_store, tmp_path, world) as ana,
        laptop("Again", empty_store, tmp_path, world) as again,
    ):
        place = hive()
        home = family(place)
        mine = log(home[0].id, private_note="What I alone think")
        ana.add(place, *home)
        ana.add(mine)
        ana.sync()
        stick.write_stick(ana.store, tmp_path / "s", WORDS, world.now, since=0)
        with ana.store.reading() as session:
            digits = settings.get(session, settings.DEVICE)
        with connection.altering(again.store) as session:
            settings.put(session, settings.DEVICE, str(digits))
            settings.put(session, settings.HIVE, place.id)
        assert read_stick(again.store, tmp_path / "s", WORDS, world.now).fresh == 4
        again.sync()
        assert again.records() == ana.records()
        assert again.value(SupportLog, mine.id, "private_note") == "What I alone think"
        assert again.states() == {"accepted": 4}
        assert len(world.central.log) == 4


def blank(line: dict[str, str]) -> None:
    line["after"] = ""


def nobody_knows(line: dict[str, str]) -> None:
    line["clock"] = "tomorrow"


def next_year(line: dict[str, str]) -> None:
    year = 366 * 24 * 3600 * 1000
    line["clock"] = f"{parse(line['clock']).ms + year:015d}{line['clock'][15:]}"


def sql(line: dict[str, str]) -> None:
    line["kind"] = "families; DROP TABLE families"


def names_the_store(line: dict[str, str]) -> None:
    line["kind"] = "store-settings"


def another_record(line: dict[str, str]) -> None:
    line["record_id"] = new_id()


@pytest.mark.parametrize(
    ("meddle", "says"),
    [
        (blank, "no change"),
        (nobody_knows, "no change"),
        (next_year, "from the future"),
        (another_record, "no change"),
        (sql, ""),
        (names_the_store, ""),
    ],
)
def test_lines_that_are_no_change_do_no_harm(
    laptops: Two, tmp_path: Path, meddle: Callable[[dict[str, str]], None], says: str
) -> None:
    one, two = laptops
    place = hive()
    save(one, place, *family(place))
    save(two, hive(name="Gosport"))
    stick.write_stick(one, tmp_path / "s", WORDS, LATER)
    resealed(tmp_path / "s", each_change(meddle))
    before = everything(two)
    if says:
        refused(two, tmp_path / "s", PlainError, f"{says}; nothing was changed")
    else:
        told = read_stick(two, tmp_path / "s", WORDS, LATER)
        assert told.waiting == told.fresh == 3, "it was taken for a change"
    assert everything(two) == before
    assert problems_of(two) == []


def no_changes(parts: Parts) -> None:
    package = json.loads(parts["datapackage.json"])
    package["resources"] = []
    parts["datapackage.json"] = json.dumps(package).encode()


def not_vouched_for(parts: Parts) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["files"] = [each for each in manifest["files"] if each["path"] != "changes.csv"]
    parts["manifest.json"] = json.dumps(manifest).encode()


def elsewhere(parts: Parts) -> None:
    package = json.loads(parts["datapackage.json"])
    package["resources"][0]["path"] = "../changes.csv"
    parts["datapackage.json"] = json.dumps(package).encode()


def nobodys(parts: Parts) -> None:
    manifest = json.loads(parts["manifest.json"])
    del manifest["whose"]
    parts["manifest.json"] = json.dumps(manifest).encode()


def cut(parts: Parts) -> None:
    parts["changes.csv"] = parts["changes.csv"][:-30]


def a_list(parts: Parts) -> None:
    parts["manifest.json"] = b"[]"


@pytest.mark.parametrize(
    ("meddle", "summed"),
    [
        (no_changes, True),
        (not_vouched_for, True),
        (elsewhere, True),
        (nobodys, True),
        (cut, True),
        (cut, False),
        (a_list, False),
        (lambda parts: parts.pop("changes.csv"), False),
        (lambda parts: parts.pop("manifest.json"), False),
    ],
)
def test_files_that_do_not_fit_together_are_no_bundle(
    laptops: Two, tmp_path: Path, meddle: Callable[[Parts], None], summed: bool
) -> None:
    one, two = laptops
    place = hive()
    save(one, place, *family(place))
    joined(two, "manager")
    stick.write_stick(one, tmp_path / "s", WORDS, LATER)
    resealed(tmp_path / "s", meddle, summed=summed)
    refused(two, tmp_path / "s", NotWhole, "^s |in s ")


def test_any_byte_within_may_be_another_and_no_bug_shows(laptops: Two, tmp_path: Path) -> None:
    one, two = laptops
    place = hive()
    save(one, place, *family(place))
    stick.write_stick(one, tmp_path / "s", WORDS, LATER)
    whole, chance = (tmp_path / "s").read_bytes(), random.Random(5)
    refusals = 0
    for _ in range(40):

        def meddle(parts: Parts) -> None:
            name = chance.choice(sorted(parts))
            content = bytearray(parts[name])
            for _ in range(chance.randint(1, 4)):
                content[chance.randrange(len(content))] = chance.choice(b'\x00",{}[]0x\n\xff')
            parts[name] = bytes(content)

        (tmp_path / "s").write_bytes(whole)
        try:
            resealed(tmp_path / "s", meddle)
        except (ValueError, KeyError, TypeError):
            continue  # the manifest itself: no sums to put right
        try:
            read_stick(two, tmp_path / "s", WORDS, LATER)
        except PlainError:
            refusals += 1
    assert refusals > 10
    assert problems_of(two) == []


def test_the_terminal_says_whose_it_is_in_one_line(
    laptops: Two,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two = laptops
    here, there = hive(), hive(name="Totton")
    save(one, here, *family(here))
    save(two, there)
    joined(one, of=here.id)
    joined(two, of=there.id)
    monkeypatch.setenv("HIVEDESK_BUNDLE_PASSPHRASE", WORDS)
    file = ("--file", str(tmp_path / "s"))
    assert main(["bundle", "write", "--store", str(one.path), *file]) == 0
    capsys.readouterr()
    assert main(["bundle", "read", "--store", str(two.path), *file]) == 1
    out, wrong = capsys.readouterr()
    assert out == ""
    assert wrong.startswith("hivedesk: s brings the work of another Hive")
    assert wrong.count("\n") == 1
