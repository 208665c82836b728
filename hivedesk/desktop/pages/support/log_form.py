"""The form of a support log: facts left, words right, the private note last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.forms.form import Form
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import LineEditor, NumberEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, CheckBox, ListEditor
from hivedesk.desktop.widgets.editors_when import DateEditor, DateTimeEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.in_view import WHOLE
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import FollowUp, FollowUpBy, SupportLog, Way, declared
from hivedesk.rules.support import is_out_of_hours
from hivedesk.store.queries.log_choices import FamilyChoice, LogChoices
from hivedesk.store.queries.words import joined

from .log_about import ChildrenEditor, about, child_meant, children_of
from .log_parts import HelpersEditor, ManyEditor, ThemesEditor
from .stopwatch import Stopwatch
from .words import WAY_ICONS

CLOCK = "clock"
_WHOLE_VISIT = "How, when and how long are the whole visit’s: they change for {} too."


class LogForm(Form):
    """`who_changed(str)`: who it is about now, in words for the title ("Linda, about Connor").

    Args:
        editing: one log of one family that exists; it promises nothing new.
        private: whether the private note is this reader's own.
        together: the other families of the visit that is edited.

    Beside its fields it gives and takes `CLOCK`, when the stopwatch was started: a call that
    outlasts a lock goes on being counted.
    """

    who_changed = Signal(str)

    def __init__(
        self,
        choices: LogChoices,
        workspace: Workspace,
        *,
        editing: bool,
        private: bool,
        together: str = "",
    ) -> None:
        self._choices = {each.id: each for each in choices.families}
        self._policies, self._cores = choices.policies, choices.cores
        self._workspace = workspace
        self.clock = Stopwatch(lambda: workspace.now)
        fields = _fields(choices, workspace, editing=editing, together=together)
        self._who = cast(ManyEditor, fields["family_id"].editor)
        self._about = cast(ChildrenEditor, fields["child_ids"].editor)
        if not private:
            del fields["private_note"]
        when = _beside(330, (fields["at"], 3), (fields["minutes"], 1))
        left: list[str | QWidget] = [_below(fields["family_id"], fields["child_ids"]), "way", when]
        if not editing:
            left.append(self.clock)
        self._whose = words("", "small", "muted", wrap=True)
        left += ["themes", "brought_in", _outcome(fields, self._whose)]
        right: list[str | QWidget] = ["note", "positive", "agreed"]
        if not editing:
            promised = (fields["what"], 7), (fields["due_on"], 5), (fields["by"], 3)
            right.append(_beside(430, *promised))
        right += [rule(), "private_note"] if private else []
        super().__init__(fields, left, right, divided=True)
        for name in ("breakdown_averted", "carer_staying"):
            fields[name].changed.connect(self._ask_for_evidence)
        fields["family_id"].changed.connect(self._show_people)
        fields["child_ids"].changed.connect(self._tell_who)
        self._who.found.connect(self._tick_who_was_meant)
        fields["at"].changed.connect(self._weigh_hours)
        self.clock.begun.connect(self._begin_now)
        self.clock.pressed.connect(self.changed)
        self.clock.minutes.connect(fields["minutes"].set_value)
        self._ask_for_evidence()
        self._first_at: Any = None

    def begin(self, values: dict[str, Any]) -> None:
        """Show what a log begins with; until somebody says otherwise it is about this moment."""
        self.set_values(values)
        self._first_at = self.fields["at"].value()
        self._show_people()
        self._weigh_hours()

    def values(self) -> dict[str, Any]:
        since = self.clock.since
        return super().values() | {CLOCK: since.isoformat() if since else None}

    def set_values(self, values: Mapping[str, Any]) -> None:
        super().set_values(values)
        if CLOCK in values:
            since = values[CLOCK]
            self.clock.go_on_from(dt.datetime.fromisoformat(since) if since else None)

    @property
    def who(self) -> str:
        """Who it is about, in words."""
        return about(self._chosen(), self.fields["child_ids"].value())

    def name_of(self, family_id: str) -> str:
        """What a family is called; "" where it is not in the store any more."""
        known = self._choices.get(family_id)
        return known.name if known else ""

    def _chosen(self) -> list[FamilyChoice]:
        return [self._choices[each] for each in self.fields["family_id"].value() or ()]

    def _ask_for_evidence(self) -> None:
        boxes = self.fields["breakdown_averted"], self.fields["carer_staying"]
        asked = any(box.value() for box in boxes)
        evidence = self.fields["evidence"]
        evidence.setVisible(asked)
        if asked and any(box.editor.hasFocus() for box in boxes):
            # It comes out at the foot, perhaps below what is in sight. A draft that is brought
            # back ticks a box too: then the keyboard is elsewhere, and that is what is looked at.
            evidence.show_whole()

    def _show_people(self) -> None:
        chosen = self._chosen()
        children = children_of(chosen)
        self._about.offer(children)
        self.fields["child_ids"].setVisible(bool(children))
        helpers = self.fields["brought_in"].editor
        if isinstance(helpers, HelpersEditor):
            helpers.show_names(_one(f.ssw for f in chosen), _one(f.psw for f in chosen))
        first = chosen[0].name if len(chosen) > 1 else ""
        self._whose.setText(f"This and the follow-up are kept for {first}, chosen first.")
        self._whose.setVisible(bool(first))
        self._tell_who()

    def _tell_who(self) -> None:
        self.who_changed.emit(self.who)

    def _tick_who_was_meant(self, family_id: str, letters: str) -> None:
        """Found by a child's name, the contact was about that child."""
        child_id = child_meant(self._choices[family_id], letters)
        if child_id is not None:
            self._about.tick(child_id)

    def _weigh_hours(self) -> None:
        at = self.values()["at"]
        late = at is not None and is_out_of_hours(at, self._policies, self._cores)
        self.clock.say_out_of_hours(late)

    def _begin_now(self) -> None:
        """The clock runs from now: so does the contact, unless its time was typed."""
        if self.fields["at"].value() in (None, self._first_at):
            self.set_values({"at": self._workspace.now.replace(second=0, microsecond=0)})
            self._first_at = self.fields["at"].value()


def _one(names: Any) -> str:
    """The name all of them share, or "": two families have two social workers."""
    every = set(names)
    return str(every.pop()) if len(every) == 1 else ""


def _fields(
    choices: LogChoices, workspace: Workspace, *, editing: bool, together: str
) -> dict[str, Field]:
    """Every field by name, in the order they are looked at."""
    log, promise = declared(SupportLog), declared(FollowUp)

    def labelled(name: str, editor: QWidget, label: str = "", **given: Any) -> Field:
        column, about = (log if name in log else promise)[name]
        return Field(label or about.label, editor, optional=bool(column.nullable), **given)

    def today() -> dt.date:
        return workspace.today

    families = [Option(each.id, each.words) for each in choices.families]
    who = ManyEditor(
        families,
        hint="Type two letters of a name",
        again="add another",
        most=1 if editing else 0,
        also={each.id: joined(child.words for child in each.children) for each in choices.families},
        by={each.id: " ".join(child.name for child in each.children) for each in choices.families},
    )
    ways = ButtonsEditor([Option(way, way.label, WAY_ICONS[way]) for way in Way], across=3)
    minutes = log["minutes"][1]
    by = ListEditor([Option(each, each.label) for each in FollowUpBy])
    by.setMinimumContentsLength(4)
    fields = {
        "family_id": Field("Who", who),
        "child_ids": Field("", ChildrenEditor()),
        "way": labelled("way", ways, help=_WHOLE_VISIT.format(together) if together else ""),
        "at": labelled("at", DateTimeEditor(today)),
        "minutes": labelled("minutes", NumberEditor(minutes.low or 0, minutes.high or 0)),
        "themes": labelled("themes", ThemesEditor(log["themes"][1].label, choices.themes)),
        "brought_in": Field(log["brought_in"][1].label, HelpersEditor(), optional=True),
        "breakdown_averted": Field("", CheckBox(log["breakdown_averted"][1].label)),
        "carer_staying": Field("", CheckBox(log["carer_staying"][1].label)),
        "evidence": Field(log["evidence"][1].label, TextEditor(lines=2)),
        "note": labelled("note", TextEditor(lines=5)),
        "positive": labelled("positive", TextEditor(lines=2, hint=log["positive"][1].help)),
        "agreed": labelled("agreed", TextEditor(lines=2)),
    }
    if not editing:
        fields |= {
            "what": Field(promise["what"][1].label, LineEditor(), optional=True),
            "due_on": Field(promise["due_on"][1].label, DateEditor(today)),
            "by": Field(promise["by"][1].label, by),
        }
    private = log["private_note"][1]
    fields["private_note"] = labelled(
        "private_note", TextEditor(lines=2), help=private.help, icon="lock"
    )
    return fields


def _below(*fields: Field) -> QWidget:
    """Fields one under the other, as close as what belongs together."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().px("space.xs"))
    for field in fields:
        column.addWidget(field)
    return box


def _beside(narrow: int, *fields: tuple[Field, int]) -> Sides:
    """Fields side by side with their shares of the width; below `narrow` one under the other."""
    sides = Sides(*(field for field, _ in fields), narrow=narrow, gap="space.m")
    sides.set_stretch(*(share for _, share in fields))
    return sides


def _outcome(fields: dict[str, Field], whose: QWidget) -> QWidget:
    """What came of it: two boxes close together, what shows it once one is ticked, and of
    several families whose it is."""
    box = QWidget()
    box.setProperty(WHOLE, True)
    theme = current_theme()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = QHBoxLayout()
    head.setSpacing(theme.px("space.xs"))
    head.addWidget(words("What came of it", strong=True))
    head.addWidget(words("(optional)", "body", "muted"))
    head.addStretch(1)
    column.addLayout(head)
    column.addSpacing(theme.px("space.xs"))
    inside = fields["evidence"].layout()
    if inside is not None:
        inside.setContentsMargins(0, theme.px("space.s"), 0, 0)
    for name in ("breakdown_averted", "carer_staying", "evidence"):
        column.addWidget(fields[name])
    column.addWidget(whose)
    whose.hide()
    return box
