"""“Can I say yes?”: each line by itself, the verdict, the order, and what is left."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hivedesk.records import Animals, FamilyState, Permission, StayKind, StayState
from hivedesk.rules.asking import AskedChild, Candidate, Facts, Guest, Line, Question
from hivedesk.rules.can_say_yes import Answer, RoomAnswer, can_say_yes
from hivedesk.rules.days import Span
from hivedesk.rules.policies import Policies, founding
from hivedesk.rules.problems import Severity
from hivedesk.rules.queue import Waiter
from hivedesk.rules.stays import RoomFacts, Stay
from hivedesk.rules.towns import HAMPSHIRE, Map

FRIDAY, SATURDAY, SUNDAY = (dt.date(2021, 6, day) for day in (18, 19, 20))
NOW = dt.datetime(2021, 6, 16, 9, tzinfo=dt.UTC)
ROBIN = AskedChild(
    "robin",
    "Robin",
    "Ashdown",
    dt.date(2011, 2, 3),
    "marlowe",
    "Marlowe",
    hive_id="own",
    area="Eastleigh",
    sleepovers=Permission.SOCIAL_WORKER,
    animals=Animals.FINE,
)
KIT = replace(ROBIN, id="kit", first_name="Kit")


def room(room_id: str = "blue", hive: str = "own", beds: int = 2, **given: Any) -> Candidate:
    facts = RoomFacts(
        room_id, beds, *given.pop("ages", (4, 16)), dt.date(2019, 1, 1), None,
        given.pop("closures", ()),
    )  # fmt: skip
    keeper = given.pop("keeper", f"{room_id} keeper")
    values = {"area": "Hedge End", "pets": "One cat"} | given
    return Candidate(room_id, facts, keeper, "Wren", "Wren Okoro", hive, **values)


def other(child: str, room_id: str = "blue", begin: dt.date = FRIDAY, **given: Any) -> Stay:
    values = {"kind": StayKind.SLEEPOVER, "status": StayState.AGREED, "to_on": SUNDAY} | given
    return Stay(f"{child} {begin}", room_id, child, from_on=begin, **values)


def ask(
    *children: AskedChild,
    rooms: tuple[Candidate, ...] = (room(),),
    stays: tuple[Stay, ...] = (),
    own: tuple[Stay, ...] = (),
    waiters: tuple[Waiter, ...] = (),
    **question: Any,
) -> list[RoomAnswer]:
    given = {"kind": StayKind.SLEEPOVER, "from_on": FRIDAY, "to_on": SUNDAY, "hive_id": "own"}
    asked = Question(children or (ROBIN,), now=NOW, **(given | question))
    facts = Facts(
        asked,
        rooms,
        {one.room_id: tuple(s for s in stays if s.room_id == one.room_id) for one in rooms},
        Policies.of(founding()),
        {stay.child_id: Guest("thorne", "Birch", 7) for stay in stays if stay.child_id},
        {"robin": own},
        {one.room_id: one.link_carer_id for one in rooms},
        {"own": ("Eastleigh", "Eastleigh"), "next": ("Bitterne", "Southampton")},
        Map.of(HAMPSHIRE),
        waiters,
    )
    return can_say_yes(facts)


def line(answer: RoomAnswer, rule: str) -> Line:
    (found,) = [each for each in answer.lines if each.rule == rule]
    return found


def test_a_plain_yes_says_everything_it_looked_at() -> None:
    met = other("robin", begin=dt.date(2021, 5, 7), to_on=dt.date(2021, 5, 9))
    (answer,) = ask(own=(replace(met, status=StayState.COMPLETED),))
    assert answer.answer is Answer.YES
    assert [each.words for each in answer.lines] == [
        "Both nights free; 2 of 2 beds",
        "Age 10 fits 4–16",
        "Nobody to share with",
        "Met Wren once, on 7 May",
        "Social worker has agreed",
        "1 child in the home, usual limit 3",
        "The Marlowe family is active",
        "Wren Okoro is an active link carer",
        "5 miles in a straight line between town centres, Eastleigh to Hedge End",
        "Pets: one cat; fine for Robin",
        "No access needs recorded",
        "Leaves 1 bed here for a crisis on Fri 18 Jun. No other Hive has a bed that night.",
    ]
    assert answer.cover_left == 1
    assert answer.problems == []


def but(**given: Any) -> tuple[AskedChild, ...]:
    """Robin, with something different."""
    return (replace(ROBIN, **given),)


FOUR = (ROBIN, KIT, replace(KIT, id="a"), replace(KIT, id="b"))
BIG = (room(beds=6),)
LOW = but(needs_ground_floor=True)
CLOSED = room(closures=(Span(SATURDAY, SUNDAY),))
GUEST = (AskedChild(None, "Rosie"),)
DAY = {"kind": StayKind.DAY_CARE, "to_on": FRIDAY, "time_from": dt.time(9), "time_to": dt.time(15)}
UNTIL = dt.datetime(2021, 6, 16, 9, 20, tzinfo=dt.UTC)
HOLD = other("x", status=StayState.REQUESTED, held_until=UNTIL)
OUT = {"kind": StayKind.RESPITE}
WEEKS = {"to_on": FRIDAY + dt.timedelta(days=22)}


@pytest.mark.parametrize(
    ("rule", "severity", "words", "given"),
    [
        ("free", "stop", "closed from Sat 19 Jun", {"rooms": (CLOSED,)}),
        ("free", "stop", "full on Fri 18 Jun", {"stays": (other("x"), other("y"))}),
        ("free", "stop", "held for another request until 10:20", {"stays": (HOLD, other("y"))}),
        ("free", "stop", "one bed on Fri 18 Jun", {"who": (ROBIN, KIT), "stays": (other("x"),)}),
        ("siblings", "ok", "Robin and Kit stay together", {"who": (ROBIN, KIT)}),
        ("elsewhere", "stop", "Robin already has a stay", {"own": (other("robin", "attic"),)}),
        ("age", "warning", "Robin is 10", {"rooms": (room(ages=(0, 5)),)}),
        ("age", "stop", "is 30", {"who": but(born_on=dt.date(1991, 1, 1))}),
        ("sharing", "warning", "a child of 7 from another family", {"stays": (other("x"),)}),
        ("met", "ok", "has not stayed with Wren yet", {}),
        ("permission", "warning", "Nobody has agreed", {"who": but(sleepovers=None)}),
        ("permission", "stop", "not agreed", {"who": but(sleepovers=Permission.REFUSED)}),
        ("permission", "warning", "until Sat 19", {"who": but(sleepovers_until=SATURDAY)}),
        ("permission", "ok", "Delegated", {"who": but(sleepovers=Permission.DELEGATED)}),
        ("limit", "warning", "4 children", {"stays": tuple(map(other, "xyz")), "rooms": BIG}),
        ("limit", "ok", "all brothers and sisters", {"who": FOUR, "rooms": BIG}),
        ("family", "warning", "on hold", {"who": but(family_status=FamilyState.ON_HOLD)}),
        ("family", "stop", "no longer in the Hive", {"who": but(family_status=FamilyState.LEFT)}),
        ("family", "warning", "that is a sleepover", OUT),
        ("family", "warning", "moved on", {"who": but(left_on=FRIDAY), "at": 0}),
        ("age", "ok", "Ask how old Rosie is: the room is for 4–16", {"who": GUEST, **OUT}),
        ("permission", "ok", "Ask whether Rosie's own", {"who": GUEST, **OUT}),
        ("permission", "ok", "no night away", DAY),
        ("distance", "ok", "no town is recorded", {"who": GUEST, **OUT}),
        ("link_carer", "stop", "stops as a link carer", {"rooms": (room(ended_on=SATURDAY),)}),
        ("link_carer", "stop", "starts as a link carer", {"rooms": (room(started_on=SATURDAY),)}),
        ("own_hive", "warning", "they agree first", {"rooms": (room(hive="next"),)}),
        ("distance", "ok", "not known: Ely", {"rooms": (room(area="Ely"),)}),
        ("pets", "warning", "should not be with animals", {"who": but(animals=Animals.NONE)}),
        ("pets", "warning", "depends on the animal", {"who": but(animals=Animals.ASK)}),
        ("access", "warning", "needs the ground floor", {"who": LOW}),
        ("access", "ok", "ground floor", {"who": LOW, "rooms": (room(ground_floor=True),)}),
        ("outside", "warning", "takes 1 of 2 beds free on Fri 18 Jun. Say why", OUT),
        ("outside", "ok", "takes 1 of 2 beds", {**OUT, "why": "A carer is ill"}),
        ("cover", "ok", "Leaves 1 bed here", {}),
        ("cover", "warning", "Leaves 1 bed here", {**OUT, "why": "A carer is ill"}),
        ("T4", "warning", "22 nights in a row", WEEKS),
        ("V3", "warning", "at most 17 days", WEEKS),
        ("T3", "warning", "at most 21 days", WEEKS),
    ],
)  # fmt: skip
def test_each_rule_has_its_line(
    rule: str, severity: str, words: str, given: dict[str, Any]
) -> None:
    given = dict(given)
    at = given.pop("at", None)
    (answer,) = ask(*given.pop("who", ()), **given)
    if at is None:
        told = line(answer, rule)
    else:
        told = [each for each in answer.lines if each.rule == rule][at]
    assert (told.severity, words in told.words) == (severity, True), told.words
    worst = {each.severity for each in answer.lines}
    expected = "no" if "stop" in worst else "override" if "warning" in worst else "yes"
    assert answer.answer == expected
    assert all("placement move" in each.words for each in answer.lines if each.rule in ("T4", "T3"))


def test_no_other_child_is_named() -> None:
    (answer,) = ask(stays=(other("x"),))
    assert "Birch" not in " ".join(each.words for each in answer.lines)


def test_the_own_hive_comes_first_and_the_nearest_is_named() -> None:
    rooms = (room("far", "next"), room("blue"), room("attic", ages=(0, 5)))
    stays = (other("x", "blue"), other("y", "attic"), other("z", "attic"))
    answers = ask(rooms=rooms, stays=stays)
    assert [answer.room for answer in answers] == ["blue", "attic", "far"]
    assert [answer.is_own for answer in answers] == [True, True, False]
    cover = line(answers[0], "cover")
    assert "Leaves 0 beds here for a crisis" in cover.words
    assert cover.words.endswith("Next: Bitterne, 2 beds.")
    assert (cover.severity, cover.caution) == (Severity.OK, True)


def test_the_cover_is_told_for_every_room_in_this_hive_and_the_nearest_other() -> None:
    for answer in ask(rooms=(room(beds=6), room("far", "next", beds=4))):
        told = line(answer, "cover").words
        if answer.is_own:
            assert told == "Leaves 5 beds here for a crisis on Fri 18 Jun. Next: Bitterne, 4 beds."
        else:
            assert "Leaves 3 beds in Bitterne for a crisis" in told
            assert told.endswith("Next: Eastleigh, 6 beds.")


def test_a_hold_that_has_run_out_holds_nothing() -> None:
    late = replace(HOLD, held_until=NOW)
    (answer,) = ask(rooms=(room(beds=1),), stays=(late,))
    assert line(answer, "free").severity is Severity.OK


def test_day_care_takes_no_bed_and_no_cover() -> None:
    (answer,) = ask(stays=(other("x"), other("y")), **DAY)
    assert line(answer, "free").words == "Open on Fri 18 Jun; day care takes no bed"
    assert (answer.answer, answer.cover_left) == (Answer.YES, 0)


def test_who_waits_longest_is_not_passed_over_in_silence() -> None:
    wants = Stay("w", "blue", "w", StayKind.SLEEPOVER, StayState.WAITLISTED, FRIDAY, SUNDAY)
    waiter = Waiter((wants,), NOW - dt.timedelta(days=2), "own", (8,))
    one_bed = (room(beds=1),)
    (answer,) = ask(rooms=one_bed, waiters=(waiter,))
    assert line(answer, "waiting").severity is Severity.WARNING
    (answer,) = ask(rooms=one_bed, waiters=(waiter,), in_line=NOW)
    assert line(answer, "waiting").severity is Severity.STOP
    for spared in (
        {"rooms": one_bed, "kind": StayKind.EMERGENCY},
        {"rooms": (room(beds=2),)},
        {"rooms": one_bed, "in_line": NOW - dt.timedelta(days=3)},
    ):
        (answer,) = ask(waiters=(waiter,), **spared)
        assert [each for each in answer.lines if each.rule == "waiting"] == []
