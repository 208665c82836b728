"""How this person likes the window: theme, text size, row height. Nothing about people."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from hivedesk.store.files import write_whole

ThemeChoice = Literal["system", "light", "dark", "high-contrast"]
THEME_CHOICES: tuple[ThemeChoice, ...] = ("system", "light", "dark", "high-contrast")
TEXT_SIZES = (1.0, 1.25, 1.5, 2.0)


@dataclass(frozen=True)
class Preferences:
    """What is remembered between starts; a missing or wrong value falls back to these."""

    theme: ThemeChoice = "system"
    text_size: float = 1.0
    remembered: bool = False
    """Whether the key store was asked to keep the passphrase."""


def load(path: Path) -> Preferences:
    """Read the preferences; a file that cannot be read counts as none at all."""
    kept: object = None
    with contextlib.suppress(OSError, ValueError):
        kept = json.loads(path.read_text("utf-8"))
    if not isinstance(kept, dict):
        return Preferences()
    known = {field.name for field in fields(Preferences)}
    given = {name: value for name, value in kept.items() if name in known}
    if given.get("theme") not in THEME_CHOICES:
        given.pop("theme", None)
    if given.get("text_size") not in TEXT_SIZES:
        given.pop("text_size", None)
    given["remembered"] = given.get("remembered") is True
    return Preferences(**given)


def save(path: Path, preferences: Preferences) -> None:
    """Write the preferences.

    Raises:
        CannotWrite: they hold until the window closes, and no longer.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(asdict(preferences), indent=1).encode())
