"""Where the entries of a family's story come from, one source for each kind of happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    BroughtIn,
    Child,
    Family,
    FamilyState,
    FamilyStatus,
    FollowUp,
    Placement,
    Referral,
    SupportLog,
)
from hivedesk.rules.days import Span, local
from hivedesk.rules.support import is_out_of_hours

from .log_children import named_where
from .story_entries import About, Entry, Promise, Source, names_in_words, within
from .story_together import activities, evidence, sessions, stays
from .stretches import kept


def sources_of(about: About) -> list[Source]:
    """Every source of one family's story. To add one, add its line here."""
    made = (_logs, _promises, stays, activities, sessions, evidence, _referrals, _steps)
    return [source(about) for source in made] + _placements(about)


def _logs(about: About) -> Source:
    mine = and_(SupportLog.family_id == about.family_id, kept(SupportLog))
    # A column, not the note: whether there is one is all the story may know.
    has_note = and_(
        SupportLog.private_note.is_not(None), SupportLog.worker_id == (about.worker_id or "")
    )
    columns = (
        SupportLog.id,
        SupportLog.worker_id,
        SupportLog.at,
        SupportLog.minutes,
        SupportLog.way,
        SupportLog.themes,
        SupportLog.note,
        SupportLog.positive,
        SupportLog.agreed,
        SupportLog.brought_in,
        SupportLog.breakdown_averted,
        SupportLog.carer_staying,
        has_note.label("private"),
    )

    def entries(session: Session, span: Span) -> list[Entry]:
        rows = session.execute(select(*columns).where(mine, within(SupportLog.at, span))).all()
        promised = _promised(session, about, [row.id for row in rows])
        named = named_where(session, and_(mine, within(SupportLog.at, span)))
        return [
            Entry(
                "support-logs",
                row.id,
                "support",
                row.way.value,
                local(row.at).date(),
                row.way.label,
                _about(named.get(row.id, {}).values()),
                at=row.at,
                minutes=row.minutes,
                out_of_hours=is_out_of_hours(row.at, about.policies, about.cores[row.worker_id]),
                text=row.note,
                positive=row.positive or "",
                agreed=row.agreed or "",
                tags=(*row.themes, *(_BROUGHT.get(who, who) for who in row.brought_in)),
                good=_good(row),
                promises=tuple(promised[row.id]),
                private=bool(row.private),
            )
            for row in rows
        ]

    return Source("support", select(func.date(SupportLog.at).label("day")).where(mine), entries)


def _about(children: Collection[str]) -> str:
    return f"about {names_in_words(children)}" if children else ""


_BROUGHT = {word.value: word.label for word in BroughtIn}


def _good(row: Any) -> tuple[str, ...]:
    told = []
    if row.breakdown_averted:
        told.append("A breakdown was averted")
    if row.carer_staying:
        told.append("A carer is staying")
    return tuple(told)


def _promised(session: Session, about: About, log_ids: list[str]) -> dict[str, list[Promise]]:
    found: dict[str, list[Promise]] = defaultdict(list)
    wanted = set(log_ids)
    query = (
        select(
            FollowUp.support_log_id, FollowUp.id, FollowUp.what, FollowUp.due_on, FollowUp.done_on
        )
        .where(
            FollowUp.family_id == about.family_id,
            FollowUp.support_log_id.is_not(None),
            kept(FollowUp),
        )
        .order_by(FollowUp.due_on)
    )
    for log_id, each, what, due_on, done_on in session.execute(query):
        if log_id in wanted:
            found[log_id].append(Promise(each, what, due_on, done_on))
    return found


def _promises(about: About) -> Source:
    """Follow-ups that came out of no log."""
    day = func.coalesce(FollowUp.done_on, FollowUp.due_on)
    mine = and_(
        FollowUp.family_id == about.family_id,
        FollowUp.support_log_id.is_(None),
        day <= about.today.isoformat(),
        kept(FollowUp),
    )

    def entries(session: Session, span: Span) -> list[Entry]:
        near = and_(day >= span.first.isoformat(), day <= span.last.isoformat())
        return [
            Entry(
                "follow-ups",
                each.id,
                "support",
                "follow-up",
                each.done_on or each.due_on,
                "Follow-up",
                text=each.done_note or "",
                promises=(Promise(each.id, each.what, each.due_on, each.done_on),),
            )
            for each in session.scalars(select(FollowUp).where(mine, near))
        ]

    return Source("support", select(func.date(day).label("day")).where(mine), entries)


def _referrals(about: About) -> Source:
    mine = and_(Referral.family_id == about.family_id, Referral.on <= about.today, kept(Referral))

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(Referral, Child.first_name)
            .outerjoin(Child, Child.id == Referral.child_id)
            .where(mine, Referral.on >= span.first, Referral.on <= span.last)
        )
        return [
            Entry(
                "referrals",
                each.id,
                "referrals",
                "referral",
                each.on,
                f"Referral to {_in_a_sentence(each.service.label)}",
                aside=" · ".join(p for p in (child, each.status.label.lower()) if p),
                text=each.why,
            )
            for each, child in session.execute(query)
        ]

    return Source("referrals", select(func.date(Referral.on).label("day")).where(mine), entries)


def _in_a_sentence(service: str) -> str:
    """Services with a name of their own keep their capitals."""
    return service if service.istitle() or " " not in service else service[0].lower() + service[1:]


def _steps(about: About) -> Source:
    mine = and_(
        FamilyStatus.family_id == about.family_id,
        FamilyStatus.from_on <= about.today,
        kept(FamilyStatus),
    )

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(FamilyStatus, Family.joined_on)
            .join(Family, Family.id == FamilyStatus.family_id)
            .where(mine, FamilyStatus.from_on >= span.first, FamilyStatus.from_on <= span.last)
        )
        return [
            Entry(
                "family-statuses",
                step.id,
                "status",
                step.status.value,
                step.from_on,
                "Joined the Hive"
                if step.status is FamilyState.ACTIVE and step.from_on == joined_on
                else _STEP_WORDS[step.status],
                text=step.reason or "",
            )
            for step, joined_on in session.execute(query)
        ]

    days = select(func.date(FamilyStatus.from_on).label("day")).where(mine)
    return Source("status", days, entries)


_STEP_WORDS = {
    FamilyState.ACTIVE: "Active again",
    FamilyState.ON_HOLD: "On hold",
    FamilyState.LEFT: "Left the Hive",
    FamilyState.DEREGISTERED: "De-registered",
}


def _placements(about: About) -> list[Source]:
    """A child came; a child moved on."""

    def source(day: Any, tell: Callable[[Placement, str], Entry]) -> Source:
        mine = and_(Placement.family_id == about.family_id, day <= about.today, kept(Placement))

        def entries(session: Session, span: Span) -> list[Entry]:
            query = (
                select(Placement, Child.first_name)
                .join(Child, Child.id == Placement.child_id)
                .where(mine, day >= span.first, day <= span.last)
            )
            return [tell(placement, child) for placement, child in session.execute(query)]

        return Source("status", select(func.date(day).label("day")).where(mine), entries)

    def came(placement: Placement, child: str) -> Entry:
        title = f"{child} came to live here"
        aside = placement.code.label.lower()
        return Entry(
            "placements", placement.id, "status", "came", placement.started_on, title, aside
        )

    def moved(placement: Placement, child: str) -> Entry:
        how = placement.ended_how.label.lower() if placement.ended_how else ""
        day = placement.ended_on or placement.started_on
        title = f"{child} moved on"
        return Entry(
            "placements",
            placement.id,
            "status",
            "moved",
            day,
            title,
            how,
            text=placement.note or "",
        )

    return [
        source(Placement.started_on, came),
        source(Placement.ended_on, moved),
    ]
