"""Reading a printed month back: the numbers that a PDF reader finds beside their words."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from pypdf import PdfReader

from hivedesk.reports.monthly import MonthlyFigures
from hivedesk.reports.monthly.declared import GROUPS, SECTIONS
from hivedesk.reports.monthly.drawing import (
    AGREED,
    DRAFT,
    FOOT,
    OPEN_END,
    WHAT_THEY_SAID,
    WHERE_FROM,
)

VALUE = (
    r"(−?£[\d,.]+|[\d,]+ h \d+ min|[\d,]+ h|\d+ min|[\d.]+ %|[\d,]+ of [\d,]+"
    r"|[\d,.]+(?: nights?| visits?)?)(?= |$)"
)


def text_of(sheet: bytes) -> str:
    """All words of a PDF on one line, without what stands on each page."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages]
    assert all(FOOT in page for page in pages)
    assert [re.findall(r"Page (\d+) of (\d+)", page) for page in pages] == [
        [(str(number), str(len(pages)))] for number in range(1, len(pages) + 1)
    ]
    cut = [re.sub(r"Page \d+ of \d+", "", page).replace(FOOT, "") for page in pages]
    # Later pages begin with whose report it is, and that it is a draft.
    later = [page.split("\n", 1)[1].replace(DRAFT, "") for page in cut[1:]]
    return " ".join(" ".join([cut[0], *later]).split())


def number(words: str) -> float:
    """What a printed value says, read without the code that printed it."""
    if "£" in words:
        return float(words.replace("−", "-").replace("£", "").replace(",", ""))
    if words.endswith((" h", " min")):
        hours = re.search(r"([\d,]+) h", words)
        minutes = re.search(r"(\d+) min", words)
        whole = int(hours[1].replace(",", "")) if hours else 0
        return whole * 60 + (int(minutes[1]) if minutes else 0)
    return float(words.split(" ", maxsplit=1)[0].replace(",", ""))


@dataclass
class Reader:
    """Walks one section, striking out what it has understood."""

    text: str
    found: dict[str, float] = field(default_factory=dict)

    def take(self, start: str, lines: list[tuple[str, str]]) -> None:
        """Read `start` and directly after it each label with its value."""
        at = self.text.find(start)
        assert at >= 0, f"{start!r} is not printed"
        end = at + len(start)
        for key, label in lines:
            match = re.compile(rf" ?{re.escape(label)} {VALUE}").match(self.text, end)
            assert match, (
                f"{label!r} is not printed where it belongs: {self.text[end : end + 60]!r}"
            )
            self.found[key] = number(match[1])
            end = match.end()
        self.text = f"{self.text[:at].rstrip()} | {self.text[end:].lstrip()}"


def read_back(sheet: bytes, figures: MonthlyFigures) -> dict[str, float]:
    """Every figure that is printed, by its name in the JSON; fails on words it cannot place."""
    body = text_of(sheet).split(f" {WHERE_FROM} ")[0]
    singles = [
        [(f.key, f.label) for f in section.figures if f.key != "hives" or figures.county]
        for section in SECTIONS
    ]
    starts = [
        body.index(f" {section.title} {single[0][1]} ")
        for section, single in zip(SECTIONS, singles, strict=True)
    ]
    found: dict[str, float] = {}
    ends = [*starts[1:], len(body)]
    for section, single, start, end in zip(SECTIONS, singles, starts, ends, strict=True):
        reader = Reader(body[start + 1 : end].strip())
        reader.take(section.title, single)
        for group in section.groups:
            items = [item for item, _ in figures.items(group.key)]
            if items:
                named = [(f"{group.key}_{item.slug}", item.label) for item in items]
                reader.take(GROUPS[group.key].label, named)
        if section.key == "stays":
            reader.take(
                "Nights by kind",
                [
                    ("bar_sleepover", "Sleepover"),
                    ("bar_emergency", "Emergency sleepover"),
                    ("bar_respite", "Respite, outside the Hive"),
                ],
            )
        if section.key == "activities" and figures.quotes:
            quotes = " ".join(f"“{quote}”" for quote in figures.quotes)
            assert f"{WHAT_THEY_SAID} {quotes} {AGREED}" in reader.text
            reader.text = reader.text.replace(f"{WHAT_THEY_SAID} {quotes} {AGREED}", "")
        assert reader.text.replace(OPEN_END, "").strip(" |") == ""
        found |= reader.found
    return found
