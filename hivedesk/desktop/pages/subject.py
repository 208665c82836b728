"""List, detail and form for one kind of record: what most pages are made of.

A page says what is particular about its subject (`Subject`); everything else is here
once: filtering, sorting, paging, archive and restore, empty and filtered-away states,
narrow windows, keyboard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions import saving
from hivedesk.desktop.models.record_state import state_badge
from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.words import rule
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import KINDS, declared
from hivedesk.rules.days import midnight
from hivedesk.store.queries.detail import Detail, detail_of
from hivedesk.store.queries.sync_state import RecordState, state_of
from hivedesk.store.queries.tables import Listing, count_of, rows_of

from .detail import Head, Related, Row, Verb, fields_widget
from .detail_pane import DetailPane
from .list_pane import COUNTED, ListPane

AT_ONCE = 200
"""Rows fetched at a time; "Show more" fetches the next."""

NARROW = 800  # logical pixels at 100 %: below it list and detail become two steps


@dataclass(frozen=True)
class Dated:
    """For kinds that happen on days: "now and to come" and "past" instead of "current".

    `first` is the field a thing begins with, `last` the one it is over with.
    """

    first: str
    last: str


@dataclass(frozen=True)
class Subject:
    """What is particular about one kind.

    Attributes:
        kind: the kind of record.
        line: how a row stands in the list.
        empty: why the list is empty, and what would fill it.
        fields: which fields the detail shows; empty for every asked one.
        filters: choice fields that the list can be narrowed by.
        sorts: fields to sort by, with the word on the button ("A–Z").
        related: what belongs to a record.
        head: title, second line and badges of the detail; None for the list's own line.
        verbs: what can be done to the record in view, beside Edit and Archive.
        always: values every row must have (a part of a kind).
        add: opens the form for a new one; None for the usual form.
        edit: opens the form for the one with this id; None for the usual form.
        enrich: adds to rows what lies outside their own record, in the same reading.
        can_add, can_edit: whether there is a form for a new one, and for one that is there.
        dated: lists what is to come first; what is past is one choice away.
        body: lays the record out between its head and what is related; None for `fields`.
    """

    kind: str
    line: Callable[[Row, dt.date], Line]
    empty: str
    fields: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sorts: tuple[tuple[str, str, bool], ...] = ()
    related: tuple[Related, ...] = ()
    head: Callable[[Row, dt.date], Head] | None = None
    verbs: Callable[[Workspace, Row, QWidget], list[Verb]] | None = None
    always: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    add: Callable[[Workspace], None] | None = None
    edit: Callable[[Workspace, str], None] | None = None
    enrich: Callable[[Session, list[Row], dt.date], None] | None = None
    body: Callable[[Workspace, Row], QWidget] | None = None
    can_add: bool = True
    can_edit: bool = True
    dated: Dated | None = None


class SubjectView(QWidget):
    """The list and the detail of one subject. `usable` when the list stands there."""

    usable = Signal()

    def __init__(self, workspace: Workspace, subject: Subject) -> None:
        super().__init__()
        self.workspace, self.subject = workspace, subject
        self._model = KINDS[subject.kind]
        self._limit = AT_ONCE
        self._chosen: str | None = None
        self._lines: dict[str, Line] = {}
        self.list = ListPane(
            subject.kind,
            self._model,
            subject.filters,
            subject.sorts,
            dated=subject.dated is not None,
        )
        self.detail = DetailPane(self._model.one)
        self._line = rule(vertical=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._line)
        row.addWidget(self.detail, 1)
        self.list.asked.connect(self._ask_again)
        self.list.chosen.connect(self.choose)
        self.list.more.connect(self._show_more)
        self.list.add_pressed.connect(self.add)
        self.list.set_can_add(subject.can_add)
        self.detail.back.connect(self._go_back)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds whose changes show here."""
        return frozenset({self.subject.kind, *(r.kind for r in self.subject.related)})

    def reload(self) -> None:
        """Ask for the list, and for the record in view, again."""
        asked, today = self._listing(), self.workspace.today
        kind, enrich = self.subject.kind, self.subject.enrich
        unfiltered = Listing(hive_id=asked.hive_id, where=self.subject.always, everything=True)

        def query(session: Session) -> tuple[list[Row], int, int]:
            rows = rows_of(session, kind, asked, today)
            if enrich:
                enrich(session, rows, today)
            every = len(rows)
            if every == asked.limit:
                every = count_of(session, kind, asked, today, max(COUNTED, every + AT_ONCE))
            hidden = 0 if rows else count_of(session, kind, unfiltered, today, COUNTED)
            return rows, every, hidden

        self.workspace.read(query, self._show_rows, self, "list")
        if self._chosen:
            self._read_detail(self._chosen)

    def choose(self, record_id: str) -> None:
        """Show one record."""
        walked, host = self.list.view.hasFocus(), self.workspace.page_host
        # Asked for from elsewhere: the keyboard waits beside the pages (`MainWindow._go_to`).
        came = host is not None and host.hasFocus()
        self._put_in_view(record_id)
        if came or (walked and self.list.isHidden()):
            self.detail.setFocus()

    def _put_in_view(self, record_id: str) -> None:
        self._chosen = record_id
        self.list.mark_chosen(record_id)
        self._read_detail(record_id)
        self._fold()

    def add(self) -> None:
        """Open the form for a new one."""
        if self.subject.add is not None:
            self.subject.add(self.workspace)
        else:
            self.workspace.open_sheet("record", kind=self.subject.kind, on_saved=self._added)

    def narrow_to(self, field: str, value: str, whose: str) -> None:
        """List only what has this value in a field, until all of them are asked for again."""
        self._chosen = None
        self.list.narrow_to({field: (value,)}, whose)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc takes one step back where the record covers its list.
        if event.key() == Qt.Key.Key_Escape and self.list.isHidden():
            self._go_back()
        else:
            super().keyPressEvent(event)

    def _added(self, made: Any) -> None:
        self._chosen = made.record_id
        self._fold()

    def _ask_again(self) -> None:
        self._limit = AT_ONCE
        self.reload()

    def _show_more(self) -> None:
        self._limit += AT_ONCE
        self.reload()

    def _listing(self) -> Listing:
        shown = self.list.wanted()
        between, sort, descending = self._days(shown.show)
        return Listing(
            hive_id=self.workspace.hive_id,
            where={**shown.where, **self.subject.always},
            between=between,
            everything=shown.show == "everything",
            archived=shown.show == "archived",
            sort=shown.sort or sort,
            descending=shown.descending if shown.sort else descending,
            limit=self._limit,
        )

    def _days(self, show: str) -> tuple[dict[str, tuple[Any, Any]], str, bool]:
        """Which days are asked for, the field to sort by, and whether the newest come first."""
        dated, today = self.subject.dated, self.workspace.today
        if dated is None:
            return {}, "", False
        moments = dated.last == "at"
        begin: dt.date | dt.datetime = midnight(today) if moments else today
        if show == "to-come":
            return {dated.last: (begin, None)}, dated.first, False
        if show == "past":
            step = dt.timedelta(microseconds=1) if moments else dt.timedelta(days=1)
            return {dated.last: (None, begin - step)}, dated.first, True
        return {}, dated.first, True

    def _show_rows(self, found: tuple[list[Row], int, int]) -> None:
        rows, every, hidden = found
        today = self.workspace.today
        lines = [self.subject.line(row, today) for row in rows]
        self.list.show_lines(lines, every, self.subject.empty, hidden)
        if self._chosen is None and lines and not self._narrow():
            self._put_in_view(lines[0].record_id)  # nobody asked for it: the list comes first
        elif self._chosen:
            self.list.mark_chosen(self._chosen)
        if self._chosen is None:
            self.detail.show_nothing(some=bool(lines))
        self.usable.emit()

    def _read_detail(self, record_id: str) -> None:
        today, subject = self.workspace.today, self.subject
        pairs = [(related.kind, related.field) for related in subject.related]

        def query(session: Session) -> tuple[Detail | None, RecordState]:
            found = detail_of(session, subject.kind, record_id, pairs, today)
            if found and subject.enrich:
                subject.enrich(session, [found.values], today)
            return found, state_of(session, subject.kind, record_id)

        self.workspace.read(query, self._show_detail, self, "detail")

    def _show_detail(self, found: tuple[Detail | None, RecordState]) -> None:
        detail, state = found
        if detail is None:
            self._chosen = None
            self.detail.show_nothing()
            return
        subject, today, row = self.subject, self.workspace.today, detail.values
        head = subject.head(row, today) if subject.head else self._plain_head(row, today)
        if (sent := state_badge(state)) is not None:
            head = replace(head, badges=(*head.badges, sent))
        names = subject.fields or tuple(
            name for name, (_, about) in declared(self._model).items() if about.asked
        )
        panels = [
            (related, detail.related[related.kind, related.field]) for related in subject.related
        ]
        body = (
            subject.body(self.workspace, row)
            if subject.body
            else fields_widget(subject.kind, row, names, today)
        )
        self.detail.show_record(row, head, self._verbs(row), body, panels, self.workspace)

    def _plain_head(self, row: Row, today: dt.date) -> Head:
        line = self.subject.line(row, today)
        badges = (line.mark,) if isinstance(line.mark, BadgeSpec) else ()
        return Head(line.title, line.second, badges)

    def _verbs(self, row: Row) -> list[Verb]:
        kind, record_id, workspace = self.subject.kind, row["id"], self.workspace
        one = self._model.one
        if row["archived_at"]:
            words = f"{one[0].upper()}{one[1:]} restored"
            return [
                Verb(
                    "Restore",
                    "restore",
                    lambda: workspace.do(
                        lambda desk: saving.restore(desk, kind, record_id), owner=self, words=words
                    ),
                )
            ]
        own = self.subject.verbs(workspace, row, self) if self.subject.verbs else []
        if not self.subject.can_edit:
            return own
        words = f"{one[0].upper()}{one[1:]} archived"
        edit = self.subject.edit or _usual_form(kind)
        return [
            *own,
            Verb("Edit", "edit", lambda: edit(workspace, record_id)),
            Verb(
                "Archive",
                "archive",
                lambda: workspace.do(
                    lambda desk: saving.archive(desk, kind, record_id), owner=self, words=words
                ),
            ),
        ]

    def _narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def _fold(self) -> None:
        """Under 800 wide, list and detail are two steps."""
        narrow = self._narrow()
        detail_only = narrow and self._chosen is not None
        self.list.setVisible(not detail_only)
        self.detail.setVisible(not narrow or detail_only)
        self._line.setVisible(not narrow)
        self.list.set_wide(narrow)
        self.detail.set_back(detail_only)

    def _go_back(self) -> None:
        self._chosen = None
        self._fold()
        self.list.take_focus()


def _usual_form(kind: str) -> Callable[[Workspace, str], None]:
    return lambda workspace, record_id: workspace.open_sheet(
        "record", kind=kind, record_id=record_id
    )
