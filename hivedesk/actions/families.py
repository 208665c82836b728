"""Families join, go on hold, leave; children are placed and move on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hivedesk.records import (
    Child,
    Family,
    FamilyState,
    FamilyStatus,
    Placement,
    PlacementEnd,
    PlacementType,
    ReasonCode,
)
from hivedesk.rules.days import local
from hivedesk.rules.families import check_status
from hivedesk.rules.problems import Problem, refuse_on

from .desk import Desk, Outcome, outcome
from .family_steps import steps_of
from .saving import Values, get, put


def add_family(desk: Desk, values: Values) -> Outcome:
    """A family joins its Hive: the record and the first step of its history."""
    with desk.writing("Add family") as write:
        saved = put(write, Family, values).id
    return outcome(write, saved)


def set_family_status(
    desk: Desk, family_id: str, status: FamilyState, from_on: dt.date, reason: str | None
) -> Outcome:
    """A family goes on hold, comes back, leaves or is de-registered, from a day on.

    Raises:
        Refused: the day lies before the last step or in the future, or no reason is given.
    """
    with desk.writing(f"Record family as {status.label.lower()}") as write:
        family = get(write.session, Family, family_id)
        steps = steps_of(write.session, family_id)
        last = steps[-1].from_on if steps else None
        today = local(write.at).date()
        refuse_on(check_status(family.status, status, from_on, last, today, reason))
        step = {"family_id": family_id, "status": status, "from_on": from_on, "reason": reason}
        put(write, FamilyStatus, step)
    return outcome(write, family_id)


def add_child(desk: Desk, values: Values, placed_on: dt.date, code: PlacementType) -> Outcome:
    """A child is placed with a family: the child and the placement."""
    with desk.writing("Add child") as write:
        child = put(write, Child, values)
        placement = {
            "child_id": child.id,
            "family_id": child.family_id,
            "code": code,
            "started_on": placed_on,
        }
        put(write, Placement, placement)
        saved = child.id
    return outcome(write, saved)


def end_placement(
    desk: Desk,
    child_id: str,
    ended_on: dt.date,
    how: PlacementEnd,
    reason_code: ReasonCode | None = None,
    note: str | None = None,
) -> Outcome:
    """A child moves on: the open placement ends and the child leaves everyday lists."""
    with desk.writing("End placement") as write:
        child = get(write.session, Child, child_id)
        placement = write.session.scalar(
            select(Placement).where(
                Placement.child_id == child_id,
                Placement.ended_on.is_(None),
                Placement.archived_at.is_(None),
            )
        )
        if placement is None:
            refuse_on([Problem("ended_on", f"{child.first_name} has no placement that is open.")])
            raise AssertionError
        if ended_on < placement.started_on:
            words = f"The placement began on {placement.started_on:%d %b %Y}. Choose a later day."
            refuse_on([Problem("ended_on", words)])
        if ended_on > local(write.at).date():
            words = "That day is still to come. Record it when it comes."
            refuse_on([Problem("ended_on", words)])
        end = {"ended_on": ended_on, "ended_how": how, "reason_code": reason_code}
        put(write, Placement, end | ({"note": note} if note else {}), placement.id)
        child.left_on = ended_on
    return outcome(write, child_id)
