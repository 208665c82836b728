"""Forms and dialogs by name: what `workspace.open_sheet` opens.

A page asks by name, so that no page imports another's dialogs. To add one: its
module, one line in `SHEETS`. Modules are imported when a sheet is first opened.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.widgets.sheet import ABOUT
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import map_the_rest

SHEETS: dict[str, str] = {
    "record": "forms.record_sheet:open_record_sheet",
    "answer-request": "pages.rooms.answering:open_answer",
    "backup": "backing_up:open_backup",
    "bed-refused": "pages.rooms.queue_sheets:open_bed_refused",
    "bed-taken-anyway": "pages.rooms.queue_sheets:open_bed_taken_anyway",
    "board": "pages.rooms.papers:open_board",
    "book-room": "pages.rooms.yes_book:open_book_room",
    "calendar": "pages.rooms.papers:open_calendar",
    "cancel-stay": "pages.rooms.stay_sheets:open_cancel_stay",
    "coming": "pages.register_sheet:open_coming",
    "conflict": "pages.sync.conflict_sheet:open_conflict",
    "feedback": "pages.activities.feedback_sheet:open_feedback",
    "finish-check": "pages.support.check_sheet:open_finish_check",
    "help-text": "pages.help.sheet:open_help_text",
    "follow-up-done": "pages.support.follow_up_sheets:open_follow_up_done",
    "follow-ups-calendar": "pages.support.follow_up_sheets:open_follow_ups_calendar",
    "handover": "pages.rooms.handover_sheet:open_handover",
    "held-stay": "pages.rooms.yes_book:open_held_stay",
    "invite": "pages.activities.invite_sheet:open_invite",
    "invite-these": "pages.activities.invite_sheet:open_invite_these",
    "leave-until": "pages.today.sheets:open_leave_until",
    "end-placement": "pages.families.steps:open_end_placement",
    "family-status": "pages.families.steps:open_family_status",
    "log-support": "pages.support.log_sheet:open_log_sheet",
    "move-anyway": "pages.rooms.stay_sheets:open_move_anyway",
    "move-stay": "pages.rooms.repeat_move:open_move_stay",
    "offer-answer": "pages.questions:open_answer",
    "offer-bed": "pages.rooms.queue_offer:open_offer_bed",
    "offer-place": "pages.questions:open_offer",
    "passphrase": "pages.settings.passphrase:open_passphrase",
    "quick-guide": "pages.help.papers:open_guide",
    "shortcuts": "pages.help.papers:open_shortcuts",
    "put-off": "pages.today.sheets:open_put_off",
    "quick-time": "pages.support.quick_time:open_quick_time",
    "recovery-sheet": "pages.settings.recovery:open_recovery_sheet",
    "report-problem": "problem_report:open_report",
    "register": "pages.register_sheet:open_register",
    "repeat": "pages.rooms.repeat_sheet:open_repeat",
    "statement": "pages.rooms.papers:open_statement",
    "story": "pages.families.story_sheet:open_story",
    "stay-step": "pages.rooms.stay_sheets:open_stay_step",
    "step-anyway": "pages.rooms.stay_sheets:open_step_anyway",
    "stop-waiting": "pages.rooms.queue_sheets:open_stop_waiting",
    "training-register": "pages.register_sheet:open_training_register",
    "waiting-for-night": "pages.rooms.queue_sheets:open_waiting",
    "request-waits": "pages.rooms.queue_sheets:open_request_waits",
}


def open_sheet(name: str, host: QWidget, workspace: Workspace, what: dict[str, Any]) -> None:
    """Open the sheet called `name` over `host`; `what` goes to it by keyword."""
    map_the_rest()
    module, function = SHEETS[name].split(":")
    host.setProperty(ABOUT, what.get("kind") or name)
    opener = getattr(import_module(f"hivedesk.desktop.{module}"), function)
    opener(host, workspace, **what)
