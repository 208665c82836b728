"""Folders a store must not lie in: those another program keeps in step, and another machine's.

A write-ahead log is part of the store. Whatever copies the two one after the other, or
locks files across a network, can damage both (sqlite.org/wal.html, "Disadvantages").
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from hivedesk.records.errors import PlainError

# What the programs call their folders; some add whose it is: "OneDrive - Hampshire".
_IN_STEP = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "sharepoint": "SharePoint",
    "box sync": "Box",
    "megasync": "MEGA",
    "pcloud drive": "pCloud",
}
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs"})
_LOCAL_AFTER_ALL = frozenset({"fuse.fuse-overlayfs"})  # how some machines lay out their own disk
_MOUNTS = Path("/proc/self/mountinfo")


class UnsafePlace(PlainError):
    """A new store was asked for where it could come to harm."""


def danger_of(store: Path) -> str:
    """Why a store is not safe where it lies, in one sentence; "" where nothing is known."""
    folder = store.absolute().parent
    if str(store).startswith("\\\\") or str(folder).startswith("\\\\"):
        return f"{folder} is on another machine: a store there can be damaged."
    with contextlib.suppress(OSError, RuntimeError):
        folder = folder.resolve()
    for part in folder.parts:
        # "OneDrive", "OneDrive - Hampshire", "Dropbox (Personal)", and not "Dropboxes".
        name = re.split(r"\s+-\s+|\s*\(", part.casefold(), maxsplit=1)[0].strip()
        if name in _IN_STEP:
            program = _IN_STEP[name]
            return f"{program} copies {folder} elsewhere: a store there can be damaged."
    kind = _kind_of_disk(folder)
    if kind in _REMOTE or (kind.startswith("fuse.") and kind not in _LOCAL_AFTER_ALL):
        return f"{folder} is not a disk of this laptop ({kind}): a store there can be damaged."
    return ""


def refuse_unsafe(store: Path) -> None:
    """Raise `UnsafePlace` where a new store could come to harm."""
    danger = danger_of(store)
    if danger:
        raise UnsafePlace(danger, "Choose a folder that is on this laptop alone.")


def _kind_of_disk(folder: Path) -> str:
    """What Linux calls the file system that holds `folder`; "" elsewhere."""
    best, kind = -1, ""
    with contextlib.suppress(OSError, ValueError):
        for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines():
            place, _, told = line.partition(" - ")
            mounted = Path(_unescaped(place.split(" ")[4]))
            depth = len(mounted.parts)
            if depth >= best and folder.is_relative_to(mounted):
                best, kind = depth, told.split(" ", 1)[0]
    return kind


def _unescaped(path: str) -> str:
    """A blank in a mount point is written as an octal number."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)
