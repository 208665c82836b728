"""What the central store keeps beside the records themselves.

The tables of records are copies of those in `records/`, so that a field is declared once. A
landed table changes only together with a step in `schema.py`.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
)

from hivedesk.records import KINDS
from hivedesk.records.base import NAMING
from hivedesk.records.fields import Document, UtcDateTime

CENTRAL = MetaData(naming_convention=NAMING)

_ID = String(36)
# SQLite numbers rows by itself only where the key is called INTEGER.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

facts = Table(
    "central_facts",
    CENTRAL,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

accounts = Table(
    "central_accounts",
    CENTRAL,
    Column("id", _ID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

# A scope may be named before there is such a Hive: the first laptop that brings it binds it.
scopes = Table(
    "central_scopes",
    CENTRAL,
    Column("account_id", ForeignKey("central_accounts.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("record_id", _ID),
)

joining_codes = Table(
    "central_joining_codes",
    CENTRAL,
    Column("digest", String(64), primary_key=True),
    Column("account_id", ForeignKey("central_accounts.id"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("device", String(8)),
)

# `since` is the furthest number the device has asked from: one that asks from less was put
# back from a backup, or is a second laptop with a copy of the store. `given` is the greatest
# number it was told: one that asks from more was told it by a database that has been put back
# from a backup since. `earlier` are the devices it was before: a laptop that was put back takes a
# new number, and never an old one again.
tokens = Table(
    "central_tokens",
    CENTRAL,
    Column("digest", String(64), primary_key=True),
    Column("account_id", ForeignKey("central_accounts.id"), nullable=False, index=True),
    Column("device", String(8), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("since", BigInteger, nullable=False, default=0),
    Column("given", BigInteger, nullable=False, default=0),
    Column("earlier", Text, nullable=False, default=""),
    Column("ended_at", UtcDateTime),
)

changes = Table(
    "central_changes",
    CENTRAL,
    Column("id", _ID, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("account_id", ForeignKey("central_accounts.id"), nullable=False),
    Column("device", String(8), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("group_id", _ID, nullable=False),
    Column("undoes", _ID),
    Column("clock", String(40), nullable=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("record_id", _ID, nullable=False),
    Column("before", Document),
    Column("after", Document, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("code", String(20)),
    Column("reason", Text),
    Column("waits_for", _ID),
    Column("said", Document, nullable=False),
    CheckConstraint("outcome IN ('accepted', 'set_aside')", name="outcome_known"),
    Index("ix_central_changes_record", "kind", "record_id"),
    Index("ix_central_changes_waits_for", "waits_for"),
)

# The order in which everybody hears of changes. One that comes into somebody's sight later (a
# family moved to their Hive, a stay was confirmed) is told again under a new number.
feed = Table(
    "central_feed",
    CENTRAL,
    Column("seq", _NUMBER, primary_key=True, autoincrement=True),
    Column("change_id", ForeignKey("central_changes.id"), nullable=False, index=True),
    Column("again", Integer, nullable=False, default=0),
)

# A family, a room or anything else that was moved changed what both Hives, or both link carers,
# may see: their laptops are told so once (`feed.scope_of`).
moves = Table(
    "central_moves",
    CENTRAL,
    Column("whose", _ID, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
)

field_clocks = Table(
    "central_field_clocks",
    CENTRAL,
    Column("kind", String(40), primary_key=True),
    Column("record_id", _ID, primary_key=True),
    Column("clocks", Document, nullable=False),
)

conflicts = Table(
    "central_conflicts",
    CENTRAL,
    Column("id", _ID, primary_key=True),
    Column("change_id", ForeignKey("central_changes.id"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("record_id", _ID, nullable=False),
    Column("field", String(40), nullable=False),
    Column("stands", Text),
    Column("lost", Text),
    Column("at", UtcDateTime, nullable=False),
)

# Which bed a stay has on which nights; `leaves_on` is the morning after the last of them.
bed_nights = Table(
    "central_bed_nights",
    CENTRAL,
    Column("booking_id", _ID, primary_key=True),
    Column("first_night", Date, primary_key=True),
    Column("leaves_on", Date, nullable=False),
    Column("room_id", _ID, nullable=False, index=True),
    Column("bed", Integer, nullable=False),
    CheckConstraint("leaves_on > first_night", name="forwards"),
    CheckConstraint("bed >= 1", name="numbered"),
)
# PostgreSQL itself refuses two stays in one bed: whatever our own code may get wrong.
for _words in (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE central_bed_nights ADD CONSTRAINT one_stay_a_bed EXCLUDE USING gist"
    " (room_id WITH =, bed WITH =, daterange(first_night, leaves_on) WITH &&)",
):
    event.listen(bed_nights, "after_create", DDL(_words).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]

# A link carer's private calendar address: whoever has it reads when her rooms are taken, so only
# its digest is kept.
calendars = Table(
    "central_calendars",
    CENTRAL,
    Column("account_id", ForeignKey("central_accounts.id"), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
)

# Codes that did not fit, by where they came from (a digest): after too many, none is taken.
sign_in_tries = Table(
    "central_sign_in_tries",
    CENTRAL,
    Column("address", String(64), primary_key=True),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
)

# What each account archived within the last hour, by Hive ("" for what all of them share).
removals = Table(
    "central_removals",
    CENTRAL,
    Column("change_id", ForeignKey("central_changes.id"), primary_key=True),
    Column("account_id", ForeignKey("central_accounts.id"), nullable=False),
    Column("hive_id", _ID, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_central_removals_account_id", "account_id", "at"),
)

# Until when an account may archive more than is usual.
allowances = Table(
    "central_allowances",
    CENTRAL,
    Column("account_id", ForeignKey("central_accounts.id"), primary_key=True),
    Column("until", UtcDateTime, nullable=False),
)

# SQLite counts truths; PostgreSQL does not. rules/whole.py asks it before anything is written.
_SQLITE_ONLY = "exactly_one_person"


def _copied() -> MetaData:
    copy = MetaData(naming_convention=NAMING)
    for model in KINDS.values():
        table = model.__table__.to_metadata(copy)  # type: ignore[attr-defined]
        for column in table.columns:
            column.server_default = None  # every value comes with its change
        for constraint in list(table.constraints):
            if str(constraint.name or "").endswith(_SQLITE_ONLY):
                table.constraints.discard(constraint)
    return copy


RECORDS = _copied()


def table_of(kind: str) -> Table:
    """The table that keeps records of `kind`."""
    return RECORDS.tables[KINDS[kind].__tablename__]
