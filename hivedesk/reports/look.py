"""How print looks: the house's typeface and its light colours, told to ReportLab once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
from reportlab.pdfbase.ttfonts import TTFError
from reportlab.platypus import Paragraph

from hivedesk.paths import resource

from . import letters

# Where resources/ is not there, the report is still printed, in plain black and Helvetica.
_BARE = ("Helvetica", "Helvetica-Bold")
_FONTS = ("Inter-Regular", "Inter-SemiBold")
_SIZES = {
    "title": (19, 24),
    "about": (11.5, 15),
    "lead": (10.5, 15),
    "section": (12.5, 17),
    "group": (9.5, 13),
    "body": (9.2, 12),
    "note": (7.8, 10),
}
BOXES = (
    "Some letters or signs on this paper cannot be printed and stand as boxes. HiveDesk shows "
    "them on the screen."
)
"""Said on a paper of which `can_print` is not true."""

_BOLD = frozenset({"title", "section", "group"})
_MUTED = frozenset({"note"})


@dataclass(frozen=True)
class Look:
    """Fonts, colours and paragraph styles of a printed page."""

    regular: str
    bold: str
    colours: dict[str, Color]
    styles: dict[str, ParagraphStyle] = field(default_factory=dict)

    def colour(self, name: str) -> Color:
        """A colour of the light theme by its role, for example "accent" or "stay.day_care.fill"."""
        return self.colours[name]

    def words(
        self, text: str, style: str = "body", bullet: str | None = None, **changes: Any
    ) -> Paragraph:
        """Plain words as a paragraph; what looks like markup in a name stays what it is.

        Args:
            bullet: a short word at the left of the first line, in the indent.
        """
        base = self.styles[style]
        if changes:
            base = ParagraphStyle(style, base, **changes)
        return letters.paragraph(text, base, bullet)

    def can_print(self, text: str) -> bool:
        """Whether there is a sign for every letter; other alphabets come out as boxes."""
        return letters.can_print(text, self.regular)


def house_look() -> Look:
    """The look every report shares."""
    regular, bold = _fonts()
    colours = _colours()
    look = Look(regular, bold, colours)
    for name, (size, leading) in _SIZES.items():
        look.styles[name] = ParagraphStyle(
            name,
            fontName=bold if name in _BOLD else regular,
            fontSize=size,
            leading=leading,
            textColor=colours["text_muted" if name in _MUTED else "text"],
        )
    return look


def _fonts() -> tuple[str, str]:
    try:
        for name in _FONTS:
            if name not in getRegisteredFontNames():
                registerFont(letters.Typeface(name))
    except (TTFError, OSError):
        return _BARE
    regular, bold = _FONTS
    return regular, bold


def _colours() -> dict[str, Color]:
    try:
        tokens = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
    except OSError:
        return _Plain()
    return dict(_flat(tokens["themes"]["light"]))


def _flat(colours: dict[str, Any], above: str = "") -> list[tuple[str, Color]]:
    found: list[tuple[str, Color]] = []
    for name, value in colours.items():
        if isinstance(value, dict):
            found += _flat(value, f"{above}{name}.")
        else:
            found.append((above + name, HexColor(value[:7])))
    return found


class _Plain(dict[str, Color]):
    """Black lines and text on white."""

    def __missing__(self, name: str) -> Color:
        light = name.endswith("fill") or name in {"surface", "raised", "sunken", "background"}
        return HexColor("#FFFFFF" if light else "#000000")
