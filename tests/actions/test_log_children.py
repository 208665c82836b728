"""Whom a contact was about: a row for each child, and still one contact, counted once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, end_placement
from hivedesk.actions.history import redo, undo
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.support import change_log, log_support
from hivedesk.records import PlacementEnd, Way
from hivedesk.reports.monthly import monthly_figures
from hivedesk.rules.days import month, week_of
from hivedesk.rules.problems import Refused
from hivedesk.store.queries.hours import hours_of
from hivedesk.store.queries.log_children import children_of_logs
from hivedesk.store.queries.story import StoryAsked, story_of

from .little import TODAY, Ids, family_values, new_child, refused, rows, settle_in


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def sister(desk: Desk, ids: Ids) -> str:
    """A second, younger child of its family."""
    return new_child(desk, ids.family, first_name="Wren", born_on=dt.date(2014, 5, 1))


def values(desk: Desk, **given: Any) -> dict[str, Any]:
    """A visit an hour ago."""
    at = desk.now - dt.timedelta(hours=1)
    return {"at": at, "minutes": 40, "way": Way.VISIT, "note": "Bedtimes."} | given


def named(desk: Desk, log_id: str | None) -> list[str]:
    """The children a log names, in the order they are shown."""
    with desk.store.reading() as session:
        return list(children_of_logs(session, [str(log_id)])[str(log_id)])


def test_two_children_of_one_family_are_one_contact(desk: Desk, ids: Ids, sister: str) -> None:
    made = log_support(desk, [ids.family], values(desk), None, [sister, ids.child, sister])
    assert made.kinds == {"support-logs", "log-children"}
    assert len(rows(desk, "support-logs")) == 1
    assert {each["child_id"] for each in rows(desk, "log-children")} == {ids.child, sister}
    # The eldest first, however they were ticked.
    assert named(desk, made.record_id) == [ids.child, sister]
    with desk.store.reading() as session:
        figures = monthly_figures(session, month(2021, 6), ids.hive, desk.now)
        hours = hours_of(session, str(desk.worker_id), week_of(TODAY), desk.now)
        story = story_of(session, StoryAsked(ids.family), desk.now)
    assert (figures.single["support_contacts"], figures.single["support_minutes"]) == (1, 40)
    assert hours.week.worked == 40
    told = [each for each in story.entries if each.kind == "support-logs"]
    assert [each.aside for each in told] == ["about Robin and Wren"]


def test_a_visit_to_two_families_names_each_familys_own(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    theirs = new_child(desk, second, first_name="Ash")
    made = log_support(desk, [ids.family, second], values(desk), None, [theirs, ids.child])
    first, other = made.record_ids
    assert (named(desk, first), named(desk, other)) == ([ids.child], [theirs])


def test_a_child_of_another_family_is_refused_and_nothing_is_kept(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    theirs = new_child(desk, second, first_name="Ash")
    with refused(desk, "Ash does not live with this family"):
        log_support(desk, [ids.family], values(desk), None, [theirs])
    with pytest.raises(Refused) as told:
        log_support(desk, [ids.family], values(desk, note=""), None, [theirs, "nobody"])
    assert [each.field for each in told.value.problems] == ["note", "child_ids", "child_ids"]
    assert "That child does not live" in told.value.problems[-1].words
    assert rows(desk, "support-logs") == []


def test_a_child_who_lived_there_can_still_be_spoken_of(desk: Desk, ids: Ids) -> None:
    end_placement(desk, ids.child, TODAY, PlacementEnd.PLANNED)
    made = log_support(desk, [ids.family], values(desk), None, [ids.child])
    assert named(desk, made.record_id) == [ids.child]


def test_a_log_is_corrected_together_with_whom_it_was_about(
    desk: Desk, ids: Ids, sister: str
) -> None:
    made = log_support(desk, [ids.family], values(desk), None, [ids.child])
    log_id = str(made.record_id)
    change_log(desk, log_id, {"minutes": 55}, [sister])
    assert named(desk, log_id) == [sister]
    assert [each["minutes"] for each in rows(desk, "support-logs")] == [55]
    undo(desk)
    assert named(desk, log_id) == [ids.child]
    redo(desk)
    assert named(desk, log_id) == [sister]
    # Named again after it was taken away.
    change_log(desk, log_id, {}, [sister, ids.child])
    assert named(desk, log_id) == [ids.child, sister]


def test_a_log_that_goes_to_another_family_takes_no_child_along(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    log_id = str(log_support(desk, [ids.family], values(desk), None, [ids.child]).record_id)
    with refused(desk, "Robin does not live with this family"):
        change_log(desk, log_id, {"family_id": second}, [ids.child])
    change_log(desk, log_id, {"family_id": second}, [])
    assert named(desk, log_id) == []


def test_the_whole_log_can_be_taken_back(desk: Desk, ids: Ids) -> None:
    log_support(desk, [ids.family], values(desk), None, [ids.child])
    undo(desk)
    assert rows(desk, "support-logs") == []
    assert rows(desk, "log-children") == []
    redo(desk)
    (kept,) = rows(desk, "support-logs")
    assert named(desk, kept["id"]) == [ids.child]


def test_a_child_named_on_another_laptop_keeps_nobody_from_taking_the_log_back(
    desk: Desk, ids: Ids
) -> None:
    made = log_support(desk, [ids.family], values(desk))
    other = replace(desk, who="Ola Other")
    save_record(other, "log-children", {"support_log_id": made.record_id, "child_id": ids.child})
    undo(desk)
    assert rows(desk, "support-logs") == []
    redo(desk)
    assert named(desk, made.record_id) == [ids.child]


def test_a_name_outlasts_the_child_being_put_away(desk: Desk, ids: Ids, sister: str) -> None:
    made = log_support(desk, [ids.family], values(desk), None, [ids.child, sister])
    archive(desk, "children", sister)
    assert named(desk, made.record_id) == [ids.child, sister]
    change_log(desk, str(made.record_id), {"minutes": 10}, [ids.child, sister])
    assert named(desk, made.record_id) == [ids.child, sister]


def test_one_child_added_on_two_laptops_is_named_once(desk: Desk, ids: Ids) -> None:
    made = log_support(desk, [ids.family], values(desk), None, [ids.child])
    twice = {"support_log_id": made.record_id, "child_id": ids.child}
    save_record(desk, "log-children", twice)
    assert named(desk, made.record_id) == [ids.child]
    change_log(desk, str(made.record_id), {}, [])
    assert named(desk, made.record_id) == []


def test_a_visit_keeps_one_log_for_each_family(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    third = str(add_family(desk, family_values(desk, name="Okafor")).record_id)
    made = log_support(desk, [ids.family, second], values(desk))
    theirs = made.record_ids[1]
    with refused(desk, "That family has a log of this visit already"):
        change_log(desk, theirs, {"family_id": ids.family}, [])
    change_log(desk, theirs, {"family_id": third}, [])
    archive(desk, "support-logs", made.record_ids[0])
    change_log(desk, theirs, {"family_id": ids.family}, [])
