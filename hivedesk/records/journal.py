"""What the store keeps about itself: changes and how they travelled, drafts, its own settings.

None of these are records of the Hive: they have no tombstone and no Change row.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base
from .ids import new_id

HERE, SENT, ACCEPTED, SET_ASIDE = "here", "sent", "accepted", "set_aside"
SETTLED, THEIRS, WAITING = "settled", "theirs", "waiting"
"""Where a change stands with the central store: only here; sent, no answer yet; accepted; refused
and waiting for somebody; refused, and a later change took its place; made on another laptop; made
on another laptop and not in its record yet, for it names one that is not here or cannot be read."""

SEND_AGAIN = "Send again"
"""What the change is called that sends once more what was set aside and then mended. The steps
it is made of can be undone; it is none itself."""


class Change(Base):
    """One record written: audit trail, undo step, outbox entry and CSV line in one.

    `before` and `after` hold only the fields that changed, as JSON values
    (`store/jsonable.py`). An insert has no `before`.

    `clock` (`records/clock.py`) says which of two changes of one field stands: a record is what
    the latest change of each of its fields says, on every laptop. `device` is the laptop it was
    made on, `state` one of the words above, `code` and `reason` why it was set aside.
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
    clock: Mapped[str | None]
    device: Mapped[str | None]
    state: Mapped[str] = mapped_column(index=True, default=HERE, server_default=text("'here'"))
    code: Mapped[str | None]
    reason: Mapped[str | None]


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


class Conflict(Base):
    """Two texts of one field, written on two laptops out of each other's sight: both are kept.

    One of the two stands in the record. It is settled by an ordinary change of the field that
    was made in sight of them, here or elsewhere; `change_id` is the change that brought theirs.
    """

    __tablename__ = "conflicts"
    __table_args__ = (Index("ix_conflicts_kind_record", "kind", "record_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    change_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str]
    record_id: Mapped[str] = mapped_column(String(36))
    field: Mapped[str]
    ours: Mapped[str]
    theirs: Mapped[str]
    at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]


class SyncRun(Base):
    """One meeting with the central store; `trouble` is in plain words, None where all went well."""

    __tablename__ = "sync_runs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    begun_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    pushed: Mapped[int] = mapped_column(default=0)
    pulled: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    set_aside: Mapped[int] = mapped_column(default=0)
    bytes_out: Mapped[int] = mapped_column(default=0)
    bytes_in: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None]
