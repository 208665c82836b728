"""What every package says of itself: its version, its day, and the notice that goes along."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tomllib

from environment import PROJECT, quiet

NOTICE = PROJECT / "installer" / "notice.txt"


def version() -> str:
    stated = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(stated["project"]["version"])


def epoch() -> int:
    """Seconds since 1970 that everything bears: SOURCE_DATE_EPOCH, else those of the commit."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    git = shutil.which("git")
    if git and not told.isdigit():
        told = quiet([git, "-C", PROJECT, "log", "-1", "--format=%ct"]).stdout.strip()
    if not told.isdigit():  # no git, or a source archive, whose files bear the commit's time
        told = str(int((PROJECT / "pyproject.toml").stat().st_mtime))
    return int(told)


def day() -> str:
    """The release's day, "YYYY-MM-DD"."""
    return dt.datetime.fromtimestamp(epoch(), dt.UTC).date().isoformat()


def notice(folder: str, lgpl: str) -> str:
    """What the LGPL wants said: where its libraries lie in a package, and where its text is."""
    text = NOTICE.read_text(encoding="utf-8")
    return text.replace("@FOLDER@", folder).replace("@LGPL@", lgpl)
