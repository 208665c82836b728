"""Which children a contact was about: a row for each; the contact and its time stay one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Child, LogChild, Placement
from hivedesk.rules.problems import Problem
from hivedesk.store import Writing
from hivedesk.store.queries.stretches import kept

from .saving import put

FIELD = "child_ids"
"""Where a form and the terminal show what is wrong with the children."""

Homes = Mapping[str, str]
"""Child -> the family of the contact that it is named with."""


def homes_of(
    session: Session, child_ids: Sequence[str], family_ids: Sequence[str]
) -> tuple[Homes, list[Problem]]:
    """With which of these families each child is named: where it lives, or lived once.

    Returns:
        the families by child, and a problem for each child of none of them.
    """
    if not child_ids:
        return {}, []
    lived: dict[str, list[str]] = {}
    now = select(Child.id, Child.family_id).where(Child.id.in_(child_ids))
    once = select(Placement.child_id, Placement.family_id).where(
        Placement.child_id.in_(child_ids), kept(Placement)
    )
    for asked in (now, once):
        for child_id, family_id in session.execute(asked):
            if family_id in family_ids:
                lived.setdefault(child_id, []).append(family_id)
    homes = {child_id: families[0] for child_id, families in lived.items()}
    strangers = [each for each in dict.fromkeys(child_ids) if each not in homes]
    names = dict(
        session.execute(select(Child.id, Child.first_name).where(Child.id.in_(strangers))).all()
    )
    where = "this family" if len(family_ids) == 1 else "these families"
    return homes, [
        Problem(FIELD, f"{names.get(each, 'That child')} does not live with {where}.")
        for each in strangers
    ]


def name_children(write: Writing, log_id: str, child_ids: Sequence[str]) -> None:
    """Keep that a contact was about these children and no others."""
    asked = select(LogChild).where(LogChild.support_log_id == log_id, kept(LogChild))
    named = set()
    for row in write.session.scalars(asked):
        named.add(row.child_id)
        if row.child_id not in child_ids:
            row.archived_at = write.at
    for child_id in dict.fromkeys(child_ids):
        if child_id not in named:
            put(write, LogChild, {"support_log_id": log_id, "child_id": child_id})
