"""One-to-one support and what was promised in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import func, or_, select

from hivedesk.records import BroughtIn, FollowUp, Registration, SupportLog, Theme, Way
from hivedesk.reports.figure import Counted, Item, items_of
from hivedesk.rules.days import Span, local
from hivedesk.rules.support import is_out_of_hours, minutes_once
from hivedesk.store.queries.stretches import cores_of, kept

from .money import pounds
from .scope import Scope


def count_support(scope: Scope) -> Counted:
    """Contacts of the month by way, theme and registration; who was reached."""
    logs = _logs(scope)
    cores = cores_of(scope.session)
    late = [log for log in logs if is_out_of_hours(log.at, scope.policies, cores[log.worker_id])]
    here = scope.here
    reached = {log.family_id for log in logs} & here.keys()
    averted = [log for log in logs if log.breakdown_averted]
    cost = sum(
        scope.policies.number(
            "breakdown.cost_pence", local(log.at).date(), scope.families[log.family_id].hive_id
        )
        for log in averted
    )
    single: dict[str, float] = {
        "support_contacts": len(logs),
        "support_minutes": _minutes(logs),
        "support_out_of_hours": len(late),
        "support_minutes_out_of_hours": _minutes(late),
        "families_reached": len(reached),
        "families_not_reached": len(here) - len(reached),
        "breakdowns_averted": len(averted),
        "breakdown_cost_averted_gbp": pounds(cost),
        "carers_staying": sum(log.carer_staying for log in logs),
    }
    ways = Counter(log.way for log in logs)
    contacts = Counter(scope.families[log.family_id].registration for log in logs)
    met = Counter(scope.families[family].registration for family in reached)
    helped = Counter(word for log in logs for word in dict.fromkeys(log.brought_in or []))
    groups = {
        "support_by_way": tuple(Item(way.value, way.label, ways[way]) for way in Way),
        "support_minutes_by_way": tuple(
            Item(way.value, way.label, _minutes([log for log in logs if log.way is way]))
            for way in Way
        ),
        "support_by_theme": _themes(scope, logs),
        "support_by_registration": tuple(
            Item(word.value, word.label, contacts[word]) for word in Registration
        ),
        "families_reached_by_registration": tuple(
            Item(word.value, word.label, met[word]) for word in Registration
        ),
        "support_by_brought_in": tuple(
            Item(word.value, word.label, helped[word.value]) for word in BroughtIn
        ),
        "trend_support_contacts": _trend(scope, len(logs)),
    }
    return Counted(single, groups)


def count_follow_ups(scope: Scope) -> Counted:
    """What was promised by the report's day and not done by then."""
    promised = func.coalesce(SupportLog.at, FollowUp.created_at)
    rows = scope.session.execute(
        select(FollowUp.family_id, FollowUp.due_on)
        .outerjoin(SupportLog, SupportLog.id == FollowUp.support_log_id)
        .where(
            kept(FollowUp),
            or_(FollowUp.done_on.is_(None), FollowUp.done_on > scope.day),
            promised < scope.days.end,
        )
    )
    due = [due_on for family, due_on in rows if family in scope.families]
    single = {"follow_ups_open": len(due), "follow_ups_late": sum(day < scope.day for day in due)}
    return Counted({**single}, {})


def _logs(scope: Scope) -> list[Any]:
    rows = scope.session.execute(
        select(
            SupportLog.family_id,
            SupportLog.worker_id,
            SupportLog.visit_id,
            SupportLog.at,
            SupportLog.minutes,
            SupportLog.way,
            SupportLog.themes,
            SupportLog.brought_in,
            SupportLog.breakdown_averted,
            SupportLog.carer_staying,
        )
        .where(*_within(scope.days, scope.now))
        .order_by(SupportLog.at, SupportLog.id)
    )
    return [row for row in rows if row.family_id in scope.families]


def _within(span: Span, now: dt.datetime) -> tuple[Any, ...]:
    return (
        kept(SupportLog),
        SupportLog.at >= span.start,
        SupportLog.at < span.end,
        SupportLog.at <= now,
    )


def _minutes(logs: list[Any]) -> int:
    return minutes_once((log.visit_id, log.minutes) for log in logs)


def _themes(scope: Scope, logs: list[Any]) -> tuple[Item, ...]:
    """Contacts by theme, most first; a contact with two themes counts in both."""
    names = {row.id: row.name for row in scope.session.execute(select(Theme.id, Theme.name))}
    found = Counter(
        theme for log in logs for theme in {names.get(word, word) for word in log.themes or []}
    )
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return items_of([(name, number) for name, number in ranked])


def _trend(scope: Scope, this_month: int) -> tuple[Item, ...]:
    items = []
    for span in scope.months:
        if span == scope.days:
            number = this_month
        else:
            families = scope.session.scalars(
                select(SupportLog.family_id).where(*_within(span, scope.now))
            )
            number = sum(family in scope.families for family in families)
        items.append(Item(f"{span.first:%Y_%m}", f"{span.first:%b}", number))
    return tuple(items)
