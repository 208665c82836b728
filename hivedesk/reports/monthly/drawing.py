"""The monthly report on paper: the same figures, drawn."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from hivedesk.reports.charts import Bar, Bars, Pattern, Upright
from hivedesk.reports.figure import Figure, Section, printed
from hivedesk.reports.look import BOXES, Look, house_look
from hivedesk.reports.page import WIDTH, Furniture, build
from hivedesk.reports.parts import (
    HALF,
    Heading,
    beside,
    columns,
    group_title,
    lines,
    notes,
    pairs,
)
from hivedesk.rules.days import local
from hivedesk.store.files import write_export

from .declared import GROUPS, SECTIONS
from .figures import MonthlyFigures

NAME = "Monthly Hive activity"
DRAFT = "Draft: the month is still open"
FOOT = "This paper counts children in care. Keep it safe."
WHERE_FROM = "Where these figures come from"
WHAT_THEY_SAID = "What families said"
AGREED = "Quoted with their consent."
OPEN_END = "The open end of a bar is time worked out of hours."

_STAYS = (
    ("sleepover_nights", "Sleepover", "stay.sleepover", Pattern.SOLID),
    ("emergency_nights", "Emergency sleepover", "stay.emergency", Pattern.STRIPES),
    ("respite_nights", "Respite, outside the Hive", "stay.respite", Pattern.DOTS),
)
_NIGHTS = ("night", "nights")


def draw(figures: MonthlyFigures, out: Path | BinaryIO, prepared_by: str = "") -> None:
    """Write the PDF. The same figures and the same name give the same bytes.

    Args:
        out: a file, which appears whole or not at all, or a stream.
        prepared_by: printed in the head; "" for nobody.

    Raises:
        CannotWrite: the folder is read-only or the disk is full.
    """
    look = house_look()
    sheet = io.BytesIO()
    furniture = _furniture(figures, prepared_by)
    build(lambda: _story(figures, look, furniture), furniture, look, sheet)
    if isinstance(out, Path):
        write_export(out, sheet.getvalue())
    else:
        out.write(sheet.getvalue())


def _furniture(figures: MonthlyFigures, prepared_by: str) -> Furniture:
    as_at = f"As at {_day(figures.day)}"
    if figures.as_at is not None:
        as_at += f", {local(figures.as_at):%H:%M}"
    return Furniture(
        title=figures.title,
        name=NAME,
        about=f"{figures.about}, {figures.month.first:%B %Y}",
        notice=DRAFT if figures.draft else "",
        notes=(as_at, f"Prepared by {prepared_by}") if prepared_by else (as_at,),
        foot=FOOT,
    )


def _story(figures: MonthlyFigures, look: Look, furniture: Furniture) -> list[Flowable]:
    page = _Page(figures, look)
    story: list[Flowable] = [look.words(page.lead(), "lead")]
    labels = (item.label for items in figures.groups.values() for item in items)
    written = (furniture.about, *furniture.notes, *figures.quotes, *labels)
    if not all(map(look.can_print, written)):
        story.append(look.words(BOXES, "note", spaceBefore=4))
    for section in SECTIONS:
        first, *rest = page.section(section)
        story.append(CondPageBreak(110))
        story.append(KeepTogether([Heading(look, section.key, section.title), first]))
        story += rest
    return story + page.where_from()


class _Page:
    """One report being laid out: its figures and its look."""

    def __init__(self, figures: MonthlyFigures, look: Look) -> None:
        self.figures, self.look = figures, look

    def lead(self) -> str:
        """The sentence that says what matters, before any table."""
        free = self.said("places_free", "place", "places")
        families = self.said("families", "family", "families")
        words = (
            f"{families[0].upper()}{families[1:]}, "
            f"{self.said('children', 'child', 'children')} in care and "
            f"{free} free on {_day(self.figures.day)}. "
            f"{self.figures.printed('families_reached')} families were reached one to one."
        )
        averted = self.figures.single["breakdowns_averted"]
        if averted:
            what = self.said("breakdowns_averted", "placement breakdown", "placement breakdowns")
            words += f" {what} {'was' if averted == 1 else 'were'} averted."
        return words

    def said(self, key: str, one: str, many: str) -> str:
        """A figure inside a sentence: "no places", "1 place", "4 places"."""
        value = self.figures.single[key]
        return printed(value, nouns=(one, many)) if value else f"no {many}"

    def shown(self, section: Section) -> list[Figure]:
        """The single figures that are printed; how many Hives one Hive is goes without saying."""
        return [f for f in section.figures if f.key != "hives" or self.figures.county]

    def section(self, section: Section) -> list[Flowable]:
        """What stands under one heading: its figures in two columns, then its groups."""
        facts = [(figure.label, self.figures.printed(figure.key)) for figure in self.shown(section)]
        groups = _GROUPS.get(section.key)
        return columns(self.look, facts) + (groups(self) if groups else [])

    def facts(self, key: str) -> list[Flowable]:
        """A group as a short list; nothing where it has nothing to show."""
        items = self.figures.items(key)
        if not items:
            return []
        listed = lines(self.look, [(item.label, words) for item, words in items], HALF)
        return [group_title(self.look, GROUPS[key].label), listed]

    def long(self, key: str) -> list[Flowable]:
        """A group that may be longer than a page: two to a row."""
        facts = [(item.label, words) for item, words in self.figures.items(key)]
        if not facts:
            return []
        title = group_title(self.look, GROUPS[key].label)
        return [Spacer(1, 6), CondPageBreak(60), title, pairs(self.look, facts)]

    def bars(self, key: str, width: float = HALF, open_parts: str = "") -> list[Flowable]:
        """A group as bars."""
        ends = {item.slug: item.value for item, _ in self.figures.items(open_parts or key)}
        bars = [
            Bar(
                item.label,
                item.value,
                words,
                open_part=ends.get(item.slug, 0) if open_parts else 0,
            )
            for item, words in self.figures.items(key)
        ]
        if not bars:
            return []
        title = group_title(self.look, GROUPS[key].label)
        return [title, Bars(self.look, bars, width, 0.4 if width == HALF else 0.26)]

    def trend(self, key: str) -> list[Flowable]:
        """A group of months as upright bars, this month in honey."""
        items = self.figures.items(key)
        bars = [Bar(item.label, item.value, words, "plain") for item, words in items[:-1]]
        bars += [Bar(item.label, item.value, words, "accent") for item, words in items[-1:]]
        return [group_title(self.look, GROUPS[key].label), Upright(self.look, bars, HALF)]

    def hive(self) -> list[Flowable]:
        """How the families are made up."""
        both = beside(self.facts("families_by_registration"), self.facts("families_by_status"))
        return both + self.long("families_by_hive")

    def moves(self) -> list[Flowable]:
        """How placements ended, where any did."""
        return beside(self.facts("placements_ended_by"), [])

    def stays(self) -> list[Flowable]:
        """Nights by kind, month by month and by link carer."""
        one = self.figures.single
        kinds = [
            Bar(label, one[key], printed(one[key], nouns=_NIGHTS), colour, pattern)
            for key, label, colour, pattern in _STAYS
        ]
        title = group_title(self.look, "Nights by kind")
        nights = [title, Bars(self.look, kinds, HALF, 0.42)]
        drawn = beside(nights, self.trend("trend_sleepover_nights"))
        if self.figures.county:
            return drawn + self.long("nights_by_hive") + self.long("day_care_by_hive")
        return drawn + beside(
            self.facts("nights_by_link_carer"), self.facts("day_care_by_link_carer")
        )

    def support(self) -> list[Flowable]:
        """Ways, themes, registration, who was brought in."""
        ways = self.bars("support_minutes_by_way") + self.facts("support_by_way")
        ways += self.trend("trend_support_contacts")
        kinds = self.facts("support_by_registration")
        reached = self.facts("families_reached_by_registration")
        return [
            *beside(ways, self.bars("support_by_theme")),
            *beside(kinds, reached),
            *beside(self.facts("support_by_brought_in"), []),
        ]

    def activities(self) -> list[Flowable]:
        """What kind, who came, and what families said."""
        drawn = beside(self.facts("activities_by_kind"), self.facts("activity_attendances_by"))
        quotes = [
            self.look.words(f"“{quote}”", leftIndent=8, spaceAfter=3)
            for quote in self.figures.quotes
        ]
        if quotes:
            title = group_title(self.look, WHAT_THEY_SAID)
            drawn.append(KeepTogether([title, *quotes, self.look.words(AGREED, "note")]))
        return drawn

    def training(self) -> list[Flowable]:
        """By course."""
        return self.long("training_by_course")

    def work(self) -> list[Flowable]:
        """By kind and by week."""
        late = "worker_minutes_out_of_hours_by_week"
        weeks = self.bars("worker_minutes_by_week", open_parts=late)
        if self.figures.single["worker_minutes_out_of_hours"]:
            weeks.append(self.look.words(OPEN_END, "note"))
        kinds = self.bars("worker_minutes_by_kind", WIDTH)
        drawn = beside(weeks, self.facts(late))
        return [*drawn, Spacer(1, 6), KeepTogether(kinds)] if kinds else drawn

    def where_from(self) -> list[Flowable]:
        """How each printed figure is counted, in small print."""
        drawn: list[Flowable] = [
            CondPageBreak(200),
            Heading(self.look, "where_from", WHERE_FROM),
        ]
        for section in SECTIONS:
            rows = [(figure.label, figure.how) for figure in self.shown(section)]
            rows += [
                (group.label, group.how)
                for group in section.groups
                if self.figures.items(group.key)
            ]
            # Its first lines stay with the title; a long table then breaks where it must.
            title = group_title(self.look, section.title, 5)
            drawn += [CondPageBreak(46), title, notes(self.look, rows)]
        return drawn


_GROUPS: dict[str, Callable[[_Page], list[Flowable]]] = {
    "hive": _Page.hive,
    "moves": _Page.moves,
    "stays": _Page.stays,
    "support": _Page.support,
    "activities": _Page.activities,
    "training": _Page.training,
    "work": _Page.work,
}


def _day(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
