"""The addresses of the link carer's page, and what every answer of it carries."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hivedesk.records.errors import PlainError, place_of

from ..api.asking import central_of
from ..database import Unreachable
from . import places
from .asked import Asked, NotOurForm, NotThere, shown
from .look import icon, style_sheet
from .pages import sorry_page
from .parts import Frame
from .sessions import NotSignedIn, is_safe

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_FOR_A_YEAR = "max-age=31536000"
_MOST_FIELDS = 20
_SIGNED_OUT = Frame()

_log = logging.getLogger("hivedesk.central")

Place = Callable[[Asked], Response]

_ROADS: tuple[tuple[str, str, Place], ...] = (
    ("GET", "/", places.start),
    ("GET", "/my", places.start),
    ("GET POST", places.SIGN_IN, places.sign_in),
    ("POST", "/my/sign-out", places.sign_out),
    ("GET", "/my/rooms", places.my_rooms),
    ("GET POST", "/my/rooms/{id}/close", places.close_room),
    ("POST", "/my/closures/{id}/open", places.open_room),
    ("GET", "/my/stays/{id}", places.stay),
    ("GET POST", "/my/requests/{id}", places.request),
    ("GET", "/my/statements", places.statements),
    ("GET", "/my/statements/{carer}/{month}.pdf", places.statement),
    ("GET POST", "/my/calendar", places.calendar),
    ("GET", "/my/calendar/{secret}.ics", places.calendar_file),
    ("GET", "/my/look.css", lambda _: Response(style_sheet(), media_type="text/css")),
    ("GET", "/my/icon.svg", lambda _: Response(icon(), media_type="image/svg+xml")),
    ("GET POST", "/my/{rest:path}", places.nothing),
)


def add_page(api: FastAPI) -> None:
    """Put the page beside the laptops' roads; it is no part of the described API."""
    for methods, path, place in _ROADS:
        api.add_api_route(
            path,
            _endpoint(place),
            methods=methods.split(),
            include_in_schema=False,
            response_model=None,
        )


def _endpoint(place: Place) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        form = _fields(await request.body()) if request.method == "POST" else {}
        central = central_of(request)
        asked = Asked(central, request, form, central.clock())
        answer = await run_in_threadpool(_answer, place, asked)
        answer.headers.update(HEADERS)
        if is_safe(request):
            answer.headers["Strict-Transport-Security"] = _FOR_A_YEAR
        return answer

    return answered


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form; one that is none has none."""
    try:
        text = body.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: value.replace("\x00", "") for name, value in pairs}


def _answer(place: Place, asked: Asked) -> Response:
    try:
        return place(asked)
    except NotSignedIn as why:
        return places.not_signed_in(asked, why)
    except NotThere:
        words = "There is nothing at this address."
        return shown(sorry_page(_SIGNED_OUT, "Not found", words), 404)
    except NotOurForm:
        words = "This page was open for too long, or in two places. Nothing was changed."
        return shown(sorry_page(_SIGNED_OUT, "Try again", words, "Open it anew."), 403)
    except PlainError as why:
        status = 503 if isinstance(why, Unreachable) else 422
        return shown(sorry_page(_SIGNED_OUT, "Not done", why.words, why.next_step), status)
    except Exception as bug:
        # As at the door of the laptops: where, never what.
        _log.error("bug %s at %s", type(bug).__name__, place_of(bug))
        asked.central.metrics.count("hivedesk_bugs_total")
        words = "Something went wrong here. Nothing was changed."
        return shown(sorry_page(_SIGNED_OUT, "Not done", words, "Try again later."), 500)
