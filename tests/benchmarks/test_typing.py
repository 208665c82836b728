"""Typing into a support log in the big county: the window answers each key within a frame."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.window import MainWindow
from hivedesk.records import Family
from hivedesk.store import drafts
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.benchmark

FRAME = 0.016
WORDS = "Robin slept through and went to school by himself on Tuesday. " * 8
"""About 500 keys at 40 a second: the draft is kept some six times meanwhile."""
PAUSE = 0.025


@pytest.fixture
def sheet(
    qapp: QApplication, qtbot: QtBot, big_store: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FormSheet]:
    """The log sheet of a family, open in the window."""
    monkeypatch.setenv("HIVEDESK_PASSPHRASE", PASSPHRASE)
    apply_theme(qapp, load_theme("light"))
    window = MainWindow(big_store, Preferences())
    window.resize(1366, 768)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: window.windowTitle().startswith("Today"), timeout=60_000)
    with window.workspace.open_desk.store.reading() as session:
        here = select(Family.id).where(Family.hive_id == window.workspace.hive_id)
        family = session.scalars(here.limit(1)).one()
    # What an earlier run typed would come back, and the text would grow from run to run.
    while kept := drafts.newest(window.workspace.open_desk.store, "support-logs:new"):
        drafts.drop(window.workspace.open_desk.store, kept.key)
    window.workspace.open_sheet("log-support", family_ids=[family])
    qtbot.waitUntil(lambda: bool(window.findChildren(FormSheet)), timeout=60_000)
    (found,) = window.findChildren(FormSheet)
    qtbot.wait(500)
    yield found
    found.close_sheet(force=True)
    window.close()


def _longest_blocks(qtbot: QtBot, typed: QWidget) -> list[float]:
    """Seconds for which the window did not answer, key by key, once the box has the keyboard."""
    typed.window().activateWindow()
    typed.setFocus()
    qtbot.waitUntil(typed.hasFocus)
    took = []
    for key in WORDS:
        begun = time.perf_counter()
        QTest.keyClicks(typed, key)
        QApplication.processEvents()
        took.append(time.perf_counter() - begun)
        # Between two keys the window lives on; what it does meanwhile must be as short.
        while time.perf_counter() - begun < PAUSE:
            piece = time.perf_counter()
            QApplication.processEvents()
            took[-1] = max(took[-1], time.perf_counter() - piece)
    return took


def test_no_key_waits_longer_than_a_frame(qtbot: QtBot, sheet: FormSheet) -> None:
    """500 keys into the note, drafts being kept meanwhile: the longest under 16 ms."""
    bare = QPlainTextEdit()
    bare.resize(sheet.form.fields["note"].size())
    bare.show()
    qtbot.addWidget(bare)
    qtbot.waitExposed(bare)
    floor = _longest_blocks(qtbot, bare)
    ours = _longest_blocks(qtbot, sheet.form.fields["note"].editor)
    print(
        f"\nbare box median {statistics.median(floor) * 1000:.1f} ms, "
        f"longest {max(floor) * 1000:.1f} ms; the form median "
        f"{statistics.median(ours) * 1000:.1f} ms, longest {max(ours) * 1000:.1f} ms"
    )
    # A pause that the bare box meets too is the machine's.
    assert max(ours) < max(FRAME, *floor)
