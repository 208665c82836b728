"""Drafts of a log: they lie under whom they are about, and none is written over another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.desktop.forms.form_sheet import FormSheet
from tests.actions.little import Ids, family_values, rows
from tests.conftest import Clock

from .support_host import Hosted, hosted, ids, said_in

__all__ = ["hosted", "ids"]

BACK = "Your draft is back"


@pytest.fixture
def second(desk: Desk, ids: Ids) -> str:
    """Another family."""
    made = add_family(desk, family_values(desk, name="Thorne")).record_id
    assert made
    return made


def typed(hosted: Hosted, note: str, *family_ids: str, **opened: Any) -> FormSheet:
    """A sheet with a note on it, about these families."""
    sheet = hosted.open_log(**opened)
    sheet.form.fields["family_id"].set_value(list(family_ids))
    sheet.form.fields["note"].set_value(note)
    return sheet


def left(hosted: Hosted, sheet: FormSheet) -> None:
    """Leave it as Esc does."""
    sheet.close_sheet()
    assert hosted.sheets() == []


def note_of(sheet: FormSheet) -> Any:
    return sheet.form.fields["note"].value()


def test_words_follow_the_family_they_are_about(hosted: Hosted, ids: Ids, second: str) -> None:
    sheet = typed(hosted, "About Thorne after all.", ids.family, family_ids=[ids.family])
    sheet.keep_draft()
    hosted.settle()
    sheet.form.fields["family_id"].set_value([second])
    left(hosted, sheet)
    first = hosted.open_log(family_ids=[ids.family])
    assert (note_of(first), BACK in said_in(first)) == (None, False)
    first.close_sheet(force=True)
    again = hosted.open_log(family_ids=[second])
    assert (note_of(again), BACK in said_in(again)) == ("About Thorne after all.", True)


def test_opened_for_nobody_a_draft_about_somebody_is_only_offered(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    left(hosted, typed(hosted, "She rang late.", ids.family))
    sheet = hosted.open_log()
    assert (note_of(sheet), BACK in said_in(sheet)) == (None, False)
    assert "A draft about Marlowe is waiting" in said_in(sheet)
    hosted.press(sheet, "Bring it back")
    assert (note_of(sheet), sheet.form.fields["family_id"].value()) == (
        "She rang late.",
        [ids.family],
    )
    sheet.form.fields["way"].set_value("phone")
    sheet.form.fields["minutes"].set_value(20)
    sheet.save()
    assert hosted.sheets() == []
    assert [each["note"] for each in rows(desk, "support-logs")] == ["She rang late."]
    assert "waiting" not in said_in(hosted.open_log())


def test_what_was_typed_meanwhile_is_not_written_over(hosted: Hosted, ids: Ids) -> None:
    left(hosted, typed(hosted, "The first call.", ids.family))
    sheet = hosted.open_log()
    sheet.form.fields["note"].set_value("A second call, just now.")
    assert "is waiting" not in said_in(sheet)
    assert note_of(sheet) == "A second call, just now."


def test_two_drafts_about_one_family_are_both_kept(hosted: Hosted, ids: Ids) -> None:
    left(hosted, typed(hosted, "The first call.", ids.family, family_ids=[ids.family]))
    second = typed(hosted, "The second call.", ids.family)
    left(hosted, second)
    newest = hosted.open_log(family_ids=[ids.family])
    assert note_of(newest) == "The second call."
    hosted.press(newest, "Begin afresh")
    newest.close_sheet()
    hosted.settle()
    assert note_of(hosted.open_log(family_ids=[ids.family])) == "The first call."


def test_words_about_nobody_yet_come_back_by_themselves(hosted: Hosted, ids: Ids) -> None:
    left(hosted, typed(hosted, "Who was it?"))
    again = hosted.open_log()
    assert (note_of(again), BACK in said_in(again)) == ("Who was it?", True)
    again.close_sheet(force=True)
    assert note_of(hosted.open_log(family_ids=[ids.family])) is None


def test_the_clock_goes_on_while_the_sheet_is_away(
    hosted: Hosted, desk: Desk, ids: Ids, clock: Clock
) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    began = sheet.form.values()["at"]
    hosted.press(sheet, "Start the clock")
    clock.tick(minutes=10)
    left(hosted, sheet)  # as a lock does, and Esc
    clock.tick(minutes=35)
    again = hosted.open_log(family_ids=[ids.family])
    assert (again.form.fields["minutes"].value(), again.form.values()["at"]) == (45, began)
    clock.tick(minutes=2)
    hosted.press(again, "Stop the clock")
    left(hosted, again)
    clock.tick(minutes=60)
    stopped = hosted.open_log(family_ids=[ids.family])
    assert stopped.form.fields["minutes"].value() == 47
    stopped.form.set_values({"way": "phone", "note": "A long call."})
    stopped.save()
    assert hosted.sheets() == []
    assert [each["minutes"] for each in rows(desk, "support-logs")] == [47]


def test_a_clock_that_was_forgotten_stands_still(hosted: Hosted, ids: Ids, clock: Clock) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    hosted.press(sheet, "Start the clock")
    left(hosted, sheet)
    clock.now += dt.timedelta(hours=9)
    again = hosted.open_log(family_ids=[ids.family])
    assert again.form.fields["minutes"].value() == 1
    hosted.press(again, "Start the clock")
    hosted.press(again, "Begin afresh")
    assert again.form.values()["clock"] is None


def test_words_that_come_back_are_looked_at_from_where_the_keyboard_is(
    hosted: Hosted, ids: Ids
) -> None:
    sheet = typed(hosted, "He stays.", ids.family)
    sheet.form.fields["breakdown_averted"].set_value(True)
    left(hosted, sheet)
    hosted.window.resize(1000, 400)
    again = hosted.open_log()
    hosted.press(again, "Bring it back")
    hosted.settle()
    fields = again.form.fields
    assert fields["evidence"].isVisibleTo(again)
    assert fields["family_id"].editor.focusProxy().hasFocus()
    assert not fields["family_id"].editor.visibleRegion().isEmpty()


def test_no_draft_is_asked_for_once_the_window_has_closed(hosted: Hosted, ids: Ids) -> None:
    """As its timer does, two seconds after the first word, on a form that is still there."""
    sheet = typed(hosted, "She rang late.", ids.family)
    hosted.workspace.stop()
    assert not sheet.keep_draft()
