"""The bill of materials (SBOM) of a package, as CycloneDX JSON.

    python installer/sbom.py FILE [SECONDS]

What is inside comes from the locked libraries as they are installed here; what their wheels hide,
from the bills that some of them bring along and from asking the libraries that are really loaded.
No version is written by hand. SECONDS since 1970 are the time it bears (none: no time).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import sys
import uuid
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from environment import LOCK
from hidden import hidden_in, inside_python
from licences import licence_of
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from shipped import HERE, holds, installed, project, shipped, wanted

Component = dict[str, Any]
SPECIFICATION = "1.6"
BOOT_LOADER = "pyinstaller"  # the small program in front of Python; the rest of it stays at home


def bill(made_at: dt.datetime | None = None) -> dict[str, Any]:
    """The whole bill; alike to the last letter for one environment and time."""
    libraries = shipped()
    parts = [component(name, each) for name, each in libraries.items()]
    loader = installed(BOOT_LOADER)
    if loader:
        parts.append(component(BOOT_LOADER, loader))
    parts.append(interpreter())
    root = itself()
    told: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {
            "component": root,
            "lifecycles": [{"phase": "build"}],
            "properties": [
                {
                    "name": "hivedesk:lock:sha256",
                    "value": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
                },
                {"name": "hivedesk:system", "value": f"{sys.platform} {platform.machine()}"},
            ],
        },
        "components": parts,
        "dependencies": [
            {"ref": root["bom-ref"], "dependsOn": sorted(refs(wanted("central"), ""))},
            *(
                {"ref": purl(name, each.version), "dependsOn": sorted(needs(each))}
                for name, each in libraries.items()
            ),
        ],
    }
    if made_at:
        told["metadata"]["timestamp"] = made_at.isoformat().replace("+00:00", "Z")
    name = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return {**told, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"}


def itself() -> Component:
    about = project()
    return {
        "type": "application",
        "bom-ref": f"hivedesk@{about['version']}",
        "name": "hivedesk",
        "version": about["version"],
        "description": about["description"],
        "licenses": [{"expression": about["license"]}],
    }


def component(name: str, library: Distribution) -> Component:
    """A library, with what is hidden inside it."""
    found: Component = {
        "type": "library",
        "bom-ref": purl(name, library.version),
        "name": name,
        "version": library.version,
        "purl": purl(name, library.version),
        "licenses": [{"expression": licence_of(library)}],
    }
    return holding(found, hidden_in(name, library))


def interpreter() -> Component:
    version = platform.python_version()
    found: Component = {
        "type": "platform",
        "bom-ref": f"python@{version}",
        "name": "python",
        "version": version,
        "licenses": [{"expression": "PSF-2.0"}],
    }
    return holding(found, inside_python())


def holding(found: Component, hidden: Iterable[Component]) -> Component:
    """A component with what is inside it, which needs names of its own in the bill."""
    inside = [
        {**each, "bom-ref": f"{found['bom-ref']}#{number}"} for number, each in enumerate(hidden)
    ]
    return {**found, "components": inside} if inside else found


def purl(name: str, version: str) -> str:
    return f"pkg:pypi/{quote(name)}@{quote(version)}"


def needs(library: Distribution) -> set[str]:
    return set(refs(library.requires or (), ""))


def refs(lines: Iterable[str], extra: str) -> Iterator[str]:
    """What these requirements mean here, as the bill names it."""
    for asked in map(Requirement, lines):
        name = canonicalize_name(asked.name)
        library = installed(name)
        if library and holds(asked, HERE, extra):
            yield purl(name, library.version)


def main(arguments: list[str]) -> None:
    seconds = arguments[1:]
    made_at = dt.datetime.fromtimestamp(int(seconds[0]), dt.UTC) if seconds else None
    text = json.dumps(bill(made_at), ensure_ascii=False, indent=1)
    Path(arguments[0]).write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
