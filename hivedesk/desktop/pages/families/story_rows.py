"""The rows of a story: months, entries, and the way to earlier ones; and what each says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.when import DAYS, MONTHS, date_words, time_words
from hivedesk.rules.days import duration_words, local
from hivedesk.store.queries.story_entries import Entry, Promise

ROW = Qt.ItemDataRole.UserRole + 1
BADGES = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

ICONS = {
    "phone": "phone",
    "text": "text",
    "video": "video",
    "visit": "home",
    "out": "walk",
    "email": "mail",
    "follow-up": "flag",
    "sleepover": "moon",
    "emergency": "bolt",
    "day_care": "sun",
    "respite": "arrow-in",
    "support_group": "support",
    "social": "activities",
    "day_trip": "activities",
    "workshop": "training",
    "training": "training",
    "referral": "link",
    "active": "families",
    "on_hold": "pause",
    "left": "walk",
    "deregistered": "stop",
    "came": "person-child",
    "moved": "person-child",
}
"""The icon of each shape an entry may have; steps of evidence have icons of their own."""


@dataclass(frozen=True)
class StoryRow:
    """One row: a month's name, an entry, or the words that fetch earlier ones."""

    words: str = ""
    entry: Entry | None = None
    earlier: bool = False
    last: bool = False
    """Whether the line that joins entries ends here."""


class StoryModel(QAbstractListModel):
    """A story's rows. `today` decides what is late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[StoryRow] = []
        self._today = dt.date.min

    @property
    def today(self) -> dt.date:
        """The day the rows were made for."""
        return self._today

    def show_entries(self, entries: Sequence[Entry], earlier: bool, today: dt.date) -> None:
        """Show these, newest first; `earlier` puts a way to more below them."""
        rows: list[StoryRow] = []
        month: tuple[int, int] | None = None
        for place, entry in enumerate(entries):
            if (entry.day.year, entry.day.month) != month:
                month = (entry.day.year, entry.day.month)
                rows.append(StoryRow(f"{_LONG_MONTHS[month[1] - 1]} {month[0]}"))
            following = entries[place + 1].day if place + 1 < len(entries) else None
            ends = following is None or (following.year, following.month) != month
            rows.append(StoryRow(entry=entry, last=ends))
        if earlier:
            rows.append(StoryRow("Earlier…", earlier=True))
        self._today = today
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> StoryRow:
        """The row there."""
        return self._rows[place]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        row = self._rows[index.row()]
        if row.entry is None and not row.earlier:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == BADGES:
            return badges_of(row.entry, self._today) if row.entry else []
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words or (sentence_of(row.entry, self._today) if row.entry else "")
        return None


def icon_of(entry: Entry) -> str:
    """The icon of an entry."""
    if entry.shape.startswith("step-"):
        return "step-done" if entry.shape == "step-seen" else entry.shape
    return ICONS.get(entry.shape, "document")


def day_words(day: dt.date) -> tuple[str, str]:
    """ "25 Jun" and "Fri"."""
    return f"{day.day} {MONTHS[day.month - 1]}", DAYS[day.weekday()]


def aside_of(entry: Entry) -> str:
    """The quiet words beside the title: "25 min · out of hours, 20:40"."""
    parts = [duration_words(entry.minutes)] if entry.minutes is not None else []
    if entry.aside:
        parts.append(entry.aside)
    if entry.out_of_hours and entry.at is not None:
        parts.append(f"out of hours, {time_words(local(entry.at).time())}")
    return " · ".join(parts)


def badges_of(entry: Entry, today: dt.date) -> list[BadgeSpec]:
    """What stands below an entry: what it averted, themes, what was promised, the lock."""
    found = [BadgeSpec(word, "positive", "check-circle") for word in entry.good]
    found += [BadgeSpec(word) for word in entry.tags]
    found += [_promise_badge(promise, today) for promise in entry.promises]
    if entry.private:
        found.append(BadgeSpec("Has a private note", "neutral", "lock"))
    return found


def _promise_badge(promise: Promise, today: dt.date) -> BadgeSpec:
    what = (
        promise.what[0].lower() + promise.what[1:] if promise.what[1:2].islower() else promise.what
    )
    if promise.done_on:
        return BadgeSpec(
            f"Followed up {date_words(promise.done_on, today)}: {what}", "positive", "check"
        )
    late = (today - promise.due_on).days
    if late > 0:
        days = f"{late} day{'' if late == 1 else 's'}"
        return BadgeSpec(f"Follow-up {days} late: {what}", "danger", "clock")
    when = "today" if late == 0 else date_words(promise.due_on, today)
    return BadgeSpec(f"Follow-up {when}: {what}", "warning" if late == 0 else "neutral", "clock")


def sentence_of(entry: Entry, today: dt.date) -> str:
    """An entry read aloud."""
    parts = [date_words(entry.day, today), entry.title, aside_of(entry), entry.text]
    if entry.positive:
        parts.append(f"Something positive: {entry.positive}")
    if entry.agreed:
        parts.append(f"Agreed: {entry.agreed}")
    parts += [badge.word for badge in badges_of(entry, today)]
    return ". ".join(part.strip().rstrip(".") for part in parts if part)
