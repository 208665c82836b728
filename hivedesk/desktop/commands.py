"""Every command: its words, its shortcut, what it does. There is no menu bar.

The search box lists them, the window binds their shortcuts, help prints them: one
table. To add a command, add a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hivedesk.desktop.pages.catalogue import PLACES
from hivedesk.desktop.workspace import Workspace


@dataclass(frozen=True)
class Command:
    """One command. `shortcut` is in Qt's words ("Ctrl+N"), "" for none; `carers` if a link carer
    has it too."""

    name: str
    words: str
    icon: str
    shortcut: str
    run: Callable[[Workspace], None]
    carers: bool = False


def _page(name: str) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.open_page(name)


def _sheet(name: str, **what: object) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.open_sheet(name, **what)


def _add(kind: str) -> Callable[[Workspace], None]:
    return _sheet("record", kind=kind)


def undo(workspace: Workspace) -> None:
    """Take back one's own last action, and say which."""
    from hivedesk.actions import history  # lazy: start-up

    workspace.do(
        history.undo,
        done=lambda made: workspace.said.emit(f"Undone: {made.verb.lower()}", False),
    )


def redo(workspace: Workspace) -> None:
    """Do again what was last taken back."""
    from hivedesk.actions import history  # lazy: start-up

    workspace.do(
        history.redo,
        done=lambda made: workspace.said.emit(f"Done again: {made.verb.lower()}", False),
    )


def sync_now(workspace: Workspace) -> None:
    """Bring the store and the central store up to date; without one, go where to connect."""
    from hivedesk.desktop.syncing import syncing_of  # lazy: start-up

    syncing = syncing_of(workspace)
    if syncing.standing.connected:
        syncing.sync()
    else:
        workspace.open_page("sync")


_PAGES = tuple(
    Command(
        f"page-{place.name}",
        f"Go to {place.word}",
        place.icon,
        "F1" if place.name == "help" else "" if place.foot else f"Ctrl+{number}",
        _page(place.name),
        place.carers,
    )
    for number, place in enumerate(PLACES, start=1)
)

COMMANDS: tuple[Command, ...] = (
    Command("log-support", "Log support", "plus", "Ctrl+N", _sheet("log-support")),
    Command("book-stay", "Book a stay", "rooms", "Ctrl+B", _add("bookings")),
    Command("repeat-stay", "Book a stay that comes again", "redo", "", _sheet("repeat")),
    Command("add-family", "Add a family", "families", "", _add("families")),
    Command("add-carer", "Add a carer", "user", "", _add("carers")),
    Command("add-child", "Add a child", "person-child", "", _add("children")),
    Command("add-activity", "Add an activity", "activities", "", _add("activities")),
    Command("add-session", "Add a training session", "training", "", _add("sessions")),
    Command("add-waiting", "Add to the waiting list", "waiting", "", _add("waiting-list")),
    Command("add-time", "Add time", "clock", "", _add("time-entries")),
    Command("add-follow-up", "Add a follow-up", "flag", "", _add("follow-ups")),
    Command("add-referral", "Add a referral", "arrow-in", "", _add("referrals")),
    Command("statement", "Statement for a link carer", "pound", "", _sheet("statement"), True),
    Command("calendar", "Calendar for a link carer", "calendar", "", _sheet("calendar"), True),
    Command("board", "Board for a link carer’s fridge", "print", "", _sheet("board"), True),
    Command("undo", "Undo", "undo", "Ctrl+Z", undo, True),
    Command("redo", "Redo", "redo", "Ctrl+Shift+Z", redo, True),
    Command("sync", "Send and fetch now", "sync", "", sync_now, True),
    Command("backup", "Back up now", "download", "", _sheet("backup"), True),
    Command("report-problem", "Report a problem", "warning", "", _sheet("report-problem"), True),
    Command("lock", "Lock", "lock", "Ctrl+L", _sheet("lock"), True),
    *_PAGES,
)


def matching(words: str, most: int = 6, *, carers: bool = False) -> list[Command]:
    """Commands whose words hold every word typed, in the order of the table."""
    wanted = words.casefold().split()
    known = [command for command in COMMANDS if command.carers or not carers]
    return [c for c in known if all(each in c.words.casefold() for each in wanted)][:most]
