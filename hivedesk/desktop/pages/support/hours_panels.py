"""The panels of Hours: the week, the month with its estimate, and time in lieu."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.pages.today.words import (
    away_words,
    bar_words,
    hours_words,
    left_words,
    of_contract,
)
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.charts import Bar, Columns, Rows
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.when import DAYS
from hivedesk.desktop.widgets.words import words
from hivedesk.rules.core_hours import core_words
from hivedesk.rules.days import day_words
from hivedesk.rules.forecast import Forecast
from hivedesk.rules.lieu import LieuWeek
from hivedesk.store.queries.hours import Month
from hivedesk.store.queries.lieu import Lieu
from hivedesk.store.queries.week import Week, WeekDay

WEEKS_SHOWN = 5


def week_panel(week: Week, today: dt.date, this: bool) -> Panel:
    """Hours against the contract, and the days as columns with the core hours behind them."""
    panel = Panel("This week" if this else "That week")
    holder, column = _padded()
    row = QHBoxLayout()
    row.addWidget(words(hours_words(week.worked), "figure"))
    row.addWidget(words(of_contract(week), "body", "muted"))
    row.addStretch(1)
    column.addLayout(row)
    if left := left_words(week):
        column.addWidget(words(left, strong=True))
    column.addWidget(Columns("Hours by day", [_day_bar(day, today) for day in week.days]))
    for sentence in filter(None, (_core_words(week), _late_words(week))):
        column.addWidget(words(sentence, "small", "muted", wrap=True))
    panel.add_row(holder, divided=False, padded=False)
    return panel


def month_panel(month: Month) -> Panel:
    """The month so far, and what it may come to."""
    panel = Panel(f"{month.first:%B}")
    holder, column = _padded()
    said = hours_words(month.worked)
    if month.contract is not None:
        said += f" of {hours_words(month.contract)}"
    column.addWidget(words(f"{said} worked", strong=True))
    beside = [f"{hours_words(month.out_of_hours)} out of hours"]
    beside += [f"{hours_words(month.leave)} leave"] if month.leave else []
    beside += [f"{hours_words(month.lieu)} in lieu"] if month.lieu else []
    column.addWidget(words(", ".join(beside), "small", "muted", wrap=True))
    if month.forecast is not None:
        column.addWidget(Rows(f"{month.first:%B}, with an estimate", month_bars(month)))
        said = forecast_words(month.forecast)
        column.addWidget(words(said, "small", "muted", wrap=True))
    panel.add_row(holder, divided=False, padded=False)
    return panel


def month_bars(month: Month) -> list[Bar]:
    """So far, the estimate, the contract; what is not known yet is drawn quiet."""
    bars = [Bar("So far", month.worked, hours_words(month.worked))]
    told = month.forecast
    if told is not None and told.total > told.worked:
        bars.append(Bar("Estimate", told.total, about_hours(told.total), paper=True))
    if month.contract is not None:
        bars.append(Bar("Contract", month.contract, hours_words(month.contract), paper=True))
    return bars


def forecast_words(told: Forecast) -> str:
    """What the estimate is made of."""
    made_of = []
    if told.planned:
        made_of.append(f"{hours_words(told.planned)} that is planned")
    if told.usual and told.usual_week is not None:
        made_of.append(f"a usual week of {about_hours(told.usual_week)[6:]} for the days left")
    if not made_of:
        return "Nothing is planned for the rest of the month."
    return f"The estimate adds {' and '.join(made_of)}. It is not a plan."


def lieu_panel(found: Lieu, this: bool) -> Panel:
    """The balance, what this week did to it, and the weeks it is made of."""
    panel = Panel("Time in lieu")
    holder, column = _padded()
    column.addWidget(words(balance_words(found.balance), strong=True))
    for sentence in filter(None, (_moved_words(found.week, this), _LIEU_HELP)):
        column.addWidget(words(sentence, "small", "muted", wrap=True))
    panel.add_row(holder, divided=False, padded=False)
    for each in found.moved[:WEEKS_SHOWN]:
        line = words(week_words(each), "small", wrap=True)
        line.setMinimumHeight(current_theme().px("row.table"))
        panel.add_row(line)
    before = len(found.moved) - WEEKS_SHOWN
    if before > 0:
        carried = balance_words(found.moved[WEEKS_SHOWN].balance)
        said = f"From {before:,} week{'s' * (before > 1)} before: {carried[0].lower()}{carried[1:]}"
        panel.set_foot(words(f"{said}.", "small", "muted", wrap=True))
    return panel


_LIEU_HELP = (
    "A week earns what goes beyond its contract, once it is over; a week with less owes nothing."
)


def balance_words(minutes: int) -> str:
    """ "3 h 10 to take"; a balance is told, whichever way it stands."""
    if minutes < 0:
        return f"{hours_words(-minutes)} more taken than earned"
    return f"{hours_words(minutes)} to take" if minutes else "Nothing to take"


def week_words(week: LieuWeek) -> str:
    """ "7 to 13 Jun: 2 h 10 earned, 1 h 00 taken"."""
    first, last = week.week.first, week.week.last
    month = "" if first.month == last.month else f" {first:%b}"
    return f"{first.day}{month} to {last.day} {last:%b %Y}: {_deeds(week)}"


def about_hours(minutes: int) -> str:
    """ "about 104 h": an estimate in minutes would be a claim."""
    return f"about {round(minutes / 60):,} h"


def day_core_words(day: WeekDay) -> str:
    """ "core hours 10:00–15:00", "no core hours": of a day that is measured by them."""
    if not day.core:
        return "no core hours"
    return "core hours " + " and ".join("–".join(map(_clock, times)) for times in day.core)


def _deeds(week: LieuWeek) -> str:
    told = [(week.earned, "earned"), (week.taken, "taken"), (week.lapsed, "lapsed")]
    return ", ".join(f"{hours_words(minutes)} {deed}" for minutes, deed in told if minutes)


def _moved_words(week: LieuWeek, this: bool) -> str:
    said = "Carried over into this week" if this else "Carried over into that week"
    owed = " (more taken than earned)" if week.carried < 0 else ""
    told = [f"{said}: {hours_words(abs(week.carried))}{owed}."] if week.carried else []
    told += [f"In it: {deeds}."] if (deeds := _deeds(week)) else []
    return " ".join(told)


def _day_bar(day: WeekDay, today: dt.date) -> Bar:
    core = sum(closes - opens for opens, closes in day.core or ())
    return Bar(
        DAYS[day.day.weekday()],
        day.minutes,
        bar_words(day.minutes),
        open_part=day.out_of_hours,
        now=day.day == today,
        band=core,
        band_word=day_core_words(day) if day.core else "",
    )


def _core_words(week: Week) -> str:
    if not week.keeps_core:
        return ""
    dotted, office = [], []
    for number, (day, core) in enumerate(week.cores):
        if core is not None:
            since = f"from {day_words(day)} " if number else ""
            dotted.append(f"{since}{core_words(core)}")
        else:
            # The first holds until the next, which is there: some core hours are.
            when = f"From {day_words(day)}" if number else f"Before {day_words(week.cores[1][0])}"
            office.append(f" {when} the office hours count.")
    return f"Dotted, behind the bars: core hours, {'; '.join(dotted)}.{''.join(office)}"


def _late_words(week: Week) -> str:
    own = week.keeps_core and all(core is not None for _, core in week.cores)
    beyond = "outside core hours" if own else "out of hours"
    said = f"Nothing {beyond}."
    if week.out_of_hours:
        said = f"Open part of a bar: {beyond}, {hours_words(week.out_of_hours)}."
    return said + away_words(week)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _padded() -> tuple[QWidget, QVBoxLayout]:
    theme, holder = current_theme(), QWidget()
    column = QVBoxLayout(holder)
    side = theme.px("space.l")
    column.setContentsMargins(side, theme.px("space.s"), side, side)
    column.setSpacing(theme.px("space.m"))
    return holder, column
