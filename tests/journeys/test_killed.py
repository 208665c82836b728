"""The window killed while somebody types or saves: nothing lost that is three seconds old."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.desktop.forms.form_sheet import DRAFT_EVERY_MS
from hivedesk.records import Draft
from hivedesk.store import Store
from hivedesk.store.health import problems_of
from tests.actions.little import Ids, family_values, settle_in

from .conftest import OpenWindow

PROJECT = Path(__file__).resolve().parents[2]
OLD_ENOUGH = 3.0  # seconds


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child."""
    return settle_in(desk)


def window_on(store: Store, family: str, *how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.killed_window", str(store.path), family, *how],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kept_in(store: Store) -> tuple[int, list[str]]:
    """How many logs there are, and the drafts."""
    with store.reading() as session:
        logs = session.execute(text("SELECT count(*) FROM support_logs")).scalar_one()
        found = session.execute(text('SELECT "values" FROM drafts')).scalars().all()
    return int(logs), [str(each) for each in found]


def words_in(drafts: list[str]) -> int:
    """How many words of the window that types are kept."""
    return max((int(n) for draft in drafts for n in re.findall(r"word(\d+)", draft)), default=0)


def test_words_that_were_kept_survive_a_kill(
    store: Store, ids: Ids, passphrase: str, open_window: OpenWindow
) -> None:
    """By what the store holds; how old words are by then, the fifty kills tell."""
    assert DRAFT_EVERY_MS / 1000 < OLD_ENOUGH
    child = window_on(store, ids.family, "type")
    assert child.stdout is not None
    kept: list[int] = []
    for _ in child.stdout:
        words = words_in(kept_in(store)[1])
        if words not in kept:
            kept.append(words)
        if len(kept) == 3:  # once more than it could be by the first word alone
            break
    child.kill()
    child.wait(30)
    child.stdout.close()
    assert len(kept) == 3
    logs, drafts = kept_in(store)
    assert (logs, len(drafts)) == (0, 1)
    assert words_in(drafts) >= kept[-1]
    assert problems_of(store) == []
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.window.workspace.open_sheet("log-support", family_ids=[ids.family])
    assert f"word{kept[-1]}" in hand.sheet().form.fields["note"].value()
    hand.wait_for_words("Your draft is back")


@pytest.mark.soak
def test_fifty_kills_lose_three_seconds_at_most_and_mix_no_families(
    store: Store, desk: Desk, ids: Ids, passphrase: str
) -> None:
    """Two families in turn; each time the words kept are those of the run before, and more."""
    other = add_family(desk, family_values(desk, name="Thorne")).record_id
    assert other
    dice = random.Random(50)
    kept_for: dict[str, list[str]] = {ids.family: [], other: []}
    for run in range(50):
        family = (ids.family, other)[run % 2]
        typed = typed_until_killed(store, family, f"r{run}w", dice.uniform(0.5, 4.5))
        kept_for[family] += typed
        for one, words in kept_for.items():
            found = notes_about(store, one)
            missing = [word for word in words if word not in found]
            assert missing == [], f"run {run}"
            foreign = {w for f, every in kept_for.items() if f != one for w in every}
            assert foreign.isdisjoint(found), f"run {run}"
    assert problems_of(store) == []


def typed_until_killed(store: Store, family: str, tag: str, seconds: float) -> list[str]:
    """Type in the window for so long and kill it; the words that were three seconds old by then."""
    child = window_on(store, family, "type", tag)
    assert child.stdout is not None
    typed_at: list[float] = []
    for _ in child.stdout:
        typed_at.append(time.monotonic())
        if typed_at[-1] - typed_at[0] > seconds:
            break
    killed_at = time.monotonic()
    child.kill()
    child.wait(30)
    child.stdout.close()
    old = sum(killed_at - at > OLD_ENOUGH for at in typed_at)
    return [f"{tag}{number}" for number in range(1, old + 1)]


def notes_about(store: Store, family: str) -> set[str]:
    """Every word in the drafts that lie under a family."""
    with store.reading() as session:
        rows = session.execute(select(Draft.key, Draft.values)).all()
    found: set[str] = set()
    for key, values in rows:
        about = values.get("family_id") or []
        assert (family in key) is (family in about), "a draft lies under whom it is about"
        if family in about:
            found.update((values.get("note") or "").split())
    return found


def test_a_save_that_is_killed_is_a_log_or_a_draft_and_never_both(
    store: Store, ids: Ids, passphrase: str
) -> None:
    dice = random.Random(7)
    saved = 0
    for _ in range(6):
        child = window_on(store, ids.family, "save")
        assert child.stdout is not None
        assert child.stdout.readline() == "kept\n"
        deadline = time.monotonic() + dice.uniform(0, 0.03)
        while time.monotonic() < deadline:
            pass
        child.kill()
        child.wait(30)
        child.stdout.close()
        logs, drafts = kept_in(store)
        assert (logs - saved, len(drafts)) in ((1, 0), (0, 1))
        saved = logs
    assert problems_of(store) == []
