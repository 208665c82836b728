"""Every refusal has one shape: a plain sentence, the next step, a word for programs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from hivedesk.sync.wire import HEADER, PROTOCOL, Trouble, to_json

from ..accounts import NotLetIn
from ..database import Unreachable

_AGREED = "Update HiveDesk on this laptop. What is only here is kept."


BUG = Trouble(
    "Something went wrong in the central store. Nothing half-done was kept.",
    "Try again later; if it stays so, report it.",
    "bug",
)


class Refusal(Exception):
    """An answer that is not what was asked for."""

    def __init__(self, status: int, code: str, problem: str, next_step: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.trouble = Trouble(problem, next_step, code)


def answer(status: int, trouble: Trouble) -> JSONResponse:
    """A refusal as an answer."""
    headers = {HEADER: str(PROTOCOL)}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(to_json(trouble), status, headers)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How the refusals a road may answer with are described in OpenAPI."""
    return {status: {"model": Trouble, "description": _MEANS[status]} for status in statuses}


_MEANS = {
    400: "The body is not JSON.",
    401: "Who is asking is not known, or no more: `code` says why; `revoked` means wipe.",
    403: "The account's role has no such road.",
    404: "There is nothing at this address.",
    409: "Another or an older central store than the one asked for, or two laptops with one store.",
    413: "Too much at once: send less.",
    415: "The body is not sent as application/json, or is packed in another way than gzip.",
    422: "Not what was agreed, or the clocks are too far apart.",
    426: "The laptop speaks another version of the protocol.",
    503: "The database does not answer. Try again later.",
}


def refuse_in_our_shape(app: FastAPI) -> None:
    """Have every error answered as `Trouble`."""

    @app.exception_handler(Refusal)
    async def _refused(_: Request, why: Refusal) -> JSONResponse:
        return answer(why.status, why.trouble)

    @app.exception_handler(NotLetIn)
    async def _not_let_in(_: Request, why: NotLetIn) -> JSONResponse:
        status = 409 if why.code == "two-laptops" else 401
        return answer(status, Trouble(why.words, why.next_step, why.code))

    @app.exception_handler(Unreachable)
    async def _unreachable(_: Request, why: Unreachable) -> JSONResponse:
        return answer(503, Trouble(why.words, why.next_step, "database"))

    @app.exception_handler(RequestValidationError)
    async def _misread(_: Request, why: RequestValidationError) -> JSONResponse:
        # Only the place: what stood there may be personal.
        places = sorted({".".join(str(step) for step in each["loc"]) for each in why.errors()})
        named = ", ".join(places[:3])
        return answer(422, Trouble(f"This is not what was agreed: {named}.", _AGREED, "misread"))

    @app.exception_handler(Exception)
    async def _bug(_: Request, _why: Exception) -> JSONResponse:
        # The door writes it down, and what it was about nowhere.
        return answer(500, BUG)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, why: HTTPException) -> JSONResponse:
        words = {
            400: ("The body cannot be read.", "body"),
            404: ("There is nothing at this address.", "address"),
            405: ("This address is not asked like that.", "method"),
        }
        problem, code = words.get(why.status_code, ("That cannot be done.", "http"))
        made = answer(why.status_code, Trouble(problem, "", code))
        made.headers.update(why.headers or {})
        return made
