"""Which settings hold on this laptop, and where each came from; trouble with them on the side."""

from __future__ import annotations

import argparse
import ssl
import sys
from pathlib import Path
from typing import Any

from hivedesk.settings import Settings, SettingsProblem, read_settings
from hivedesk.settings.reading import KEYS

from .answers import print_json


def settings(asked: argparse.Namespace) -> None:
    """Every value with the file it came from, and every problem."""
    found = read_settings()
    problems = [*found.problems, *_untrusted(found)]
    if asked.json:
        print_json(_as_json(found, problems))
        return
    for key in KEYS:
        print(key, _plain(getattr(found, key)), found.sources.get(key, "HiveDesk"), sep="\t")
    for policy in found.policies:
        day = policy.starts_on.isoformat()
        print(f"policy {policy.key}", f"{policy.value} from {day}", policy.file, sep="\t")
    _say(problems)


def say_problems() -> None:
    """One line on standard error for each thing in a settings file that is not used."""
    _say(read_settings().problems)


def _say(problems: Any) -> None:
    for problem in problems:
        print(f"hivedesk: {problem}", file=sys.stderr)


def _untrusted(found: Settings) -> list[SettingsProblem]:
    """What only a close look at the certificates shows; a start has no time for it."""
    if found.ca_file is None:
        return []
    try:
        ssl.create_default_context(cafile=str(found.ca_file))
    except (OSError, ValueError):  # which ssl.SSLError is one of
        words = f"ca_file names {found.ca_file}, in which a certificate is not whole."
        return [SettingsProblem(found.sources["ca_file"], None, words)]
    return []


def _as_json(found: Settings, problems: list[SettingsProblem]) -> dict[str, Any]:
    return {
        "files": [str(path) for path in found.files],
        "values": {
            key: {
                "value": getattr(found, key) and _value(getattr(found, key)),
                "from": str(found.sources[key]) if key in found.sources else "HiveDesk",
            }
            for key in KEYS
        },
        "policies": [
            {
                "key": policy.key,
                "value": policy.value,
                "starts_on": policy.starts_on.isoformat(),
                "source": policy.source,
                "from": str(policy.file),
            }
            for policy in found.policies
        ],
        "problems": [
            {"file": str(each.file), "line": each.line, "words": each.words} for each in problems
        ],
    }


def _value(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _plain(value: Any) -> str:
    return "-" if value in (None, "") else str(value)
