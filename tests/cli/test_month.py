"""`demo`, `figures` and `report`, from an empty folder to a month on paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from hivedesk.cli.passphrase import DEMO_PASSPHRASE
from tests.actions.little import Ids
from tests.conftest import PASSPHRASE

from .conftest import Run
from .test_verbs import refused

FIGURES = [
    "hives",
    "families",
    "carers",
    "children",
    "birth_children",
    "birth_children_under_12",
    "places",
    "places_free",
    "waiting",
    "waiting_ifa",
    "composition_straight_from_panel_pct",
    "composition_connected_pct",
    "composition_county_pct",
    "deregistrations_quarter",
    "placements_ended_by_carer_notice_quarter",
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
]


def figures(said: Run, path: Path, *which: str) -> dict[str, object]:
    """What `figures` prints for June 2021, read back."""
    answer = said("figures", "monthly", "--store", path, "--month", "2021-06", *which)
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert isinstance(told, dict)
    return told


def test_figures_are_flat_and_all_there(said: Run, path: Path) -> None:
    told = figures(said, path, "--hive", "eastleigh")
    assert (told["hive"], told["month"]) == ("Eastleigh", "2021-06")
    counted = told["figures"]
    assert isinstance(counted, dict)
    assert set(FIGURES) <= counted.keys()
    assert all(isinstance(value, int | float) for value in counted.values())
    # The worker's own store was filled on 16 June: what it holds is counted, no more.
    shown = {name: counted[name] for name in ("families", "carers", "children", "waiting")}
    assert shown == {"families": 1, "carers": 1, "children": 1, "waiting": 0}
    assert (counted["sleepover_nights"], counted["support_minutes"]) == (2, 40)


def test_all_hives_together_are_more_than_one(said: Run, path: Path) -> None:
    told = figures(said, path, "--all")
    assert told["hive"] == "All Hives"
    assert isinstance(told["figures"], dict)
    assert (told["figures"]["hives"], told["figures"]["families"]) == (2, 2)


def test_a_report_says_where_it_is(said: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "June.pdf"
    words = ["--store", path, "--hive", "Eastleigh", "--month", "2021-06", "--out", out]
    answer = said("report", "monthly", *words)
    assert (answer.code, answer.out, answer.err) == (0, f"{out}\n", "")
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Eastleigh" in text
    assert "June 2021" in text


def test_a_report_that_cannot_be_saved_leaves_nothing(
    said: Run, path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "none" / "June.pdf"
    words = ["--store", path, "--month", "2021-06", "--out", out]
    line = refused(said("report", "monthly", *words, "--hive", "Eastleigh"), 1)
    assert "cannot be written to" in line
    assert "no Hive called 'Nowhere'" in refused(
        said("report", "monthly", *words, "--hive", "Nowhere"), 1
    )
    assert not out.parent.exists()


@pytest.mark.parametrize("month", ["2199-01", "0001-01", "9999-12", "2021-6", "2021-06-01"])
def test_a_month_that_cannot_be_counted_is_bad_use(said: Run, path: Path, month: str) -> None:
    words = ["--store", path, "--all", "--month", month]
    line = refused(said("figures", "monthly", *words), 2)
    assert "has not begun" in line or "is not a month" in line


def test_a_demo_opens_with_the_published_passphrase(
    said: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIVEDESK_PASSPHRASE", raising=False)
    store = tmp_path / "demo.hive"
    answer = said("demo", "--store", store, "--hives", 1, "--years", 1, "--seed", 7)
    assert (answer.code, answer.out) == (0, f"{store}\n")
    assert answer.err == f"hivedesk: the demo's passphrase is “{DEMO_PASSPHRASE}”.\n"
    assert said("check", "--store", store).out == f"{store}: whole\n"
    (hive,) = json.loads(said("list", "hives", "--store", store, "--json").out)
    told = figures(said, store, "--hive", hive["name"])
    assert isinstance(told["figures"], dict)
    for kind in ("families", "carers", "children"):
        listed = json.loads(said("list", kind, "--store", store, "--json").out)
        assert len(listed) == told["figures"][kind] > 0
    line = refused(said("list", "hives", "--store", tmp_path / "none.hive"), 1)
    assert "There is no store" in line
    assert "is already in" in refused(said("demo", "--store", store), 1)


def test_a_demo_with_a_passphrase_of_its_own_asks_for_it(
    spawned: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "own.hive"
    monkeypatch.setenv("HIVEDESK_PASSPHRASE", PASSPHRASE)
    made = spawned("demo", "--store", store, "--hives", 1, "--years", 1)
    assert (made.code, made.out, made.err) == (0, f"{store}\n", "")
    monkeypatch.delenv("HIVEDESK_PASSPHRASE")
    assert "needs its passphrase" in refused(spawned("check", "--store", store), 2)


def test_a_demo_never_stands_where_a_store_is(said: Run, path: Path, ids: Ids) -> None:
    before = path.read_bytes()
    line = refused(said("demo", "--store", path, "--hives", 1, "--years", 1), 1)
    assert "is already in" in line
    assert path.read_bytes() == before
    assert ids.family in said("list", "families", "--store", path, "--json").out
