"""Every road that the service describes, walked by every role of another Hive.

The roads, their parameters and which of them ask for a token come from the OpenAPI description: a
new road, or a new parameter, fails here until it is said how it is to be walked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from hivedesk.central.accounts import Role
from hivedesk.central.app import api_for
from hivedesk.central.scope import CROSSES
from hivedesk.records import KINDS, Sensitivity
from tests.central.everything import marked, one_of_each
from tests.central.little import Central, Json, Laptop
from tests.central.test_door import OPEN_ROADS, ROADS
from tests.central.test_scope import OF_A_HIVE, texts

OPEN, *CLOSED = Sensitivity
WRITES = (Role.WORKER, Role.MANAGER, Role.LINK_CARER)
ANYBODYS = ("/my/sign-in", "/my/look.css", "/my/icon.svg")


@dataclass
class County:
    """Two Hives with one of everything, and a laptop of each role that has the second one."""

    ours: dict[str, str]
    theirs: dict[str, str]
    foreign: dict[Role, Laptop]


@pytest.fixture
def county(central: Central) -> County:
    manager = central.laptop("Mo Manager")
    ours, theirs = (one_of_each(manager, side) for side in ("ours", "theirs"))
    carer = " ".join(
        marked("link-carers", f"{which}_name", "theirs") for which in ("first", "last")
    )
    return County(
        ours, theirs, {role: central.laptop(carer, role, theirs["hives"]) for role in Role}
    )


def described(engine: Engine) -> dict[tuple[str, str], Json]:
    paths = api_for(engine).openapi()["paths"]
    return {(method, path): its for path, roads in paths.items() for method, its in roads.items()}


def ways(road: Json, county: County) -> Iterator[Json]:
    """Every combination of what its parameters may say that could lead to another Hive."""
    said: dict[str, list[Any]] = {
        "kind": sorted(KINDS),
        "hive": [None, county.ours["hives"], marked("hives", "name", "ours")],
        "identifiable": [False, True],
        "since": [0],
        "limit": [1_000],
        "epoch": [None],
    }
    names = [its["name"] for its in road.get("parameters", ()) if its["in"] != "header"]
    for values in itertools.product(*(said[name] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def asked(laptop: Laptop, method: str, path: str, way: Json) -> Any:
    inside = {name: way.pop(name) for name in list(way) if f"{{{name}}}" in path}
    address = path.format(**inside)
    if method == "get":
        return laptop.central.client.get(address, params=way, headers=laptop.headers)
    body = {"device": laptop.device, "epoch": laptop.epoch, "changes": []}
    body["now"] = laptop.central.now.isoformat()
    return laptop.central.client.post(address, json=body, headers=laptop.headers)


def test_every_road_says_whether_it_asks_for_a_token(engine: Engine) -> None:
    its = described(engine)
    assert its.keys() == ROADS.keys()
    assert {road for road, about in its.items() if "security" not in about} == OPEN_ROADS
    for road in its.keys() - OPEN_ROADS:
        assert ROADS[road].keys() == set(Role)
        assert {"401", "403"} <= its[road]["responses"].keys()


def test_what_is_not_described_is_the_link_carers_page_and_asks_who_is_there(
    central: Central,
) -> None:
    api = api_for(central.engine)
    pages = [route for route in api.routes if isinstance(route, APIRoute)]
    routers: list[Any] = [route for route in api.routes if hasattr(route, "original_router")]
    for router in routers:
        assert all(route.include_in_schema for route in router.original_router.routes)
    others = [route for route in api.routes if route not in pages and route not in routers]
    assert [getattr(route, "path", "") for route in others] == ["/openapi.json"]
    assert len(pages) > 10
    for page in pages:
        assert page.path == "/" or f"{page.path}/".startswith("/my/")
        for method in page.methods:
            path = re.sub(r"{[^}]*}", "2021-07", page.path)
            client = central.client
            answer = client.request(method, path, data={} if method == "POST" else None)
            is_open = page.path in ANYBODYS and method == "GET"
            assert (str(answer.url).endswith("/my/sign-in") or answer.status_code >= 400) or is_open


@pytest.mark.parametrize("role", list(Role))
def test_no_road_tells_another_hive_what_is_not_open(
    central: Central, county: County, role: Role
) -> None:
    laptop = county.foreign[role]
    secrets = {mark for kind in OF_A_HIVE for mark in texts(kind, "ours", *CLOSED)}
    secrets |= {
        mark for kind in OF_A_HIVE if kind not in CROSSES for mark in texts(kind, "ours", OPEN)
    }
    secrets |= {county.ours[kind] for kind in OF_A_HIVE if kind not in CROSSES}
    assert len(secrets) > 80
    told = 0
    for (method, path), road in described(central.engine).items():
        if (method, path) in OPEN_ROADS:
            continue
        for way in ways(road, county):
            answer = asked(laptop, method, path, dict(way))
            names = role is Role.AUDITOR and way.get("identifiable")
            assert answer.status_code == (403 if names else ROADS[method, path][role]), way
            assert [mark for mark in secrets if mark in answer.text] == [], (path, way)
            told += answer.status_code == 200
    assert told >= (1 if role in WRITES else len(KINDS))


@pytest.mark.parametrize("role", WRITES)
def test_no_role_writes_to_another_hive(central: Central, county: County, role: Role) -> None:
    laptop = county.foreign[role]
    for kind in OF_A_HIVE:
        gone = laptop.change(
            kind, {"archived_at": "2021-06-16T09:00:00+00:00"}, {}, county.ours[kind]
        )
        assert laptop.refused(gone) == "scope", kind
