"""What counts about one-to-one support: out of hours, gone quiet, visits to several families."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hivedesk.records import FamilyState, OneToOne, Registration, Service

from .days import add_months, day_words, local
from .hours import OFFICE, Cores, usual_hours
from .policies import Policies
from .problems import Problem


def is_out_of_hours(at: dt.datetime, policies: Policies, cores: Cores = OFFICE) -> bool:
    """Whether a contact began outside the hours its worker was usually there that day."""
    here = local(at)
    minute = here.hour * 60 + here.minute
    usual = usual_hours(here.date(), policies, cores)
    return not any(opens <= minute < closes for opens, closes in usual)


class TroubleKind(enum.StrEnum):
    """What shows that a family has had a hard time, and how that is said."""

    AVERTED = "A breakdown was averted on"
    STAYED = "A carer was leaving, and stayed, on"
    NOTICE = "A placement ended by notice on"
    REFERRED = "Referred for help on"
    HOLD = "Was on hold until"


class Trouble(NamedTuple):
    """Something hard in a family's story, and its day."""

    on: dt.date
    kind: TroubleKind


TROUBLE_SERVICES = frozenset({Service.PSW, Service.PSYCHOLOGY, Service.URGENT})
"""Services a family is referred to when things start to go wrong."""


class QuietFacts(NamedTuple):
    """What decides when a family counts as gone quiet; `trouble` is the newest, if any, and
    `hive_id` says whose policies hold."""

    registration: Registration
    status: FamilyState
    one_to_one: OneToOne
    approved_on: dt.date | None
    joined_on: dt.date
    leave_until: dt.date | None
    last_contact: dt.date | None
    trouble: Trouble | None = None
    hive_id: str | None = None

    def days_quiet(self, today: dt.date) -> int:
        """Days since the last contact; one from before the family joined is none."""
        return (today - max(self.last_contact or self.joined_on, self.joined_on)).days


class Quiet(NamedTuple):
    """A family nobody has spoken to for longer than is usual for it; `trouble` whether it is
    because of something hard that happened lately."""

    days: int
    threshold: int
    why: str
    trouble: bool = False


def gone_quiet(facts: QuietFacts, today: dt.date, policies: Policies) -> Quiet | None:
    """Whether a family has gone quiet, and by which threshold; None where it has not.

    Families on hold, families that asked to be left and carers who do not want
    one-to-ones are never nagged about, whatever has happened. Thresholds are policies, in days;
    recent trouble, or having asked for every other week, makes one shorter and never longer.
    """
    if not may_be_asked_after(facts, today):
        return None
    threshold, why, trouble = _threshold(facts, today, policies)
    days = facts.days_quiet(today)
    return Quiet(days, threshold, why, trouble) if days > threshold else None


def may_be_asked_after(facts: QuietFacts, today: dt.date) -> bool:
    """Whether a family may count as gone quiet at all."""
    if facts.status is not FamilyState.ACTIVE or facts.one_to_one is OneToOne.NOT_WANTED:
        return False
    return not facts.leave_until or today >= facts.leave_until


def _threshold(facts: QuietFacts, today: dt.date, policies: Policies) -> tuple[int, str, bool]:
    usual, why = _usual_threshold(facts, today, policies)
    if facts.one_to_one is OneToOne.FORTNIGHTLY:
        asked = policies.number("quiet.days_fortnightly", today, facts.hive_id)
        usual, why = min((usual, why), (asked, "Asked for every other week"), key=_days)
    trouble = facts.trouble
    if trouble is None:
        return usual, why, False
    lately = policies.number("quiet.trouble_days", today, facts.hive_id)
    after = policies.number("quiet.days_trouble", today, facts.hive_id)
    if not 0 <= (today - trouble.on).days <= lately:
        return usual, why, False
    if after >= usual:
        return usual, why, False
    return after, f"{trouble.kind} {trouble.on.day} {trouble.on:%b}", True


def _days(threshold: tuple[int, str]) -> int:
    return threshold[0]


def _usual_threshold(facts: QuietFacts, today: dt.date, policies: Policies) -> tuple[int, str]:
    hive_id = facts.hive_id
    if facts.registration is Registration.CONNECTED:
        return policies.number("quiet.days_connected", today, hive_id), "Connected carers"
    if facts.approved_on and add_months(facts.approved_on, 12) > today:
        return policies.number("quiet.days_new", today, hive_id), "First year of fostering"
    label = facts.registration.label
    return policies.number("quiet.days", today, hive_id), label + "s" * label.endswith("carer")


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
        words = f"{day_words(due, today)} has passed. Choose today or a later day."
        return [Problem("due_on", words)]
    return []
