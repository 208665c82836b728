"""The places of the rail, in order, and who makes each page.

To add a page: its package under `pages/`, a line in `keys.py`, and here the kinds it shows. A
page's module is imported when it is first shown, or soon after Today stands: start-up pays only
for Today.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from hivedesk import keys
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import map_the_rest

from .page import Page


@dataclass(frozen=True)
class Place(keys.Place):
    """One place with the module of its `make(workspace)` and the kinds of record that open here."""

    module: str = ""
    shows: tuple[str, ...] = ()


_SHOWS: dict[str, tuple[str, ...]] = {
    "families": (
        "families",
        "carers",
        "children",
        "birth-children",
        "placements",
        "family-statuses",
    ),
    "rooms": ("bookings", "rooms", "link-carers", "room-closures"),
    "support": (
        "support-logs",
        "follow-ups",
        "time-entries",
        "referrals",
        "professionals",
        "due-checks",
    ),
    "activities": ("activities", "activity-attendances", "budget-lines"),
    "training": ("courses", "sessions", "attendances", "evidence"),
    "waiting": ("waiting-list", "offers"),
    "settings": ("policies", "hives", "workers", "core-hours", "themes"),
}

PLACES: tuple[Place, ...] = tuple(
    Place(**vars(place), module=f"{place.name}.page", shows=_SHOWS.get(place.name, ()))
    for place in keys.PLACES
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
