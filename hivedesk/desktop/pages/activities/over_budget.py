"""Where an activity would cost more than is left: say so first, and save it only all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.activities import save_activity
from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.rules.problems import Problem, Severity

_COUNTS = ("cost_pence", "at", "hive_id")
"""What decides whose money it costs, and how much."""


def offer_over_budget(sheet: FormSheet, record_id: str | None, done_words: str) -> None:
    """Let the form for an activity be saved over its quarter's money, once that has been said."""
    strips: list[QWidget] = []
    warned: dict[str, Any] = {}

    def hide() -> None:
        for strip in strips:
            strip.hide()

    def changed() -> None:
        # Another amount, or another quarter, is asked anew: nobody agreed to that one.
        if any(sheet.form.fields[name].value() != value for name, value in warned.items()):
            hide()

    def refused(problems: Sequence[Problem]) -> None:
        hide()
        if any(problem.severity is Severity.STOP for problem in problems):
            return
        button = plain("Save it all the same", go_over, icon="pound", compact=True)
        warned.update({name: sheet.form.fields[name].value() for name in _COUNTS})
        strips.append(sheet.add_strip("Is it right all the same?", button))

    def go_over() -> None:
        def save(desk: Desk, values: dict[str, Any]) -> Outcome:
            return save_activity(desk, values, record_id, over_budget=True)

        sheet.save_instead(save, f"{done_words} over its budget")

    sheet.on_refused = refused
    for name in _COUNTS:
        sheet.form.fields[name].changed.connect(changed)
