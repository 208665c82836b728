"""The style sheet: the colours of the tokens as names, and then what is done with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from hivedesk.paths import resource

_WHEN = {
    "light": "",
    "dark": "@media (prefers-color-scheme: dark)",
    "high-contrast": "@media (prefers-contrast: more)",
}
"""The themes as a browser asks for them; the later one wins."""


@cache
def style_sheet() -> str:
    """The whole sheet as text."""
    tokens = json.loads(resource("tokens.json").read_text("utf-8"))
    sheets = [_theme(when, tokens["themes"][name]) for name, when in _WHEN.items()]
    return "\n".join([*sheets, resource("web", "page.css").read_text("utf-8")])


@cache
def icon() -> str:
    """The logo, in the colours of the light theme."""
    tokens = json.loads(resource("tokens.json").read_text("utf-8"))
    drawn = resource("icons", "logo.svg").read_text("utf-8")
    for name in ("accent", "accent_edge", "on_accent"):
        drawn = drawn.replace(f"{{{name}}}", tokens["themes"]["light"][name])
    return drawn


def _theme(when: str, colours: Mapping[str, Any]) -> str:
    lines = "".join(f"--{name}:{value};" for name, value in _flat(colours, ""))
    rule = f":root{{{lines}}}"
    return f"{when}{{{rule}}}" if when else rule


def _flat(colours: Mapping[str, Any], above: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in colours.items():
        key = f"{above}{name}".replace("_", "-")
        found += _flat(value, f"{key}-") if isinstance(value, Mapping) else [(key, value)]
    return found
