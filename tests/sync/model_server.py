"""A central store in memory that keeps to the protocol, and a network that does not."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

import httpx2

from hivedesk.sync import wire
from hivedesk.sync.rows import references

Judge = Callable[[wire.WireChange], tuple[str, str] | None]


WAITS = "missing-reference"
"""Set aside for want of another record; taken as soon as that has come."""


@dataclass
class ModelCentral:
    """What central is to a laptop.

    Attributes:
        log: the changes it took, in its own order.
        judge: what it sets aside: code and reason, or None.
        sees: what an account may see of a change; None for nothing.
    """

    now: Callable[[], dt.datetime]
    epoch: str = "epoch-1"
    token: str = "token"
    scope: str = "all"
    page: int = 50
    log: list[wire.PulledChange] = field(default_factory=list)
    judge: Judge = lambda _: None
    sees: Callable[[wire.PulledChange], wire.PulledChange | None] = lambda change: change
    revoked: bool = False
    said: dict[str, wire.WireChange] = field(default_factory=dict)
    results: dict[str, wire.PushResult] = field(default_factory=dict)

    forgets_ids: ClassVar[bool] = False
    """A planted mistake: what comes twice is taken twice."""

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        content = request.read()
        if request.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        said = json.loads(content) if content else {}
        path = request.url.path
        if path == "/v1/join":
            return self._join(wire.from_json(wire.JoinAsk, said))
        if self.revoked:
            return trouble(401, "This account was closed.", "revoked")
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return trouble(401, "Who are you?", "token")
        if path == "/v1/push":
            return self._push(wire.from_json(wire.PushAsk, said))
        if path == "/v1/pull":
            asked = request.url.params
            return self._pull(int(asked["since"]), int(asked["limit"]), asked["epoch"])
        return trouble(404, "There is nothing here.", "nothing")

    def _join(self, ask: wire.JoinAsk) -> httpx2.Response:
        if ask.code != "CODE":
            return trouble(403, "That code is not known.", "code")
        account = wire.Account("Jo Field", "worker", [])
        return told(wire.JoinAnswer(self.token, account, self.epoch, wire.PROTOCOL))

    def _push(self, ask: wire.PushAsk) -> httpx2.Response:
        skew = abs(dt.datetime.fromisoformat(ask.now) - self.now())
        if skew > dt.timedelta(minutes=10):
            return trouble(422, "The clock of this laptop is wrong.", "clock")
        if ask.epoch != self.epoch:
            return trouble(409, "Another store.", "epoch")
        return told(wire.PushAnswer(self.epoch, [self._take(each) for each in ask.changes]))

    def _take(self, change: wire.WireChange) -> wire.PushResult:
        said = self.said.get(change.id)
        if said is not None and not self.forgets_ids:
            if said != change:
                return wire.PushResult(change.id, "set_aside", code="other-body", reason="Other.")
            return self.results[change.id]
        result = self._judge(change)
        if result.code == wire.UNKNOWN_KIND:
            return result
        self.said[change.id], self.results[change.id] = change, result
        if result.outcome == "accepted":
            self._wake()
        return result

    def _wake(self) -> None:
        """Take what only waited for others, in whatever order it came; laptops hear in a pull."""
        more = True
        while more:
            waiting = [each for each, known in self.results.items() if known.code == WAITS]
            self.results |= {each: self._judge(self.said[each]) for each in waiting}
            more = any(self.results[each].code != WAITS for each in waiting)

    def _judge(self, change: wire.WireChange) -> wire.PushResult:
        if why := self.judge(change):
            return wire.PushResult(change.id, "set_aside", code=why[0], reason=why[1])
        if self._lacks(change):
            return wire.PushResult(change.id, "set_aside", code=WAITS, reason="Not here.")
        body, seq = asdict(change), len(self.log) + 1
        if any(each.id == change.id for each in self.log):
            body["id"] = f"{change.id[:-4]}{seq:04d}"
        self.log.append(wire.PulledChange(**body, seq=seq))
        return wire.PushResult(change.id, "accepted", seq)

    def _lacks(self, change: wire.WireChange) -> bool:
        there = {(each.kind, each.record_id) for each in self.log}
        needs = {
            (kind, change.after[name])
            for name, kind in references(change.kind).items()
            if change.after.get(name)
        }
        if change.before is not None:
            needs.add((change.kind, change.record_id))
        return not needs <= there

    def _pull(self, since: int, limit: int, epoch: str) -> httpx2.Response:
        if epoch != self.epoch:
            return trouble(409, "Another store.", "epoch")
        if since > len(self.log):
            return trouble(409, "Put back from an older copy.", "older")
        page = self.log[since : since + min(limit, self.page)]
        end = since + len(page)
        seen = [change for each in page if (change := self.sees(each)) is not None]
        return told(
            wire.PullAnswer(self.epoch, seen, end, more=end < len(self.log), scope=self.scope)
        )


def told(said: Any) -> httpx2.Response:
    """An answer."""
    return httpx2.Response(200, json=wire.to_json(said))


def trouble(status: int, words: str, code: str) -> httpx2.Response:
    """A refusal."""
    said = wire.to_json(wire.Trouble(words, "Ask somebody.", code))
    return httpx2.Response(status, json=said)


@dataclass
class Line(httpx2.BaseTransport):
    """The road to the model. `faults` are met one after the other; after them it is a good road.

    Faults: "lost" before it arrived, "cut" after it was answered, "twice" delivered twice,
    "late" answered now and delivered once more at some later request, "busy" a gateway's 503.
    """

    central: ModelCentral
    faults: list[str] = field(default_factory=list)
    late: list[httpx2.Request] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry one request, or fail to."""
        self.asked.append(request.url.path)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            raise httpx2.ConnectError("unreachable", request=request)
        if fault == "busy":
            return httpx2.Response(503, text="<html>Busy</html>")
        for old in self.late if fault == "" else []:
            self.central.answer(old)
        if fault == "":
            self.late.clear()
        answer = self.central.answer(request)
        if fault == "cut":
            raise httpx2.ReadError("cut", request=request)
        if fault == "twice":
            answer = self.central.answer(request)
        if fault == "late":
            self.late.append(request)
        return answer


FAULTS = ("", "lost", "cut", "twice", "late", "busy")
