"""What is not the whole export that was written is refused in plain words."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hivedesk.records import NotFound
from hivedesk.store import Store
from hivedesk.sync.csv.reader import FromNewer, NotWhole, opened
from hivedesk.sync.csv.writer import export
from tests.store.samples import NOW, hive, save


@pytest.fixture
def out(mixed: Store, tmp_path: Path) -> Path:
    """An export to a folder."""
    export(mixed, tmp_path / "out", NOW)
    return tmp_path / "out"


def read_all(path: Path) -> int:
    """How many rows can be read."""
    with opened(path) as bundle:
        return sum(1 for kind in bundle.kinds for _ in bundle.rows(kind))


def rewritten(out: Path, name: str, change: Any) -> None:
    """Change a file and the manifest with it, as somebody would who knows the format."""
    path = out / name
    path.write_bytes(change(path.read_bytes()))
    manifest = json.loads((out / "manifest.json").read_bytes())
    for each in manifest["files"]:
        if each["path"] == name:
            each["bytes"] = path.stat().st_size
            each["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_what_was_not_touched_is_read(out: Path) -> None:
    assert read_all(out) > 60


def test_a_changed_byte_or_a_lost_end_is_told(out: Path) -> None:
    path = out / "families.csv"
    whole = path.read_bytes()
    for other in (whole.replace(b"Words", b"words", 1), whole[:-1], b"", whole + b"\n"):
        path.write_bytes(other)
        with pytest.raises(NotWhole, match=r"families\.csv in out was cut or changed"):
            read_all(out)


@pytest.mark.parametrize("name", ["families.csv", "manifest.json", "datapackage.json"])
def test_a_missing_file_is_told(out: Path, name: str) -> None:
    (out / name).unlink()
    with pytest.raises(NotWhole, match="missing"):
        read_all(out)


def test_a_newer_export_is_left_alone(out: Path) -> None:
    rewritten(out, "manifest.json", lambda raw: raw.replace(b'export": 1', b'export": 2'))
    with pytest.raises(FromNewer, match="newer HiveDesk"):
        read_all(out)


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", "null", "{" * 100_000, '{"hivedesk_export": "x"}', '{"hivedesk_export": 1}'],
)
def test_a_manifest_that_is_none_is_told(out: Path, manifest: str) -> None:
    (out / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(NotWhole):
        read_all(out)


@pytest.mark.parametrize("name", ["../my.hive", "/etc/passwd", "a/b.csv", "C:\\x.csv", "x.csv\0"])
def test_no_file_of_another_folder_is_read(out: Path, name: str) -> None:
    manifest = json.loads((out / "manifest.json").read_bytes())
    manifest["files"].append({"path": name, "bytes": 1, "sha256": "0"})
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(NotWhole):
        read_all(out)


def test_a_file_that_nobody_vouches_for_is_not_read(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_bytes())
    manifest["files"] = [each for each in manifest["files"] if each["path"] != "families.csv"]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(NotWhole):
        read_all(out)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("families.csv", b'"id"', b'"ident"'),
        ("families.csv", b'"county"', b'"city"'),
        ("rooms.csv", b'"2021-06-15"', b'"15/06/2021"'),
        ("towns.csv", b"\r\n", b',"one more"\r\n'),
        ("support-logs.csv", b'"[', b'"{'),
        ("themes.csv", b'"Words', b'"\xff'),
        ("datapackage.json", b'"type": "date"', b'"type": "day"'),
    ],
)
def test_a_cell_that_is_not_what_its_file_says_is_told(
    out: Path, name: str, old: bytes, new: bytes
) -> None:
    assert old in (out / name).read_bytes()
    rewritten(out, name, lambda raw: raw.replace(old, new))
    with pytest.raises(NotWhole, match="not a whole HiveDesk export"):
        read_all(out)


def test_a_very_long_note_is_read(mixed: Store, tmp_path: Path) -> None:
    note = "Long words, = and more. " * 20_000
    made = hive(note=note)
    save(mixed, made)
    export(mixed, tmp_path / "long", NOW)
    with opened(tmp_path / "long") as bundle:
        assert {row["id"]: row["note"] for row in bundle.rows("hives")}[made.id] == note


def test_zips_that_are_none_are_told(mixed: Store, tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    export(mixed, whole, NOW)
    content = whole.read_bytes()
    cut = tmp_path / "cut.zip"
    # Just before its end a zip says where the list of its files begins.
    moved = content[:-3] + bytes([content[-3] ^ 0x10]) + content[-2:]
    for other in (b"", b"PK", content[:-30], content[: len(content) // 2], bytes(1000), moved):
        cut.write_bytes(other)
        with pytest.raises(NotWhole):
            read_all(cut)
    for place in range(0, len(content), max(1, len(content) // 60)):
        changed = bytearray(content)
        changed[place] ^= 0x10
        cut.write_bytes(changed)
        try:
            read_all(cut)
        except NotWhole:
            continue
        # A byte of the zip's own that says nothing of the files, such as a day.
        with zipfile.ZipFile(cut) as one, zipfile.ZipFile(whole) as other_one:
            assert {n: one.read(n) for n in one.namelist()} == {
                n: other_one.read(n) for n in other_one.namelist()
            }


def test_no_export_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_all(tmp_path / "nothing")
    with pytest.raises(NotWhole):
        read_all(tmp_path)
    shutil.copy2(__file__, tmp_path / "x.zip")
    with pytest.raises(NotWhole):
        read_all(tmp_path / "x.zip")
