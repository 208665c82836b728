"""Small dialogs: a few fields and one verb ("Offer a place", "Record the answer").

Each is a function that `sheets.py` knows by name.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.registers import answer_offer, offer_place
from hivedesk.desktop.forms.form import Form
from hivedesk.desktop.forms.form_sheet import FormSheet, Save
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.editors_choice import choice
from hivedesk.desktop.widgets.editors_when import DateEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import OfferAnswer

WIDTH = 520  # logical pixels at 100 %


def ask(
    host: QWidget,
    workspace: Workspace,
    title: str,
    fields: dict[str, Field],
    save: Save,
    *,
    subtitle: str = "",
    save_word: str,
    done_words: str,
    draft_key: str = "",
    draft: dict[str, Any] | None = None,
) -> FormSheet:
    """Open a small dialog with these fields, one below the other.

    Args:
        draft_key: where a note is asked for, what is typed is kept under this key.
        draft: what was kept there, if anything; plain words alone.
    """
    sheet = FormSheet(
        host,
        workspace,
        title,
        Form(fields, tuple(fields)),
        save,
        subtitle=subtitle,
        save_word=save_word,
        done_words=done_words,
        draft_key=draft_key,
        width=WIDTH,
    )
    if draft:
        sheet.bring_back(draft)
    sheet.open()
    return sheet


def open_offer(
    host: QWidget, workspace: Workspace, waiting_id: str, hive_id: str | None, **_: Any
) -> None:
    """Offer a waiting family a place in a Hive."""
    hives = [Option(each, name) for each, name in workspace.hives.options]
    fields = {
        "hive_id": Field("Hive", choice(hives)),
        "answer_by": Field("Answer by", DateEditor(lambda: workspace.today), optional=True),
    }
    fields["hive_id"].set_value(hive_id)
    ask(
        host,
        workspace,
        "Offer a place",
        fields,
        lambda desk, v: offer_place(desk, waiting_id, v["hive_id"], v["answer_by"]),
        save_word="Offer a place",
        done_words="Place offered",
    )


def open_answer(host: QWidget, workspace: Workspace, offer_id: str, **_: Any) -> None:
    """Keep what a family said to an offer."""
    answers = [Option(each, each.label) for each in OfferAnswer if each is not OfferAnswer.NONE]
    fields = {
        "answer": Field("Answer", choice(answers)),
        "why": Field("Why", TextEditor(lines=3), optional=True),
    }
    ask(
        host,
        workspace,
        "Record the answer",
        fields,
        lambda desk, v: answer_offer(desk, offer_id, v["answer"], v["why"]),
        save_word="Save",
        done_words="Answer kept",
    )
