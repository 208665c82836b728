"""Colours, sizes and type, all read from `resources/tokens.json`.

A widget asks `current_theme()` while it paints or measures, and never keeps the answer:
when the theme or the text size changes, Qt sends every widget a `StyleChange` and
`look().theme_changed` is emitted for whoever keeps pictures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from hivedesk.paths import resource

ThemeName = Literal["light", "dark", "high-contrast"]
THEME_NAMES: tuple[ThemeName, ...] = ("light", "dark", "high-contrast")
FACES = ("Regular", "Medium", "SemiBold")
TABULAR = QFont.Tag("tnum")
_HOLDER = "hivedesk-look"
_TOKEN = re.compile(r"@([a-z_]+)(?:\.([a-z_]+)(?:-(\d+))?)?")


class StayColours(NamedTuple):
    """How one kind of stay is coloured."""

    fill: QColor
    edge: QColor
    text: QColor


@dataclass(frozen=True, eq=False)
class Theme:
    """One set of colours at one text size. `scale` 1.0 is 100 %, 2.0 is 200 %."""

    name: ThemeName
    scale: float
    tokens: Mapping[str, Any]
    _colours: dict[str, QColor] = field(default_factory=dict, repr=False)
    _fonts: dict[tuple[str, str, bool], QFont] = field(default_factory=dict, repr=False)

    @property
    def high_contrast(self) -> bool:
        return self.name == "high-contrast"

    def colour(self, role: str) -> QColor:
        """The colour of a role such as "text_muted". Raises KeyError for an unknown one."""
        if role not in self._colours:
            self._colours[role] = _colour(self.tokens["themes"][self.name][role])
        return self._colours[role]

    def css(self, role: str) -> str:
        """The same colour, written for a style sheet or an SVG."""
        colour = self.colour(role)
        if colour.alpha() == 255:
            return colour.name()
        return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"

    def stay(self, kind: str) -> StayColours:
        """Colours of a kind of stay ("sleepover", "emergency", "day_care", "respite", "closed")."""
        parts = self.tokens["themes"][self.name]["stay"][kind]
        return StayColours(*(_colour(parts[part]) for part in ("fill", "edge", "text")))

    def stay_kind(self, kind: str) -> Mapping[str, str]:
        """Word, icon and pattern of a kind of stay."""
        found: Mapping[str, str] = self.tokens["stay_kinds"][kind]
        return found

    def px(self, path: str) -> int:
        """A size in logical pixels at this text size: "space.l", "control.height", "type.small"."""
        group, name = path.split(".")
        size = self.tokens[f"{group}_px"][name]
        return self.scaled(size["size"] if isinstance(size, dict) else size)

    def line_height(self, role: str) -> int:
        """Height of one line of a type role, in logical pixels."""
        return self.scaled(self.tokens["type_px"][role]["line"])

    def scaled(self, length: float) -> int:
        """A length given at 100 %, at this text size. At least 1 for anything above 0."""
        return max(1, round(length * self.scale)) if length > 0 else 0

    def font(self, role: str = "body", weight: str = "", tabular: bool = False) -> QFont:
        """The font of a type role; `weight` ("medium", "semibold") replaces the role's own.

        `tabular` gives every digit the same width: for tables, times, hours and figures.
        """
        key = (role, weight, tabular)
        if key not in self._fonts:
            token = self.tokens["type_px"][role]
            font = QFont(list(self.tokens["font"]["family"]))
            font.setPixelSize(self.scaled(token["size"]))
            number = self.tokens["font"]["weights"][weight] if weight else token["weight"]
            font.setWeight(QFont.Weight(number))
            if tabular:
                font.setFeature(TABULAR, 1)
            self._fonts[key] = font
        return QFont(self._fonts[key])


class Look(QObject):
    """Holds the theme in use, and the pictures made for it. One for each QApplication."""

    theme_changed = Signal()

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self.theme = theme
        self.pictures: dict[tuple[Any, ...], Any] = {}

    def change(self, theme: Theme) -> None:
        self.theme = theme
        self.pictures.clear()


def look() -> Look:
    """The look of the running application. Raises RuntimeError before `apply_theme`."""
    app = QApplication.instance()
    held = app.property(_HOLDER) if app is not None else None
    if not isinstance(held, Look):
        raise RuntimeError("apply_theme(app, theme) comes before the first widget")
    return held


def current_theme() -> Theme:
    """The theme to paint with now."""
    return look().theme


def load_theme(name: ThemeName, scale: float = 1.0) -> Theme:
    """Read one theme from the tokens; `scale` is the text size (1.0 to 2.0)."""
    tokens = json.loads(resource("tokens.json").read_text("utf-8"))
    if name not in tokens["themes"]:
        raise KeyError(name)
    return Theme(name, scale, tokens)


def system_theme_name(app: QGuiApplication) -> ThemeName:
    """Which theme the computer asks for."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high-contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole application, and tell everyone who keeps pictures.

    May be called again at any time: to follow the system, or when Settings change.
    """
    held = app.property(_HOLDER)
    if isinstance(held, Look):
        held.change(theme)
    else:
        held = Look(app, theme)
        app.setProperty(_HOLDER, held)
        for face in FACES:
            QFontDatabase.addApplicationFont(str(resource("fonts", f"Inter-{face}.ttf")))
    app.setFont(theme.font("body"))
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    held.theme_changed.emit()


def style_sheet(theme: Theme) -> str:
    """The QSS template filled in: `@border` is a colour, `@space.l` a size, `@space.l-4` less 4."""
    template = resource("style", "hivedesk.qss").read_text("utf-8")

    def fill(match: re.Match[str]) -> str:
        name, size, less = match.groups()
        if size is None:
            return theme.css(name)
        return f"{theme.px(f'{name}.{size}') - theme.scaled(int(less or 0))}px"

    return _TOKEN.sub(fill, template)


def _colour(text: str) -> QColor:
    """Tokens write transparency last (#RRGGBBAA); QColor would read it first."""
    if len(text) == 9:
        return QColor(f"#{text[7:]}{text[1:7]}")
    return QColor(text)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in {
        role.Window: "background",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "danger",
        role.Highlight: "selected",
        role.HighlightedText: "text",
        role.Accent: "accent",
        role.Link: "accent_text",
        role.LinkVisited: "accent_text",
        role.PlaceholderText: "text_muted",
        role.ToolTipBase: "ink",
        role.ToolTipText: "on_ink",
        role.Light: "surface",
        role.Midlight: "raised",
        role.Mid: "border",
        role.Dark: "border_control",
        role.Shadow: "border_control",
    }.items():
        palette.setColor(which, theme.colour(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("text_muted"))
    return palette
