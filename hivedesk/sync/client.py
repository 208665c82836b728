"""Talking to the central store: one road out, and every trouble on it in plain words.

The council's proxy is taken from the environment, its certificates from the operating system and
from the file that its settings name.
"""

from __future__ import annotations

import gzip
import ipaddress
import json
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

import httpx2
import truststore

from hivedesk import __version__
from hivedesk.records.errors import PlainError
from hivedesk.settings import read_settings

from . import wire

PAGE = 2_000
"""Changes asked for in one pull."""

_TIMEOUT = httpx2.Timeout(60, connect=10)
_WORTH_PACKING = 1_000  # bytes
_LATER = "Nothing is lost: what is only here is sent when the central store can be reached."
_REPORT = "Tell whoever looks after the central store."
_ANOTHER = ("epoch", "older")
_NO_GATEWAY = (502, 503, 504)

T = TypeVar("T")


class Offline(PlainError):
    """The central store cannot be reached; normal for a laptop."""


class Broken(PlainError):
    """The connection broke, or central could not answer for this request; a smaller one may do."""


class Refused(PlainError):
    """Central answered no. `code` is its word for why."""

    def __init__(self, words: str, next_step: str, code: str) -> None:
        super().__init__(words, next_step)
        self.code = code


class Revoked(Refused):
    """The account was closed: what it may no longer hold must go."""


class OtherCentral(Refused):
    """Behind the address there is not the central store that the laptop was connected to."""


class TooMuch(Refused):
    """The request was too big."""


@dataclass
class Client:
    """An open line to one central store. Close it when done, or use it in a `with`.

    Attributes:
        url: where the central store is.
        token: what proves who speaks; "" before joining.
        transport: another road than the network, for tests.
        bytes_out, bytes_in: what went over the line, packed, without headers.
    """

    url: str
    token: str = ""
    transport: httpx2.BaseTransport | None = None
    bytes_out: int = 0
    bytes_in: int = 0
    _http: httpx2.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        headers = {wire.HEADER: str(wire.PROTOCOL), "User-Agent": f"HiveDesk/{__version__}"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        # Certificates take a while to read; without TLS there is nothing to verify.
        tls = _trusted() if _is_tls(self.url) else False
        with _said_plainly():
            if self.transport is None and not tls and not _stays_here(self.url):
                raise PlainError(
                    "The central store’s address begins with http://: on the way to another "
                    "machine anybody could read along.",
                    "Ask IT for the address that begins with https://.",
                )
            self._http = httpx2.Client(
                base_url=self.url,
                headers=headers,
                timeout=_TIMEOUT,
                verify=tls,
                transport=self.transport,
            )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._http.close()

    def greet(self) -> None:
        """Ask whether a central store is there that speaks as this laptop does; needs no code.

        Raises:
            Offline, Broken, Refused: it is not there, or is older or newer.
        """
        found = self._ask(wire.Health, "GET", "/healthz")
        if found.protocol > wire.PROTOCOL:
            raise Refused(
                "The central store is newer than the HiveDesk on this laptop.",
                "Install the newest HiveDesk here, then connect.",
                "protocol",
            )
        if found.protocol < wire.PROTOCOL:
            raise Refused(
                "The central store is older than the HiveDesk on this laptop.", _REPORT, "protocol"
            )

    def join(self, ask: wire.JoinAsk) -> wire.JoinAnswer:
        """Turn a joining code into a token."""
        return self._ask(wire.JoinAnswer, "POST", "/v1/join", said=ask)

    def push(self, ask: wire.PushAsk) -> wire.PushAnswer:
        """Tell central of changes."""
        return self._ask(wire.PushAnswer, "POST", "/v1/push", said=ask)

    def pull(self, since: int, epoch: str, limit: int = PAGE) -> wire.PullAnswer:
        """Ask for what came after number `since` of the central order."""
        asked = {"since": since, "limit": limit, "epoch": epoch}
        return self._ask(wire.PullAnswer, "GET", "/v1/pull", params=asked)

    def _ask(
        self,
        kind: type[T],
        method: str,
        path: str,
        said: Any = None,
        params: dict[str, Any] | None = None,
    ) -> T:
        """One request and its answer.

        Raises:
            Offline, Broken, Revoked, OtherCentral, TooMuch, Refused.
        """
        content, headers = _body(said)
        with _said_plainly():
            request = self._http.build_request(
                method, path, params=params, content=content, headers=headers
            )
            self.bytes_out += len(content or b"")
            answer = self._http.send(request)
            self.bytes_in += answer.num_bytes_downloaded
        try:
            told = json.loads(answer.content)
        except ValueError:
            told = None
        if answer.status_code != httpx2.codes.OK:
            raise _refusal(answer.status_code, told)
        try:
            return wire.from_json(kind, told)
        except wire.Unreadable as why:
            if isinstance(told, dict):
                raise Refused(
                    f"The central store gave an answer that this HiveDesk cannot read ({why}).",
                    "Install the newest HiveDesk on this laptop.",
                    "unreadable",
                ) from why
            raise _somebody_else() from why


def address_of(given: str) -> str:
    """The central store's address, from how it was given: to link carers, as that of their page."""
    return re.sub(r"/my(/.*)?\Z", "", given.strip()).rstrip("/")


def _is_tls(url: str) -> bool:
    return url.lower().startswith("https:")


def _stays_here(url: str) -> bool:
    """Whether what is sent to this address does not leave the machine, or is sent nowhere."""
    asked = httpx2.URL(url)
    if asked.scheme != "http" or not asked.host or asked.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(asked.host).is_loopback
    except ValueError:
        return False


def _trusted() -> ssl.SSLContext:
    """What the operating system trusts, and the certificates that the council named beside it."""
    trusted = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    named = read_settings().ca_file
    if named is not None:
        # A broken file is named by `hivedesk settings`; the system's own trust holds all the same.
        with suppress(OSError):
            trusted.load_verify_locations(named)
    return trusted


def _body(said: Any) -> tuple[bytes | None, dict[str, str]]:
    if said is None:
        return None, {}
    content = json.dumps(wire.to_json(said), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    if len(content) > _WORTH_PACKING:
        content = gzip.compress(content, 6)
        headers["Content-Encoding"] = "gzip"
    return content, headers


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn the network's troubles into plain words."""
    try:
        yield
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as why:
        raise PlainError(
            "That is not the address of a central store.",
            "It begins with https:// (or http:// on this machine).",
        ) from why
    except httpx2.ProxyError as why:
        raise Offline(
            "The council's proxy did not let HiveDesk through.", f"Ask IT. {_LATER}"
        ) from why
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as why:
        if "certificate" in str(why).lower():
            raise Offline(
                "This laptop does not trust the certificate of the central store.",
                f"Ask IT to install the council's own certificate. {_LATER}",
            ) from why
        raise Offline("The central store cannot be reached just now.", _LATER) from why
    except httpx2.HTTPError as why:
        raise Broken("The connection to the central store broke off.", _LATER) from why


def _refusal(status: int, told: Any) -> PlainError:
    try:
        trouble = wire.from_json(wire.Trouble, told)
    except wire.Unreadable:
        if status in _NO_GATEWAY:
            return Broken("The central store is not answering just now.", _LATER)
        if status >= httpx2.codes.INTERNAL_SERVER_ERROR:
            return Broken(f"The central store has a fault (error {status}).", _REPORT)
        if status == httpx2.codes.CONTENT_TOO_LARGE:
            return TooMuch("What was sent is too big for the network.", "Ask IT.", "too-much")
        if status == httpx2.codes.PROXY_AUTHENTICATION_REQUIRED:
            return Offline("The council's proxy asks for a sign-in.", f"Ask IT. {_LATER}")
        return _somebody_else()
    words = (trouble.problem, trouble.next, trouble.code)
    if status == httpx2.codes.UNAUTHORIZED and trouble.code == "revoked":
        return Revoked(*words)
    if status == httpx2.codes.CONFLICT and trouble.code in _ANOTHER:
        return OtherCentral(*words)
    if status == httpx2.codes.CONTENT_TOO_LARGE:
        return TooMuch(*words)
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR:
        return Broken(trouble.problem, trouble.next or _LATER)
    return Refused(*words)


def _somebody_else() -> Offline:
    """A hotel's or a café's sign-in page, mostly."""
    return Offline(
        "Something that is no central store of HiveDesk answered.",
        f"Is there a sign-in page of this network to get past? {_LATER}",
    )
