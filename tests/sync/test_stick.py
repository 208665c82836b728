"""Changes on a stick: readable with the passphrase and whole, or not at all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hivedesk.records import KINDS, Change, NotFound
from hivedesk.records.journal import ACCEPTED, SENT
from hivedesk.store import Store, writing
from hivedesk.store.files import CannotWrite
from hivedesk.sync import stick
from hivedesk.sync.csv.reader import FromNewer, NotWhole
from hivedesk.sync.csv.writer import NoSuchPoint
from tests.store.samples import NOW, family, fill_up, hive, log, one_of_each, save, small_disk

WORDS = "seven slow wasps"


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with changes of every kind, and a long one."""
    save(store, *one_of_each())
    save(store, hive(name="Quillfeather", note="Long words, told twice. " * 5_000))
    return store


@pytest.fixture
def carried(filled: Store, tmp_path: Path) -> Path:
    """All of its changes on a stick."""
    path = tmp_path / "to-carry.hivebundle"
    assert stick.write_stick(filled, path, WORDS, NOW) == len(KINDS) + 1
    return path


def seqs(path: Path, passphrase: str = WORDS) -> list[int]:
    with stick.opened_stick(path, passphrase) as bundle:
        return [row["seq"] for row in stick.changes_of(bundle)]


def test_the_changes_come_back_as_they_were(filled: Store, carried: Path) -> None:
    with stick.opened_stick(carried, WORDS) as bundle:
        rows = list(stick.changes_of(bundle))
    with filled.reading() as session:
        kept = session.scalars(select(Change).order_by(Change.seq)).all()
    for row, change in zip(rows, kept, strict=True):
        change.after.pop("private_note", None)
        assert row == {column.key: getattr(change, column.key) for column in Change.__table__.c}


def test_nothing_can_be_read_without_the_passphrase(carried: Path) -> None:
    content = carried.read_bytes()
    for word in (b"Quillfeather", b"changes.csv", b"manifest", b"PK\x03\x04", WORDS.encode()):
        assert word not in content
    assert carried.stat().st_mode & 0o077 == 0
    assert [path.name for path in carried.parent.glob(".bundle*")] == []


def test_what_is_private_stays_in_the_store(store: Store, tmp_path: Path) -> None:
    place = hive()
    home = family(place)
    save(store, place, *home, log(home[0].id, private_note="for my eyes alone"))
    stick.write_stick(store, tmp_path / "s", WORDS, NOW)
    with stick.opened_stick(tmp_path / "s", WORDS) as bundle:
        told = list(stick.changes_of(bundle))
    assert any(row["after"].get("note") == "We spoke." for row in told)
    assert not any("private_note" in row["after"] for row in told)


def test_only_what_nobody_has_answered_for_unless_a_point_is_given(
    filled: Store, tmp_path: Path
) -> None:
    last = len(KINDS) + 1
    with writing(filled, "Jo Field", "sync", NOW) as write:
        for seq, state in ((1, ACCEPTED), (2, SENT), (3, "theirs"), (4, "set_aside")):
            write.session.get_one(Change, seq).state = state
    stick.write_stick(filled, tmp_path / "unsent", WORDS, NOW)
    assert seqs(tmp_path / "unsent") == [2, *range(5, last + 1)]
    stick.write_stick(filled, tmp_path / "all", WORDS, NOW, since=0)
    assert seqs(tmp_path / "all") == list(range(1, last + 1))
    stick.write_stick(filled, tmp_path / "some", WORDS, NOW, since=last - 2)
    assert seqs(tmp_path / "some") == [last - 1, last]


def test_the_same_changes_are_sealed_anew_each_time(filled: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        stick.write_stick(filled, tmp_path / name, WORDS, NOW)
    one, two = (tmp_path / "one").read_bytes(), (tmp_path / "two").read_bytes()
    assert one[300:] != two[300:]
    assert seqs(tmp_path / "one") == seqs(tmp_path / "two")


# Refused, in plain words


def test_a_wrong_passphrase_is_told_from_damage(carried: Path) -> None:
    with pytest.raises(stick.WrongPassphrase, match="does not open"):
        seqs(carried, "eight slow wasps")
    with pytest.raises(stick.WrongPassphrase):
        seqs(carried, "")


def test_a_passphrase_is_needed(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(stick.NoPassphrase):
        stick.write_stick(filled, tmp_path / "s", "", NOW)
    assert not (tmp_path / "s").exists()


def test_a_cut_file_is_told_wherever_it_was_cut(
    carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, carried)
    whole = carried.read_bytes()
    body = body_of(whole)
    ends = {0, 1, 15, 16, 18, 19, 40, len(whole) - 1, *range(body - 1, body + 18)}
    pieces = range(body, len(whole), stick.PIECE + 16)
    ends |= set(pieces) | set(range(body, len(whole), max(1, len(whole) // 25)))
    for end in sorted(ends - {len(whole)}):
        carried.write_bytes(whole[:end])
        with pytest.raises(NotWhole, match="cut or changed"):
            seqs(carried)


def test_a_changed_byte_is_told_wherever_it_is(
    carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, carried)
    whole = carried.read_bytes()
    body = body_of(whole)
    places = [*range(body), *range(body, len(whole), max(1, len(whole) // 40)), len(whole) - 1]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 0x01
        carried.write_bytes(changed)
        with pytest.raises((NotWhole, stick.WrongPassphrase, FromNewer)):
            seqs(carried)
    carried.write_bytes(whole + b"x")
    with pytest.raises(NotWhole):
        seqs(carried)


def body_of(whole: bytes) -> int:
    """Where the sealed pieces begin."""
    head = len(stick.MAGIC) + 1
    return head + 2 + int.from_bytes(whole[head : head + 2])


def quick(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Derive each key once: a hundred times a seventh of a second would be a long test."""
    derive, known = stick.kdf.derive, {}

    def once(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
        asked = (passphrase, salt, tuple(cost.items()))
        if asked not in known:
            cheap = {"memory_kib": 64, "passes": 1, "lanes": 1}
            first = not known
            known[asked] = derive(passphrase, salt, cost if first else cheap)
        return known[asked]

    monkeypatch.setattr(stick.kdf, "derive", once)
    assert seqs(path)


def test_pieces_cannot_change_places(filled: Store, tmp_path: Path) -> None:
    chance = random.Random(7)
    save(filled, *(hive(note=chance.randbytes(1_000).hex()) for _ in range(250)))
    path = tmp_path / "s"
    stick.write_stick(filled, path, WORDS, NOW)
    whole = path.read_bytes()
    body, size = body_of(whole), stick.PIECE + 16
    assert len(whole) > body + 3 * size
    one, two = whole[body : body + size], whole[body + size : body + 2 * size]
    for pieces in (two + one, one + one, two):
        path.write_bytes(whole[:body] + pieces + whole[body + 2 * size :])
        with pytest.raises(NotWhole):
            seqs(path)


def test_a_newer_bundle_is_left_alone(carried: Path) -> None:
    content = bytearray(carried.read_bytes())
    content[len(stick.MAGIC)] = stick.FORMAT + 1
    carried.write_bytes(content)
    with pytest.raises(FromNewer, match="newer HiveDesk"):
        seqs(carried)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"HiveDesk bundle\n", bytes(100_000), stick.MAGIC + b"\x01\xff\xff{}"],
)
def test_another_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(NotWhole, match="no HiveDesk bundle"):
        seqs(tmp_path / "s")


def test_an_absurd_cost_is_not_tried(carried: Path) -> None:
    content = carried.read_bytes().replace(b'"memory_kib": 65536', b'"memory_kib": 99999999', 1)
    head = stick.MAGIC + b"\x01"
    length = int.from_bytes(content[len(head) : len(head) + 2]) + 3
    carried.write_bytes(head + length.to_bytes(2) + content[len(head) + 2 :])
    with pytest.raises(NotWhole):
        seqs(carried)


def test_no_file_and_no_such_point(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        seqs(tmp_path / "nothing")
    with pytest.raises(NoSuchPoint):
        stick.write_stick(filled, tmp_path / "s", WORDS, NOW, since=10_000)
    assert not list(tmp_path.glob("*s"))


def test_nothing_is_overwritten(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear Jo")
    (tmp_path / "folder").mkdir()
    for name in ("letter", "folder"):
        with pytest.raises(CannotWrite, match="there already"):
            stick.write_stick(filled, tmp_path / name, WORDS, NOW)
    assert (tmp_path / "letter").read_text() == "dear Jo"


@pytest.fixture
def disk() -> Iterator[Path]:
    """A stick of 256 KiB."""
    try:
        with small_disk(256) as folder:
            yield folder
    except PermissionError as why:
        pytest.skip(f"{why}: run as root to try a full disk")


@pytest.mark.parametrize("kib_left", [0, 4, 12])
def test_a_full_stick_is_left_as_it_was(filled: Store, disk: Path, kib_left: int) -> None:
    save(filled, *(hive(name=f"{number * 7919:x}" * 9) for number in range(500)))
    filler = fill_up(disk, leave=kib_left * 1024)
    with pytest.raises(CannotWrite, match="disk is full"):
        stick.write_stick(filled, disk / "s", WORDS, NOW)
    assert list(disk.iterdir()) == [filler]
