"""A port for whoever must know it before somebody listens there, or comes back to it."""

from __future__ import annotations

import contextlib
import random
import socket

_OURS = range(20_000, 32_000)


def free_port() -> int:
    """A port of loopback that is free, and that the kernel gives to nobody who asks for any.

    One that it gave would be given again, to another test or as the near end of somebody's
    connection: before whoever it is for listens there, or while the service at it is down.
    """
    for port in random.SystemRandom().sample(_OURS, 100):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")
