"""Read-only pages of records for a council's data warehouse, with a key of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from hivedesk.records import KINDS
from hivedesk.sync.csv.writer import NoSuchPoint

from .. import export
from ..accounts import Role
from ..database import reading
from ..schema import epoch_of
from .asking import Protocol, TheCentral, Token, let_in
from .refusals import Refusal, described

router = APIRouter()
_MOST = 5_000
_FURTHEST = 2**53


@dataclass(frozen=True)
class ExportAnswer:
    """Records of one kind; ask again with `next` as `since` while there is `more`, or tomorrow.

    With `epoch` said as well, a central store that was put back from a backup is noticed.
    """

    kind: str
    epoch: str
    pseudonymised: bool
    records: list[dict[str, Any]]
    next: int
    more: bool


@router.get(
    "/v1/export/{kind}",
    dependencies=[Protocol],
    responses=described(401, 403, 404, 409, 422, 426, 503),
    summary="Records of a kind, changed since a number",
)
def export_kind(
    request: Request,
    central: TheCentral,
    token: Token,
    kind: Annotated[str, Path(description=f"One of {', '.join(KINDS)}.")],
    since: Annotated[int, Query(ge=0, le=_FURTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 1_000,
    hive: Annotated[str | None, Query(description="Only of this Hive, by name or id.")] = None,
    identifiable: Annotated[bool, Query(description="With names: managers only.")] = False,
    epoch: Annotated[str | None, Query(description="Of the answer that is gone on from.")] = None,
) -> ExportAnswer:
    """Without names unless a manager asks for them; private notes are in none.

    The key is the token of an auditor's or a manager's account.
    """
    with reading(central.engine) as connection:
        account = let_in(connection, request, central, token, Role.AUDITOR, Role.MANAGER)
    if kind not in KINDS:
        raise Refusal(404, "kind", "There is no such kind of record.")
    if identifiable and account.role is not Role.MANAGER:
        raise Refusal(403, "role", "An auditor's account is given no names.")
    if hive is not None and ("\x00" in hive or len(hive) > 200):
        raise Refusal(422, "misread", "The Hive's name cannot be read.")
    pseudonyms = None if identifiable else export.pseudonyms_of(central.engine)
    try:
        with reading(central.engine) as connection:
            ours = epoch_of(connection)
            if epoch not in (None, ours):
                raise Refusal(
                    409,
                    "older",
                    "That number was given before the central store was put back from a backup.",
                    "Take everything once more, without a number.",
                )
            found = export.page(
                connection, account, kind, since, limit, hive=hive, pseudonyms=pseudonyms
            )
    except NoSuchPoint as why:
        raise Refusal(409, "older", why.words, why.next_step) from None
    return ExportAnswer(kind, ours, not identifiable, found.records, found.next, found.more)
