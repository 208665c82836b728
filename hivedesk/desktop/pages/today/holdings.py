"""The right of Today, what you have: Your week, Spaces, Falling due."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.charts import Bar, Columns
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.when import DAYS
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.today import CheckLine, Today, Week

from . import words as said
from .rows import OpenButton, due_row, fact_row, padded, paragraph


class WeekPanel(Panel):
    """Hours worked this week against the contract."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Your week", link="Add time")
        self.link_pressed.connect(lambda: workspace.open_sheet("quick-time"))

    def show_today(self, today: Today, narrow: bool) -> None:
        """Show the week so far."""
        self.clear_rows()
        week = today.week
        if week is None:
            self.say_empty("Nobody’s hours are kept here.")
            return
        chart = Columns(
            "Hours this week",
            [
                Bar(
                    DAYS[day.day.weekday()],
                    day.minutes,
                    said.bar_words(day.minutes),
                    open_part=day.out_of_hours,
                    now=day.day == today.day,
                )
                for day in week.days
            ],
        )
        rows = [_hours(week), chart] if week.worked else [_hours(week)]
        foot = said.out_of_hours_words(week) if week.worked else "Nothing logged yet this week."
        rows.append(paragraph(foot, "muted"))
        self.add_row(padded(rows), divided=False)


class SpacesPanel(Panel):
    """Places, the waiting list, and what is free in the county."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Spaces", link="Waiting list")
        self.link_pressed.connect(lambda: workspace.open_page("waiting"))

    def show_today(self, today: Today, narrow: bool) -> None:
        """Show the places."""
        self.clear_rows()
        lines = said.spaces_lines(today.spaces, today.day)
        self.add_row(padded([fact_row(*line) for line in lines]), divided=False)


class DuePanel(Panel):
    """Checks that fall due."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Falling due", link="All checks")
        self._workspace = workspace
        self.link_pressed.connect(lambda: workspace.open_page("support", view="checks"))

    def show_today(self, today: Today, narrow: bool) -> None:
        """Show the first that are late or due."""
        found = today.due
        self.set_title("Falling due", said.due_count(found))
        more = found.count > len(found.first)
        self.set_link(f"See all {found.count}" if more else "All checks")
        self.clear_rows()
        for line in found.first:
            self.add_row(self._row(line, today))

    def _row(self, line: CheckLine, today: Today) -> QWidget:
        when = said.check_when(line, today.day)
        opening = OpenButton(
            said.check_words(line),
            "",
            lambda: self._workspace.open_record("due-checks", line.id),
        )
        opening.setAccessibleName(f"{when}: {said.check_words(line)}, {line.family}")
        return due_row(when, line.due_on < today.day, opening, line.family)


def _hours(week: Week) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().px("space.s"))
    row.addWidget(words(said.hours_words(week.worked), "figure"))
    row.addWidget(words(said.of_contract(week), "body", "muted"))
    row.addStretch(1)
    row.addWidget(words(said.left_words(week), "small", strong=True))
    return holder
