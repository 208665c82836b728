"""Can I say yes? One answer for every room, line by line, with what is left for a crisis.

Pure: `asking.Facts` in, `RoomAnswer`s out. `store/queries/can_i.py` gathers the facts. The
same lines are asked when a stay is written, so that the panel and the booking agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hivedesk.records import Word

from . import yes_cover, yes_lines
from .asking import Candidate, Facts, Line
from .problems import Problem, Severity
from .stays import check_dates

_RULES: tuple[Callable[[Facts, Candidate], Iterator[Line]], ...] = (
    yes_lines.free,
    yes_lines.together,
    yes_lines.ages,
    yes_lines.sharing,
    yes_lines.met,
    yes_lines.permission,
    yes_lines.usual_limit,
    yes_lines.family,
    yes_lines.link_carer,
    yes_lines.distance,
    yes_lines.pets,
    yes_lines.access,
    yes_cover.national,
    yes_cover.waiting,
    yes_cover.outside,
    yes_cover.cover,
)


class Answer(Word):
    """What the lines come to."""

    YES = "yes", "Yes"
    OVERRIDE = "override", "Ask first"
    NO = "no", "Cannot"


@dataclass(frozen=True)
class RoomAnswer:
    """The answer for one room.

    Attributes:
        room_id, room: the room; `link_carer` is its keeper's whole name.
        hive_id, hive: the Hive that holds it; `is_own` where that is the asker's.
        answer: yes; override (a warning needs a note, which is kept); or no (a hard stop).
        cover_left: beds free in that Hive on the thinnest of the evenings if the answer is
            yes; where it is no, as things stand.
        miles: in a straight line from the child's town; None where one is not known.
        lines: every reason, in the order a worker would ask.
    """

    room_id: str
    room: str
    link_carer_id: str
    link_carer: str
    hive_id: str
    hive: str
    is_own: bool
    answer: Answer
    cover_left: int
    miles: int | None
    lines: tuple[Line, ...]

    @property
    def against(self) -> tuple[Line, ...]:
        """What speaks against it, stops first."""
        found = [line for line in self.lines if line.severity is not Severity.OK]
        return tuple(sorted(found, key=lambda line: line.severity is Severity.WARNING))

    @property
    def problems(self) -> list[Problem]:
        """The same as problems on their fields, for a form or an action."""
        return [line.problem for line in self.against]

    @property
    def short(self) -> str:
        """One line for a folded card: what speaks against it, or the first thing for it."""
        return " ".join(line.words for line in self.against[:2]) or self.lines[0].words


def can_say_yes(facts: Facts) -> list[RoomAnswer]:
    """Answers for every room, best first: the own Hive's, then yes before ask before cannot.

    The dates themselves must be right (`date_problems`).
    """
    answers = [answer_for(facts, room) for room in facts.rooms]
    return sorted(answers, key=_rank)


def answer_for(facts: Facts, room: Candidate) -> RoomAnswer:
    """The answer for one of the rooms."""
    lines = tuple(line for rule in _RULES for line in rule(facts, room))
    answer = _answer(lines)
    area = facts.question.children[0].area
    return RoomAnswer(
        room.room_id,
        room.facts.name,
        room.link_carer_id,
        room.keeper_name,
        room.hive_id,
        facts.hives.get(room.hive_id, ("", ""))[0],
        room.hive_id == facts.question.hive_id,
        answer,
        yes_cover.cover_left(facts, room, taken=answer is not Answer.NO),
        facts.towns.miles(area, room.area) if area else None,
        lines,
    )


def date_problems(facts: Facts) -> list[Problem]:
    """What is wrong with the days and hours asked for, before any room is looked at."""
    asked = facts.question
    names = ("kind", "from_on", "to_on", "time_from", "time_to")
    return check_dates({name: getattr(asked, name) for name in names})


def _answer(lines: Iterable[Line]) -> Answer:
    found = {line.severity for line in lines}
    if Severity.STOP in found:
        return Answer.NO
    return Answer.OVERRIDE if Severity.WARNING in found else Answer.YES


_ORDER = {Answer.YES: 0, Answer.OVERRIDE: 1, Answer.NO: 2}


def _rank(answer: RoomAnswer) -> tuple[object, ...]:
    cautions = sum(line.caution for line in answer.lines)
    far = answer.miles if answer.miles is not None else 1_000
    own = not answer.is_own
    return (own, _ORDER[answer.answer], len(answer.against), cautions, far, answer.room_id)
