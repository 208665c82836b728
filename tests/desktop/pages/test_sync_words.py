"""What the top bar and the Sync page say, in every state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from hivedesk.desktop.pages.sync import words as said
from hivedesk.records import KINDS
from hivedesk.store.queries.sync_state import HeldBack, Run, Standing, Waiting

NOW = dt.datetime(2021, 6, 16, 13, 30, tzinfo=dt.UTC)
EARLIER = dt.datetime(2021, 6, 16, 13, 10, tzinfo=dt.UTC)


@dataclass
class Sync:
    standing: Standing
    sending: bool = False
    so_far: tuple[int, int] = (0, 0)


@pytest.mark.parametrize(
    ("sync", "words", "icon"),
    [
        (Sync(Standing()), "Saved here", ""),
        (Sync(Standing(True)), "Saved here", ""),
        (Sync(Standing(True, 3)), "Saved here · 3 to send", "cloud-up"),
        (Sync(Standing(True, 0, 0, EARLIER)), "All sent", "cloud-check"),
        (Sync(Standing(True, 3, 0, EARLIER), sending=True), "Sending…", "cloud-up"),
        (Sync(Standing(True, 0, 1, EARLIER)), "1 needs you", "warning"),
        (Sync(Standing(True, 1, 2, EARLIER)), "2 need you · 1 to send", "warning"),
        (Sync(Standing(True, 0, 0, None, EARLIER)), "Offline since 14:10", "cloud-off"),
        (
            Sync(Standing(True, 4, 0, None, EARLIER - dt.timedelta(days=1))),
            "Offline since Tue 15 Jun, 14:10 · 4 to send",
            "cloud-off",
        ),
    ],
)
def test_the_top_bar_says_it_in_words_and_a_tick_comes_last(
    sync: Sync, words: str, icon: str
) -> None:
    told = said.saved_words(sync, NOW)
    assert (told.sentence, told.icon) == (words, icon)
    ticks = icon == "cloud-check"
    answered = sync.standing.heard_at is not None and not sync.standing.to_send
    assert not ticks or answered


def run(minutes: int, *, pushed: int = 0, trouble: str = "", answered: bool = True) -> Run:
    begun = EARLIER - dt.timedelta(minutes=minutes)
    ended = begun + dt.timedelta(seconds=0.4)
    return Run(begun, ended, pushed, 0, 0, 0, 2048 * answered, 4096 * answered, trouble)


def test_runs_alike_stand_on_one_line_but_not_those_that_moved_something() -> None:
    offline = "The central store cannot be reached just now."
    runs = [
        run(0, pushed=1),
        run(5, pushed=2),
        run(10),
        run(15),
        run(20, trouble=offline, answered=False),
        run(25, trouble=offline, answered=False),
        run(30, trouble=offline, answered=False),
    ]
    lines = said.history(runs, NOW)
    assert [line.what for line in lines] == [
        "1 sent · 2 kB out, 4 kB in · 0.4 s",
        "2 sent · 2 kB out, 4 kB in · 0.4 s",
        "Nothing new",
        "Offline",
    ]
    assert lines[2].when == "14:00, and 1 before since 13:55"
    assert [line.answered for line in lines] == [True, True, True, False]
    assert lines[3].trouble == offline


def test_a_run_that_was_cut_says_so() -> None:
    (line,) = said.history([Run(EARLIER, None, 0, 0, 0, 0, 0, 0, "")], NOW)
    assert line.what.startswith("Stopped before it was done")


@pytest.mark.parametrize(
    ("count", "words"), [(820, "820 bytes"), (12_300, "12 kB"), (3_600_000, "3.4 MB")]
)
def test_bytes_are_rounded(count: int, words: str) -> None:
    assert said.bytes_words(count) == words


def waits(*kinds: tuple[str, int]) -> list[Waiting]:
    return [Waiting(kind, many, NOW) for kind, many in kinds]


def test_what_connecting_sends_is_told_by_kind() -> None:
    assert said.sent_first_words([]).endswith("connecting only fetches.")
    assert said.sent_first_words(waits(("families", 1))) == "Connecting sends 1 family."
    two = waits(("support-logs", 1200), ("hives", 1))
    assert said.sent_first_words(two) == "Connecting sends 1,200 support logs and 1 Hive."
    many = waits(*((kind, 3) for kind in list(KINDS)[: said.KINDS_TOLD + 2]))
    assert said.sent_first_words(many).endswith(" and 6 more.")


def test_a_run_under_way_says_how_far_it_is() -> None:
    standing = Standing(True)
    assert said.sending_words(Sync(standing, sending=True)) == "Sending…"
    far = Sync(standing, sending=True, so_far=(1500, 2000))
    assert said.sending_words(far) == "Sending… 1,500 sent, 2,000 fetched so far."


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (HeldBack(), []),
        (HeldBack(1, 0), ["1 change from elsewhere waits for a record that is not here yet."]),
        (
            HeldBack(2, 1_000),
            [
                "2 changes from elsewhere wait for a record that is not here yet.",
                "1,000 changes come from a newer HiveDesk. Update this laptop to see what was "
                "changed.",
            ],
        ),
    ],
)
def test_what_is_held_back_says_for_what(held: HeldBack, told: list[str]) -> None:
    assert list(said.held_back_words(held)) == told
