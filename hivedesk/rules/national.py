"""National day counts near which a run of stays should be looked at.

The statutory return on looked-after children (SSA903) knows temporary placements (T4: 7
days or less), carers' holidays (T3: at most 21 days, two in 12 months) and short breaks
(V3: at most 17 days each, 75 days a year). HiveDesk warns and explains; it files nothing,
and a sleepover is never a placement move. The figures are policies with dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from .days import add_months, day_words
from .policies import Policies
from .stays import HOLDS_A_BED, Stay, nights

_DAY = dt.timedelta(days=1)


class Passed(NamedTuple):
    """A national figure a stay would pass: the rule's name and what to say."""

    rule: str
    words: str


def passed_by(stay: Stay, others: Iterable[Stay], policies: Policies) -> list[Passed]:
    """The national figures this stay would pass, with the child's other stays.

    Back-to-back stays are one run of days, wherever they are. A day is a night away.
    """
    mine = nights(stay)
    if not mine:
        return []
    away = {
        night
        for other in others
        if other.status in HOLDS_A_BED and (other.id is None or other.id != stay.id)
        for night in nights(other)
    } | set(mine)
    runs = _runs(away)
    own = next(run for run in runs if mine[0] in run)
    day = stay.from_on
    return [
        *_too_long(own, day, policies),
        *_too_often(own, runs, day, policies),
        *_too_many(mine, away, day, policies),
    ]


def _runs(away: set[dt.date]) -> list[list[dt.date]]:
    """Nights in a row, first to last."""
    runs: list[list[dt.date]] = []
    for night in sorted(away):
        if runs and night == runs[-1][-1] + _DAY:
            runs[-1].append(night)
        else:
            runs.append([night])
    return runs


def _too_long(own: list[dt.date], day: dt.date, policies: Policies) -> list[Passed]:
    said = (
        ("T4", "national.t4_days", "T4, temporary placement, is {most} days or less"),
        ("V3", "national.v3_days", "V3, short break, is at most {most} days"),
        ("T3", "national.t3_days", "T3, carer's holiday, is at most {most} days"),
    )
    found = []
    for rule, key, words in said:
        most = policies.number(key, day)
        if len(own) > most:
            told = f"{len(own)} nights in a row from {day_words(own[0])}: {words.format(most=most)}"
            found.append(Passed(rule, f"{told}. It is no placement move; tell the social worker."))
    return found


def _too_often(
    own: list[dt.date], runs: list[list[dt.date]], day: dt.date, policies: Policies
) -> list[Passed]:
    short, most = (policies.number(key, day) for key in ("national.t4_days", "national.t3_times"))
    if len(own) <= short:
        return []
    long = [run for run in runs if len(run) > short]
    for last in (run for run in long if own[0] <= run[0] < add_months(own[0], 12)):
        since = add_months(last[0], -12)
        times = sum(since < run[0] <= last[0] for run in long)
        if times > most:
            words = (
                f"{times} stays of more than {short} days in 12 months: "
                f"T3, carer's holiday, is at most {most}."
            )
            return [Passed("T3", f"{words} It is no placement move; tell the social worker.")]
    return []


def _too_many(
    mine: list[dt.date], away: set[dt.date], day: dt.date, policies: Policies
) -> list[Passed]:
    most = policies.number("national.v3_year_days", day)
    # The fullest year that has one of these nights in it ends on one of the nights away.
    ends = (end for end in away if mine[0] <= end < add_months(mine[-1], 12))
    fullest = max(sum(add_months(end, -12) < night <= end for night in away) for end in ends)
    if fullest <= most:
        return []
    words = f"{fullest} nights away within a year: V3, short breaks, is at most {most} days."
    return [Passed("V3", f"{words} It is no placement move; tell the social worker.")]
