"""Backups from the window: daily by itself, and when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import machine_now
from hivedesk.desktop.dialogs import ask_folder
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.backup import daily_backup, make_backup
from hivedesk.store.places import danger_of


def back_up_daily(workspace: Workspace) -> None:
    """Make today's backup if there is none yet; trouble is said, success is not."""
    store = workspace.open_desk.store
    workspace.aside.run(lambda: daily_backup(store, machine_now()))


def warn_of_place(workspace: Workspace) -> None:
    """Say it once where the store lies in a folder in which it could come to harm."""
    path = workspace.open_desk.store.path

    def told(danger: str) -> None:
        if danger:
            workspace.said.emit(f"{danger} Settings tells where it lies.", False)

    workspace.aside.run(lambda: danger_of(path), told)


def open_backup(host: QWidget, workspace: Workspace, **_what: Any) -> None:
    """Ask for a folder and make a verified copy in it."""
    store = workspace.open_desk.store
    folder = ask_folder(host, store.path.parent)
    if folder is None:
        return
    workspace.said.emit("Making a copy…", False)

    def done(made: Path) -> None:
        workspace.said.emit(f"Backed up to {made.name}", False)

    workspace.aside.run(lambda: make_backup(store, folder, machine_now()), done)
