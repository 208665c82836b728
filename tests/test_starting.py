"""A start maps the classes that its first page asks for; the others when they are needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hivedesk.desktop.pages.catalogue import PLACES
from hivedesk.records import KINDS
from hivedesk.store import Store

from .conftest import PASSPHRASE

OPENING = """
import sys
from pathlib import Path
from hivedesk import starting
starting.begin()
from hivedesk.desktop import opening
from hivedesk.records import base
opened = opening.open_at(Path(sys.argv[1]), sys.argv[2])
print(opened.today is not None, len(base._unmapped) > 9, starting.is_on_the_way())
"""
WRITING = """
with opened.desk.writing("Write a note") as write:
    from hivedesk.records import Draft
    write.session.add(Draft(key="log", values={}, at=opened.desk.now))
print(len(base._unmapped), starting.is_on_the_way())
"""
ASKING = """
from hivedesk.records import KINDS
print(len(base._unmapped), *KINDS)
"""


def ran(*words: str) -> list[str]:
    """The lines of a program of its own: this one has mapped everything by now."""
    done = subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"HIVEDESK_PASSPHRASE": PASSPHRASE},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_first_page_does_without_a_quarter_of_the_classes(store: Store) -> None:
    store.close()
    lines = ran("-c", OPENING + WRITING, str(store.path), PASSPHRASE)
    assert lines == ["True True True", "0 False"]


def test_whoever_asks_for_the_kinds_gets_them_all_in_their_order(store: Store) -> None:
    store.close()
    lines = ran("-c", OPENING + ASKING, str(store.path), PASSPHRASE)
    assert lines[1].split() == ["0", *KINDS]


def test_every_page_can_be_gone_to_at_once(store: Store) -> None:
    """The window itself, walking on before anything was put in order behind the first page."""
    store.close()
    walk = Path(__file__).parent / "desktop" / "walk_at_once.py"
    lines = ran(str(walk), str(store.path))
    assert lines == ["put off True", *(place.word for place in PLACES)]
