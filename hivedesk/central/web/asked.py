"""One request, as the places of the page work with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..accounts import Account
from ..api.asking import Central
from . import sessions
from .html import Html
from .parts import Frame


class NotOurForm(Exception):
    """A form that some other page sent, or that was open since another time."""


class NotThere(Exception):
    """Nothing is there, or nothing that this account may see: the answer is the same."""


@dataclass(frozen=True)
class Asked:
    """A request.

    Attributes:
        form: the fields that were sent.
        token: the session's; "" where nobody is signed in.
        visit: a secret of a browser that is not signed in, for its sign-in form.
    """

    central: Central
    request: Request
    form: Mapping[str, str]
    now: dt.datetime

    @property
    def token(self) -> str:
        """The session's token; "" where nobody is signed in."""
        return self._cookie("session")

    @property
    def visit(self) -> str:
        """The secret of a browser that is not signed in yet; "" at its first look."""
        return self._cookie("visit")

    def _cookie(self, what: str) -> str:
        name = sessions.cookie_name(self.request, what)
        return self.request.cookies.get(name, "")[:200]

    def query(self, name: str) -> str:
        """A word of the address."""
        return self.request.query_params.get(name, "")

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def who(self, connection: Connection) -> Account:
        """Whose session it is.

        Raises:
            NotSignedIn: nobody's.
        """
        account = sessions.who(connection, self.token, self.now)
        self.request.state.account = account.id
        return account

    def frame(self, account: Account) -> Frame:
        """The frame of a signed-in page."""
        return Frame(account.name, sessions.form_word(self.token), self.query("done"))

    def check_form(self, secret: str) -> None:
        """Hold that a form is ours.

        Raises:
            NotOurForm: it is not.
        """
        if not sessions.is_our_form(self.request, secret, self.form.get("word", "")):
            raise NotOurForm


def shown(page: Html, status: int = 200) -> Response:
    """A page as an answer."""
    return Response(page, status, media_type="text/html")


def sent_to(where: str) -> Response:
    """After a form: the address to look at, so that going back sends nothing twice."""
    return RedirectResponse(where, 303)
