"""Whose work a bundle brings, and which laptops may hold it.

On the network the central store tells each laptop only what its account may see. A stick knows
no accounts: so each bundle says where it comes from, and a laptop reads none that central would
not have told it. Nor do invented people and real ones meet on one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import LINK_CARER
from hivedesk.records import Family, PlainError, bare
from hivedesk.store import settings

from .connection import earlier_connection

_WORKER = "worker"


class NotForThisLaptop(PlainError):
    """The laptop's account may not see what the bundle brings."""


def told(session: Session) -> dict[str, Any]:
    """What a bundle says of the laptop that writes it: its central store, its Hives, and whether
    its people are invented."""
    tie = earlier_connection(session)
    # A laptop may have been begun with a Hive of the same name that nobody uses any more.
    hives = _of_families(session) or _its_own(session)
    epoch, invented = tie.epoch if tie else None, _is_invented(session)
    return {"epoch": epoch, "hives": sorted(hives), "invented": invented}


def refuse_others(session: Session, called: str, said: Any) -> None:
    """Refuse a bundle that this laptop may not hold.

    Args:
        called: the file's name.
        said: what `told` said where it was written.

    Raises:
        NotForThisLaptop: it may not.
        ValueError: that is not what `told` says.
    """
    _refuse_others_people(session, called, said)
    tie = earlier_connection(session)
    if tie is None:
        return
    if tie.role == LINK_CARER:
        raise NotForThisLaptop(
            "This laptop holds a link carer's rooms only, so it reads no bundle.",
            "Read it on a laptop of the Hive.",
        )
    match said:
        case {"epoch": str() | None as epoch, "hives": list(hives)}:
            pass
        case _:
            raise ValueError("it does not say whose it is")
    if epoch is not None and epoch != tie.epoch:
        raise NotForThisLaptop(
            f"{called} comes from a laptop of another central store; nothing was changed.",
            "Connect both laptops to the same one, then write it once more.",
        )
    if tie.role == _WORKER and not set(hives) <= _of_families(session) | _its_own(session):
        raise NotForThisLaptop(
            f"{called} brings the work of another Hive, which is not for this laptop; "
            "nothing was changed.",
            "Read it on a laptop of that Hive or on the manager's; a new laptop syncs once before.",
        )


def _refuse_others_people(session: Session, called: str, said: Any) -> None:
    match said:
        case {"invented": bool(invented)} if invented is not _is_invented(session):
            pass
        case _:
            return
    raise NotForThisLaptop(
        f"{called} brings the demo county, and its invented people must not come among real ones; "
        "nothing was changed."
        if invented
        else f"{called} brings real people, and this is the demo county; nothing was changed.",
        "Read it on a laptop that holds the same.",
    )


def _is_invented(session: Session) -> bool:
    return settings.get(session, settings.DEMO_TODAY) is not None


def _of_families(session: Session) -> set[str]:
    """The Hives of the families it holds: central tells a worker of no others."""
    return set(session.scalars(select(bare(Family).hive_id).distinct()))


def _its_own(session: Session) -> set[str]:
    """The Hive it was begun with."""
    own = settings.get(session, settings.HIVE)
    return {own} if own else set()
