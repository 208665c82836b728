"""Settings that a council can push to its laptops as a file, and where each value came from.

Read in this order, the later winning key by key (docs/settings.md says it to IT): the machine's
file, the user's own, the one that `HIVEDESK_SETTINGS` or `--settings` names. Whatever is wrong
with a file is kept as a problem with its line, and never stops the program. No secret is a setting.

Most laptops have no such file: what reads one (`reading.py`) is imported where there is one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hivedesk.paths import council_settings

VARIABLE = "HIVEDESK_SETTINGS"


class SettingsProblem(NamedTuple):
    """Something in a settings file that is not used. `line` counts from 1; None for all of it."""

    file: Path
    line: int | None
    words: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{where}: {self.words}"


class PolicyDefault(NamedTuple):
    """A policy value that a new store begins with, from its day on."""

    key: str
    value: str
    starts_on: dt.date
    source: str
    file: Path


class Settings(NamedTuple):
    """What holds on this laptop.

    Attributes:
        central_address: what is offered where a laptop is connected; "" for nothing.
        ca_file: certificates (PEM) that the sync trusts beside the system's own.
        idle_minutes: after so many quiet minutes the window locks.
        backup_folder: where the daily copies go; None for the usual place beside the store.
        policies: what a new store begins with beside HiveDesk's own values.
        sources: setting and file of each of the first four; none for HiveDesk's own value.
        files: the files that were found, in the order they were read.
        problems: what was not understood, and so is not used.
    """

    central_address: str = ""
    ca_file: Path | None = None
    idle_minutes: int = 5
    backup_folder: Path | None = None
    policies: tuple[PolicyDefault, ...] = ()
    sources: Mapping[str, Path] = MappingProxyType({})
    files: tuple[Path, ...] = ()
    problems: tuple[SettingsProblem, ...] = ()


def read_settings() -> Settings:
    """What holds on this laptop now. Costs two questions to the disk where there is no file."""
    found, given = Settings(), os.environ.get(VARIABLE)
    paths = [path for path in council_settings() if os.path.lexists(path)]
    if not paths and not given:
        return found
    # lazy: start-up (few laptops have a settings file)
    from .reading import with_file

    for path in [*paths, *([Path(given)] if given else [])]:
        found = with_file(found, path)
    return found
