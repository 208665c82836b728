"""A page with one subject, or several side by side under one title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.shell.topbar import is_narrow
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, Option, Segments
from hivedesk.desktop.widgets.editors_choice import Combo
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace

from .page import Page
from .subject import Subject, SubjectView


@dataclass(frozen=True)
class View:
    """One view of a page: a subject, or a widget of its own with `reload` and `usable`.

    One that can show a single record has `choose(record_id)`.
    """

    name: str
    word: str
    icon: str
    make: Callable[[Workspace], Any]
    kinds: frozenset[str]
    shows: tuple[str, ...] = ()


def subject_view(name: str, word: str, icon: str, subject: Subject) -> View:
    """A view that is the list and detail of one subject."""
    kinds = frozenset({subject.kind, *(related.kind for related in subject.related)})
    return View(
        name, word, icon, lambda workspace: SubjectView(workspace, subject), kinds, (subject.kind,)
    )


class SubjectsPage(Page):
    """Title, a choice of views, buttons; below it the view. Views are made when first shown."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        views: Sequence[View],
        buttons: Sequence[Button] = (),
    ) -> None:
        super().__init__(workspace)
        self._views = {view.name: view for view in views}
        self._made: dict[str, Any] = {}
        self._stale: set[str] = set()
        self.kinds = frozenset().union(*(view.kinds for view in views))
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        margin = theme.px("frame.page_margin")
        bar.setContentsMargins(margin, theme.px("space.m"), margin, theme.px("space.m"))
        bar.setSpacing(theme.px("space.m"))
        # Without a title it stands inside a page, its views at the left.
        self._title = words(title, "title") if title else None
        if self._title is not None:
            bar.addWidget(self._title)
            bar.addStretch(1)
        options = [Option(v.name, v.word, v.icon) for v in views]
        self._choice = Segments("View", options)
        self._choice.changed.connect(lambda: self.show_view(str(self._choice.value())))
        bar.addWidget(self._choice)
        for button in buttons:
            bar.addWidget(button)
        if not title:
            bar.addStretch(1)
        column.addLayout(bar)
        self._bar_width = bar.sizeHint().width()
        # Where the words do not fit side by side, they stand in a list below the title.
        self._list = Combo("View", options)
        self._list.activated.connect(lambda: self.show_view(self._list.currentData()))
        self._list_row = QWidget()
        self._below = QHBoxLayout(self._list_row)
        self._below.setContentsMargins(margin, 0, margin, theme.px("space.m"))
        self._below.addWidget(self._list)
        column.addWidget(self._list_row)
        self._bar = bar
        self._fold()
        column.addWidget(rule())
        self._stack = Stack()
        column.addWidget(self._stack, 1)
        self._current = views[0].name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def reload(self) -> None:
        """Ask again for the view in sight; the others when they are next shown."""
        self._stale = set(self._made) - {self._current}
        self._view(self._current).reload()

    def show_view(self, name: str) -> QWidget:
        """Bring one view to the front."""
        fresh = name not in self._made
        view = self._view(name)
        self._current = name
        if self._choice.value() != name:
            self._choice.set_value(name)
        self._list.setCurrentIndex(self._list.findData(name))
        self._stack.setCurrentWidget(view)
        if fresh or name in self._stale:
            self._stale.discard(name)
            view.reload()
        return view  # type: ignore[no-any-return]

    def show_this(self, **what: Any) -> None:
        """`view=` brings a view to the front; `kind=`, `record_id=` shows a record.

        With `view=`, `only=(field, value, whose)` lists only these there.
        """
        if "view" in what:
            front = self.show_view(what["view"])
            if "only" in what and isinstance(front, SubjectView):
                front.narrow_to(*what["only"])
        kind = what.get("kind")
        for view in self._views.values():
            if kind in view.shows:
                shown = self.show_view(view.name)
                if what.get("record_id") and hasattr(shown, "choose"):
                    shown.choose(what["record_id"])
                return

    def can_show(self, kind: str) -> bool:
        """Whether one of the views lists this kind."""
        return any(kind in view.shows for view in self._views.values())

    def view_in_front(self) -> str:
        """The view that is shown."""
        return self._current

    def _fold(self) -> None:
        several, wide = len(self._views) > 1, self.width() >= self._bar_width
        self._choice.setVisible(several and wide)
        # The top bar of a narrow window names the page already: the list stands there instead.
        instead = False
        if self._title is not None:
            instead = several and not wide and is_narrow(self.width())
            self._title.setVisible(not instead)
        home = self._bar if instead else self._below
        if home.indexOf(self._list) < 0:
            home.insertWidget(0, self._list, 1)
        self._list.setVisible(several and not wide)
        self._list_row.setVisible(several and not wide and not instead)

    def _view(self, name: str) -> Any:
        if name not in self._made:
            made = self._views[name].make(self.workspace)
            made.usable.connect(self.usable)
            self._made[name] = made
            self._stack.addWidget(made)
            self._stack.setCurrentWidget(made)
        return self._made[name]
