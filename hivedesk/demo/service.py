"""What the fostering service keeps around the Hives: checks, waiting list, referrals."""

from __future__ import annotations

import datetime as dt

from hivedesk.records import (
    CheckKind,
    DueCheck,
    FamilyState,
    JoinSource,
    Offer,
    OfferAnswer,
    Referral,
    ReferralState,
    Registration,
    Service,
    WaitingFamily,
    WaitingState,
)
from hivedesk.rules.days import add_months, age_on
from hivedesk.rules.policies import Policies, founding

from . import places
from .names import Names, mobile
from .state import DAY, TODAY, County, Den, Home

_KEPT_SINCE = TODAY - DAY * 730
_EVERY = {
    CheckKind.SUPERVISION: "check.supervision_days",
    CheckKind.REVIEW: "check.household_review_days",
    CheckKind.UNANNOUNCED: "check.unannounced_visit_days",
    CheckKind.MEDICAL: "check.medical_days",
    CheckKind.DBS: "check.dbs_days",
}
_WAITING_PER_SIX, _IFA_PER_SIX = 26, 9
_NOTES = (
    "Heard of the Hive from friends; nearest one is full.",
    "Would drive a little further if it helps.",
    "Approved this spring, first child just placed.",
    "Asks above all for weekends together with other families.",
    "Long with an agency; would come over for a Hive.",
    None,
    None,
)
_REFERRALS = (
    (Service.PSW, "Mornings have become a battle; carers ask for practical help at home."),
    (Service.PSW, "Two exclusions in a month and everybody on edge; help to steady the week."),
    (Service.PSW, "Carers unsure how to go on after a violent weekend; first signs, act early."),
    (Service.PSYCHOLOGY, "Consultation for the carers: night terrors, food, little sleep."),
    (Service.PSYCHOLOGY, "How to talk about the birth family when memories come up at bedtime."),
    (Service.EXTENDED, "Came from a residential home this year; outreach at the weekends."),
    (Service.OTHER, "Occupational therapy: noise, clothes, crowded rooms."),
)
_OUTCOMES = (
    "Eight visits; the family has its own plan now.",
    "Two consultations, written up for the carers.",
    "Waiting list; seen after ten weeks, better since.",
    "Closed at the carers' wish, things had settled.",
)


def add_checks(county: County, home: Home) -> None:
    """What was done in the last two years and what falls due next, for one family."""
    if home.until:
        return
    policies = Policies.of(founding())
    approved = home.record.approved_on or home.joined
    for kind in (CheckKind.SUPERVISION, CheckKind.REVIEW, CheckKind.UNANNOUNCED):
        _series(county, home, kind, policies.number(_EVERY[kind], TODAY), approved, None)
    for carer in home.carers:
        for kind in (CheckKind.MEDICAL, CheckKind.DBS):
            _series(county, home, kind, policies.number(_EVERY[kind], TODAY), approved, carer.id)
    for own in home.own_children:
        birthday = add_months(own.born_on, 18 * 12)
        if TODAY - DAY * 60 <= birthday <= TODAY + DAY * 120:
            county.make(
                DueCheck,
                family_id=home.record.id,
                person=own.first_name,
                kind=CheckKind.DBS,
                due_on=birthday,
                note=f"Turns {age_on(own.born_on, birthday)}",
            )


def _series(
    county: County, home: Home, kind: CheckKind, every: int, since: dt.date, carer_id: str | None
) -> None:
    rng = county.rng
    late = rng.random() < 0.05
    due = TODAY - DAY * rng.randrange(1, 12) if late else TODAY + DAY * rng.randrange(0, every)
    done: dt.date | None = None
    while due > max(since, _KEPT_SINCE):
        county.make(
            DueCheck,
            family_id=home.record.id,
            carer_id=carer_id,
            kind=kind,
            due_on=due,
            done_on=done,
        )
        # What was done decides when it is due again: policy days later.
        done = due - DAY * every
        due = done + DAY * rng.choice((-3, 0, 0, 2, 4))


def add_referrals(county: County, home: Home) -> None:
    """Help asked for from other services."""
    rng = county.rng
    last = min(home.until or TODAY, TODAY) - DAY
    for _ in range((last - home.joined).days // 90):
        if rng.random() > 0.16:
            continue
        day = home.joined + DAY * rng.randrange(1, (last - home.joined).days)
        kids = [kid for kid in home.kids_on(day) if age_on(kid.record.born_on, day) >= 4]
        if not kids:
            continue
        service, why = rng.choice(_REFERRALS)
        kid = rng.choice(kids)
        closed = day + DAY * rng.randrange(50, 140)
        status = ReferralState.ACCEPTED if closed > TODAY else ReferralState.CLOSED
        if (TODAY - day).days < 14:
            status = ReferralState.SENT
        county.make(
            Referral,
            family_id=home.record.id,
            child_id=kid.record.id,
            service=service,
            on=day,
            why=why,
            status=status,
            outcome=rng.choice(_OUTCOMES) if status is ReferralState.CLOSED else None,
            closed_on=closed if status is ReferralState.CLOSED else None,
        )


def add_waiting_list(county: County, names: Names) -> None:
    """Families who wait, those who were offered a place, those who came off the list."""
    rng, hives = county.rng, county.hive_count
    many = round(_WAITING_PER_SIX * hives / 6)
    transfers = round(_IFA_PER_SIX * hives / 6)
    open_dens = [den for den in county.dens if _free(den) > 0]
    for number in range(many):
        source = (
            JoinSource.IFA
            if number < transfers
            else rng.choice((JoinSource.PANEL, JoinSource.ESTABLISHED))
        )
        offered = number >= transfers and number - transfers < min(len(open_dens), hives // 3)
        den = open_dens[number - transfers] if offered else county.dens[number % hives]
        waiting = _add_waiting(county, names, den, source, offered=offered)
        if offered:
            _offer(county, waiting, den, TODAY - DAY * rng.randrange(2, 9), OfferAnswer.NONE)
        elif rng.random() < 0.12:
            days = (TODAY - waiting.asked_on).days
            day = waiting.asked_on + DAY * rng.randrange(days // 3, days)
            answer = rng.choice((OfferAnswer.REFUSED, OfferAnswer.LAPSED))
            _offer(county, waiting, rng.choice(county.dens), day, answer)
    for den in county.dens:
        for home in den.homes:
            if rng.random() < 0.3:
                _add_joined(county, den, home)
        if rng.random() < 0.5:
            _add_waiting(county, names, den, JoinSource.ESTABLISHED, withdrew=True)


def _free(den: Den) -> int:
    inside = (FamilyState.ACTIVE, FamilyState.ON_HOLD)
    return 10 - sum(home.record.status in inside for home in den.homes)


def _add_waiting(
    county: County,
    names: Names,
    den: Den,
    source: JoinSource,
    *,
    offered: bool = False,
    withdrew: bool = False,
) -> WaitingFamily:
    rng = county.rng
    connected = source is JoinSource.ESTABLISHED and rng.random() < 0.25
    asked = TODAY - DAY * rng.randrange(15, 330)
    status = WaitingState.OFFERED if offered else WaitingState.WAITING
    return county.make(
        WaitingFamily,
        name=names.family(names.pool()),
        area=rng.choice((*den.places_near, rng.choice(places.MORE))),
        hive_id=den.record.id,
        registration=Registration.CONNECTED if connected else Registration.COUNTY,
        source=source,
        asked_on=asked,
        status=WaitingState.WITHDREW if withdrew else status,
        closed_on=TODAY - DAY * rng.randrange(1, 14) if withdrew else None,
        phone=mobile(rng),
        note=rng.choice(_NOTES),
    )


def _add_joined(county: County, den: Den, home: Home) -> None:
    """The trace on the waiting list of a family that has since joined."""
    rng, family = county.rng, home.record
    asked = home.joined - DAY * rng.randrange(25, 200)
    waiting = county.make(
        WaitingFamily,
        name=family.name,
        area=family.area,
        hive_id=den.record.id,
        registration=family.registration,
        source=family.source,
        asked_on=asked,
        status=WaitingState.JOINED,
        closed_on=home.joined,
        phone=family.phone,
    )
    _offer(county, waiting, den, home.joined - DAY * rng.randrange(10, 22), OfferAnswer.ACCEPTED)


def _offer(
    county: County, waiting: WaitingFamily, den: Den, day: dt.date, answer: OfferAnswer
) -> None:
    answered = {OfferAnswer.NONE, OfferAnswer.LAPSED}
    county.make(
        Offer,
        waiting_id=waiting.id,
        hive_id=den.record.id,
        offered_on=day,
        answer_by=day + DAY * 14,
        answer=answer,
        answered_on=None if answer in answered else min(TODAY, day + DAY * 6),
        why="The group meets too far from home" if answer is OfferAnswer.REFUSED else None,
    )
