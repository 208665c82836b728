"""Two texts of one field side by side; whoever reads both says what the record shall say."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.texts import settle_texts
from hivedesk.desktop.forms.form import Form
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.sync_state import Clash

from . import words as said


def open_conflict(host: QWidget, workspace: Workspace, clash: Clash, **_: Any) -> None:
    """Show both texts, and a third that begins as the one that stands in the record now."""
    field = Field(
        "What the record shall say",
        TextEditor(lines=6),
        "Choose one of the two above, or write one from both. Ctrl+Z takes it back later.",
        optional=not (clash.ours and clash.theirs),
    )
    field.set_value(clash.stands)
    here = _card("Written here", clash.our_writer, clash.our_at, clash.ours, clash, field)
    there = _card(
        "Written elsewhere", clash.their_writer, clash.their_at, clash.theirs, clash, field
    )
    both = Sides(here, there, narrow=560, gap="space.m")
    sheet = FormSheet(
        host,
        workspace,
        said.field_words(clash.kind, clash.field),
        Form({"text": field}, (both, "text")),
        partial(settle, clash=clash),
        subtitle=clash.title,
        save_word="Keep this text",
        done_words="Settled",
        draft_key=f"conflict:{clash.id}",
    )
    sheet.open()


def settle(desk: Desk, values: dict[str, Any], *, clash: Clash) -> Outcome:
    """Put the text into the record, and close the matter on every laptop.

    Raises:
        Refused: rules speak against it; both texts are still kept.
    """
    return settle_texts(desk, clash.id, values["text"] or "")


def _card(title: str, who: str, at: Any, text: str, clash: Clash, field: Field) -> QWidget:
    theme = current_theme()
    card = QFrame()
    card.setObjectName("panel")
    card.setAccessibleName(title)
    column = QVBoxLayout(card)
    pad = theme.px("space.m")
    column.setContentsMargins(pad, pad, pad, pad)
    column.setSpacing(theme.px("space.s"))
    stands = text == clash.stands
    column.addWidget(words(f"{title}, in the record now" if stands else title, strong=True))
    told = ", ".join(filter(None, (who, said.moment_words(at) if at else "")))
    if told:
        column.addWidget(words(told, "small", "muted", wrap=True))
    column.addWidget(words(text or "(nothing)", wrap=True, selectable=True))
    column.addStretch(1)
    use = plain("Use this text", lambda: field.set_value(text))
    use.setAccessibleName(f"Use this text: {title.lower()}")
    column.addWidget(use, 0, Qt.AlignmentFlag.AlignLeft)
    return card
