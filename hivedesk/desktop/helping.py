"""F1: which help text belongs to what is open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.widgets.sheet import top_sheet
from hivedesk.desktop.workspace import Workspace
from hivedesk.keys import HELP
from hivedesk.topics import topic_for

HELP_SHEET = "help-text"


def open_help(host: QWidget, workspace: Workspace, place: str, page: Page | None) -> None:
    """Help for the sheet that lies on top, over it; else for the page, on the page of its own.

    Args:
        host: what sheets lie over.
        place: the name of the page in view.
    """
    subjects = subjects_of(place, page)
    sheet = top_sheet(host)
    about = topic_for(*((sheet.about, *subjects) if sheet is not None else subjects))
    if sheet is None and (about is None or place == HELP):
        workspace.open_page(HELP)
    elif sheet is None and about is not None:
        workspace.open_page(HELP, topic=about.name, back=place)
    elif sheet is not None and about is not None and sheet.about != HELP_SHEET:
        workspace.open_sheet(HELP_SHEET, topic=about.name)


def subjects_of(place: str, page: Page | None) -> tuple[str, str]:
    """What texts may be about: the view that is in front, then the place."""
    view = page.view_in_front() if page is not None else ""
    return f"{place}/{view}" if view else place, place
