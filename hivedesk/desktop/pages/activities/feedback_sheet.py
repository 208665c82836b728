"""What people said of an activity: a score, a remark, and whether it may be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.activities import keep_feedback
from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.pages.people_list import ListForm, PeopleView
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, CheckBox
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sheet import MAX_HEIGHT
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Activity, ActivityAttendance, declared
from hivedesk.rules.feedback import SCORES, score_words
from hivedesk.store import drafts
from hivedesk.store.queries.feedback import Said, said_by

NARROW = 620  # logical pixels at 100 %: under it what they said stands below the list
FEEDBACK, REMARK, MAY_QUOTE = "feedback", "remark", "may_quote"


def open_feedback(host: QWidget, workspace: Workspace, activity_id: str, **_: Any) -> None:
    """Ask how it was for each of those who came."""
    store, key = workspace.open_desk.store, f"feedback:{activity_id}"

    def query(session: Session) -> tuple[str, list[Said], dict[str, Any] | None]:
        kept = drafts.find(store, key)
        name = session.get_one(Activity, activity_id).name
        return name, said_by(session, activity_id), kept[1] if kept else None

    def ready(found: tuple[str, list[Said], dict[str, Any] | None]) -> None:
        name, came, draft = found
        if not came:
            workspace.said.emit("Nobody is on the register as having come. Take it first.", False)
            return
        editor = FeedbackEditor(came)

        def save(desk: Desk, values: dict[str, Any]) -> Outcome:
            return keep_feedback(desk, activity_id, values["people"] or {})

        sheet = FormSheet(
            host,
            workspace,
            "Feedback",
            ListForm({"people": Field("", editor)}, ("people",)),
            save,
            subtitle=name,
            done_words="Feedback kept",
            draft_key=key,
            height=MAX_HEIGHT,
        )
        if draft:
            sheet.bring_back(draft)
        sheet.open(editor.view)

    workspace.read(query, ready, host, "feedback")


class FeedbackEditor(QWidget):
    """Those who came at the left, what the chosen one said at the right.

    The value is a dict of place id to the three fields, of those whose words have changed.
    """

    changed = Signal()

    def __init__(self, came: Sequence[Said]) -> None:
        super().__init__()
        self._came = list(came)
        self._kept = {each.place_id: _fields_of(each) for each in came}
        self._now = {place: dict(said) for place, said in self._kept.items()}
        self._quiet = False
        self._model = LineModel(self)
        self.view = PeopleView("Who came", self._model)
        self.view.answered.connect(self._by_digit)
        self.setFocusProxy(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        about = declared(ActivityAttendance)
        scores = [Option(score, f"{score} {word}") for score, word in SCORES.items()]
        self.fields = {
            FEEDBACK: Field(
                about[FEEDBACK][1].label,
                ButtonsEditor(scores),
                "In the list, the keys 1 to 5 do the same for whoever is chosen.",
                optional=True,
            ),
            REMARK: Field(
                about[REMARK][1].label, TextEditor(lines=4), "In their own words.", optional=True
            ),
            MAY_QUOTE: Field("", CheckBox(about[MAY_QUOTE][1].label), about[MAY_QUOTE][1].help),
        }
        self._whose = words("", "lead", wrap=True)
        self._lay_out()
        self._model.show_lines([self._line(each) for each in self._came])
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.view.setCurrentIndex(self._model.index(0))
        for field in self.fields.values():
            field.changed.connect(self._typed)

    def value(self) -> Any:
        return {p: said for p, said in self._now.items() if said != self._kept[p]} or None

    def set_value(self, value: Any) -> None:
        """Show these words of theirs, and of all others what is kept."""
        self._now = {p: {**said, **(value or {}).get(p, {})} for p, said in self._kept.items()}
        self._tell()
        self._show()

    def problem(self) -> str:
        return next((why for each in self.fields.values() if (why := each.problem())), "")

    def _lay_out(self) -> None:
        theme = current_theme()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.l"))
        column.addWidget(self._whose)
        for field in self.fields.values():
            column.addWidget(field)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        sides = Sides(self.view, right, narrow=NARROW)
        sides.set_stretch(2, 3)
        whole.addWidget(sides, 1)

    def _chosen(self) -> str:
        return self._came[max(0, self.view.currentIndex().row())].place_id

    def _show(self) -> None:
        """What the chosen one said."""
        row = max(0, self.view.currentIndex().row())
        self._quiet = True
        for name, field in self.fields.items():
            field.set_value(self._now[self._chosen()][name])
        self._quiet = False
        self._whose.setText(f"{self._came[row].name} · {self._came[row].family}")

    def _typed(self) -> None:
        if self._quiet:
            return
        said = {name: field.value() for name, field in self.fields.items()}
        self._now[self._chosen()] = said
        self._tell()
        self.changed.emit()

    def _by_digit(self, digit: int) -> None:
        if digit not in SCORES:
            return
        for row in self.view.chosen():
            self._now[self._came[row].place_id][FEEDBACK] = digit
        self._tell()
        self._show()
        self.changed.emit()
        self.view.go_on()

    def _tell(self) -> None:
        for row, each in enumerate(self._came):
            self._model.change_line(row, self._line(each))

    def _line(self, said: Said) -> Line:
        now = self._now[said.place_id]
        fresh = now != self._kept[said.place_id]
        score = now[FEEDBACK]
        word = score_words(score) if score else "Remark" if now[REMARK] else ""
        mark = BadgeSpec(word, "info" if fresh else "neutral") if word else ""
        return Line(said.place_id, said.name, said.family, mark)


def _fields_of(said: Said) -> dict[str, Any]:
    return {FEEDBACK: said.score, REMARK: said.remark, MAY_QUOTE: said.may_quote}
