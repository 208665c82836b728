"""Whom to tell when more room gives those who wait a place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Outcome
from hivedesk.desktop.pages.place_words import moved_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.registers import names_of_places


def tell_moved_up(host: QWidget, workspace: Workspace) -> Callable[[Outcome], None]:
    """Say who has a place now, once an activity was saved."""

    def tell(made: Outcome) -> None:
        moved = made.record_ids[1:]
        if moved:
            workspace.read(
                lambda session: names_of_places(session, moved),
                lambda names: workspace.said.emit(moved_words(names), True),
                host,
                "moved-up",
            )

    return tell
