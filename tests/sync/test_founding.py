"""Laptops founded apart meet at the real central store: what all begin with is there once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from hivedesk.actions.desk import machine_now
from hivedesk.actions.setup import begin
from hivedesk.records import Policy, Theme, Town, WorkerRole, fixed_id
from hivedesk.rules.founding import THEMES
from hivedesk.rules.policies import CATALOGUE, Policies
from hivedesk.rules.towns import HAMPSHIRE
from hivedesk.store.health import problems_of
from hivedesk.sync.run import connect
from tests.sync.test_with_central import (  # noqa: F401 (fixtures)
    Central,
    Desk,
    central,
    database,
    made_once,
    pg_server,
    records_of,
    states_of,
    used_again,
)

SCHOOL, HOOK = fixed_id("themes", "School"), fixed_id("towns", "Hook")


def founded(central: Central, hive: str, days_ago: int = 0) -> Desk:  # noqa: F811
    """A new laptop of a worker of this Hive, begun so many days ago and not connected."""
    made = Desk(central.fresh())
    place = {"name": hive, "area": hive, "started_on": dt.date(2019, 5, 1)}
    person = {"first_name": "Jo", "last_name": "Field", "role": WorkerRole.SUPPORT_WORKER}
    begin(made.store, machine_now() - dt.timedelta(days=days_ago), place, person)
    return made


def joined(desk: Desk, central: Central, role: str, hive: str = "") -> Desk:  # noqa: F811
    words = ["--name", f"{role} {hive}", "--role", role, *(["--hive", hive] if hive else [])]
    connect(desk.store, central.url, central.account("add", *words), machine_now, "laptop")
    return desk


def names_of(desk: Desk, model: type[Theme] | type[Town]) -> Counter[str]:
    with desk.store.reading() as session:
        return Counter(session.scalars(select(model.name).where(model.archived_at.is_(None))))


def keys_of(desk: Desk) -> Counter[str]:
    with desk.store.reading() as session:
        return Counter(session.scalars(select(Policy.key)))


def test_two_laptops_hold_each_theme_town_and_policy_once(central: Central) -> None:  # noqa: F811
    ana, ben = founded(central, "Eastleigh", 400), founded(central, "Gosport")
    joined(ana, central, "worker", "Eastleigh")
    joined(ben, central, "worker", "Gosport")
    for desk in (ana, ben, ana):
        assert desk.sync().set_aside == 0
    late = joined(Desk(central.fresh()), central, "manager")
    late.sync()
    for desk in (ana, ben, late):
        assert names_of(desk, Theme) == Counter(THEMES)
        assert names_of(desk, Town) == Counter(name for name, *_ in HAMPSHIRE)
        assert keys_of(desk) == Counter(list(CATALOGUE))
        assert problems_of(desk.store) == []
    assert "set_aside" not in states_of(ana) | states_of(ben)


@pytest.mark.parametrize("first", [0, 1], ids=["who edited comes first", "who edited comes last"])
def test_an_edit_stands_whenever_the_other_store_was_founded(
    central: Central,  # noqa: F811
    first: int,
) -> None:
    """Also against a store that was founded after the edit was made."""
    ana, ben = founded(central, "Eastleigh", 400), founded(central, "Gosport")
    with ana.store.reading() as session:
        before = session.get_one(Town, HOOK).east
    ana.edit(Theme, SCHOOL, name="School and college")
    ana.edit(Town, HOOK, east=before + 100)
    ana.edit(Theme, fixed_id("themes", "Payments"), archived_at=machine_now())
    later = joined(founded(central, "Andover"), central, "worker", "Andover")
    joined(ana, central, "worker", "Eastleigh")
    joined(ben, central, "manager")
    laptops = [ana, later, ben] if not first else [ben, later, ana]
    for desk in (*laptops, *laptops):
        assert desk.sync().set_aside == 0
    for desk in laptops:
        assert names_of(desk, Theme)["School and college"] == 1
        assert not names_of(desk, Theme).keys() & {"School", "Payments"}
        with desk.store.reading() as session:
            assert session.get_one(Town, HOOK).east == before + 100
    assert shared(ana) == shared(ben) == shared(later)


def shared(desk: Desk) -> dict[object, object]:
    kinds = {"themes", "towns", "policies"}
    return {key: values for key, values in records_of(desk).items() if key[0] in kinds}


def test_a_policy_that_the_manager_adds_counts_from_the_same_day(
    central: Central,  # noqa: F811
) -> None:
    """Of two values that start on one day the later holds: never the one all began with."""
    ana = joined(founded(central, "Eastleigh"), central, "manager")
    key, about = next(iter(CATALOGUE.items()))
    ana.add(Policy(key=key, value="12", starts_on=about.starts_on))
    ana.sync()
    ben = joined(founded(central, "Gosport"), central, "worker", "Gosport")
    ben.sync()
    with ben.store.reading() as session:
        policies = Policies.of(session.scalars(select(Policy)))
        assert policies.number(key, about.starts_on) == 12


def test_nobody_needs_a_right_to_what_all_begin_with(central: Central) -> None:  # noqa: F811
    """A link carer's laptop may be the first; a worker may not change what she brought."""
    carer = joined(founded(central, "Eastleigh"), central, "link-carer")
    carer.sync()
    ana = joined(founded(central, "Eastleigh"), central, "worker", "Eastleigh")
    assert ana.sync().set_aside == 0
    assert keys_of(ana) == Counter(list(CATALOGUE))
    ben = joined(founded(central, "Gosport"), central, "worker", "Gosport")
    ben.sync()
    ben.edit(Policy, fixed_id("policies", "hive.places"), value="99")
    assert ben.sync().set_aside == 1
