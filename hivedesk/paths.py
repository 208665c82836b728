"""Where files live. The only module that asks appdirs.

The store sits below the *local* data folder: a roaming or synchronised folder
would copy a write-ahead log half-way through a write.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import appdirs

APP = "HiveDesk"


def default_store() -> Path:
    """The store a double-click opens."""
    return data_dir() / "my.hive"


def key_path(store: Path) -> Path:
    """Where the key file of `store` lies."""
    return store.with_name(store.name + ".key")


def data_dir() -> Path:
    """Local (never roaming) data folder of this user."""
    return Path(appdirs.user_data_dir(APP, appauthor=False, roaming=False))


def settings_file() -> Path:
    """Window preferences (theme, text size). Holds nothing about people."""
    return Path(appdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def council_settings() -> tuple[Path, Path]:
    """Where settings are pushed to: for everybody at this machine, then for this user."""
    own = Path(appdirs.user_config_dir(APP, appauthor=False))
    return _machine_settings() / COUNCIL, own / COUNCIL


COUNCIL = "settings.toml"


def _machine_settings() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / APP
    # Not the XDG list: what stands first in it differs from one kind of session to the next.
    return Path("/etc/hivedesk")


def log_dir() -> Path:
    """Technical logs without personal data."""
    return Path(appdirs.user_log_dir(APP, appauthor=False))


def resource(*parts: str) -> Path:
    """A file shipped with the program: beside the package in a checkout, inside it in a wheel."""
    return _resources().joinpath(*parts)


@cache
def _resources() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "resources"
    return installed if installed.is_dir() else here.parent / "resources"
