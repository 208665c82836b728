"""Who may be sent, and who may write, which record and which field of it.

Everything follows from `Field.sensitivity`, the account's role and its Hives. The words of
`Sensitivity` are the rule; this is where it is enforced, and the only place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from hivedesk.records import KINDS, Sensitivity, StayState, declared
from hivedesk.rules import carers
from hivedesk.rules.days import age_on
from hivedesk.rules.problems import Problem

from .accounts import Account, Role
from .owners import NEEDED, PATHS, REFERENCES, Owners, Values

OPEN, GUEST, HIVE, PRIVATE = Sensitivity

SHARED = frozenset(
    {
        "core-hours",
        "courses",
        "policies",
        "professionals",
        "sessions",
        "themes",
        "towns",
        "workers",
    }
)
"""Kinds of which a record with no Hive is everybody's."""

UNCLAIMED = frozenset({"waiting-list"})
"""Kinds of which a record with no Hive is its writer's and the managers'."""

CARERS_KINDS = frozenset({"hives", "policies", "towns"})
"""What a link carer is shown beside her own: OPEN fields, for her rooms and statements."""

CONFIRMED = frozenset(
    {
        StayState.CONFIRMED.value,
        StayState.IN_PROGRESS.value,
        StayState.COMPLETED.value,
        StayState.ENDED_EARLY.value,
    }
)
"""States of a stay in which its link carer is told who is coming."""

AHEAD = frozenset({StayState.CONFIRMED.value, StayState.IN_PROGRESS.value})
"""Those of them in which nights may still come: what they need, and all news of the child."""

TOLD_OF = frozenset({"first_name", "born_on", "night_needs"})
"""Fields of a child that its link carer is told, within the stay."""

SOMEBODY = "A child"
"""Stands for whom a stay is for, where that is not to be told."""

FIELDS: dict[str, dict[str, Sensitivity]] = {
    kind: {name: about.sensitivity for name, (_, about) in declared(model).items()} | {"id": OPEN}
    for kind, model in KINDS.items()
}

LONG: dict[str, frozenset[str]] = {
    kind: frozenset(name for name, (_, about) in declared(model).items() if about.long)
    for kind, model in KINDS.items()
}


def _crosses(kind: str) -> bool:
    """Whether enough of it is OPEN that other Hives can hold it at all."""
    return all(
        about.sensitivity is OPEN or column.nullable or column.default is not None
        for column, about in declared(KINDS[kind]).values()
    )


CROSSES = frozenset(kind for kind in KINDS if _crosses(kind))

_STAYS = frozenset({"bookings", "stay-offers", "handover-items"})
"""Kinds that belong to two Hives: the child's, and the room's."""

CLOSED = frozenset(KINDS) - CROSSES - SHARED - UNCLAIMED - _STAYS
"""Kinds of which a worker of another Hive is told nothing at all."""


def sees_all(account: Account) -> bool:
    """Whether its scope is every Hive: a manager of all of them."""
    return account.role is Role.MANAGER and account.hives is None


def level(account: Account, owners: Owners, kind: str, record_id: str) -> Sensitivity | None:
    """How much of a record an account may be sent; None for nothing. PRIVATE is never a level."""
    if account.role is Role.AUDITOR:
        return None
    if account.role is Role.LINK_CARER:
        return _carers_level(account, owners, kind, record_id)
    if account.hives is None:
        return HIVE if account.role is Role.MANAGER else None
    if kind in _STAYS:
        found = _stay_level(account.hives, owners, kind, record_id)
    else:
        hives = owners.hives(kind, record_id)
        shared = not hives and kind in SHARED and owners.exists(kind, record_id)
        found = HIVE if shared or hives & account.hives else None
    return found if found is not None else (OPEN if kind in CROSSES else None)


def _stay_level(
    mine: frozenset[str], owners: Owners, kind: str, record_id: str
) -> Sensitivity | None:
    """A stay is the child's Hive's in full; the room's Hive is told what its link carer is."""
    booking_id = record_id if kind == "bookings" else _booking_of(owners, kind, record_id)
    if booking_id is None:
        return None
    childs = owners.hives_through("bookings", booking_id, "child_id")
    rooms = owners.hives_through("bookings", booking_id, "room_id")
    if childs & mine:
        return HIVE
    if rooms & mine:
        return GUEST if childs else HIVE
    return None


def _booking_of(owners: Owners, kind: str, record_id: str) -> str | None:
    values = owners.get(kind, record_id)
    return values.get("booking_id") if values else None


def _carers_level(
    account: Account, owners: Owners, kind: str, record_id: str
) -> Sensitivity | None:
    carer = owners.link_carer(kind, record_id) if kind not in CARERS_KINDS else None
    if kind in CARERS_KINDS:
        return OPEN
    if carer is None or carer not in account.link_carers:
        return None
    if kind == "bookings":
        return GUEST if is_confirmed(owners, record_id) else OPEN
    if kind == "handover-items":
        return GUEST if is_confirmed(owners, _booking_of(owners, kind, record_id)) else None
    return OPEN if kind == "stay-offers" else GUEST


def is_confirmed(owners: Owners, booking_id: str | None) -> bool:
    """Whether the link carer of a stay is told who is coming."""
    values = owners.get("bookings", booking_id)
    return values is not None and values.get("status") in CONFIRMED


class Named(NamedTuple):
    """A record by kind and id, as `shown` asks for it."""

    kind: str
    record_id: str


class Sight(NamedTuple):
    """What decides, beside an account's own scope, who may see a record."""

    whose: frozenset[str]
    confirmed: bool
    carer: str | None


def sight_of(owners: Owners, kind: str, record_id: str) -> Sight:
    """Whose a record is now: Hives and link carer; and whether it is a confirmed stay."""
    whose = owners.hives(kind, record_id)
    carer = owners.link_carer(kind, record_id)
    whose |= {carer} if carer is not None else set()
    return Sight(whose, kind == "bookings" and is_confirmed(owners, record_id), carer)


def is_lost(before: Sight, now: Sight) -> bool:
    """Whether a stay's link carer may know less of it now: moved on, or confirmed no more."""
    return before.carer != now.carer or (before.confirmed and not now.confirmed)


def may_see(account: Account, owners: Owners, kind: str, record_id: str, name: str) -> bool:
    """Whether an account may be told a field of a record that it has just written to."""
    most = level(account, owners, kind, record_id)
    rank = FIELDS[kind][name]
    return most is not None and (rank <= most or (rank is PRIVATE and most is HIVE))


def told_of(
    account: Account, owners: Owners, child_id: str | None, problems: Iterable[Problem]
) -> str:
    """What forbids a stay, in words that tell nothing of the child to whom it is not to be told."""
    hidden = child_id is not None and level(account, owners, "children", child_id) is not HIVE
    words = (
        _OF_THE_CHILD if hidden and problem.field == "child_id" else problem.words
        for problem in problems
    )
    return " ".join(dict.fromkeys(words))


_OF_THE_CHILD = "What the child's own Hive knows speaks against it. Ask its worker."


def shown(
    account: Account,
    owners: Owners,
    change: Any,
    *,
    own: bool,
    values: Values | None,
) -> Values | None:
    """The part of `values` (a change's `before` or `after`) that an account may be sent.

    Args:
        change: what names `kind` and `record_id`.
        own: whether this account made the change: then its private fields are its own.

    Returns:
        None where it may know nothing of the record, or cannot hold what it may know.
    """
    kind, record_id = change.kind, change.record_id
    if values is None:
        return None
    most = level(account, owners, kind, record_id)
    if most is None and own and kind in UNCLAIMED and not owners.hives(kind, record_id):
        most = HIVE
    if most is None:
        return None
    allowed = FIELDS[kind]
    kept = {
        name: value
        for name, value in values.items()
        if (rank := allowed.get(name)) is not None
        and (rank <= most or (rank is PRIVATE and own and most is HIVE))
    }
    if sees_all(account):
        return kept
    if not _can_be_held(account, owners, kind, record_id):
        return None
    if kind == "bookings" and most is not HIVE:
        _hide_child(account, owners, record_id, most, values, kept)
    for name, target_kind in REFERENCES[kind].items():
        target = kept.get(name)
        if target is None or level(account, owners, target_kind, target) is not None:
            continue
        del kept[name]
        if name in NEEDED[kind]:
            # What it pointed at once is not to be told, and it cannot do without: what it points
            # at now is said in its place, as the change that put it there says again.
            now = (owners.get(kind, record_id) or {}).get(name)
            if now is None:
                return None
            kept[name] = now
    return kept


def _can_be_held(account: Account, owners: Owners, kind: str, record_id: str) -> bool:
    """Whether a laptop may be told all that a record cannot be without.

    Else it is told nothing of it: of an edit alone no record comes, and it would wait for ever.
    """
    now = owners.get(kind, record_id) or {}
    return all(
        level(account, owners, REFERENCES[kind][name], target) is not None
        for name in NEEDED[kind]
        if (target := now.get(name)) is not None
    )


def _hide_child(
    account: Account,
    owners: Owners,
    booking_id: str,
    most: Sensitivity,
    values: Values,
    kept: Values,
) -> None:
    """Put a first name, or no name, in the place of a child whose record is not to be sent."""
    kept.pop("child_id", None)
    names = bool(values.keys() & {"child_id", "guest_name"})
    if most is not GUEST:
        if names:
            kept["guest_name"] = SOMEBODY
        return
    child = owners.get("children", values.get("child_id"))
    if child is not None:
        kept["guest_name"] = child["first_name"]
    if account.role is not Role.LINK_CARER:
        return
    told = guest(owners, booking_id, {"first_name", "born_on", "night_needs"})
    if child is not None and "guest_name" in told:
        kept["guest_name"] = told["guest_name"]
    if "needs" in told and (names or "needs" in values) and not values.get("needs"):
        kept["needs"] = told["needs"]


def guest(owners: Owners, booking_id: str, asked: Iterable[str]) -> Values:
    """What a link carer is told, in its stay, of the child that it is for now.

    First name and age; and what its nights need, where the stay does not say it itself and nights
    may still come. Nothing is needed where no child is, so that an earlier one's does not stay.

    Args:
        asked: the child's fields that it is about.
    """
    stay = owners.get("bookings", booking_id) or {}
    child = owners.get("children", stay.get("child_id"))
    told: Values = {}
    asked = frozenset(asked)
    if child and asked & {"first_name", "born_on"}:
        born, on = (dt.date.fromisoformat(day) for day in (child["born_on"], stay["from_on"]))
        told["guest_name"] = f"{child['first_name']}, {age_on(born, on)}"
    if "night_needs" in asked and not stay.get("needs") and stay.get("status") in AHEAD:
        told["needs"] = child["night_needs"] if child else None
    return told


def refusal(
    account: Account,
    owners: Owners,
    kind: str,
    record_id: str,
    before: Values | None,
    after: Values,
) -> str:
    """Why an account may not write this; "" where it may.

    Args:
        before: the record as it is; None for a new one.
        after: the fields that are to change.
    """
    if account.role is Role.AUDITOR:
        return "An auditor's account reads and does not write."
    if account.role is Role.LINK_CARER:
        return _carers_refusal(account, owners, kind, before, after)
    if sees_all(account):
        return ""
    outside = "That belongs to another Hive. Ask its worker, or the manager."
    if before is not None and not _is_ours(account, owners, kind, record_id):
        return outside
    full = (before or {}) | after
    names_child = kind == "bookings" and after.keys() & {"child_id", "guest_name"}
    # The room's Hive answers for the room; whose stay it is, is the child's Hive's to say.
    if before and names_child and level(account, owners, kind, record_id) is not HIVE:
        return outside
    owners.learn(kind, record_id, full)
    ours = _is_ours(account, owners, kind, record_id)
    if before is not None:
        owners.learn(kind, record_id, before)
    else:
        owners.forget(kind, record_id)
    if ours:
        return ""
    brings = kind == "hives" and before is None
    if brings and str(after.get("name", "")).casefold() in account.expected:
        return ""
    return outside


def _is_ours(account: Account, owners: Owners, kind: str, record_id: str) -> bool:
    hives = owners.hives(kind, record_id)
    if hives:
        return bool(hives & (account.hives or frozenset()))
    if kind == "policies":
        return account.role is Role.MANAGER or account.is_first
    return kind in SHARED or kind in UNCLAIMED


def _carers_refusal(
    account: Account, owners: Owners, kind: str, before: Values | None, after: Values
) -> str:
    refused = carers.refusal(kind, before, after)
    if refused:
        return refused
    whose = {
        owners.link_carer(REFERENCES[kind][name], target)
        for name in PATHS[kind]
        for values in (before or {}, after)
        if name in ("room_id", "booking_id") and (target := values.get(name))
    }
    if not whose or not whose <= account.link_carers:
        return "That is another link carer's room."
    if kind == "handover-items" and not is_confirmed(owners, (before or {}).get("booking_id")):
        return "That stay is not confirmed."
    return ""
