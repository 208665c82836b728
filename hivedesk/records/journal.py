"""What the store keeps about itself: changes, drafts and its own settings.

None of these are records of the Hive: they have no tombstone and no Change row.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base
from .ids import new_id


class Change(Base):
    """One record written: audit trail, undo step, outbox entry and CSV line in one.

    `before` and `after` hold only the fields that changed, as JSON values
    (`store/jsonable.py`). An insert has no `before`.
    """

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_kind_record", "kind", "record_id"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True, default=new_id)
    group_id: Mapped[str] = mapped_column(String(36), index=True)
    undoes: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[dt.datetime]
    who: Mapped[str]
    verb: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[str] = mapped_column(String(36))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any]]


class Draft(Base):
    """Words typed and not yet saved: one per form and subject, never shared between two."""

    __tablename__ = "drafts"

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    values: Mapped[dict[str, Any]]


class StoreSetting(Base):
    """A fact about this store: who works here, which device, whether it is a demo."""

    __tablename__ = "store_settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
