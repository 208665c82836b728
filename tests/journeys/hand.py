"""A hand at the real window: it types, presses and looks, as a worker does."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from hivedesk.desktop.first_run.page import FirstRunPage
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, CheckBox, ChipsEditor, ListEditor
from hivedesk.desktop.widgets.editors_when import DateEditor, DateTimeEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.window import MainWindow

PATIENCE_MS = 20_000
PICTURE = os.environ.get("HIVEDESK_JOURNEY_PICTURE", "")
"""Where a picture of the window goes when a wait was in vain."""
W = TypeVar("W", bound=QWidget)


class Hand:
    """Works one window. `qtbot` waits for conditions, never for time."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.qtbot = qtbot
        self.window = MainWindow(path, Preferences())
        self.window.resize(1366, 768)
        self.window.show()
        self.window.begin()

    def close(self) -> None:
        """Close the window as the cross in its corner does."""
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    # looking

    def wait(self, condition: Callable[[], Any]) -> None:
        """Until something is so."""
        try:
            self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)
        except TimeoutError:
            if PICTURE:
                self.window.grab().save(PICTURE)
            raise

    def title(self) -> str:
        """The window's title."""
        return self.window.windowTitle()

    def find(self, kind: type[W], where: Callable[[W], bool] = lambda _: True) -> W:
        """The visible widget of a class for which `where` holds, as soon as it is there."""
        found: list[W] = []

        def look() -> bool:
            found[:] = [
                each
                for each in self.window.findChildren(kind)
                if each.isVisibleTo(self.window) and where(each)
            ]
            return bool(found)

        self.wait(look)
        return found[-1]

    def reads(self, words: str) -> bool:
        """Whether these words stand on the screen now: what a screen reader would find."""
        for each in self.window.findChildren(QWidget):
            if not each.isVisibleTo(self.window):
                continue
            told = [each.accessibleName()]
            if isinstance(each, QLabel):
                told.append(each.text())
            if isinstance(each, QAbstractItemView) and each.model() is not None:
                told += [
                    str(each.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
                    for row in range(each.model().rowCount())
                ]
            if any(words in one for one in told):
                return True
        return False

    def wait_for_words(self, words: str) -> None:
        """Until these words stand on the screen."""
        self.wait(lambda: self.reads(words))

    # doing

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Press the button that is called `name`, by mouse."""
        button = self.find(
            QAbstractButton,
            lambda each: (
                name in (each.text(), each.accessibleName())
                and (inside is None or inside.isAncestorOf(each))
            ),
        )
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def keys(self, words: str) -> None:
        """Press a shortcut: "Ctrl+N"."""
        *modifiers, key = words.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for each in modifiers:
            held |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
            }[each]
        # An open list of suggestions has the keyboard, as on a real screen.
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, getattr(Qt.Key, f"Key_{key}"), held)

    def page(self, name: str, word: str) -> None:
        """Go to a place of the rail and wait until it can be used."""
        self.press_place(name)
        self.wait(lambda: self.title().startswith(word))

    def press_place(self, name: str) -> None:
        """Press a place of the rail."""
        self.qtbot.mouseClick(self.window.rail.button(name), Qt.MouseButton.LeftButton)

    def sheet(self) -> FormSheet:
        """The form that lies over the page."""
        return self.find(FormSheet)

    def fill(self, sheet: FormSheet, **values: Any) -> None:
        """Put values into the fields of a form, by their names."""
        for name, value in values.items():
            self.put(sheet.form.fields[name], value)

    def put(self, field: Field, value: Any) -> None:
        """Type or choose a value in a field."""
        editor = field.editor
        if isinstance(editor, ButtonsEditor | ListEditor | ChipsEditor | CheckBox):
            editor.set_value(value)
            assert field.value() == value, f"{field.label and field.label.text()} offers no {value}"
        elif isinstance(editor, DateTimeEditor):
            self.type(editor.day.line, f"{value:%d/%m/%Y}")
            self.type(editor.time, f"{value:%H:%M}")
        elif isinstance(editor, DateEditor):
            self.type(editor.line, value.isoformat() if isinstance(value, dt.date) else value)
        else:
            self.type(editor.focusProxy() or editor, str(value))

    def type(self, editor: QWidget, words: str) -> None:
        """Replace what stands in an editor by typing."""
        editor.setFocus()
        self.qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClick(editor, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(editor, words)

    def save(self, sheet: FormSheet) -> None:
        """Press the form's own Save and wait until it is gone."""
        gone: list[bool] = []
        sheet.closed.connect(lambda: gone.append(True))
        sheet.save()
        self.wait(lambda: gone or any(field.problem() for field in sheet.form.fields.values()))
        problems = (
            {}
            if gone
            else {
                name: field.problem()
                for name, field in sheet.form.fields.items()
                if field.problem()
            }
        )
        assert not problems, problems

    def save_refused(self, sheet: FormSheet) -> None:
        """Press Save and wait until the form says what is wrong; nothing may be emptied."""
        before = sheet.form.values()
        sheet.save()
        self.wait(lambda: any(field.problem() for field in sheet.form.fields.values()))
        assert sheet.form.values() == before

    def option(self, sheet: FormSheet, name: str, words: str) -> Any:
        """The value that a list field offers under these words."""
        editor = sheet.form.fields[name].editor
        if isinstance(editor, ListEditor):
            place = next(n for n in range(editor.count()) if words in editor.itemText(n))
            return editor.itemData(place)
        raise AssertionError(f"{name} is not a list")

    # the door

    def begin_new(self, first: str, last: str, hive: str, passphrase: str) -> None:
        """The first run alone: who, which Hive, passphrase twice, no recovery sheet."""
        page = self.find(FirstRunPage)
        self.press("Start my Hive here")
        for name, words in (("first_name", first), ("last_name", last), ("hive", hive)):
            self.type(page.who.fields[name].editor, words)
        # Not typed: without a screen, the list of towns takes the window's activation away.
        page.who.fields["area"].set_value("Eastleigh")
        self.press("Next")
        self.type(page.secret.typed.line, passphrase)
        self.type(page.secret.again.line, passphrase)
        self.press("Next")
        self.press("Start my desk")
        self.press("Go on without a sheet")
        self.wait(lambda: self.title() == "Today · HiveDesk")

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase and press Enter."""
        page = self.find(UnlockPage)
        self.type(page.editor.line, passphrase)
        self.qtbot.keyClick(page.editor.line, Qt.Key.Key_Return)
