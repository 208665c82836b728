"""Whatever is done to stays in whatever order: no bed twice, nobody in two places, no overtaking.

What holds is counted from the rows themselves, not by the rules that are being tested.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import text

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.repeats import book_repeat, cancel_repeat, move_repeat
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import (
    book_stays,
    cancel_stays,
    end_early,
    hold_stays,
    move_stay,
    move_stay_on,
    next_states,
    request_stays,
)
from hivedesk.actions.waiting import (
    answer_bed,
    ask_to_wait,
    lapse_offers,
    offer_bed,
    stop_waiting,
    wait_for_night,
)
from hivedesk.records import StayKind, StayState
from hivedesk.rules.days import local
from hivedesk.rules.repeats import Pattern
from hivedesk.store.keyfile import DataKey

from .little import TODAY, add
from .test_any_order import MOST, TwoPeople, _run

DAY = dt.timedelta(days=1)
NOTE = "The duty manager agreed"
EVERY = """SELECT id, room_id, child_id, kind, status, from_on, to_on, request_id, waiting_since,
held_until, time_from, time_to, min(to_on, coalesce(ended_on, to_on)) AS leaves_on FROM bookings
WHERE archived_at IS NULL ORDER BY waiting_since, id"""
OPEN_OFFERS = """SELECT booking_id, room_id, answer_by FROM stay_offers
WHERE answer = 'none' AND archived_at IS NULL"""
HOLDING = ("agreed", "confirmed", "in_progress", "completed", "ended_early")
OPEN = (*HOLDING, "requested", "waitlisted")


def days(stay: Any) -> list[dt.date]:
    """The days of a row from check-in on, the day it leaves left out."""
    first, last = (dt.date.fromisoformat(day) for day in (stay.from_on, stay.leaves_on))
    return [first + DAY * number for number in range((last - first).days)]


def nights(stay: Any) -> set[dt.date]:
    """The nights of a row, none for day care."""
    return set() if stay.kind == "day_care" else set(days(stay))


def as_kept(moment: dt.datetime) -> str:
    """A moment as it lies in the store, to the last digit: 09:31 is not before 09:31."""
    return moment.replace(tzinfo=None).isoformat(" ", timespec="microseconds")


def lived(machine: Stays) -> bool:
    """There is a stay to do something with; else most steps would meet nothing."""
    return machine.begun


class Stays(TwoPeople):
    """Two small rooms, three children, and what must hold whatever is done.

    Stays begin today or soon, so that children arrive, go home early and are missed too.
    """

    begun = False

    def make_house(self) -> None:
        """The little Hive with a second room, for one child at a time."""
        super().settle_in()
        desk = self.desks[True]
        with self.store.reading() as session:
            keeper = session.scalar(text("SELECT id FROM link_carers"))
        attic = {"link_carer_id": keeper, "name": "Attic", "beds": 1}
        add(desk, "rooms", **attic, held_from=dt.date(2019, 6, 1))

    def stays(self) -> list[Any]:
        """Every stay that is not archived, as it lies in the store."""
        with self.store.reading() as session:
            return list(session.execute(text(EVERY)))

    def closed(self) -> set[tuple[str, dt.date]]:
        """Rooms and the days they are closed; here each closure is one day."""
        with self.store.reading() as session:
            rows = session.execute(
                text("SELECT room_id, first_day FROM room_closures WHERE archived_at IS NULL")
            )
            return {(row.room_id, dt.date.fromisoformat(row.first_day)) for row in rows}

    def beds(self) -> dict[str, int]:
        """Beds by room."""
        with self.store.reading() as session:
            return {row.id: row.beds for row in session.execute(text("SELECT id, beds FROM rooms"))}

    def takes_a_bed(self, stay: Any) -> bool:
        """Whether a row holds a bed at this moment."""
        now = as_kept(self.clock.now)
        return stay.status in HOLDING or (
            stay.status in ("requested", "waitlisted") and (stay.held_until or "") > now
        )

    def values(self, number: int, begins: int, length: int) -> dict[str, Any]:
        """A stay's values without its child."""
        first = TODAY + DAY * begins
        return {
            "room_id": self.one("rooms", number),
            "kind": StayKind.SLEEPOVER if length else StayKind.DAY_CARE,
            "from_on": first,
            "to_on": first + DAY * length,
            "time_from": dt.time(9 + number % 4),
            "time_to": dt.time(12 + number % 4),
        }

    def kids(self, number: int, many: int) -> list[str]:
        """One child, or brothers and sisters."""
        return list({self.one("children", number + more): None for more in range(many)})

    def waiting(self, number: int) -> str:
        """One of the stays that wait; some stay or other where none does."""
        found = [stay.id for stay in self.stays() if stay.status == "waitlisted"]
        return found[number % len(found)] if found else self.one("bookings", number)

    def ask_for(self, mine: bool, kids: list[str], values: dict[str, Any]) -> list[str]:
        """A stay is asked for; its ids, or none where it was refused."""
        made: list[str] = []

        def request(desk: Desk) -> Outcome:
            outcome = request_stays(desk, kids, values)
            made.extend(outcome.record_ids)
            return outcome

        self.act(mine, request)
        self.begun = self.begun or bool(made)
        return made

    def ask_and_wait(self, mine: bool, kids: list[str], values: dict[str, Any]) -> None:
        """A stay is asked for and begins to wait."""
        made = self.ask_for(mine, kids, values)
        if made:
            self.act(mine, lambda desk: wait_for_night(desk, made))

    def take_step(self, mine: bool, stay: str, to: StayState) -> None:
        """A stay takes a step; one that waits overtakes nobody who could have the bed."""
        before = self.stays()
        words = self.act(mine, lambda desk: move_stay_on(desk, stay, to, override=NOTE))
        if to is StayState.AGREED and not words:
            room = next(each.room_id for each in before if each.id == stay)
            self.nobody_was_overtaken(before, stay, room)

    def offer_to(self, mine: bool, stay: str, room: str) -> bool:
        """A bed is offered; nobody who waits longer loses the bed they could have had."""
        before = self.stays()
        words = self.act(mine, lambda desk: offer_bed(desk, stay, room))
        if not words:
            self.nobody_was_overtaken(before, stay, room)
        return not words

    @invariant()
    def no_bed_is_promised_twice(self) -> None:
        """A bed that is held for somebody is taken as one that is slept in."""
        if not hasattr(self, "desks"):
            return
        beds, taken = self.beds(), Counter[tuple[str, dt.date]]()
        for stay in self.stays():
            if self.takes_a_bed(stay):
                taken.update((stay.room_id, night) for night in nights(stay))
        for (room, night), used in taken.items():
            assert used <= beds[room], f"{used} in {beds[room]} beds on {night}"

    @invariant()
    def nobody_comes_to_a_closed_room(self) -> None:
        """A stay that is agreed and not over has no day on which its room is closed."""
        if not hasattr(self, "desks"):
            return
        closed = self.closed()
        for stay in self.stays():
            if stay.status in ("agreed", "confirmed", "in_progress"):
                there = days(stay) or [dt.date.fromisoformat(stay.from_on)]
                assert closed.isdisjoint((stay.room_id, day) for day in there), stay

    @invariant()
    def no_child_is_in_two_places(self) -> None:
        """No night in two rooms, no hour in two day cares, no day care away from the stay."""
        if not hasattr(self, "desks"):
            return
        by_child: dict[str, list[Any]] = {}
        for stay in self.stays():
            if stay.status in OPEN:
                by_child.setdefault(stay.child_id, []).append(stay)
        for one, other in (pair for stays in by_child.values() for pair in combinations(stays, 2)):
            assert nights(one).isdisjoint(nights(other)), f"{one} and {other}"
            cares = [each for each in (one, other) if each.kind == "day_care"]
            if len(cares) == 2 and one.from_on == other.from_on:
                apart = one.time_to <= other.time_from or other.time_to <= one.time_from
                assert apart, f"{one} and {other}"
            if len(cares) == 1:
                stay = other if one in cares else one
                between = {day.isoformat() for day in days(stay)[1:]}
                assert cares[0].from_on not in between or one.room_id == other.room_id

    def nobody_was_overtaken(self, before: list[Any], taker_id: str, room: str) -> None:
        """Whoever waited longer and fitted in that room before still does, or had an offer.

        Whose first day has passed waits for nothing that could still be had.
        """
        taker = next(stay for stay in before if stay.id == taker_id)
        if taker.status != "waitlisted":
            return
        beds, closed = self.beds()[room], self.closed()
        with self.store.reading() as session:
            offered = set(session.scalars(text("SELECT booking_id FROM stay_offers")))

        def free(stays: list[Any], wanted: set[dt.date], many: int) -> bool:
            taken = [
                night
                for stay in stays
                if stay.room_id == room and self.takes_a_bed(stay)
                for night in nights(stay)
            ]
            return all(
                taken.count(night) + many <= beds and (room, night) not in closed
                for night in wanted
            )

        after = self.stays()
        for stay in before:
            if stay.status != "waitlisted" or not stay.waiting_since < taker.waiting_since:
                continue
            if dt.date.fromisoformat(stay.from_on) < local(self.clock.now).date():
                continue
            group = [s for s in before if s.status == "waitlisted" and _group(s) == _group(stay)]
            if offered & {each.id for each in group} or not nights(stay) & nights(taker):
                continue
            if free(before, nights(stay), len(group)):
                assert free(after, nights(stay), len(group)), f"{taker} overtook {stay}"


class Rooms(Stays):
    """Everything that can be done to a stay."""

    @initialize(
        kids=st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["book", "hold", "wait"])), max_size=3
        )
    )
    def settle_in(self, kids: list[tuple[int, str]] | None = None) -> None:
        """The house, and stays of some of its children."""
        self.make_house()
        for number, (begins, how) in enumerate(kids or ()):
            self.create(True, number, begins, 2, 1, how)

    @rule(
        mine=st.booleans(),
        number=MOST,
        begins=st.integers(0, 3),
        length=st.integers(0, 3),
        many=st.integers(1, 2),
        how=st.sampled_from(["book", "ask", "hold", "wait"]),
    )
    def create(
        self, mine: bool, number: int, begins: int, length: int, many: int, how: str
    ) -> None:
        """A stay is booked, asked for, held or waited for; a colleague's comes the same road."""
        values, kids = self.values(number, begins, length), self.kids(number, many)
        self.begun = True
        if how == "book":
            self.act(mine, lambda desk: book_stays(desk, kids, values, NOTE))
        elif how == "hold":
            self.act(mine, lambda desk: hold_stays(desk, kids, values))
        elif how == "wait":
            self.ask_and_wait(mine, kids, values)
        else:
            self.ask_for(mine, kids, values)

    @precondition(lived)
    @rule(
        mine=st.booleans(), number=MOST, begins=st.integers(0, 3), length=st.integers(1, 4),
        what=st.sampled_from(["days", "room", "stretch"]),
    )  # fmt: skip
    def move(self, mine: bool, number: int, begins: int, length: int, what: str) -> None:
        """A stay is moved, stretched or put in another room."""
        first = TODAY + DAY * begins
        stay, room = self.one("bookings", number), self.one("rooms", number // 2)
        actions: dict[str, Callable[[Desk], Outcome]] = {
            "days": lambda desk: move_stay(
                desk, stay, from_on=first, to_on=first + DAY * length, override=NOTE
            ),
            "room": lambda desk: move_stay(desk, stay, room_id=room, override=NOTE),
            "stretch": lambda desk: move_stay(
                desk, stay, to_on=first + DAY * length, override=NOTE
            ),
        }
        self.act(mine, actions[what])

    @rule(
        mine=st.booleans(), number=MOST, every=st.integers(1, 2), length=st.integers(1, 3),
        many=st.integers(1, 2),
    )  # fmt: skip
    def repeat(self, mine: bool, number: int, every: int, length: int, many: int) -> None:
        """A stay comes again three times."""
        self.begun = True
        until = TODAY + dt.timedelta(weeks=2 * every)
        dates = Pattern(TODAY, length, every, until).dates()
        values, kids = self.values(number, 0, length), self.kids(number, many)
        self.act(mine, lambda desk: book_repeat(desk, kids, values, dates, NOTE))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST, by=st.integers(-3, 3), cancel=st.booleans())
    def change_repeat(self, mine: bool, number: int, by: int, cancel: bool) -> None:
        """This and all later dates are moved or called off."""
        stay = self.one("bookings", number)
        if cancel:
            self.act(mine, lambda desk: cancel_repeat(desk, stay, "School starts"))
        elif by:
            self.act(mine, lambda desk: move_repeat(desk, stay, days=by, override=NOTE))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST)
    def cancel(self, mine: bool, number: int) -> None:
        """A stay is called off."""
        stay = self.one("bookings", number)
        self.act(mine, lambda desk: cancel_stays(desk, [stay], "Not needed"))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST, to=st.sampled_from(StayState))
    def climb(self, mine: bool, number: int, to: StayState) -> None:
        """A stay takes a step, mostly one that its ladder has."""
        every = self.stays()
        if every:
            stay = every[number % len(every)]
            steps = [*next_states(StayState(stay.status)), to]
            self.take_step(mine, stay.id, steps[number % len(steps)])

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST)
    def offer(self, mine: bool, number: int) -> None:
        """A bed is offered to one of those who wait."""
        self.offer_to(mine, self.waiting(number), self.one("rooms", number))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST, accepted=st.booleans())
    def answer(self, mine: bool, number: int, accepted: bool) -> None:
        """An offer is answered."""
        stay = self.waiting(number)
        self.act(mine, lambda desk: answer_bed(desk, stay, accepted, "So they said", NOTE))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST, back=st.integers(0, 2))
    def end(self, mine: bool, number: int, back: int) -> None:
        """A child has arrived and goes home early."""
        here = [each.id for each in self.stays() if each.status in ("agreed", "in_progress")]
        stay = here[number % len(here)] if here else self.one("bookings", number)
        self.act(mine, lambda desk: move_stay_on(desk, stay, StayState.IN_PROGRESS, override=NOTE))
        day = self.clock.now.date() - DAY * back
        self.act(mine, lambda desk: end_early(desk, [stay], day, "Homesick"))

    @rule(mine=st.booleans(), number=MOST, begins=st.integers(0, 3))
    def close(self, mine: bool, number: int, begins: int) -> None:
        """A room is closed for a day."""
        first = TODAY + DAY * begins
        values = {"room_id": self.one("rooms", number), "first_day": first, "last_day": first}
        self.act(mine, lambda desk: save_record(desk, "room-closures", values))

    @rule(hours=st.sampled_from([0.6, 5, 24]), lapse=st.booleans())
    def time_passes(self, hours: float, lapse: bool) -> None:
        """Holds run out and offers lapse."""
        self.clock.tick(hours=hours)
        if lapse:
            self.act(True, lapse_offers)


class Queue(Stays):
    """Everybody wants one bed on one weekend: waiting, turns and offers at every step."""

    @initialize(nights=st.lists(st.integers(1, 2), min_size=3, max_size=3))
    def settle_in(self, nights: list[int] | None = None) -> None:
        """The house, where all three children wait for the small room."""
        self.make_house()
        for number, length in enumerate(nights or ()):
            self.ask_and_wait(True, self.kids(number, 1), self.values(1, 1, length))

    @rule(mine=st.booleans(), number=MOST, length=st.integers(1, 2), room=st.integers(0, 1))
    def wait(self, mine: bool, number: int, length: int, room: int) -> None:
        """A request begins to wait."""
        self.clock.tick(minutes=1)
        self.ask_and_wait(mine, self.kids(number, 1), self.values(room, 1, length))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST)
    def agree(self, mine: bool, number: int) -> None:
        """A request is agreed to."""
        self.take_step(mine, self.waiting(number), StayState.AGREED)

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST)
    def cancel(self, mine: bool, number: int) -> None:
        """A stay is called off."""
        stay = self.one("bookings", number)
        self.act(mine, lambda desk: cancel_stays(desk, [stay], "Not needed"))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST, room=st.integers(0, 1), accepted=st.booleans())
    def offer(self, mine: bool, number: int, room: int, accepted: bool) -> None:
        """A bed is offered in turn, and answered."""
        stay, to = self.waiting(number), self.one("rooms", room)
        if self.offer_to(mine, stay, to):
            self.act(mine, lambda desk: answer_bed(desk, stay, accepted, None, NOTE))

    @rule(mine=st.booleans(), number=MOST, length=st.integers(1, 2), many=st.integers(1, 2))
    def refused_and_waits(self, mine: bool, number: int, length: int, many: int) -> None:
        """What could not be booked goes on the list in one go, with the reason."""
        self.clock.tick(minutes=1)
        kids, values = self.kids(number, many), self.values(1, 1, length)
        words = self.act(mine, lambda desk: ask_to_wait(desk, kids, values, "Full"))
        self.begun = self.begun or not words

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST, room=st.integers(0, 1))
    def offer_and_leave_open(self, mine: bool, number: int, room: int) -> None:
        """A bed is offered, and nobody answers yet."""
        self.offer_to(mine, self.waiting(number), self.one("rooms", room))

    @precondition(lived)
    @rule(mine=st.booleans(), number=MOST)
    def leave(self, mine: bool, number: int) -> None:
        """A request is taken off the list, with its open offer."""
        stay = self.waiting(number)
        self.act(mine, lambda desk: stop_waiting(desk, stay, "Not needed"))

    @rule(hours=st.sampled_from([1, 13, 25]))
    def offers_lapse(self, hours: int) -> None:
        """Time goes on, over the first day too, and the window notices."""
        self.clock.tick(hours=hours)
        self.act(True, lapse_offers)

    @invariant()
    def an_open_offer_holds_the_beds_of_one_request_for_no_longer_than_it_may(self) -> None:
        """Each is of a stay that waits, in the room offered, until the moment it is held."""
        if not hasattr(self, "desks"):
            return
        query = text(OPEN_OFFERS)
        with self.store.reading() as session:
            offers = session.execute(query).all()
        now = as_kept(self.clock.now)
        stays = {stay.id: stay for stay in self.stays()}
        for offer in offers:
            stay = stays.get(offer.booking_id)
            if stay and stay.status == "waitlisted" and offer.answer_by > now:
                assert (stay.room_id, stay.held_until) == (offer.room_id, offer.answer_by)


def _group(stay: Any) -> tuple[str, str, str]:
    return (stay.request_id or stay.id, stay.from_on, stay.to_on)


@pytest.mark.parametrize("machine", [Rooms, Queue])
def test_any_order_keeps_beds_children_and_turns(
    empty_store: tuple[Any, DataKey], machine: type[Stays]
) -> None:
    _run(machine, empty_store, 15)


@pytest.mark.soak
@pytest.mark.parametrize("machine", [Rooms, Queue])
def test_any_order_keeps_beds_children_and_turns_for_minutes(
    empty_store: tuple[Any, DataKey], machine: type[Stays]
) -> None:
    _run(machine, empty_store, 300)
