"""Planning an activity within its quarter's money and its room, and keeping what people said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from hivedesk.records import Activity, ActivityAttendance, BudgetLine, values_of
from hivedesk.rules.budget import check_cost, money_of
from hivedesk.rules.days import local, quarter_of
from hivedesk.rules.ladder import CAME, HOLDS
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.budget import money_in, rows_in
from hivedesk.store.queries.registers import places_of

from .desk import Desk, Outcome, outcome
from .registers import move_up
from .saving import Values, get, put


def save_activity(
    desk: Desk, values: Values, record_id: str | None = None, *, over_budget: bool = False
) -> Outcome:
    """Add an activity or change one. Where there is more room, those who wait move up.

    Args:
        over_budget: save it although it costs more than is left; the change then says so.

    Raises:
        Refused: a rule speaks against it, or it costs more than is left of its quarter's money.
    """
    verb = f"{'Edit' if record_id else 'Add'} activity{' over its budget' if over_budget else ''}"
    with desk.writing(verb) as write:
        before = values_of(get(write.session, Activity, record_id)) if record_id else {}
        activity = put(write, Activity, values, record_id)
        to_come = activity.at > write.at
        refuse_on(_problems_of_room(write.session, activity, before) if to_come else [])
        refuse_on(_problems_of_cost(write.session, activity, before), warnings_accepted=over_budget)
        moved = move_up(write, activity) if to_come else []
        saved = activity.id
    return outcome(write, saved, *moved)


def save_budget_line(
    desk: Desk, values: Values, record_id: str | None = None, *, over_budget: bool = False
) -> Outcome:
    """Add a line of the budget or change one; what an activity was to cost is no surprise.

    Args:
        over_budget: as in `save_activity`.

    Raises:
        Refused: a rule speaks against it, or it spends more than is left of its quarter's money.
    """
    verb = f"{'Edit' if record_id else 'Add'} {BudgetLine.one}"
    with desk.writing(f"{verb} over the budget" if over_budget else verb) as write:
        there = values_of(get(write.session, BudgetLine, record_id)) if record_id else {}
        asked = {**there, **values}
        hive_id, on = asked.get("hive_id"), asked.get("on")
        before = money_in(write.session, hive_id, quarter_of(on)) if hive_id and on else None
        line = put(write, BudgetLine, values, record_id)
        if before is not None:
            quarter = quarter_of(line.on)
            after = money_in(write.session, line.hive_id, quarter)
            found = check_cost(before, after, quarter, "pence")
            refuse_on(found, warnings_accepted=over_budget)
        saved = line.id
    return outcome(write, saved)


def keep_feedback(desk: Desk, activity_id: str, said: Mapping[str, Values]) -> Outcome:
    """Keep what people said of an activity.

    Args:
        said: by the id of their place, their `feedback` (1 to 5 or None), `remark`, `may_quote`.
    """
    with desk.writing("Keep feedback") as write:
        activity = get(write.session, Activity, activity_id)
        if activity.at > write.at:
            refuse_on([Problem("", "That is still to come. Ask them when it is over.")])
        if not said:
            refuse_on([Problem("people", "Choose somebody, and write down what they said.")])
        for place_id, values in said.items():
            place = get(write.session, ActivityAttendance, place_id)
            if place.activity_id != activity_id or place.status not in CAME:
                refuse_on([Problem("people", "Only those who came can say how it was.")])
            remark = (values.get("remark") or "").strip() or None
            # What is not there cannot be quoted: a later remark needs its own consent.
            agreed = bool(remark) and bool(values.get("may_quote"))
            put(
                write,
                ActivityAttendance,
                {**values, "remark": remark, "may_quote": agreed},
                place_id,
            )
    return outcome(write, activity_id)


def _problems_of_room(
    session: Session, activity: Activity, before: Mapping[str, Any]
) -> list[Problem]:
    """More would be booked than there is room for."""
    if activity.capacity is None or activity.capacity == before.get("capacity"):
        return []
    held = sum(row.status in HOLDS for row in places_of(session, activity.id))
    if held <= activity.capacity:
        return []
    words = f"{held} are booked. Change who is coming first, or leave room for {held}."
    return [Problem("capacity", words)]


def _problems_of_cost(
    session: Session, activity: Activity, before: Mapping[str, Any]
) -> list[Problem]:
    quarter = quarter_of(local(activity.at).date())
    lines, costs, elsewhere = rows_in(session, activity.hive_id, quarter)
    costs = costs | {activity.id: activity.cost_pence}
    at: dt.datetime | None = before.get("at")
    was_here = at is not None and quarter.start <= at < quarter.end
    earlier = before["cost_pence"] if was_here and before["hive_id"] == activity.hive_id else 0
    without = money_of(lines, (costs | {activity.id: earlier}).items(), elsewhere)
    return check_cost(without, money_of(lines, costs.items(), elsewhere), quarter)
