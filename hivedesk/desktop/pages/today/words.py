"""What Today says, from what the store answered: sentences and labels, no widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hivedesk.desktop.widgets.when import DAYS, date_words, time_words
from hivedesk.records import FollowUpBy, OneToOne, StayKind, StayState, Way
from hivedesk.rules.days import duration_words, local
from hivedesk.store.queries.quiet import GoneQuiet, QuietLine
from hivedesk.store.queries.spaces import Spaces
from hivedesk.store.queries.today import CheckLine, FallingDue, FollowUpLine, FollowUps, Today, Week
from hivedesk.store.queries.tonight import FreeRoom, Sleeper, Tonight, TonightStay

_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
_CONTACTS = {
    Way.PHONE: "from the call on",
    Way.TEXT: "from the text on",
    Way.VIDEO: "from the video call on",
    Way.VISIT: "from the visit on",
    Way.OUT: "from the outing on",
    Way.EMAIL: "from the e-mail on",
}
_WEEK, _NEW = dt.timedelta(days=7), dt.timedelta(days=150)


def day_words(day: dt.date) -> str:
    """ "Wednesday 30 June"."""
    return f"{day:%A} {day.day} {day:%B}"


def greeting(who: str, now: dt.datetime) -> str:
    """ "Good evening, Jo."; without a name for a store that belongs to nobody."""
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    return f"Good {part}, {who.split(maxsplit=1)[0]}." if who else f"Good {part}."


def what_matters(today: Today) -> str:
    """The one sentence under the date."""
    if not today.families:
        return "Add your first family, and this page fills itself."
    said = []
    late, quiet, checks = today.follow_ups.late, today.quiet.count, today.due.late
    if late:
        said.append(f"{_count(late, 'follow-up is', 'follow-ups are')} late")
    if quiet:
        said.append(f"{_count(quiet, 'family has', 'families have')} gone quiet")
    if checks:
        said.append(f"{_count(checks, 'check is', 'checks are')} overdue")
    if said:
        sentence = f"{_list(said)}."
        return sentence[0].upper() + sentence[1:]
    if due := today.follow_ups.today:
        return f"Nothing is late; {_count(due, 'follow-up is', 'follow-ups are')} due today."
    return "Nothing is late and nobody has gone quiet."


# Tonight


def tonight_count(tonight: Tonight, day: dt.date) -> str:
    """ "3 children staying, 1 day care"."""
    sleeping = going = cared = 0
    for stay in tonight.stays:
        if stay.kind is StayKind.DAY_CARE:
            cared += len(stay.children)
        elif stay.leaves_on <= day:
            going += len(stay.children)
        else:
            sleeping += len(stay.children)
    said = []
    if sleeping:
        said.append(f"{sleeping} {'child' if sleeping == 1 else 'children'} staying")
    if cared:
        said.append(f"{cared} day care")
    if going:
        said.append(f"{going} going home")
    if tonight.asked:
        said.append(f"{tonight.asked} asked for, not answered")
    return ", ".join(said) or "Nobody is staying."


def stay_names(children: Sequence[Sleeper]) -> str:
    """ "Jayden (9) and Tia (7) Marsh"; the last name once where siblings share it."""

    def first(child: Sleeper) -> str:
        return child.first_name if child.age is None else f"{child.first_name} ({child.age})"

    if len({child.last_name for child in children}) == 1:
        return f"{_list([first(child) for child in children])} {children[0].last_name}".strip()
    return _list([f"{first(child)} {child.last_name}".strip() for child in children])


def stay_when(stay: TonightStay, day: dt.date) -> str:
    """The first column: "17:30", "From Tue", "09:00–15:00", "Home 11:00"."""
    if stay.kind is StayKind.DAY_CARE and stay.from_on == day:
        if stay.time_from and stay.time_to:
            return f"{time_words(stay.time_from)}–{time_words(stay.time_to)}"
        return "Today"
    if stay.leaves_on < day:
        return f"Was due {_near(stay.leaves_on, day)}"
    if stay.leaves_on == day:
        return f"Home {time_words(stay.time_to)}" if stay.time_to else "Home today"
    if stay.from_on < day:
        return f"From {_near(stay.from_on, day)}"
    return time_words(stay.time_from) if stay.time_from else "Tonight"


def stay_where(stay: TonightStay) -> str:
    """ "Maureen Fry · Blue room"."""
    return " · ".join(each for each in (stay.keeper, ", ".join(stay.rooms), stay.hive) if each)


def stay_length(stay: TonightStay, day: dt.date) -> str:
    """ "Night 1 of 2", or the hours of day care."""
    if stay.kind is StayKind.DAY_CARE:
        hours, rest = divmod(stay.day_care_minutes, 60)
        if hours and not rest:
            return f"{hours} hour{'' if hours == 1 else 's'}"
        return duration_words(stay.day_care_minutes) if stay.day_care_minutes else ""
    nights = (stay.leaves_on - stay.from_on).days
    if stay.leaves_on <= day:
        return f"{nights} night{'' if nights == 1 else 's'}"
    return f"Night {(day - stay.from_on).days + 1} of {nights}"


def stay_step(stay: TonightStay, day: dt.date) -> tuple[str, StayState] | None:
    """The one step that can be taken from here now: its word and where it leads."""
    if stay.status in (StayState.AGREED, StayState.CONFIRMED):
        return "Arrived", StayState.IN_PROGRESS
    if stay.status is StayState.IN_PROGRESS and stay.leaves_on <= day:
        return "Collected", StayState.COMPLETED
    return None


def stay_state(stay: TonightStay, day: dt.date) -> tuple[str, bool]:
    """How it stands, and whether that deserves a tick: "Arrived 17:40", "Home Sat 11:00"."""
    if stay.status in (StayState.COMPLETED, StayState.ENDED_EARLY):
        return _at("Collected", stay.left_at, day), True
    if stay.arrived_at and local(stay.arrived_at).date() == day:
        return _at("Arrived", stay.arrived_at, day), True
    time = f" {time_words(stay.time_to)}" if stay.time_to else ""
    return f"Home {_near(stay.leaves_on, day)}{time}", False


def crisis(tonight: Tonight, one_hive: bool) -> str:
    """What is left should a crisis come: the most important sentence of the program."""
    if not one_hive:
        every = sum(beds for _, beds in tonight.elsewhere)
        if not every:
            return "no bed is free in any Hive."
        return f"{_beds(every)} free: {_shortened(tonight.elsewhere, 4)}."
    here = sum(room.beds for room in tonight.free)
    if here:
        rooms = ", ".join(_free_room(room) for room in tonight.free)
        first = f"{_beds(here)} free: {rooms}."
    elif tonight.held:
        first = "no bed is free here."
    else:
        first = "no room of this Hive is held tonight."
    if tonight.elsewhere:
        # Two to ring are enough; the room board has the rest.
        return f"{first} Then {_shortened(tonight.elsewhere[:2], 2)}."
    return first


# Follow-ups


def follow_up_count(found: FollowUps) -> str:
    """ "2 late, 2 today, 1 waiting on someone else"."""
    said = []
    if found.late:
        said.append(f"{found.late} late")
    if found.today:
        said.append(f"{found.today} today")
    if found.others:
        said.append(f"{found.others} waiting on someone else")
    return ", ".join(said)


def late_words(due_on: dt.date, day: dt.date) -> str:
    """ "1 day late"; from two weeks on in weeks."""
    days = (day - due_on).days
    if days >= 14:
        return f"{days // 7} weeks late"
    return f"{days} day{'' if days == 1 else 's'} late"


def follow_up_about(line: FollowUpLine, day: dt.date) -> str:
    """ "Whitlock · from the visit on Wed 16 Jun"."""
    said = [f"{line.family}, {line.hive}" if line.hive else line.family]
    if line.by is not FollowUpBy.ME:
        said.append(f"due {date_words(line.due_on, day)}")
    if line.way and line.from_on:
        said.append(f"{_CONTACTS[line.way]} {date_words(line.from_on, day)}")
    return " · ".join(said)


def no_follow_ups(found: FollowUps, day: dt.date) -> str:
    """The calm line, with what comes next where something does."""
    if found.next is None:
        return "None today."
    coming = found.next
    return f"None today. Next: {coming.what}, {date_words(coming.due_on, day)}."


# Gone quiet


def quiet_count(found: GoneQuiet) -> str:
    """ "2 of 9 families; Pryce is on hold and not counted"."""
    if not found.count:
        return "Nobody has gone quiet."
    said = f"{found.count} of {found.active} families"
    if len(found.on_hold) == 1:
        return f"{said}; {found.on_hold[0]} is on hold and not counted"
    if found.on_hold:
        return f"{said}; {len(found.on_hold)} on hold are not counted"
    return said


def quiet_about(line: QuietLine, day: dt.date) -> str:
    """ "Connected carers · usual is 28 days · prefers a text first"; after trouble "Was on hold
    until 4 Jun · after that 10 days are long"."""
    said = [line.hive] if line.hive else []
    if line.last_on is None:
        said.append(f"Joined on {date_words(line.joined_on, day)}, no contact logged yet")
    elif day - line.joined_on < _NEW and not line.trouble:
        said.append(f"Joined in {line.joined_on:%B}")
    else:
        said.append(line.why)
    usual = f"after that {line.threshold} days are long" if line.trouble else ""
    said.append(usual or f"usual is {line.threshold} days")
    wish = line.one_to_one.label[0].lower() + line.one_to_one.label[1:]
    if line.one_to_one in (OneToOne.TEXT_FIRST, OneToOne.FORTNIGHTLY) and wish not in line.why:
        said.append(wish)
    return " · ".join(said)


# Your week


def hours_words(minutes: int) -> str:
    """ "19 h 40", the large figure."""
    return f"{minutes // 60} h {minutes % 60:02d}"


def bar_words(minutes: int) -> str:
    """ "5:10", over a bar."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def left_words(week: Week) -> str:
    """ "5 h 20 left", "1 h 10 over", "" without a contract."""
    left = week.left
    if left is None:
        return ""
    return f"{hours_words(left)} left" if left >= 0 else f"{hours_words(-left)} over"


def of_contract(week: Week) -> str:
    """ "of 25 hours"."""
    if week.contract is None:
        return "this week"
    hours, rest = divmod(week.contract, 60)
    return f"of {hours} hours" if not rest else f"of {hours_words(week.contract)}"


def out_of_hours_words(week: Week) -> str:
    """What the open part of the bars means."""
    said = "Nothing out of hours so far."
    if week.out_of_hours:
        said = f"Open part of a bar: out of hours, {hours_words(week.out_of_hours)} so far."
    return said + away_words(week)


def away_words(week: Week) -> str:
    """ " Leave: 2 h 00. Time in lieu: 3 h 00.", what stands beside the work."""
    leave = f" Leave: {hours_words(week.leave)}." if week.leave else ""
    return leave + (f" Time in lieu: {hours_words(week.lieu)}." if week.lieu else "")


# Spaces and checks


def spaces_lines(found: Spaces, day: dt.date) -> list[tuple[str, str, str]]:
    """Label, what is strong, what is quiet beside it."""
    families = f"{found.families} of {found.places} places"
    hold = f"{found.on_hold} on hold" if found.on_hold else ""
    waiting = f"{found.waiting} famil{'y' if found.waiting == 1 else 'ies'}"
    transfers = f"{found.waiting_ifa} IFA transfer{'' if found.waiting_ifa == 1 else 's'}"
    lines = [
        ("Families", families, hold),
        ("Waiting to join", waiting, transfers if found.waiting_ifa else ""),
    ]
    if found.longest:
        asked_on, area = found.longest
        lines.append(("Longest wait", _wait(asked_on, day), area))
    free = f"{found.county_free} of {found.county_places}"
    lines.append(("Free in county", free, _shortened(found.free_by_hive, 2)))
    return lines


def due_count(found: FallingDue) -> str:
    """ "2 late, then 3 weeks"; a calm word where there is none."""
    if not found.count:
        return "nothing in 3 weeks"
    return f"{found.late} late, then 3 weeks" if found.late else "next 3 weeks"


def check_words(line: CheckLine) -> str:
    """ "Medical: Ruth"."""
    return f"{line.kind.label}: {line.who}" if line.who else line.kind.label


def check_when(line: CheckLine, day: dt.date) -> str:
    """ "Tue 29 Jun", or how late it is."""
    return late_words(line.due_on, day) if line.due_on < day else date_words(line.due_on, day)


def _count(number: int, one: str, many: str) -> str:
    """ "two families have"; figures above twelve."""
    words = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{words} {one if number == 1 else many}"


def _list(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _near(day: dt.date, today: dt.date) -> str:
    """ "Thu" within a week, else "12 Jun"."""
    if abs(day - today) < _WEEK:
        return DAYS[day.weekday()]
    return date_words(day, today).split(maxsplit=1)[1]


def _at(word: str, moment: dt.datetime | None, day: dt.date) -> str:
    if moment is None:
        return word
    here = local(moment)
    return f"{word} {here:%H:%M}" if here.date() == day else f"{word} {_near(here.date(), day)}"


def _beds(number: int) -> str:
    return f"{number} bed{'' if number == 1 else 's'}"


def _free_room(room: FreeRoom) -> str:
    told = f"{room.name} ({room.age_from}–{room.age_to}{', shared' if room.shared else ''})"
    return told if room.beds == 1 else f"{told} × {room.beds}"


def _shortened(each: Sequence[tuple[str, int]], most: int) -> str:
    """ "Gosport 2, Andover 2 and 3 more Hives"."""
    said = ", ".join(f"{name} {number}" for name, number in each[:most])
    rest = len(each) - most
    return f"{said} and {rest} more Hive{'' if rest == 1 else 's'}" if rest > 0 else said


def _wait(asked_on: dt.date, day: dt.date) -> str:
    days = (day - asked_on).days
    if days < 14:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{days // 7} weeks"
