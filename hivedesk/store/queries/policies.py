"""The policies of a store, ready to be asked by key and day."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Policy
from hivedesk.rules.policies import Policies


def policies_of(session: Session) -> Policies:
    """Every policy row that is not archived."""
    return Policies.of(session.scalars(select(Policy).where(Policy.archived_at.is_(None))))
