"""Schemathesis tries every road: no 5xx, and no answer that is not described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from hivedesk.central.accounts import Role
from hivedesk.central.app import app_for
from hivedesk.central.database import engine_for
from hivedesk.central.schema import init
from tests.central.little import NOW, Central, Laptop, settle
from tests.central.postgres import Server

ASKED = ("GET /v1/export/{kind}", "GET /v1/pull", "POST /v1/join", "POST /v1/push")
LET_IN: dict[str, Any] = {}
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def served_engine(pg_server: Server) -> Iterator[Engine]:
    """One central store for all that is tried here."""
    engine = engine_for(pg_server.fresh("described"))
    init(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def api_schema(served_engine: Engine) -> Any:
    """The description, as the service itself tells it."""
    central = Central(served_engine)
    settle(central.laptop("Mo Manager"), "Eastleigh", ("Pat", "Moor"))
    LET_IN.update({role: central.laptop("Pat Moor", role, "Eastleigh") for role in Role})
    app = app_for(served_engine, lambda: NOW)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def fit(case: Any, laptop: Laptop) -> None:
    """Fill in what a stranger cannot guess, so that what is tried gets past the door."""
    body = case.body
    if not isinstance(body, dict):
        return
    for name, value in (
        ("epoch", laptop.epoch),
        ("device", laptop.device),
        ("now", NOW.isoformat()),
    ):
        if isinstance(body.get(name), str) and len(body[name]) % 4:
            body[name] = value
    for change in body["changes"] if isinstance(body.get("changes"), list) else []:
        if isinstance(change, dict) and isinstance(change.get("clock"), str):
            change["clock"] = laptop.change("hives", {})["clock"]
            if len(str(change.get("kind"))) % 2:
                change["kind"] = "families"


POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
TRIED = [
    ("GET /healthz", POSITIVE),  # they take nothing, so there is nothing wrong to give them
    ("GET /metrics", POSITIVE),
    *((road, mode) for road in ASKED for mode in (POSITIVE, NEGATIVE)),
]


def test_every_road_is_tried(api_schema: Any) -> None:
    described = {
        f"{op.ok().method.upper()} {op.ok().path}" for op in api_schema.get_all_operations()
    }
    assert described == {road for road, _ in TRIED}


@pytest.mark.parametrize(("road", "mode"), TRIED)
def test_no_5xx_and_no_undescribed_answer(api_schema: Any, road: str, mode: GenerationMode) -> None:
    try_road(api_schema, road, mode, 40)


@pytest.mark.soak
@pytest.mark.parametrize(("road", "mode"), TRIED)
def test_no_5xx_however_long_it_is_tried(api_schema: Any, road: str, mode: GenerationMode) -> None:
    try_road(api_schema, road, mode, 3_000)


def try_road(api_schema: Any, road: str, mode: GenerationMode, many: int) -> None:
    """Try a road `many` times, with what fits its description or with what does not."""
    method, path = road.split()
    tried = 0

    @given(api_schema[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=many,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=many < 1_000,
    )
    def ask(case: Any) -> None:
        nonlocal tried
        tried += 1
        role = list(Role)[len(str(case.body)) % len(Role)]
        laptop: Laptop = LET_IN[role]
        fit(case, laptop)
        case.call_and_validate(headers=laptop.headers, checks=CHECKS)

    ask()
    assert tried
