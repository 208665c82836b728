"""Signing in with a one-time code, and who a browser speaks for after that.

A signed-in browser is a laptop without a store: it holds a token of `accounts`, in a cookie
that no script reads and no other site can have sent. So an account that is revoked is out at
once, here as there.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from sqlalchemy import Connection, delete, insert, select, update
from starlette.requests import Request
from starlette.responses import Response

from .. import accounts
from ..accounts import Account, NotLetIn, Role, digest_of
from ..tables import sign_in_tries, tokens

LIVES = dt.timedelta(days=60)
"""A browser that has not looked in for so long is signed out: phones are lost and handed on."""

MOST_TRIES = 10
WITHIN = dt.timedelta(minutes=15)
"""So many codes that do not fit are taken from one address in this time."""

_SEEN_AGAIN = dt.timedelta(hours=1)
_LONGEST_CODE = 60
_ANOTHER = "Ask your Hive support worker for a new code."
_WORDS = {
    "code": ("That code is not known here. Check each letter.", _ANOTHER),
    "code-used": ("That code has been used. Each one opens the page once.", _ANOTHER),
    "code-expired": ("That code is too old.", _ANOTHER),
    "role": ("That code is for a laptop, not for this page.", "It can still be used there."),
    "tries": ("Too many codes were tried.", "Wait 15 minutes, then try again."),
    "revoked": ("Your account has been closed.", "Ask your Hive support worker."),
}


class NotSignedIn(Exception):
    """Nobody, or nobody any more; `code` as in `accounts.NotLetIn`, "" where nobody was."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


def words_for(code: str) -> tuple[str, str]:
    """What happened and what to do, for the sign-in page."""
    return _WORDS.get(code, ("You have been signed out.", _ANOTHER))


def is_safe(request: Request) -> bool:
    """Whether the browser came over https, so that a cookie may ask for it too."""
    return request.url.scheme == "https"


def cookie_name(request: Request, what: str = "session") -> str:
    """Over https a name that browsers keep other hosts of the domain from setting."""
    return f"__Host-hivedesk-{what}" if is_safe(request) else f"hivedesk-{what}"


def keep_cookie(request: Request, response: Response, value: str, what: str = "session") -> None:
    """Give the browser a cookie; an empty value takes it away."""
    response.set_cookie(
        cookie_name(request, what),
        value,
        max_age=int(LIVES.total_seconds()) if value else 0,
        secure=is_safe(request),
        httponly=True,
        samesite="strict",
    )


def form_word(secret: str) -> str:
    """What a form carries to show that our own page sent it: whoever has not read the cookie
    cannot know it."""
    return digest_of(f"form {secret}")


def is_our_form(request: Request, secret: str, word: str) -> bool:
    """Whether a form came from our own page."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return bool(secret) and hmac.compare_digest(form_word(secret).encode(), word.encode())


def new_visit() -> str:
    """A secret for a browser that is not signed in yet: its sign-in form needs one too."""
    return secrets.token_urlsafe(32)


def sign_in(connection: Connection, code: str, visit: str, now: dt.datetime) -> str:
    """Trade a code for a session; sent again from the same visit, it works again.

    Returns:
        the token.

    Raises:
        NotLetIn: the code does not fit, or is not a link carer's; then it was not used up,
            provided the transaction is given up.
    """
    device = digest_of(f"device {visit}")[:8]
    token, account_id = accounts.join(connection, code[:_LONGEST_CODE], device, "a browser", now)
    if accounts.by_id(connection, account_id).role is not Role.LINK_CARER:
        raise NotLetIn("role", *_WORDS["role"])
    return token


def sign_out(connection: Connection, token: str, now: dt.datetime) -> None:
    """End a session."""
    mine = (tokens.c.digest == digest_of(token), tokens.c.ended_at.is_(None))
    connection.execute(update(tokens).where(*mine).values(ended_at=now))


def who(connection: Connection, token: str, now: dt.datetime) -> Account:
    """The link carer's account that a session speaks for.

    Raises:
        NotSignedIn: nobody, or nobody any more.
    """
    if not token:
        raise NotSignedIn
    try:
        account = accounts.by_token(connection, token, now)
    except NotLetIn as why:
        raise NotSignedIn(why.code) from None
    if account.role is not Role.LINK_CARER:
        raise NotSignedIn("role")
    if _seen_at(connection, account) + LIVES < now:
        raise NotSignedIn("expired")
    return account


def is_to_be_noted(connection: Connection, account: Account, now: dt.datetime) -> bool:
    """Whether it is time to write down that this browser was here."""
    return _seen_at(connection, account) + _SEEN_AGAIN < now


def _seen_at(connection: Connection, account: Account) -> dt.datetime:
    found = connection.scalar(select(tokens.c.seen_at).where(tokens.c.digest == account.token))
    return found or dt.datetime.min.replace(tzinfo=dt.UTC)


def device_of(connection: Connection, account: Account) -> str:
    """The eight digits under which a browser's changes are kept."""
    query = select(tokens.c.device).where(tokens.c.digest == account.token)
    return str(connection.scalar(query))


def check_tries(connection: Connection, address: str, now: dt.datetime) -> None:
    """Hold that not too many codes were tried from an address.

    Raises:
        NotLetIn: code "tries".
    """
    query = select(sign_in_tries.c.tries).where(
        sign_in_tries.c.address == address, sign_in_tries.c.begun_at > now - WITHIN
    )
    if (connection.scalar(query) or 0) >= MOST_TRIES:
        raise NotLetIn("tries", *_WORDS["tries"])


def note_try(connection: Connection, address: str, now: dt.datetime) -> None:
    """Count a code that did not fit, and forget those of long ago."""
    connection.execute(delete(sign_in_tries).where(sign_in_tries.c.begun_at <= now - WITHIN))
    mine = sign_in_tries.c.address == address
    counted = update(sign_in_tries).where(mine).values(tries=sign_in_tries.c.tries + 1)
    if connection.execute(counted).rowcount == 0:
        row = {"address": address, "begun_at": now, "tries": 1}
        connection.execute(insert(sign_in_tries), row)


def address_of(request: Request, epoch: str) -> str:
    """Where a request comes from, as a word that only this central store can tell again."""
    host = request.client.host if request.client else ""
    return digest_of(f"{epoch} {host}")
