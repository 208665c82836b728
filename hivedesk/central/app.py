"""The HTTP service: stateless, so that it can run as often as there is need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from hivedesk import __version__

from .api import roads, warehouse
from .api.asking import Central
from .api.door import Door
from .api.refusals import refuse_in_our_shape
from .metrics import Metrics
from .web.roads import add_page


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def api_for(engine: Engine, clock: Callable[[], dt.datetime] = _now) -> FastAPI:
    """The roads of the service, described; `app_for` puts the door before them."""
    api = FastAPI(
        title="HiveDesk central store",
        version=__version__,
        description="One truth for all laptops. Refusals all have the shape `Trouble`.",
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
    )
    api.state.central = Central(engine, clock, Metrics())
    refuse_in_our_shape(api)
    api.include_router(roads.router)
    api.include_router(warehouse.router)
    add_page(api)
    return api


def app_for(engine: Engine, clock: Callable[[], dt.datetime] = _now) -> ASGIApp:
    """The whole service on a central store that was made (`schema.check`)."""
    api = api_for(engine, clock)
    packed = GZipMiddleware(api, minimum_size=1_000, compresslevel=4)
    return Door(packed, api.state.central.metrics)
