"""The worker: order, dropping, errors, busy, stopping."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.stop()


def test_work_runs_in_order_on_one_other_thread(background: Background) -> None:
    threads: list[int] = []
    answers: list[tuple[int, int]] = []

    def work(number: int) -> int:
        threads.append(threading.get_ident())
        return number

    for number in range(20):
        background.run(
            lambda n=number: work(n), lambda got: answers.append((got, threading.get_ident()))
        )
    assert background.wait_idle()
    assert [got for got, _ in answers] == list(range(20))
    assert {thread for _, thread in answers} == {threading.get_ident()}
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


class Teller(QObject):
    """Says on, on the thread it was made on."""

    told = Signal()


def test_what_is_asked_in_the_turn_of_the_last_answer_is_waited_for_too(
    background: Background,
) -> None:
    teller, answers, posted = Teller(), [], threading.Event()
    teller.told.connect(
        lambda: background.run(lambda: "second", answers.append),
        Qt.ConnectionType.QueuedConnection,
    )

    def behind_the_answer() -> None:
        if not posted.is_set():
            teller.told.emit()
            posted.set()

    background._finished.connect(behind_the_answer, Qt.ConnectionType.DirectConnection)
    background.run(lambda: "first", answers.append)
    assert posted.wait(5)  # both are in the window's queue: one turn delivers both
    assert background.wait_idle()
    assert answers == ["first", "second"]


def test_a_later_question_replaces_an_earlier_one(background: Background) -> None:
    gate, worked, answers = threading.Event(), [], []
    owner = QWidget()

    def work(text: str) -> str:
        gate.wait(5)
        worked.append(text)
        return text

    for text in ("j", "ja", "jay"):
        background.run(lambda t=text: work(t), answers.append, owner=owner, key="search")
    background.run(lambda: work("other key"), answers.append, owner=owner, key="count")
    background.run(lambda: work("other owner"), answers.append, key="search")
    gate.set()
    assert background.wait_idle()
    assert answers == ["jay", "other key", "other owner"]
    assert "ja" not in worked  # it had not begun: it need not be done


def test_the_answer_for_a_destroyed_widget_is_dropped(background: Background) -> None:
    gate, answers = threading.Event(), []
    owner = QWidget()
    background.run(lambda: gate.wait(5), answers.append, owner=owner)
    background.run(lambda: "kept", answers.append)
    shiboken6.delete(owner)
    gate.set()
    assert background.wait_idle()
    assert answers == ["kept"]


@pytest.mark.expects_log
def test_what_goes_wrong_reaches_whoever_asked(
    background: Background, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Exception] = []

    def fail() -> None:
        raise LookupError("Marsh, Ruth")

    background.run(fail, failed=heard.append)
    assert background.wait_idle()
    assert isinstance(heard[0], LookupError)
    with qtbot.waitSignal(background.problem) as told:
        background.run(fail)
    assert isinstance(told.args[0], LookupError)
    assert "LookupError" in caplog.text
    assert "Marsh" not in caplog.text
    answers: list[int] = []
    background.run(lambda: 1, answers.append)
    assert background.wait_idle()
    assert answers == [1]  # the thread lives on


def test_busy_is_said_only_after_a_while(background: Background, qtbot: QtBot) -> None:
    said: list[bool] = []
    background.busy_changed.connect(said.append)
    background._wait.setInterval(3_600_000)  # a slow machine takes a while over nothing
    background.run(lambda: None)
    assert background._wait.isActive()
    assert background.wait_idle()
    assert not background._wait.isActive()
    assert said == []
    background._wait.setInterval(1)
    gate = threading.Event()
    with qtbot.waitSignal(background.busy_changed):
        background.run(lambda: gate.wait(20))
    assert said == [True]
    gate.set()
    assert background.wait_idle()
    assert said == [True, False]


def test_waiting_gives_up_in_time(background: Background) -> None:
    gate = threading.Event()
    background.run(lambda: gate.wait(5))
    assert not background.wait_idle(30)
    assert background.busy()
    gate.set()
    assert background.wait_idle()


def test_stopping_finishes_the_work_and_drops_the_answers(qtbot: QtBot) -> None:
    background, done, answers = Background(), [], []
    for number in range(5):
        background.run(lambda n=number: done.append(n), answers.append)
    background.stop()
    background.stop()
    assert done == [0, 1, 2, 3, 4]
    assert background.wait_idle()
    assert answers == []
    with pytest.raises(RuntimeError):
        background.run(lambda: None)
