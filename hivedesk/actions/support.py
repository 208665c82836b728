"""Logging one-to-one support, and keeping what was promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Family, FollowUp, FollowUpBy, SupportLog, new_id
from hivedesk.rules.days import local
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.support import check_follow_up
from hivedesk.store.queries.log_children import children_of_logs
from hivedesk.store.queries.stretches import kept

from .desk import Desk, Outcome, outcome
from .log_children import homes_of, name_children
from .saving import Values, get, problems_with, put, tidy

OUTCOME = ("breakdown_averted", "carer_staying", "evidence")
"""What came of a contact, and what shows it."""


def log_support(
    desk: Desk,
    family_ids: Sequence[str],
    values: Values,
    follow_up: Values | None = None,
    child_ids: Sequence[str] = (),
) -> Outcome:
    """Log one contact with one or several families; one row each, minutes counted once.

    What came of it (`OUTCOME`) is kept for the first family, as is what was promised: one
    breakdown that was averted is one, and its evidence is nobody else's.

    Args:
        follow_up: `what`, `due_on` and `by`, or None.
        child_ids: children of these families whom it was about; each is named with its own.
    """
    families = list(dict.fromkeys(family_ids))
    promised = {k: v for k, v in (follow_up or {}).items() if v not in (None, "")}
    if not set(promised) - {"by"}:
        promised = {}
    visit = new_id() if len(families) > 1 else None
    who: list[str | None] = [*families] or [None]
    with desk.writing("Log support") as write:
        given = {"worker_id": desk.worker_id, **values, "visit_id": visit}
        shared = {name: value for name, value in given.items() if name not in OUTCOME}
        rows = [{**(shared if n else given), "family_id": each} for n, each in enumerate(who)]
        # Everything that is not right is said at once, not one thing at each try.
        found = [] if families else [Problem("family_id", "Choose the family you spoke with.")]
        found += problems_with(write.session, SupportLog, tidy(rows[0]), write.at)
        homes, wrong = homes_of(write.session, child_ids, families)
        found += wrong if families else []
        found += check_follow_up(promised, local(write.at).date())
        refuse_on(found)
        logs = [put(write, SupportLog, row) for row in rows]
        for log in logs:
            name_children(
                write, log.id, [each for each in child_ids if homes[each] == log.family_id]
            )
        if promised:
            put(
                write,
                FollowUp,
                {
                    "by": FollowUpBy.ME,
                    **promised,
                    "family_id": logs[0].family_id,
                    "support_log_id": logs[0].id,
                },
            )
        saved = [each.id for each in logs]
    return outcome(write, *saved)


def change_log(desk: Desk, log_id: str, values: Values, child_ids: Sequence[str]) -> Outcome:
    """Correct what a log says, and whom it was about.

    What was promised in it is the right family's then, too.
    """
    with desk.writing(f"Edit {SupportLog.one}") as write:
        family_id = get(write.session, SupportLog, log_id).family_id
        log = put(write, SupportLog, values, log_id)
        if log.family_id != family_id:
            refuse_on(_problems_of_visit(write.session, log))
            promised = select(FollowUp).where(
                FollowUp.support_log_id == log_id, FollowUp.family_id == family_id
            )
            for follow_up in write.session.scalars(promised):
                follow_up.family_id = log.family_id
        # Whom it names already may have moved away with all that tells of it.
        known = children_of_logs(write.session, [log_id])[log_id]
        asked = [each for each in child_ids if log.family_id != family_id or each not in known]
        refuse_on(homes_of(write.session, asked, [log.family_id])[1])
        name_children(write, log_id, child_ids)
    return outcome(write, log_id)


def finish_follow_up(desk: Desk, follow_up_id: str, note: str | None = None) -> Outcome:
    """A promise was kept."""
    with desk.writing("Finish follow-up") as write:
        _refuse_if_done(get(write.session, FollowUp, follow_up_id))
        done = {"done_on": local(write.at).date(), "done_note": note}
        put(write, FollowUp, done, follow_up_id)
    return outcome(write, follow_up_id)


def put_off_follow_up(desk: Desk, follow_up_id: str, due_on: dt.date) -> Outcome:
    """Leave a follow-up until a later day."""
    with desk.writing("Put off follow-up") as write:
        record = get(write.session, FollowUp, follow_up_id)
        _refuse_if_done(record)
        today = local(desk.now).date()
        refuse_on(check_follow_up({"what": record.what, "due_on": due_on}, today))
        put(write, FollowUp, {"due_on": due_on}, follow_up_id)
    return outcome(write, follow_up_id)


def leave_until(desk: Desk, family_id: str, day: dt.date) -> Outcome:
    """Do not count a family as gone quiet before `day`."""
    with desk.writing("Leave family until a later day") as write:
        if day <= local(desk.now).date():
            refuse_on([Problem("leave_until", "Choose a day that is still to come.")])
        put(write, Family, {"leave_until": day}, family_id)
    return outcome(write, family_id)


def ask_after_again(desk: Desk, family_id: str) -> Outcome:
    """Count a family again that was left until a later day."""
    with desk.writing("Count family again") as write:
        put(write, Family, {"leave_until": None}, family_id)
    return outcome(write, family_id)


def _problems_of_visit(session: Session, log: SupportLog) -> list[Problem]:
    """A visit has one row for each family; two would be two contacts."""
    if log.visit_id is None:
        return []
    twin = select(SupportLog.id).where(
        SupportLog.at == log.at,
        SupportLog.visit_id == log.visit_id,
        SupportLog.family_id == log.family_id,
        SupportLog.id != log.id,
        kept(SupportLog),
    )
    if session.scalar(twin) is None:
        return []
    words = "That family has a log of this visit already. Change that one, or archive this."
    return [Problem("family_id", words)]


def _refuse_if_done(record: FollowUp) -> None:
    if record.done_on:
        refuse_on([Problem("", f"That was done on {record.done_on:%d %b %Y}.")])
