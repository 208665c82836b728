"""What every request passes: size, packing, what went wrong, what is counted and logged.

Plain ASGI, so that a body is judged while it comes in: one that is too large is refused before
it is read, and a small one that unpacks to a large one before it is unpacked.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hivedesk.records.errors import place_of
from hivedesk.sync.wire import HEADER, PROTOCOL, Trouble

from ..metrics import Metrics
from .refusals import BUG, answer

PAGES = "/my/"
"""Below it is the link carer's page: bodies are forms as a browser sends them, and short."""

MOST_BODY = 8 * 1024 * 1024
"""Bytes of a body, unpacked: room for one change with the longest texts there may be."""

MOST_FORM = 64 * 1024

_log = logging.getLogger("hivedesk.central")


class _TooMuch(Exception):
    pass


class _Misspoken(Exception):
    pass


class _Gone(Exception):
    pass


class Door:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *(pair for pair in message["headers"] if pair[0].lower() != _HEADER),
                    (_HEADER, str(PROTOCOL).encode()),
                    (b"cache-control", b"no-store"),
                ]
            await send(message)

        try:
            await self._pass(scope, receive, told)
        except _Gone:
            status = 499
        except Exception as bug:
            # Where, never what: the text of an exception may quote what somebody wrote.
            _log.error("bug %s at %s", type(bug).__name__, place_of(bug))
            self.metrics.count("hivedesk_bugs_total")
            if not status:
                await answer(500, BUG)(scope, receive, told)
        finally:
            self._write_down(scope, status, time.perf_counter() - began)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _body(scope, receive) if scope["method"] == "POST" else b""
        except _TooMuch as why:
            trouble = Trouble(
                f"That is more than {why} at once.",
                "Send less at a time.",
                "too-much",
            )
            # What is still to come is not wanted: the line is closed on it.
            made = answer(413, trouble)
            made.headers["connection"] = "close"
            await made(scope, receive, send)
            return
        except _Misspoken:
            trouble = Trouble(
                "The body must be JSON (application/json), plain or packed with gzip.",
                "",
                "content-type",
            )
            await answer(415, trouble)(scope, receive, send)
            return
        except zlib.error:
            words = "The body says it is packed with gzip and cannot be unpacked."
            await answer(400, Trouble(words, "Send it again.", "gzip"))(scope, receive, send)
            return
        scope.setdefault("state", {})["body_bytes"] = len(body)
        given = False

        async def once() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, once if scope["method"] == "POST" else receive, send)

    def _write_down(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        self.metrics.count("hivedesk_requests_total", route=route, status=str(status))
        self.metrics.add("hivedesk_request_seconds_sum", seconds, route=route)
        state: MutableMapping[str, Any] = scope.get("state", {})
        _log.info(
            "request",
            extra={
                "told": {
                    "method": scope["method"],
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                    **({"account": state["account"]} if "account" in state else {}),
                }
            },
        )


_HEADER = HEADER.lower().encode()


async def _body(scope: Scope, receive: Receive) -> bytes:
    is_form = scope["path"].startswith(PAGES)
    most = MOST_FORM if is_form else MOST_BODY
    headers = {name.lower(): value for name, value in scope["headers"]}
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > most:
        raise _TooMuch(_size(most))
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    packing = headers.get(b"content-encoding", b"identity").strip().lower()
    wanted = b"application/x-www-form-urlencoded" if is_form else b"application/json"
    if kind != wanted or packing not in (b"identity", b"gzip"):
        raise _Misspoken
    unpack = zlib.decompressobj(wbits=31) if packing == b"gzip" else None
    found = bytearray()
    came = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        part: bytes = message.get("body", b"")
        came += len(part)
        if unpack is not None:
            part = unpack.decompress(part, most + 1 - len(found))
        found += part
        if came > MOST_BODY or len(found) > most:
            raise _TooMuch(_size(most))
        if not message.get("more_body", False):
            break
    if unpack is not None and (not unpack.eof or unpack.unused_data):
        raise zlib.error
    return bytes(found)


def _size(most: int) -> str:
    return f"{most // 1024} KB" if most < 1024 * 1024 else f"{most // 1024 // 1024} MB"
