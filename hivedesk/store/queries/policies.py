"""The policies of a store, ready to be asked by key and day."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Policy, bare
from hivedesk.rules.policies import CATALOGUE, Policies


def policies_of(session: Session) -> Policies:
    """Every policy row that is not archived.

    A store made before HiveDesk knew of a policy has no row of it; until somebody writes
    one, the value a new store begins with holds there too.
    """
    written = session.execute(select(*bare(Policy))).all()
    keys = {row.key for row in written}
    unknown = [
        (key, about.value, about.starts_on, None)
        for key, about in CATALOGUE.items()
        if key not in keys
    ]
    known = Policies.of(row for row in written if row.archived_at is None)
    return Policies((*unknown, *known.rows))
