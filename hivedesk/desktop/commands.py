"""What each command does. There is no menu bar: the search box lists them, the window binds their
shortcuts, help prints them. To add a command: a line in `keys.py`, and what it does here.
"""

from __future__ import annotations

from collections.abc import Callable

from hivedesk.desktop.workspace import Workspace
from hivedesk.keys import COMMANDS, PLACES, Command


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


DOES: dict[str, Callable[[Workspace], None]] = {
    "log-support": _sheet("log-support"),
    "book-stay": _add("bookings"),
    "repeat-stay": _sheet("repeat"),
    "add-family": _add("families"),
    "add-carer": _add("carers"),
    "add-child": _add("children"),
    "add-activity": _add("activities"),
    "add-session": _add("sessions"),
    "add-waiting": _add("waiting-list"),
    "add-time": _sheet("quick-time"),
    "add-follow-up": _add("follow-ups"),
    "add-referral": _add("referrals"),
    "statement": _sheet("statement"),
    "calendar": _sheet("calendar"),
    "board": _sheet("board"),
    "undo": undo,
    "redo": redo,
    "sync": sync_now,
    "backup": _sheet("backup"),
    "recovery-sheet": _sheet("recovery-sheet"),
    "report-problem": _sheet("report-problem"),
    "quick-guide": _sheet("quick-guide"),
    "shortcuts": _sheet("shortcuts"),
    "lock": _sheet("lock"),
    "help": _sheet("help"),
    **{f"page-{place.name}": _page(place.name) for place in PLACES},
}


def run(name: str, workspace: Workspace) -> None:
    """Do what the command of this name does."""
    DOES[name](workspace)


def matching(words: str, most: int = 6, *, carers: bool = False) -> list[Command]:
    """Commands whose words hold every word typed, in the order of the table."""
    wanted = words.casefold().split()
    known = [command for command in COMMANDS if command.carers or not carers]
    return [c for c in known if all(each in c.words.casefold() for each in wanted)][:most]
