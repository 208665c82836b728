"""Who came: registers of activities and training sessions, evidence, answers to offers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

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
from hivedesk.rules.ladder import settled
from hivedesk.rules.policies import CATALOGUE, Policies
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store import Writing
from hivedesk.store.queries.policies import policies_of
from hivedesk.store.queries.registers import in_turn, person_of, places_of, twins_of

from .desk import Desk, Outcome, outcome
from .saving import get, put

Person = tuple[str, str, str]
"""Family id, column ("carer_id", "child_id" or "birth_child_id") and the person's id."""


def take_register(desk: Desk, activity_id: str, came: Mapping[Person, Attendance]) -> Outcome:
    """Keep who came to an activity; a person already on the register is updated."""
    return _keep_answers(desk, activity_id, came, "Take register")


def keep_answers(desk: Desk, activity_id: str, said: Mapping[Person, Attendance]) -> Outcome:
    """Keep what people said to being asked; a place that comes free goes to whoever waits.

    Gives the activity's id, and after it those of the places that moved up by themselves.
    """
    return _keep_answers(desk, activity_id, said, "Keep answers")


def invite(desk: Desk, activity_id: str, people: Iterable[Person]) -> Outcome:
    """Ask people to an activity that is still to come; who is on its list stays as they are."""
    with desk.writing("Invite") as write:
        activity = get(write.session, Activity, activity_id)
        if activity.at <= write.at:
            refuse_on([Problem("", "That has begun. Put whoever came on its register.")])
        on_it = {person_of(row) for row in places_of(write.session, activity_id)}
        asked = [each for each in dict.fromkeys(people) if each[2] not in on_it]
        if not asked:
            refuse_on([Problem("people", "Choose who is asked.")])
        made = [_add(write, activity_id, each, Attendance.REQUESTED).id for each in asked]
    return outcome(write, activity_id, *made)


def move_up(write: Writing, activity: Activity) -> list[str]:
    """Give places that are free to those who wait; the ids of the places that changed."""
    return settle_places(write, activity, {})


def settle_places(
    write: Writing, activity: Activity, said: Mapping[Person, Attendance]
) -> list[str]:
    """Keep answers in a write that is under way; the ids of the places that moved up by it.

    Once it has begun, what is said of a place is a fact: nobody waits and nobody moves up.
    """
    rows = places_of(write.session, activity.id)
    known = {person_of(row): row for row in rows}
    twins = twins_of(write.session, activity.id)
    people = {each[2]: each for each in said}
    answers = {each[2]: status for each, status in said.items()}
    if activity.at <= write.at:
        changed = {
            who: s for who, s in answers.items() if who not in known or known[who].status != s
        }
    else:
        standing = {who: row.status for who, row in known.items()} | {
            who: None for who in answers if who not in known
        }
        queue = [person_of(row) for row in in_turn(write.session, rows)]
        changed = settled(standing, queue, answers, activity.capacity)
    for who, status in changed.items():
        if who not in known:
            _add(write, activity.id, people[who], status)
        for row in twins[who]:
            row.status = status
    return [known[who].id for who in changed if who not in answers]


def _keep_answers(
    desk: Desk, activity_id: str, said: Mapping[Person, Attendance], verb: str
) -> Outcome:
    with desk.writing(verb) as write:
        activity = get(write.session, Activity, activity_id)
        moved = settle_places(write, activity, said)
    return outcome(write, activity_id, *moved)


def _add(
    write: Writing, activity_id: str, person: Person, status: Attendance
) -> ActivityAttendance:
    family_id, column, person_id = person
    row = {"activity_id": activity_id, "family_id": family_id, "status": status}
    return put(write, ActivityAttendance, {**row, column: person_id})


def take_training_register(desk: Desk, session_id: str, came: Mapping[str, Attendance]) -> Outcome:
    """Keep which carers (by id) came to a session."""
    with desk.writing("Take training register") as write:
        get(write.session, TrainingSession, session_id)
        known = defaultdict(list)
        asked = select(TrainingAttendance).where(
            TrainingAttendance.session_id == session_id, TrainingAttendance.archived_at.is_(None)
        )
        for row in write.session.scalars(asked):
            known[row.carer_id].append(row)
        for carer_id, status in came.items():
            for row in known[carer_id]:
                row.status = status
            if not known[carer_id]:
                values = {"session_id": session_id, "carer_id": carer_id, "status": status}
                put(write, TrainingAttendance, values)
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
