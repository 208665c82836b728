"""Where more would be spent than is left: say so first, and save it only all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from hivedesk.actions.activities import save_activity, save_budget_line
from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.records import KINDS
from hivedesk.rules.problems import Problem, Severity


class _Spends(NamedTuple):
    """The action that saves it, and what decides how much of whose money it costs."""

    save: Callable[..., Outcome]
    counts: tuple[str, ...]


OVER_BUDGET: dict[str, _Spends] = {
    "activities": _Spends(save_activity, ("cost_pence", "at", "hive_id")),
    "budget-lines": _Spends(save_budget_line, ("pence", "kind", "on", "hive_id", "activity_id")),
}
"""Kinds of record that can cost more than is left."""


def offer_over_budget(sheet: FormSheet, kind: str, record_id: str | None) -> None:
    """Let the form of a kind in `OVER_BUDGET` be saved over its quarter's money, once that has
    been said."""
    spends = OVER_BUDGET[kind]
    one = KINDS[kind].one
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
        warned.update({name: sheet.form.fields[name].value() for name in spends.counts})
        strips.append(sheet.add_strip("Is it right all the same?", button))

    def go_over() -> None:
        def save(desk: Desk, values: dict[str, Any]) -> Outcome:
            return spends.save(desk, values, record_id, over_budget=True)

        done = "changed" if record_id else "added"
        sheet.save_instead(save, f"{one[0].upper()}{one[1:]} {done} over the budget")

    sheet.on_refused = refused
    for name in spends.counts:
        sheet.form.fields[name].changed.connect(changed)
