"""Tokens, style sheet, fonts and icons."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfbase.ttfonts import TTFont

from hivedesk.desktop.icons import icon, icon_names, pixmap
from hivedesk.desktop.theme import (
    FACES,
    THEME_NAMES,
    Theme,
    ThemeName,
    apply_theme,
    current_theme,
    load_theme,
    look,
    style_sheet,
    system_theme_name,
)
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.paths import resource


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_style_sheet_is_filled_in(name: ThemeName, scale: float) -> None:
    assert "@" not in style_sheet(load_theme(name, scale))


def test_no_colour_is_written_outside_the_tokens() -> None:
    template = resource("style", "hivedesk.qss").read_text("utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{6}|rgb", template)


def test_sizes_grow_with_the_text(theme: Theme) -> None:
    double = load_theme("light", 2.0)
    for path in ("space.l", "control.height", "type.body", "row.list_two_lines"):
        assert double.px(path) == 2 * theme.px(path) > 0
    assert double.font("title").pixelSize() == 2 * theme.font("title").pixelSize()


def test_transparency_comes_last_in_a_token(theme: Theme) -> None:
    scrim = theme.colour("scrim")
    assert (scrim.red(), scrim.green(), scrim.blue(), scrim.alpha()) == (0x25, 0x21, 0x1B, 0x73)


def test_our_typeface_is_used_and_its_digits_line_up(theme: Theme) -> None:
    for weight in ("", "medium", "semibold"):
        assert QFontInfo(theme.font("body", weight)).family() == "Inter"
    aligned = QFontMetrics(theme.font("body", tabular=True))
    assert aligned.horizontalAdvance("1111") == aligned.horizontalAdvance("8080")
    loose = QFontMetrics(theme.font("body"))
    assert loose.horizontalAdvance("1111") < loose.horizontalAdvance("8080")


@pytest.mark.parametrize("face", FACES)
def test_the_report_writer_can_use_our_fonts(face: str) -> None:
    font = TTFont(f"Inter-{face}", str(resource("fonts", f"Inter-{face}.ttf")))
    assert font.stringWidth("£26,500 ŵ", 10) > font.stringWidth("£1", 10) > 0


def test_a_change_of_theme_is_told_and_painted(qtbot: QtBot, qapp: QApplication) -> None:
    button = plain("Save", icon="check")
    qtbot.addWidget(button)
    before = button.sizeHint().height(), pixmap("check").toImage()
    with qtbot.waitSignal(look().theme_changed):
        apply_theme(qapp, load_theme("dark", 2.0))
    assert current_theme().name == "dark"
    assert button.sizeHint().height() == 2 * before[0]
    assert pixmap("check").toImage() != before[1]


def test_the_system_theme_is_one_of_ours(qapp: QApplication) -> None:
    assert system_theme_name(qapp) in THEME_NAMES


def inked(picture: QImage) -> int:
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(1 for x, y in points if picture.pixelColor(x, y).alpha() > 128)


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_draws(name: str) -> None:
    small, large = pixmap(name, "text", 16), pixmap(name, "text", 16, 2.0)
    assert (small.width(), large.width()) == (16, 32)
    assert large.devicePixelRatio() == 2.0
    assert 8 < inked(large.toImage()) < 32 * 32 * 0.8
    assert not icon(name).isNull()


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_of_the_family(name: str) -> None:
    text = resource("icons", f"{name}.svg").read_text("utf-8")
    assert 'viewBox="0 0 20 20"' in text
    if name not in ("logo", "step-done"):
        assert 'stroke-width="1.6"' in text
        assert 'stroke="currentColor"' in text


def test_an_icon_takes_the_colour_asked_for(theme: Theme) -> None:
    picture = pixmap("plus", "danger", 40).toImage()
    assert picture.pixelColor(20, 20) == theme.colour("danger")


def test_an_unknown_icon_or_colour_is_a_bug(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("unicorn")
    with pytest.raises(KeyError):
        theme.colour("mauve")


def test_kinds_of_stay_have_an_icon(theme: Theme) -> None:
    icons = {kind["icon"] for kind in theme.tokens["stay_kinds"].values()}
    assert icons <= set(icon_names())
