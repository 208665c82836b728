"""The places of the rail, in order, and who makes each page.

To add a page: its package under `pages/`, one line here. A page's module is imported
when it is first shown, or soon after Today stands: start-up pays only for Today.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from hivedesk.desktop.shell.rail import Place as RailPlace
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import map_the_rest

from .page import Page


@dataclass(frozen=True)
class Place(RailPlace):
    """One place of the rail and the module with its `make(workspace)`.

    `shows` names the kinds of record that open here; `foot` places stand at the bottom. One that
    is not `on_rail` is reached by what the top bar says. A link carer has the `carers` places.
    """

    module: str
    shows: tuple[str, ...] = ()
    foot: bool = False
    on_rail: bool = True
    carers: bool = False


PLACES: tuple[Place, ...] = (
    Place("today", "Today", "today", "today.page"),
    Place(
        "families",
        "Families",
        "families",
        "families.page",
        ("families", "carers", "children", "birth-children", "placements", "family-statuses"),
    ),
    Place(
        "rooms",
        "Rooms",
        "rooms",
        "rooms.page",
        ("bookings", "rooms", "link-carers", "room-closures"),
        carers=True,
    ),
    Place(
        "support",
        "Support",
        "support",
        "support.page",
        ("support-logs", "follow-ups", "time-entries", "referrals", "professionals", "due-checks"),
    ),
    Place(
        "activities",
        "Activities",
        "activities",
        "activities.page",
        ("activities", "activity-attendances", "budget-lines"),
    ),
    Place(
        "training",
        "Training",
        "training",
        "training.page",
        ("courses", "sessions", "attendances", "evidence"),
    ),
    Place("waiting", "Waiting list", "waiting", "waiting.page", ("waiting-list", "offers")),
    Place("reports", "Reports", "reports", "reports.page"),
    Place("help", "Help", "help", "help.page", foot=True, carers=True),
    Place(
        "settings",
        "Settings",
        "settings",
        "settings.page",
        ("policies", "hives", "workers", "themes"),
        foot=True,
        carers=True,
    ),
    Place("sync", "Sync", "sync", "sync.page", foot=True, on_rail=False, carers=True),
)

CARERS_KINDS = frozenset({"bookings", "rooms", "link-carers", "room-closures"})
"""Kinds of record that a link carer finds and opens."""


def places_for(*, carers: bool) -> tuple[Place, ...]:
    """The places of whoever sits at the desk."""
    return tuple(place for place in PLACES if place.carers or not carers)


def place_of(kind: str) -> Place | None:
    """Where records of a kind are shown."""
    return next((place for place in PLACES if kind in place.shows), None)


def load(place: Place) -> ModuleType:
    """Import the module of a page."""
    if place is not PLACES[0]:
        map_the_rest()
    return import_module(f"hivedesk.desktop.pages.{place.module}")


def make_page(place: Place, workspace: Workspace) -> Page:
    """Import and make a page; the only place that does."""
    made: Page = load(place).make(workspace)
    return made
