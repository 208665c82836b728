"""What the log sheet is made of beside the usual editors: who, themes, helpers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QSizePolicy, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, Option, link
from hivedesk.desktop.widgets.editors_choice import (
    LETTERS_BEFORE_FILTERING,
    CheckBox,
    ChipsEditor,
)
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.spoken import GROUP, speak_as
from hivedesk.desktop.widgets.suggestions import Suggestions
from hivedesk.desktop.widgets.toast import announce
from hivedesk.records import BroughtIn

THEMES_FIRST = 6
_ID = Qt.ItemDataRole.UserRole
_LETTERS = Qt.ItemDataRole.UserRole + 1


class ManyEditor(QFrame):
    """Some of many: what is chosen stands as chips, the rest is found by two letters.

    The value is a list of what is chosen in that order, None when nothing is. `found(value,
    letters)` tells by which letters one was chosen.

    Args:
        most: how many may be chosen; 0 for any number.
        also: by value what stands beside it in the list alone ("Maisie (12)").
        by: by value the names in it that it is found by too ("Maisie").
    """

    changed = Signal()
    found = Signal(object, str)

    def __init__(
        self,
        options: Sequence[Option],
        *,
        hint: str,
        again: str,
        most: int = 0,
        also: Mapping[Any, str] | None = None,
        by: Mapping[Any, str] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("chipBox")
        self._words = {option.value: option.word for option in options}
        self._also = dict(also or {})
        self._by = dict(by or {})
        self._hint, self._again, self._most = hint, again, most
        self._chips: dict[Any, Button] = {}
        self._letters = ""
        theme = current_theme()
        self._flow = FlowLayout(self, "space.xs")
        side, above = theme.px("space.xs"), theme.scaled(3)
        self._flow.setContentsMargins(side, above, side, above)
        self._line = _TypeHere()
        self._line.setProperty("bare", True)
        self._line.installEventFilter(self)
        self._flow.addWidget(self._line)
        self.setFocusProxy(self._line)
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCompletionRole(_LETTERS)
        self._completer.setMaxVisibleItems(10)
        self._completer.setWidget(self._line)
        self._popup = Suggestions(self._completer)
        # The stubs know only one of the two shapes of this signal.
        self._completer.activated[QModelIndex].connect(self._activated)  # type: ignore[index]
        self._line.textEdited.connect(self._filter)
        self._line.textChanged.connect(self.changed)
        self._line.editingFinished.connect(self._take_the_only_one)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show()

    def value(self) -> Any:
        return list(self._chips) or None

    def set_value(self, value: Any) -> None:
        wanted = [each for each in value or () if each in self._words]
        if wanted == list(self._chips):
            return
        for each in list(self._chips):
            self._take_out(each)
        for each in wanted:
            self._put_in(each)
        self._show()
        self.changed.emit()

    def problem(self) -> str:
        typed = self._line.text().strip()
        return f"“{typed}” is not in the list." if typed else ""

    def add(self, value: Any) -> None:
        """Choose one more (or, where one is all, this one instead)."""
        chosen = [] if self._most == 1 else list(self._chips)
        self._line.clear()
        self.set_value([*chosen, *([value] if value not in chosen else [])])
        announce(self, f"{self._words[value]} added")
        letters, self._letters = self._letters, ""
        self.found.emit(value, letters)

    def remove(self, value: Any) -> None:
        """Take one away again."""
        self.set_value([each for each in self._chips if each != value])
        self._line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            empty = not self._line.text()
            if event.key() == Qt.Key.Key_Backspace and empty and self._chips:
                self.remove(next(reversed(self._chips)))
                return True
            if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
                self._offer(self._line.text().strip())
                return True
            plain_enter = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain_enter:
                return self._take_first()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._line.setFocus()

    def _filter(self, text: str) -> None:
        self._letters = text.strip()
        if len(text.strip()) >= LETTERS_BEFORE_FILTERING:
            self._offer(text.strip())
        else:
            self._popup.hide()

    def _offer(self, typed: str) -> None:
        self._list_for(typed)
        self._completer.setCompletionPrefix(typed)
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        self._popup.come_out(self)

    def _activated(self, index: QModelIndex) -> None:
        value = index.data(_ID)
        if value is not None:
            # The completer writes the words into the line after this; clear it when it has.
            QTimer.singleShot(0, self._line, lambda: self.add(value))

    def _take_first(self) -> bool:
        typed = self._line.text().strip()
        if len(typed) < LETTERS_BEFORE_FILTERING or self._popup.isVisible():
            return False
        self._list_for(typed)
        self._completer.setCompletionPrefix(typed)
        if self._completer.completionCount():
            self.add(self._completer.completionModel().index(0, 0).data(_ID))
        return True

    def _take_the_only_one(self) -> None:
        """Somebody typed a whole name and went on."""
        typed = self._line.text().strip().casefold()
        names = [
            value
            for value, word in self._words.items()
            if typed and typed in (word.casefold(), word.split(":")[0].casefold())
        ]
        if len(names) == 1:
            self.add(names[0])

    def _put_in(self, value: Any) -> None:
        word = self._words[value]
        chip = Button(
            word,
            "chip",
            icon_after="close",
            compact=True,
            accessible_name=f"{word}, chosen. Take away",
        )
        chip.setProperty("taken", True)
        chip.clicked.connect(lambda: self.remove(value))
        self._chips[value] = chip
        self._flow.removeWidget(self._line)
        self._flow.addWidget(chip)
        self._flow.addWidget(self._line)
        chip.show()

    def _take_out(self, value: Any) -> None:
        chip = self._chips.pop(value)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _list_for(self, typed: str = "") -> None:
        """What is left to choose; what begins with these letters first, so that Enter takes it."""

        def later(value: Any) -> bool:
            return not self._words[value].casefold().startswith(typed.casefold())

        self._model.clear()
        for value in sorted((each for each in self._words if each not in self._chips), key=later):
            also = self._also.get(value)
            item = QStandardItem(f"{self._words[value]} · {also}" if also else self._words[value])
            item.setData(value, _ID)
            item.setData(f"{self._words[value]} · {self._by.get(value, '')}", _LETTERS)
            self._model.appendRow(item)

    def _show(self) -> None:
        self._list_for()
        full = bool(self._most) and len(self._chips) >= self._most
        hint = ("change" if full else self._again) if self._chips else self._hint
        self._line.setPlaceholderText(hint)
        self._line.updateGeometry()
        self.updateGeometry()


class _TypeHere(QLineEdit):
    """The bare line in a box of chips: as wide as what it asks for."""

    def sizeHint(self) -> QSize:
        theme = current_theme()
        longest = max(self.placeholderText(), self.text(), key=len)
        width = self.fontMetrics().horizontalAdvance(longest) + theme.scaled(24)
        return QSize(max(width, theme.scaled(110)), theme.px("control.height_compact"))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().scaled(60), self.sizeHint().height())


class ThemesEditor(ChipsEditor):
    """Themes as chips: the first few, and the others behind "More"."""

    def __init__(self, name: str, themes: Sequence[str]) -> None:
        super().__init__(name, [Option(theme, theme) for theme in themes])
        hidden = list(self._buttons)[THEMES_FIRST:]
        self._more = link("More", self.show_all, icon="plus")
        self._more.setAccessibleName("More themes")
        flow = self.layout()
        if isinstance(flow, FlowLayout):
            flow.set_gap("space.xs")
            flow.addWidget(self._more)
        self._more.setVisible(len(hidden) > 0)
        for theme in hidden:
            self._buttons[theme].hide()
        self._folded = bool(hidden)
        self.changed.connect(self._show_chosen)

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._show_chosen()

    def show_all(self) -> None:
        """Bring out the others, with the keyboard on the first of them."""
        hidden = [chip for chip in self._buttons.values() if chip.isHidden()]
        for chip in hidden:
            chip.show()
        if hidden:
            hidden[0].setFocus()
        self._more.hide()
        self._folded = False
        self.updateGeometry()

    def _show_chosen(self) -> None:
        for chip in self._buttons.values():
            if chip.isChecked() and chip.isHidden():
                chip.show()


class HelpersEditor(QWidget):
    """Who else was brought in: boxes to tick, with the family's own people by name.

    The value is a list of `BroughtIn` values, None when nobody was.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        speak_as(self, GROUP)
        flow = FlowLayout(self, "space.l", lines_touch=True)
        self._boxes = {word.value: CheckBox(word.label) for word in BroughtIn}
        for box in self._boxes.values():
            box.changed.connect(self.changed)
            flow.addWidget(box)
        self.setFocusProxy(next(iter(self._boxes.values())))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_names("", "")

    def show_names(self, ssw: str, psw: str) -> None:
        """Name the social worker and the placement stability worker of the family."""
        for word, name in ((BroughtIn.SSW, ssw), (BroughtIn.PSW, psw)):
            short = word.value.upper()
            box = self._boxes[word.value]
            box.setText(f"{name}, {short}" if name else short)
            box.setAccessibleName(f"{name}, {word.label.lower()}" if name else word.label)
            box.setToolTip(box.accessibleName())
            box.updateGeometry()

    def value(self) -> Any:
        return [value for value, box in self._boxes.items() if box.isChecked()] or None

    def set_value(self, value: Any) -> None:
        for each, box in self._boxes.items():
            box.setChecked(each in (value or ()))

    def problem(self) -> str:
        return ""
