"""The printed story: everything in its order, and no private note but the reader's own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from hivedesk.actions.desk import Desk
from hivedesk.actions.support import log_support
from hivedesk.records import NotFound, Way, WorkerRole
from hivedesk.reports.look import BOXES
from hivedesk.reports.stopping import Stopped
from hivedesk.reports.story import Told, draw, told_of, write_pdf
from hivedesk.reports.story.drawing import FULL_FOOT, FULL_NOTICE, NOTHING, SHARED_FOOT
from hivedesk.rules.days import EARLIEST, LATEST, Span
from hivedesk.store.queries.story_entries import Entry
from tests.actions.little import Ids, add, settle_in

MINE, THEIRS = "Mine alone: tired of it.", "Somebody else's private words."


def call(desk: Desk, ids: Ids, day: int, **said: Any) -> None:
    """Log a call at half past seven in the evening."""
    at = dt.datetime(2021, 6, day, 18, 30, tzinfo=dt.UTC)
    values = {"at": at, "minutes": 40, "way": Way.PHONE, "note": f"Call of the {day}th."}
    log_support(desk, [ids.family], values | said)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive with three calls, one of them of another worker."""
    made = settle_in(desk)
    promised = {"what": "Ring the school", "due_on": dt.date(2021, 6, 18), "by": "me"}
    at = dt.datetime(2021, 6, 15, 8, 0, tzinfo=dt.UTC)
    first = {"at": at, "minutes": 15, "way": Way.VISIT, "note": "Lunch.", "private_note": MINE}
    log_support(desk, [made.family], first, promised)
    call(desk, made, 14, themes=["School"], positive="She slept through", agreed="Same again")
    person = {"first_name": "Kim", "last_name": "Ode", "role": WorkerRole.SUPPORT_WORKER}
    other = add(desk, "workers", hive_id=made.hive, started_on=dt.date(2020, 1, 1), **person)
    call(replace(desk, worker_id=other, who="Kim Ode"), made, 10, private_note=THEIRS)
    return made


def told(desk: Desk, ids: Ids, **asked: Any) -> Told:
    with desk.store.reading() as session:
        return told_of(session, ids.family, desk.now, **asked)


def pages(story: Told) -> list[str]:
    out = io.BytesIO()
    draw(story, out, "Jo Field")
    return [" ".join(page.extract_text().split()) for page in PdfReader(out).pages]


def test_what_happened_is_told_oldest_first(desk: Desk, ids: Ids) -> None:
    (page,) = pages(told(desk, ids))
    in_order = [
        "Marlowe, Eastleigh Hive, 6 Jan 2020 to 15 Jun 2021",
        "County carer · Active · Joined the Hive 6 January 2020",
        "January 2020", "Joined the Hive",
        "September 2020", "Robin came to live here",
        "June 2021",
        "Thu 10", "Phone · 19:30 · 40 min · out of hours", "Call of the 10th.",
        "Mon 14", "School", "Call of the 14th.",
        "Something positive: She slept through", "Agreed: Same again",
        "Tue 15", "Home visit · 09:00 · 15 min", "Lunch.", "To do by 18 Jun 2021: Ring the school",
    ]  # fmt: skip
    at = 0
    for words in in_order:
        assert words in page[at:], words
        at = page.index(words, at) + len(words)


def test_a_story_that_may_be_shared_has_no_private_note(desk: Desk, ids: Ids) -> None:
    (page,) = pages(told(desk, ids))
    assert SHARED_FOOT in page
    for words in (MINE, THEIRS, "Private", FULL_NOTICE):
        assert words not in page


def test_the_full_story_has_the_readers_own_notes_and_nobody_elses(desk: Desk, ids: Ids) -> None:
    (page,) = pages(told(desk, ids, reader=desk.worker_id))
    assert f"Private note: {MINE}" in page
    assert FULL_NOTICE in page
    assert FULL_FOOT in page
    assert THEIRS not in page


def test_only_the_days_that_were_asked_for(desk: Desk, ids: Ids) -> None:
    some = Span(dt.date(2021, 6, 11), dt.date(2021, 6, 14))
    (page,) = pages(told(desk, ids, span=some))
    assert "11 Jun 2021 to 14 Jun 2021" in page
    assert ("Call of the 14th." in page, "Call of the 10th." in page) == (True, False)
    assert "Lunch." not in page
    none = Span(dt.date(2021, 7, 1), dt.date(2021, 7, 9))
    assert NOTHING in pages(told(desk, ids, span=none))[0]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (dt.date(2021, 6, 11), LATEST, "11 Jun 2021 to 16 Jun 2021"),
        (EARLIEST, dt.date(2021, 6, 14), "6 Jan 2020 to 14 Jun 2021"),
        (dt.date(2021, 7, 1), LATEST, "1 Jul 2021 to 1 Jul 2021"),
    ],
)
def test_an_open_end_is_the_storys_own(
    desk: Desk, ids: Ids, first: dt.date, last: dt.date, says: str
) -> None:
    (page,) = pages(told(desk, ids, span=Span(first, last)))
    assert f"Marlowe, Eastleigh Hive, {says}" in page


@pytest.mark.parametrize(
    "note",
    [
        "<b>bold</b> & <para> </font>",
        "words " * 15_000,
        "x" * 5_000,
        "\n\n\nA gap\n\tand a tab",
        "שלום 👩‍👧",
        "እንዴት ነህ",
        "a\n" * 3_000,
    ],
    ids=["markup", "long", "one word", "gaps", "signs", "no letters for it", "many lines"],
)
def test_whatever_was_written_can_be_printed(desk: Desk, ids: Ids, note: str) -> None:
    call(desk, ids, 12, note=note)
    every = " ".join(pages(told(desk, ids)))
    assert "Lunch." in every
    assert (BOXES in every) is (note == "እንዴት ነህ")
    if note.isascii():
        squeezed = "".join(every.split())
        assert "".join(note.split())[:40] in squeezed
        assert squeezed.count("x" * 20) >= note.count("x" * 20) * 0.9


def test_the_same_story_gives_the_same_bytes(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    out = tmp_path / "story.pdf"
    sheets = []
    for _ in range(2):
        write_pdf(desk.store, ids.family, out, desk.now, desk.who)
        sheets.append(out.read_bytes())
    assert sheets[0] == sheets[1]
    assert PdfReader(out).metadata == {"/Title": "Family story, Marlowe"}


def test_nobody_of_that_name(desk: Desk, ids: Ids) -> None:
    with pytest.raises(NotFound, match="no such family"), desk.store.reading() as session:
        told_of(session, ids.hive, desk.now)


def test_a_long_story_is_stopped_within_an_entry_and_leaves_nothing(tmp_path: Path) -> None:
    day = dt.date(2021, 6, 1)
    entries = tuple(
        Entry("support-logs", str(n), "support", "phone", day, "Phone", text="We spoke. " * 60)
        for n in range(40)
    )
    now = dt.datetime(2021, 6, 16, tzinfo=dt.UTC)
    told = Told("Marlowe", "Eastleigh", ("County carer",), None, entries, None, now)
    asked: list[int] = []
    out = tmp_path / "story.pdf"
    draw(told, out, wanted=lambda: asked.append(1))
    assert len(asked) > 2 * len(entries)
    out.unlink()
    for after in (0, 5, len(asked) // 2, len(asked) - 1):
        left = iter(range(after))

        def stop(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Stopped

        with pytest.raises(Stopped):
            draw(told, out, wanted=stop)
        assert list(tmp_path.iterdir()) == []
