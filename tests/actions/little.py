"""A little Hive made through the actions themselves, and ways to look at what they left."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_child, add_family
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import book_stay
from hivedesk.records import (
    KINDS,
    Change,
    Hive,
    JoinSource,
    OneToOne,
    Permission,
    PlacementType,
    PlainError,
    Registration,
    StayKind,
    values_of,
)
from hivedesk.store import Store
from hivedesk.store.jsonable import values_to_json

TODAY = dt.date(2021, 6, 16)
THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (dt.date(2021, 6, day) for day in (17, 18, 19, 20, 21))

Rows = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Ids:
    """What `settle_in` made."""

    hive: str
    family: str
    carer: str
    child: str
    link_carer: str
    room: str


def add(desk: Desk, of: str, /, **values: Any) -> str:
    """Add one record of a kind; its id."""
    made = save_record(desk, of, values).record_id
    assert made
    return made


def hive_id(desk: Desk) -> str:
    """The one Hive of the store."""
    with desk.store.reading() as session:
        return session.scalars(select(Hive.id).order_by(Hive.created_at)).first() or ""


def family_values(desk: Desk, **given: Any) -> dict[str, Any]:
    """A family's values, as a form would hand them over."""
    return {
        "name": "Marlowe",
        "hive_id": hive_id(desk),
        "registration": Registration.COUNTY,
        "source": JoinSource.ESTABLISHED,
        "area": "Eastleigh",
        "joined_on": dt.date(2020, 1, 6),
        "one_to_one": OneToOne.WELCOME,
    } | given


def child_values(family_id: str, **given: Any) -> dict[str, Any]:
    """A child's values; ten years old in June 2021 and allowed to sleep over."""
    return {
        "family_id": family_id,
        "first_name": "Robin",
        "last_name": "Ashdown",
        "born_on": dt.date(2011, 2, 3),
        "sleepovers": Permission.SOCIAL_WORKER,
    } | given


def new_child(desk: Desk, family_id: str, **given: Any) -> str:
    """A child who was placed last year; their id."""
    values = child_values(family_id, **given)
    made = add_child(desk, values, dt.date(2020, 9, 1), PlacementType.U6).record_id
    assert made
    return made


def settle_in(desk: Desk) -> Ids:
    """A family with a carer and a child, and a link carer with a room of one bed."""
    family = add_family(desk, family_values(desk)).record_id
    assert family
    link_carer = add(
        desk,
        "link-carers",
        hive_id=hive_id(desk),
        first_name="Wren",
        last_name="Okoro",
        area="Eastleigh",
        started_on=dt.date(2019, 6, 1),
    )
    return Ids(
        hive=hive_id(desk),
        family=family,
        carer=add(desk, "carers", family_id=family, first_name="Sal", last_name="Marlowe"),
        child=new_child(desk, family),
        link_carer=link_carer,
        room=add(
            desk,
            "rooms",
            link_carer_id=link_carer,
            name="Garden room",
            beds=1,
            held_from=dt.date(2019, 6, 1),
        ),
    )


def stay_values(ids: Ids, **given: Any) -> dict[str, Any]:
    """Friday to Sunday for the little Hive's child in its room."""
    return {
        "room_id": ids.room,
        "child_id": ids.child,
        "kind": StayKind.SLEEPOVER,
        "from_on": FRIDAY,
        "to_on": SUNDAY,
    } | given


def book(desk: Desk, ids: Ids, **given: Any) -> str:
    """Book a stay; its id."""
    made = book_stay(desk, stay_values(ids, **given)).record_id
    assert made
    return made


def row(desk: Desk, kind: str, record_id: str) -> dict[str, Any]:
    """One record as it is kept, archived or not."""
    with desk.store.reading() as session:
        return values_of(session.get_one(KINDS[kind], record_id))


def rows(desk: Desk, kind: str, **where: Any) -> list[dict[str, Any]]:
    """Records of one kind that are not archived, oldest first."""
    model = KINDS[kind]
    with desk.store.reading() as session:
        query = select(model).where(model.archived_at.is_(None)).filter_by(**where)
        return [values_of(record) for record in session.scalars(query.order_by(model.id))]


def everything(store: Store) -> Rows:
    """Every record of every kind as JSON values, archived ones too."""
    with store.reading() as session:
        return {
            (kind, record.id): values_to_json(values_of(record))
            for kind, model in KINDS.items()
            for record in session.scalars(select(model))
        }


def changes(store: Store) -> list[Change]:
    """Every Change row, oldest first."""
    with store.reading() as session:
        found = list(session.scalars(select(Change).order_by(Change.seq)))
        session.expunge_all()
        return found


def replayed(store: Store) -> Rows:
    """The records as the Change rows alone tell them."""
    told: Rows = {}
    for change in changes(store):
        key = (change.kind, change.record_id)
        if change.before is None:
            assert key not in told, "added twice"
            told[key] = dict.fromkeys(KINDS[change.kind].__table__.columns.keys())
        else:
            known = {name: told[key][name] for name in change.before}
            assert change.before == known, "the row says another before"
        told[key] |= change.after
    return told


@contextlib.contextmanager
def refused(desk: Desk, words: str = "", why: type[PlainError] = PlainError) -> Iterator[None]:
    """The action inside is refused in these words (a pattern), and nothing was written."""
    before = everything(desk.store), len(changes(desk.store))
    with pytest.raises(why, match=words):
        yield
    assert (everything(desk.store), len(changes(desk.store))) == before
