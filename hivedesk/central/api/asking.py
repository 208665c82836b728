"""Who is asking, in which version, with which clock: asked of every request alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection, Engine

from hivedesk.sync.wire import HEADER, PROTOCOL

from ..accounts import Account, NotLetIn, Role, by_token
from ..metrics import Metrics
from ..reading import AHEAD
from .refusals import Refusal


@dataclass(frozen=True)
class Central:
    """What the roads work with."""

    engine: Engine
    clock: Callable[[], dt.datetime]
    metrics: Metrics


def central_of(request: Request) -> Central:
    """The central store that this application serves."""
    found: Central = request.app.state.central
    return found


def _protocol(version: Annotated[str | None, Header(alias=HEADER)] = None) -> None:
    if version == str(PROTOCOL):
        return
    newer = version is not None and version.isdigit() and len(version) < 9
    if newer and int(version or "0") > PROTOCOL:
        problem = "This laptop's HiveDesk is newer than the central store."
        next_step = "Have the central store updated. Nothing is lost until then."
    else:
        problem = "This laptop's HiveDesk is older than the central store."
        next_step = "Update HiveDesk on this laptop. What is only here is kept."
    raise Refusal(426, "protocol", problem, next_step)


_bearer = HTTPBearer(auto_error=False, description="The token that POST /v1/join told.")


def _token(
    request: Request,
    said: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    if said is None or not said.credentials.strip() or len(said.credentials) > 200:
        words = "This laptop did not say who it is."
        raise NotLetIn("no-token", words, "Connect it with a joining code.")
    return said.credentials


Protocol = Depends(_protocol)
Token = Annotated[str, Depends(_token)]
TheCentral = Annotated[Central, Depends(central_of)]


def let_in(
    connection: Connection, request: Request, central: Central, token: str, *roles: Role
) -> Account:
    """The account that a request speaks for.

    Raises:
        NotLetIn: the token opens nothing.
        Refusal: 403, its role has no such road.
    """
    account = by_token(connection, token, central.clock())
    request.state.account = account.id
    if account.role not in roles:
        raise Refusal(403, "role", _NOT_FOR[account.role], "Ask for an account with another role.")
    return account


_NOT_FOR = {
    Role.WORKER: "A worker's account is for a laptop.",
    Role.MANAGER: "A manager's account has no such road.",
    Role.LINK_CARER: "A link carer's account is for her own rooms.",
    Role.AUDITOR: "An auditor's account reads the export and nothing else.",
}


def check_clock(said: str, now: dt.datetime) -> None:
    """Hold that a laptop's clock is near enough to ours.

    Raises:
        Refusal: 422.
    """
    try:
        theirs = dt.datetime.fromisoformat(said)
        apart = abs(theirs - now) if theirs.tzinfo else None
    except (ValueError, OverflowError):
        apart = None
    if apart is None:
        raise Refusal(422, "misread", "The laptop's time cannot be read.")
    if apart > AHEAD:
        raise Refusal(
            422,
            "clock",
            f"This laptop's clock is {_long(apart)} off.",
            "Set its date and time right, then try again. What is only here is kept.",
        )


def _long(apart: dt.timedelta) -> str:
    if apart >= dt.timedelta(days=2):
        return f"{apart.days:,} days"
    minutes = int(apart.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
