"""Connecting to a central store, and bringing a store and it up to date with each other."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable

from hivedesk.actions.desk import machine_now

from .verbs import opened

Adds = Callable[[str, Callable[[argparse.Namespace], None], str], argparse.ArgumentParser]


def add_verbs(verb: Adds) -> None:
    """connect, sync."""
    tie = verb("connect", connect, "connect a store to a central store")
    tie.add_argument("--url", required=True, metavar="URL", help="the central store's address")
    tie.add_argument("--code", required=True, metavar="CODE", help="the one-time joining code")
    meet = verb("sync", sync, "bring a store and the central store up to date with each other")
    meet.add_argument("--json", action="store_true")


def connect(asked: argparse.Namespace) -> None:
    """Tie the store to a central store; nothing is sent yet."""
    # lazy: start-up (the network's libraries)
    from hivedesk.sync import run

    with opened(asked.store, connects=True) as desk:
        tie = run.connect(desk.store, asked.url, asked.code, machine_now, platform.node())
    print(f"connected to {tie.url} as {tie.account} ({tie.role})")


def sync(asked: argparse.Namespace) -> None:
    """One meeting with the central store."""
    # lazy: start-up (the network's libraries)
    from hivedesk.sync import run

    with opened(asked.store, connects=True) as desk:
        done = run.sync_once(desk.store, machine_now)
    for note in done.notes:
        print(f"hivedesk: {note}", file=sys.stderr)
    names = ("pushed", "pulled", "conflicts", "set_aside")
    told = {name: getattr(done, name) for name in names}
    if asked.json:
        print(json.dumps(told))
        return
    print("\t".join(f"{name.replace('_', ' ')} {count}" for name, count in told.items()))
