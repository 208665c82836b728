"""Where each field stands in its form: facts left, words right.

To place a new field, put its name in one line here. A test holds that every field
that is asked for is placed.
"""

from __future__ import annotations

from dataclasses import dataclass

from hivedesk.records import KINDS, declared

from .form import Item


@dataclass(frozen=True)
class Layout:
    """The two columns of a form."""

    left: tuple[Item, ...]
    right: tuple[Item, ...] = ()


LAYOUTS: dict[str, Layout] = {
    "hives": Layout(("name", "area", "started_on", "note")),
    "workers": Layout(
        (
            ("first_name", "last_name"),
            "role",
            "hive_id",
            ("phone", "email"),
            ("started_on", "ended_on"),
        )
    ),
    "families": Layout(
        (
            "name",
            "hive_id",
            "registration",
            "source",
            ("skills_level", "area"),
            ("approved_on", "joined_on"),
            "ssw_id",
            "one_to_one",
            "leave_until",
        ),
        ("phone", "address", "pets", "smoking", "access_needs", "household", "note"),
    ),
    "carers": Layout(
        (
            "family_id",
            ("first_name", "last_name"),
            "born_on",
            ("phone", "email"),
            ("approved_on", "ended_on"),
            "note",
        )
    ),
    "children": Layout(
        ("family_id", ("first_name", "last_name"), "born_on", "csw_id"),
        ("sleepovers", "sleepovers_until", "night_needs", "animals", "needs_ground_floor", "note"),
    ),
    "birth-children": Layout(("family_id", "first_name", "born_on", "left_home_on")),
    "placements": Layout(
        (
            "child_id",
            "family_id",
            "code",
            ("started_on", "ended_on"),
            "ended_how",
            "reason_code",
            "note",
        )
    ),
    "professionals": Layout(("name", "role", "hive_id", "team", ("phone", "email"), "note")),
    "referrals": Layout(
        ("family_id", "child_id", "service", "on", "status", "closed_on"), ("why", "outcome")
    ),
    "link-carers": Layout(
        (
            "hive_id",
            ("first_name", "last_name"),
            "area",
            ("phone", "email"),
            ("started_on", "ended_on"),
        ),
        ("skills_level", "skills_fee", "pets", "access", "note"),
    ),
    "rooms": Layout(
        (
            "link_carer_id",
            "name",
            ("beds", "age_from", "age_to"),
            ("held_from", "held_to"),
            "ground_floor",
            "note",
        )
    ),
    "room-closures": Layout(("room_id", ("first_day", "last_day"), "why")),
    "bookings": Layout(
        (
            "kind",
            "child_id",
            "guest_name",
            "room_id",
            ("from_on", "to_on"),
            ("time_from", "time_to"),
            "status",
        ),
        (
            "needs",
            "food",
            "medication",
            "school_run",
            "numbers",
            "why",
            "override_note",
        ),
    ),
    "stay-offers": Layout(
        ("booking_id", "room_id", ("offered_at", "answer_by"), "answer", "answered_at", "why")
    ),
    "handover-items": Layout(("booking_id", "what", "done_at")),
    "towns": Layout(("name", ("east", "north"))),
    "support-logs": Layout(
        (
            "family_id",
            "worker_id",
            "way",
            "at",
            "minutes",
            "themes",
            "brought_in",
            "breakdown_averted",
            "carer_staying",
        ),
        ("note", "positive", "agreed", "evidence", "private_note"),
    ),
    "follow-ups": Layout(("family_id", "what", ("due_on", "by"), "done_on", "done_note")),
    "activities": Layout(
        ("hive_id", "worker_id", "kind", "name", "at", ("minutes", "capacity"), "place"),
        ("cost_pence", ("age_from", "age_to"), "note"),
    ),
    "budget-lines": Layout(("hive_id", "kind", "on", "pence", "what", "activity_id")),
    "courses": Layout(("name", "stage", "valid_months", "about")),
    "sessions": Layout(
        ("course_id", "hive_id", "worker_id", "at", ("minutes", "capacity"), "place", "note")
    ),
    "evidence": Layout(("carer_id", "course_id", "step", "on", "note")),
    "waiting-list": Layout(
        ("name", "area", "hive_id", "registration", "source"),
        ("asked_on", "status", "closed_on", "phone", "note"),
    ),
    "offers": Layout(
        ("waiting_id", "hive_id", ("offered_on", "answer_by"), "answer", "answered_on", "why")
    ),
    "due-checks": Layout(
        ("family_id", "kind", "carer_id", "person", ("due_on", "done_on"), "note")
    ),
    "time-entries": Layout(("worker_id", "kind", "at", "minutes", "note")),
    "core-hours": Layout(("worker_id", "starts_on", "hours")),
    "themes": Layout(("name",)),
    "policies": Layout(("key", "value", "starts_on", "hive_id", "source")),
}


def layout_of(kind: str) -> Layout:
    """The layout of a kind; kinds without one of their own get every asked field in order."""
    if kind in LAYOUTS:
        return LAYOUTS[kind]
    return Layout(tuple(name for name, (_, about) in declared(KINDS[kind]).items() if about.asked))


def names_in(layout: Layout) -> list[str]:
    """Every field a layout places."""
    return [
        name
        for item in (*layout.left, *layout.right)
        for name in ((item,) if isinstance(item, str) else item)
    ]
