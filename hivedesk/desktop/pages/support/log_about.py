"""Which children a contact was about: chips under the families, and the words for a title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.spoken import GROUP, speak_as
from hivedesk.desktop.widgets.words import words
from hivedesk.store.queries.log_choices import ChildChoice, FamilyChoice
from hivedesk.store.queries.words import joined

ABOUT = "About which children"


class ChildrenEditor(QWidget):
    """Children to tick, of the families that are chosen. The value is a list of their ids.

    A tick waits while its family is not chosen, and counts again once it is.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        speak_as(self, GROUP, ABOUT)
        self._ticked: list[str] = []
        self._chips: dict[str, Button] = {}
        self._flow = FlowLayout(self, "space.xs")
        label = words("About", "small", "muted")
        # In line with the words of the chips beside it.
        label.setFixedHeight(current_theme().px("control.height_compact"))
        self._flow.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> Any:
        return [each for each in self._chips if each in self._ticked]

    def set_value(self, value: Any) -> None:
        before = self.value()
        self._ticked = list(value or ())
        self._show_ticks()
        if self.value() != before:
            self.changed.emit()

    def problem(self) -> str:
        return ""

    def offer(self, children: Sequence[ChildChoice]) -> None:
        """Show chips for these children instead; those ticked before stay ticked."""
        there = [(child_id, chip.text()) for child_id, chip in self._chips.items()]
        if [(each.id, each.words) for each in children] == there:
            return
        before = self.value()
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {each.id: self._chip(each) for each in children}
        for chip in self._chips.values():
            self._flow.addWidget(chip)
            chip.show()
        self.setFocusProxy(next(iter(self._chips.values()), None))  # type: ignore[arg-type]
        self._show_ticks()
        self.updateGeometry()
        if self.value() != before:
            self.changed.emit()

    def tick(self, child_id: str) -> None:
        """Tick one more."""
        self.set_value([*self._ticked, child_id])

    def _chip(self, child: ChildChoice) -> Button:
        name = f"About {child.words}"
        chip = Button(child.words, "chip", compact=True, checkable=True, accessible_name=name)
        chip.toggled.connect(chip.updateGeometry)
        chip.clicked.connect(lambda on: self._pressed(child.id, on))
        return chip

    def _pressed(self, child_id: str, on: bool) -> None:
        self._ticked = [each for each in self._ticked if each != child_id]
        self._ticked += [child_id] if on else []
        self.changed.emit()

    def _show_ticks(self) -> None:
        for child_id, chip in self._chips.items():
            chip.setChecked(child_id in self._ticked)


def children_of(chosen: Sequence[FamilyChoice]) -> list[ChildChoice]:
    """The children of some families, each once; of two with one name the family is told too."""
    found: dict[str, tuple[FamilyChoice, ChildChoice]] = {}
    for family in chosen:
        for child in family.children:
            # Whoever moved from one of them to another stands where it lives now.
            if child.id not in found or found[child.id][1].gone:
                found[child.id] = family, child
    names = Counter(child.name for _, child in found.values())
    return [
        child if names[child.name] == 1 else child._replace(about=f"{child.about}, {family.name}")
        for family, child in found.values()
    ]


def about(chosen: Sequence[FamilyChoice], child_ids: Sequence[str]) -> str:
    """Who a log is about: "Hargreaves, about Connor (15)", "3 families"."""
    if not chosen:
        return ""
    who = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} families"
    children = joined(child.words for child in children_of(chosen) if child.id in child_ids)
    return f"{who}, about {children}" if children else who


def child_meant(family: FamilyChoice, typed: str) -> str | None:
    """The one child whose name led to its family: "conn" led to the Hargreaves by Connor."""
    wanted = typed.casefold()
    if not wanted or wanted in family.words.casefold():
        return None
    found = [child.id for child in family.children if wanted in child.name.casefold()]
    return found[0] if len(found) == 1 else None
