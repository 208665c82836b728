"""What counts about families: who is in the Hive on a day, and how it is made up."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hivedesk.records import FamilyState, JoinSource, Registration

from .days import Span
from .problems import Problem

IN_THE_HIVE = frozenset({FamilyState.ACTIVE, FamilyState.ON_HOLD})
GONE = frozenset({FamilyState.LEFT, FamilyState.DEREGISTERED})


class Composition(enum.StrEnum):
    """How a Hive is made up, as the six-Hive case counts it (over carers)."""

    FROM_PANEL = "straight_from_panel"
    CONNECTED = "connected"
    COUNTY = "county"


def composition(registration: Registration, source: JoinSource) -> Composition:
    """Which part of the make-up a family's carers count in; connected carers first."""
    if registration is Registration.CONNECTED:
        return Composition.CONNECTED
    if source is JoinSource.PANEL:
        return Composition.FROM_PANEL
    return Composition.COUNTY


def status_on(history: Iterable[tuple[dt.date, FamilyState]], day: dt.date) -> FamilyState | None:
    """The status on a day by the dated history; None before it began."""
    best: tuple[dt.date, FamilyState] | None = None
    for step in history:
        if step[0] <= day and (best is None or step[0] >= best[0]):
            best = step
    return best[1] if best else None


class Moves(NamedTuple):
    """What happened to one family in a span; each step counts, so there may be several."""

    joins: int = 0
    leavings: int = 0
    deregistrations: int = 0
    holds: int = 0


def moves_in(history: Iterable[tuple[dt.date, FamilyState]], span: Span) -> Moves:
    """How often a family joined, left, was de-registered or went on hold in `span`.

    A family that leaves the Hive and is de-registered afterwards left once.
    """
    joins = leavings = deregistrations = holds = 0
    before: FamilyState | None = None
    for from_on, state in sorted(history, key=lambda step: step[0]):
        if from_on in span:
            joins += state in IN_THE_HIVE and before not in IN_THE_HIVE
            leavings += state in GONE and before in IN_THE_HIVE
            deregistrations += state is FamilyState.DEREGISTERED and before is not state
            holds += state is FamilyState.ON_HOLD and before is not state
        before = state
    return Moves(joins, leavings, deregistrations, holds)


def check_family(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a family's own values, beside the declared ones."""
    approved, joined = values.get("approved_on"), values.get("joined_on")
    if approved and joined and approved > joined:
        return [Problem("approved_on", "A family is approved before it joins. Check both dates.")]
    return []


def check_status(
    current: FamilyState | None,
    new: FamilyState,
    from_on: dt.date,
    last_from: dt.date | None,
    today: dt.date,
    reason: str | None,
) -> list[Problem]:
    """Problems of a step in a family's history."""
    found = []
    if new is current:
        found.append(Problem("status", f"The family is already {new.label.lower()}."))
    if last_from and from_on < last_from:
        found.append(
            Problem(
                "from_on",
                f"The last step began on {last_from.day} {last_from:%b %Y}. "
                "Choose that day or a later one.",
            )
        )
    if from_on > today:
        found.append(Problem("from_on", "That day is still to come. Record it when it comes."))
    if new is not FamilyState.ACTIVE and not (reason or "").strip():
        found.append(Problem("reason", "Say why; it is kept with the date."))
    return found
