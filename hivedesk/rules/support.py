"""What counts about one-to-one support: out of hours, gone quiet, visits to several families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hivedesk.records import FamilyState, OneToOne, Registration

from .days import add_months, local
from .policies import Policies
from .problems import Problem


def is_out_of_hours(at: dt.datetime, policies: Policies) -> bool:
    """Whether a contact began outside the office hours the policy names for that day."""
    here = local(at)
    days = {int(day) for day in policies.text("office.days", here.date()).split(",") if day}
    opens = dt.time.fromisoformat(policies.text("office.opens", here.date()))
    closes = dt.time.fromisoformat(policies.text("office.closes", here.date()))
    return here.isoweekday() not in days or not opens <= here.time() < closes


class QuietFacts(NamedTuple):
    """What decides when a family counts as gone quiet."""

    registration: Registration
    status: FamilyState
    one_to_one: OneToOne
    approved_on: dt.date | None
    joined_on: dt.date
    leave_until: dt.date | None
    last_contact: dt.date | None


class Quiet(NamedTuple):
    """A family nobody has spoken to for longer than is usual for it."""

    days: int
    threshold: int
    why: str


def gone_quiet(facts: QuietFacts, today: dt.date, policies: Policies) -> Quiet | None:
    """Whether a family has gone quiet, and by which threshold; None where it has not.

    Families on hold, families that asked to be left and carers who do not want
    one-to-ones are never nagged about. Thresholds are policies, in days.
    """
    if facts.status is not FamilyState.ACTIVE or facts.one_to_one is OneToOne.NOT_WANTED:
        return None
    if facts.leave_until and today < facts.leave_until:
        return None
    threshold, why = _threshold(facts, today, policies)
    days = (today - max(facts.last_contact or facts.joined_on, facts.joined_on)).days
    return Quiet(days, threshold, why) if days > threshold else None


def _threshold(facts: QuietFacts, today: dt.date, policies: Policies) -> tuple[int, str]:
    if facts.registration is Registration.CONNECTED:
        return policies.number("quiet.days_connected", today), "Connected carers"
    if facts.approved_on and add_months(facts.approved_on, 12) > today:
        return policies.number("quiet.days_new", today), "First year of fostering"
    label = facts.registration.label
    return policies.number("quiet.days", today), label + "s" * label.endswith("carer")


def minutes_once(contacts: Iterable[tuple[str | None, int]]) -> int:
    """Minutes of contacts, a visit to several families counted once.

    Args:
        contacts: the visit's id (None for a contact with one family) and its minutes.
    """
    alone = 0
    visits: dict[str, int] = {}
    for visit, minutes in contacts:
        if visit is None:
            alone += minutes
        else:
            visits[visit] = max(visits.get(visit, 0), minutes)
    return alone + sum(visits.values())


def check_log(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a support log beside the declared ones."""
    found = []
    if "note" in values and not (values["note"] or "").strip():
        found.append(Problem("note", "Write a line on what you talked about."))
    if (values.get("breakdown_averted") or values.get("carer_staying")) and not (
        values.get("evidence") or ""
    ).strip():
        found.append(Problem("evidence", "Say what shows it; the business case counts on it."))
    return found


def check_follow_up(values: Mapping[str, Any], today: dt.date) -> list[Problem]:
    """Problems of a follow-up that is being promised now."""
    due, what = values.get("due_on"), (values.get("what") or "").strip()
    if what and not due:
        return [Problem("due_on", "Choose the day it is due.")]
    if due and not what:
        return [Problem("what", "Say what is to be done.")]
    if due and due < today:
        words = f"{due:%a} {due.day} {due:%b} has passed. Choose today or a later day."
        return [Problem("due_on", words)]
    return []
