"""The sentences of a family's card. No Qt here: a card in, words out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hivedesk.desktop.models.record_state import state_badge
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.when import MONTHS, date_words
from hivedesk.records import (
    FamilyState,
    JoinSource,
    OneToOne,
    Permission,
    Smoking,
    StayKind,
    StayState,
)
from hivedesk.store.queries.family_card import Card, CardChild, OwnChild
from hivedesk.store.queries.family_next import Due, NextCourse, NextStay
from hivedesk.store.queries.story_entries import names_in_words

from .runs import Run


@dataclass(frozen=True)
class Sentence:
    """Words of the card with the icon before them."""

    runs: tuple[Run, ...]
    icon: str = ""
    icon_role: str = "text_muted"


def month_words(day: dt.date) -> str:
    """ "May 2019"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def plain_day(day: dt.date) -> str:
    """ "30 Sep 2021": a limit, whose day of the week matters to nobody."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def under_the_name(card: Card) -> str:
    """ "Eastleigh · in the Hive since May 2019"."""
    return f"{card.hive} · in the Hive since {month_words(card.joined_on)}"


def badges_of(card: Card) -> list[BadgeSpec]:
    """Where the family stands, and how it is registered."""
    found = [_status_badge(card)]
    if card.archived:
        found.insert(0, BadgeSpec("Archived", "neutral", "archive"))
    found.append(BadgeSpec(card.registration.label))
    if card.source is not JoinSource.ESTABLISHED:
        found.append(BadgeSpec(card.source.label))
    if card.skills_level:
        found.append(BadgeSpec(f"Skills level {card.skills_level}"))
    if (sent := state_badge(card.sync)) is not None:
        found.append(sent)
    return found


def _status_badge(card: Card) -> BadgeSpec:
    icon, role = {
        FamilyState.ACTIVE: ("check-circle", "positive"),
        FamilyState.ON_HOLD: ("pause", "warning"),
        FamilyState.LEFT: ("walk", "neutral"),
        FamilyState.DEREGISTERED: ("stop", "neutral"),
    }[card.status]
    return BadgeSpec(card.status.label, role, icon)  # type: ignore[arg-type]


def status_sentence(card: Card, today: dt.date) -> str:
    """Why a family is not active, and since when; "" for one that is."""
    if card.status is FamilyState.ACTIVE or card.status_from is None:
        return ""
    since = f"Since {date_words(card.status_from, today)}"
    return f"{since}: {card.status_why}" if card.status_why else since


def age_words(age: int) -> str:
    """ "9"; nobody says of a baby that it is 0."""
    return str(age) if age else "under 1"


def child_runs(child: CardChild) -> tuple[Run, ...]:
    """ "Jayden, 9 · here since Feb 2020"."""
    runs = [Run(child.first_name, strong=True), Run(f", {age_words(child.age)}")]
    if child.since:
        runs.append(Run(f" · here since {month_words(child.since)}", "text_muted"))
    return tuple(runs)


def own_child_runs(child: OwnChild) -> tuple[Run, ...]:
    """ "Beth, 14 · own child"."""
    named = f"{child.first_name}, {age_words(child.age)}"
    return (Run(named), Run(" · own child", "text_muted"))


def sleepover_sentences(children: Sequence[CardChild], today: dt.date) -> list[Sentence]:
    """May they sleep over? One sentence for all who have the same answer."""
    answers: dict[tuple[object, ...], list[CardChild]] = defaultdict(list)
    for child in children:
        worker = child.social_worker if child.permission is Permission.SOCIAL_WORKER else ""
        answers[child.permission, child.until, worker].append(child)
    return [
        _sleepovers(same, today, alone=len(answers) == 1 and len(children) == 1)
        if len(answers) > 1 or len(children) == 1
        else _sleepovers(same, today, everybody=True)
        for same in answers.values()
    ]


def _sleepovers(
    same: list[CardChild], today: dt.date, *, alone: bool = False, everybody: bool = False
) -> Sentence:
    first = same[0]
    names = names_in_words(child.first_name for child in same)
    whom = "" if alone else " for both" if everybody and len(same) == 2 else f" for {names}"
    if everybody and len(same) > 2:
        whom = " for all"
    if first.permission in (Permission.SOCIAL_WORKER, Permission.DELEGATED):
        if first.permission is Permission.SOCIAL_WORKER:
            words = f"Agreed by {first.social_worker or 'the social worker'}{whom}"
        else:
            words = f"Delegated in the placement plan{whom}"
        if first.until and first.until < today:
            words = f"Ran out{whom} on {plain_day(first.until)}: ask again"
            return Sentence((Run(words, "warning"),), "warning", "warning")
        if first.until:
            words += f", until {plain_day(first.until)}"
        return Sentence((Run(words),), "check-circle", "positive")
    if first.permission is Permission.ASKED:
        return Sentence((Run(f"Asked{whom}, no answer yet"),), "clock", "text_muted")
    if first.permission is Permission.REFUSED:
        return Sentence((Run(f"Not agreed{whom}", "danger"),), "no-entry", "danger")
    return Sentence((Run(f"Nobody has agreed yet{whom}", "warning"),), "warning", "warning")


def home_sentence(card: Card) -> str:
    """Pets, smoking, access, other grown-ups, in one sentence."""
    parts = [card.pets, _SMOKING[card.smoking] if card.smoking else "", card.access_needs]
    parts.append(card.household)
    told = [part.strip().rstrip(".") for part in parts if part and part.strip()]
    lowered = [told[0], *(_low(part) for part in told[1:])] if told else []
    return "; ".join(lowered)


_SMOKING = {
    Smoking.NONE: "No smoking",
    Smoking.OUTSIDE: "Smoking outside only",
    Smoking.INSIDE: "Smoking in the home",
}


def _low(part: str) -> str:
    """Inside a sentence; a word in capitals or a name after a comma is left alone."""
    return part if part[:2].isupper() else part[0].lower() + part[1:]


def stay_runs(stay: NextStay, today: dt.date) -> tuple[Run, ...]:
    """ "Now with Maureen Fry, Blue room, until Sun 27 Jun"."""
    where = f"with {stay.link_carer}, {stay.room}"
    until = date_words(stay.to_on, today)
    here_now = stay.from_on <= today and stay.status in (
        StayState.IN_PROGRESS,
        StayState.AGREED,
        StayState.CONFIRMED,
    )
    if stay.kind is StayKind.DAY_CARE:
        words = f"Day care {where}, {date_words(stay.from_on, today)}"
    elif here_now:
        words = f"Now {where}, until {until}"
    else:
        words = f"{date_words(stay.from_on, today)} to {until} {where}"
    runs = [Run(words), Run(f" · {stay.child}", "text_muted")]
    if stay.kind is StayKind.EMERGENCY:
        runs.insert(0, Run("Emergency: ", "danger", strong=True))
    if stay.status in (StayState.REQUESTED, StayState.WAITLISTED):
        runs.append(Run(f" · {stay.status.label.lower()}", "text_muted"))
    return tuple(runs)


def days_ago(day: dt.date, today: dt.date) -> str:
    """ "today", "yesterday", "2 days ago", "5 weeks ago"."""
    days = (today - day).days
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    return f"{days} days ago" if days < 60 else f"{days // 7} weeks ago"


def contact_runs(card: Card, today: dt.date) -> tuple[Run, ...]:
    """When somebody last spoke to them, and what they asked for."""
    runs: list[Run] = []
    if card.last_contact is None:
        runs.append(Run("Nobody has logged any yet"))
    else:
        on, way = card.last_contact.on, card.last_contact.way
        runs.append(Run(days_ago(on, today)))
        runs.append(Run(f" · {way.label.lower()}, {date_words(on, today)}", "text_muted"))
    return tuple(runs)


def wish_sentence(card: Card, today: dt.date) -> str:
    """What they asked for about being rung; "" where they are glad of every call."""
    if card.leave_until and card.leave_until > today:
        return f"Leave until {date_words(card.leave_until, today)}"
    return "" if card.one_to_one is OneToOne.WELCOME else card.one_to_one.label


def due_runs(due: Due, today: dt.date) -> tuple[Run, ...]:
    """ "Medical, Ruth: Fri 9 Jul", or how late it is."""
    what = due.what or (due.check.label if due.check else "")
    if due.who:
        what += f", {due.who}"
    late = (today - due.on).days
    if late > 0:
        days = f"{late} day{'' if late == 1 else 's'} late"
        return (Run(f"{what}: "), Run(days, "danger", strong=True))
    soon = late >= -28
    return (Run(f"{what}: "), Run(date_words(due.on, today), strong=soon))


def gap_runs(card: Card) -> tuple[Run, ...]:
    """ "3 gaps: Colin 2, Ruth 1"."""
    total = sum(gap.courses for gap in card.gaps)
    who = ", ".join(f"{gap.first_name} {gap.courses}" for gap in card.gaps)
    word = "gap" if total == 1 else "gaps"
    return (Run(f"{total} {word}: "), Run(who, "accent_text", strong=True))


def course_sentence(booked: NextCourse, today: dt.date) -> str:
    """ "Next: SCARF workshop 1, Sat 3 Jul"."""
    return f"Next: {booked.course}, {date_words(booked.on, today)}"


def address_line(address: str) -> str:
    """An address in a sentence."""
    return ", ".join(line.strip().rstrip(",") for line in address.splitlines() if line.strip())
