"""Killed in the middle of saving, again and again: what was saved is there, and whole."""

from __future__ import annotations

import random
from multiprocessing.connection import Connection, wait

import pytest
from sqlalchemy import text

from hivedesk.store import Store
from hivedesk.store.health import problems_of
from tests.store.children import processes, read_and_save, reopened, save_until_killed
from tests.store.samples import hive, save


def names_told(pipe: Connection) -> list[str]:
    """Everything a killed child said."""
    told = []
    try:
        while True:
            told.append(pipe.recv_bytes().decode())
    except (EOFError, OSError):
        return told


def run_and_kill(store: Store, hive_id: str, dice: random.Random) -> list[str]:
    """Start a child that saves, kill it at a random moment; what it said it had saved."""
    ours, theirs = processes.Pipe(duplex=False)
    child = processes.Process(
        target=save_until_killed, args=(store.path, store.key, hive_id, theirs)
    )
    child.start()
    theirs.close()
    if dice.random() < 0.8:  # the others die while they open and mend the store
        assert ours.poll(30), "the child never saved anything"
    wait([child.sentinel], timeout=dice.uniform(0, 0.04))
    child.kill()
    child.join(30)
    assert child.exitcode
    told = names_told(ours)
    ours.close()
    child.close()
    return told


def missing_of(store: Store, told: set[str]) -> dict[str, set[str]]:
    """What a saved family must have and has not: its row, history, log, journal, search."""
    wanted = {
        "families": "SELECT id FROM families",
        "statuses": "SELECT family_id FROM family_statuses",
        "logs": "SELECT family_id FROM support_logs",
        "changes": "SELECT record_id FROM changes WHERE kind = 'families'",
        "search": "SELECT record_id FROM search_entries JOIN search_names "
        "ON search_names.rowid = search_entries.rowid WHERE search_names MATCH 'quillfeather'",
        "notes": "SELECT record_id FROM search_entries JOIN search_text "
        "ON search_text.rowid = search_entries.rowid WHERE search_text MATCH 'coast'",
    }
    with store.reading() as session:
        found = {what: set(session.scalars(text(sql))) for what, sql in wanted.items()}
    assert len({frozenset(ids) for ids in found.values()}) == 1, "half of a save is there"
    return {what: told - ids for what, ids in found.items() if told - ids}


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_killed_many_times(store: Store, times: int) -> None:
    a_hive = hive()
    save(store, a_hive)
    store.close()
    dice = random.Random(times)
    told: set[str] = set()
    for number in range(1, times + 1):
        told.update(run_and_kill(store, a_hive.id, dice))
        if number % 5 == 0:
            again = reopened(store.path, store.key)
            assert missing_of(again, told) == {}
            again.engine.dispose()
    again = reopened(store.path, store.key)
    assert len(told) >= times // 2, "hardly a child lived long enough to save"
    assert missing_of(again, told) == {}
    assert problems_of(again) == []
    again.close()


def test_two_programs_write_at_once(store: Store) -> None:
    """Neither ever hears that the store is locked, and no edit is lost."""
    times = 200
    a_hive = hive(note=None)
    save(store, a_hive)
    pipes, children = [], []
    for _ in range(2):
        ours, theirs = processes.Pipe()
        child = processes.Process(
            target=read_and_save, args=(store.path, store.key, a_hive.id, times, theirs)
        )
        child.start()
        theirs.close()
        pipes.append(ours)
        children.append(child)
    assert [pipe.recv() for pipe in pipes] == ["ready", "ready"]
    for pipe in pipes:
        pipe.send("go")
    assert [pipe.recv() for pipe in pipes] == ["done", "done"]
    for child in children:
        child.join(30)
    with store.reading() as session:
        counted = session.execute(text("SELECT note FROM hives")).scalar_one()
        families = session.execute(text("SELECT count(*) FROM families")).scalar_one()
    assert (counted, families) == (str(2 * times), 2 * times)
    assert problems_of(store) == []
