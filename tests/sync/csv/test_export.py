"""An export holds every record as it is, whole or not at all, and says so of itself."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from hivedesk.paths import key_path
from hivedesk.records import KINDS, Change, Sensitivity, declared, new_id
from hivedesk.records.base import columns_of
from hivedesk.store import Store, writing
from hivedesk.store.database import engine_for
from hivedesk.store.files import CannotWrite
from hivedesk.sync.csv.plan import CHANGES
from hivedesk.sync.csv.reader import Bundle, opened
from hivedesk.sync.csv.writer import NoSuchPoint, export
from tests.conftest import PASSPHRASE
from tests.store.samples import (
    NOW,
    family,
    fill_up,
    hive,
    log,
    one_of_each,
    save,
    small_disk,
    values_for,
)

PRIVATE = {
    (kind, name)
    for kind, model in KINDS.items()
    for name, (_, about) in declared(model).items()
    if about.sensitivity is Sensitivity.PRIVATE
}


def in_store(store: Store, kind: str) -> dict[str, dict[str, Any]]:
    """Every record of a kind by id, as the store holds it, without private fields."""
    model = KINDS[kind]
    with store.reading() as session:
        return {
            record.id: {
                column.key: getattr(record, column.key)
                for column in columns_of(model)
                if (kind, column.key) not in PRIVATE
            }
            for record in session.scalars(select(model))
        }


def in_bundle(bundle: Bundle, kind: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in bundle.rows(kind)}


def validated(package: Path) -> subprocess.CompletedProcess[str]:
    """What the Frictionless program says of a package."""
    return subprocess.run(
        [Path(sys.executable).with_name("frictionless"), "validate", "datapackage.json"],
        cwd=package,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_every_kind_reads_back_as_it_was(mixed: Store, tmp_path: Path, name: str) -> None:
    manifest = export(mixed, tmp_path / name, NOW)
    with opened(tmp_path / name) as bundle:
        assert bundle.kinds == [*KINDS, CHANGES]
        for kind in KINDS:
            assert in_bundle(bundle, kind) == in_store(mixed, kind), kind
        assert len(list(bundle.rows(CHANGES))) == len(KINDS)
        assert bundle.manifest == manifest
    assert manifest["continue_from"] == len(KINDS)


CONSTRAINED = {
    kind
    for kind, model in KINDS.items()
    if any(type(each).__name__ == "CheckConstraint" for each in model.__table__.constraints)  # type: ignore[attr-defined]
}

TEXTS = st.text(
    st.sampled_from("=+-@＝'\"\t\r\n;, a") | st.characters(exclude_categories=["Cs"]),
    max_size=40,
)


@pytest.fixture(scope="module")
def model_store(empty_store: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all the examples that a test below tries."""
    source, key = empty_store
    path = tmp_path_factory.mktemp("any") / source.name
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    made = Store(path, engine_for(path, key), key)
    save(made, *one_of_each())
    yield made
    made.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_value_of_any_kind_reads_back_as_it_was(
    model_store: Store, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    out = tmp_path_factory.mktemp("any") / "out"
    with model_store.reading() as session:
        ids = {
            str(model.__tablename__): session.scalars(select(model.id)).first()
            for model in KINDS.values()
        }
    free = [kind for kind in KINDS if kind not in CONSTRAINED]
    for kind in data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=4)):
        values = data.draw(values_for(KINDS[kind], ids))  # type: ignore[arg-type]
        texts = [
            name
            for name, value in values.items()
            if type(value) is str and not name.endswith("_id")
        ]
        values |= {name: data.draw(TEXTS) for name in texts}
        save(model_store, KINDS[kind](id=new_id(), **values))
    export(model_store, out, NOW)
    with opened(out) as bundle:
        for kind in KINDS:
            assert in_bundle(bundle, kind) == in_store(model_store, kind)
    shutil.rmtree(out)


def test_changes_read_back_as_they_were(mixed: Store, tmp_path: Path) -> None:
    with writing(mixed, "=Jo", "Edit", NOW) as write:
        write.session.scalars(select(KINDS["families"])).one().note = "=1+1"  # type: ignore[attr-defined]
    export(mixed, tmp_path / "out", NOW)
    with opened(tmp_path / "out") as bundle:
        rows = list(bundle.rows(CHANGES))
    with mixed.reading() as session:
        kept = session.scalars(select(Change).order_by(Change.seq)).all()
    for row, change in zip(rows, kept, strict=True):
        values = {column.key: getattr(change, column.key) for column in columns_of(Change)}
        values["after"].pop("private_note", None)
        assert row == values
    assert rows[-1]["who"] == "=Jo"
    assert rows[-1]["after"] == {"note": "=1+1"}


def test_what_is_private_is_in_no_export(store: Store, tmp_path: Path) -> None:
    place = hive()
    home = family(place)
    entry = log(home[0].id, private_note="for my eyes alone")
    save(store, place, *home, entry)
    with writing(store, "Jo Field", "Edit", NOW) as write:
        write.session.get_one(type(entry), entry.id).private_note = "and nobody else's"  # type: ignore[attr-defined]
    export(store, tmp_path / "out", NOW)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert b"We spoke." in everything
    for secret in (b"for my eyes alone", b"nobody else's", b"private_note"):
        assert secret not in everything


def test_archived_records_are_there(mixed: Store, tmp_path: Path) -> None:
    with writing(mixed, "Jo Field", "Archive", NOW) as write:
        write.session.scalars(select(KINDS["follow-ups"])).one().archived_at = NOW
    export(mixed, tmp_path / "out", NOW)
    with opened(tmp_path / "out") as bundle:
        (row,) = bundle.rows("follow-ups")
    assert row["archived_at"] == NOW


def test_the_manifest_counts_and_sums_every_file(mixed: Store, tmp_path: Path) -> None:
    manifest = export(mixed, tmp_path / "out", NOW)
    there = {path.name for path in (tmp_path / "out").iterdir()}
    assert {each["path"] for each in manifest["files"]} == there - {"manifest.json"}
    for each in manifest["files"]:
        content = (tmp_path / "out" / each["path"]).read_bytes()
        assert each["bytes"] == len(content)
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        if each["rows"] is not None:
            with (tmp_path / "out" / each["path"]).open(encoding="utf-8", newline="") as file:
                assert len(list(csv.reader(file))) == each["rows"] + 1


def test_a_zip_of_the_same_records_is_the_same_to_the_byte(mixed: Store, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        export(mixed, tmp_path / name, NOW)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None


# Since a point


def test_since_a_point_only_what_changed_is_there(mixed: Store, tmp_path: Path) -> None:
    point = export(mixed, tmp_path / "full", NOW)["continue_from"]
    with writing(mixed, "Jo Field", "Edit", NOW) as write:
        write.session.scalars(select(KINDS["hives"])).one().note = "changed"  # type: ignore[attr-defined]
    added = hive(name="Gosport")
    save(mixed, added)
    manifest = export(mixed, tmp_path / "since", NOW, since=point)
    with opened(tmp_path / "since") as bundle:
        assert in_bundle(bundle, "hives") == in_store(mixed, "hives")
        assert [row["seq"] for row in bundle.rows(CHANGES)] == [point + 1, point + 2]
        assert all(not list(bundle.rows(kind)) for kind in KINDS if kind != "hives")
    assert manifest["since"] == point
    assert manifest["continue_from"] == point + 2


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(points=st.lists(st.integers(0, 12), max_size=5))
def test_exports_one_after_the_other_add_up_to_the_whole(
    store: Store, tmp_path_factory: pytest.TempPathFactory, points: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    seen: dict[str, dict[str, Any]] = {}
    changes: list[int] = []
    with store.reading() as session:
        since = session.scalar(select(func.coalesce(func.max(Change.seq), 0))) or 0
    before = since
    for number, records in enumerate([*points, 0]):
        save(store, *(hive(name=f"{number}-{each}") for each in range(records)))
        since = export(store, folder / str(number), NOW, since=since)["continue_from"]
        with opened(folder / str(number)) as bundle:
            seen |= in_bundle(bundle, "hives")
            changes += [row["seq"] for row in bundle.rows(CHANGES)]
    assert changes == list(range(before + 1, before + 1 + sum(points)))
    kept = in_store(store, "hives")
    assert {id_: kept[id_] for id_ in seen} == seen
    assert len(seen) == sum(points)


def test_a_point_that_lies_ahead_is_refused(mixed: Store, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPoint, match="restored from a backup"):
        export(mixed, tmp_path / "out", NOW, since=10_000)
    assert not (tmp_path / "out").exists()


# Judged by others


def test_frictionless_finds_nothing_wrong(county: Store, mixed: Store, tmp_path: Path) -> None:
    export(county, tmp_path / "county", NOW)
    export(county, tmp_path / "pseudonymised", NOW, pseudonymised=True)
    export(county, tmp_path / "since", NOW, since=20_000)
    export(mixed, tmp_path / "mixed", NOW)
    for name in ("county", "pseudonymised", "since", "mixed"):
        said = validated(tmp_path / name)
        assert said.returncode == 0, said.stdout
        assert said.stdout.count(" VALID ") == len(KINDS) + 1


def test_frictionless_finds_nothing_wrong_with_an_empty_store(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "out", NOW)
    said = validated(tmp_path / "out")
    assert said.returncode == 0, said.stdout


def test_what_no_longer_counts_says_so_beside_its_column(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "out", NOW)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    workers = next(each for each in package["resources"] if each["name"] == "workers")
    told = {each["name"]: each.get("description", "") for each in workers["schema"]["fields"]}
    assert told["core_hours"].endswith("those that count are rows of their own.")


def test_frictionless_would_find_a_wrong_reference(mixed: Store, tmp_path: Path) -> None:
    export(mixed, tmp_path / "out", NOW)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "out" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    children = tmp_path / "out" / "children.csv"
    (family_id,) = in_store(mixed, "families")
    children.write_text(children.read_text(encoding="utf-8").replace(family_id, new_id()), "utf-8")
    said = validated(tmp_path / "out")
    assert said.returncode == 1
    assert "foreign-key" in said.stdout


def test_a_spreadsheet_finds_as_many_rows_and_no_formula(county: Store, tmp_path: Path) -> None:
    """Read the way a spreadsheet does: by its first line, quotes and all, knowing nothing."""
    manifest = export(county, tmp_path / "out", NOW)
    rows = {each["path"]: each["rows"] for each in manifest["files"]}
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            head, *lines = csv.reader(file, dialect="excel")
        assert len(lines) == rows[path.name]
        assert {len(line) for line in lines} <= {len(head)}
        assert not [
            cell for line in lines for cell in line if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")
        ]


# Whole or not at all


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of 256 KiB."""
    try:
        with small_disk(256) as folder:
            yield folder
    except PermissionError as why:
        pytest.skip(f"{why}: run as root to try a full disk")


@pytest.mark.parametrize("name", ["out", "out.zip"])
@pytest.mark.parametrize("kib_left", [0, 20, 60, 120])
def test_a_full_disk_leaves_nothing_behind(
    county: Store, disk: Path, name: str, kib_left: int
) -> None:
    filler = fill_up(disk, leave=kib_left * 1024)
    with pytest.raises(CannotWrite, match="disk is full"):
        export(county, disk / name, NOW)
    assert list(disk.iterdir()) == [filler]


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_what_is_there_already_stays(mixed: Store, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    if name == "out":
        target.mkdir()
        (target / "letter.txt").write_text("dear Jo")
    else:
        target.write_text("dear Jo")
    with pytest.raises(CannotWrite, match="there already"):
        export(mixed, target, NOW)
    kept = target / "letter.txt" if name == "out" else target
    assert kept.read_text() == "dear Jo"
    assert not list(tmp_path.glob(".export-*"))


def test_an_empty_folder_is_used(mixed: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(mixed, tmp_path / "out", NOW)
    assert (tmp_path / "out" / "manifest.json").is_file()


def test_a_folder_that_cannot_be_is_said_plainly(mixed: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="cannot be written to"):
        export(mixed, tmp_path / "file" / "out", NOW)


def test_only_its_user_can_read_it(mixed: Store, tmp_path: Path) -> None:
    export(mixed, tmp_path / "out", NOW)
    export(mixed, tmp_path / "out.zip", NOW)
    made = [tmp_path / "out", tmp_path / "out.zip", *(tmp_path / "out").iterdir()]
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_the_moment_of_making_is_in_utc(mixed: Store, tmp_path: Path) -> None:
    summer = dt.timezone(dt.timedelta(hours=1))
    manifest = export(mixed, tmp_path / "out", NOW.astimezone(summer))
    assert manifest["made_at"] == NOW.isoformat()


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_killed_while_it_writes_it_leaves_nothing_that_looks_whole(
    county: Store, tmp_path: Path, name: str
) -> None:
    words = ["export", "--store", str(county.path), "--out", str(tmp_path / name)]
    writing_it = subprocess.Popen(
        [sys.executable, "-m", "hivedesk", *words],
        env=os.environ | {"HIVEDESK_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while writing_it.poll() is None and not any(
        path.stat().st_size for path in tmp_path.glob(".export-*/**/*") if path.is_file()
    ):
        pass
    writing_it.kill()
    assert writing_it.wait() != 0, "it was done before it could be killed"
    assert [path for path in tmp_path.iterdir() if not path.name.startswith(".")] == []
    export(county, tmp_path / name, NOW)
    with opened(tmp_path / name) as bundle:
        assert len(list(bundle.rows(CHANGES))) > 20_000
