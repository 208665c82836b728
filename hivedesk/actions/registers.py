"""Who came: registers of activities and training sessions, evidence, answers to offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    Attendance,
    DueCheck,
    Family,
    Offer,
    OfferAnswer,
    TrainingAttendance,
    TrainingSession,
    WaitingFamily,
    WaitingState,
)
from hivedesk.rules.days import local
from hivedesk.rules.policies import CATALOGUE, Policies
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.policies import policies_of

from .desk import Desk, Outcome, outcome
from .saving import get, put

Person = tuple[str, str, str]
"""Family id, column ("carer_id", "child_id" or "birth_child_id") and the person's id."""


def take_register(desk: Desk, activity_id: str, came: Mapping[Person, Attendance]) -> Outcome:
    """Keep who came to an activity; a person already on the register is updated."""
    with desk.writing("Take register") as write:
        get(write.session, Activity, activity_id)
        known = {
            row.carer_id or row.child_id or row.birth_child_id: row
            for row in write.session.scalars(
                select(ActivityAttendance).where(
                    ActivityAttendance.activity_id == activity_id,
                    ActivityAttendance.archived_at.is_(None),
                )
            )
        }
        for (family_id, column, person_id), status in came.items():
            if person_id in known:
                known[person_id].status = status
                continue
            row = {"activity_id": activity_id, "family_id": family_id, "status": status}
            put(write, ActivityAttendance, {**row, column: person_id})
    return outcome(write, activity_id)


def take_training_register(desk: Desk, session_id: str, came: Mapping[str, Attendance]) -> Outcome:
    """Keep which carers (by id) came to a session."""
    with desk.writing("Take training register") as write:
        get(write.session, TrainingSession, session_id)
        known = {
            row.carer_id: row
            for row in write.session.scalars(
                select(TrainingAttendance).where(
                    TrainingAttendance.session_id == session_id,
                    TrainingAttendance.archived_at.is_(None),
                )
            )
        }
        for carer_id, status in came.items():
            if carer_id in known:
                known[carer_id].status = status
            else:
                row = {"session_id": session_id, "carer_id": carer_id, "status": status}
                put(write, TrainingAttendance, row)
    return outcome(write, session_id)


def offer_place(desk: Desk, waiting_id: str, hive_id: str, answer_by: dt.date | None) -> Outcome:
    """Offer a waiting family a place in a Hive."""
    with desk.writing("Offer a place") as write:
        waiting = get(write.session, WaitingFamily, waiting_id)
        if waiting.status is not WaitingState.WAITING:
            words = f"{waiting.name} is not waiting: {waiting.status.label.lower()}."
            refuse_on([Problem("waiting_id", words)])
        offer = {
            "waiting_id": waiting_id,
            "hive_id": hive_id,
            "offered_on": local(desk.now).date(),
            "answer_by": answer_by,
            "answer": OfferAnswer.NONE,
        }
        put(write, Offer, offer)
        waiting.status = WaitingState.OFFERED
    return outcome(write, waiting_id)


def answer_offer(desk: Desk, offer_id: str, answer: OfferAnswer, why: str | None) -> Outcome:
    """Keep what a family said. Refusing or letting it lapse puts it back in its place."""
    with desk.writing("Record answer to offer") as write:
        today = local(write.at).date()
        offer = get(write.session, Offer, offer_id)
        if answer is OfferAnswer.NONE:
            refuse_on([Problem("answer", "Choose what the family said.")])
        if offer.answer is not OfferAnswer.NONE:
            words = f"That offer has been answered: {offer.answer.label.lower()}."
            refuse_on([Problem("answer", words)])
        put(write, Offer, {"answer": answer, "answered_on": today, "why": why}, offer_id)
        waiting = get(write.session, WaitingFamily, offer.waiting_id)
        if answer is OfferAnswer.ACCEPTED:
            waiting.status, waiting.closed_on = WaitingState.JOINED, today
        else:
            waiting.status, waiting.closed_on = WaitingState.WAITING, None
    return outcome(write, offer.waiting_id)


def finish_check(desk: Desk, check_id: str, done_on: dt.date, note: str | None = None) -> Outcome:
    """A check was done: keep the day, and set the next one by the policy of that day."""
    with desk.writing("Record check as done") as write:
        check = get(write.session, DueCheck, check_id)
        if check.done_on:
            words = f"That check was done on {check.done_on:%d %b %Y}."
            refuse_on([Problem("done_on", words)])
        kept = {"done_on": done_on} | ({"note": note} if note else {})
        put(write, DueCheck, kept, check_id)
        hive_id = get(write.session, Family, check.family_id).hive_id
        key = f"check.{check.kind.value}_days"
        policies: Policies = policies_of(write.session)
        if key in CATALOGUE:
            following = {
                "family_id": check.family_id,
                "carer_id": check.carer_id,
                "person": check.person,
                "kind": check.kind,
                "due_on": done_on + dt.timedelta(days=policies.number(key, done_on, hive_id)),
            }
            put(write, DueCheck, following)
    return outcome(write, check_id)
