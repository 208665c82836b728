"""The handover of a night: begun by its first tick, with who and when, and its paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from hivedesk.actions.desk import Desk
from hivedesk.actions.handover import add_to_handover, tick_first, tick_handover
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import cancel_stays, move_stay_on
from hivedesk.records import StayState
from hivedesk.reports import handover as paper
from hivedesk.reports.look import BOXES
from hivedesk.rules.handover import ITEMS
from hivedesk.rules.problems import Refused
from hivedesk.store.queries.handover import Handover, handover_of
from tests.conftest import Clock

from .little import Ids, book, refused, rows, settle_in


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def stay(desk: Desk, ids: Ids) -> str:
    """A confirmed stay whose record holds more than a link carer may read."""
    made = book(
        desk,
        ids,
        needs="Night light on",
        medication="Blue inhaler, two puffs",
        why="Mother in hospital",
        override_note="Manager agreed",
    )
    save_record(desk, "children", {"note": "Old worries", "night_needs": "Two stories"}, ids.child)
    move_stay_on(desk, made, StayState.CONFIRMED, "By phone")
    return made


def read(desk: Desk, stay: str) -> Handover:
    with desk.store.reading() as session:
        return handover_of(session, stay)


def pages(found: Handover, desk: Desk) -> list[str]:
    out = io.BytesIO()
    paper.draw(found, out, desk.now)
    return [" ".join(page.extract_text().split()) for page in PdfReader(out).pages]


def test_the_first_tick_begins_the_list_and_says_who_and_when(
    desk: Desk, stay: str, clock: Clock
) -> None:
    assert [line.what for line in read(desk, stay).lines] == list(ITEMS)
    assert rows(desk, "handover-items") == [], "looking writes nothing"
    tick_first(desk, stay, ITEMS[2])
    clock.tick(hours=1)
    add_to_handover(replace(desk, who="Ben Hale"), stay, "  The blue rabbit ")
    lines = read(desk, stay).lines
    assert [line.what for line in lines] == [*ITEMS, "The blue rabbit"]
    assert [(line.done_by, str(line.done_at)[:16]) for line in lines if line.done_at] == [
        ("Jo Field", "2021-06-16 10:00")
    ]
    tick_handover(replace(desk, who="Ben Hale"), lines[-1].id)
    tick_handover(desk, lines[2].id, done=False)
    tick_handover(replace(desk, who="Ben Hale"), lines[2].id)
    done = [line for line in read(desk, stay).lines if line.done_at]
    assert [(line.what, line.done_by) for line in done] == [
        (ITEMS[2], "Ben Hale"),
        ("The blue rabbit", "Ben Hale"),
    ]


def test_there_is_a_night_to_hand_over(desk: Desk, ids: Ids, stay: str) -> None:
    with refused(desk, "Write what is to be told"):
        add_to_handover(desk, stay, " ")
    with refused(desk, "not on the checklist"):
        tick_first(desk, stay, "Something else")
    cancel_stays(desk, [stay], "Not needed")
    with refused(desk, "no night to hand over"):
        tick_first(desk, stay, ITEMS[0])


def test_the_paper_holds_what_the_link_carer_may_read_and_nothing_else(
    desk: Desk, stay: str
) -> None:
    tick_first(desk, stay, ITEMS[0])
    (text,) = pages(read(desk, stay), desk)
    told = ("Robin, 10", "Wren Okoro", "Garden room", "Fri 18 Jun to Sun 20 Jun 2021, 2 nights",
            "Night light on", "Two stories", "Blue inhaler, two puffs", *ITEMS,
            "Wed 16 Jun, 10:00 · Jo Field")  # fmt: skip
    assert [words for words in told if words not in text] == []
    assert text.count(paper.NOTHING) == 3
    kept = ("Ashdown", "Marlowe", "hospital", "Manager", "worries", "By phone")
    assert [words for words in kept if words in text] == []


def test_long_words_are_made_smaller_before_they_go_on_to_a_second_page(
    desk: Desk, stay: str
) -> None:
    found = read(desk, stay)
    long = replace(found, needs="\n".join(f"Line {n} of the evening" for n in range(18)))
    (text,) = pages(long, desk)
    assert "Line 17 of the evening" in text
    endless = replace(found, needs="\n".join(f"Line {n} of the evening" for n in range(200)))
    assert len(pages(endless, desk)) > 1
    assert "Line 199 of the evening" in " ".join(pages(endless, desk))
    (boxes,) = pages(replace(found, needs="ደህና እደሩ"), desk)
    assert (BOXES in boxes, BOXES in text) == (True, False)
    unbroken = replace(found, food="No nuts and no bread today. " * 300)
    assert " ".join(pages(unbroken, desk)).count("bread") == 300


def test_who_comes_is_not_told_before_the_stay_is_confirmed(desk: Desk, ids: Ids) -> None:
    agreed = read(desk, book(desk, ids))
    with pytest.raises(Refused, match="once the stay is confirmed"):
        paper.draw(agreed, io.BytesIO(), desk.now)
