"""The Support page, used as a worker uses it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.actions.history import undo
from hivedesk.actions.saving import save_record
from hivedesk.desktop.pages.printed_sheet import PrintedSheet
from hivedesk.desktop.pages.support.hours_view import HoursView
from hivedesk.desktop.pages.support.quick_time import add_quick, offered
from hivedesk.desktop.pages.today.rows import OpenButton
from hivedesk.desktop.pages.today.sheets import later_days, next_tuesday
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.badge import Badge
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.charts import Columns
from hivedesk.desktop.widgets.charts import Rows as RowsChart
from hivedesk.desktop.widgets.editors_choice import Combo
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.records import (
    CheckKind,
    FollowUpBy,
    OneToOne,
    ProfessionalRole,
    ReferralState,
    Service,
    TimeKind,
    Way,
    WorkerRole,
)
from hivedesk.rules.days import LONDON
from hivedesk.rules.hours import latest_begin
from hivedesk.store.queries.last_times import Quick
from tests.actions.little import Ids, add, family_values, row, rows

from .support_host import Hosted, at, hosted, ids, log, said_in

__all__ = ["hosted", "ids"]


def day(number: int) -> dt.date:
    """A day in June 2021; today is Wednesday the 16th."""
    return dt.date(2021, 6, number)


def second_family(desk: Desk, name: str = "Thorne") -> str:
    """Another family; its id."""
    made = add_family(desk, family_values(desk, name=name)).record_id
    assert made
    return made


def test_logs_stand_newest_first_with_what_matters(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    log(desk, [ids.family], at(14, 20), minutes=75, way=Way.VISIT)
    promise = {"what": "Ring", "due_on": day(18)}
    log(desk, [second_family(desk)], at(15), follow_up=promise)
    late = log(desk, [ids.family], at(1), follow_up={"what": "Send", "due_on": day(16)})
    (made,) = rows(desk, "follow-ups", support_log_id=late)
    save_record(desk, "follow-ups", {"due_on": day(14)}, made["id"])
    view = hosted.view("logs")
    assert hosted.lines(view) == [
        ("Thorne", "Tue 15 Jun · Phone, 25 min", "Follow-up"),
        ("Marlowe", "Mon 14 Jun · Home visit, 1 h 15 min", "Out of hours"),
        ("Marlowe", "Tue 1 Jun · Phone, 25 min", "2 days late"),
    ]


def test_logs_are_narrowed_by_their_way(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    log(desk, [ids.family], at(14), way=Way.VISIT)
    log(desk, [ids.family], at(15), way=Way.TEXT)
    view = hosted.view("logs")
    (picker,) = (c for c in view.list.findChildren(Combo) if c.accessibleName() == "How")
    picker.set_value(Way.VISIT)
    hosted.settle()
    assert [second for _, second, _ in hosted.lines(view)] == ["Mon 14 Jun · Home visit, 25 min"]


def test_a_log_shows_everything_and_the_private_note_to_its_writer_only(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    other = add(desk, "workers", first_name="Bo", last_name="Lane", role=WorkerRole.SUPPORT_WORKER)
    given = {"positive": "She sang.", "agreed": "Ring Friday.", "brought_in": ["psychology"]}
    both = [ids.family, second_family(desk)]
    log(desk, both, at(15, 19), private_note="My own.", themes=["School"], **given)
    log(desk, [ids.family], at(14), worker_id=other, private_note="Bo's own.")
    view = hosted.view("logs")
    assert [title for title, *_ in hosted.lines(view)] == ["Marlowe", "Thorne", "Marlowe"]
    said = said_in(view.detail)
    for words in ("A word.", "Something positive", "She sang.", "Ring Friday.", "School"):
        assert words in said
    assert "Psychology" in said
    assert "Phone · Tue 15 Jun, 19:00 · 25 min · with Thorne" in said
    assert [badge.spec().word for badge in view.detail.findChildren(Badge)] == ["Out of hours"]
    assert "My own." in said
    assert view.detail.findChild(QFrame, "private") is not None
    hosted.choose(view, 2)
    assert "Bo's own." not in said_in(view.detail)
    assert view.detail.findChild(QFrame, "private") is None


def test_adding_and_editing_a_log_open_the_log_sheet(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    log(desk, [ids.family], at(15))
    view = hosted.view("logs")
    hosted.press(view.detail, "Edit")
    sheet = hosted.sheet()
    assert sheet.accessibleName() == "Edit support log"
    assert sheet.form.fields["note"].value() == "A word."
    sheet.close_sheet(force=True)
    hosted.press(view.list, "Add")
    assert hosted.sheet().accessibleName() == "Log support"


def test_follow_ups_stand_in_the_order_they_are_due(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    for what, due, by in (
        ("Later", 25, FollowUpBy.ME),
        ("Late", 15, FollowUpBy.ME),
        ("Theirs", 16, FollowUpBy.OTHER),
    ):
        add(desk, "follow-ups", family_id=ids.family, what=what, due_on=day(due), by=by)
    view = hosted.view("follow-ups")
    assert hosted.lines(view) == [
        ("Late", "Marlowe", "1 day late"),
        ("Theirs", "Marlowe · waiting on somebody else", "Today"),
        ("Later", "Marlowe", "Fri 25 Jun"),
    ]
    chips = {chip.text(): chip for chip in view.which.findChildren(Button)}
    assert list(chips) == ["All", "Overdue 1", "Today", "To come 1", "Waiting on others 1"]
    for word, titles in (
        ("Overdue 1", ["Late"]),
        ("Waiting on others 1", ["Theirs"]),
        ("To come 1", ["Later"]),
        ("Today", []),
    ):
        chips[word].click()
        hosted.settle()
        assert [title for title, *_ in hosted.lines(view)] == titles
    hosted.press(view.list, "Show all")
    assert len(hosted.lines(view)) == 3


def test_a_follow_up_is_done_with_a_note_and_opened_again_by_undo(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    log(desk, [ids.family], at(14), follow_up={"what": "Ring", "due_on": day(16)})
    view = hosted.view("follow-ups")
    hosted.press(view.detail, "Done with a note…")
    sheet = hosted.sheet()
    assert "Ring" in said_in(sheet)
    sheet.form.set_values({"note": "She is calmer."})
    sheet.save()
    hosted.settle()
    assert hosted.lines(view) == []
    (kept,) = rows(desk, "follow-ups")
    assert (kept["done_on"], kept["done_note"]) == (day(16), "She is calmer.")
    undo(desk)
    (kept,) = rows(desk, "follow-ups")
    assert (kept["done_on"], kept["done_note"]) == (None, None)
    view.reload()
    hosted.settle()
    assert [title for title, *_ in hosted.lines(view)] == ["Ring"]


def test_what_came_of_a_follow_up_is_not_lost_on_the_way(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    for what in ("Ring", "Write"):
        log(desk, [ids.family], at(14), follow_up={"what": what, "due_on": day(16)})
    first, other = rows(desk, "follow-ups")
    hosted.workspace.open_sheet("follow-up-done", follow_up_id=first["id"])
    sheet = hosted.sheet()
    sheet.form.set_values({"note": "She is calmer."})
    sheet.close_sheet()  # as a lock does, and Esc
    assert hosted.sheets() == []
    hosted.workspace.open_sheet("follow-up-done", follow_up_id=other["id"])
    sheet = hosted.sheet()
    assert sheet.form.values() == {"note": None}
    sheet.close_sheet()
    hosted.workspace.open_sheet("follow-up-done", follow_up_id=first["id"])
    sheet = hosted.sheet()
    assert sheet.form.values() == {"note": "She is calmer."}
    sheet.save()
    assert hosted.sheets() == []
    assert [each["done_note"] for each in rows(desk, "follow-ups")] == ["She is calmer.", None]


def test_follow_ups_are_saved_for_ones_own_calendar(
    hosted: Hosted, desk: Desk, ids: Ids, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(desk, [ids.family], at(14), follow_up={"what": "Ring Sal", "due_on": day(17)})
    out = tmp_path / "mine.ics"
    monkeypatch.setattr("hivedesk.desktop.pages.printed_sheet.ask_save_calendar", lambda *_: out)
    view = hosted.view("follow-ups")
    hosted.press(view.list, "For your calendar…")
    (sheet,) = hosted.window.findChildren(PrintedSheet)
    sheet.save()
    assert hosted.workspace.aside.wait_idle()
    text = out.read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20210617" in text
    assert "Sal" not in text


@pytest.mark.parametrize(("today", "tuesday"), [(14, 22), (13, 15), (15, 22), (16, 22), (12, 15)])
def test_next_tuesday_is_neither_today_nor_tomorrow(today: int, tuesday: int) -> None:
    assert next_tuesday(day(today)) == day(tuesday)


def test_what_is_put_off_is_never_offered_a_day_before_it_is_due() -> None:
    late = [offered for _, offered in later_days(day(10), day(16))]
    assert late == [day(17), day(22), day(23)]
    words, coming = zip(*later_days(day(18), day(16)), strict=True)
    assert coming == (day(19), day(22), day(25))
    assert words == ("A day later", "Tuesday, 22 Jun", "A week later")


def test_a_follow_up_is_done_or_put_off(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    log(desk, [ids.family], at(14), follow_up={"what": "Ring", "due_on": day(16)})
    view = hosted.view("follow-ups")
    assert hosted.lines(view) == [("Ring", "Marlowe · from the phone call on Mon 14 Jun", "Today")]
    hosted.press(view.detail, "Put off…")
    sheet = hosted.sheet()
    sheet.form.set_values({"due_on": day(21)})
    sheet.save()
    hosted.settle()
    assert hosted.lines(view)[0][2] == "Mon 21 Jun"
    hosted.press(view.detail, "Done")
    assert hosted.lines(view) == []
    (kept,) = rows(desk, "follow-ups")
    assert (kept["due_on"], kept["done_on"]) == (day(21), day(16))
    assert hosted.said[-1] == "Follow-up done"


def test_hours_count_overlaps_once_and_say_what_was_out_of_hours(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    both = [ids.family, second_family(desk)]
    log(desk, both, at(15, 16, 30), minutes=60, way=Way.VISIT)
    worker = desk.worker_id
    entry = {"worker_id": worker, "kind": TimeKind.TRAVEL, "at": at(15, 16), "minutes": 45}
    add(desk, "time-entries", **entry)
    add(desk, "time-entries", **entry | {"kind": TimeKind.LEAVE, "at": at(14), "minutes": 120})
    log(desk, [ids.family], at(8), minutes=30)
    view = hosted.view("hours")
    assert isinstance(view, HoursView)
    said = said_in(view)
    assert "Mon 14 Jun to Sun 20 Jun" in said
    assert "1 h 30" in said  # 16:00 to 17:30, once
    assert "of 25 hours" in said
    assert "21 h 30 left" in said  # leave counts against the contract
    assert "Open part of a bar: out of hours, 0 h 30. Leave: 2 h 00." in said
    assert "15 min overlap and are counted once." in said
    assert "One-to-one support: Home visit, Marlowe and Thorne" in said
    assert "11:00–13:00 · 2 h · not counted as work" in said
    (chart,) = view.findChildren(Columns)
    assert [(bar.label, bar.value, bar.open_part) for bar in chart.bars()][:3] == [
        ("Mon", 0, 0),
        ("Tue", 90, 30),
        ("Wed", 0, 0),
    ]
    assert "2 h 00 of 107 h 09 worked" in said
    view._before.click()
    hosted.settle()
    said = said_in(view)
    assert "Mon 7 Jun to Sun 13 Jun" in said
    assert "One-to-one support: Phone, Marlowe" in said
    assert "That week" in [p.accessibleName() for p in view.findChildren(Panel)]
    hosted.press(view, "This week")
    assert "Mon 14 Jun to Sun 20 Jun" in said_in(view)
    assert not view._after.isEnabled()


def test_a_night_is_told_in_both_its_days(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    log(desk, [ids.family], at(14, 23), minutes=120)
    view = hosted.view("hours")
    said = said_in(view)
    assert "23:00–01:00 · 2 h" in said
    assert "Began the day before, 23:00–01:00 · 2 h" in said


def test_time_is_added_and_opened_from_hours(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    saved = log(desk, [ids.family], at(15))
    view = hosted.view("hours")
    hosted.press(view, "Open")
    assert hosted.opened == [("support-logs", saved)]
    hosted.press(view, "Add time")
    sheet = hosted.sheet()
    assert sheet.accessibleName() == "Add time"
    now = desk.now
    assert sheet.form.values() == {
        "kind": TimeKind.TRAVEL, "minutes": 15, "at": now - dt.timedelta(minutes=15), "note": None
    }  # fmt: skip
    sheet.form.set_values({"kind": TimeKind.MEETING})  # as long as meetings usually are
    assert sheet.form.values()["at"] == now - dt.timedelta(hours=1)
    sheet.form.set_values({"at": at(15, 9)})
    sheet.form.set_values({"minutes": 45})  # it was said when it began
    sheet.save()
    hosted.settle()
    (kept,) = rows(desk, "time-entries")
    assert (kept["kind"], kept["minutes"], kept["at"]) == (TimeKind.MEETING, 45, at(15, 9))
    assert kept["worker_id"] == desk.worker_id
    hosted.press(view, "Add time")
    assert hosted.sheet().form.values()["kind"] is TimeKind.MEETING
    assert hosted.sheet().form.values()["minutes"] == 45


def test_a_quick_entry_is_one_press_and_one_undo(hosted: Hosted, desk: Desk) -> None:
    view = hosted.view("hours")
    said = [button.text() for button in view._quick if button.isVisible()]
    assert said == ["+15 min travel", "+30 min admin", "+1 h meeting"]
    hosted.press(view, "+30 min admin")
    (kept,) = rows(desk, "time-entries")
    assert (kept["kind"], kept["minutes"]) == (TimeKind.ADMIN, 30)
    assert kept["at"] == desk.now - dt.timedelta(minutes=30)
    assert hosted.said[-1] == "30 min admin added"
    # The second press of a double click adds nothing, and no button changes its place for it.
    hosted.press(view, "+30 min admin")
    assert len(rows(desk, "time-entries")) == 1
    assert [b.text() for b in view._quick] == said
    assert "0 h 30" in said_in(view)
    undo(desk)
    assert rows(desk, "time-entries") == []
    view._before.click()
    hosted.settle()
    assert not any(button.isVisible() for button in view._quick)


def test_what_is_added_twice_counts_twice(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    """The day's sums, pressed one after another when it is over, lie one before the other."""
    log(desk, [ids.family], desk.now - dt.timedelta(minutes=50), minutes=40)
    for minutes in (30, 15):
        add_quick(desk, Quick(TimeKind.ADMIN, minutes))
    add_quick(desk, Quick(TimeKind.TRAVEL, 10))
    told = {(r["kind"], r["minutes"]): desk.now - r["at"] for r in rows(desk, "time-entries")}
    assert told == {
        (TimeKind.ADMIN, 30): dt.timedelta(minutes=80),
        (TimeKind.ADMIN, 15): dt.timedelta(minutes=95),
        (TimeKind.TRAVEL, 10): dt.timedelta(minutes=10),
    }
    view = hosted.view("hours")
    assert "1 h 35" in said_in(view)
    assert "counted once" not in said_in(view)
    hosted.press(view, "Add time")
    sheet = hosted.sheet()
    sheet.form.set_values({"minutes": 20})
    assert sheet.form.values()["at"] == desk.now - dt.timedelta(minutes=115)


def test_time_that_ends_now_began_on_the_real_clock() -> None:
    changed = dt.datetime(2021, 3, 28, 2, 10, 30, tzinfo=LONDON)  # 01:10 by the sun
    assert latest_begin((), 30, changed) == dt.datetime(2021, 3, 28, 0, 40, tzinfo=dt.UTC)


def test_leave_and_lieu_are_no_quick_entries() -> None:
    used = (Quick(TimeKind.LIEU, 300), Quick(TimeKind.LEARNING, 90), Quick(TimeKind.LEAVE, 300))
    assert [each.kind for each in offered(used)] == [
        TimeKind.LEARNING, TimeKind.TRAVEL, TimeKind.ADMIN,
    ]  # fmt: skip


def keep_hours(desk: Desk, starts_on: dt.date, hours: str | None) -> None:
    add(desk, "core-hours", worker_id=desk.worker_id, starts_on=starts_on, hours=hours)


def test_core_hours_stand_behind_the_bars_and_in_words(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    keep_hours(desk, dt.date(2021, 1, 1), "Tue-Sat 10-15")
    log(desk, [ids.family], at(15, 14, 30), minutes=60)
    view = hosted.view("hours")
    (chart,) = view.findChildren(Columns)
    assert [bar.band for bar in chart.bars()] == [0, 300, 300, 300, 300, 300, 0]
    assert "Tue 1:00 core hours 10:00–15:00" in chart.accessibleDescription()
    said = said_in(view)
    assert "Dotted, behind the bars: core hours, Tue–Sat 10:00–15:00." in said
    assert "Open part of a bar: outside core hours, 0 h 30." in said
    assert "1 h 00, 0 h 30 of it out of hours; core hours 10:00–15:00" in said
    keep_hours(desk, dt.date(2021, 6, 17), "Sat 9-10")
    said = said_in(hosted.view("hours"))
    dotted = "Dotted, behind the bars: core hours, "
    assert f"{dotted}Tue–Sat 10:00–15:00; from Thu 17 Jun Sat 9:00–10:00." in said


def test_what_is_measured_by_the_office_is_not_said_to_be_dotted(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    log(desk, [ids.family], at(14, 18))
    keep_hours(desk, dt.date(2021, 6, 15), "Tue-Sat 10-15")
    keep_hours(desk, dt.date(2021, 6, 18), None)
    view = hosted.view("hours")
    (chart,) = view.findChildren(Columns)
    assert [bar.band for bar in chart.bars()] == [0, 300, 300, 300, 0, 0, 0]
    said = said_in(view)
    assert (
        "Dotted, behind the bars: core hours, from Tue 15 Jun Tue–Sat 10:00–15:00. "
        "Before Tue 15 Jun the office hours count. From Fri 18 Jun the office hours count."
    ) in said
    assert "Open part of a bar: out of hours, 0 h 25." in said


def test_time_in_lieu_is_told_with_the_weeks_it_is_made_of(hosted: Hosted, desk: Desk) -> None:
    entry = {"worker_id": desk.worker_id, "kind": TimeKind.ADMIN, "minutes": 14 * 60}
    for number in (7, 8):
        add(desk, "time-entries", **entry, at=at(number, 8))
    taken = entry | {"kind": TimeKind.LIEU, "minutes": 60, "at": at(15)}
    add(desk, "time-entries", **taken)
    view = hosted.view("hours")
    said = said_in(view)
    assert "2 h 00 to take" in said
    assert "Carried over into this week: 3 h 00. In it: 1 h 00 taken." in said
    assert "7 to 13 Jun 2021: 3 h 00 earned" in said
    assert "14 to 20 Jun 2021: 1 h 00 taken" in said
    assert "24 h 00 left" in said  # it counts against the contract
    view._before.click()
    hosted.settle()
    assert "3 h 00 to take" in said_in(view)


def test_the_month_is_estimated_and_said_to_be_an_estimate(hosted: Hosted, desk: Desk) -> None:
    entry = {"worker_id": desk.worker_id, "kind": TimeKind.ADMIN, "minutes": 14 * 60}
    add(desk, "time-entries", **entry, at=at(8, 8))
    view = hosted.view("hours")
    (chart,) = view.findChildren(RowsChart)
    assert [(bar.label, bar.value_word, bar.paper) for bar in chart.bars()] == [
        ("So far", "14 h 00", False),
        ("Estimate", "about 42 h", True),
        ("Contract", "107 h 09", True),
    ]
    assert any(
        "a usual week of 14 h for the days left. It is not a plan." in s for s in said_in(view)
    )


def test_time_that_was_added_is_changed_and_taken_out(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    entry = {"worker_id": desk.worker_id, "kind": TimeKind.ADMIN, "at": at(15), "minutes": 45}
    saved = add(desk, "time-entries", **entry)
    view = hosted.view("hours")
    hosted.press(view, "Edit")
    hosted.sheet().form.set_values({"minutes": 30})
    hosted.sheet().save()
    hosted.settle()
    assert "11:00–11:30 · 30 min" in said_in(view)
    hosted.press(view, "Take out")
    assert row(desk, "time-entries", saved)["archived_at"] == desk.now
    assert "0 h 00" in said_in(view)
    hosted.page.show_this(kind="time-entries", record_id=saved)
    assert hosted.sheet().form.fields["minutes"].value() == 30


def test_a_check_is_recorded_as_done_and_the_next_one_set(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    given = {"family_id": ids.family, "kind": CheckKind.SUPERVISION, "due_on": day(2)}
    check = add(desk, "due-checks", **given)
    far = {"kind": CheckKind.MEDICAL, "due_on": dt.date(2021, 9, 1), "carer_id": ids.carer}
    add(desk, "due-checks", **given | far)
    view = hosted.view("checks")
    assert hosted.lines(view) == [
        ("Marlowe", "Supervision", "2 weeks late"),
        ("Marlowe", "Medical: Sal Marlowe", "Wed 1 Sep"),
    ]
    hosted.press(view.detail, "Record as done…")
    sheet = hosted.sheet()
    assert "Supervision, Marlowe" in said_in(sheet)
    sheet.form.set_values({"done_on": None})
    sheet.save()
    hosted.settle()
    assert sheet.form.fields["done_on"].problem() == "Choose the day it was done."
    sheet.form.set_values({"done_on": day(15), "note": "All well."})
    sheet.save()
    assert hosted.sheets() == []
    kept = row(desk, "due-checks", check)
    assert (kept["done_on"], kept["note"]) == (day(15), "All well.")
    following = [second for _, second, mark in hosted.lines(view) if mark == "Tue 27 Jul"]
    assert following == ["Supervision"]


def test_referrals_and_people_are_listed(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    add(
        desk,
        "referrals",
        family_id=ids.family,
        child_id=ids.child,
        service=Service.PSYCHOLOGY,
        on=day(1),
        why="Nights.",
        status=ReferralState.ACCEPTED,
    )
    add(
        desk,
        "professionals",
        name="Aisha Rahman",
        role=ProfessionalRole.PSW,
        hive_id=ids.hive,
        phone="01632 960171",
    )
    assert hosted.lines(hosted.view("referrals")) == [
        ("Marlowe: Robin Ashdown", "Psychological Service · Tue 1 Jun", "Accepted")
    ]
    view = hosted.view("people")
    assert hosted.lines(view) == [("Aisha Rahman", "PSW · Eastleigh", "01632 960171")]
    assert "Placement stability worker" in said_in(view.detail)


@pytest.mark.parametrize(
    "name", ["logs", "follow-ups", "quiet", "hours", "checks", "referrals", "people"]
)
def test_an_empty_view_says_why(hosted: Hosted, name: str) -> None:
    view = hosted.view(name)
    assert any(len(words.split()) > 2 and words.endswith(".") for words in said_in(view))


def test_in_a_narrow_window_a_row_opens_when_it_is_pressed(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    log(desk, [ids.family], at(15))
    log(desk, [ids.family], at(14))
    hosted.window.resize(683, 716)
    view = hosted.view("logs")
    view._go_back()
    rows_shown = view.list.view
    rows_shown.setFocus()
    hosted.qtbot.keyClick(rows_shown, Qt.Key.Key_Down)
    assert rows_shown.isVisible(), "walking past a row opens nothing"
    hosted.qtbot.keyClick(rows_shown, Qt.Key.Key_Return)
    hosted.settle()
    assert not rows_shown.isVisible()
    assert view.detail.hasFocus()
    hosted.press(view.detail, "Back to the list")
    assert rows_shown.hasFocus()
    place = rows_shown.visualRect(rows_shown.currentIndex()).center()
    hosted.qtbot.mouseClick(rows_shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hosted.settle()
    assert view.detail.isVisible(), "the row that was open before opens again"
    hosted.qtbot.keyClick(view.detail, Qt.Key.Key_Escape)
    assert rows_shown.hasFocus()


@pytest.mark.parametrize(("scale", "width"), [(1.0, 683), (2.0, 683)])
def test_the_views_fold_into_a_list_where_it_is_narrow(
    hosted: Hosted, qapp: QApplication, desk: Desk, ids: Ids, scale: float, width: int
) -> None:
    apply_theme(qapp, load_theme("light", scale))
    log(desk, [ids.family], at(15))
    hosted.window.resize(width, 716)
    hosted.settle()
    assert hosted.window.width() == width
    choice: Any = hosted.page._list
    assert choice.isVisible()
    choice.setCurrentIndex(choice.findData("hours"))
    choice.activated.emit(choice.currentIndex())
    hosted.settle()
    shown = hosted.page.show_view("hours")
    assert isinstance(shown, HoursView)
    assert shown.isVisible()
    scroll = shown._scroll
    body = scroll.widget()
    assert body is not None
    assert body.width() <= scroll.viewport().width()


def test_what_made_a_family_count_sooner_is_said(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    averted = {"breakdown_averted": True, "evidence": "She said so."}
    log(desk, [ids.family], at(4), **averted)
    view = hosted.view("quiet")
    (opening,) = view.findChildren(OpenButton)
    told = "A breakdown was averted on 4 Jun · after that 10 days are long"
    assert (opening.text(), opening.second()) == ("Marlowe", told)


def test_quiet_families_can_be_rung_or_left_from_support(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    quiet = second_family(desk)
    log(desk, [ids.family], at(15))
    never = add_family(desk, family_values(desk, name="Nettle", one_to_one=OneToOne.NOT_WANTED))
    assert never.record_id
    view = hosted.view("quiet")
    said = said_in(view)
    assert "1 of 3 families" in said
    assert "Do not want one-to-ones: Nettle" in said
    hosted.press(view, "Log a contact")
    sheet = hosted.sheet()
    assert sheet.form.fields["family_id"].value() == [quiet]
    sheet.close_sheet(force=True)
    hosted.press(view, "Leave until…")
    hosted.sheet().save()
    hosted.settle()
    assert "Nobody has gone quiet." in said_in(view)
    assert "Thorne: left until Wed 23 Jun" in said_in(view)
    hosted.press(view, "Ask again now")
    assert "1 of 3 families" in said_in(view)
    assert row(desk, "families", quiet)["leave_until"] is None
