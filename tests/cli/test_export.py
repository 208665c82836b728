"""`export` and `bundle` from a terminal: what they print, what they make, how they refuse."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from hivedesk.paths import key_path
from hivedesk.records import KINDS
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import stick
from hivedesk.sync.csv.reader import opened

from .conftest import SECRET, Run
from .test_verbs import refused

WORDS = "seven slow wasps"


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> str:
    """The bundle's passphrase, in the environment."""
    monkeypatch.setenv("HIVEDESK_BUNDLE_PASSPHRASE", WORDS)
    return WORDS


def test_export_prints_where_it_is(spawned: Run, path: Path, tmp_path: Path) -> None:
    answer = spawned("export", "--store", path, "--out", tmp_path / "out")
    assert (answer.code, answer.out, answer.err) == (0, f"{tmp_path / 'out'}\n", "")
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert made == {f"{kind}.csv" for kind in (*KINDS, "changes")} | {
        "datapackage.json",
        "manifest.json",
    }
    families = (tmp_path / "out" / "families.csv").read_text(encoding="utf-8")
    assert "Łuczak-Ó Briain" in families
    everything = b"".join(file.read_bytes() for file in (tmp_path / "out").iterdir())
    assert SECRET.encode() not in everything


def test_export_to_a_zip_and_on_from_its_point(said: Run, path: Path, tmp_path: Path) -> None:
    assert said("export", "--store", path, "--out", tmp_path / "a.zip").code == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        point = json.loads(archive.read("manifest.json"))["continue_from"]
    on = ("export", "--store", path, "--out", tmp_path / "b", "--since", point)
    assert said(*on).code == 0
    with opened(tmp_path / "b") as bundle:
        assert [row for kind in bundle.kinds for row in bundle.rows(kind)] == []


def test_export_without_names(said: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert said("export", "--store", path, "--out", out, "--pseudonymised").code == 0
    everything = b"".join(file.read_bytes() for file in out.iterdir()).decode()
    for name in ("Łuczak", "Marlowe", "Thorne", "Jo Field", "Birch", "Bedtimes are calmer"):
        assert name not in everything
    assert "School" in everything
    assert said("check", "--store", path).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("export --store x", "required: --out"),
        ("export --store x --out y --since -1", "'-1' is not a whole number from 0 up"),
        ("export --store x --out y --since tomorrow", "'tomorrow' is not a whole number from 0 up"),
        ("export --store x --out ..", "'..' names no file"),
        ("bundle --store x --file y", "required: "),
        ("bundle burn --store x --file y", "invalid choice: 'burn'"),
        ("bundle write --store x", "required: --file"),
        ("bundle read --store x --file y --since 1", "--since goes with write only"),
    ],
)
def test_what_they_do_not_know_is_bad_use(said: Run, words: str, says: str) -> None:
    assert says in refused(said(*words.split()), 2)


def test_what_cannot_be_written_is_one_line(said: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear Jo")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one").write_text("dear Jo")
    for out in ("letter", "letters"):
        answer = said("export", "--store", path, "--out", tmp_path / out)
        assert "there already; nothing was changed" in refused(answer, 1)
    answer = said("export", "--store", path, "--out", tmp_path / "letter" / "out")
    assert "cannot be written to" in refused(answer, 1)
    answer = said("export", "--store", path, "--out", tmp_path / "out", "--since", 99_999)
    assert "This store has come to change" in refused(answer, 1)
    assert "There is no store" in refused(
        said("export", "--store", tmp_path / "no.hive", "--out", tmp_path / "out"), 1
    )
    assert not (tmp_path / "out").exists()


def test_bundle_is_written(said: Run, path: Path, tmp_path: Path, words: str) -> None:
    file = tmp_path / "stick.hivebundle"
    answer = said("bundle", "write", "--store", path, "--file", file)
    with stick.opened_stick(file, words) as bundle:
        count = len(list(stick.changes_of(bundle)))
    assert (answer.code, answer.out) == (0, f"{file}: {count} changes\n")
    assert count > 20
    again = said("bundle", "write", "--store", path, "--file", file)
    assert "there already" in refused(again, 1)


def test_a_bundle_needs_its_passphrase(spawned: Run, path: Path, tmp_path: Path) -> None:
    answer = spawned("bundle", "write", "--store", path, "--file", tmp_path / "s")
    assert "Set HIVEDESK_BUNDLE_PASSPHRASE" in refused(answer, 2)
    assert not (tmp_path / "s").exists()


@pytest.fixture
def other(empty_store: tuple[Path, DataKey], tmp_path: Path) -> Path:
    """An empty store of another laptop."""
    (tmp_path / "other").mkdir()
    made = tmp_path / "other" / "my.hive"
    for source, target in ((empty_store[0], made), (key_path(empty_store[0]), key_path(made))):
        shutil.copy2(source, target)
    return made


def test_a_bundle_is_read_into_another_store(
    said: Run, path: Path, other: Path, tmp_path: Path, words: str
) -> None:
    file = tmp_path / "stick.hivebundle"
    count = said("bundle", "write", "--store", path, "--file", file).out.split()[-2]
    answer = said("bundle", "read", "--store", other, "--file", file)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{other}: {count} changes read, 0 known before\n"
    families = ("list", "families", "--everything", "--json", "--store")
    assert json.loads(said(*families, other).out) == json.loads(said(*families, path).out)
    answer = said("bundle", "read", "--store", other, "--file", file)
    assert answer.out == f"{other}: 0 changes read, {count} known before\n"
    assert said("check", "--store", other).code == 0


def test_a_bundle_that_cannot_be_read_is_one_line(
    said: Run,
    path: Path,
    other: Path,
    tmp_path: Path,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "stick.hivebundle"
    reads = ("bundle", "read", "--store", other, "--file", file)
    assert "There is no bundle" in refused(said(*reads), 1)
    said("bundle", "write", "--store", path, "--file", file)
    monkeypatch.setenv("HIVEDESK_BUNDLE_PASSPHRASE", "eight slow wasps")
    assert "does not open stick.hivebundle; nothing was changed" in refused(said(*reads), 1)
    monkeypatch.setenv("HIVEDESK_BUNDLE_PASSPHRASE", words)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert "was cut or changed" in refused(said(*reads), 1)
    file.write_bytes(stick.MAGIC + bytes([stick.FORMAT + 1]) + whole[len(stick.MAGIC) + 1 :])
    assert "newer HiveDesk" in refused(said(*reads), 1)
    assert said("list", "families", "--store", other, "--everything").out.count("\n") == 1
