"""What laptop and central store say to each other, and reading it without trusting it.

Plain dataclasses of plain values, so that both sides (and the OpenAPI description) have one
declaration. JSON in UTF-8; `docs/architecture.md` tells the road.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

PROTOCOL = 1  # 2026-11: join, push, pull

HEADER = "HiveDesk-Protocol"
"""The header that carries `PROTOCOL`, in every request and every answer."""

MOST_CHANGES = 500
MOST_BYTES = 1024 * 1024
"""At most this in one push, before it is packed; the laptop halves a batch that is refused."""

UNKNOWN_KIND = "unknown-kind"
"""Code of a change for which the central store's HiveDesk is too old; it keeps nothing of it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WireChange:
    """One change as it is pushed; see `records/journal.py`."""

    id: str
    group_id: str
    undoes: str | None
    clock: str
    device: str
    at: str
    who: str
    verb: str
    kind: str
    record_id: str
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PulledChange(WireChange):
    """One change as it is pulled: with its place in the central store's own order.

    `before` and `after` hold only the fields the account may see. Its own changes come back
    too: that is how a laptop learns that one was accepted whose answer was lost.
    """

    seq: int


@dataclass(frozen=True, slots=True)
class NamedHive:
    """A Hive of an account's scope."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who the laptop speaks for. `role`: worker, manager, link-carer or auditor.

    Attributes:
        expected: names of Hives in its scope that nobody has brought yet.
    """

    name: str
    role: str
    hives: list[NamedHive] = field(default_factory=list)
    link_carers: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class JoinAsk:
    """POST /v1/join: a one-time joining code for a token. `now` is the laptop's own time.

    Attributes:
        roles: as what this laptop may be connected; a code for another role is refused and not
            used up. Empty for any.
        invented: whether the laptop holds the demo county.
    """

    code: str
    device: str
    name: str
    now: str
    roles: list[str] = field(default_factory=list)
    invented: bool = False


@dataclass(frozen=True, slots=True)
class JoinAnswer:
    """The token is told once; `epoch` names this central store for good."""

    token: str
    account: Account
    epoch: str
    protocol: int


@dataclass(frozen=True, slots=True)
class Health:
    """GET /healthz: it answers, and which protocol it speaks. Needs no token."""

    status: str
    protocol: int


@dataclass(frozen=True, slots=True)
class PushAsk:
    """POST /v1/push: changes in the order they were made."""

    device: str
    epoch: str
    now: str
    changes: list[WireChange]


@dataclass(frozen=True, slots=True)
class LostText:
    """A long text that was written on two sides at once: both, until somebody settles it."""

    field: str
    stands: Any
    lost: Any


@dataclass(frozen=True, slots=True)
class PushResult:
    """What became of one change.

    Attributes:
        seq: its place in the central order; None where it was set aside.
        code, reason: why it was set aside: a word for programs ("no-bed"), words for people.
        lost: the fields in which a later change stands, and what stands there.
        conflicts: long texts of which both are kept.
    """

    id: str
    outcome: Literal["accepted", "set_aside"]
    seq: int | None = None
    code: str = ""
    reason: str = ""
    lost: dict[str, Any] = field(default_factory=dict)
    conflicts: list[LostText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """One result for each change that was pushed."""

    epoch: str
    results: list[PushResult]


@dataclass(frozen=True, slots=True)
class PullAnswer:
    """GET /v1/pull?since=N&limit=M&epoch=E.

    Attributes:
        next: what to ask for as `since` the next time.
        more: whether there is more to be had now.
        scope: a short text that is the same for as long as what the account may see is. When
            it changes, the laptop asks from 0 again and forgets what it is not told.
    """

    epoch: str
    changes: list[PulledChange]
    next: int
    more: bool
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The body of every answer that is a refusal: what happened, what to do, a word for it."""

    problem: str
    next: str = ""
    code: str = ""


class Unreadable(ValueError):
    """What came is not what was agreed. Its text names the place, never the contents."""


def to_json(said: Any) -> dict[str, Any]:
    """A message as a JSON object. What a change says is not copied: there are many of them."""
    kind: Any = type(said)
    return {name: _plain(getattr(said, name)) for name in _names(kind)}


@functools.cache
def _names(kind: Any) -> list[str]:
    return [each.name for each in dataclasses.fields(kind)]


def _plain(value: Any) -> Any:
    if type(value) is list:
        return [_plain(each) for each in value]
    return to_json(value) if dataclasses.is_dataclass(value) else value


def from_json(kind: type[T], value: Any) -> T:
    """A JSON value as a message of `kind`; names it does not know are left out.

    Raises:
        Unreadable: something is missing or of the wrong type.
    """
    wanted: Any = kind
    made: T = _reader(wanted)(value, kind.__name__)
    return made


Reader = Callable[[Any, str], Any]
"""A JSON value and what to call its place in a refusal: the value that was agreed."""


@functools.cache
def _reader(wanted: Any) -> Reader:
    """What reads a value of a declared type; made once for each, for there are many values."""
    origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
    if wanted is Any:
        return lambda value, _: value
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _message_reader(wanted)
    if origin in (types.UnionType, typing.Union):
        some = _reader(inside[0])
        return lambda value, place: None if value is None else some(value, place)
    if origin is Literal:
        return lambda value, place: value if value in inside else _refuse(place)
    if origin is list:
        each = _reader(inside[0])
        return lambda value, place: (
            [each(one, place) for one in value] if type(value) is list else _refuse(place)
        )
    # Of JSON's values only true and false are also numbers to Python; where one is wanted, not.
    plain = origin or wanted
    return lambda value, place: value if type(value) is plain else _refuse(place)


def _message_reader(wanted: type) -> Reader:
    hints = typing.get_type_hints(wanted)
    fields = [
        (
            each.name,
            _reader(hints[each.name]),
            each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING,
        )
        for each in dataclasses.fields(wanted)
    ]

    def read(value: Any, place: str) -> Any:
        if type(value) is not dict:
            _refuse(place)
        taken: dict[str, Any] = {}
        for name, reads, needed in fields:
            if name in value:
                taken[name] = reads(value[name], name)
            elif needed:
                _refuse(name)
        return wanted(**taken)

    return read


def _refuse(place: str) -> typing.NoReturn:
    raise Unreadable(f"{place} is missing or is not what was agreed")
