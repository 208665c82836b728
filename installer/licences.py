"""The licences of what HiveDesk uses, from what each library says of itself.

python installer/licences.py            write the tables of docs/licences.md again
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution

from environment import PROJECT
from packaging.utils import canonicalize_name
from shipped import PLACES, holds, installed, locked, needed_by, wanted

PAGE = PROJECT / "docs" / "licences.md"

# What libraries write where an SPDX expression is meant.
MEANT = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "ISC License": "ISC",
    "PSFL": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Where a library says nothing, or less than the text it ships with.
READ_IN_ITS_TEXT = {
    "isodate": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "GPL-2.0-or-later AND Apache-2.0",
    "python-bidi": "LGPL-3.0-or-later",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
}
_PLAIN = re.compile(r"[\w.+-]+(?: (?:OR|AND|WITH) [\w.+-]+)*")


def licence_of(library: Distribution) -> str:
    """The SPDX expression of a library's licence. Raises ValueError where it gives no clear one."""
    about = library.metadata.json
    name = canonicalize_name(str(about["name"]))
    if name in READ_IN_ITS_TEXT:
        return READ_IN_ITS_TEXT[name]
    classes = [line.split(" :: ")[-1] for line in about.get("classifier", ()) if "License" in line]
    for said in (about.get("license_expression"), about.get("license"), *classes):
        meant = MEANT.get(str(said), str(said or ""))
        if _PLAIN.fullmatch(meant):
            return meant
    raise ValueError(f"{name} does not say its licence: read its text and name it here")


def groups() -> dict[str, list[str]]:
    """The locked libraries by where they are used, on Linux or Windows."""
    program = set(needed_by(wanted(), PLACES))
    central = set(needed_by(wanted("central"), PLACES)) - program
    all_of_them = {
        name
        for name, (asked, _) in locked().items()
        if any(holds(asked, place) for place in PLACES)
    }
    tools = all_of_them - program - central
    return {"program": sorted(program), "central": sorted(central), "tools": sorted(tools)}


def row(name: str, before: str) -> str:
    """A library's line. One that this machine has no use for keeps the line it had `before`."""
    library = installed(name)
    if library is None:
        kept = re.search(rf"^\| {re.escape(name)} \|.*$", before, re.MULTILINE)
        if kept is None:
            raise ValueError(f"{name} is not installed here: write its line by hand")
        return kept[0]
    about = " ".join(str(library.metadata.json["summary"]).split()).replace("|", "/")
    return f"| {name} | {about.rstrip('.')} | {licence_of(library)} |"


def table(names: Iterable[str], before: str) -> str:
    rows = [row(name, before) for name in names]
    return "\n".join(["| Library | What it is | Licence |", "| --- | --- | --- |", *rows])


def page(before: str) -> str:
    """The page with its tables made again."""
    text = before
    for group, names in groups().items():
        begin, end = f"<!-- {group} -->\n", f"\n<!-- end of {group} -->"
        head, rest = text.split(begin)
        text = head + begin + table(names, before) + end + rest.split(end)[1]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
