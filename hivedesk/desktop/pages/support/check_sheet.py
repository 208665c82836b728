"""The small dialog that keeps the day a check was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.registers import finish_check
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.editors_when import DateEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import DueCheck, declared
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.support import check_words


def open_finish_check(host: QWidget, workspace: Workspace, check_id: str, **_: Any) -> None:
    """Ask when a check was done; the next one is set by the policy of that day."""
    today = workspace.today
    labels = {name: about for name, (_, about) in declared(DueCheck).items()}

    def ready(found: tuple[str, dt.date] | None) -> None:
        if found is None:
            workspace.said.emit("That check is not in this store any more.", False)
            return
        title, due_on = found
        fields = {
            "done_on": Field(
                labels["done_on"].label,
                DateEditor(lambda: today),
                f"Due {date_words(due_on, today)}. The next one is counted from the day you give.",
            ),
            "note": Field(labels["note"].label, TextEditor(lines=3), optional=True),
        }
        fields["done_on"].set_value(today)
        ask(
            host,
            workspace,
            "Record as done",
            fields,
            lambda desk, values: _finish(desk, check_id, values),
            subtitle=title,
            save_word="Record as done",
            done_words="Check recorded as done, and the next one set",
        )

    workspace.read(lambda s: check_words(s, check_id), ready, owner=host, key="finish-check")


def _finish(desk: Desk, check_id: str, values: dict[str, Any]) -> Outcome:
    if values["done_on"] is None:
        refuse_on([Problem("done_on", "Choose the day it was done.")])
    return finish_check(desk, check_id, values["done_on"], values["note"])
