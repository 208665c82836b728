"""Invented people and real ones never meet: a central store holds the one or the other.

Whoever tries HiveDesk with the demo county may connect it, to a central store on trial. Beside
real families its children would look like any others, in every list and every report.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from .accounts import NotLetIn
from .tables import facts, tokens

_KEY, _INVENTED, _REAL = "people", "invented", "real"


def check_people(connection: Connection, *, invented: bool) -> None:
    """Hold that a laptop's people are of the kind that is here; the first one decides.

    Args:
        connection: one that writes, with nobody else writing meanwhile.
        invented: whether the laptop holds the demo county.

    Raises:
        NotLetIn: they are of the other kind.
    """
    here = connection.scalar(select(facts.c.value).where(facts.c.key == _KEY))
    if here is None:
        connected = connection.execute(select(tokens.c.digest).limit(1)).first() is not None
        # Laptops that were let in before anybody asked are taken to be at work.
        here = _INVENTED if invented and not connected else _REAL
        connection.execute(insert(facts), {"key": _KEY, "value": here})
    if invented and here == _REAL:
        raise NotLetIn(
            "invented",
            "This is the demo county, and its invented people must not come among real ones.",
            "Connect a store of your own. The joining code has not been used up.",
        )
    if not invented and here == _INVENTED:
        raise NotLetIn(
            "invented",
            "That central store holds the invented people of the demo county.",
            "Ask for the address of the real one. The joining code has not been used up.",
        )
