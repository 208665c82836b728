"""Record ids: UUIDv7, made by the client so that work never waits for a server."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A fresh UUIDv7 as 36 characters; ids made later on one laptop sort later."""
    return str(uuid_utils.uuid7())
