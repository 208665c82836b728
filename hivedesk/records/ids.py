"""Record ids: UUIDv7, made by the client so that work never waits for a server."""

from __future__ import annotations

import uuid_utils

_FOUNDING = uuid_utils.UUID("65339ae8-a2dd-5d28-9157-4830bee5da63")


def new_id() -> str:
    """A fresh UUIDv7 as 36 characters; ids made later on one laptop sort later."""
    return str(uuid_utils.uuid7())


def fixed_id(kind: str, name: str) -> str:
    """The id of a record that every store begins with: the same in all of them.

    Two laptops that were never in touch then hold one town of a name, not two. It is shaped
    like a UUIDv7 of the first millisecond of 1970, so that whatever people add sorts after it.

    Args:
        kind: of the record, as in `kind_of`.
        name: what tells it from the others of its kind.
    """
    drawn = uuid_utils.uuid5(_FOUNDING, f"{kind} {name}").hex
    return f"00000000-0000-7{drawn[13:16]}-{drawn[16:20]}-{drawn[20:]}"
