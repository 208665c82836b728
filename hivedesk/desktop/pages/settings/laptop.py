"""How HiveDesk looks and keeps itself on this laptop."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from hivedesk.desktop import preferences as kept
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, Segments, plain
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import two_lines, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.paths import settings_file
from hivedesk.rules.days import local
from hivedesk.settings import Settings
from hivedesk.store.backup import folder_of, listed, own_folder
from hivedesk.store.places import danger_of

_THEMES = (
    Option("system", "As the system"),
    Option("light", "Light"),
    Option("dark", "Dark"),
    Option("high-contrast", "High contrast"),
)
_SIZES = tuple(Option(size, f"{size:.0%}") for size in kept.TEXT_SIZES)


_COUNCILS = {
    "central_address": "Central store",
    "ca_file": "Certificates",
    "idle_minutes": "Locks after quiet minutes",
    "backup_folder": "Daily copies",
}


class LaptopView(QScrollArea):
    """Theme, text size, passphrase, backups."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setAccessibleName("This laptop")
        self._workspace = workspace
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        theme = current_theme()
        page = QWidget()
        page.setObjectName("scrolled")
        page.setMaximumWidth(theme.scaled(760))
        column = QVBoxLayout(page)
        margin = theme.px("frame.page_margin")
        column.setContentsMargins(margin, theme.px("space.l"), margin, margin)
        column.setSpacing(theme.px("space.l"))
        preferences = kept.load(settings_file())
        looks = Panel("How it looks")
        self.themes = Segments("Theme", _THEMES)
        self.themes.set_value(preferences.theme)
        self.themes.changed.connect(self._look_changed)
        self.sizes = Segments("Text size", _SIZES)
        self.sizes.set_value(preferences.text_size)
        self.sizes.changed.connect(self._look_changed)
        looks.add_row(_row("Theme", "Light, dark or high contrast.", self.themes))
        looks.add_row(_row("Text size", "Everything grows with it.", self.sizes))
        column.addWidget(looks)
        safe = Panel("Passphrase and lock")
        safe.add_row(
            _row(
                "Passphrase",
                "Nobody at the council can see it or reset it.",
                plain("Change it…", partial(workspace.open_sheet, "passphrase")),
            )
        )
        safe.add_row(
            _row(
                "Recovery sheet",
                "The one other way in. A new one ends the one before it.",
                plain("Make one…", partial(workspace.open_sheet, "recovery-sheet")),
            )
        )
        safe.add_row(
            _row(
                "Lock",
                f"The window locks by itself after {_quiet(workspace.council.idle_minutes)}.",
                plain("Lock now", partial(workspace.open_sheet, "lock"), shortcut_text="Ctrl+L"),
            )
        )
        column.addWidget(safe)
        central = Panel("Central store")
        central.add_row(
            _row(
                "Sync",
                "What is only here, what has been sent, and connecting this laptop.",
                plain("Open Sync", partial(workspace.open_page, "sync"), icon="sync"),
            )
        )
        column.addWidget(central)
        self._backups = Panel("Backups")
        column.addWidget(self._backups)
        if workspace.council.files:
            column.addWidget(_from_council(workspace.council))
        column.addStretch(1)
        self.setWidget(page)

    def reload(self) -> None:
        """Look again which backups there are."""
        store, shared = self._workspace.open_desk.store, self._workspace.council.backup_folder
        path = store.path
        folders = [folder_of(path), *([own_folder(shared, store.key)] if shared else [])]
        self._workspace.background.run(
            lambda: (newest_of(folders, path.stem), danger_of(path)),
            self._show_backups,
            owner=self,
            key="list",
        )

    def _show_backups(self, answer: tuple[tuple[dt.datetime, Path] | None, str]) -> None:
        if self._workspace.desk is None:
            return
        found, danger = answer
        self._backups.clear_rows()
        path = self._workspace.open_desk.store.path
        newest = f"Newest: {local(found[0]):%d %b %Y, %H:%M}." if found else "None yet."
        told = f"One a day by itself, thinned as they age. {newest}"
        self._backups.add_row(
            _row(
                "A verified copy",
                told,
                plain("Back up now…", partial(self._workspace.open_sheet, "backup")),
            )
        )
        lies = f"The store is {path}" + (f"\nThe newest copy is in {found[1]}" if found else "")
        where = words(lies, "small", "muted", wrap=True, selectable=True)
        gap = current_theme().px("space.s")
        where.setContentsMargins(0, gap, 0, gap)
        self._backups.add_row(where)
        if danger:
            told = f"{danger} Close HiveDesk and move the store with its key file."
            self._backups.add_row(words(told, "small", "warning", wrap=True))
        self.usable.emit()

    def _look_changed(self) -> None:
        now = kept.load(settings_file())
        wanted = kept.Preferences(self.themes.value(), self.sizes.value(), now.remembered)  # type: ignore[arg-type]
        if wanted != now:
            # Once the arrow that chose it has taken the keyboard along: the window is made anew.
            QTimer.singleShot(0, self, partial(self._workspace.look_wanted.emit, wanted))


def newest_of(folders: Iterable[Path], stem: str) -> tuple[dt.datetime, Path] | None:
    """When the newest copy was made, and the folder it is in."""
    found = []
    for each in folders:
        with contextlib.suppress(OSError):  # a drive that is not there, or not ours to read
            found += [(taken, each) for taken, _ in listed(each, stem)[:1]]
    return max(found, default=None)


def _quiet(minutes: int) -> str:
    return "a quiet minute" if minutes == 1 else f"{minutes} quiet minutes"


def _from_council(council: Settings) -> Panel:
    """Which settings files were read, what they set, and what in them is not used."""
    panel = Panel("Set by the council")
    rows = [
        f"{label}: {getattr(council, key)}, from {council.sources[key]}"
        for key, label in _COUNCILS.items()
        if key in council.sources
    ]
    if council.policies:
        rows.append(f"Policies that a new store begins with: {len(council.policies)}")
    gap = current_theme().px("space.xs")
    for told, tone in [
        *((row, "muted") for row in rows or [f"Nothing, in {council.files[-1]}"]),
        *((str(problem), "warning") for problem in council.problems),
    ]:
        label = words(told, "small", "warning" if tone == "warning" else "muted", wrap=True)
        label.setContentsMargins(0, gap, 0, gap)
        panel.add_row(label)
    return panel


def _row(title: str, second: str, control: QWidget) -> QWidget:
    row = Sides(two_lines(title, second), control, narrow=560, gap="space.m")
    row.set_stretch(1, 0)
    gap = current_theme().px("space.s")
    row.setContentsMargins(0, gap, 0, gap)
    return row
