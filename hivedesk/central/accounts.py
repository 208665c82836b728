"""Who may come in: accounts, one-time joining codes, and the tokens of their laptops.

Codes and tokens are long random words, so the database keeps plain digests of them: who reads
the database can neither join nor speak for anybody.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, case, func, insert, select, update

from hivedesk.records import Hive, LinkCarer, new_id
from hivedesk.records.base import kind_of
from hivedesk.records.errors import BadUse, NotFound, PlainError

from .schema import greatest
from .tables import accounts, joining_codes, scopes, table_of, tokens

CODE_LIVES = dt.timedelta(days=7)
TOKEN_LIVES = dt.timedelta(days=180)
"""A laptop that has not been in touch for so long has to be connected anew."""

# Crockford's base 32: no letter that is taken for a number. 16 of them are 80 bits.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HIVES, _CARERS = kind_of(Hive), kind_of(LinkCarer)


class Role(enum.StrEnum):
    """What an account may do; `scope.py` says what that is."""

    WORKER = "worker"
    MANAGER = "manager"
    LINK_CARER = "link-carer"
    AUDITOR = "auditor"


_NOT_HERE = {
    Role.LINK_CARER: (
        "This store holds the work of a Hive, and a link carer's account is not to see that.",
        "Begin a new store with the code: it has not been used up.",
    ),
    Role.AUDITOR: (
        "That code is an auditor's: it is for reports, and not for a laptop.",
        "Ask for a code of your own. This one has not been used up.",
    ),
}


class NotLetIn(PlainError):
    """A code or token that does not open the door; `code` says why to programs."""

    def __init__(self, code: str, words: str, next_step: str) -> None:
        super().__init__(words, next_step)
        self.code = code


@dataclass(frozen=True)
class Account:
    """Who is speaking.

    Attributes:
        hives: the Hives of its scope; None for all of them.
        link_carers: the link carers it speaks for.
        expected: names of Hives in its scope that nobody has brought yet.
        is_first: nobody else has written policies: the first laptop brings them.
        token: digest of the token it came with.
    """

    id: str
    name: str
    role: Role
    hives: frozenset[str] | None
    link_carers: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    is_first: bool = False
    token: str = ""


def digest_of(secret: str) -> str:
    """What the database keeps of a code or token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add(
    connection: Connection, name: str, role: Role, names: Sequence[str], now: dt.datetime
) -> str:
    """Make an account (or add to the scope of one that has this name and role).

    Args:
        names: Hives by name or id. One that nobody has brought yet is bound when it comes.

    Returns:
        a joining code for one laptop, told only now.

    Raises:
        BadUse: a worker without a Hive, or an empty name.
    """
    name = name.strip()
    if not name:
        raise BadUse("An account needs a name.", "Give it with --name.")
    if role is Role.WORKER and not names:
        raise BadUse("A worker's account needs a Hive.", "Give it with --hive.")
    same = (func.lower(accounts.c.name) == name.lower(), accounts.c.role == role.value)
    account_id = connection.scalar(
        select(accounts.c.id).where(*same, accounts.c.revoked_at.is_(None))
    )
    if account_id is None:
        account_id = new_id()
        made = {"id": account_id, "name": name, "role": role.value, "made_at": now}
        connection.execute(insert(accounts), made)
    wanted = [(_HIVES, each.strip()) for each in names]
    if role is Role.LINK_CARER:
        wanted.append((_CARERS, name))
    for kind, called in wanted:
        _widen(connection, account_id, kind, called)
    _settle_scope(connection, account_id)
    return new_code(connection, account_id, now)


def _widen(connection: Connection, account_id: str, kind: str, name: str) -> None:
    mine = (scopes.c.account_id == account_id, scopes.c.kind == kind)
    known = connection.scalars(select(scopes.c.name).where(*mine))
    if name.casefold() not in {each.casefold() for each in known}:
        row = {"account_id": account_id, "kind": kind, "name": name}
        connection.execute(insert(scopes), row | {"record_id": _found(connection, kind, name)})


def new_code(connection: Connection, account_id: str, now: dt.datetime) -> str:
    """A fresh joining code for an account."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    row = {"digest": digest_of(letters), "account_id": account_id, "expires_at": now + CODE_LIVES}
    connection.execute(insert(joining_codes), row)
    return "-".join(letters[n : n + 4] for n in range(0, 16, 4))


def _tidy_code(code: str) -> str:
    typed = code.upper().translate(str.maketrans("OIL", "011"))
    return "".join(letter for letter in typed if letter in _LETTERS)


def _found(connection: Connection, kind: str, name: str) -> str | None:
    """The one living record that answers to a name or id."""
    table = table_of(kind)
    if kind == _HIVES:
        called = func.lower(table.c.name)
    else:
        called = func.lower(table.c.first_name + " " + table.c.last_name)
    query = select(table.c.id).where(
        (called == name.lower()) | (table.c.id == name), table.c.archived_at.is_(None)
    )
    found = list(connection.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else None


def join(
    connection: Connection,
    code: str,
    device: str,
    name: str,
    now: dt.datetime,
    roles: Sequence[str] = (),
) -> tuple[str, str]:
    """Trade a joining code for a token.

    The same laptop may ask again with the same code: its first answer may have been lost.

    Args:
        roles: as what the laptop may be connected; () for any.

    Returns:
        the token, told only now, and the id of the account.

    Raises:
        NotLetIn: no such code, used by another laptop, expired, for another role, or the account
            was revoked. The code is as good as it was.
    """
    digest = digest_of(_tidy_code(code))
    row = connection.execute(
        select(joining_codes, accounts.c.revoked_at, accounts.c.role)
        .join(accounts, accounts.c.id == joining_codes.c.account_id)
        .where(joining_codes.c.digest == digest)
        .with_for_update(of=joining_codes)
    ).one_or_none()
    anew = "Ask whoever looks after the central store for a new joining code."
    if row is None or row.revoked_at is not None:
        raise NotLetIn("code", "That joining code is not known here.", f"Check it. {anew}")
    if row.used_at is not None and row.device != device:
        raise NotLetIn("code-used", "That joining code has been used.", anew)
    if row.expires_at <= now:
        raise NotLetIn("code-expired", "That joining code is too old.", anew)
    if roles and row.role not in roles:
        raise NotLetIn("role", *_NOT_HERE.get(row.role, _NOT_HERE[Role.AUDITOR]))
    connection.execute(
        update(joining_codes)
        .where(joining_codes.c.digest == digest)
        .values(used_at=now, device=device)
    )
    # A second laptop with a copy of this store: from here on, only the newest is let in.
    same = (tokens.c.account_id == row.account_id, tokens.c.device == device)
    connection.execute(
        update(tokens).where(*same, tokens.c.ended_at.is_(None)).values(ended_at=now)
    )
    _settle_scope(connection, row.account_id)
    token = secrets.token_urlsafe(32)
    made = {"digest": digest_of(token), "account_id": row.account_id, "device": device}
    made |= {"name": name, "joined_at": now, "seen_at": now}
    # A laptop that was connected before goes on from where it was.
    made |= {"since": 0, "given": greatest(connection)}
    connection.execute(insert(tokens), made)
    return token, row.account_id


def _settle_scope(connection: Connection, account_id: str) -> None:
    """Tie names to the records they stand for by now, so that a later namesake changes nothing."""
    named = select(scopes).where(scopes.c.account_id == account_id, scopes.c.record_id.is_(None))
    for scope in connection.execute(named).all():
        connection.execute(
            update(scopes)
            .where(
                scopes.c.account_id == account_id,
                scopes.c.kind == scope.kind,
                scopes.c.name == scope.name,
            )
            .values(record_id=_found(connection, scope.kind, scope.name))
        )


def by_token(connection: Connection, token: str, now: dt.datetime) -> Account:
    """The account a token speaks for.

    Raises:
        NotLetIn: code "revoked" where the laptop must wipe what it holds, else "token",
            "expired" or "replaced".
    """
    digest = digest_of(token)
    row = connection.execute(
        select(tokens.c.account_id, tokens.c.seen_at, tokens.c.ended_at, accounts.c.revoked_at)
        .join(accounts, accounts.c.id == tokens.c.account_id)
        .where(tokens.c.digest == digest)
    ).one_or_none()
    anew = "Ask for a new joining code and connect again. What is only here is kept."
    if row is None:
        raise NotLetIn("token", "This laptop is not known to the central store.", anew)
    if row.revoked_at is not None:
        raise NotLetIn(
            "revoked", "This account has been closed.", "What this laptop held of it is removed."
        )
    if row.ended_at is not None:
        words = "Another laptop was connected with a copy of this store."
        raise NotLetIn("replaced", words, anew)
    if row.seen_at + TOKEN_LIVES < now:
        raise NotLetIn("expired", "This laptop has not been in touch for too long.", anew)
    return by_id(connection, row.account_id, digest)


def by_id(connection: Connection, account_id: str, token: str = "") -> Account:
    """An account with its scope."""
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one()
    role = Role(row.role)
    hives: set[str] = set()
    carers: set[str] = set()
    expected: set[str] = set()
    found = connection.execute(select(scopes).where(scopes.c.account_id == account_id)).all()
    for scope in found:
        record_id = scope.record_id or _found(connection, scope.kind, scope.name)
        if record_id is None and scope.kind == _HIVES:
            expected.add(scope.name.casefold())
        elif record_id is not None:
            (hives if scope.kind == _HIVES else carers).add(record_id)
    every = not any(scope.kind == _HIVES for scope in found)
    unbounded = every and role in (Role.MANAGER, Role.AUDITOR)
    return Account(
        row.id,
        row.name,
        role,
        None if unbounded else frozenset(hives),
        frozenset(carers),
        frozenset(expected),
        token=token,
    )


def awaited(connection: Connection, account_id: str) -> list[str]:
    """The names of the Hives in an account's scope that nobody has brought yet, A to Z."""
    names = connection.scalars(
        select(scopes.c.name).where(
            scopes.c.account_id == account_id,
            scopes.c.kind == _HIVES,
            scopes.c.record_id.is_(None),
        )
    )
    return sorted(names)


def bind(connection: Connection, account: Account, name: str, hive_id: str) -> None:
    """Tie a Hive that was only a name in the account's scope to the record that came."""
    named = [
        each
        for each in connection.scalars(
            select(scopes.c.name).where(scopes.c.account_id == account.id, scopes.c.kind == _HIVES)
        )
        if each.casefold() == name.casefold()
    ]
    for each in named:
        connection.execute(
            update(scopes)
            .where(scopes.c.account_id == account.id, scopes.c.name == each)
            .values(record_id=hive_id)
        )


def was_given(connection: Connection, account: Account) -> int:
    """The greatest number of the feed that a laptop was ever told."""
    query = select(tokens.c.given).where(tokens.c.digest == account.token)
    return int(connection.scalar(query) or 0)


def seen(
    connection: Connection, account: Account, now: dt.datetime, since: int, given: int = 0
) -> bool:
    """Keep that a laptop was in touch, and the number it is told to go on from.

    Returns:
        whether it asks from less than it once had: its store was put back from a backup,
        or two laptops use copies of one.
    """
    mine = tokens.c.digest == account.token
    furthest = int(connection.scalar(select(tokens.c.since).where(mine)) or 0)
    # Asked of the row itself: two pulls at once must not take a number back.
    values = {"seen_at": now, "since": _most(tokens.c.since, since)}
    values |= {"given": _most(tokens.c.given, given)}
    connection.execute(update(tokens).where(mine).values(**values))
    return since < furthest


def _most(column: Column[int], value: int) -> Any:
    return case((column < value, value), else_=column)


def speaks_as(connection: Connection, account: Account, device: str) -> None:
    """Keep which device a token's laptop says it is.

    Raises:
        NotLetIn: it is one that this laptop had ceased to be: two laptops use one store.
    """
    mine = tokens.c.digest == account.token
    row = connection.execute(select(tokens.c.device, tokens.c.earlier).where(mine)).one()
    if row.device == device:
        return
    earlier = row.earlier.split()
    if device in earlier:
        raise NotLetIn(
            "two-laptops",
            "Two laptops use copies of one store.",
            "Connect this one with a joining code of its own. What is only here is kept.",
        )
    values = {"device": device, "earlier": " ".join([*earlier, row.device])}
    connection.execute(update(tokens).where(mine).values(**values))


def revoke(connection: Connection, who: str, now: dt.datetime) -> str:
    """Close an account, named or by id; it is not let in from this moment on.

    Returns:
        its name.

    Raises:
        NotFound: nobody, or more than one, answers to that name.
    """
    account_id, name = called(connection, who)
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(revoked_at=now))
    return name


def called(connection: Connection, who: str) -> tuple[str, str]:
    """Id and name of the one open account with this name or id.

    Raises:
        NotFound: nobody, or more than one, answers to it.
    """
    query = select(accounts.c.id, accounts.c.name).where(
        (func.lower(accounts.c.name) == who.strip().lower()) | (accounts.c.id == who.strip()),
        accounts.c.revoked_at.is_(None),
    )
    found = connection.execute(query).all()
    if len(found) != 1:
        words = "There is no open account" if not found else "There is more than one open account"
        raise NotFound(f"{words} called {who!r}.", "Give its id: hivedesk central account list")
    return str(found[0].id), str(found[0].name)
