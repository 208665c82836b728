"""One-to-one support: who was spoken to when, what about, and what was promised."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import cycle

from hivedesk.records import (
    FollowUp,
    FollowUpBy,
    LogChild,
    OneToOne,
    Registration,
    SupportLog,
    Way,
)
from hivedesk.rules.days import LONDON, add_months, age_on

from . import words
from .calendar import find_time
from .state import DAY, LAST_WORKED, TODAY, County, Den, Home, Kid, locked_down
from .stories import AVERTED, SHORT, STAYING, TALKS, Story
from .stories.template import Template

_LETTERS = {
    "p": Way.PHONE,
    "t": Way.TEXT,
    "v": Way.VIDEO,
    "h": Way.VISIT,
    "o": Way.OUT,
    "e": Way.EMAIL,
}
_MINUTES = {
    "p": (15, 20, 30, 35, 45, 60),
    "t": (5, 5, 10, 10, 15),
    "v": (25, 30, 40, 50),
    "h": (75, 90, 90, 120, 150),
    "o": (60, 90, 120, 150),
    "e": (5, 10, 15, 20),
}
# phone, text, video, home visit, out and about, e-mail
_WAYS = {
    OneToOne.WELCOME: (32, 20, 7, 25, 10, 6),
    OneToOne.FORTNIGHTLY: (24, 14, 6, 38, 13, 5),
    OneToOne.TEXT_FIRST: (24, 40, 7, 14, 7, 8),
    OneToOne.NOT_WANTED: (10, 60, 0, 5, 0, 25),
}
_GAPS = {
    OneToOne.WELCOME: (2, 3, 3, 4, 4, 5, 5, 6, 6, 7),
    OneToOne.FORTNIGHTLY: (3, 4, 5, 6, 7, 7, 10),
    OneToOne.TEXT_FIRST: (2, 3, 4, 5, 5, 6, 7, 8),
    OneToOne.NOT_WANTED: (25, 30, 38, 46),
}
_BY_LETTER = {
    letter: [(n, one) for n, one in enumerate(TALKS + SHORT) if letter in one.ways]
    for letter in _LETTERS
}
_EASY = ("", "siblings", "emergency", "day_care", "joiner")
_FAMILY_DAYS = ((12, 25), (12, 26), (1, 1))
_QUIET_STORIES = frozenset({"Training", "Payments", "The Hive"})
_WITH_CHILD = [Template(text) for text in words.POSITIVE_WITH_CHILD]
_WITHOUT = [Template(text) for text in words.POSITIVE]
_EXPECTED_AVERTED_FROM = dt.date(2021, 6, 7)


@dataclass(frozen=True)
class Scene:
    """Who is spoken to, about whom, when and how."""

    home: Home
    day: dt.date
    letter: str
    slots: dict[str, str]
    kid: Kid | None
    sib: Kid | None
    kids: int


def add_week(county: County, den: Den, monday: dt.date) -> None:
    """The contacts of one week; each family's next one is set as the last is written."""
    last = min(monday + DAY * 6, LAST_WORKED)
    for home in den.homes:
        if home.next_contact == dt.date.max and home.joined <= last:
            home.next_contact = max(home.joined, monday) + DAY * county.rng.randrange(1, 5)
        while home.next_contact <= last and home.here(home.next_contact):
            day = home.next_contact
            if (day.month, day.day) in _FAMILY_DAYS:
                day += DAY * 2
            if day <= _falls_silent(home):
                _contact(county, den, home, day)
            home.next_contact += DAY * _gap(county, home)
    if den.is_home and monday == _EXPECTED_AVERTED_FROM:
        _write_averted(county, den, monday + DAY * 2)


def _falls_silent(home: Home) -> dt.date:
    if home.role == "quiet":
        return TODAY - DAY * (30 + len(home.record.name) % 9)
    return TODAY - DAY * 36 if home.role == "leave" else LAST_WORKED


def _gap(county: County, home: Home) -> int:
    gap = county.rng.choice(_GAPS[home.record.one_to_one])
    return gap * 4 // 3 if home.record.registration is Registration.CONNECTED else gap


def _contact(county: County, den: Den, home: Home, day: dt.date) -> None:
    rng = county.rng
    letter = rng.choices("ptvhoe", _WAYS[home.record.one_to_one])[0]
    if locked_down(day) and letter in "h":
        letter = rng.choice("pvvo")
    if home.on_hold(day) and letter == "h":
        letter = "p"
    if day.weekday() == 6 and letter == "h":
        letter = "p"
    minutes = rng.choice(_MINUTES[letter])
    at = find_time(county, den, day, minutes, evening=rng.random() < 0.17)
    scene = _scene(county, den, home, day, letter)
    one, note = _tell(county, scene)
    log = _write(county, den, scene, one, note, at, minutes)
    if letter == "o" and rng.random() < 0.12:
        _bring_another(county, den, home, log)


def _bring_another(county: County, den: Den, home: Home, log: SupportLog) -> None:
    """A second family at the same bench: one visit, a row for each."""
    day = log.at.astimezone(LONDON).date()
    others = [
        other
        for other in den.homes_on(day)
        if other is not home and not other.role and day > other.last_contact
    ]
    if others:
        other = county.rng.choice(others)
        scene = _scene(county, den, other, day, "o")
        log.visit_id = county.new_id()
        one, note = _tell(county, scene)
        _write(county, den, scene, one, note, log.at, log.minutes, visit_id=log.visit_id)


def _scene(county: County, den: Den, home: Home, day: dt.date, letter: str) -> Scene:
    rng = county.rng
    kids = home.kids_on(day)
    kid = rng.choice(kids) if kids else None
    sib = None
    who = home.carers[0 if len(home.carers) == 1 or rng.random() < 0.7 else 1]
    slots = {
        "carer": who.first_name,
        "he_carer": "she" if who.she else "he",
        "ssw": home.ssw,
        "area": home.record.area,
    }
    partners = [person.first_name for person in home.carers if person is not who]
    if partners:
        slots["partner"] = partners[0]
    if kid:
        he = kid.he
        slots |= {
            "child": kid.record.first_name,
            "age": str(age_on(kid.record.born_on, day)),
            "he": "he" if he else "she",
            "him": "him" if he else "her",
            "his": "his" if he else "her",
            "He": "He" if he else "She",
            "His": "His" if he else "Her",
            "csw": county.csw_names[kid.record.csw_id or ""],
        }
        sib = next((one for one in kids if one.group == kid.group and one is not kid), None)
        if sib:
            slots["sib"] = sib.record.first_name
    own = [one for one in home.own_children if 4 <= age_on(one.born_on, day) <= 16]
    if own:
        slots["birth"] = own[0].first_name
    links = [b.link for b in den.berths if b.link.started_on <= day and not b.link.ended_on]
    if links:
        slots["link"] = rng.choice(links).first_name
    friends = [one for one in den.homes if one is not home and one.here(day)]
    if friends:
        slots["friend"] = rng.choice(friends).carers[0].first_name
    return Scene(home, day, letter, slots, kid, sib, len(kids))


def _fits(county: County, scene: Scene, one: Story) -> bool:
    day, kid = scene.day, scene.kid
    if (one.months and day.month not in one.months) or not one.needs <= scene.slots.keys():
        return False
    if one.of_a_child:
        if kid is None or not one.ages[0] <= age_on(kid.record.born_on, day) <= one.ages[1]:
            return False
    elif kid is None and one.only != "empty" and not _QUIET_STORIES.issuperset(one.themes):
        return False
    return not one.only or _is(county, scene, one.only)


def _is(county: County, scene: Scene, only: str) -> bool:
    home, day = scene.home, scene.day
    if only == "lockdown":
        return locked_down(day)
    if only == "open":
        return not locked_down(day)
    if only == "connected":
        return home.record.registration is Registration.CONNECTED
    if only == "new":
        approved = home.record.approved_on
        return approved is not None and day < add_months(approved, 12)
    if only == "new_child":
        return scene.kid is not None and (day - scene.kid.since(home)).days < 42
    if only == "empty":
        return scene.kids == 0
    if only == "birthday":
        return scene.kid is not None and _birthday_near(scene.kid.record.born_on, day)
    if only == "hold":
        return home.on_hold(day)
    return county.rng.random() < 0.04  # "rare"


def _birthday_near(born: dt.date, day: dt.date) -> bool:
    return any(age_on(born, day + DAY * n) > age_on(born, day + DAY * (n - 1)) for n in (-1, 0))


def _choose(county: County, scene: Scene) -> Story:
    """A story that fits and that this family has not told lately."""
    rng, told = county.rng, scene.home.told
    stories = _BY_LETTER[scene.letter]
    for _ in range(14):
        number, one = stories[int(rng.random() * len(stories))]
        if number not in told and _fits(county, scene, one):
            told.append(number)
            return one
    fitting = [(n, one) for n, one in stories if _fits(county, scene, one)]
    recent = list(told)
    fitting.sort(key=lambda pair: recent.index(pair[0]) if pair[0] in recent else -1)
    number, one = fitting[0]
    if number in told:
        told.remove(number)
    told.append(number)
    return one


def _tell(county: County, scene: Scene) -> tuple[Story, str]:
    """A story and its words, not those of any recent log of this family."""
    for _ in range(20):
        one = _choose(county, scene)
        note = one.note.fill(county.rng, scene.slots)
        if note not in scene.home.said:
            break
    return one, note


def _write(
    county: County,
    den: Den,
    scene: Scene,
    one: Story,
    note: str,
    at: dt.datetime,
    minutes: int,
    *,
    visit_id: str | None = None,
    averted: bool = False,
    staying: bool = False,
) -> SupportLog:
    rng, home, slots = county.rng, scene.home, scene.slots
    home.said.append(note)
    home.last_contact = scene.day
    brought = [one.brought_in] if one.brought_in and rng.random() < 0.75 else []
    log = county.make(
        SupportLog,
        family_id=home.record.id,
        worker_id=den.worker.id,
        visit_id=visit_id,
        at=at,
        minutes=minutes,
        way=_LETTERS[scene.letter],
        themes=list(one.themes),
        note=note,
        positive=_positive(county, scene, one),
        agreed=one.agreed.fill(rng, slots) if one.agreed and rng.random() < 0.9 else None,
        brought_in=brought,
        breakdown_averted=averted,
        carer_staying=staying,
        evidence=one.evidence.fill(rng, slots) if one.evidence else None,
        private_note=rng.choice(words.PRIVATE) if rng.random() < 0.018 else None,
    )
    _name_children(county, scene, one, log)
    if one.follow and rng.random() < 0.42:
        _promise(county, scene, log, one.follow.fill(rng, slots))
    if not averted and scene.letter in "ph" and not visit_id:
        _perhaps_crisis(county, den, scene)
    return log


def _name_children(county: County, scene: Scene, one: Story, log: SupportLog) -> None:
    """Say that a log is about the child, and its sibling, where its words call them by name."""
    # Somebody else of that name may be meant where the story has no place for the child.
    spoken_of = (scene.kid if one.of_a_child else None, scene.sib if "sib" in one.needs else None)
    said = " ".join(filter(None, (log.note, log.positive, log.agreed, log.evidence)))
    for kid in filter(None, spoken_of):
        if re.search(rf"\b{re.escape(kid.record.first_name)}\b", said):
            county.make_aside(LogChild, support_log_id=log.id, child_id=kid.record.id)


def _positive(county: County, scene: Scene, one: Story) -> str | None:
    rng = county.rng
    if one.positive:
        text = one.positive.fill(rng, scene.slots) if rng.random() < 0.95 else None
        return text[:1].upper() + text[1:] if text else None
    if rng.random() < 0.55:
        return None
    usable = _WITH_CHILD if scene.kid and one.of_a_child else _WITHOUT
    return rng.choice(usable).fill(rng, scene.slots)


def _perhaps_crisis(county: County, den: Den, scene: Scene) -> None:
    """Now and then a placement, or a carer, is kept by a visit the day after."""
    draw = county.rng.random()
    day = scene.day + DAY
    if draw > 0.0042 or day > LAST_WORKED or not scene.home.here(day) or locked_down(day):
        return
    stories, letter = (STAYING, "o") if draw < 0.0008 else (AVERTED, "h")
    _write_crisis(county, den, scene.home, day, letter, stories)


def _write_crisis(
    county: County, den: Den, home: Home, day: dt.date, letter: str, stories: tuple[Story, ...]
) -> bool:
    scene = _scene(county, den, home, day, letter)
    fitting = [one for one in stories if _fits(county, scene, one)]
    if not fitting:
        return False
    minutes = county.rng.choice((120, 150, 180))
    at = find_time(county, den, day, minutes, evening=county.rng.random() < 0.5)
    one = county.rng.choice(fitting)
    note = one.note.fill(county.rng, scene.slots)
    averted, staying = stories is AVERTED, stories is STAYING
    _write(county, den, scene, one, note, at, minutes, averted=averted, staying=staying)
    return True


def _write_averted(county: County, den: Den, day: dt.date) -> None:
    """The breakdown averted that June's report of the home Hive tells of."""
    for home in den.homes_on(day):
        if home.role in _EASY and _write_crisis(county, den, home, day, "h", AVERTED):
            return


def _promise(county: County, scene: Scene, log: SupportLog, what: str) -> None:
    rng = county.rng
    due = scene.day + DAY * rng.randrange(2, 15)
    done: dt.date | None = max(scene.day, min(due + DAY * rng.randrange(-3, 3), LAST_WORKED))
    late = LAST_WORKED - DAY * 16 < due < TODAY
    if due >= TODAY or (late and rng.random() < 0.12):
        done = None
    county.make(
        FollowUp,
        family_id=scene.home.record.id,
        support_log_id=log.id,
        what=what,
        due_on=due,
        by=FollowUpBy.OTHER if what.startswith("Hear ") else FollowUpBy.ME,
        done_on=done,
        done_note=rng.choice(words.DONE) if done and rng.random() < 0.3 else None,
    )


def promise_for_today(county: County, den: Den) -> None:
    """What the Today page opens with: two due today, two late, one waiting on somebody."""
    homes = [home for home in den.homes_on(TODAY) if home.role in _EASY]
    plans = (
        (0, FollowUpBy.ME),
        (0, FollowUpBy.ME),
        (-2, FollowUpBy.ME),
        (-6, FollowUpBy.ME),
        (-1, FollowUpBy.OTHER),
    )
    for (days, by), (what, home) in zip(
        plans, zip(words.PROMISES, cycle(homes), strict=False), strict=True
    ):
        slots = {"carer": home.carers[0].first_name, "ssw": home.ssw}
        county.make(
            FollowUp,
            family_id=home.record.id,
            what=Template(what).fill(county.rng, slots),
            due_on=TODAY + DAY * days,
            by=by,
        )
