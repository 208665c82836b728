"""A small county at a central store, and laptops that speak the protocol as agreed."""

from __future__ import annotations

import datetime as dt
import functools
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from hivedesk.central import accounts
from hivedesk.central.accounts import Role
from hivedesk.central.app import app_for
from hivedesk.central.database import changing
from hivedesk.records.clock import tick
from hivedesk.records.ids import new_id
from hivedesk.sync.merge import merge

NOW = dt.datetime(2021, 6, 16, 9, 0, tzinfo=dt.UTC)
Json = dict[str, Any]


@functools.lru_cache(maxsize=2)
def _service(engine: Engine) -> tuple[ASGIApp, list[Central]]:
    """One service for all tests of an engine, and whose clock it goes by: it is long in making."""
    whose: list[Central] = []
    return app_for(engine, lambda: whose[-1].now), whose


@dataclass
class Central:
    """A central store behind its door, without a network; its clock is the test's own."""

    engine: Engine
    now: dt.datetime = NOW
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        app, whose = _service(self.engine)
        whose[:] = [self]
        self.client = TestClient(app)

    def code(self, name: str, role: Role = Role.MANAGER, *hives: str) -> str:
        with changing(self.engine) as connection:
            return accounts.add(connection, name, role, hives, self.now)

    def laptop(self, name: str, role: Role = Role.MANAGER, *hives: str) -> Laptop:
        """A laptop that has joined with an account of this name."""
        return Laptop(self, self.code(name, role, *hives))


@dataclass
class Laptop:
    """Speaks the protocol; holds no store."""

    central: Central
    code: str
    device: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    token: str = ""
    epoch: str = ""
    last: str | None = None
    joined: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.joined = self.join()
        self.token, self.epoch = self.joined["token"], self.joined["epoch"]

    def join(self) -> Json:
        asked = {"code": self.code, "device": self.device, "name": "a laptop"}
        asked["now"] = self.central.now.isoformat()
        answer = self.central.client.post("/v1/join", json=asked, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    @property
    def headers(self) -> dict[str, str]:
        named = {"HiveDesk-Protocol": "1"}
        return named | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def change(
        self, kind: str, after: Json, before: Json | None = None, record_id: str | None = None
    ) -> Json:
        """A change made on this laptop now; without `before` a record begins."""
        made = record_id or new_id()
        self.last = tick(self.last, self.central.now, self.device)
        at = self.central.now.isoformat()
        if before is None:
            after = {"id": made, "created_at": at, **after}
        return {
            "id": new_id(),
            "group_id": new_id(),
            "undoes": None,
            "clock": self.last,
            "device": self.device,
            "at": at,
            "who": "Jo Field",
            "verb": "Edit",
            "kind": kind,
            "record_id": made,
            "before": before,
            "after": after,
        }

    def ask_push(self, *changes: Json, **other: Any) -> Any:
        asked = {"device": self.device, "epoch": self.epoch, "changes": list(changes)}
        asked |= {"now": self.central.now.isoformat()} | other
        named = self.headers | {"Content-Type": "application/json"}
        return self.central.client.post("/v1/push", content=json.dumps(asked), headers=named)

    def push(self, *changes: Json) -> list[Json]:
        answer = self.ask_push(*changes)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["results"])

    def accepted(self, *changes: Json) -> list[Json]:
        """Push what is to be accepted."""
        results = self.push(*changes)
        assert {result["outcome"] for result in results} <= {"accepted"}, results
        return results

    def refused(self, change: Json) -> str:
        """Push what is to be set aside; why it was."""
        (result,) = self.push(change)
        assert result["outcome"] == "set_aside", result
        assert result["seq"] is None
        assert result["reason"]
        return str(result["code"])

    def ask_pull(self, **query: Any) -> Any:
        return self.central.client.get("/v1/pull", params=query, headers=self.headers)

    def pull(self, since: int = 0, limit: int = 1_000) -> list[Json]:
        """Everything there is since a number, in pages."""
        found: list[Json] = []
        while True:
            answer = self.ask_pull(since=since, limit=limit, epoch=self.epoch)
            assert answer.status_code == 200, answer.text
            said = answer.json()
            found += said["changes"]
            since = said["next"]
            if not said["more"]:
                return found

    def holds(self) -> dict[tuple[str, str], Json]:
        """The records that an empty laptop makes of all it is told, by kind and id."""
        return folded(self.pull())


def folded(told: list[Json]) -> dict[tuple[str, str], Json]:
    """The records that these changes make, as a laptop merges them, by kind and id."""
    records: dict[tuple[str, str], Json] = {}
    clocks: dict[tuple[str, str], dict[str, str]] = {}
    for change in told:
        key = change["kind"], change["record_id"]
        its, known = records.setdefault(key, {}), clocks.setdefault(key, {})
        done = merge(its, known, change["clock"], change["before"], change["after"], ())
        its.update(done.sets)
        known.update(done.clocks)
    return records


def hive(name: str) -> Json:
    return {"name": name, "area": name, "started_on": "2019-05-01"}


def family(hive_id: str, name: str = "Ash") -> Json:
    return {
        "name": name,
        "hive_id": hive_id,
        "registration": "county",
        "status": "active",
        "source": "established",
        "area": "Eastleigh",
        "joined_on": "2020-01-01",
        "one_to_one": "welcome",
        "note": "the family's own note",
    }


def child(family_id: str, first_name: str = "Wren", **other: Any) -> Json:
    return {
        "family_id": family_id,
        "first_name": first_name,
        "last_name": "Secret",
        "born_on": "2014-03-01",
        "needs_ground_floor": False,
        "night_needs": "a night light",
        **other,
    }


def link_carer(hive_id: str, first_name: str = "Pat", last_name: str = "Moor") -> Json:
    return {
        "hive_id": hive_id,
        "first_name": first_name,
        "last_name": last_name,
        "area": "Eastleigh",
        "skills_fee": False,
        "started_on": "2020-01-01",
        "note": "what only the Hive knows of the carer",
    }


def room(link_carer_id: str, beds: int = 1, name: str = "Blue room") -> Json:
    return {
        "link_carer_id": link_carer_id,
        "name": name,
        "beds": beds,
        "age_from": 0,
        "age_to": 17,
        "held_from": "2020-01-01",
        "ground_floor": False,
    }


def stay(
    room_id: str,
    child_id: str,
    first: str = "2021-07-02",
    last: str = "2021-07-04",
    status: str = "agreed",
    **other: Any,
) -> Json:
    return {
        "room_id": room_id,
        "child_id": child_id,
        "kind": "sleepover",
        "status": status,
        "from_on": first,
        "to_on": last,
        "why": "why it is needed",
        **other,
    }


def guest(room_id: str, *days: str, **other: Any) -> Json:
    """A stay of somebody new each time: only the beds decide."""
    return stay(room_id, "", *days, **other) | {"child_id": None, "guest_name": "Kit"}


def log(family_id: str, **other: Any) -> Json:
    return {
        "family_id": family_id,
        "at": "2021-06-15T10:00:00+00:00",
        "minutes": 30,
        "way": "phone",
        "themes": ["Recording"],
        "note": "what was talked about",
        "brought_in": [],
        "breakdown_averted": False,
        "carer_staying": False,
        "private_note": "for the writer's eyes",
        **other,
    }


@dataclass
class Side:
    """One Hive with a family, a child, a link carer and a room: their ids."""

    hive: str
    family: str
    child: str
    carer: str
    room: str


def settle(laptop: Laptop, name: str, carer: tuple[str, str], beds: int = 1) -> Side:
    """Bring a Hive with one of each to the central store."""
    made = [laptop.change("hives", hive(name))]
    its = made[0]["record_id"]
    made.append(laptop.change("families", family(its, f"{name} family")))
    made.append(laptop.change("children", child(made[1]["record_id"])))
    made.append(laptop.change("link-carers", link_carer(its, *carer)))
    made.append(laptop.change("rooms", room(made[3]["record_id"], beds, f"{name} room")))
    laptop.accepted(*made)
    return Side(*(change["record_id"] for change in made))
