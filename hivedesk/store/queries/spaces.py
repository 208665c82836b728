"""Families and places, here and in the county, and who waits for one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import FamilyState, JoinSource, WaitingFamily, bare
from hivedesk.rules.families import IN_THE_HIVE
from hivedesk.rules.policies import Policies
from hivedesk.rules.waiting import is_waiting_on

from .stretches import kept


class Spaces(NamedTuple):
    """Places taken and free, and the waiting list.

    Attributes:
        longest: when the family that waits longest asked, and its area.
        free_by_hive: Hives with a free place and how many, most first.
    """

    families: int
    places: int
    on_hold: int
    waiting: int
    waiting_ifa: int
    longest: tuple[dt.date, str] | None
    county_places: int
    county_free: int
    free_by_hive: tuple[tuple[str, int], ...]


def spaces_of(
    session: Session,
    hive_id: str | None,
    hives: Mapping[str, Any],
    families: Sequence[Any],
    policies: Policies,
    today: dt.date,
) -> Spaces:
    """Count places Hive by Hive: one above its places takes none from another.

    Args:
        hives: rows with `id`, `name` and `started_on`, by id.
        families: rows with `hive_id` and `status`, of every Hive.
    """
    here = [row for row in families if row.status in IN_THE_HIVE]
    taken = Counter(row.hive_id for row in here)
    places = {
        hive.id: policies.number("hive.places", today, hive.id)
        for hive in hives.values()
        if hive.started_on <= today
    }
    free = {hive: max(0, number - taken[hive]) for hive, number in places.items()}
    waiting = _waiting(session, hive_id, today)
    longest = min(waiting, key=lambda row: row.asked_on, default=None)
    return Spaces(
        families=len(here) if hive_id is None else taken[hive_id],
        places=sum(places.values()) if hive_id is None else places.get(hive_id, 0),
        on_hold=sum(
            row.status is FamilyState.ON_HOLD and hive_id in (None, row.hive_id) for row in here
        ),
        waiting=len(waiting),
        waiting_ifa=sum(row.source is JoinSource.IFA for row in waiting),
        longest=(longest.asked_on, longest.area) if longest else None,
        county_places=sum(places.values()),
        county_free=sum(free.values()),
        free_by_hive=tuple(
            sorted(
                ((hives[hive].name, left) for hive, left in free.items() if left),
                key=lambda each: (-each[1], each[0]),
            )
        ),
    )


def _waiting(session: Session, hive_id: str | None, today: dt.date) -> list[Any]:
    waiting = bare(WaitingFamily)
    asked = select(
        waiting.hive_id,
        waiting.area,
        waiting.source,
        waiting.asked_on,
        waiting.closed_on,
        waiting.status,
    ).where(kept(WaitingFamily))
    if hive_id is not None:
        asked = asked.where(waiting.hive_id == hive_id)
    return [
        row
        for row in session.execute(asked).all()
        if is_waiting_on(row.asked_on, row.closed_on, row.status, today)
    ]
