"""Every desktop test runs in a dressed application."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from hivedesk.desktop.theme import Theme, apply_theme, load_theme


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, put back before each test."""
    light = load_theme("light")
    apply_theme(qapp, light)
    return light
