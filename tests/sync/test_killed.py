"""Syncs killed with SIGKILL at random moments: both stores stay whole, and nothing is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from hivedesk.store.health import problems_of
from tests.central.conftest import (  # noqa: F401 (fixtures)
    database,
    made_once,
    pg_server,
    used_again,
)
from tests.store.samples import family, hive, log
from tests.sync.test_with_central import Central, Desk, central, records_of  # noqa: F401

KILLS = 12


def kill_a_sync(desk: Desk, dice: random.Random) -> bool:
    """Start a sync as a program and kill it; whether it was still at it."""
    words = [sys.executable, "-m", "hivedesk", "sync", "--store", str(desk.store.path)]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    try:
        child.communicate(timeout=dice.uniform(0.4, 2.5))
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate(timeout=10)
        return True
    return False


@pytest.mark.soak
def test_syncs_killed_at_any_moment_lose_nothing(
    central: Central,  # noqa: F811
    passphrase: str,
) -> None:
    dice = random.Random(4)
    ana, ben = central.desk(), central.desk()
    killed = 0
    for round_ in range(KILLS):
        for each in (ana, ben):
            place = hive(name=f"Hive {round_}")
            home = family(place)
            each.add(place, *home)
            each.add(*(log(home[0].id, f"Visit {n}") for n in range(150)))
            killed += kill_a_sync(each, dice)
            assert problems_of(each.store) == []
    assert killed > KILLS / 2
    for each in (ana, ben, ana):
        each.sync()
    assert records_of(ana) == records_of(ben)
    assert len(records_of(ana)) == KILLS * 2 * 153
    for each in (ana, ben):
        assert problems_of(each.store) == []
        with each.store.reading() as session:
            connection = session.connection()
            told = connection.exec_driver_sql("SELECT count(*), count(DISTINCT id) FROM changes")
            assert tuple(told.one()) == (KILLS * 2 * 153, KILLS * 2 * 153)
            left = "SELECT count(*) FROM changes WHERE state NOT IN ('accepted', 'theirs')"
            assert connection.exec_driver_sql(left).scalar() == 0
