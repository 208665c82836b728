"""What is in each picture: how large the window is, and what a hand does before it is taken.

To add one: a function here, and its name in a help text or in the docs. One that changes the store
stands below the others: what it does is still there for those after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import who
from camera import Camera
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from hivedesk.actions.waiting import ask_to_wait
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.activities.planner import PlanView
from hivedesk.desktop.pages.families.card import CardPane
from hivedesk.desktop.pages.rooms.handover_sheet import HandoverSheet
from hivedesk.desktop.pages.rooms.yes_panel import YesPanel
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.records import StayKind, Way

Make = Callable[[Camera], QImage]


@dataclass(frozen=True)
class Scene:
    """One picture. `docs` are for README and docs/, in light only; the others stand in help."""

    name: str
    size: tuple[int, int]
    make: Make
    docs: bool = False


SCENES: dict[str, Scene] = {}


def scene(width: int, height: int) -> Callable[[Make], Make]:
    """Declare the picture that is called like the function."""

    def declare(make: Make) -> Make:
        name = make.__name__.replace("_", "-")
        SCENES[name] = Scene(name, (width, height), make, name.startswith("docs-"))
        return make

    return declare


# The whole window, for README ------------------------------------------------------------------


@scene(1366, 768)
def docs_today(camera: Camera) -> QImage:
    camera.page("today")
    return camera.take()


@scene(1366, 768)
def docs_families(camera: Camera) -> QImage:
    camera.window.show_record("families", camera.ask(who.lives_with_most))
    return camera.take()


@scene(1366, 768)
def docs_rooms(camera: Camera) -> QImage:
    camera.page("rooms", view="board")
    return camera.take()


@scene(1366, 768)
def docs_reports(camera: Camera) -> QImage:
    camera.page("reports")
    return camera.take()


# For help ---------------------------------------------------------------------------------------


@scene(900, 660)
def today(camera: Camera) -> QImage:
    return camera.take(camera.page("today"))


@scene(1180, 640)
def family(camera: Camera) -> QImage:
    camera.window.show_record("families", camera.ask(who.lives_with_most))
    camera.settle()
    page = camera.page("families")
    card = camera.find(CardPane)
    left = card.mapTo(page, QPoint(0, 0)).x()
    return camera.take(page, QRect(left, 0, page.width() - left, page.height()))


@scene(1000, 620)
def board(camera: Camera) -> QImage:
    return camera.take(camera.page("rooms", view="board"))


@scene(1366, 820)
def say_yes(camera: Camera) -> QImage:
    begin = _next_week(camera)
    page = camera.page("rooms", view="yes", family_id=camera.ask(who.lives_with_most))
    panel = camera.find(YesPanel)
    panel.question.fields["child_id"].set_value(camera.ask(who.youngest_there))
    panel.question.fields["from_on"].set_value(begin)
    panel.question.fields["to_on"].set_value(begin + dt.timedelta(days=2))
    panel.ask()
    picture = camera.take(page, _right(page, 600))
    panel.closed.emit()
    return picture


@scene(1366, 760)
def log(camera: Camera) -> QImage:
    sheet = camera.sheet(FormSheet, "log-support", family_ids=[camera.ask(who.lives_with_most)])
    form = sheet.form
    form.fields["child_ids"].set_value([camera.ask(who.youngest_there)])
    form.fields["way"].set_value(Way.PHONE)
    form.fields["note"].set_value(
        "Rang after tea. The first night away went well; bedtime was hard at home on Sunday. "
        "We talked about a quiet half hour before the bath."
    )
    form.fields["positive"].set_value("Slept through, and asked when the next time is.")
    form.fields["minutes"].set_value(25)
    return camera.take(sheet)


@scene(1366, 740)
def repeat(camera: Camera) -> QImage:
    today = camera.window.workspace.today
    friday = today + dt.timedelta(days=(4 - today.weekday()) % 7)
    room_id, child_id = camera.ask(who.room_and_child)
    sheet = camera.sheet(
        FormSheet,
        "repeat",
        values={
            "kind": StayKind.SLEEPOVER,
            "child_id": child_id,
            "room_id": room_id,
            "from_on": friday,
            "nights": 2,
            "every": 2,
            "until": friday + dt.timedelta(weeks=12),
        },
    )
    return camera.take(sheet)


@scene(1000, 560)
def link_carers(camera: Camera) -> QImage:
    camera.window.show_record("link-carers", camera.ask(who.link_carer))
    return camera.take(camera.page("rooms"))


@scene(860, 540)
def first_day(camera: Camera) -> QImage:
    return camera.at_the_door()


@scene(1000, 700)
def hours(camera: Camera) -> QImage:
    return camera.take(camera.page("support", view="hours"))


@scene(1000, 640)
def activity(camera: Camera) -> QImage:
    return camera.take(camera.page("activities", view="activities"))


@scene(1000, 600)
def plan(camera: Camera) -> QImage:
    page = camera.page("activities", view="plan")
    view = camera.find(PlanView)
    view.ages["age_from"].set_value(5)
    view.ages["age_to"].set_value(11)
    return camera.take(page)


@scene(900, 520)
def training(camera: Camera) -> QImage:
    camera.window.show_record("sessions", camera.ask(who.fullest_session))
    return camera.take(camera.page("training"))


@scene(900, 520)
def waiting_list(camera: Camera) -> QImage:
    return camera.take(camera.page("waiting", view="waiting"))


@scene(1000, 620)
def month(camera: Camera) -> QImage:
    return camera.take(camera.page("reports"))


@scene(900, 760)
def settings(camera: Camera) -> QImage:
    page = camera.page("settings", view="laptop")
    look, lock = page.findChildren(Panel)[:2]
    foot = lock.mapTo(page, QPoint(0, lock.height())).y() + look.x() // 2
    # Below stands when the last backup was made: today, whenever that is.
    return camera.take(page, QRect(0, 0, page.width(), foot))


@scene(860, 660)
def sync(camera: Camera) -> QImage:
    return camera.take(camera.page("sync"))


@scene(1000, 520)
def find(camera: Camera) -> QImage:
    camera.page("today")
    camera.window.topbar.open_search()
    camera.window.topbar.search.setText("mar")
    picture = camera.take(part=_left(camera.window, 720))
    camera.window.searching.clear()
    return picture


# These write ------------------------------------------------------------------------------------


@scene(1000, 560)
def waiting_for_a_night(camera: Camera) -> QImage:
    do = camera.window.workspace.do
    children, room_id, from_on, to_on = camera.ask(who.wait_for_one_room)
    stay = {"room_id": room_id, "kind": StayKind.SLEEPOVER, "from_on": from_on, "to_on": to_on}
    whys = (
        ("A night off before the review", "The link carer rings back on Thursday"),
        ("A rest after the school play", "No bed that night"),
    )
    for child, (why, waits) in zip(children, whys, strict=True):
        do(partial(ask_to_wait, child_ids=[child], values={**stay, "why": why}, why=waits))
    camera.settle()
    return camera.take(camera.page("rooms", view="waiting"))


@scene(1366, 820)
def handover(camera: Camera) -> QImage:
    sheet = camera.sheet(HandoverSheet, "handover", booking_id=camera.ask(who.confirmed_stay))
    for row in (0, 1, 2):
        sheet.rows[row].box.setChecked(True)
        sheet.rows[row].ticked.emit(True)
        camera.settle()
    return camera.take(sheet)


def _next_week(camera: Camera) -> dt.date:
    """The Monday after next: the board is quiet there."""
    today = camera.window.workspace.today
    return today + dt.timedelta(days=14 - today.weekday())


def _left(widget: QWidget, width: int) -> QRect:
    return QRect(0, 0, width, widget.height())


def _right(widget: QWidget, width: int) -> QRect:
    return QRect(widget.width() - width, 0, width, widget.height())
