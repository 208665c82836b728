"""One-to-one support: one contact, several families, what was promised and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.actions.history import undo
from hivedesk.actions.saving import archive, restore, save_record
from hivedesk.actions.support import (
    change_log,
    finish_follow_up,
    leave_until,
    log_support,
    put_off_follow_up,
)
from hivedesk.records import FollowUpBy, NotFound, Way, new_id
from hivedesk.rules.days import week_of
from hivedesk.rules.problems import Refused
from hivedesk.rules.support import minutes_once
from hivedesk.store.queries.hours import hours_of
from tests.conftest import Clock

from .little import TODAY, Ids, add, changes, family_values, refused, row, rows, settle_in

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


def log_values(desk: Desk, **given: Any) -> dict[str, Any]:
    """A telephone call an hour ago."""
    return {
        "at": desk.now - dt.timedelta(hours=1),
        "minutes": 40,
        "way": Way.PHONE,
        "note": "Talked about bedtimes.",
        "themes": ["School"],
    } | given


def test_a_call_is_kept_as_the_workers_own(desk: Desk, ids: Ids) -> None:
    outcome = log_support(desk, [ids.family], log_values(desk))
    assert outcome.kinds == {"support-logs"}
    kept = row(desk, "support-logs", str(outcome.record_id))
    assert (kept["family_id"], kept["worker_id"]) == (ids.family, desk.worker_id)
    assert (kept["visit_id"], kept["minutes"], kept["themes"]) == (None, 40, ["School"])
    assert (kept["breakdown_averted"], kept["brought_in"]) == (False, [])


def test_a_visit_to_several_families_counts_its_minutes_once(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    # Ticked twice is still one family.
    log_support(desk, [ids.family, second, ids.family], log_values(desk))
    logs = rows(desk, "support-logs")
    assert [log["family_id"] for log in logs] == [ids.family, second]
    assert len({log["visit_id"] for log in logs} - {None}) == 1
    assert minutes_once((log["visit_id"], log["minutes"]) for log in logs) == 40
    assert len({change.group_id for change in changes(desk.store)[-2:]}) == 1


def test_a_promise_hangs_on_the_first_log(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    promise = {"what": "Send the sleep booklet", "due_on": TOMORROW}
    outcome = log_support(desk, [ids.family, second], log_values(desk), promise)
    assert outcome.kinds == {"support-logs", "follow-ups"}
    (kept,) = rows(desk, "follow-ups")
    assert (kept["family_id"], kept["support_log_id"]) == (ids.family, outcome.record_id)
    assert (kept["by"], kept["due_on"], kept["done_on"]) == (FollowUpBy.ME, TOMORROW, None)


@pytest.mark.parametrize("empty", [None, {}, {"by": FollowUpBy.OTHER, "what": "", "due_on": None}])
def test_an_empty_promise_is_none(desk: Desk, ids: Ids, empty: dict[str, Any] | None) -> None:
    log_support(desk, [ids.family], log_values(desk), empty)
    assert rows(desk, "follow-ups") == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"note": "  "}, "What you talked about is needed"),
        ({"note": " \u200f\u200e\u00a0\n"}, "What you talked about is needed"),
        ({"minutes": 0}, "Minutes is between 1 and 960"),
        ({"minutes": None}, "Minutes is needed"),
        ({"way": None}, "How is needed"),
        ({"at": dt.datetime(2021, 6, 16, 9, 1, tzinfo=dt.UTC)}, "still to come"),
        ({"breakdown_averted": True}, "Say what shows it"),
        ({"carer_staying": True, "evidence": " "}, "Say what shows it"),
    ],
)
def test_a_log_that_says_too_little_is_refused(
    desk: Desk, ids: Ids, given: dict[str, Any], words: str
) -> None:
    with refused(desk, words):
        log_support(desk, [ids.family], log_values(desk, **given))


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        ({"what": "Ring school"}, "Choose the day it is due"),
        ({"due_on": TOMORROW}, "Say what is to be done"),
        ({"what": "Ring school", "due_on": YESTERDAY}, "Tue 15 Jun has passed"),
    ],
)
def test_half_a_promise_keeps_the_log_from_being_saved(
    desk: Desk, ids: Ids, promise: dict[str, Any], words: str
) -> None:
    with refused(desk, words):
        log_support(desk, [ids.family], log_values(desk), promise)


def test_one_family_that_cannot_be_logged_keeps_the_others_out_too(desk: Desk, ids: Ids) -> None:
    gone = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    archive(desk, "families", gone)
    with refused(desk, "That family has been archived"):
        log_support(desk, [ids.family, gone], log_values(desk))
    with refused(desk, "Choose the family you spoke with"):
        log_support(desk, [], log_values(desk))


@pytest.fixture
def promise(desk: Desk, ids: Ids) -> str:
    """A follow-up that is due tomorrow."""
    log_support(desk, [ids.family], log_values(desk), {"what": "Ring school", "due_on": TOMORROW})
    return str(rows(desk, "follow-ups")[0]["id"])


def test_a_promise_is_kept_once(desk: Desk, promise: str, clock: Clock) -> None:
    clock.tick(days=1)
    outcome = finish_follow_up(desk, promise, "They will ring back")
    assert outcome.kinds == {"follow-ups"}
    kept = row(desk, "follow-ups", promise)
    assert (kept["done_on"], kept["done_note"]) == (TOMORROW, "They will ring back")
    clock.tick(days=1)
    with refused(desk, "That was done on 17 Jun 2021"):
        finish_follow_up(desk, promise)
    with refused(desk, "That was done"):
        put_off_follow_up(desk, promise, TOMORROW + dt.timedelta(days=9))


def test_a_promise_is_put_off_to_a_day_that_is_still_to_come(desk: Desk, promise: str) -> None:
    later = TODAY + dt.timedelta(days=8)
    put_off_follow_up(desk, promise, later)
    assert row(desk, "follow-ups", promise)["due_on"] == later
    with refused(desk, "Tue 15 Jun has passed"):
        put_off_follow_up(desk, promise, YESTERDAY)


def test_what_was_promised_goes_along_with_a_log_that_was_another_familys(
    desk: Desk, ids: Ids
) -> None:
    right = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    promise = {"what": "Ring the school", "due_on": TOMORROW}
    made = log_support(desk, [ids.family], log_values(desk), promise)
    aside = add(desk, "follow-ups", **promise, family_id=ids.family, by=FollowUpBy.ME)
    change_log(desk, str(made.record_id), {"family_id": right}, [])
    whose = {kept["id"]: kept["family_id"] for kept in rows(desk, "follow-ups")}
    assert whose.pop(aside) == ids.family
    assert list(whose.values()) == [right]
    undo(desk)
    assert {kept["family_id"] for kept in rows(desk, "follow-ups")} == {ids.family}


def test_a_family_is_left_alone_until_a_day(desk: Desk, ids: Ids) -> None:
    outcome = leave_until(desk, ids.family, TOMORROW)
    assert outcome.kinds == {"families"}
    assert row(desk, "families", ids.family)["leave_until"] == TOMORROW
    for day in (TODAY, YESTERDAY):
        with refused(desk, "Choose a day that is still to come"):
            leave_until(desk, ids.family, day)


def test_what_is_not_there_is_said_plainly(desk: Desk) -> None:
    with refused(desk, "That follow-up is not in this store", NotFound):
        finish_follow_up(desk, new_id())
    with refused(desk, "That follow-up is not in this store", NotFound):
        put_off_follow_up(desk, new_id(), TOMORROW)
    with refused(desk, "That family is not in this store", NotFound):
        leave_until(desk, new_id(), TOMORROW)


def test_everything_that_is_missing_is_said_at_once(desk: Desk, ids: Ids) -> None:
    with pytest.raises(Refused) as why:
        log_support(desk, [], {"at": desk.now}, {"what": "Ring", "due_on": YESTERDAY})
    named = {problem.field for problem in why.value.problems}
    assert named == {"family_id", "way", "minutes", "note", "due_on"}
    assert rows(desk, "support-logs") == []


def test_what_came_of_a_visit_is_the_first_familys_alone(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    came = {"breakdown_averted": True, "carer_staying": True, "evidence": "Notice withdrawn."}
    log_support(desk, [ids.family, second], log_values(desk, **came))
    first, other = rows(desk, "support-logs")
    assert {name: first[name] for name in came} == came
    assert {name: other[name] for name in came} == dict.fromkeys(came, False) | {"evidence": None}


def test_a_corrected_time_is_the_whole_visits(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    made = log_support(desk, [ids.family, second], log_values(desk))
    earlier = desk.now - dt.timedelta(days=1)
    right = {"at": earlier, "minutes": 25, "way": Way.VISIT, "note": "Only of Thorne."}
    save_record(desk, "support-logs", right, made.record_ids[1])
    logs = rows(desk, "support-logs")
    assert [(log["at"], log["minutes"], log["way"]) for log in logs] == [
        (earlier, 25, Way.VISIT)
    ] * 2
    assert [log["note"] for log in logs] == ["Talked about bedtimes.", "Only of Thorne."]
    with desk.store.reading() as session:
        found = hours_of(session, desk.worker_id, week_of(TODAY), desk.now)
    assert found is not None
    assert found.week.worked == 25
    undo(desk)
    assert {(log["at"], log["minutes"]) for log in rows(desk, "support-logs")} == {
        (desk.now - dt.timedelta(hours=1), 40)
    }


def test_a_log_that_was_put_away_comes_back_to_its_visit(desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    made = log_support(desk, [ids.family, second], log_values(desk))
    archive(desk, "support-logs", made.record_ids[1])
    earlier = desk.now - dt.timedelta(days=1)
    save_record(desk, "support-logs", {"at": earlier}, made.record_ids[0])
    restore(desk, "support-logs", made.record_ids[1])
    assert [log["at"] for log in rows(desk, "support-logs")] == [earlier] * 2
