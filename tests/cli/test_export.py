"""`export` and `bundle` from a terminal: what they print, what they make, how they refuse."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from hivedesk.records import KINDS
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
