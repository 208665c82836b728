"""A small template language for sentences: `[this|or that]` and `<slots>`.

A whole story is written by hand, so that what was talked about, what was good and
what was agreed belong together; only the wording inside it varies.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

_CHOICE = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"<(\w+)>")
_TERM = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)
CHILD_SLOTS = frozenset({"child", "he", "him", "his", "He", "His", "age", "an_age"})


class Template:
    """One text with its choices; `needs` names the slots it may ask for."""

    __slots__ = ("_parts", "needs", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.needs = frozenset(_SLOT.findall(source))
        pieces = _CHOICE.split(source)
        self._parts = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]

    def fill(self, rng: random.Random, slots: Mapping[str, str]) -> str:
        """One wording of it, with the slots' words in place."""
        text = "".join(part[int(rng.random() * len(part))] for part in self._parts)
        return _SLOT.sub(lambda found: slots[found[1]], text) if "<" in text else text


@dataclass(frozen=True)
class Story:
    """One kind of conversation.

    Attributes:
        themes: names from the service's list of themes.
        note, positive, agreed, follow: templates; "" where there is nothing to say.
        ages: youngest and oldest child it fits; looked at only where it speaks of one.
        ways: letters of the ways it fits: p(hone), t(ext), v(ideo), h(ome visit), o(ut), e(mail).
        months: months of the year it fits; empty for all.
        only: "" or "connected", "new" (carers' first year), "new_child", "empty" (no child now),
            "birthday", "lockdown", "open" (no lockdown), "hold", "rare".
        brought_in: who was brought in, as a `BroughtIn` value, or "".
    """

    themes: tuple[str, ...]
    note: Template
    positive: Template | None = None
    agreed: Template | None = None
    follow: Template | None = None
    ages: tuple[int, int] = (0, 17)
    ways: str = "pvho"
    months: tuple[int, ...] = ()
    only: str = ""
    brought_in: str = ""
    evidence: Template | None = None

    @property
    def needs(self) -> frozenset[str]:
        """Every slot any of its texts may ask for."""
        texts = (self.note, self.positive, self.agreed, self.follow, self.evidence)
        return frozenset().union(*(text.needs for text in texts if text))

    @property
    def of_a_child(self) -> bool:
        """Whether it speaks of a child."""
        return bool(self.needs & CHILD_SLOTS)


def story(
    themes: str,
    note: str,
    positive: str = "",
    agreed: str = "",
    follow: str = "",
    *,
    ages: tuple[int, int] = (0, 17),
    ways: str = "pvho",
    months: tuple[int, ...] = (),
    only: str = "",
    brought_in: str = "",
    evidence: str = "",
) -> Story:
    """Write a story; `themes` is a comma-separated list, the texts are templates."""
    if themes.startswith("School") and not months:
        months = _TERM
    return Story(
        tuple(name.strip() for name in themes.split(",")),
        Template(note),
        Template(positive) if positive else None,
        Template(agreed) if agreed else None,
        Template(follow) if follow else None,
        ages,
        ways,
        months,
        only,
        brought_in,
        Template(evidence) if evidence else None,
    )
