"""Bytes that rot, are cut off or were never ours: plain words, and no byte is changed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hivedesk.paths import key_path
from hivedesk.records import PlainError
from hivedesk.store import Store
from hivedesk.store.database import Damaged, connect, open_file, open_keyed
from hivedesk.store.health import damage_of, problems_of
from hivedesk.store.keyfile import DataKey, KeyFileProblem, WrongPassphrase
from hivedesk.store.migrate import check_version
from tests.conftest import PASSPHRASE
from tests.store.children import reopened
from tests.store.samples import family, hive, log, one_of_each, save

PAGE = 4096


@pytest.fixture(scope="module")
def filled(
    empty_store: tuple[Path, DataKey], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, DataKey]:
    """A closed store with a Hive's worth of records."""
    source, key = empty_store
    path = tmp_path_factory.mktemp("filled") / source.name
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    store = reopened(path, key)
    a_hive = hive()
    made = family(a_hive)
    save(store, a_hive, *made, *(log(made[0].id, f"Visit {n}. " * 40) for n in range(60)))
    save(store, *one_of_each())
    store.close()
    return path, key


@pytest.fixture
def copy(filled: tuple[Path, DataKey], tmp_path: Path) -> tuple[Path, DataKey]:
    """A closed store of the test's own."""
    source, key = filled
    path = tmp_path / source.name
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    return path, key


def opened(path: Path, key: DataKey) -> Store:
    """Open like `open_store`; the key is known, so that many tries stay quick."""
    store = open_keyed(path, key)
    check_version(store)
    return store


def refusal(path: Path, key: DataKey) -> PlainError:
    """How opening `path` is refused; fails where it is not, or where a byte changed."""
    before = path.read_bytes()
    with pytest.raises(PlainError) as caught:
        opened(path, key).close()
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.endswith(("-wal", "-shm"))] == []
    assert caught.value.words
    assert caught.value.next_step
    return caught.value


def test_whole_store_opens_clean(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    before = path.read_bytes()
    store = opened(path, key)
    assert problems_of(store) == []
    store.close()
    assert path.read_bytes() == before


def test_random_bytes(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    for size in (0, 1, 16, PAGE - 1, PAGE, 3 * PAGE, 3 * PAGE + 7, 100 * PAGE):
        path.write_bytes(random.Random(size).randbytes(size))
        assert isinstance(refusal(path, key), (Damaged, KeyFileProblem)), size


def test_another_programs_files(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    for content in (b"%PDF-1.7\n" * 2000, b"SQLite format 3\0" + bytes(PAGE - 16), bytes(8 * PAGE)):
        path.write_bytes(content)
        assert isinstance(refusal(path, key), (Damaged, KeyFileProblem))


def test_cut_at_any_length(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    whole = path.read_bytes()
    dice = random.Random(2)
    lengths = {0, 1, 15, 16, 17, PAGE - 1, PAGE, len(whole) - 1, len(whole) - PAGE}
    lengths |= {dice.randrange(len(whole)) for _ in range(60)}
    lengths |= {dice.randrange(len(whole) // PAGE) * PAGE for _ in range(60)}
    for length in sorted(lengths):
        path.write_bytes(whole[:length])
        assert isinstance(refusal(path, key), (Damaged, KeyFileProblem)), length


def test_bytes_added_at_the_end(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    whole = path.read_bytes()
    for more in (b"\0", bytes(PAGE), os.urandom(PAGE)):
        path.write_bytes(whole + more)
        assert isinstance(refusal(path, key), Damaged)


def test_a_flipped_bit_in_the_first_page(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    whole = path.read_bytes()
    dice = random.Random(3)
    for place in [0, 15, 16, 17, 100, PAGE - 1, *(dice.randrange(PAGE) for _ in range(60))]:
        path.write_bytes(flipped(whole, place, dice.randrange(8)))
        assert isinstance(refusal(path, key), (Damaged, KeyFileProblem)), place


def test_a_flipped_bit_on_any_page_is_found(copy: tuple[Path, DataKey]) -> None:
    """Opening reads few pages; checking reads all. Neither ever fails in other words."""
    path, key = copy
    whole = path.read_bytes()
    dice = random.Random(4)
    for page in range(len(whole) // PAGE):
        place = page * PAGE + dice.randrange(PAGE)
        broken = flipped(whole, place, dice.randrange(8))
        path.write_bytes(broken)
        found: list[str] = []
        try:
            store = opened(path, key)
            try:
                found = damage_of(store)
            finally:
                store.close()
        except PlainError as why:
            found = [why.words]
        assert found, f"page {page}, byte {place}"
        assert path.read_bytes() == broken


def flipped(content: bytes, place: int, bit: int) -> bytes:
    """`content` with one bit turned over."""
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def test_pages_lost_behind_a_log_that_still_waits(copy: tuple[Path, DataKey]) -> None:
    """A killed program leaves its log; the file beside it may still have been cut."""
    path, key = copy
    store = reopened(path, key)
    raw = connect(path, key)  # holds the log in place, as a killed program would
    save(store, hive(name="Gosport"))
    aside = path.with_name("aside")
    aside.mkdir()
    for name in (path.name, path.name + "-wal", path.name + ".key"):
        shutil.copy2(path.with_name(name), aside / name)
    raw.close()
    store.close()
    left = aside / path.name
    whole, waiting = left.read_bytes(), left.with_name(left.name + "-wal").read_bytes()
    assert waiting
    for pages in (1, 10, len(whole) // PAGE // 2):
        left.write_bytes(whole[: pages * PAGE])
        left.with_name(left.name + "-wal").write_bytes(waiting)
        with pytest.raises(Damaged):
            opened(left, key)
        assert left.read_bytes() == whole[: pages * PAGE]
        assert left.with_name(left.name + "-wal").read_bytes() == waiting
    left.write_bytes(whole)
    recovered = opened(left, key)
    assert problems_of(recovered) == []
    recovered.close()


def test_a_log_of_random_bytes_hides_no_damage(copy: tuple[Path, DataKey]) -> None:
    path, key = copy
    whole = path.read_bytes()
    log_path = path.with_name(path.name + "-wal")
    log_path.write_bytes(os.urandom(40_000))
    path.write_bytes(whole[: len(whole) - PAGE])
    with pytest.raises(Damaged):
        opened(path, key)
    assert path.read_bytes() == whole[: len(whole) - PAGE]


def broken_key_files(whole: bytes) -> Iterator[bytes]:
    """Key files that are none."""
    yield b""
    yield b"{}"
    yield b"null"
    yield b"[" * 60_000
    yield b'"hivedesk_key"'
    yield b'{"hivedesk_key": 1}'
    yield whole * 2
    yield whole + b" " * 10_000_000 + b"x"
    yield random.Random(5).randbytes(900)
    dice = random.Random(6)
    for _ in range(60):
        yield whole[: dice.randrange(len(whole) - 2)]
    for _ in range(120):
        yield flipped(whole, dice.randrange(len(whole)), dice.randrange(8))


def test_broken_key_file_is_never_called_a_wrong_passphrase(copy: tuple[Path, DataKey]) -> None:
    path, _ = copy
    whole = key_path(path).read_bytes()
    store_before = path.read_bytes()
    for content in broken_key_files(whole):
        key_path(path).write_bytes(content)
        with pytest.raises(KeyFileProblem) as caught:
            open_file(path, PASSPHRASE)
        assert not isinstance(caught.value, WrongPassphrase)
        assert caught.value.next_step
        assert key_path(path).read_bytes() == content
        assert path.read_bytes() == store_before
