"""Plan: the Hive's children by age, and what is left to spend, so that the next activity fits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.editors import NumberEditor, money_words
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel, panels_below
from hivedesk.desktop.widgets.scroll import scrolled_in
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import Tone, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records.activity import OLDEST
from hivedesk.rules.budget import Money
from hivedesk.rules.days import Span
from hivedesk.store.queries.planner import Plan, Young, plan_of

NARROW = 760  # logical pixels at 100 %: under it the money stands below the children
GROWS_UP = 17  # the heading says "up to age 17" even where nobody is older than six


class PlanView(QWidget):
    """Children by age at the left; ages to plan for and the money at the right."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._plan: Plan | None = None
        self.ages = {
            "age_from": Field("From age", NumberEditor(0, OLDEST)),
            "age_to": Field("To age", NumberEditor(0, OLDEST)),
        }
        self._fits = words("", "body", wrap=True)
        self._go = primary("Plan an activity for them", self._plan_one, icon="plus")
        self._invite = plain("Invite these…", self._invite_them, icon="mail")
        self._children = Panel("Children by age")
        self._money = Panel("Budget")
        scroll = scrolled_in(self, "Plan")
        body = Sides(
            panels_below(self._children),
            panels_below(self._ages_panel(), self._money),
            narrow=NARROW,
            gap="space.l",
        )
        body.setObjectName("scrolled")
        margin = current_theme().px("frame.page_margin")
        inside = body.layout()
        if inside is not None:
            inside.setContentsMargins(margin, current_theme().px("space.m"), margin, margin)
        scroll.setWidget(body)
        for each in self.ages.values():
            each.changed.connect(self._show_children)

    def reload(self) -> None:
        """Ask again who there is and what there is."""
        hive, now = self._workspace.hive_id, self._workspace.now
        self._workspace.read(lambda s: plan_of(s, hive, now), self._show, self, "plan")

    def _ages_panel(self) -> Panel:
        panel = Panel("Who is it for?")
        theme = current_theme()
        holder = QWidget()
        column = QVBoxLayout(holder)
        side = theme.px("space.l")
        column.setContentsMargins(side, theme.px("space.s"), side, side)
        column.setSpacing(theme.px("space.m"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        for each in self.ages.values():
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._fits)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self._go, self._invite):
            flow.addWidget(button)
        column.addWidget(buttons)
        panel.add_row(holder, divided=False, padded=False)
        return panel

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self._show_children()
        self._show_money(plan.money, plan.quarter)
        self.usable.emit()

    def chosen(self) -> list[Young]:
        """Who is of the ages that were chosen; everybody where none were."""
        low, high = (each.value() for each in self.ages.values())
        every = self._plan.children if self._plan else ()
        return [
            each
            for each in every
            if (low is None or each.age >= low) and (high is None or each.age <= high)
        ]

    def _show_children(self) -> None:
        if self._plan is None:
            return
        every, fits = self._plan.children, self.chosen()
        self._children.clear_rows()
        oldest = max(GROWS_UP, *(each.age for each in every), 0)
        count = f"{_many(len(every), 'child', 'children')} up to age {oldest}"
        self._children.set_title("Children by age", count if every else "")
        if not every:
            self._children.say_empty("No children yet. Add them on their family’s card.")
        for age, young in groupby(every, key=lambda each: each.age):
            self._children.add_row(_age_row(age, list(young), set(fits)))
        if away := _not_lately(fits, self._plan.lately):
            self._children.set_foot(words(away, "small", "muted", wrap=True))
        families = {each.family_id for each in fits}
        nobody = "Nobody is of these ages." if every else "There are no children yet."
        self._fits.setText(
            f"{_many(len(fits), 'child', 'children')} of "
            f"{_many(len(families), 'family', 'families')}."
            if fits
            else nobody
        )
        for button in (self._go, self._invite):
            button.grey_out("" if fits else nobody)

    def _show_money(self, money: Money, quarter: Span) -> None:
        self._money.clear_rows()
        self._money.set_title("Budget", f"{quarter.first:%B} to {quarter.last:%B}")
        for label, pence in (
            ("Allotted", money.allotted),
            ("Spent", money.spent),
            ("Planned and not yet paid", money.planned),
        ):
            self._money.add_row(_amount(label, pence))
        if not money.allotted:
            # Where no budget is kept, nothing can be over it.
            said = "Nothing was allotted for this quarter yet. Add it under Budget."
            self._money.set_foot(words(said, "small", "muted", wrap=True))
            return
        over = money.left_then < 0
        label = "More than there is" if over else "Left after that"
        self._money.add_row(_amount(label, abs(money.left_then), strong=True, bad=over))
        if over:
            said = "This quarter would be overspent. Ask for more, or plan something smaller."
            self._money.set_foot(words(said, "small", "danger", wrap=True))

    def _plan_one(self) -> None:
        values = {name: each.value() for name, each in self.ages.items()}
        given = {name: value for name, value in values.items() if value is not None}
        self._workspace.open_sheet("record", kind="activities", values=given)

    def _invite_them(self) -> None:
        low, high = (each.value() for each in self.ages.values())
        self._workspace.open_sheet("invite-these", ages=(low, high))


def _age_row(age: int, young: Sequence[Young], fits: set[Young]) -> QWidget:
    holder = QWidget()
    holder.setMinimumHeight(current_theme().px("row.list_one_line"))
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    inside = any(each in fits for each in young)
    tone: Tone = "text" if inside else "muted"
    number = words("Under 1" if age == 0 else str(age), "body", tone, strong=inside)
    number.setFixedWidth(current_theme().scaled(64))
    names = words(", ".join(map(_named, young)), "body", tone, wrap=True)
    names.setAccessibleName(f"{age}: {names.text()}")
    row.addWidget(number)
    row.addWidget(names, 1)
    return holder


def _named(young: Young) -> str:
    return f"{young.name} ({young.family}{', own child' if young.own else ''})"


def _not_lately(young: Sequence[Young], months: int) -> str:
    # Two families may have an Albie each.
    away = ", ".join(f"{each.name} ({each.family})" for each in young if each.away)
    since = "month" if months == 1 else f"{months} months"
    return f"Not along in the last {since}: {away}." if away else ""


def _amount(label: str, pence: int, *, strong: bool = False, bad: bool = False) -> QWidget:
    holder = QWidget()
    holder.setMinimumHeight(current_theme().px("row.table"))
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(words(label, strong=strong, tone="danger" if bad else "text"), 1)
    row.addWidget(words(money_words(pence), strong=strong, tone="danger" if bad else "text"))
    return holder


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
