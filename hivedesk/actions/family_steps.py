"""A family's status and its dated history tell one truth, whichever of the two is written.

So do a child's family and the placement that is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Child, Family, FamilyStatus, Placement
from hivedesk.rules.problems import Problem, refuse_on


def keep_first_step(session: Session, family: Family, before: Mapping[str, Any]) -> None:
    """A new family begins its history; a corrected joining day moves the first step with it."""
    if family.archived_at is not None:
        return
    steps = steps_of(session, family.id)
    if not steps:
        step = FamilyStatus(family_id=family.id, status=family.status, from_on=family.joined_on)
        session.add(step)
        return
    if family.joined_on == before["joined_on"] or steps[0].from_on != before["joined_on"]:
        return
    if len(steps) > 1 and family.joined_on > steps[1].from_on:
        day = steps[1].from_on
        words = f"The family was already {steps[1].status.label.lower()} from {day:%d %b %Y}."
        refuse_on([Problem("joined_on", words)])
    steps[0].from_on = family.joined_on


def keep_newest_step(session: Session, step: FamilyStatus, before: Mapping[str, Any]) -> None:
    """The family's status is the newest step that is kept.

    Raises:
        Refused: a family would be left without any step.
    """
    for family_id in {step.family_id, before["family_id"] or step.family_id}:
        family = session.get_one(Family, family_id)
        if family.archived_at is not None:
            continue
        steps = steps_of(session, family_id)
        if not steps:
            refuse_on([Problem("", "A family keeps at least one step of its history.")])
        family.status = steps[-1].status


def keep_placement_with_child(session: Session, child: Child, before: Mapping[str, Any]) -> None:
    """A child whose family was corrected is placed there: lists ask the one, figures the other.

    A child who moves on is another matter: that placement ends.
    """
    if before["family_id"] in (None, child.family_id):
        return
    placed = select(Placement).where(
        Placement.child_id == child.id,
        Placement.family_id == before["family_id"],
        Placement.ended_on.is_(None),
        Placement.archived_at.is_(None),
    )
    for placement in session.scalars(placed):
        placement.family_id = child.family_id


def steps_of(session: Session, family_id: str) -> list[FamilyStatus]:
    """A family's steps that are kept, oldest first; of two on one day the later made counts."""
    query = (
        select(FamilyStatus)
        .where(FamilyStatus.family_id == family_id, FamilyStatus.archived_at.is_(None))
        .order_by(FamilyStatus.from_on, FamilyStatus.id)
    )
    return list(session.scalars(query))
