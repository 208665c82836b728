"""The six-Hive case of summer 2021: its table comes out right, on the screen and on paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hivedesk.demo import build
from hivedesk.records import Hive
from hivedesk.reports.monthly import MonthlyFigures, draw, monthly_figures
from hivedesk.rules.days import LONDON, Span, month
from hivedesk.store import Store, open_store
from tests.conftest import PASSPHRASE
from tests.reports.reading import read_back

NOW = dt.datetime(2021, 6, 30, 18, 0, tzinfo=LONDON)
THE_CASE = {
    "hives": 6,
    "families": 56,
    "carers": 100,
    "places": 60,
    "places_free": 4,
    "children": 80,
    "birth_children": 23,
    "birth_children_under_12": 13,
    "composition_straight_from_panel_pct": 26,
    "composition_connected_pct": 18,
    "composition_county_pct": 56,
    "waiting": 26,
    "waiting_ifa": 9,
    "deregistrations_quarter": 1,
    "placements_ended_by_carer_notice_quarter": 2,
}
CONTRACT = THE_CASE.keys() | {
    "sleepover_nights",
    "emergency_nights",
    "day_care_hours",
    "support_contacts",
    "support_minutes",
    "support_out_of_hours",
    "families_reached",
    "activities",
    "activity_attendances",
    "training_attendances",
    "worker_minutes",
    "contract_minutes",
    "breakdowns_averted",
    "breakdown_cost_averted_gbp",
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A demo county."""
    path: Path = tmp_path_factory.mktemp("county") / "demo.hive"
    build(path, PASSPHRASE, seed=1)
    store = open_store(path, PASSPHRASE, NOW)
    yield store
    store.close()


def counted(store: Store, hive_id: str | None, span: Span) -> MonthlyFigures:
    with store.reading() as session:
        return monthly_figures(session, span, hive_id, NOW)


def test_the_table_of_the_case_comes_out_exactly(county: Store) -> None:
    flat = counted(county, None, month(2021, 6)).flat()
    assert {key: flat[key] for key in THE_CASE} == THE_CASE
    assert all(isinstance(flat[key], int) for key in THE_CASE), "whole where it is exact"
    assert flat.keys() >= CONTRACT
    assert all(flat[key] for key in CONTRACT), "a believable month has some of everything"


def test_every_hive_prints_what_it_counts(county: Store) -> None:
    with county.reading() as session:
        hives: list[str | None] = [None, *session.scalars(select(Hive.id))]
    assert len(hives) == 7
    for hive_id in hives:
        for span in (month(2021, 6), month(2021, 2)):
            figures = counted(county, hive_id, span)
            sheet = io.BytesIO()
            draw(figures, sheet, "Jo Field")
            flat = figures.flat()
            found = read_back(sheet.getvalue(), figures)
            assert {key: flat[key] for key in found if key in flat} == {
                key: value for key, value in found.items() if not key.startswith("bar_")
            }
