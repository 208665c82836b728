"""The board tells of each stay where it stands with the central store: to eyes and to ears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hivedesk.actions.desk import Desk
from hivedesk.desktop.pages.rooms.board.canvas import Cell
from hivedesk.desktop.pages.rooms.board.legend import NOT_ACCEPTED, NOT_TAKEN, Key
from hivedesk.desktop.pages.rooms.board.looks import look_of
from hivedesk.desktop.pages.rooms.board.model import Bar
from hivedesk.desktop.syncing import syncing_of
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.records import Change
from hivedesk.sync import outbox
from hivedesk.sync.connection import Connection, altering, keep
from hivedesk.sync.wire import PushResult
from tests.actions.little import TODAY, Ids, add, book, new_child, settle_in

from .rooms_host import RoomsHost

BEDS = 4
NAMES = ("Ash", "Bea", "Cleo", "Dan")
STATES = dict(zip(NAMES, ("here", "sent", "", "needs-you"), strict=True))
"""Only here; sent; accepted, which has no mark; and one that central did not take."""

SAYS = {
    "Ash": "only on this laptop so far",
    "Bea": "sent, not yet accepted by central",
    "Dan": "not accepted by central: see Sync",
}
MARKS = {"Ash": "sync", "Bea": "sync", "Cleo": "", "Dan": "warning"}


@pytest.fixture
def ids(desk: Desk) -> Ids:
    return settle_in(desk)


@pytest.fixture
def stays(desk: Desk, ids: Ids) -> dict[str, str]:
    """Four children in one room on the same nights; their stays, by first name."""
    days = {"from_on": TODAY, "to_on": TODAY + dt.timedelta(days=4)}
    held = {"beds": BEDS, "held_from": dt.date(2019, 6, 1), "link_carer_id": ids.link_carer}
    loft = add(desk, "rooms", name="Loft", **held)
    return {
        name: book(
            desk,
            ids,
            child_id=new_child(desk, ids.family, first_name=name, last_name="Reed"),
            room_id=loft,
            override_note="Agreed by phone.",
            **days,
        )
        for name in NAMES
    }


def tie(desk: Desk) -> None:
    """Connect the store; nothing has been sent."""
    with altering(desk.store) as session:
        keep(session, Connection("http://127.0.0.1:9", "token", "Jo Field", "worker", "epoch"))


def send(desk: Desk, stays: dict[str, str]) -> None:
    """As a run leaves them: one accepted, one refused, one on its way, one made after it."""
    with altering(desk.store) as session:
        rows = session.execute(
            select(Change.record_id, Change.id).where(Change.record_id.in_(stays.values()))
        ).all()
        changes = {row.record_id: row.id for row in rows}
        waiting = outbox.unsent(session, set(), most=10_000)
        ids = {changes[stays[name]] for name in ("Bea", "Cleo", "Dan")}
        outbox.mark_sent(session, [each for each in waiting if each.id in ids])
        outbox.accept(session, [changes[stays["Cleo"]]])
        no = "No bed is left there."
        refused = PushResult(changes[stays["Dan"]], "set_aside", code="no-bed", reason=no)
        outbox.keep_results(session, [refused])


@pytest.fixture
def host(
    qapp: QApplication, qtbot: QtBot, desk: Desk, stays: dict[str, str]
) -> Iterator[RoomsHost]:
    apply_theme(qapp, load_theme("light"))
    made = RoomsHost(qtbot, desk)
    yield made
    made.close()


def bars(host: RoomsHost) -> dict[str, tuple[int, Bar]]:
    """The row and the bar of each stay, by the child's first name."""
    model = host.page.board.board.model
    assert model is not None
    return {bar.stay.name: (row, bar) for row, bar in model.places.values() if bar.stay}


def picture(host: RoomsHost, name: str) -> QImage:
    """The bar of one stay as it is painted."""
    board = host.page.board.board
    box = board.view.bar_rect(*bars(host)[name])
    return board.viewport().grab(box.toAlignedRect()).toImage()


def again(host: RoomsHost) -> None:
    host.page.reload()
    host.settle()


def test_without_a_central_store_nothing_is_said(host: RoomsHost) -> None:
    assert {bar.stay.sync for _, bar in bars(host).values() if bar.stay} == {""}
    assert not any(key.isVisible() for key in keys_of(host))


def keys_of(host: RoomsHost) -> list[Key]:
    words = [NOT_ACCEPTED[0], NOT_TAKEN[0]]
    keys = host.page.board.legend.findChildren(Key)
    found = [each for each in keys if each.accessibleName() in words]
    assert len(found) == len(words)
    return found


def test_each_stay_has_the_mark_of_where_it_stands(
    host: RoomsHost, desk: Desk, stays: dict[str, str]
) -> None:
    plain = {name: picture(host, name) for name in NAMES}
    tie(desk)
    send(desk, stays)
    again(host)
    for name, (_, bar) in bars(host).items():
        assert bar.stay is not None
        assert bar.stay.sync == STATES[name]
        assert look_of(bar.stay, clash=False, named=True).sync == MARKS[name]
        marked = picture(host, name) != plain[name]
        assert marked is bool(MARKS[name]), name


def test_what_is_seen_is_also_said(host: RoomsHost, desk: Desk, stays: dict[str, str]) -> None:
    tie(desk)
    send(desk, stays)
    again(host)
    board = host.page.board.board
    for name, (number, bar) in bars(host).items():
        board.focus_on(Cell(number, bar.lane, TODAY.toordinal()))
        told = board.accessibleDescription()
        assert name in told
        for other, words in SAYS.items():
            assert (words in told) is (other == name), told


def test_the_legend_explains_the_mark_where_it_can_be_met(
    host: RoomsHost, desk: Desk, stays: dict[str, str], qtbot: QtBot
) -> None:
    tie(desk)
    send(desk, stays)
    syncing = syncing_of(host.workspace)
    qtbot.waitUntil(lambda: syncing.standing.connected)
    again(host)
    assert all(key.isVisible() for key in keys_of(host))
    syncing.stop()
    host.workspace.syncing = None
