"""The lines of "Can I say yes?" about others: the return, who waits, what a crisis would find."""

from __future__ import annotations

from collections.abc import Iterator

from hivedesk.records import StayKind

from .asking import Candidate, Facts, Line
from .days import day_words
from .problems import Severity
from .queue import overtaken_by
from .stays import beds_words

_OK, _WARNING = Severity.OK, Severity.WARNING


def national(facts: Facts, room: Candidate) -> Iterator[Line]:
    """The national day counts, by name; never a placement move."""
    for passed in facts.national:
        yield Line(passed.rule, _WARNING, passed.words, "to_on")


def waiting(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Whether a request that waits for one of these nights could have the bed instead."""
    asked = facts.question
    if not facts.waiters or not asked.beds or asked.kind is StayKind.EMERGENCY:
        return
    taking = [asked.stay(child, room.room_id) for child in asked.children]
    known = {stay.id for stay in taking if stay.id}
    theirs = [
        waiter
        for waiter in facts.waiters
        if waiter.hive_id == room.hive_id
        and known.isdisjoint(waiter.ids)
        and (asked.in_line is None or waiter.since < asked.in_line)
    ]
    in_room = facts.stays.get(room.room_id, ())
    first = overtaken_by(taking, theirs, room.room_id, room.facts, in_room, asked.now)
    if first:
        words = f"A request has waited for these nights since {day_words(first.since.date())}."
        severity = _WARNING if asked.in_line is None else Severity.STOP
        yield Line("waiting", severity, f"{words} It is its turn first.")


def outside(facts: Facts, room: Candidate) -> Iterator[Line]:
    """A stay from outside the Hive needs its reason, beside the cover it takes."""
    asked = facts.question
    if not asked.is_outside or not asked.beds:
        return
    evening, free_before = facts.thinnest[room.hive_id]
    took = f"takes {asked.beds} of {beds_words(free_before)} free on {day_words(evening)}"
    if (asked.why or "").strip():
        yield Line("outside", _OK, f"From outside the Hive: {took}", "why", caution=True)
    else:
        yield Line("outside", _WARNING, f"From outside the Hive: {took}. Say why.", "why")


def cover(facts: Facts, room: Candidate) -> Iterator[Line]:
    """What is left for a crisis in that Hive, and where the next bed is, if this is yes."""
    asked = facts.question
    evening, free_before = facts.thinnest[room.hive_id]
    left = max(0, free_before - asked.beds)
    thin = facts.policies.number("rooms.thin", evening, room.hive_id)
    at_home = asked.hive_id in ("", room.hive_id) or room.hive_id not in facts.hives
    where = "here" if at_home else f"in {facts.hives[room.hive_id][0]}"
    words = f"Leaves {beds_words(left)} {where} for a crisis on {day_words(evening)}"
    if not facts.one_hive:
        words = f"{words}. {_next_hive(facts, room)}"
    if left > thin or not asked.beds:
        yield Line("cover", _OK, words)
        return
    # The rooms are there for the Hive's own children: said and marked. A bed that goes
    # outside the Hive on a thin night needs a note.
    away = asked.is_outside or asked.hive_id not in ("", room.hive_id)
    yield Line("cover", _WARNING if away else _OK, words, caution=True)


def _next_hive(facts: Facts, room: Candidate) -> str:
    """The nearest other Hive with a bed that evening."""
    found = facts.nearest[room.hive_id]
    if found is None:
        return "No other Hive has a bed that night."
    name, beds = found
    return f"Next: {name}, {beds_words(beds)}."


def cover_left(facts: Facts, room: Candidate, *, taken: bool) -> int:
    """Beds free in the room's Hive on the thinnest evening, once the stay has its own."""
    _, free_before = facts.thinnest[room.hive_id]
    return max(0, free_before - (facts.question.beds if taken else 0))
