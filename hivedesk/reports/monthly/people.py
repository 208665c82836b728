"""Who is in the Hive on the report's day, and who came and went."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import or_, select

from hivedesk.records import (
    BirthChild,
    Carer,
    Child,
    FamilyState,
    JoinSource,
    Placement,
    PlacementEnd,
    Registration,
    WaitingFamily,
)
from hivedesk.reports.figure import Counted, Item, items_of, share
from hivedesk.rules.days import age_on
from hivedesk.rules.families import Composition, composition, moves_in
from hivedesk.rules.waiting import is_waiting_on
from hivedesk.store.queries.stretches import kept

from .scope import Scope

YOUNG = 12
"""The six-Hive case tells how many birth children are under this age."""
_NOT_SAID = ("not_said", "Not said")


def count_people(scope: Scope) -> Counted:
    """Families, places, carers, children and the waiting list on the report's day."""
    here = scope.here
    in_hive = Counter(scope.families[family].hive_id for family in here)
    places = {
        hive: scope.policies.number("hive.places", scope.day, hive)
        for hive, started in scope.started.items()
        if started <= scope.day
    }
    carers = _carers(scope)
    made_up = Counter(
        composition(family.registration, family.source)
        for family in (scope.families[family_id] for family_id in carers)
    )
    born = _birth_children(scope)
    waiting = _waiting(scope)
    single: dict[str, float] = {
        "hives": len(places),
        "families": len(here),
        # A Hive above its places does not take away the free place of another.
        "places": sum(places.values()),
        "places_free": sum(max(0, number - in_hive[hive]) for hive, number in places.items()),
        "carers": len(carers),
        "children": len(_children(scope)),
        "birth_children": len(born),
        "birth_children_under_12": sum(age_on(day, scope.day) < YOUNG for day in born),
        "waiting": len(waiting),
        "waiting_ifa": sum(source is JoinSource.IFA for source in waiting),
        **{f"composition_{part}_pct": share(made_up[part], len(carers)) for part in Composition},
    }
    registered = Counter(scope.families[family].registration for family in here)
    states = Counter(here.values())
    groups = {
        "families_by_registration": tuple(
            Item(word.value, word.label, registered[word]) for word in Registration
        ),
        "families_by_status": tuple(
            Item(word.value, word.label, states[word])
            for word in (FamilyState.ACTIVE, FamilyState.ON_HOLD)
        ),
        "families_by_hive": items_of(
            [(name, in_hive[hive]) for hive, name in scope.hives.items()] if scope.county else []
        ),
    }
    return Counted(single, groups)


def count_moves(scope: Scope) -> Counted:
    """Families who joined and left, placements that began and ended."""
    month = [moves_in(family.history, scope.days) for family in scope.families.values()]
    quarter = [moves_in(family.history, scope.quarter) for family in scope.families.values()]
    began = ended_in_month = by_notice = 0
    how_ended: Counter[PlacementEnd | None] = Counter()
    for started_on, ended_on, ended_how in _placements_moving(scope):
        began += started_on in scope.days
        if ended_on in scope.days:
            ended_in_month += 1
            how_ended[ended_how] += 1
        by_notice += ended_on in scope.quarter and ended_how is PlacementEnd.CARER_NOTICE
    single: dict[str, float] = {
        "joins": sum(moves.joins for moves in month),
        "leavers": sum(moves.leavings for moves in month),
        "went_on_hold": sum(moves.holds for moves in month),
        "deregistrations": sum(moves.deregistrations for moves in month),
        "deregistrations_quarter": sum(moves.deregistrations for moves in quarter),
        "placements_started": began,
        "placements_ended": ended_in_month,
        "placements_ended_by_carer_notice_quarter": by_notice,
    }
    ends = [Item(word.value, word.label, how_ended[word]) for word in PlacementEnd]
    return Counted(single, {"placements_ended_by": (*ends, Item(*_NOT_SAID, how_ended[None]))})


def _carers(scope: Scope) -> list[str]:
    """The family of each carer who fosters on the day."""
    here, day = scope.here, scope.day
    rows = scope.session.execute(select(Carer.family_id, Carer.ended_on).where(kept(Carer)))
    return [family for family, ended in rows if family in here and (not ended or ended > day)]


def _children(scope: Scope) -> set[str]:
    """Children with a placement that is open on the day."""
    here, day = scope.here, scope.day
    rows = scope.session.execute(
        select(Placement.child_id, Placement.family_id)
        .join(Child, Child.id == Placement.child_id)
        .where(
            kept(Placement),
            kept(Child),
            Placement.started_on <= day,
            or_(Placement.ended_on.is_(None), Placement.ended_on > day),
        )
    )
    return {child for child, family in rows if family in here}


def _birth_children(scope: Scope) -> list[Any]:
    """Birthdays of the families' own children at home on the day."""
    here, day = scope.here, scope.day
    columns = select(BirthChild.family_id, BirthChild.born_on, BirthChild.left_home_on)
    return [
        born
        for family, born, left in scope.session.execute(columns.where(kept(BirthChild)))
        if family in here and born <= day and (not left or left > day)
    ]


def _waiting(scope: Scope) -> list[JoinSource]:
    """Where each waiting family would come from; all Hives have those nearest to none too."""
    rows = scope.session.execute(
        select(
            WaitingFamily.hive_id,
            WaitingFamily.source,
            WaitingFamily.asked_on,
            WaitingFamily.closed_on,
            WaitingFamily.status,
        ).where(kept(WaitingFamily))
    )
    return [
        source
        for hive_id, source, asked_on, closed_on, status in rows
        if (hive_id in scope.hives or (scope.county and hive_id is None))
        and is_waiting_on(asked_on, closed_on, status, scope.day)
    ]


def _placements_moving(scope: Scope) -> list[Any]:
    """Placements of these Hives' families that began or ended in the quarter so far."""
    first, last = scope.quarter.first, scope.day
    rows = scope.session.execute(
        select(Placement.family_id, Placement.started_on, Placement.ended_on, Placement.ended_how)
        .join(Child, Child.id == Placement.child_id)
        .where(
            kept(Placement),
            kept(Child),
            or_(Placement.started_on.between(first, last), Placement.ended_on.between(first, last)),
        )
    )
    return [tuple(row)[1:] for row in rows if row.family_id in scope.families]
