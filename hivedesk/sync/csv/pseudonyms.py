"""What is left of a person in a pseudonymised export: one rule, read off the declarations.

* An id becomes a keyed pseudonym, the same wherever the id stands, so that references hold.
* A date of birth becomes its year.
* Numbers, other days, choices and ticked words stay.
* Whatever somebody typed (names, notes, addresses, telephone numbers) is left out; but for the
  short texts of the lists that every Hive reads in full: themes, towns, policies.

The key is made at the first pseudonymised export and stays in the store, so that a warehouse
can put this month beside the last one. Another store has another key, and so do its pseudonyms.
What is exported so is still personal data to whoever holds the store: it is no anonymous data.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import hmac
import secrets
from functools import cache
from typing import Any

from sqlalchemy import Column

from hivedesk.records import KINDS, Change, Sensitivity, choices_of, declared
from hivedesk.records.base import Base, columns_of
from hivedesk.store import Store, settings, writing

KEY = "pseudonym_key"
_LENGTH = 32  # hexadecimal digits: 128 bits are enough that no two ids meet


class Left(enum.Enum):
    """What is left of a field."""

    AS_IT_IS = enum.auto()
    PSEUDONYM = enum.auto()
    YEAR = enum.auto()
    BY_FIELD = enum.auto()
    NOTHING = enum.auto()


_BORN = "born_on"

# A Change row has no declared fields. What is not named here is left out, as is any new column.
_OF_CHANGES = {
    "seq": Left.AS_IT_IS,
    "id": Left.PSEUDONYM,
    "group_id": Left.PSEUDONYM,
    "undoes": Left.PSEUDONYM,
    "at": Left.AS_IT_IS,
    "who": Left.PSEUDONYM,
    "verb": Left.AS_IT_IS,
    "kind": Left.AS_IT_IS,
    "record_id": Left.PSEUDONYM,
    "before": Left.BY_FIELD,
    "after": Left.BY_FIELD,
}


def left_of(model: type[Base], column: Column[Any]) -> Left:
    """What a pseudonymised export leaves of a column."""
    if model is Change:
        return _OF_CHANGES.get(column.key, Left.NOTHING)
    if column.key == "id" or column.key.endswith("_id"):
        return Left.PSEUDONYM
    if column.key == _BORN:
        return Left.YEAR
    about = declared(model)[column.key][1]
    if about.sensitivity is Sensitivity.PRIVATE:
        return Left.NOTHING
    if column.type.python_type is not str or choices_of(column):
        return Left.AS_IT_IS
    short = not about.long and not about.searched
    return Left.AS_IT_IS if short and _is_open(model) else Left.NOTHING


def _is_open(model: type[Base]) -> bool:
    """Whether every Hive may read all of it: then it is about nobody."""
    return all(about.sensitivity is Sensitivity.OPEN for _, about in declared(model).values())


@cache
def _left_by_name(kind: str) -> dict[str, Left]:
    """What is left of each field of a kind, without those of which nothing is."""
    if kind not in KINDS:  # written by a newer version
        return {}
    model = KINDS[kind]
    left = {column.key: left_of(model, column) for column in columns_of(model)}
    return {name: how for name, how in left.items() if how is not Left.NOTHING}


class Pseudonyms:
    """The pseudonyms of one store."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, given: str) -> str:
        """The pseudonym of an id or a name."""
        made = hmac.new(self._key, given.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return made.hexdigest()[:_LENGTH]

    def of_fields(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        """What is left of a Change row's fields (JSON values) of a record of `kind`."""
        left = _left_by_name(kind)
        return {
            name: value if value is None else self.apply(left[name], value)
            for name, value in values.items()
            if name in left
        }

    def apply(self, left: Left, value: Any) -> Any:
        """What is left of one value that is not None."""
        if left is Left.PSEUDONYM:
            return self.of(value)
        if left is Left.YEAR:
            return (value if isinstance(value, dt.date) else dt.date.fromisoformat(value)).year
        return value


def pseudonyms_of(store: Store, at: dt.datetime) -> Pseudonyms:
    """The store's pseudonyms; its key is made where there is none yet.

    Raises:
        CannotWrite, StoreBusy: the key could not be kept.
    """
    with store.reading() as session:
        kept = settings.get(session, KEY)
    if kept is None:
        with writing(store, "HiveDesk", "Make the key of pseudonyms", at) as write:
            kept = settings.get(write.session, KEY)
            if kept is None:
                kept = secrets.token_hex(32)
                settings.put(write.session, KEY, kept)
    return Pseudonyms(bytes.fromhex(kept))
