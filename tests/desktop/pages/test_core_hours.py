"""Core hours under Settings: told under the person and in a list, set from a day on.

The clock stands at 10:00 on Wednesday 16 June 2021 (`tests.conftest.Clock`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.desktop.pages.settings.page import make
from hivedesk.desktop.widgets.badge import Badge
from tests.actions.little import TODAY, add, rows
from tests.desktop.pages.support_host import Hosted, ids, said_in, standing

__all__ = ["ids"]


@pytest.fixture
def settings(qtbot: QtBot, desk: Desk, ids: object) -> Iterator[Hosted]:
    """The Settings page of a Hive in which one person works."""
    yield from standing(qtbot, desk, make)


def keep(desk: Desk, starts_on: dt.date, hours: str | None) -> str:
    return add(desk, "core-hours", worker_id=desk.worker_id, starts_on=starts_on, hours=hours)


def test_a_person_is_shown_with_the_hours_that_hold_and_with_those_of_before(
    settings: Hosted, desk: Desk
) -> None:
    view = settings.view("workers")
    assert "None of their own: the office hours count." in said_in(view.detail)
    keep(desk, dt.date(2019, 5, 1), "Tue-Sat 10-15")
    keep(desk, dt.date(2021, 6, 1), "Wed-Sun 9-14")
    keep(desk, dt.date(2021, 7, 1), None)
    view = settings.view("workers")
    said = said_in(view.detail)
    assert said.count("Wed–Sun 9:00–14:00") == 2  # what holds now, and its own row
    of_rows = said[said.index("Core hours", said.index("Wed–Sun 9:00–14:00")) :]
    assert [each for each in of_rows if each.startswith("From ")] == [
        "From Thu 1 Jul 2021",
        "From Tue 1 Jun 2021",
        "From Wed 1 May 2019",
    ]
    assert {"The office hours", "Tue–Sat 10:00–15:00"} <= set(of_rows)
    assert [badge.spec().word for badge in view.detail.findChildren(Badge)] == ["To come"]


def test_new_hours_hold_from_today_unless_another_day_is_said(settings: Hosted, desk: Desk) -> None:
    keep(desk, dt.date(2019, 5, 1), "Tue-Sat 10-15")
    settings.press(settings.view("workers").detail, "Add core hours")
    sheet = settings.sheet()
    assert sheet.form.values() | {"hours": "Fri 22-2"} == {
        "worker_id": desk.worker_id,
        "starts_on": TODAY,
        "hours": "Fri 22-2",
    }
    sheet.form.set_values({"hours": "Fri 22-2"})
    sheet.save()
    settings.settle()
    assert any("stands under both days" in said for said in said_in(sheet))
    sheet.form.set_values({"hours": "Wed-Sun 9-14"})
    sheet.save()
    assert settings.sheets() == []
    kept = {each["starts_on"]: each["hours"] for each in rows(desk, "core-hours")}
    assert kept == {dt.date(2019, 5, 1): "Tue-Sat 10-15", TODAY: "Wed-Sun 9-14"}
    whose = [said for said, *_ in settings.lines(settings.view("core-hours"))]
    assert len(set(whose)) == 1
    assert settings.lines(settings.view("core-hours")) == [
        (whose[0], "Wed–Sun 9:00–14:00 · from Wed 16 Jun 2021", ""),
        (whose[0], "Tue–Sat 10:00–15:00 · from Wed 1 May 2019", ""),
    ]


def test_the_form_of_a_person_no_longer_asks_for_hours_without_a_day(
    settings: Hosted, desk: Desk
) -> None:
    view = settings.view("workers")
    settings.press(view.detail, "Edit")
    sheet = settings.sheet()
    assert "core_hours" not in sheet.form.values()
    sheet.close()
