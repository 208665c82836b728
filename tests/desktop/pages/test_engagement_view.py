"""Engagement in the window: words for a few, nothing red, and steps from span to span."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.actions.registers import take_register, take_training_register
from hivedesk.actions.saving import archive
from hivedesk.actions.support import log_support
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.support.engagement_view import (
    EngagementView,
    along_words,
    span_words,
    touch_words,
)
from hivedesk.desktop.pages.support.page import make
from hivedesk.desktop.widgets.charts import Rows
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import ActivityKind, Attendance, OneToOne, Registration, Stage, Way
from hivedesk.rules.days import Span
from hivedesk.rules.engagement import Engaged
from tests.actions.little import Ids, add, family_values, settle_in

from .support_host import said_in, standing


class Hosted:
    """The view on its own."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.workspace = Workspace()
        self.workspace.desk = desk
        self.workspace.hives = come_in(desk).hives
        self.troubles: list[str] = []
        self.workspace.trouble.connect(lambda why: self.troubles.append(words_for(why)))
        self.view = EngagementView(self.workspace)
        qtbot.addWidget(self.view)
        self.view.resize(1278, 650)
        self.view.show()
        self.view.reload()

    def said(self) -> str:
        """Every word in sight, once what was asked for has come."""
        assert self.workspace.background.wait_idle()
        QApplication.processEvents()
        assert self.troubles == []
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """Marlowe, a county family with a contact in June; Thorne, connected, wants no one-to-ones."""
    made = settle_in(desk)
    wish = {"registration": Registration.CONNECTED, "one_to_one": OneToOne.NOT_WANTED}
    second = str(add_family(desk, family_values(desk, name="Thorne", **wish)).record_id)
    carer = add(desk, "carers", family_id=second, first_name="Pat", last_name="Thorne")
    june = dt.datetime(2021, 6, 12, 10, 0, tzinfo=dt.UTC)
    values = {"at": june, "minutes": 20, "way": Way.PHONE, "note": "A word.", "themes": []}
    log_support(desk, [made.family], values)
    walk = {"hive_id": made.hive, "kind": ActivityKind.SOCIAL, "name": "Walk", "minutes": 90}
    activity = add(desk, "activities", at=june, **walk)
    came = {(second, "carer_id", carer): Attendance.ATTENDED}
    take_register(desk, activity, came)
    return made


@pytest.fixture
def hosted(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[Hosted]:
    """The view of the little Hive."""
    made = Hosted(qtbot, desk)
    yield made
    made.workspace.stop()


def test_a_quarter_and_the_ones_before(hosted: Hosted) -> None:
    said = hosted.said()
    for words in (
        "April to June 2021",
        "Up to Wed 16 Jun",
        "County carers: 1 family\nReached: 1 of 1 family. Contacts with a family: 0.4 a month.",
        "Connected carers: 1 family\n1 does not want one-to-ones.",
        "Connected carers: 1 family\nCame: 1 of 1 invited family.",
        "County carers: 1 family\nNobody was invited to anything.",
        "All together: 2 families\nCame: 1 of 1 invited family. 1 was not invited.",
        "Connected carers engage less",
    ):
        assert words in said
    assert "%" not in said
    (chart,) = hosted.view.findChildren(Rows)
    assert chart.accessibleDescription() == "County carers 0.4"
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
    hosted.view.step(1)  # never past the one we are in
    assert "April to June 2021" in hosted.said()
    hosted.view.step(-1)
    said = hosted.said()
    assert "January to March 2021" in said
    assert "Up to" not in said
    hosted.view._long.set_value("year")
    assert "April 2020 to March 2021" in hosted.said()
    for _ in range(2):
        hosted.view.step(-1)
        hosted.said()
    assert "No families were in the Hive then." in hosted.said()
    hosted.view._now.click()
    assert "April 2021 to March 2022" in hosted.said()


def test_a_carer_who_is_archived_counts_no_more_at_once(qtbot: QtBot, desk: Desk, ids: Ids) -> None:
    at = dt.datetime(2021, 6, 11, 10, 0, tzinfo=dt.UTC)
    course = add(desk, "courses", name="Sleep", stage=Stage.MANDATORY)
    session = add(desk, "sessions", course_id=course, at=at, minutes=60)
    take_training_register(desk, session, {ids.carer: Attendance.ATTENDED})
    with contextmanager(standing)(qtbot, desk, make) as hosted:
        view = hosted.view("engagement")
        assert said_in(view).count("Came: 1 of 1 invited family.") == 2
        hosted.workspace.do(lambda desk: archive(desk, "carers", ids.carer), owner=view)
        hosted.settle()
        assert "Nobody was invited to anything." in said_in(view)


def test_words_of_many_and_of_none() -> None:
    many = Engaged(families=25, open_to_it=20, days=20 * 91, contacts=60, reached=12, not_wanted=5)
    said = "Reached: 12 of 20 families (60 %). Contacts with a family: 1.0 a month."
    assert touch_words(many) == f"{said} 5 do not want one-to-ones."
    assert along_words(many._replace(invited=23, came=9)) == (
        "Came: 9 of 23 invited families (39 %). 2 were not invited."
    )
    assert along_words(many) == "Nobody was invited to anything."
    assert span_words(Span(dt.date(2021, 4, 1), dt.date(2022, 3, 31))) == (
        "April 2021 to March 2022"
    )
