"""What "Can I say yes?" is asked about: which children, which days, what kind of stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, link
from hivedesk.desktop.widgets.editors import LineEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import ChipsEditor, ListEditor
from hivedesk.desktop.widgets.editors_when import DateEditor, TimeEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayKind
from hivedesk.rules.days import age_on
from hivedesk.store.queries.can_i import Askable
from hivedesk.store.queries.story_entries import names_in_words

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """One question as it stands in the panel.

    Attributes:
        guest: first name of a child from outside the Hive; then there are no `children`.
        to_on: the check-out day; for day care the same day.
        hours: for day care, from when to when.
    """

    children: tuple[Askable, ...]
    guest: str
    kind: StayKind
    from_on: dt.date
    to_on: dt.date
    hours: tuple[dt.time | None, dt.time | None] = (None, None)
    why: str | None = None

    @property
    def child_ids(self) -> tuple[str, ...]:
        return tuple(child.child_id for child in self.children)

    @property
    def names(self) -> str:
        """First names in words."""
        if not self.children:
            return self.guest or "The child"
        return names_in_words(child.first_name for child in self.children)

    def stay_in(self, room_id: str) -> dict[str, Any]:
        """The fields of the stay it would become in that room, but for the child."""
        return {
            "room_id": room_id,
            "guest_name": None if self.children else self.guest or None,
            "kind": self.kind,
            "from_on": self.from_on,
            "to_on": self.to_on,
            "time_from": self.hours[0],
            "time_to": self.hours[1],
            "why": self.why,
        }


@dataclass(frozen=True)
class StayToMove:
    """A stay that needs another room: what would be asked for it."""

    id: str
    child_id: str | None
    guest: str
    kind: StayKind
    from_on: dt.date
    to_on: dt.date
    hours: tuple[dt.time | None, dt.time | None] = (None, None)
    why: str | None = None


class Question(QWidget):
    """The fields at the head of the panel. `changed` when it asks for something else."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._offered: list[Askable] = []
        self._family = self._child = ""
        self._siblings: list[Askable] = []
        today = workspace.today
        kinds = ListEditor([Option(kind, kind.label) for kind in StayKind])
        self.fields = {
            "child_id": Field("Child", ListEditor([], hint="Choose the child")),
            "kind": Field("Kind of stay", kinds),
            "guest_name": Field("Child from outside the Hive", LineEditor(), "First name only."),
            "from_on": Field("From", DateEditor(lambda: today)),
            "to_on": Field("To", DateEditor(lambda: today)),
            "time_from": Field("Arrives", TimeEditor()),
            "time_to": Field("Goes home", TimeEditor()),
            "why": Field(
                "Why it is needed",
                TextEditor(lines=2),
                "Kept with the stay. The link carer does not see it.",
            ),
        }
        self.fields["kind"].set_value(StayKind.SLEEPOVER)
        self._with = QVBoxLayout()
        self._with_field: Field | None = None
        self._others = link("Ask for another family", self.offer_everyone)
        self._lay_out()
        for name, field in self.fields.items():
            field.changed.connect(self._child_changed if name == "child_id" else self._changed)

    @property
    def kind(self) -> StayKind:
        """The kind of stay; a sleepover until another is chosen."""
        # A list gives its values back as the plain words they are kept as.
        chosen = self.fields["kind"].value()
        return next((kind for kind in StayKind if kind == chosen), StayKind.SLEEPOVER)

    def offer(self, children: Sequence[Askable]) -> None:
        """Offer these children; who was chosen stays chosen where they still are on offer."""
        if list(children) != self._offered:
            self._offered = list(children)
            self._fill()

    def offer_family(self, family_id: str) -> None:
        """Offer the children of one family; the only one is chosen at once."""
        self._family = family_id
        if self.kind is StayKind.RESPITE:
            self.fields["kind"].set_value(StayKind.SLEEPOVER)
        self.fields["child_id"].set_value(None)
        self._fill()

    def ask_for(self, stay: StayToMove) -> None:
        """Ask about a stay that is there: its child, its kind, its days."""
        self._family, self._child = "", stay.child_id or ""
        for name, value in (
            ("kind", stay.kind),
            ("guest_name", stay.guest or None),
            ("time_from", stay.hours[0]),
            ("time_to", stay.hours[1]),
            ("why", stay.why),
        ):
            self.fields[name].set_value(value)
        self.ask_about(stay.from_on, stay.to_on)
        self._fill()

    def offer_everyone(self) -> None:
        """Offer every child of the Hive again."""
        self._family = ""
        self._fill()

    def ask_about(self, from_on: dt.date, to_on: dt.date) -> None:
        """Other days; the children stay."""
        self.fields["from_on"].set_value(from_on)
        self.fields["to_on"].set_value(to_on)

    def clear_children(self) -> None:
        """Nobody is asked for any more, and no reason is given; the days stay."""
        for name in ("child_id", "guest_name", "why"):
            self.fields[name].set_value(None)

    def asked(self) -> Asked | None:
        """The question; None while a child or a day is missing."""
        given = {name: field.value() for name, field in self.fields.items()}
        kind = self.kind
        outside = kind is StayKind.RESPITE
        day_care = kind is StayKind.DAY_CARE
        children = () if outside else self._children(given["child_id"])
        begin, end = given["from_on"], given["from_on"] if day_care else given["to_on"]
        if begin is None or end is None or not (outside or children):
            return None
        hours = (given["time_from"], given["time_to"]) if day_care else (None, None)
        why = given["why"] if outside else None
        guest = (given["guest_name"] or "") if outside else ""
        return Asked(children, guest, kind, begin, end, hours, why)

    def missing(self, asked: Asked, *, booking: bool) -> bool:
        """Whether something must be said first for a child from outside; says so at the field.

        A bed may be held before the reason is known, but not booked.
        """
        lacks = []
        if asked.kind is StayKind.RESPITE and not asked.guest:
            lacks.append(("guest_name", "Write the child’s first name."))
        if asked.kind is StayKind.RESPITE and booking and not asked.why:
            lacks.append(("why", "Say why the Hive’s bed goes to a child from outside."))
        for name, sentence in reversed(lacks):
            self.fields[name].focus()
            self.fields[name].set_problem(sentence)
        return bool(lacks)

    def _lay_out(self) -> None:
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.s"))
        for name in ("child_id", "guest_name"):
            column.addWidget(self.fields[name])
        column.addWidget(self._others, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._with)
        column.addWidget(self.fields["kind"])
        for pair in (("from_on", "to_on"), ("time_from", "time_to")):
            row = QHBoxLayout()
            row.setSpacing(theme.px("space.s"))
            for name in pair:
                row.addWidget(self.fields[name], 1)
            column.addLayout(row)
        column.addWidget(self.fields["why"])
        self._others.hide()
        self._show_what_is_asked()

    def _fill(self) -> None:
        editor = self.fields["child_id"].editor
        if not isinstance(editor, ListEditor):
            return
        here = [each for each in self._offered if self._family in ("", each.family_id)]
        today = self._workspace.today
        editor.blockSignals(True)  # emptying the list is no choice of nobody
        editor.set_options(
            [Option(each.child_id, _words(each, age_on(each.born_on, today))) for each in here]
        )
        if self._family and len(here) == 1:
            editor.set_value(here[0].child_id)
        if self._child in {each.child_id for each in here}:
            # Once: from then on, who is asked for is chosen by hand.
            editor.set_value(self._child)
            self._child = ""
        editor.blockSignals(False)
        self._child_changed()

    def _children(self, child_id: str | None) -> tuple[Askable, ...]:
        first = next((each for each in self._offered if each.child_id == child_id), None)
        if first is None:
            return ()
        chosen = self._with_field.value() if self._with_field is not None else None
        others: Collection[str] = chosen or ()
        return (first, *(each for each in self._siblings if each.child_id in others))

    def _child_changed(self) -> None:
        """Offer the brothers and sisters of whoever was chosen."""
        child_id = self.fields["child_id"].value()
        first = next((each for each in self._offered if each.child_id == child_id), None)
        siblings = [
            each
            for each in self._offered
            if first and each.family_id == first.family_id and each.child_id != first.child_id
        ]
        if siblings != self._siblings:
            self._siblings = siblings
            self._offer_siblings()
        self._changed()

    def _offer_siblings(self) -> None:
        if self._with_field is not None:
            self._with.removeWidget(self._with_field)
            self._with_field.setParent(None)
            self._with_field.deleteLater()
            self._with_field = None
        if self._siblings:
            today = self._workspace.today
            options = [
                Option(each.child_id, f"{each.first_name} ({age_on(each.born_on, today)})")
                for each in self._siblings
            ]
            made = Field("Together with", ChipsEditor("Together with", options), optional=True)
            made.changed.connect(self._changed)
            self._with.addWidget(made)
            self._with_field = made

    def _changed(self) -> None:
        self._show_what_is_asked()
        self.changed.emit()

    def _show_what_is_asked(self) -> None:
        kind = self.kind
        day_care, outside = kind is StayKind.DAY_CARE, kind is StayKind.RESPITE
        shown = {
            "child_id": not outside,
            "guest_name": outside,
            "why": outside,
            "to_on": not day_care,
            "time_from": day_care,
            "time_to": day_care,
        }
        for name, is_shown in shown.items():
            self.fields[name].setVisible(is_shown)
        self._others.setVisible(bool(self._family) and not outside)
        if self._with_field is not None:
            self._with_field.setVisible(not outside)


def _words(child: Askable, age: int) -> str:
    return f"{child.first_name} {child.last_name} ({age})"
