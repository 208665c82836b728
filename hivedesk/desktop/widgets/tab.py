"""Tab goes as the eye does: by where things are laid out, not by when they were made.

Qt's own order is that of the making: what comes later (a row, a chip, a filter) stands at its end,
wherever it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QWidget,
)

from hivedesk.desktop.widgets.in_view import bring_into_view, way_to


def stops(within: QWidget) -> list[QWidget]:
    """What Tab stops at inside `within`, in the order in which it is read."""
    return [each for each in _read(within, ()) if stops_at(each, within)]


def stops_at(widget: QWidget, within: QWidget) -> bool:
    """Whether Tab stops at it, when all of `within` is shown."""
    policy, group = widget.focusPolicy(), None
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        group = widget.group()
    by_tab = bool(policy & Qt.FocusPolicy.TabFocus)
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        # Of words side by side the chosen one alone; Qt stops where the keyboard was last.
        by_tab = widget is group.checkedButton() and policy != Qt.FocusPolicy.NoFocus
    return (
        by_tab and widget.isEnabled() and widget.focusProxy() is None and widget.isVisibleTo(within)
    )


class TabBySight(QWidget):
    """Tab and Shift+Tab go round inside it, in the order in which it is read."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Hidden with the keyboard inside, it lets it go.
        return _step(self, forward) if self.isVisible() else super().focusNextPrevChild(forward)


def _step(within: QWidget, forward: bool) -> bool:
    """Put the keyboard on the next stop, or the one before, round and round inside `within`.

    From what has just been hidden it goes on, too. Gives whether there is a stop.
    """
    here = QApplication.focusWidget()
    read = list(_read(within, way_to(here)))
    place = read.index(here) if here in read else -1
    if forward:
        ahead = read[place + 1 :] + read[: place + 1]
    else:
        ahead = read[: max(place, 0)][::-1] + read[max(place, 0) :][::-1]
    target = next((each for each in ahead if stops_at(each, within)), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(target)
    return True


def _read(widget: QWidget, way: list[QWidget] | tuple[()]) -> Iterator[QWidget]:
    """All that is shown inside, in order; of what is hidden only what lies on the `way`."""
    laid_out = list(_laid_out(widget.layout()))
    # What no layout holds: the inside of what scrolls, and what lies over the rest.
    apart = [each for each in widget.children() if isinstance(each, QWidget)]
    for child in [*laid_out, *(each for each in apart if each not in laid_out)]:
        if not child.isWindow() and (not child.isHidden() or child in way):
            yield child
            yield from _read(child, way)


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    for item in _items(layout) if layout is not None else ():
        widget = item.widget()
        if widget is not None:
            yield widget
        else:
            yield from _laid_out(item.layout())


def _items(layout: QLayout) -> list[QLayoutItem]:
    items = [item for n in range(layout.count()) if (item := layout.itemAt(n)) is not None]
    if isinstance(layout, QGridLayout):
        places = [layout.getItemPosition(n)[:2] for n in range(len(items))]  # type: ignore[index]
        items = [items[n] for n in sorted(range(len(items)), key=places.__getitem__)]
    return items
