"""Join, push, pull, health and metrics."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections import Counter
from typing import Annotated, Any, NoReturn

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from hivedesk.records.clock import is_device
from hivedesk.sync.wire import (
    MOST_BYTES,
    MOST_CHANGES,
    PROTOCOL,
    Account,
    Health,
    JoinAnswer,
    JoinAsk,
    NamedHive,
    PullAnswer,
    PushAnswer,
    PushAsk,
)

from .. import accounts
from ..accounts import Role
from ..database import Unreachable, changing, reading, writing
from ..feed import pull as told_since
from ..invented import check_people
from ..receive import receive
from ..schema import begin_anew, earlier_epochs, epoch_of
from ..tables import table_of
from .asking import Central, Protocol, TheCentral, Token, check_clock, let_in
from .refusals import Refusal, described

router = APIRouter()
_log = logging.getLogger("hivedesk.central")
_LAPTOPS = (Role.WORKER, Role.MANAGER, Role.LINK_CARER)
_MOST_TOLD = 5_000
_FURTHEST = 2**53
_LONGEST_NAME = 100


@router.post(
    "/v1/join",
    dependencies=[Protocol],
    responses=described(400, 401, 413, 415, 422, 426, 503),
    summary="Trade a one-time joining code for a token",
)
def join(asked: JoinAsk, central: TheCentral) -> JoinAnswer:
    """The token is told only now; the same laptop may ask again with the same code."""
    now = central.clock()
    check_clock(asked.now, now)
    _check_device(asked.device)
    name = " ".join("".join(m if m.isprintable() else " " for m in asked.name).split())
    with writing(central.engine) as connection:
        check_people(connection, invented=asked.invented)
        token, account_id = accounts.join(
            connection, asked.code, asked.device, name[:_LONGEST_NAME], now, asked.roles
        )
        account = accounts.by_id(connection, account_id)
        return JoinAnswer(token, _named(connection, account), epoch_of(connection), PROTOCOL)


def _named(connection: Connection, account: accounts.Account) -> Account:
    table = table_of("hives")
    query = select(table.c.id, table.c.name).where(table.c.archived_at.is_(None))
    if account.hives is not None:
        query = query.where(table.c.id.in_(account.hives))
    hives = [NamedHive(*row) for row in connection.execute(query.order_by(table.c.name))]
    carers, expected = sorted(account.link_carers), accounts.awaited(connection, account.id)
    return Account(account.name, account.role.value, hives, carers, expected)


def _check_device(device: str) -> None:
    if not is_device(device):
        raise Refusal(422, "misread", "The laptop's number cannot be read.")


@router.post(
    "/v1/push",
    dependencies=[Protocol],
    responses=described(400, 401, 403, 409, 413, 415, 422, 426, 503),
    summary="Send changes; each is accepted or set aside",
)
def push(asked: PushAsk, request: Request, central: TheCentral, token: Token) -> PushAnswer:
    """The same change may be sent as often as you like: it is taken once and answered alike."""
    now = central.clock()
    with reading(central.engine) as connection:
        let_in(connection, request, central, token, *_LAPTOPS)
    check_clock(asked.now, now)
    _check_device(asked.device)
    many = len(asked.changes)
    if many > MOST_CHANGES or (many > 1 and request.state.body_bytes > MOST_BYTES):
        raise Refusal(413, "too-much", "That is too much at once.", "Send fewer changes at a time.")
    answered = _pushed(asked, request, central, token)
    outcomes = Counter(result.code or result.outcome for result in answered.results)
    for outcome, times in outcomes.items():
        central.metrics.count("hivedesk_changes_total", times, outcome=outcome)
    return answered


def _pushed(asked: PushAsk, request: Request, central: Central, token: str) -> PushAnswer:
    for _ in range(2):
        try:
            with changing(central.engine) as connection:
                account = let_in(connection, request, central, token, *_LAPTOPS)
                epoch = _check_epoch(connection, asked.epoch)
                accounts.speaks_as(connection, account, asked.device)
                results = receive(connection, account, asked.device, asked.changes, central.clock())
            return PushAnswer(epoch, results)
        except IntegrityError:
            # The database refused what our own rules let pass (a bed, say, given meanwhile by
            # other hands than ours): look again at what there is now.
            _log.error("the database refused a batch")
    raise Unreachable("The central store could not take that.", "Try again later.")


@router.get(
    "/v1/pull",
    dependencies=[Protocol],
    response_model=PullAnswer,
    responses=described(401, 403, 409, 422, 426, 503),
    summary="Ask for what came since a number",
)
def pull(
    request: Request,
    central: TheCentral,
    token: Token,
    since: Annotated[int, Query(ge=0, le=_FURTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_TOLD)] = 1_000,
    epoch: Annotated[str | None, Query()] = None,
) -> Response:
    """Go on from `next` while there is `more`. Only what the account may see is told."""
    with reading(central.engine) as connection:
        account = let_in(connection, request, central, token, *_LAPTOPS)
        if epoch is not None:
            _check_epoch(connection, epoch)
        if since > accounts.was_given(connection, account):
            _refuse_older(central, account, epoch)
        told = told_since(connection, account, since, limit)
    with writing(central.engine) as connection:
        if accounts.seen(connection, account, central.clock(), since, told.next):
            central.metrics.count("hivedesk_stores_put_back_total")
            _log.info("asked anew", extra={"told": {"account": account.id}})
    central.metrics.count("hivedesk_changes_told_total", len(told.changes))
    # Plain text from plain values: checking each of them again would take as long as the rest.
    return Response(_as_text(told), media_type="application/json")


def _as_text(told: PullAnswer) -> str:
    names = [field.name for field in dataclasses.fields(told.changes[0])] if told.changes else []
    said: dict[str, Any] = {
        field.name: getattr(told, field.name) for field in dataclasses.fields(told)
    }
    said["changes"] = [{name: getattr(each, name) for name in names} for each in told.changes]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _check_epoch(connection: Connection, epoch: str) -> str:
    ours = epoch_of(connection)
    if epoch != ours and epoch in earlier_epochs(connection):
        raise _older()
    if epoch != ours:
        raise Refusal(
            409,
            "epoch",
            "This is another central store than the one this laptop was connected to.",
            "Nothing was sent or removed. Ask whoever looks after it, then connect again.",
        )
    return ours


def _refuse_older(central: Central, account: accounts.Account, epoch: str | None) -> NoReturn:
    """A laptop was told a number that was never given here: the database was put back.

    From now on it is another store to all laptops. One that came before the next change would
    be the only one to notice: the numbers that are missing are soon given again.
    """
    with changing(central.engine) as connection:
        if epoch is not None and epoch == epoch_of(connection):
            begin_anew(connection)
            _log.error("put back from a backup", extra={"told": {"account": account.id}})
    raise _older()


def _older() -> Refusal:
    return Refusal(
        409,
        "older",
        "The central store was put back from a backup.",
        "Nothing was sent or removed. Connect again with a new joining code: all that was made "
        "on this laptop is then sent again.",
    )


@router.get(
    "/healthz", responses=described(503), summary="Is it there, and does its database answer"
)
def healthz(central: TheCentral) -> Health:
    """Names nobody and needs no token."""
    with reading(central.engine) as connection:
        epoch_of(connection)
    return Health("ok", PROTOCOL)


@router.get("/metrics", response_class=PlainTextResponse, summary="Counters, for Prometheus")
def metrics(central: TheCentral) -> str:
    """Counters of this process."""
    return central.metrics.text()
