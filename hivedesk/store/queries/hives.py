"""Which Hives a store holds, and which one its owner works for."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Hive, bare
from hivedesk.store import settings

ALL_HIVES = "All Hives"


class Hives(NamedTuple):
    """The Hives of a store as (id, name), A to Z, and the one looked at ("" for all of them)."""

    options: tuple[tuple[str, str], ...] = ()
    chosen: str = ""

    @property
    def name(self) -> str:
        """What is being looked at, in words."""
        return dict(self.options).get(self.chosen, ALL_HIVES)


def hives_of(session: Session) -> Hives:
    """The Hives of a store, with its owner's own one chosen; a manager sees all."""
    hive = bare(Hive)
    rows = session.execute(
        select(hive.id, hive.name).where(hive.archived_at.is_(None)).order_by(hive.name)
    )
    options = tuple((hive_id, name) for hive_id, name in rows)
    chosen = settings.get(session, settings.HIVE) or ""
    return Hives(options, chosen if chosen in dict(options) else "")
