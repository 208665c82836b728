"""What every record has, and how to ask a class for its declared fields.

No module of records postpones its annotations: the mapper would evaluate every one of them
again from its text, which is a sixth of the time it takes to map them at start.

While the window starts (`hivedesk.starting`) a class is only mapped when its table is first asked
for, and the others when the first page stands: the first page asks for half of them.
"""

import datetime as dt
from threading import RLock
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Column, Date, Enum, MetaData, String, Text, Time
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from hivedesk import starting

from .fields import Document, Field, Sensitivity, UtcDateTime, Word, Words, field
from .ids import new_id

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_unmapped: "list[type[Base]]" = []
_mapping = RLock()


def _values(words: type[Word]) -> list[str]:
    return [word.value for word in words]


class Base(DeclarativeBase):
    """Every table of the store."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        dt.date: Date(),
        dt.time: Time(),
        dt.datetime: UtcDateTime(),
        list[str]: Words(),
        dict[str, Any]: Document(),
        # The words themselves are checked by rules/, so that a file written by a
        # newer version with one more word is refused in words, not by a constraint.
        Word: Enum(Word, native_enum=False, length=32, values_callable=_values),
    }

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Map the class, or remember that it has yet to be."""
        if starting.is_on_the_way() and "__tablename__" in cls.__dict__:
            _unmapped.append(cls)
        else:
            super().__init_subclass__(**keywords)


class Record(Base):
    """A thing that is kept: has an id, a beginning, and a tombstone instead of an end."""

    __abstract__ = True

    one: ClassVar[str]
    """What one of them is called: "family"."""
    many: ClassVar[str]
    """What several are called: "families"."""
    title: ClassVar[str]
    """How one is named in a list: a format string over its own fields."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id, sort_order=-1)
    created_at: Mapped[dt.datetime] = field(
        "Added", asked=False, sensitivity=Sensitivity.OPEN, default=lambda: dt.datetime.now(dt.UTC)
    )
    # No index: nearly every row has none, and SQLite would rather read them all
    # through it than use the index that fits the question.
    archived_at: Mapped[dt.datetime | None] = field(
        "Archived", asked=False, sensitivity=Sensitivity.OPEN
    )


def kind_of(model: type[Base]) -> str:
    """The kind's name in the terminal, the sync protocol and Change rows: "support-logs"."""
    return str(model.__tablename__).replace("_", "-")


Model = TypeVar("Model", bound=Base)


def mapped(model: type[Model]) -> type[Model]:
    """The class itself, mapped by now."""
    if _unmapped:
        with _mapping:
            if model in _unmapped:
                super(Base, model).__init_subclass__()
                _unmapped.remove(model)
    return model


def map_the_rest() -> None:
    """Map every class that a start has put off. Quick where there is none."""
    while map_another():
        pass


def map_another() -> bool:
    """Map one of the classes that a start has put off; whether there was one."""
    with _mapping:
        if not _unmapped:
            starting.end()
            return False
        mapped(_unmapped[0])
        return True


def bare(model: type[Base]) -> ReadOnlyColumnCollection[str, Any]:
    """The columns of a class as its table has them, for a question that wants values, not records.

    Asked of these, a question costs a third the first time: the mapper has no part in it.
    """
    return mapped(model).__table__.c


def columns_of(model: type[Base]) -> list[Column[Any]]:
    """Every column of a class, in the order of its table."""
    return [column for column in mapped(model).__table__.columns if isinstance(column, Column)]


def declared(model: type[Base]) -> dict[str, tuple[Column[Any], Field]]:
    """Column and declaration by field name, in the order they were declared."""
    return {
        column.key: (column, column.info["field"])
        for column in columns_of(model)
        if "field" in column.info
    }


def values_of(record: Base) -> dict[str, Any]:
    """The record's plain values by column name; safe to hand to a widget."""
    return {column.key: getattr(record, column.key) for column in record.__table__.columns}


def choices_of(column: Column[Any]) -> list[Word] | None:
    """The words a column may hold, or None where it is not a choice."""
    words = getattr(column.type, "enum_class", None)
    return list(words) if words else None


def points_at(column: Column[Any]) -> str | None:
    """The table a reference field points at, or None."""
    for key in column.foreign_keys:
        return str(key.target_fullname).split(".", maxsplit=1)[0]
    return None
