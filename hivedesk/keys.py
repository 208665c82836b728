"""The places, the commands and the keys: plain data, said once.

The window binds them, the search box and help list them, the quick guide and the shortcuts sheet
print them. What a command does stands in `desktop/commands.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Somewhere to go: the page's name in code, the word people read, its icon.

    `foot` places stand at the bottom of the rail. One that is not `on_rail` is reached by what the
    top bar says. A link carer has the `carers` places.
    """

    name: str
    word: str
    icon: str
    foot: bool = False
    on_rail: bool = True
    carers: bool = False


@dataclass(frozen=True)
class Command:
    """One command. `shortcut` is in Qt's words ("Ctrl+N"), "" for none; `carers` if a link carer
    has it too."""

    name: str
    words: str
    icon: str
    shortcut: str = ""
    carers: bool = False


@dataclass(frozen=True)
class Key:
    """A key and what it does where the keyboard is."""

    keys: str
    words: str


PLACES: tuple[Place, ...] = (
    Place("today", "Today", "today"),
    Place("families", "Families", "families"),
    Place("rooms", "Rooms", "rooms", carers=True),
    Place("support", "Support", "support"),
    Place("activities", "Activities", "activities"),
    Place("training", "Training", "training"),
    Place("waiting", "Waiting list", "waiting"),
    Place("reports", "Reports", "reports"),
    Place("help", "Help", "help", foot=True, carers=True),
    Place("settings", "Settings", "settings", foot=True, carers=True),
    Place("sync", "Sync", "sync", foot=True, on_rail=False, carers=True),
)

HELP = "help"
"""The name of that place, of the command that goes there, and of what is found there."""

SEARCH = Key("Ctrl+K", "Find anybody or anything")

DEEDS: tuple[Command, ...] = (
    Command("log-support", "Log support", "plus", "Ctrl+N"),
    Command("book-stay", "Book a stay", "rooms", "Ctrl+B"),
    Command("repeat-stay", "Book a stay that comes again", "redo"),
    Command("add-family", "Add a family", "families"),
    Command("add-carer", "Add a carer", "user"),
    Command("add-child", "Add a child", "person-child"),
    Command("add-activity", "Add an activity", "activities"),
    Command("add-session", "Add a training session", "training"),
    Command("add-waiting", "Add to the waiting list", "waiting"),
    Command("add-time", "Add time", "clock", "Ctrl+T"),
    Command("add-follow-up", "Add a follow-up", "flag"),
    Command("add-referral", "Add a referral", "arrow-in"),
    Command("statement", "Statement for a link carer", "pound", carers=True),
    Command("calendar", "Calendar for a link carer", "calendar", carers=True),
    Command("board", "Board for a link carer’s fridge", "print", carers=True),
    Command("undo", "Undo", "undo", "Ctrl+Z", carers=True),
    Command("redo", "Redo", "redo", "Ctrl+Shift+Z", carers=True),
    Command("sync", "Send and fetch now", "sync", carers=True),
    Command("backup", "Back up now", "download", carers=True),
    Command("recovery-sheet", "New recovery sheet", "key", carers=True),
    Command("report-problem", "Report a problem", "warning", carers=True),
    Command("quick-guide", "Print the quick guide", "print", carers=True),
    Command("shortcuts", "Print the shortcuts", "print", carers=True),
    Command("lock", "Lock", "lock", "Ctrl+L", carers=True),
    Command("help", "Help for what is open", "help", "F1", carers=True),
)

GOING: tuple[Command, ...] = tuple(
    Command(
        f"page-{place.name}",
        f"Go to {place.word}",
        place.icon,
        "" if place.foot else f"Ctrl+{number}",
        place.carers,
    )
    for number, place in enumerate(PLACES, start=1)
)

COMMANDS: tuple[Command, ...] = (*DEEDS, *GOING)

ON_THE_BOARD: tuple[Key, ...] = (
    Key("Arrows", "From night to night and bed to bed"),
    Key("Enter", "Book an empty night, or open a stay"),
    Key("Shift+Arrows", "Add nights, or stretch a stay"),
    Key("M", "Take hold of a stay; arrows, then Enter"),
    Key("Esc", "Put it back"),
    Key("Delete", "Cancel a stay"),
    Key("H", "The handover of a stay"),
    Key("Home", "Back to today"),
    Key("PgUp, PgDn", "A window of days back or on"),
)

IN_A_FORM: tuple[Key, ...] = (
    Key("Tab, Shift+Tab", "To the next field, or back"),
    Key("Ctrl+Enter", "Save"),
    Key("Esc", "Close; what was typed is kept as a draft"),
    Key("1 to 9, Space", "In a list of people: answer for, or tick, whoever is chosen"),
)
