"""Recovering a store from a terminal, and making a new sheet there."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from hivedesk.cli.recovery import KEY_VARIABLE, NEW_VARIABLE
from hivedesk.store import Store
from hivedesk.store.keyfile import has_recovery, read_key, read_key_by_recovery
from hivedesk.store.recovery import new_recovery_key, read_recovery_key
from tests.conftest import PASSPHRASE

from .conftest import Run

NEW = "seven slow wasps at dawn"


@pytest.fixture
def sheet(store: Store, said: Run, passphrase: str, tmp_path: Path) -> Path:
    """A recovery sheet of the `store`, made by its verb."""
    out = tmp_path / "sheet.pdf"
    answer = said("recovery-sheet", "--store", str(store.path), "--out", str(out))
    assert (answer.code, answer.out) == (0, f"{out}\n")
    assert "delete the file" in answer.err
    return out


def key_on(sheet: Path) -> str:
    (page,) = PdfReader(sheet).pages
    text = page.extract_text()
    return read_recovery_key("".join(re.findall(r"^ ?([0-9A-Z]{5})$", text, re.MULTILINE)))


def test_the_sheet_is_one_page_and_its_key_opens_the_store(sheet: Path, store: Store) -> None:
    assert read_key_by_recovery(store.path, key_on(sheet)) == store.key
    text = PdfReader(sheet).pages[0].extract_text()
    assert "I forgot my passphrase" in text
    assert "my.hive" in text
    assert str(store.path.parent) not in text


def test_a_forgotten_passphrase_is_replaced(
    sheet: Path, store: Store, said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIVEDESK_PASSPHRASE")
    monkeypatch.setenv(KEY_VARIABLE, key_on(sheet).lower())
    monkeypatch.setenv(NEW_VARIABLE, NEW)
    answer = said("recover", "--store", str(store.path))
    assert (answer.code, answer.err) == (0, "")
    assert read_key(store.path, NEW) == store.key


def test_both_may_come_as_two_lines(
    sheet: Path, store: Store, said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{key_on(sheet)}\n{NEW}\n"))
    assert said("recover", "--store", str(store.path)).code == 0
    assert read_key(store.path, NEW) == store.key


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("", 2, "Recovery key is missing."),
        ("nonsense\n" + NEW, 1, "The first group is not"),
        ("2345\n" + NEW, 1, "this is 4 letters long"),
        ("ANOTHER\n" + NEW, 1, "does not open this store"),
        ("ANOTHER\n", 2, "New passphrase for my.hive is missing."),
    ],
)
def test_what_is_wrong_is_one_line_that_quotes_nothing(
    typed: str,
    code: int,
    says: str,
    sheet: Path,
    store: Store,
    said: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed.replace("ANOTHER", new_recovery_key())))
    answer = said("recover", "--store", str(store.path))
    assert (answer.code, answer.out) == (code, "")
    (line,) = answer.err.splitlines()
    assert says in line
    assert NEW not in line
    assert read_key(store.path, PASSPHRASE) == store.key


def test_a_sheet_that_cannot_be_written_changes_nothing(
    store: Store, said: Run, passphrase: str, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    for out in (tmp_path / "nowhere" / "s.pdf", letter):
        answer = said("recovery-sheet", "--store", str(store.path), "--out", str(out))
        assert answer.code == 1
    os.environ["HIVEDESK_PASSPHRASE"] = "wrong"
    answer = said("recovery-sheet", "--store", str(store.path), "--out", str(tmp_path / "s.pdf"))
    assert "passphrase does not open" in answer.err
    assert not (tmp_path / "s.pdf").exists()
    assert not has_recovery(store.path)
    assert letter.read_text() == "Dear all"
