"""WCAG 2.2 contrast of every pair of colours that may meet, read from the tokens alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from hivedesk.desktop.theme import THEME_NAMES
from hivedesk.paths import resource

TOKENS: dict[str, Any] = json.loads(resource("tokens.json").read_text("utf-8"))
SURFACES = (
    "background", "surface", "raised", "sunken", "hover", "selected", "board_weekend",
    "board_today",
)  # fmt: skip
WORDS = ("text", "text_muted", "accent_text", "positive", "warning", "danger", "info")
EDGES = ("border_control", "focus", "accent_edge", "ink")
STATES = ("positive", "warning", "danger", "info")
READ, SEEN = 4.5, 3.0  # 1.4.3 for words, 1.4.11 for edges


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs(theme: dict[str, Any]) -> Iterator[tuple[str, str, str, float]]:
    """Name, foreground, background and the least ratio allowed."""
    for ground in SURFACES:
        for word in WORDS:
            yield f"{word} on {ground}", theme[word], theme[ground], READ
        for edge in EDGES:
            yield f"{edge} against {ground}", theme[edge], theme[ground], SEEN
    yield "words on accent", theme["on_accent"], theme["accent"], READ
    yield "words on ink", theme["on_ink"], theme["ink"], READ
    for state in STATES:
        for word in (state, "text", "text_muted"):
            yield f"{word} on {state}_fill", theme[word], theme[f"{state}_fill"], READ
    for kind, stay in theme["stay"].items():
        yield f"{kind} words", stay["text"], stay["fill"], READ
        yield f"{kind} edge on its fill", stay["edge"], stay["fill"], SEEN
        yield f"focus against {kind}", theme["focus"], stay["fill"], SEEN
        for ground in SURFACES:
            yield f"{kind} edge on {ground}", stay["edge"], theme[ground], SEEN


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_pair_can_be_told_apart(name: str) -> None:
    checked = list(pairs(TOKENS["themes"][name]))
    failing = [
        f"{pair}: {front} on {back} is {contrast(front, back):.2f}, needs {least}"
        for pair, front, back, least in checked
        if contrast(front, back) < least
    ]
    assert len(checked) > 140
    assert failing == []


def test_contrast_knows_black_from_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") < READ < contrast("#767676", "#FFFFFF")


def test_kinds_of_stay_differ_without_their_colours() -> None:
    patterns = [kind["pattern"] for kind in TOKENS["stay_kinds"].values()]
    assert len(set(patterns)) == len(patterns)
    for theme in TOKENS["themes"].values():
        assert set(theme["stay"]) == set(TOKENS["stay_kinds"])


def test_controls_are_large_enough_to_hit() -> None:
    sizes = TOKENS["control_px"]
    assert min(sizes["height"], sizes["height_min"]) >= 32
    assert sizes["height_compact"] >= sizes["target_min"] >= 24


def test_themes_name_the_same_roles() -> None:
    roles = {name: set(theme) for name, theme in TOKENS["themes"].items()}
    assert roles["light"] == roles["dark"] == roles["high-contrast"]
