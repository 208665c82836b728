"""Backups from the window: daily by itself, and when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import machine_now
from hivedesk.desktop.dialogs import ask_folder
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.backup import daily_backup, make_backup
from hivedesk.store.files import CannotWrite
from hivedesk.store.places import danger_of


def back_up_daily(workspace: Workspace) -> None:
    """Make today's backup if there is none yet; trouble is said, success is not.

    Where the council's own folder cannot be written to, the copy goes to the usual place.
    """
    store, shared = workspace.open_desk.store, workspace.council.backup_folder

    def work() -> str:
        try:
            daily_backup(store, machine_now(), shared)
        except CannotWrite as why:
            if shared is None:
                raise
            daily_backup(store, machine_now())
            return f"{why.words.partition(';')[0]}: today’s copy is beside the store."
        return ""

    def made(words: str) -> None:
        if words:
            workspace.said.emit(words, False)

    workspace.aside.run(work, made)


def tell_settings(workspace: Workspace) -> None:
    """Say it once a start where something in a settings file is not used."""
    problems, workspace.council_told = workspace.council.problems, True
    if problems:
        line = f", line {problems[0].line}" if problems[0].line else ""
        # Short: what it is stands at the door and in Settings, where there is room for it.
        where = f"{problems[0].file.name}{line}"
        workspace.said.emit(f"Not used: {where}. See Settings, This laptop.", False)


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
