"""What the log sheet offers: families with their people, themes, and the office hours."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Carer,
    Child,
    Family,
    Placement,
    Professional,
    ProfessionalRole,
    SupportLog,
    Theme,
)
from hivedesk.rules.days import age_on
from hivedesk.rules.families import IN_THE_HIVE
from hivedesk.rules.hours import OFFICE, Cores
from hivedesk.rules.policies import Policies

from .policies import policies_of
from .stretches import cores_of, kept
from .words import joined

_RECENT = 200
"""Logs that decide which themes come first: about a Hive's last two months."""


_SPOKEN_OF = dt.timedelta(days=91)
"""How long a child who has moved on is still offered: the talking goes on when the bed is empty."""


class ChildChoice(NamedTuple):
    """A child as it is ticked, "Connor (15)"; `gone` where it lives with the family no more."""

    id: str
    name: str
    about: str
    gone: bool

    @property
    def words(self) -> str:
        """ "Connor (15)", "Connor (15, moved on)"."""
        return f"{self.name} ({self.about})"


@dataclass(frozen=True)
class FamilyChoice:
    """A family as it is chosen: its carers, its children with ages, its SSW and PSW by name."""

    id: str
    name: str
    carers: str
    children: tuple[ChildChoice, ...]
    ssw: str
    psw: str

    @property
    def words(self) -> str:
        """ "Hargreaves: Linda and Tom"."""
        return f"{self.name}: {self.carers}" if self.carers else self.name


@dataclass(frozen=True)
class LogChoices:
    """Everything a log is filled in from. Themes come the most used first.

    `cores` are the core hours of whoever logs.
    """

    families: tuple[FamilyChoice, ...]
    themes: tuple[str, ...]
    policies: Policies
    cores: Cores = OFFICE


def log_choices(
    session: Session,
    hive_id: str | None,
    today: dt.date,
    also: Collection[str] = (),
    worker_id: str | None = None,
    named: Mapping[str, str] | None = None,
) -> LogChoices:
    """What can be chosen in one Hive (None for all).

    Args:
        also: families offered in any case.
        worker_id: who logs.
        named: children offered in any case, wherever they live now, with the family they are
            offered with.
    """
    here = Family.status.in_(IN_THE_HIVE) & Family.archived_at.is_(None)
    if hive_id:
        here &= Family.hive_id == hive_id
    wanted = or_(here, Family.id.in_(also)) if also else here
    rows = session.execute(
        select(Family.id, Family.name, Family.hive_id, Family.ssw_id).where(wanted)
    ).all()
    ids = select(Family.id).where(wanted)
    carers = _by_family(
        (family_id, first)
        for family_id, first in session.execute(
            select(Carer.family_id, Carer.first_name)
            .where(Carer.family_id.in_(ids), Carer.ended_on.is_(None), Carer.archived_at.is_(None))
            .order_by(Carer.created_at, Carer.id)
        )
    )
    children = _by_family(_children(session, ids, today, named or {}))
    people = session.execute(
        select(Professional.id, Professional.name, Professional.role, Professional.hive_id).where(
            Professional.archived_at.is_(None),
            Professional.role.in_((ProfessionalRole.SSW, ProfessionalRole.PSW)),
        )
    ).all()
    names = {each.id: each.name for each in people}
    psws = {each.hive_id: each.name for each in people if each.role is ProfessionalRole.PSW}
    families = [
        FamilyChoice(
            row.id,
            row.name,
            joined(carers[row.id]),
            tuple(children[row.id]),
            names.get(row.ssw_id, ""),
            psws.get(row.hive_id, ""),
        )
        for row in rows
    ]
    families.sort(key=lambda each: each.words.casefold())
    cores = cores_of(session)[worker_id]
    return LogChoices(tuple(families), _themes(session), policies_of(session), cores)


def _children(
    session: Session, family_ids: Select[Any], today: dt.date, named: Mapping[str, str]
) -> Iterator[tuple[str, ChildChoice]]:
    """Each child with the family it is offered with, the eldest first.

    Whoever moved within the Hive is spoken of with both families for a while.
    """
    since = today - _SPOKEN_OF
    lately = or_(Child.left_on.is_(None), Child.left_on >= since)
    here = and_(Child.family_id.in_(family_ids), lately, Child.archived_at.is_(None))
    child = (Child.id, Child.family_id, Child.first_name, Child.born_on, Child.left_on)
    offered = select(*child).where(or_(here, Child.id.in_(named)))
    found = {(named.get(row.id, row.family_id), row.id): row for row in session.execute(offered)}
    moved = (
        select(*child, Placement.family_id.label("home"))
        .join(Child, Child.id == Placement.child_id)
        .where(Placement.family_id.in_(family_ids), Placement.family_id != Child.family_id)
        .where(Placement.ended_on >= since, kept(Placement), Child.archived_at.is_(None))
    )
    found |= {(row.home, row.id): row for row in session.execute(moved)}
    for (home, _), row in sorted(found.items(), key=lambda each: (each[1].born_on, each[1].id)):
        gone = bool(row.left_on or home != row.family_id)
        about = f"{age_on(row.born_on, today)}{', moved on' if gone else ''}"
        yield home, ChildChoice(row.id, row.first_name, about, gone)


def _themes(session: Session) -> tuple[str, ...]:
    """Every theme on offer, those ticked most in the latest logs first."""
    on_offer = session.scalars(
        select(Theme.name).where(Theme.archived_at.is_(None)).order_by(Theme.name)
    ).all()
    recent = session.scalars(
        select(SupportLog.themes).order_by(SupportLog.at.desc()).limit(_RECENT)
    )
    used = Counter(theme for themes in recent for theme in themes or ())
    return tuple(sorted(on_offer, key=lambda name: -used[name]))


def _by_family(pairs: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for family_id, each in pairs:
        found[family_id].append(each)
    return found
