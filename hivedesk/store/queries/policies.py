"""The policies of a store, ready to be asked by key and day."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Policy
from hivedesk.rules.policies import Policies, founding


def policies_of(session: Session) -> Policies:
    """Every policy row that is not archived.

    A store made before HiveDesk knew of a policy has no row of it; until somebody writes
    one, the value a new store begins with holds there too.
    """
    ever_written = set(session.scalars(select(Policy.key).distinct()))
    unknown = [policy for policy in founding() if policy.key not in ever_written]
    kept = session.scalars(select(Policy).where(Policy.archived_at.is_(None)))
    return Policies.of([*unknown, *kept])
