"""Two texts of one field: settled by whoever reads both, it is settled on every laptop."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from hivedesk.actions.history import NothingToUndo, redo, undo
from hivedesk.actions.texts import settle_texts
from hivedesk.records import Conflict, Hive
from hivedesk.records.errors import NotFound
from hivedesk.sync.conflicts import unsettled
from tests.store.samples import hive
from tests.sync.laptops import Laptop

Three = tuple[Laptop, Laptop, Laptop]


def meet(laptops: Iterable[Laptop]) -> None:
    """All tell and all hear."""
    for _ in range(2):
        for each in laptops:
            each.sync()


def open_ones(of: Laptop) -> list[tuple[str, str]]:
    """Ours and theirs of what nobody has settled."""
    with of.store.reading() as session:
        return [(each.ours, each.theirs) for each in unsettled(session)]


def first_id(of: Laptop) -> str:
    with of.store.reading() as session:
        return unsettled(session)[0].id


@pytest.fixture
def note(three: Three) -> str:
    """The id of a Hive whose note Ana and Ben wrote at once; Ben's stands."""
    made = hive(note="Fine")
    three[0].add(made)
    meet(three)
    three[0].edit(Hive, made.id, note="Calm")
    three[1].edit(Hive, made.id, note="Tired")
    meet(three)
    assert [open_ones(each) for each in three] == [[("Calm", "Tired")], [("Tired", "Calm")], []]
    return made.id


@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("text", ["Tired", "Calm", "Calm, then tired", ""])
def test_settled_on_one_it_is_settled_on_all_and_undo_opens_it_on_all(
    three: Three, note: str, who: int, text: str
) -> None:
    before = [open_ones(each) for each in three]
    settle_texts(three[who].desk(), first_id(three[who]), text)
    assert open_ones(three[who]) == []
    meet(three)
    assert [open_ones(each) for each in three] == [[], [], []]
    assert {each.value(Hive, note, "note") or "" for each in three} == {text}

    undone = undo(three[who].desk())
    assert (undone.verb, undone.kinds) == ("Settle two texts", {"hives"})
    assert open_ones(three[who]) == before[who]
    meet(three)
    assert [open_ones(each) for each in three] == before
    assert {each.value(Hive, note, "note") for each in three} == {"Tired"}

    redo(three[who].desk())
    assert open_ones(three[who]) == []
    meet(three)
    assert [open_ones(each) for each in three] == [[], [], []]
    assert {each.value(Hive, note, "note") or "" for each in three} == {text}
    assert three[0].records() == three[1].records() == three[2].records()
    for each in three:
        assert set(each.states()) <= {"accepted", "theirs"}


def test_what_leads_back_to_where_it_began_is_taken_back_once(three: Three, note: str) -> None:
    settle_texts(three[1].desk(), first_id(three[1]), "Tired")
    undo(three[1].desk())
    assert three[1].value(Hive, note, "note") == "Tired"
    assert open_ones(three[1]) == [("Tired", "Calm")]
    redo(three[1].desk())
    with pytest.raises(NothingToUndo):
        redo(three[1].desk())


def test_what_was_not_in_sight_when_it_was_settled_is_still_open(three: Three) -> None:
    ana, ben, cy = three
    made = hive(note="Fine")
    ana.add(made)
    meet(three)
    ana.edit(Hive, made.id, note="Calm")
    ana.sync()
    ben.edit(Hive, made.id, note="Tired")
    ben.sync()
    ana.edit(Hive, made.id, note="Calm and quiet")
    settle_texts(ben.desk(), first_id(ben), "Calm, then tired")
    ben.sync()
    ana.sync()
    assert open_ones(ana) == [("Calm and quiet", "Calm, then tired")]
    ben.sync()
    assert open_ones(ben) == [("Calm, then tired", "Calm and quiet")]
    # Whoever settles it now, settles it for both.
    settle_texts(ana.desk(), first_id(ana), "Calm, quiet, then tired")
    meet(three)
    assert [open_ones(each) for each in three] == [[], [], []]
    assert cy.value(Hive, made.id, "note") == "Calm, quiet, then tired"


def test_the_history_tells_of_both_texts(three: Three, note: str) -> None:
    settle_texts(three[1].desk(), first_id(three[1]), "Tired")
    told = [
        ((each.before or {}).get("note"), each.after["note"])
        for each in three[1].changes()
        if each.verb == "Settle two texts"
    ]
    assert told == [("Tired", "Calm"), ("Calm", "Tired")]
    with three[1].store.reading() as session:
        assert session.query(Conflict).count() == 1


def test_an_edit_of_the_record_settles_it_here_and_taken_back_opens_it(
    three: Three, note: str
) -> None:
    ben = three[1]
    ben.edit(Hive, note, note="Tired out")
    ben.sync()
    assert open_ones(ben) == []
    undo(ben.desk())
    assert open_ones(ben) == [("Tired", "Calm")]
    meet(three)
    assert open_ones(ben) == [("Tired", "Calm")]


def test_a_conflict_that_is_not_here_is_said_to_be_none(three: Three) -> None:
    with pytest.raises(NotFound):
        settle_texts(three[0].desk(), "none", "Words")
