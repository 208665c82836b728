"""The children whom contacts were about: who is told of them, and what two laptops make of them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from hivedesk.actions import desk as actions
from hivedesk.actions.desk import machine_now
from hivedesk.actions.saving import archive, restore
from hivedesk.actions.support import change_log, log_support
from hivedesk.records import (
    Child,
    Family,
    Hive,
    LogChild,
    Placement,
    PlacementType,
    SupportLog,
    Way,
    new_id,
)
from hivedesk.records.base import kind_of
from hivedesk.reports.story import draw, told_of
from hivedesk.rules.founding import founding
from hivedesk.store.health import problems_of
from hivedesk.store.queries.log_children import children_of_logs
from hivedesk.store.queries.support import add_to_logs
from hivedesk.store.queries.sync_state import HeldBack, held_back
from hivedesk.store.queries.tables import Listing, rows_of
from hivedesk.sync.client import Revoked
from hivedesk.sync.run import connect
from tests.store.samples import child, family, hive
from tests.sync.laptops import Laptop, every_record
from tests.sync.test_with_central import (  # noqa: F401 (fixtures)
    Central,
    Desk,
    central,
    database,
    made_once,
    pg_server,
    used_again,
)


def at_work(desk: Desk) -> actions.Desk:
    return actions.Desk(desk.store, "Jo", None, machine_now)


def talk(desk: Desk, of: Family, *about: Child) -> str:
    """Log a call about these children; the log's id."""
    values = {"at": machine_now(), "minutes": 20, "way": Way.PHONE, "note": "Bedtimes."}
    made = log_support(at_work(desk), [of.id], values, None, [each.id for each in about])
    return str(made.record_id)


def named(desk: Desk, log_id: str) -> list[str]:
    """The first names that a log says."""
    with desk.store.reading() as session:
        return list(children_of_logs(session, [log_id]).get(log_id, {}).values())


def rows(desk: Desk) -> set[str]:
    """The rows of named children in a store that is whole and waits for nothing."""
    assert problems_of(desk.store) == []
    with desk.store.reading() as session:
        assert held_back(session) == HeldBack()
        return set(session.scalars(select(LogChild.id)))


def has_heard_of(desk: Desk, *ids: str) -> bool:
    """Whether any record or change in a store says one of these ids."""
    asked = 'SELECT kind, record_id, "before", "after" FROM changes'
    with desk.store.reading() as session:
        said = str(session.connection().exec_driver_sql(asked).all())
    said += str(every_record(desk.store))
    return any(each in said for each in ids)


class County:
    """Two Hives with a family and children each; a manager, and a worker of each Hive."""

    def __init__(self, central: Central) -> None:  # noqa: F811
        self.central = central
        self.manager = central.desk("Mo Manager")
        east, west = hive(name="Eastleigh"), hive(name="Totton")
        self.ash, *ashes = family(east, "Ash")
        self.birch, *birches = family(west, "Birch")
        assert isinstance(self.ash, Family)
        assert isinstance(self.birch, Family)
        self.wren, self.dell = child(self.ash.id), child(self.ash.id, "Dell")
        self.placed = Placement(
            id=new_id(),
            child_id=self.wren.id,
            family_id=self.ash.id,
            code=PlacementType.U6,
            started_on=dt.date(2020, 9, 1),
        )
        self.manager.add(east, west, self.ash, *ashes, self.birch, *birches)
        self.manager.add(self.wren, self.dell, self.placed)
        assert self.manager.sync().set_aside == 0
        self.east, self.west = east, west
        self.ana, self.ben = self.worker(east, "Ana Reed"), self.worker(west, "Ben Shaw")

    def worker(self, of: Hive, name: str) -> Desk:
        made = Desk(self.central.fresh())
        words = ("--name", name, "--role", "worker", "--hive", of.name)
        code = self.central.account("add", *words)
        connect(made.store, self.central.url, code, machine_now, "laptop")
        made.sync()
        return made

    def meet(self) -> None:
        """Everybody syncs until all have heard of all."""
        for _ in range(2):
            for desk in (self.ana, self.ben, self.manager):
                assert desk.sync().set_aside == 0


@pytest.fixture
def county(central: Central) -> County:  # noqa: F811
    return County(central)


def test_a_laptop_of_the_hive_is_told_and_one_of_another_hive_hears_nothing(
    county: County,
) -> None:
    log_id = talk(county.ana, county.ash, county.wren)
    county.meet()
    assert rows(county.ana) == rows(county.manager) != set()
    assert named(county.manager, log_id) == ["Wren"]
    assert rows(county.ben) == set()
    assert not has_heard_of(county.ben, log_id, county.wren.id, *rows(county.ana), "log-children")
    county.central.account("revoke", "--name", "Ana Reed")
    with pytest.raises(Revoked):
        county.ana.sync()
    assert rows(county.ana) == set()
    begun = {(kind_of(type(each)), each.id) for each in founding()}
    assert set(every_record(county.ana.store)) == begun


def test_a_child_who_moves_to_another_hive_is_named_on_no_laptop_that_does_not_know_it(
    county: County,
) -> None:
    first, second = (talk(county.ana, county.ash, county.wren, county.dell) for _ in range(2))
    change_log(at_work(county.ana), second, {}, [county.dell.id])
    county.meet()
    assert len(rows(county.manager)) == 4
    county.manager.edit(Placement, county.placed.id, ended_on=dt.date(2021, 6, 1))
    county.manager.edit(Child, county.wren.id, family_id=county.birch.id)
    county.manager.sync()
    # Said at the old Hive before its laptop has heard of the move.
    third = talk(county.ana, county.ash, county.wren)
    county.meet()
    assert len(rows(county.manager)) == 5
    assert named(county.manager, third) == ["Wren"]
    assert rows(county.ben) == set()
    assert not has_heard_of(county.ben, first, second, third)
    assert len(rows(county.ana)) == 2
    assert not has_heard_of(county.ana, county.wren.id)
    assert [named(county.ana, each) for each in (first, second, third)] == [["Dell"], ["Dell"], []]
    assert rows(county.worker(county.east, "Cy Dunn")) == rows(county.ana)
    # The log is corrected there by one who cannot know: the child stays named.
    change_log(at_work(county.ana), first, {"minutes": 30}, [county.dell.id])
    county.meet()
    assert named(county.manager, first) == ["Wren", "Dell"]
    county.manager.edit(Child, county.wren.id, family_id=county.ash.id)
    county.manager.sync()
    county.meet()
    assert rows(county.ana) == rows(county.manager)
    assert named(county.ana, third) == ["Wren"]


def test_a_family_takes_what_was_said_of_its_children_to_another_hive(county: County) -> None:
    log_id = talk(county.ana, county.ash, county.wren)
    taken = talk(county.ana, county.ash, county.wren, county.dell)
    change_log(at_work(county.ana), taken, {}, [county.dell.id])
    county.meet()
    county.manager.edit(Family, county.ash.id, hive_id=county.west.id)
    county.manager.sync()
    county.meet()
    assert rows(county.ana) == set()
    assert not has_heard_of(county.ana, log_id, county.wren.id)
    assert rows(county.ben) == rows(county.manager)
    assert (named(county.ben, log_id), named(county.ben, taken)) == (["Wren"], ["Dell"])


class Twosome:
    """Ana and Ben, whose laptops hold a log of the Ashes, with Wren and Dell, and the Birches."""

    def __init__(self, three: tuple[Laptop, Laptop, Laptop]) -> None:
        self.ana, self.ben, _ = three
        place = hive()
        (self.ash, *ashes), (self.birch, *birches) = family(place, "Ash"), family(place, "Birch")
        self.wren = child(self.ash.id, born_on=dt.date(2013, 3, 1))
        self.dell = child(self.ash.id, "Dell")
        self.ana.add(place, self.ash, *ashes, self.birch, *birches, self.wren, self.dell)
        self.log = self.talk(self.wren)
        for each in (self.ana, self.ben):
            each.sync()

    def talk(self, *about: Child) -> str:
        desk = self.ana.desk()
        values = {"at": desk.now, "minutes": 20, "way": Way.PHONE, "note": "Bedtimes."}
        made = log_support(desk, [self.ash.id], values, None, [each.id for each in about])
        return str(made.record_id)

    def correct(self, laptop: Laptop, *about: Child, **values: Any) -> None:
        change_log(laptop.desk(), self.log, values, [each.id for each in about])

    def shown(self) -> str:
        """Whom the log is about, once all have heard of all: in the list, the story and its PDF."""
        for each in (self.ana, self.ben) * 2:
            assert each.sync().set_aside == 0
        assert self.ana.records() == self.ben.records()
        found = {self._shown(each) for each in (self.ana, self.ben)}
        assert len(found) == 1
        return found.pop()

    def _shown(self, laptop: Laptop) -> str:
        assert problems_of(laptop.store) == []
        desk = laptop.desk()
        with laptop.store.reading() as session:
            [row] = rows_of(session, "support-logs", Listing(), desk.now.date())
            add_to_logs(session, [row], None)
            told = told_of(session, row["family_id"], desk.now)
        [aside] = [each.aside for each in told.entries if each.kind == "support-logs"]
        assert aside == (f"about {row['children']}" if row["children"] else "")
        paper = io.BytesIO()
        draw(told, paper)
        words = "".join(page.extract_text() for page in PdfReader(paper).pages)
        assert aside in " ".join(words.split())
        return str(row["children"])


@pytest.fixture
def two(three: tuple[Laptop, Laptop, Laptop]) -> Twosome:
    return Twosome(three)


def test_a_child_who_is_named_on_two_laptops_is_shown_once(two: Twosome) -> None:
    for each in (two.ana, two.ben):
        two.correct(each, two.wren, two.dell)
    assert two.shown() == "Wren and Dell"
    two.correct(two.ben, two.wren)
    assert two.shown() == "Wren"


def test_a_child_taken_off_a_log_that_is_corrected_elsewhere_stays_off(two: Twosome) -> None:
    two.correct(two.ana)
    two.correct(two.ben, two.wren, two.dell, minutes=45)
    assert two.shown() == "Dell"
    assert two.ana.value(SupportLog, two.log, "minutes") == 45


def test_a_child_named_while_its_log_goes_to_another_family_can_be_taken_off(two: Twosome) -> None:
    two.correct(two.ana, family_id=two.birch.id)
    two.correct(two.ben, two.wren, two.dell)
    assert two.shown() == "Dell"
    two.correct(two.ben, two.dell, minutes=45)
    assert two.shown() == "Dell"
    two.correct(two.ana)
    assert two.shown() == ""


def test_a_child_named_in_a_log_that_is_put_away_meanwhile_comes_back_with_it(two: Twosome) -> None:
    archive(two.ana.desk(), "support-logs", two.log)
    two.correct(two.ben, two.wren, two.dell)
    for each in (two.ana, two.ben) * 2:
        each.sync()
    restore(two.ana.desk(), "support-logs", two.log)
    assert two.shown() == "Wren and Dell"
