"""Engagement: who is in touch and who comes along, by how families are registered.

It is no league table: the groups keep one order, nothing is red, and a few families stay words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, Segments, icon_only, plain
from hivedesk.desktop.widgets.charts import Bar, Rows
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.panel import Panel, panels_below
from hivedesk.desktop.widgets.scroll import scrolled_in
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.rules.days import Span, quarter_of
from hivedesk.rules.engagement import (
    GROUPS,
    Engaged,
    monthly_words,
    not_wanted_words,
    of_words,
    year_of,
)
from hivedesk.store.queries.engagement import Engagement, engagement_of

NARROW = 760  # logical pixels at 100 %: under it the panels stand below each other
KINDS = frozenset(
    {
        "families",
        "family-statuses",
        "carers",
        "support-logs",
        "activities",
        "activity-attendances",
        "sessions",
        "attendances",
    }
)
_QUARTER, _YEAR = "quarter", "year"
_SPANS = {_QUARTER: quarter_of, _YEAR: year_of}
_FAIRLY = (
    "Connected carers engage less, and differently; they are also asked less. So whoever came is "
    "held against whoever was invited, and families that do not want one-to-ones are left apart."
)


class EngagementView(QWidget):
    """A quarter or a year of the Hive that is looked at. `usable` when it stands there."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._day: dt.date | None = None
        self._long = Segments("How long", [Option(_QUARTER, "Quarter"), Option(_YEAR, "Year")])
        self._long.changed.connect(self.reload)
        self._before = icon_only("caret-left", "The one before", lambda: self.step(-1))
        self._after = icon_only("caret-right", "The one after", lambda: self.step(1))
        self._title = words("", "lead")
        self._title.setMinimumHeight(current_theme().px("control.height"))
        self._now = plain("Now", lambda: self._go(None))
        head = (self._long, self._before, self._after, self._title, self._now)
        self._scroll = scrolled_in(self, "Engagement by registration", *head)

    @property
    def span(self) -> Span:
        """The quarter or year that is shown."""
        return _SPANS[str(self._long.value())](self._day or self.workspace.today)

    def step(self, by: int) -> None:
        """Go to the span before or after, but never past the one we are in."""
        span, day = self.span, dt.timedelta(days=1)
        wanted = span.last + day if by > 0 else span.first - day
        self._go(None if wanted >= self.workspace.today else wanted)

    def reload(self) -> None:
        """Count again."""
        hive, span, now = self.workspace.hive_id, self.span, self.workspace.now
        self.workspace.read(
            lambda s: engagement_of(s, hive, span, now), self._show, self, "engagement"
        )

    def _go(self, day: dt.date | None) -> None:
        self._day = day
        self.reload()

    def _show(self, found: Engagement) -> None:
        span, today = self.span, self.workspace.today
        current = today in span
        self._title.setText(span_words(span))
        self._after.grey_out("This is the one we are in." if current else "")
        self._now.setVisible(not current)
        if not found.groups:
            nobody = "No families are in the Hive yet. Add them on the Families page."
            body: QWidget = EmptyState(nobody if current else "No families were in the Hive then.")
        else:
            until = f"Up to {date_words(found.span.last, today)}" if current else ""
            body = Sides(
                panels_below(_touch_panel(found, until)),
                panels_below(_along_panel(found, until), _fair_panel()),
                narrow=NARROW,
                gap="space.l",
            )
            margin = current_theme().px("frame.page_margin")
            inside = body.layout()
            if inside is not None:
                inside.setContentsMargins(margin, 0, margin, margin)
        body.setObjectName("scrolled")
        self._scroll.setWidget(body)
        self.usable.emit()


def span_words(span: Span) -> str:
    """ "April to June 2021", "April 2020 to March 2021"."""
    first = f"{span.first:%B}" if span.first.year == span.last.year else f"{span.first:%B %Y}"
    return f"{first} to {span.last:%B %Y}"


def touch_words(engaged: Engaged) -> str:
    """ "Reached: 3 of 4 families. Contacts with a family: 2.1 a month."."""
    apart = not_wanted_words(engaged)
    if not engaged.open_to_it:
        return apart
    reached = of_words(engaged.reached, engaged.open_to_it, "families")
    said = f"Reached: {reached}. Contacts with a family: {monthly_words(engaged)}."
    return f"{said} {apart}".strip()


def along_words(engaged: Engaged) -> str:
    """ "Came: 2 of 3 invited families. 1 was not invited."."""
    if not engaged.invited:
        return "Nobody was invited to anything."
    left = engaged.families - engaged.invited
    missed = f" {left} {'was' if left == 1 else 'were'} not invited." if left else ""
    return f"Came: {of_words(engaged.came, engaged.invited, 'invited families')}.{missed}"


def _touch_panel(found: Engagement, until: str) -> Panel:
    panel = Panel("In touch, one to one", until)
    bars = [
        Bar(GROUPS[group], float(each.monthly), f"{float(each.monthly):.1f}")
        for group, each in found.groups.items()
        if each.monthly is not None
    ]
    if bars:
        chart = Rows("Contacts with a family in a month", bars)
        chart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        panel.add_row(_titled("Contacts with a family in a month", chart))
    for label, each in _lines(found):
        panel.add_row(_row(label, each, touch_words(each)))
    return panel


def _along_panel(found: Engagement, until: str) -> Panel:
    panel = Panel("Coming along", until)
    for label, each in _lines(found):
        panel.add_row(_row(label, each, along_words(each)))
    said = "To an activity or to training; a family counts once, however often it came."
    panel.set_foot(words(said, "small", "muted", wrap=True))
    return panel


def _fair_panel() -> Panel:
    panel = Panel("How to read this")
    said = words(_FAIRLY, wrap=True)
    above = current_theme().px("space.s")
    said.setContentsMargins(0, above, 0, above)
    panel.add_row(said)
    return panel


def _lines(found: Engagement) -> Iterable[tuple[str, Engaged]]:
    yield from ((GROUPS[group], each) for group, each in found.groups.items())
    if len(found.groups) > 1:
        yield "All together", found.together


def _row(label: str, engaged: Engaged, said: str) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
    column.setSpacing(2)
    noun = "family" if engaged.families == 1 else "families"
    column.addWidget(words(f"{label}: {engaged.families} {noun}", strong=True, wrap=True))
    column.addWidget(words(said, "body", "muted", wrap=True))
    return holder


def _titled(title: str, chart: QWidget) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.m"))
    column.setSpacing(theme.px("space.s"))
    column.addWidget(words(title, "small", "muted"))
    column.addWidget(chart)
    return holder
