"""Time that no other record shows, added in a breath: what, and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.saving import save_record
from hivedesk.desktop.forms.form import Form
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.buttons import Option, plain
from hivedesk.desktop.widgets.editors import LineEditor, NumberEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor
from hivedesk.desktop.widgets.editors_when import DateTimeEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import TimeEntry, TimeKind, declared, kind_of
from hivedesk.rules.days import duration_words
from hivedesk.rules.hours import AWAY, Stretch, latest_begin
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.last_times import Quick, done_lately, last_times

WIDTH = 560  # logical pixels at 100 %
BUTTONS = 3
USUAL = (
    Quick(TimeKind.TRAVEL, 15),
    Quick(TimeKind.ADMIN, 30),
    Quick(TimeKind.MEETING, 60),
)
"""What is offered to somebody who has not added any time yet."""
_MINUTES = (15, 30, 45, 60, 90, 120)
_NOBODY = "Nobody’s hours are kept in this store."


def offered(used: Sequence[Quick]) -> list[Quick]:
    """What the buttons add: the kinds of work added last, each as long as it was the last time."""
    work = [each for each in used if each.kind not in AWAY]
    known = {each.kind for each in work}
    return [*work, *(each for each in USUAL if each.kind not in known)][:BUTTONS]


def quick_words(quick: Quick) -> str:
    """ "15 min travel"."""
    return f"{duration_words(quick.minutes)} {quick.kind.label.lower()}"


def add_quick(desk: Desk, quick: Quick) -> Outcome:
    """Add time that ended at this moment, or before the work that stands there already."""
    with desk.store.reading() as session:
        done = done_lately(session, desk.worker_id, desk.now)
    at = latest_begin(done, quick.minutes, desk.now)
    return add_time(desk, {"kind": quick.kind, "minutes": quick.minutes, "at": at})


def add_time(desk: Desk, values: Mapping[str, Any]) -> Outcome:
    """Add time of the person at the desk.

    Raises:
        Refused: nobody of the store sits there, or the values are not right.
    """
    if desk.worker_id is None:
        refuse_on([Problem("", _NOBODY)])
    return save_record(desk, kind_of(TimeEntry), {"worker_id": desk.worker_id, **values})


def open_quick_time(host: QWidget, workspace: Workspace, **_: Any) -> None:
    """Ask what the time went on; what was used last stands there already."""
    worker = workspace.open_desk.worker_id

    def ready(found: tuple[tuple[Quick, ...], list[Stretch]]) -> None:
        form = QuickForm(workspace, *found)
        sheet = FormSheet(
            host,
            workspace,
            "Add time",
            form,
            add_time,
            save_word="Add time",
            done_words="Time added",
            width=WIDTH,
        )
        sheet.open(form.fields["minutes"].editor)

    now = workspace.now
    workspace.read(
        lambda s: (last_times(s, worker), done_lately(s, worker, now)),
        ready,
        owner=host,
        key="quick-time",
    )


class QuickForm(Form):
    """What, how long, since when. The time ended now, or before the work that stands there
    already, until somebody types when it began."""

    def __init__(
        self, workspace: Workspace, used: Sequence[Quick], done: Sequence[Stretch] = ()
    ) -> None:
        about = {name: each for name, (_, each) in declared(TimeEntry).items()}
        low, high = about["minutes"].low or 0, about["minutes"].high or 0
        kinds = ButtonsEditor([Option(each, each.label) for each in TimeKind], across=3)
        fields = {
            "kind": Field(about["kind"].label, kinds),
            "minutes": Field(about["minutes"].label, NumberEditor(low, high)),
            "at": Field("Began at", DateTimeEditor(lambda: workspace.today)),
            "note": Field(about["note"].label, LineEditor(), optional=True),
        }
        near = QWidget()
        flow = FlowLayout(near)
        for minutes in _MINUTES:
            press = partial(fields["minutes"].set_value, minutes)
            flow.addWidget(plain(duration_words(minutes), press, compact=True))
        super().__init__(fields, ("kind", "minutes", near, "at", "note"))
        self._now, self._done = workspace.now, done
        self._last = {each.kind: each.minutes for each in (*USUAL, *used)}
        self._begins: Any = None
        # A day's leave is not to come again by a slip.
        first = offered(used)[0]
        self.set_values({"kind": first.kind, "minutes": first.minutes})
        self._begin()
        fields["kind"].changed.connect(self._as_last_time)
        fields["minutes"].changed.connect(self._begin)

    def _as_last_time(self) -> None:
        minutes = self._last.get(self.fields["kind"].value())
        if minutes is not None:
            self.fields["minutes"].set_value(minutes)

    def _begin(self) -> None:
        """The latest it can have been, unless somebody said when it began."""
        minutes, at = self.fields["minutes"].value(), self.fields["at"]
        if minutes is None or at.value() not in (None, self._begins):
            return
        self.set_values({"at": latest_begin(self._done, minutes, self._now)})
        self._begins = at.value()
