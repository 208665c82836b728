"""Building the county, first its people, then its weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from hivedesk.paths import key_path
from hivedesk.records import BadUse, Policy, Theme, fixed_id
from hivedesk.rules import policies
from hivedesk.rules.founding import THEMES, founding
from hivedesk.store import Store, create_store, writing
from hivedesk.store import settings as store_settings
from hivedesk.store.founding import found

from . import activities, contacts, stays, training
from .calendar import fill_week, moment
from .children import quarter_ends, settle_children
from .deal import choose_arrivals, deal
from .families import add_deregistered, settle_families
from .names import Names
from .people import add_dens, add_professionals
from .places import FIRST_SIX
from .rooms import add_rooms
from .service import add_checks, add_referrals, add_waiting_list
from .state import DAY, FURTHEST, TODAY, County
from .stories import AVERTED, SHORT, STAYING, TALKS

_WHO = "Demo county"
_VERB = "Build the demo county"
_WEEKS_AT_ONCE = 13
_MOST_HIVES, _MOST_YEARS = 200, 20
_EASTLEIGH = next(n for n, (name, *_) in enumerate(FIRST_SIX) if name == "Eastleigh")

Progress = Callable[[str, int, int], None]


def build(
    path: Path,
    passphrase: str,
    *,
    seed: int = 1,
    hives: int = 6,
    years: int = 2,
    progress: Progress | None = None,
) -> None:
    """Make a new store at `path` and fill it with an invented county.

    With six Hives the figures of June 2021 are those of the six-Hive case, for
    every seed. The same seed makes the same records, ids included.

    Args:
        hives: how many, at least 1.
        years: length of the history up to 30 June 2021, at least 1.
        progress: told what is being done, how many steps are done, and of how many.

    Raises:
        AlreadyThere, CannotWrite: as `create_store`; what was begun is removed.
        BadUse: fewer than one Hive or year, or more than the names and dates hold.
    """
    if not (1 <= hives <= _MOST_HIVES and 1 <= years <= _MOST_YEARS):
        raise BadUse(
            f"A demo county has 1 to {_MOST_HIVES} Hives and 1 to {_MOST_YEARS} years.",
            "Choose smaller numbers.",
        )
    store = create_store(path, passphrase, demo=True)
    try:
        _fill(store, seed, hives, years, progress or (lambda *_: None))
    except BaseException:
        store.close()
        # Half a county must not be taken for one.
        for part in (path, key_path(path), *(path.with_name(path.name + s) for s in _SIDES)):
            part.unlink(missing_ok=True)
        raise
    store.close()


_SIDES = ("-wal", "-shm")


def _fill(store: Store, seed: int, hives: int, years: int, progress: Progress) -> None:
    county = County(seed, hives, TODAY.replace(year=TODAY.year - years) + DAY)
    chunks = list(_chunks(county.first_day))
    progress("Families, children and rooms", 0, len(chunks) + 1)
    home = _EASTLEIGH if hives > _EASTLEIGH else 0
    _people(county, home)
    with writing(store, _WHO, _VERB, moment(county.first_day, 8 * 60)) as write:
        found(write, founding())
        county.write(write)
        worker = county.dens[home].worker
        store_settings.put(write.session, store_settings.DEMO_TODAY, TODAY.isoformat())
        store_settings.put(write.session, store_settings.WORKER, worker.id)
        store_settings.put(write.session, store_settings.DEVICE, county.new_id())
        store_settings.put(write.session, store_settings.HIVE, county.dens[home].record.id)
    stays.write_tonight(county, county.dens[home])
    for number, weeks in enumerate(chunks, start=1):
        progress(f"{weeks[0]:%B %Y}", number, len(chunks) + 1)
        _live_through(county, weeks)
        if weeks is chunks[-1]:
            training.announce(county)
            contacts.promise_for_today(county, county.dens[home])
        at = moment(min(weeks[-1] + DAY * 6, TODAY - DAY), 22 * 60)
        with writing(store, _WHO, _VERB, at) as write:
            county.write(write)
    progress("Done", len(chunks) + 1, len(chunks) + 1)


def _chunks(first_day: dt.date) -> Iterator[list[dt.date]]:
    """The Mondays from the first day to the furthest booking, a quarter at a time."""
    monday = first_day - DAY * first_day.weekday()
    while monday <= FURTHEST:
        weeks = [monday + DAY * 7 * n for n in range(_WEEKS_AT_ONCE)]
        yield [week for week in weeks if week <= FURTHEST]
        monday = weeks[-1] + DAY * 7


def _people(county: County, home: int) -> None:
    """Everybody there is and was, and where they lived when."""
    names = Names(county.rng)
    for policy in policies.founding():
        if county.first_day < policy.starts_on:
            # A longer history than the Hives' own needs its policies from its first day.
            known = {"key": policy.key, "value": policy.value, "source": policy.source}
            county.make(Policy, starts_on=county.first_day, **known)
        else:
            county.new_id()  # drawn as ever, so that the story a seed tells goes on as it was
    told = (one for stories in (TALKS, SHORT, AVERTED, STAYING) for one in stories)
    for theme in dict.fromkeys((*THEMES, *(theme for one in told for theme in one.themes))):
        if theme in THEMES:
            county.new_id()
        else:
            county.make(Theme, id=fixed_id("themes", theme), name=theme)
    training.add_courses(county)
    add_dens(county, names, home)
    ssws = add_professionals(county, names)
    dealt = deal(county.rng, county.hive_count, home)
    ends = quarter_ends(county.hive_count)
    gone = sum(not end.stays for end in ends)
    # 78 children at the quarter's beginning, 80 at its end.
    choose_arrivals(county.rng, dealt, gone + max(1, county.hive_count // 3))
    for number, (den, cards) in enumerate(zip(county.dens, dealt, strict=True)):
        there = settle_families(county, names, den, cards)
        if number % len(FIRST_SIX) == min(county.hive_count, len(FIRST_SIX)) - 1:
            there.append(add_deregistered(county, names, den))
        for one in den.homes:
            one.record.ssw_id, one.ssw = county.rng.choice(ssws)
        settle_children(county, names, den, there, [end for end in ends if end.hive == number])
        add_rooms(county, names, den)
        for one in den.homes:
            add_checks(county, one)
            add_referrals(county, one)
    add_waiting_list(county, names)


def _live_through(county: County, weeks: list[dt.date]) -> None:
    for den in county.dens:
        activities.allot(county, den, weeks[0] + DAY * 45)
    for monday in weeks:
        training.add_week(county, monday)
        for den in county.dens:
            activities.add_week(county, den, monday)
            stays.add_week(county, den, monday)
            contacts.add_week(county, den, monday)
            fill_week(county, den, monday)
