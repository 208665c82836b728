"""Our own bugs: a calm word, a log and a report that say where, and never about whom."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from sqlalchemy.orm import Session

from hivedesk import __version__
from hivedesk.actions.desk import Desk
from hivedesk.desktop import problem_report
from hivedesk.desktop.mishaps import start_log, watch
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.paths import log_dir
from tests.actions.little import Ids, settle_in

from .conftest import OpenWindow
from .hand import Hand

pytestmark = pytest.mark.expects_log
CALM = "Something went wrong in HiveDesk. What was saved is safe; try it once more."
NAME = "Ada Quillfeather"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child."""
    return settle_in(desk)


@pytest.fixture
def hand(ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow) -> Iterator[Hand]:
    """The window on that store, with the log and the hooks of the real program."""
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    ours = logging.getLogger("hivedesk")
    before = list(ours.handlers), ours.level
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    start_log()
    watch(hand.window.workspace.trouble.emit)
    yield hand
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    for handler in set(ours.handlers) - set(before[0]):
        ours.removeHandler(handler)
        handler.close()
    ours.setLevel(before[1])


def break_down(session: Session) -> None:
    raise KeyError(NAME)


def logged() -> str:
    return (log_dir() / "hivedesk.log").read_text("utf-8")


def test_a_bug_is_said_calmly_logged_and_offered_as_a_report(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    window = hand.window
    # In work that was asked of the store, and in a slot: both end in the same words.
    window.workspace.read(break_down, lambda _: None, window)
    hand.wait_for_words(CALM)
    hand.wait(lambda: len(window.workspace.mishaps) == 1)
    sys.excepthook(KeyError, caught_in_a_slot(), None)
    assert len(window.workspace.mishaps) == 2
    hand.press("Report…")
    sheet = hand.find(Sheet, lambda each: each.accessibleName() == "Report a problem")
    told = sheet.findChildren(QPlainTextEdit)[0].toPlainText()
    assert f"HiveDesk {__version__}" in told
    assert "KeyError at background._loop" in told
    assert "IndexError at test" not in told
    hand.press("Copy it")
    assert QApplication.clipboard().text() == told
    saved = tmp_path / "problem.txt"
    monkeypatch.setattr(problem_report, "ask_save_text", lambda *_: saved)
    hand.press("Save as a file…")
    hand.wait(saved.exists)
    assert saved.read_text("utf-8") == told
    assert "KeyError at background._loop" in logged()
    for text in (told, logged(), *capfd.readouterr()):
        assert "Quillfeather" not in text
        assert str(tmp_path) not in text


def caught_in_a_slot() -> BaseException:
    try:
        raise IndexError(NAME)
    except IndexError as bug:
        return bug


def test_bugs_of_other_threads_and_of_dying_objects_tell_no_names(
    hand: Hand, capfd: pytest.CaptureFixture[str]
) -> None:
    def run() -> None:
        raise ValueError(NAME)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    class Dying:
        def __del__(self) -> None:
            raise OSError(NAME)

    Dying()
    assert "bug ValueError at ?" in logged()
    assert "bug OSError at ?" in logged()
    for text in (logged(), *capfd.readouterr()):
        assert "Quillfeather" not in text


def test_a_report_can_be_asked_for_when_nothing_is_wrong(hand: Hand) -> None:
    hand.window.workspace.open_sheet("report-problem")
    sheet = hand.find(Sheet, lambda each: each.accessibleName() == "Report a problem")
    assert problem_report.NOTHING in sheet.findChildren(QPlainTextEdit)[0].toPlainText()


def test_only_our_own_lines_are_logged(hand: Hand) -> None:
    logging.getLogger("sqlalchemy.engine").warning("INSERT %s", NAME)
    logging.getLogger("keyring").error(NAME)
    logging.getLogger("hivedesk.desktop").info("ours")
    assert "ours" in logged()
    assert "Quillfeather" not in logged()
