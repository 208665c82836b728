"""Policies: which there are, and which value holds on a day.

The values are records with a start date (`records/policy.py`); a new store is
given `FOUNDING`, each with its source. No figure of policy stands anywhere else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hivedesk.records import Policy, fixed_id
from hivedesk.records.errors import PlainError

from .days import duration_words
from .problems import Problem

_LONG_AGO = dt.date(2000, 1, 1)
_HIVES_BEGAN = dt.date(2018, 4, 1)


class PolicyAbout(NamedTuple):
    """What a policy key means, in words, with its unit and who says so."""

    label: str
    unit: str
    value: str
    starts_on: dt.date
    source: str


_EVALUATION = "Evaluation of the Hampshire Hives, section 4"
_SERVICE = "Hampshire fostering service, due dates watched"
_DEFAULT = "HiveDesk starting value; the council may change it"
_SSA903 = "Children looked after return (SSA903), codes T3, T4 and V3"
_NO_AMOUNT = "The evaluation names a fee and no amount: 0 until the council's is entered"
_NO_SKILLS_AMOUNT = "No source names the amount: 0 until the council's is entered"
_YES_OR_NO = "(1 is yes, 0 is no)"

CATALOGUE: dict[str, PolicyAbout] = {
    "hive.places": PolicyAbout(
        "Places in a Hive", "families", "10", _HIVES_BEGAN, "Six-Hive case, summer 2021"
    ),
    "hive.smallest": PolicyAbout(
        "Families a Hive starts with", "families", "6", _HIVES_BEGAN, _EVALUATION
    ),
    "worker.weekly_minutes": PolicyAbout(
        "Contract of a Hive support worker", "minutes a week", "1500", _HIVES_BEGAN, _EVALUATION
    ),
    "office.days": PolicyAbout(
        "Office days (1 is Monday)", "days", "1,2,3,4,5", _LONG_AGO, _DEFAULT
    ),
    "office.opens": PolicyAbout("Office hours begin", "time", "09:00", _LONG_AGO, _DEFAULT),
    "office.closes": PolicyAbout("Office hours end", "time", "17:00", _LONG_AGO, _DEFAULT),
    "link.retainer_pence": PolicyAbout(
        "Retainer for a room", "pence a week", "10000", _HIVES_BEGAN, _EVALUATION
    ),
    "link.retainer_while_closed": PolicyAbout(
        "Retainer is paid while a room is closed",
        _YES_OR_NO,
        "1",
        _HIVES_BEGAN,
        "The evaluation pays for each room held and says nothing of closures",
    ),
    "link.fee_sleepover_pence": PolicyAbout(
        "Link carer's fee, sleepover", "pence a night", "0", _HIVES_BEGAN, _NO_AMOUNT
    ),
    "link.fee_emergency_pence": PolicyAbout(
        "Link carer's fee, emergency sleepover", "pence a night", "0", _HIVES_BEGAN, _NO_AMOUNT
    ),
    "link.fee_respite_pence": PolicyAbout(
        "Link carer's fee, respite outside the Hive", "pence a night", "0", _HIVES_BEGAN, _NO_AMOUNT
    ),
    "link.fee_day_care_pence": PolicyAbout(
        "Link carer's fee, day care", "pence an hour", "0", _HIVES_BEGAN, _NO_AMOUNT
    ),
    "skills.fee_pence_1": PolicyAbout(
        "Skills fee, Level 1",
        "pence a week for each child",
        "0",
        _HIVES_BEGAN,
        "Evaluation of the Hampshire Hives: no skills fee at Level 1",
    ),
    "skills.fee_pence_2": PolicyAbout(
        "Skills fee, Level 2", "pence a week for each child", "0", _HIVES_BEGAN, _NO_SKILLS_AMOUNT
    ),
    "skills.fee_pence_3": PolicyAbout(
        "Skills fee, Level 3", "pence a week for each child", "0", _HIVES_BEGAN, _NO_SKILLS_AMOUNT
    ),
    "link.skills_fee_in_hive": PolicyAbout(
        "Link carers keep their skills fee for stays inside the Hive",
        _YES_OR_NO,
        "0",
        _HIVES_BEGAN,
        _EVALUATION,
    ),
    "link.skills_fee_outside": PolicyAbout(
        "Link carers keep their skills fee for stays from outside the Hive",
        _YES_OR_NO,
        "0",
        _HIVES_BEGAN,
        "Evaluation of the Hampshire Hives: not paid in 2021; paying it was under discussion",
    ),
    "breakdown.cost_pence": PolicyAbout(
        "Cost of a placement breakdown", "pence", "2650000", _HIVES_BEGAN, _EVALUATION
    ),
    "quiet.days": PolicyAbout("Gone quiet after", "days", "21", _LONG_AGO, _DEFAULT),
    "quiet.days_connected": PolicyAbout(
        "Gone quiet after, connected carers", "days", "28", _LONG_AGO, _DEFAULT
    ),
    "quiet.days_new": PolicyAbout(
        "Gone quiet after, in the first year of fostering", "days", "14", _LONG_AGO, _DEFAULT
    ),
    "quiet.days_fortnightly": PolicyAbout(
        "Gone quiet after, asked for every other week", "days", "14", _LONG_AGO, _DEFAULT
    ),
    "quiet.days_trouble": PolicyAbout(
        "Gone quiet after, when there was trouble lately", "days", "10", _LONG_AGO, _DEFAULT
    ),
    "quiet.trouble_days": PolicyAbout(
        "Trouble counts as lately for", "days", "42", _LONG_AGO, _DEFAULT
    ),
    "activity.lately_months": PolicyAbout(
        "Not along to an activity lately after", "months", "3", _LONG_AGO, _DEFAULT
    ),
    "lieu.lapses_weeks": PolicyAbout(
        "Time in lieu lapses after (0 is never)", "weeks", "0", _LONG_AGO, _DEFAULT
    ),
    "rooms.thin": PolicyAbout(
        "Free beds at which a night is thin for a crisis", "beds", "1", _LONG_AGO, _DEFAULT
    ),
    "booking.hold_minutes": PolicyAbout(
        "A room is held while you ring for", "minutes", "30", _LONG_AGO, _DEFAULT
    ),
    "central.archive_percent": PolicyAbout(
        "Archived by one account within an hour before a manager is asked, at most",
        "% of what the Hive holds",
        "5",
        _LONG_AGO,
        _DEFAULT,
    ),
    "central.archive_least": PolicyAbout(
        "A manager is asked about archiving from", "records an hour", "20", _LONG_AGO, _DEFAULT
    ),
    "booking.offer_hours": PolicyAbout(
        "A bed offered to a request that waits is held for", "hours", "24", _LONG_AGO, _DEFAULT
    ),
    "national.t4_days": PolicyAbout(
        "T4, temporary placement, at most", "days", "7", _LONG_AGO, _SSA903
    ),
    "national.t3_days": PolicyAbout(
        "T3, carer's holiday, at most", "days", "21", _LONG_AGO, _SSA903
    ),
    "national.t3_times": PolicyAbout(
        "T3, carer's holiday, at most", "times in 12 months", "2", _LONG_AGO, _SSA903
    ),
    "national.v3_days": PolicyAbout("V3, short break, at most", "days", "17", _LONG_AGO, _SSA903),
    "national.v3_year_days": PolicyAbout(
        "V3, short breaks together, at most", "days in a year", "75", _LONG_AGO, _SSA903
    ),
    "home.usual_limit": PolicyAbout(
        "Usual fostering limit",
        "children",
        "3",
        _LONG_AGO,
        "Usual fostering limit: three children unless all are siblings, or an exemption",
    ),
    "check.supervision_days": PolicyAbout("Supervision every", "days", "42", _LONG_AGO, _SERVICE),
    "check.household_review_days": PolicyAbout(
        "Household review every", "days", "365", _LONG_AGO, _SERVICE
    ),
    "check.unannounced_visit_days": PolicyAbout(
        "Unannounced visit every", "days", "365", _LONG_AGO, _SERVICE
    ),
    "check.medical_days": PolicyAbout("Medical every", "days", "1095", _LONG_AGO, _SERVICE),
    "check.dbs_days": PolicyAbout("DBS every", "days", "1095", _LONG_AGO, _DEFAULT),
    "standards.months": PolicyAbout(
        "Training, Support and Development Standards",
        "months from approval",
        "12",
        _LONG_AGO,
        "New carers' standards",
    ),
    "standards.months_connected": PolicyAbout(
        "Standards, connected carers",
        "months from approval",
        "18",
        _LONG_AGO,
        "New carers' standards",
    ),
}


def founding() -> list[Policy]:
    """The policies a new store begins with; `founding.py` says more of their ids."""
    return [
        Policy(
            id=fixed_id("policies", key),
            key=key,
            value=about.value,
            starts_on=about.starts_on,
            source=about.source,
        )
        for key, about in CATALOGUE.items()
    ]


# How a value is written, told by the one the policy began with.
_SHAPES = {
    ":": (r"([01]\d|2[0-3]):[0-5]\d", "a time, for example 09:00"),
    ",": (r"[1-7](,[1-7])*", "days of the week with commas, for example 1,2,3"),
    "": (r"\d{1,9}", "a whole number"),
}


def check_policy(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a policy's key and value: a value nobody can read would stop every page."""
    about = CATALOGUE.get(values["key"])
    if about is None:
        return [Problem("key", "HiveDesk knows no policy of that name.")]
    shape, words = next(its for mark, its in _SHAPES.items() if mark in about.value)
    if re.fullmatch(shape, values["value"], re.ASCII):
        return []
    return [Problem("value", f"{about.label} is {words}.")]


@dataclass(frozen=True)
class Policies:
    """All policy rows of a store, asked by key and day."""

    rows: tuple[tuple[str, str, dt.date, str | None], ...]
    """key, value, starts_on, hive_id; of two that start on one day the later row holds"""

    @classmethod
    def of(cls, rows: Iterable[Any]) -> Policies:
        """From policy records, or rows with their columns."""
        in_order = sorted(rows, key=lambda row: row.id or "")
        return cls(tuple((r.key, r.value, r.starts_on, r.hive_id) for r in in_order))

    def text(self, key: str, day: dt.date, hive_id: str | None = None) -> str:
        """The value that holds on `day`: the Hive's own if it has one, else everybody's.

        Raises:
            PlainError: no value of that policy had begun by that day.
        """
        best: tuple[bool, dt.date, str] | None = None
        for its_key, value, starts_on, its_hive in self.rows:
            if its_key == key and starts_on <= day and its_hive in (None, hive_id):
                found = (its_hive is not None, starts_on, value)
                if best is None or found[:2] >= best[:2]:
                    best = found
        if best is None:
            about = CATALOGUE[key]
            raise PlainError(
                f"The policy “{about.label}” has no value for {day:%d %b %Y}.",
                "Add one under Settings, Policies.",
            )
        return best[2]

    def number(self, key: str, day: dt.date, hive_id: str | None = None) -> int:
        """The value as a whole number, in the unit `CATALOGUE` names."""
        return int(self.text(key, day, hive_id))


def policy_words(key: str, value: str) -> str:
    """A policy's value as people read it: "£100.00 a week", "25 h a week", "10 families"."""
    about = CATALOGUE.get(key)
    if about is None or not value.isdecimal():
        return value
    number = int(value)
    if about.unit.startswith("pence"):
        return f"£{number / 100:,.2f}".removesuffix(".00") + about.unit.removeprefix("pence")
    if about.unit.startswith("minutes"):
        return duration_words(number) + about.unit.removeprefix("minutes")
    return f"{number} {about.unit}"
