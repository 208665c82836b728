"""A worker's first month, through the real window: from the first passphrase to the report."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from hivedesk.actions.desk import machine_now, open_desk
from hivedesk.desktop.pages.reports.page import ReportsPage
from hivedesk.desktop.pages.subject import SubjectView
from hivedesk.records import (
    Attendance,
    Booking,
    Carer,
    Child,
    Family,
    FollowUp,
    JoinSource,
    OneToOne,
    Permission,
    PlacementType,
    Registration,
    Stage,
    StayKind,
    SupportLog,
    TrainingAttendance,
    Way,
)
from hivedesk.rules.days import local
from hivedesk.store.health import problems_of

from .conftest import OpenWindow
from .hand import Hand

PASSPHRASE = "heather moth lantern quay"


def test_a_month(open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unlock, a family with two carers and a child, a sleepover, a visit with a follow-up,
    training, the month previewed and saved, close, reopen: all there."""
    monkeypatch.delenv("HIVEDESK_PASSPHRASE", raising=False)
    hand = open_window()
    hand.begin_new("Jo", "Field", "Eastleigh", PASSPHRASE)
    today = local(machine_now()).date()

    _add_family(hand, today)
    _book_sleepover(hand, today)
    _log_visit(hand, today)
    _record_training(hand)
    saved = _save_month(hand, tmp_path, monkeypatch)
    assert "Families" in saved
    hand.close()

    again = open_window()
    again.wait(lambda: again.title() == "HiveDesk")
    again.unlock("not the passphrase")
    again.wait_for_words("does not open this store")
    assert again.title() == "HiveDesk"
    again.unlock(PASSPHRASE)
    again.wait(lambda: again.title() == "Today · HiveDesk")
    again.wait_for_words("Ring Ada about the new school")
    again.close()
    _all_there(tmp_path / "my.hive", today)


def _add_family(hand: Hand, today: dt.date) -> None:
    hand.page("families", "Families")
    hand.window.workspace.open_sheet("record", kind="families")
    sheet = hand.sheet()
    hand.save_refused(sheet)
    assert sheet.form.fields["name"].problem() == "Family name is needed."
    hand.fill(
        sheet,
        name="Thornbury",
        registration=Registration.COUNTY,
        source=JoinSource.PANEL,
        area="Chandler's Ford",
        joined_on=today - dt.timedelta(days=3),
        one_to_one=OneToOne.WELCOME,
    )
    hand.save(sheet)
    hand.wait_for_words("Thornbury")
    for first in ("Ada", "Ben"):
        hand.window.workspace.open_sheet("record", kind="carers")
        sheet = hand.sheet()
        family = hand.option(sheet, "family_id", "Thornbury")
        hand.fill(sheet, family_id=family, first_name=first, last_name="Thornbury")
        hand.save(sheet)
    hand.window.workspace.open_sheet("record", kind="children")
    sheet = hand.sheet()
    hand.fill(
        sheet,
        family_id=hand.option(sheet, "family_id", "Thornbury"),
        first_name="Kit",
        last_name="Rowe",
        born_on=today.replace(year=today.year - 9, day=1),
        sleepovers=Permission.SOCIAL_WORKER,
        sleepovers_until=today + dt.timedelta(days=300),
        started_on=today - dt.timedelta(days=2),
        code=PlacementType.U6,
    )
    hand.save(sheet)


def _book_sleepover(hand: Hand, today: dt.date) -> None:
    hand.page("rooms", "Rooms")
    hand.window.workspace.open_sheet("record", kind="link-carers")
    sheet = hand.sheet()
    hand.fill(sheet, first_name="Maud", last_name="Pryor", area="Eastleigh", started_on=today)
    hand.save(sheet)
    hand.window.workspace.open_sheet("record", kind="rooms")
    sheet = hand.sheet()
    carer = hand.option(sheet, "link_carer_id", "Maud")
    hand.fill(sheet, link_carer_id=carer, name="Blue room", held_from=today)
    hand.save(sheet)
    hand.keys("Ctrl+B")
    sheet = hand.sheet()
    hand.fill(
        sheet,
        kind=StayKind.SLEEPOVER,
        child_id=hand.option(sheet, "child_id", "Kit"),
        room_id=hand.option(sheet, "room_id", "Blue room"),
        from_on=today,
        to_on=today,
    )
    hand.save_refused(sheet)
    assert "no night" in sheet.form.fields["to_on"].problem()
    hand.fill(sheet, to_on=today + dt.timedelta(days=2))
    hand.save(sheet)
    hand.window.workspace.open_page("rooms", view="stays")
    hand.press("List")
    hand.wait_for_words("Kit Rowe")


def _log_visit(hand: Hand, today: dt.date) -> None:
    hand.page("today", "Today")
    hand.keys("Ctrl+N")
    sheet = hand.sheet()
    line = sheet.form.fields["family_id"].editor.focusProxy()
    hand.qtbot.keyClicks(line, "Th")
    hand.keys("Return")
    hand.wait(sheet.form.fields["family_id"].value)
    hand.fill(
        sheet,
        way=Way.VISIT,
        minutes=45,
        note="Tea in the kitchen. The new school starts on Monday.",
        positive="Kit showed his model boat.",
        what="Ring Ada about the new school",
        due_on=today,
    )
    hand.save(sheet)
    hand.wait_for_words("Ring Ada about the new school")


def _record_training(hand: Hand) -> None:
    hand.page("training", "Training")
    hand.window.workspace.open_sheet("record", kind="courses")
    sheet = hand.sheet()
    hand.fill(sheet, name="Safer caring", stage=Stage.MANDATORY)
    hand.save(sheet)
    hand.window.workspace.open_sheet("record", kind="sessions")
    sheet = hand.sheet()
    hand.fill(sheet, course_id=hand.option(sheet, "course_id", "Safer caring"), minutes=120)
    hand.save(sheet)
    hand.wait_for_words("Safer caring")
    view = hand.find(SubjectView)
    hand.wait(lambda: view.list.view.model().rowCount() == 1)
    hand.press("Take the register")
    hand.press("Mark the rest as came")
    hand.press("Save register")
    hand.wait_for_words(Attendance.ATTENDED.label)


def _save_month(hand: Hand, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    hand.page("reports", "Reports")
    page = hand.find(ReportsPage)
    assert page.preview.page_count >= 1
    target = folder / "month.pdf"
    monkeypatch.setattr(
        "hivedesk.desktop.pages.reports.page.ask_save_pdf", lambda _parent, _suggested: target
    )
    hand.press("Save as PDF")
    hand.wait(target.exists)
    return "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(target.read_bytes())).pages
    )


def _all_there(path: Path, today: dt.date) -> None:
    desk = open_desk(path, PASSPHRASE)
    with desk.store.reading() as session:
        assert [each.name for each in session.query(Family)] == ["Thornbury"]
        assert sorted(each.first_name for each in session.query(Carer)) == ["Ada", "Ben"]
        assert [each.first_name for each in session.query(Child)] == ["Kit"]
        stay = session.query(Booking).one()
        assert (stay.from_on, (stay.to_on - stay.from_on).days) == (today, 2)
        log = session.query(SupportLog).one()
        assert (log.minutes, log.way, log.positive) == (45, Way.VISIT, "Kit showed his model boat.")
        assert session.query(FollowUp).one().support_log_id == log.id
        came = {each.status for each in session.query(TrainingAttendance)}
        assert came == {Attendance.ATTENDED}
        assert session.query(TrainingAttendance).count() == 2
    assert problems_of(desk.store) == []
    desk.store.close()
