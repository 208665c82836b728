"""The CSVs opened in LibreOffice: as many rows, the same words, and nothing that is a formula."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hivedesk.store import Store
from hivedesk.sync.csv.writer import export
from tests.store.samples import NOW, hive, save

pytestmark = pytest.mark.soak

PROGRAMS = ("soffice", "libreoffice")
OPENED = "CSV:44,34,76,1"
"""As somebody opens it who says only: commas, quotes, UTF-8."""

AS_TEXT = "CSV:44,34,76,1,,0,true"
"""The same, with the box "Format quoted field as text" ticked."""

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_LETTERS = 32_767
"""A cell of an .xlsx file holds no more: LibreOffice cuts there when it saves one."""

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "＝1+1",
    '=HYPERLINK("http://127.0.0.1","Open")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\n=1+1",
    " =1+1",
    "\u200b=1+1",
    "Before,=1+1",
    "Before;=1+1",
    "Before\n=1+1",
    "'=1+1",
    "'Tis fine",
    'She said “no”, then "yes", then ""',
    "One\nTwo\n\nFour",
    "Commas, semicolons; and\ttabs",
    "משפחה \u200fשלום\u200e — عائلة",
    "Łuczak-Ó Briain 🐝 e\u0301",
    "Long words. " * 2_700,
]


@pytest.fixture(scope="module")
def program() -> str:
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        words = "LibreOffice is not installed (Debian: apt-get install libreoffice-calc-nogui)"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    return found


def sheets(program: str, paths: list[Path], folder: Path, how: str = OPENED) -> dict[str, Path]:
    """Open CSVs in LibreOffice and save each as a sheet: by the name of the CSV."""
    words = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    words += [f"--infilter={how}", "--convert-to", "xlsx", "--outdir", str(folder / "sheets")]
    done = subprocess.run(
        [*words, *map(str, paths)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return {path.name: folder / "sheets" / f"{path.stem}.xlsx" for path in paths}


def rows_of(sheet: Path) -> Iterator[tuple[dict[str, str], int]]:
    """The cells of each row by their column's letters, and how many of them are formulas."""
    with zipfile.ZipFile(sheet) as archive:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            told = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(t.text or "" for t in si.iter(f"{_NS}t")) for si in told]
        with archive.open("xl/worksheets/sheet1.xml") as file:
            for _, row in ElementTree.iterparse(file):
                if row.tag == f"{_NS}row":
                    cells = {
                        cell.attrib["r"].rstrip("0123456789"): _text(cell, shared)
                        for cell in row.iter(f"{_NS}c")
                    }
                    yield cells, len(list(row.iter(f"{_NS}f")))
                    row.clear()


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_NS}v") or ""
    text = shared[int(value)] if cell.get("t") == "s" else value
    # The file format's own way to write what XML has no letter for.
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_it_finds_as_many_rows_and_no_formula(program: str, county: Store, tmp_path: Path) -> None:
    manifest = export(county, tmp_path / "out", NOW)
    counts = {each["path"]: each["rows"] for each in manifest["files"] if each["rows"] is not None}
    assert sum(counts.values()) > 30_000
    opened = sheets(program, sorted((tmp_path / "out").glob("*.csv")), tmp_path)
    assert opened.keys() == counts.keys()
    for name, sheet in opened.items():
        rows = formulas = 0
        for _, found in rows_of(sheet):
            rows, formulas = rows + 1, formulas + found
        assert (name, rows - 1, formulas) == (name, counts[name], 0)


@pytest.mark.parametrize("how", [OPENED, AS_TEXT])
def test_hostile_words_are_words(program: str, store: Store, tmp_path: Path, how: str) -> None:
    numbers = ["0123", "1e5", "2021-06-15"] if how == AS_TEXT else []
    words = [*HOSTILE, *numbers, "Long words. " * 8_000]
    save(store, *(hive(name=f"Hive {n}", note=note) for n, note in enumerate(words)))
    export(store, tmp_path / "out", NOW)
    path = tmp_path / "out" / "hives.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *written = csv.reader(file)
    told = list(rows_of(sheets(program, [path], tmp_path, how)["hives.csv"]))
    assert [found for _, found in told] == [0] * (len(words) + 1)
    (names, _), *read = told
    assert list(names.values()) == head
    letters = {each: key for key, each in names.items()}
    seen = {cells[letters["name"]]: cells[letters["note"]] for cells, _ in read}
    notes = {row[head.index("name")]: row[head.index("note")] for row in written}
    assert seen == {each: cell[:MOST_LETTERS] for each, cell in notes.items()}
    # What the CSV holds is the words themselves, but for the apostrophe that makes them words.
    for number, said in enumerate(words):
        assert notes[f"Hive {number}"].replace("'", "") == said.replace("'", "")


def test_without_the_apostrophe_it_would_find_a_formula(program: str, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text('"id","note"\n"1","=1+1"\n"2","\'=1+1"\n', encoding="utf-8")
    told = list(rows_of(sheets(program, [path], tmp_path)["plain.csv"]))
    assert [found for _, found in told] == [0, 1, 0]
    assert [cells["B"] for cells, _ in told] == ["note", "2", "'=1+1"]
