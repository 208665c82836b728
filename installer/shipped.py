"""Which libraries go along in a package: what HiveDesk and its central store need, and no more.

Runs inside the environment that the bootstrap made, and says what is installed there.
"""

from __future__ import annotations

import tomllib
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    packages_distributions,
)
from typing import Any

from environment import LOCK, PROJECT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Where HiveDesk runs, as the markers of a requirement ask: each system with each Python.
PLACES = tuple(
    {
        "sys_platform": platform,
        "platform_system": system,
        "os_name": kernel,
        "platform_machine": machine,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": version,
        "python_full_version": f"{version}.0",
    }
    for platform, system, kernel, machine in (
        ("linux", "Linux", "posix", "x86_64"),
        ("win32", "Windows", "nt", "AMD64"),
    )
    for version in ("3.11", "3.12", "3.13")
)
HERE: Mapping[str, str] = {}  # whatever this machine answers


def project() -> dict[str, Any]:
    """The `[project]` table of pyproject.toml."""
    found: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    return dict(found["project"])


def wanted(*extras: str) -> list[str]:
    """The requirements that pyproject.toml states for HiveDesk, and for these extras."""
    stated = project()
    lines = list(stated["dependencies"])
    for extra in extras:
        lines += stated["optional-dependencies"][extra]
    return lines


def needed_by(
    lines: Iterable[str], places: Sequence[Mapping[str, str]] = (HERE,)
) -> dict[str, Distribution | None]:
    """What these requirements bring in, themselves included, by name and in order.

    None stands for what some of the `places` need and this machine does not have.
    """
    found: dict[str, Distribution | None] = {}
    ahead = deque((Requirement(line), "") for line in lines)
    seen: set[tuple[str, str]] = set()
    while ahead:
        asked, of = ahead.popleft()
        if not any(holds(asked, place, of) for place in places):
            continue
        name = canonicalize_name(asked.name)
        for extra in ("", *sorted(asked.extras)):
            if (name, extra) not in seen:
                seen.add((name, extra))
                found[name] = here = installed(name)
                stated = (here.requires if here else None) or ()
                ahead += [(Requirement(line), extra) for line in stated]
    return dict(sorted(found.items()))


def holds(asked: Requirement, place: Mapping[str, str], extra: str = "") -> bool:
    """Whether a requirement is one at this place."""
    return asked.marker is None or asked.marker.evaluate({**place, "extra": extra})


def installed(name: str) -> Distribution | None:
    """A library of this environment."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def shipped() -> dict[str, Distribution]:
    """The libraries in a package that is made here, by name."""
    return {name: each for name, each in needed_by(wanted("central")).items() if each}


def not_shipped() -> list[str]:
    """Top-level modules that are installed here for building and testing only."""
    inside = set(shipped())
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if not inside & {canonicalize_name(owner) for owner in owners}
        and module not in ("hivedesk", "resources")
    )


def locked() -> dict[str, tuple[Requirement, frozenset[str]]]:
    """Every line of the lock by name: what it asks for, and the SHA-256 sums it allows."""
    found: dict[str, tuple[Requirement, frozenset[str]]] = {}
    for entry in LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        stated, *sums = entry.split("--hash=sha256:")
        if sums:
            asked = Requirement(stated)
            found[canonicalize_name(asked.name)] = asked, frozenset(each.strip() for each in sums)
    return found
