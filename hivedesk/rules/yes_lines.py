"""The lines of "Can I say yes?": one rule each, in the order a worker would ask them."""

from __future__ import annotations

from collections.abc import Iterator

from hivedesk.records import Animals, FamilyState, Permission, StayKind

from . import stays
from .asking import Candidate, Facts, Line
from .days import day_words
from .families import GONE
from .problems import Problem, Severity
from .stays import beds_words

_OK, _WARNING, _STOP = Severity.OK, Severity.WARNING, Severity.STOP


def _of(rule: str, problem: Problem) -> Line:
    return Line(rule, problem.severity, problem.words, problem.field)


def free(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Held, not closed, and a bed for each child on each night."""
    asked = facts.question
    one = asked.stay(asked.children[0], room.room_id)
    others = facts.stays.get(room.room_id, ())
    found = stays.room_problems(one, room.facts)
    if stays.holds_a_bed(one, asked.now):
        found += stays.bed_problems(one, room.facts, others, asked.now, asked.beds)
    if found:
        yield from (_of("free", problem) for problem in found)
        return
    nights = len(asked.nights)
    if not nights:
        yield Line("free", _OK, f"Open on {day_words(asked.from_on)}; day care takes no bed")
        return
    taken = stays.beds_taken(others, asked.now)
    left = room.facts.beds - max(taken[night] for night in asked.nights)
    which = {1: "The night is", 2: "Both nights"}.get(nights, f"All {nights} nights")
    yield Line("free", _OK, f"{which} free; {left} of {beds_words(room.facts.beds)}")


def together(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Whether a child is elsewhere on those days, and siblings stay in one room."""
    asked = facts.question
    for child in asked.children:
        if child.id:
            stay = asked.stay(child, room.room_id)
            found = stays.same_child_problems(stay, facts.own.get(child.id, ()), child.first_name)
            yield from (_of("elsewhere", problem) for problem in found)
            if child.left_on and child.left_on <= asked.from_on:
                words = f"{child.first_name} moved on on {day_words(child.left_on)}. Ask where to."
                yield Line("family", _WARNING, words, "child_id")
    if len(asked.children) > 1:
        names = and_words([child.first_name for child in asked.children])
        if len({child.family_id for child in asked.children}) > 1:
            words = f"{names} do not live in one family. Ask for each of them."
            yield Line("siblings", _WARNING, words, "child_id")
        elif asked.nights:
            yield Line("siblings", _OK, f"{names} stay together")


def ages(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Each child's age on the first day against the room's."""
    asked, fits = facts.question, []
    for child in asked.children:
        if child.facts is None:
            band = f"{room.facts.age_from}–{room.facts.age_to}"
            words = f"Ask how old {child.first_name} is: the room is for {band}"
            yield Line("age", _OK, words, "guest_name", caution=True)
            continue
        stay = asked.stay(child, room.room_id)
        found = stays.age_problems(stay, room.facts, child.facts)
        yield from (_of("age", problem) for problem in found)
        if not found:
            fits.append(str(child.age_on(asked.from_on)))
    if fits:
        band = f"{room.facts.age_from}–{room.facts.age_to}"
        words = f"Age {and_words(fits)} {'fits' if len(fits) == 1 else 'fit'} {band}"
        yield Line("age", _OK, words)


def sharing(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Who else sleeps in the room on those nights; nobody is named."""
    asked = facts.question
    others = [
        other
        for other in facts.stays.get(room.room_id, ())
        if stays.holds_a_bed(other, asked.now)
        and not set(stays.nights(other)).isdisjoint(asked.nights)
    ]
    if not asked.nights:
        return
    families = {child.family_id for child in asked.children}
    strange = [o for o in others if not _is_of(facts, o, families)]
    if not others:
        yield Line("sharing", _OK, "Nobody to share with")
    elif not strange:
        yield Line("sharing", _OK, "Shares with a child of the same family")
    else:
        known = facts.guests.get(strange[0].child_id or "")
        age = f" of {known.age}" if known and known.age is not None else ""
        who = f"a child{age} from another family" if len(strange) == 1 else "other children"
        words = f"Would share with {who}. Ask whether they may."
        yield Line("sharing", _WARNING, words)


def _is_of(facts: Facts, stay: stays.Stay, families: set[str]) -> bool:
    guest = facts.guests.get(stay.child_id or "")
    return guest is not None and guest.family_id in families


def permission(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Who has agreed that the child may sleep over, and until when."""
    asked = facts.question
    if asked.kind is StayKind.DAY_CARE:
        yield Line("permission", _OK, "Day care is no night away, so nobody has to agree to one")
        return
    for child in asked.children:
        if child.facts is None:
            words = f"Ask whether {child.first_name}'s own social worker has agreed"
            yield Line("permission", _OK, words, "guest_name", caution=True)
            continue
        found = stays.permission_problems(asked.stay(child, room.room_id), child.facts)
        yield from (_of("permission", problem) for problem in found)
        if not found:
            delegated = child.sleepovers is Permission.DELEGATED
            who = "Delegated in the placement plan" if delegated else "Social worker has agreed"
            until = child.sleepovers_until
            words = f"{who}, until {until.day} {until:%b %Y}" if until else who
            for_whom = f"{child.first_name}: {words}" if len(asked.children) > 1 else words
            yield Line("permission", _OK, for_whom, "child_id")


def usual_limit(facts: Facts, room: Candidate) -> Iterator[Line]:
    """How many children would be in the home at once, against the usual fostering limit."""
    asked = facts.question
    most = facts.policies.number("home.usual_limit", asked.from_on, room.hive_id)
    if not asked.nights:
        return
    mine = {child.id for child in asked.children if child.id}
    here = [
        other
        for other in facts.homes.get(room.link_carer_id, ())
        if stays.holds_a_bed(other, asked.now) and other.child_id not in mine
    ]
    fullest: list[stays.Stay] = []
    for night in asked.nights:
        there = [other for other in here if other.from_on <= night < other.leaves_on]
        fullest = max(fullest, there, key=len)
    many = len(fullest) + len(asked.children)
    words = f"{many} {'child' if many == 1 else 'children'} in the home, usual limit {most}"
    if many <= most:
        yield Line("limit", _OK, words)
        return
    names = {(child.family_id, child.last_name.casefold()) for child in asked.children}
    for other in fullest:
        guest = facts.guests.get(other.child_id or "")
        names.add((guest.family_id, guest.last_name.casefold()) if guest else ("", other.id or ""))
    if len(names) == 1:
        yield Line("limit", _OK, f"{words}: all brothers and sisters")
    else:
        yield Line("limit", _WARNING, f"{words}. It needs an exemption.")


def family(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Whether the child's family is in the Hive, and active."""
    asked = facts.question
    for child in {child.family_id: child for child in asked.children if child.id}.values():
        status = child.family_status
        if status in GONE and not asked.is_outside:
            words = f"The {child.family} family is no longer in the Hive. Book it as respite."
            yield Line("family", _STOP, words, "child_id")
        elif asked.is_outside and status not in GONE and child.hive_id == room.hive_id:
            words = f"The {child.family} family is in this Hive: that is a sleepover."
            yield Line("family", _WARNING, words, "kind")
        elif status is FamilyState.ON_HOLD:
            words = f"The {child.family} family is on hold. Ask why before you say yes."
            yield Line("family", _WARNING, words, "child_id")
        else:
            yield Line("family", _OK, f"The {child.family} family is active", "child_id")


def link_carer(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Whether the link carer is one on those days, and whether their Hive must agree."""
    asked = facts.question
    if room.started_on > asked.from_on:
        words = f"{room.keeper_name} starts as a link carer on {day_words(room.started_on)}."
        yield Line("link_carer", _STOP, words)
    elif room.ended_on and room.ended_on <= asked.evenings[-1]:
        words = f"{room.keeper_name} stopped as a link carer on {day_words(room.ended_on)}."
        if room.ended_on > asked.now.date():
            words = f"{room.keeper_name} stops as a link carer on {day_words(room.ended_on)}."
        yield Line("link_carer", _STOP, words)
    else:
        yield Line("link_carer", _OK, f"{room.keeper_name} is an active link carer")
    theirs = facts.hives.get(room.hive_id, ("The other Hive", ""))[0]
    if asked.hive_id and room.hive_id != asked.hive_id:
        yield Line("own_hive", _WARNING, f"{theirs} is another Hive: they agree first.")


def met(facts: Facts, room: Candidate) -> Iterator[Line]:
    """How often each child has stayed with this link carer before, and when last."""
    asked = facts.question
    for child in asked.children:
        if not child.id:
            continue
        before = [
            stay
            for stay in facts.own.get(child.id, ())
            if stay.status in stays.HAS_BEEN
            and stay.from_on < asked.from_on
            and facts.own_rooms.get(stay.room_id) == room.link_carer_id
        ]
        who = f"{child.first_name} has met" if len(asked.children) > 1 else "Met"
        if before:
            last = max(stay.from_on for stay in before)
            year = "" if last.year == asked.from_on.year else f" {last.year}"
            often = {1: "once, on", 2: "twice, last on"}.get(
                len(before), f"{len(before)} times, last on"
            )
            words = f"{who} {room.keeper} {often} {last.day} {last:%b}{year}"
            yield Line("met", _OK, words, "child_id")
        else:
            words = f"{child.first_name} has not stayed with {room.keeper} yet"
            yield Line("met", _OK, words, "child_id", caution=True)


def distance(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Miles between the towns, said to be a straight line."""
    child = facts.question.children[0]
    if not child.area:
        yield Line("distance", _OK, "Distance not known: no town is recorded for the child")
        return
    miles = facts.towns.miles(child.area, room.area)
    if miles is None:
        unknown = child.area if child.area.casefold() not in facts.towns.places else room.area
        words = f"Distance not known: {unknown} is not in the table of towns"
    elif child.area.casefold() == room.area.casefold():
        words = f"Both in {room.area}"
    else:
        count = "Under a mile" if miles == 0 else f"{miles} mile{'s' if miles != 1 else ''}"
        words = f"{count} in a straight line between town centres, {child.area} to {room.area}"
    yield Line("distance", _OK, words)


def pets(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Animals in the home, against how each child is with them."""
    if not room.pets:
        yield Line("pets", _OK, "No pets recorded")
        return
    at_home = f"Pets: {room.pets[0].lower()}{room.pets[1:]}"
    for child in facts.question.children:
        name = child.first_name
        if child.animals is Animals.NONE:
            yield Line("pets", _WARNING, f"{at_home}. {name} should not be with animals.")
        elif child.animals is Animals.ASK:
            yield Line("pets", _WARNING, f"{at_home}. For {name} it depends on the animal: ask.")
        elif child.animals is Animals.FINE:
            yield Line("pets", _OK, f"{at_home}; fine for {name}")
        else:
            words = f"{at_home}; not recorded how {name} is with animals"
            yield Line("pets", _OK, words, caution=True)


def access(facts: Facts, room: Candidate) -> Iterator[Line]:
    """Whether a child needs a bedroom on the ground floor, and the room is one."""
    needing = [child for child in facts.question.children if child.needs_ground_floor]
    there = f" ({room.access[0].lower()}{room.access[1:]})" if room.access else ""
    if not needing:
        yield Line("access", _OK, f"No access needs recorded{there}", "child_id")
        return
    names = and_words([child.first_name for child in needing])
    if room.ground_floor:
        yield Line("access", _OK, f"On the ground floor, as {names} needs")
    else:
        words = f"{names} needs the ground floor; {room.facts.name} is not known to be{there}."
        yield Line("access", _WARNING, words)


def and_words(names: list[str]) -> str:
    """Kit, Ash and Robin."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
