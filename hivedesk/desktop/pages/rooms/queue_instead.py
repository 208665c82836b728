"""Where no bed could be booked: put the request on the waiting list instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.waiting import ask_to_wait
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.records import StayKind
from hivedesk.rules.problems import Problem

_WAIT = "Put on the waiting list for this night"
_APART = ("child_id", "status", "override_note")


def offer_to_wait(sheet: FormSheet) -> None:
    """Let the form for a new stay offer the waiting list where its room has no bed."""
    strips: list[QWidget] = []

    def refused(problems: Sequence[Problem]) -> None:
        for strip in strips:
            strip.hide()
        day_care = sheet.form.values().get("kind") is StayKind.DAY_CARE
        about_room = [problem for problem in problems if problem.field == "room_id"]
        if not about_room or len(about_room) < len(problems) or day_care:
            return
        # Why it waits is kept for months: what else to try now is no part of that.
        why = " ".join(f"{problem.words.partition('. ')[0].rstrip('.')}." for problem in about_room)
        strips.append(
            sheet.add_strip(
                "No bed for that night?",
                plain(_WAIT, lambda: wait(why), icon="waiting", compact=True),
            )
        )

    def wait(why: str) -> None:
        def save(desk: Desk, given: dict[str, Any]) -> Outcome:
            children = [given["child_id"]] if given.get("child_id") else []
            values = {name: value for name, value in given.items() if name not in _APART}
            return ask_to_wait(desk, children, values, why)

        sheet.save_instead(save, "On the waiting list for this night")

    sheet.on_refused = refused
