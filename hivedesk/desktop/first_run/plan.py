"""What the assistant was told, and the one step that makes a store of it."""

from __future__ import annotations

import contextlib
import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hivedesk.actions.desk import desk_for, machine_now
from hivedesk.desktop.opening import Opened, come_in
from hivedesk.paths import key_path
from hivedesk.records import WorkerRole
from hivedesk.records.errors import PlainError
from hivedesk.settings import PolicyDefault
from hivedesk.store import keyfile, keystore, wal
from hivedesk.store.backup import folder_of, listed

if TYPE_CHECKING:
    from hivedesk.sync.beginning import Joining
    from hivedesk.sync.run import Summary


@dataclass(frozen=True)
class Plan:
    """What was typed. `joins` says which of the two middle parts counts.

    Attributes:
        url, code: of the central store, and the joining code for this laptop.
        recovery: the recovery key of the sheet; "" where none was wanted.
        remember: whether the laptop's key store is to keep the passphrase.
    """

    joins: bool = False
    first_name: str = ""
    last_name: str = ""
    role: WorkerRole = WorkerRole.SUPPORT_WORKER
    hive: str = ""
    area: str = ""
    url: str = ""
    code: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)
    recovery: str = field(default="", repr=False)
    remember: bool = False


def make(
    plan: Plan,
    path: Path,
    policies: tuple[PolicyDefault, ...],
    joining: Joining | None,
    so_far: list[Summary],
) -> Opened:
    """Make the store and come in.

    Args:
        policies: what the council begins every new store with; one that joins takes central's.
        joining: the attempts with this code, where the plan joins.
        so_far: is given what the first sync has fetched, while it goes on.

    Raises:
        PlainError: nothing was made, and a joining code is as good as it was.
    """
    if joining is None:
        # lazy: start-up
        from hivedesk.actions.setup import new_desk

        desk = new_desk(
            path,
            plan.passphrase,
            hive=plan.hive,
            area=plan.area,
            first_name=plan.first_name,
            last_name=plan.last_name,
            role=plan.role,
            policies=policies,
            recovery=plan.recovery,
        )
    else:
        # lazy: start-up (the network's libraries)
        from hivedesk.sync.run import Summary, sync_once

        store = joining.begin(
            path, plan.passphrase, machine_now, recovery=plan.recovery, laptop=platform.node()
        )
        so_far.append(Summary())
        try:
            # Where the line breaks now, the open desk goes on from there by itself.
            with contextlib.suppress(PlainError):
                sync_once(store, machine_now, done=so_far[0])
            desk = desk_for(store)
        except BaseException:
            store.close()
            raise
    if plan.remember:
        keystore.remember(path, plan.passphrase)
    return come_in(desk)


def throw_away_demo(path: Path) -> None:
    """Remove a demo county and its copies. Anything that is no demo stays where it is."""
    if not keyfile.is_demo(path):
        return
    copies = [copy for _, copy in listed(folder_of(path), path.stem)]
    # The key file last: until then it says that all of this is a demo.
    for each in (*copies, wal.path_of(path), path.with_name(path.name + "-shm"), path):
        with contextlib.suppress(OSError):
            each.unlink()
    with contextlib.suppress(OSError):
        if not path.exists():
            key_path(path).unlink()
