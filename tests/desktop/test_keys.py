"""The one table of places, commands and keys, and that the program does what stands in it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence

from hivedesk.desktop.commands import DOES
from hivedesk.desktop.icons import icon_names
from hivedesk.desktop.pages import catalogue
from hivedesk.keys import COMMANDS, PLACES, SEARCH


def test_every_command_does_something_and_nothing_is_done_that_is_not_in_the_table() -> None:
    assert {command.name for command in COMMANDS} == set(DOES)
    assert len(COMMANDS) == len(DOES)


def test_every_shortcut_is_one_that_qt_knows_and_stands_for_one_thing() -> None:
    shortcuts = [SEARCH.keys, *(command.shortcut for command in COMMANDS if command.shortcut)]
    for each in shortcuts:
        assert QKeySequence(each).toString() == each
    assert max(Counter(shortcuts).values()) == 1


def test_places_and_commands_have_an_icon() -> None:
    assert {each.icon for each in (*PLACES, *COMMANDS)} <= set(icon_names())


def test_the_window_has_the_places_of_the_table() -> None:
    assert [(place.name, place.word) for place in catalogue.PLACES] == [
        (place.name, place.word) for place in PLACES
    ]
