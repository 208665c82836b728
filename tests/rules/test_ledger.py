"""The retainer to the penny, fees by policy, the skills fee that is not paid."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import StayKind, StayState
from hivedesk.records.errors import PlainError
from hivedesk.rules.days import Span, month
from hivedesk.rules.ledger import Terms, days_held, pence, retainer, stay_line
from hivedesk.rules.policies import Policies, founding
from hivedesk.rules.stays import HOLDS_A_BED, RoomFacts, Stay

DAY = dt.timedelta(days=1)
JUNE = month(2021, 6)
FIRST = dt.date(2021, 1, 1)
FOUNDING = Policies.of(founding()).rows
DAYS = st.integers(0, 400).map(lambda n: FIRST + n * DAY)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def terms(*more: tuple[str, str, str], **given: Any) -> Terms:
    rows = tuple((key, value, day(starts_on), None) for key, value, starts_on in more)
    return Terms(Policies(FOUNDING + rows), **given)


def room(held_from: str = "2020-01-01", held_to: str | None = None, **given: Any) -> RoomFacts:
    ends = day(held_to) if held_to else None
    return RoomFacts("Blue room", 1, 0, 17, day(held_from), ends, **given)


def stay(from_on: str, to_on: str, **given: Any) -> Stay:
    values = {"kind": StayKind.SLEEPOVER, "status": StayState.COMPLETED} | given
    return Stay("1", "blue", "kai", from_on=day(from_on), to_on=day(to_on), **values)


@pytest.mark.parametrize(
    ("held_from", "held_to", "days", "owed"),
    [
        ("2020-01-01", None, 30, 42857),  # 30/7 of £100 = £428.5714…
        ("2021-06-24", None, 7, 10000),
        ("2021-06-24", "2021-06-24", 1, 1429),
        ("2020-01-01", "2021-06-01", 1, 1429),
        ("2021-06-09", "2021-06-12", 4, 5714),
        ("2021-07-01", None, 0, 0),
        ("2020-01-01", "2021-05-31", 0, 0),
    ],
)
def test_rooms_that_start_or_stop_in_the_middle(
    held_from: str, held_to: str | None, days: int, owed: int
) -> None:
    line = retainer(room(held_from, held_to), JUNE, terms())
    assert (line.held, line.pence) == (days, owed)


def test_nothing_is_owed_after_the_link_carer_stopped() -> None:
    assert retainer(room(), JUNE, terms(ended_on=day("2021-06-14"))).pence == 20000


def test_nothing_is_owed_before_the_link_carer_started() -> None:
    assert retainer(room(), JUNE, terms(started_on=day("2021-06-17"))).pence == 20000


def test_a_policy_that_changes_in_mid_month_pays_each_day_by_its_own() -> None:
    line = retainer(room(), JUNE, terms(("link.retainer_pence", "11000", "2021-06-15")))
    assert line.weeks == ((10000, 14), (11000, 16))
    assert line.pence == 20000 + 25143  # 16/7 of £110 = £251.4286…


def test_the_hives_own_retainer_comes_before_everybodys() -> None:
    its_own = (*FOUNDING, ("link.retainer_pence", "14000", day("2021-06-24"), "gosport"))
    assert retainer(room(), JUNE, Terms(Policies(its_own), "gosport")).weeks[-1] == (14000, 7)
    assert retainer(room(), JUNE, Terms(Policies(its_own), "andover")).weeks == ((10000, 30),)


def test_closed_days_are_paid_unless_a_policy_says_not() -> None:
    closed = room(closures=(Span(day("2021-06-08"), day("2021-06-14")),))
    assert retainer(closed, JUNE, terms()).weeks == ((10000, 30),)
    unpaid = retainer(closed, JUNE, terms(("link.retainer_while_closed", "0", "2021-06-10")))
    assert (unpaid.held, unpaid.paid) == (30, 25)


def test_before_any_retainer_was_agreed_the_words_say_so() -> None:
    with pytest.raises(PlainError, match="no value"):
        retainer(room("2017-01-01"), month(2017, 6), terms())


def test_half_a_penny_goes_up() -> None:
    assert [pence(Fraction(n, 2)) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert pence(Fraction(49, 100)) == 0


@st.composite
def held_rooms(draw: st.DrawFn) -> RoomFacts:
    first = draw(DAYS)
    last = draw(st.none() | st.integers(0, 200).map(lambda n: first + n * DAY))
    closed = draw(st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=3))
    spans = tuple(Span(begin, begin + n * DAY) for begin, n in closed)
    return RoomFacts("Blue room", 1, 0, 17, first, last, spans)


PAID = st.lists(st.tuples(DAYS, st.integers(0, 50_000)), max_size=4)
UNPAID = st.lists(st.tuples(DAYS, st.integers(0, 1)), max_size=2)


def changing(paid: list[tuple[dt.date, int]], closed: list[tuple[dt.date, int]]) -> Terms:
    rows = [("link.retainer_pence", str(value), on, None) for on, value in paid]
    rows += [("link.retainer_while_closed", str(value), on, None) for on, value in closed]
    return Terms(Policies((*FOUNDING, *rows)))


@given(held_rooms(), PAID, UNPAID, DAYS, st.integers(0, 120), st.integers(0, 120))
def test_splitting_a_stretch_at_any_day_owes_the_same(
    held: RoomFacts,
    paid: list[tuple[dt.date, int]],
    closed: list[tuple[dt.date, int]],
    begin: dt.date,
    left: int,
    right: int,
) -> None:
    its = changing(paid, closed)
    cut = begin + left * DAY
    whole = retainer(held, Span(begin, cut + DAY + right * DAY), its)
    parts = [
        retainer(held, Span(begin, cut), its),
        retainer(held, Span(cut + DAY, cut + DAY + right * DAY), its),
    ]
    assert whole.exact == sum(part.exact for part in parts)
    assert whole.held == sum(part.held for part in parts)
    assert abs(whole.pence - sum(part.pence for part in parts)) <= 1


@given(held_rooms(), PAID, UNPAID)
def test_the_months_of_a_year_sum_to_its_days(
    held: RoomFacts, paid: list[tuple[dt.date, int]], closed: list[tuple[dt.date, int]]
) -> None:
    its = changing(paid, closed)
    months = sum(retainer(held, month(2021, n), its).exact for n in range(1, 13))
    days = [FIRST + n * DAY for n in range(365)]
    assert months == sum(retainer(held, Span(each, each), its).exact for each in days)


@given(held_rooms(), DAYS, st.integers(0, 60), st.none() | DAYS)
def test_days_held_are_the_days_that_are_held(
    held: RoomFacts, begin: dt.date, length: int, ended_on: dt.date | None
) -> None:
    within = Span(begin, begin + length * DAY)
    assert days_held(held, within, ended_on) == [
        each
        for each in (within.first + n * DAY for n in range(within.days))
        if held.held_from <= each
        and (held.held_to is None or each <= held.held_to)
        and (ended_on is None or each <= ended_on)
    ]


FEES = (
    ("link.fee_sleepover_pence", "2000", "2021-01-01"),
    ("link.fee_sleepover_pence", "2500", "2021-06-12"),
    ("link.fee_emergency_pence", "4000", "2021-01-01"),
    ("link.fee_respite_pence", "3000", "2021-01-01"),
    ("link.fee_day_care_pence", "850", "2021-01-01"),
    ("skills.fee_pence_2", "5000", "2021-01-01"),
)


def test_each_night_is_paid_by_the_policy_of_its_evening() -> None:
    line = stay_line(stay("2021-06-10", "2021-06-14"), False, JUNE, terms(*FEES))
    assert line is not None
    assert (line.nights, line.pence) == (4, 2 * 2000 + 2 * 2500)


def test_only_nights_of_the_month_count_and_an_early_end_frees_the_rest() -> None:
    over = stay_line(stay("2021-05-30", "2021-06-03"), False, JUNE, terms(*FEES))
    assert over is not None
    assert over.nights == 2
    early = stay(
        "2021-06-01", "2021-06-08", ended_on=day("2021-06-02"), status=StayState.ENDED_EARLY
    )
    line = stay_line(early, False, JUNE, terms(*FEES))
    assert line is not None
    assert line.nights == 1
    assert stay_line(stay("2021-05-30", "2021-06-01"), False, JUNE, terms(*FEES)) is None


@pytest.mark.parametrize("status", sorted(set(StayState) - HOLDS_A_BED))
def test_a_stay_that_held_no_bed_is_worth_nothing(status: StayState) -> None:
    asked = stay("2021-06-10", "2021-06-14", status=status)
    assert stay_line(asked, False, JUNE, terms(*FEES)) is None


def test_day_care_is_paid_by_the_hour_and_rounded_once() -> None:
    hours = {"time_from": dt.time(9), "time_to": dt.time(14, 20)}
    given = stay("2021-06-10", "2021-06-10", kind=StayKind.DAY_CARE, **hours)
    line = stay_line(given, False, JUNE, terms(*FEES, skills_fee=True, skills_level=2))
    assert line is not None
    assert (line.minutes, line.pence) == (320, 4533)  # 5⅓ hours of £8.50
    assert line.skills_forgone == 0


def test_a_skills_fee_is_lost_everywhere_until_a_policy_pays_it_for_outside_stays() -> None:
    its = {"skills_fee": True, "skills_level": 2}
    given = stay("2021-06-10", "2021-06-13", kind=StayKind.RESPITE)
    lost = stay_line(given, True, JUNE, terms(*FEES, **its))
    assert lost is not None
    assert (lost.nights_forgone, lost.skills_forgone) == (3, Fraction(15000, 7))
    assert lost.pence == 9000
    paying = terms(*FEES, ("link.skills_fee_outside", "1", "2021-06-12"), **its)
    kept = stay_line(given, True, JUNE, paying)
    assert kept is not None
    assert (kept.nights_forgone, kept.skills_paid) == (2, Fraction(5000, 7))
    assert kept.pence == 9000 + 714
    inside = stay_line(given, False, JUNE, paying)
    assert inside is not None
    assert (inside.nights_forgone, inside.skills_paid) == (3, 0)


def test_without_a_skills_fee_nothing_is_forgone() -> None:
    line = stay_line(stay("2021-06-10", "2021-06-13"), False, JUNE, terms(*FEES, skills_level=2))
    assert line is not None
    assert (line.nights_forgone, line.skills_forgone, line.skills_paid) == (0, 0, 0)


def test_a_skills_fee_without_a_level_counts_its_nights_at_nothing() -> None:
    line = stay_line(stay("2021-06-10", "2021-06-13"), False, JUNE, terms(*FEES, skills_fee=True))
    assert line is not None
    assert (line.nights_forgone, line.skills_forgone) == (3, 0)


@given(DAYS, st.integers(1, 60), DAYS, st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_splitting_a_month_splits_a_stay_and_loses_nothing(
    begin: dt.date, length: int, first: dt.date, left: int, right: int, outside: bool
) -> None:
    given = stay(begin.isoformat(), (begin + length * DAY).isoformat())
    pays = ("link.skills_fee_outside", "1", "2021-06-12")
    its = terms(*FEES, pays, skills_fee=True, skills_level=2)
    cut = first + left * DAY
    spans = [Span(first, cut), Span(cut + DAY, cut + DAY + right * DAY)]
    whole = stay_line(given, outside, Span(first, spans[1].last), its)
    parts = [line for span in spans if (line := stay_line(given, outside, span, its))]
    found = [whole] if whole else []
    for what in ("nights", "fee", "skills_paid", "skills_forgone", "nights_forgone"):
        assert sum(getattr(each, what) for each in found) == sum(
            getattr(each, what) for each in parts
        )
