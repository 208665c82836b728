"""Reading a settings file: every kind of file is met, and whatever is not used is named."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import PolicyDefault, Settings, SettingsProblem

LIMIT = 64 * 1024
"""Bytes of a file; a whole county's policies are two or three thousand."""

LONGEST_LINE = 1000
"""Characters. The time to read a key grows with the square of its parts, all on one line."""

MOST_PROBLEMS = 20
"""Told of one file; who has mended so many asks again."""

LEAST_IDLE, MOST_IDLE = 1, 60  # minutes

POLICY = "policy"
_POLICY_KEYS = ("key", "value", "from", "source")
_SOURCE = "Council settings"
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_MOST_CERTIFICATES = 1024 * 1024  # bytes


class _NotUsed(Exception):
    """Why a value is not used, in words."""


def with_file(found: Settings, path: Path) -> Settings:
    """`found`, and what this file says of it."""
    problems: list[SettingsProblem] = []

    def say(words: str, line: int | None = None) -> None:
        if len(problems) < MOST_PROBLEMS:
            problems.append(SettingsProblem(path, line, words))

    try:
        text = _text_of(path, say)
        told = _parsed(text, say) if text else {}
    except _NotUsed as why:
        say(str(why))
        text, told = "", {}
    for key, value in told.items():
        if key == POLICY:
            found = _with_policies(found, path, value, text, say)
        elif key in _READERS:
            try:
                taken = {key: _READERS[key](value, path)}
                found = found._replace(**taken, sources={**found.sources, key: path})
            except _NotUsed as why:
                say(f"{key} {why}", _line_of(text, key))
        else:
            known = f"There are: {', '.join(KEYS)} and [[{POLICY}]]."
            say(f"“{_short(key)}” is no setting of HiveDesk. {known}", _line_of(text, key))
    return found._replace(files=(*found.files, path), problems=(*found.problems, *problems))


def _text_of(path: Path, say: Callable[[str, int | None], None]) -> str:
    """What stands in the file; "" where there is nothing.

    Raises:
        _NotUsed: it cannot be read, or nobody could mean it.
    """
    try:
        # Not blocking: a pipe would be waited on for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _NotUsed("This is a folder or a device, not a file. It is not used.")
            raw = b""
            while len(raw) <= LIMIT and (more := os.read(handle, LIMIT + 1)):
                raw += more
        finally:
            os.close(handle)
    except FileNotFoundError:
        gone = "The link leads nowhere." if path.is_symlink() else "There is no such file."
        raise _NotUsed(gone) from None
    except (OSError, ValueError) as why:
        if _is_folder(path):  # Windows opens no folder, and calls that a missing right
            raise _NotUsed("This is a folder, not a file. It is not used.") from None
        said = why.strerror if isinstance(why, OSError) and why.strerror else "no such name"
        raise _NotUsed(f"The file cannot be read ({said}).") from None
    if len(raw) > LIMIT:
        raise _NotUsed(f"The file is larger than {LIMIT // 1024} KB. None of it is used.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _NotUsed("The file is UTF-16. Save it as UTF-8; none of it is used.")
    if raw.startswith(b"\xef\xbb\xbf"):
        say("The file begins with a byte order mark. It is read; save it as UTF-8 without.", 1)
        raw = raw[3:]
    try:
        text = raw.decode()
    except UnicodeDecodeError as why:
        line = raw.count(b"\n", 0, why.start) + 1
        say("Not UTF-8. Save the file as UTF-8; none of it is used.", line)
        return ""
    if not text.strip():
        say("The file is empty.", None)
    return text


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _parsed(text: str, say: Callable[[str, int | None], None]) -> dict[str, Any]:
    for place, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            say(f"A line of over {LONGEST_LINE:,} characters. None of the file is used.", place)
            return {}
    import tomllib  # lazy: start-up (few laptops have a settings file)

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _NotUsed("Too many brackets inside each other. None of it is used.") from None
    except ValueError as why:
        # The library says it in words: "Expected '=' after a key in … (at line 3, column 7)".
        said = re.fullmatch(
            r"(.*?)(?: \(at (?:line (\d+), column \d+|end of document)\))?", str(why)
        )
        words, number = said.groups() if said else ("a value nobody can read", None)
        place = int(number or len(text.rstrip().split("\n")))
        say(f"Not TOML: {_short(words)}. None of it is used.", place)
        return {}


def _with_policies(
    found: Settings, path: Path, value: Any, text: str, say: Callable[[str, int | None], None]
) -> Settings:
    """`found` with these policies; one of the same key and day takes an earlier file's place."""
    if not isinstance(value, list):
        say(f"A policy begins with a line [[{POLICY}]].", _line_of(text, POLICY))
        return found
    known = {(each.key, each.starts_on): each for each in found.policies}
    for number, each in enumerate(value):
        try:
            policy = _policy(each, path)
        except _NotUsed as why:
            say(str(why), _line_of_policy(text, number))
            continue
        for extra in sorted(set(each) - set(_POLICY_KEYS)):
            wanted = f"A policy has {', '.join(_POLICY_KEYS)}; “{_short(extra)}” is not used."
            say(wanted, _line_of_policy(text, number, extra))
        known[policy.key, policy.starts_on] = policy
    return found._replace(policies=tuple(known.values()))


def _policy(told: Any, path: Path) -> PolicyDefault:
    """One policy as a file says it.

    Raises:
        _NotUsed: something is missing, or is not what that policy can be.
    """
    # lazy: start-up (few laptops have policies pushed to them)
    from hivedesk.rules.policies import CATALOGUE, check_policy

    if not isinstance(told, dict):
        raise _NotUsed(f"A policy begins with a line [[{POLICY}]].")
    key, value = told.get("key"), told.get("value")
    starts_on, source = told.get("from"), told.get("source", _SOURCE)
    if not isinstance(key, str) or key not in CATALOGUE:
        raise _NotUsed(f"HiveDesk knows no policy “{_short(key)}”." if key else "No key is given.")
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str):
        raise _NotUsed(f"The value of {key} is missing, or neither a text nor a whole number.")
    if type(starts_on) is not dt.date:
        raise _NotUsed(f"{key} needs the day it is valid from, such as from = 2027-04-01.")
    if not isinstance(source, str) or not 0 < len(source.strip()) <= 200:
        raise _NotUsed(f"The source of {key} is a text of at most 200 characters.")
    found = check_policy({"key": key, "value": value})
    if found:
        raise _NotUsed(" ".join(problem.words for problem in found))
    return PolicyDefault(key, value, starts_on, source.strip(), path)


def _address(value: Any, _path: Path) -> str:
    """An address with a host and nothing secret in it."""
    wanted = re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value) if _is_text(value) else None
    if wanted is None:
        raise _NotUsed("is an address that begins with https:// and holds no name or password.")
    return str(value).rstrip("/")


def _idle(value: Any, _path: Path) -> int:
    if type(value) is not int or not LEAST_IDLE <= value <= MOST_IDLE:
        raise _NotUsed(f"is a whole number of minutes from {LEAST_IDLE} to {MOST_IDLE}.")
    return value


def _folder(value: Any, _path: Path) -> Path:
    """A folder; that it is there is asked when a copy is made, for a drive may come later."""
    found = _place(value)
    if not found.is_absolute():
        raise _NotUsed("is a whole path, such as 'D:\\Backups' or '~/Backups'.")
    return found


def _certificates(value: Any, path: Path) -> Path:
    """A PEM file; one that is named without its folder lies beside the settings file."""
    found = path.absolute().parent / _place(value)
    try:
        if not found.is_file():
            raise _NotUsed(f"names {_short(found)}, where there is no file.")
        with found.open("rb") as file:
            begins = file.read(_MOST_CERTIFICATES)
    except (OSError, ValueError):
        raise _NotUsed(f"names {_short(found)}, which cannot be read.") from None
    if _CERTIFICATE not in begins:
        raise _NotUsed(f"names {_short(found)}, which holds no certificate (PEM).")
    return found


def _place(value: Any) -> Path:
    """A path, with ~ and variables such as %USERNAME% put in."""
    if not _is_text(value) or "\0" in value:
        raise _NotUsed("is a path between quotation marks.")
    try:
        return Path(os.path.expandvars(value)).expanduser()
    except RuntimeError:
        raise _NotUsed("begins with ~, and this laptop does not say whose home that is.") from None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 500


_READERS: dict[str, Callable[[Any, Path], Any]] = {
    "central_address": _address,
    "ca_file": _certificates,
    "idle_minutes": _idle,
    "backup_folder": _folder,
}

KEYS = tuple(_READERS)


def _short(words: object) -> str:
    """What is quoted from a file, on one line and not longer than a line."""
    told = "".join(letter if letter.isprintable() else " " for letter in str(words))
    return told if len(told) <= 80 else told[:79] + "…"


def _line_of(text: str, name: str, lines: range | None = None) -> int | None:
    """Where a key or table of this name stands; None where no line begins with it."""
    told = text.split("\n")
    begins = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[\].=]")
    for number in lines or range(1, len(told) + 1):
        if begins.match(told[number - 1]):
            return number
    return None


def _line_of_policy(text: str, which: int, name: str = "") -> int | None:
    """Where the policy with this number begins, or says this."""
    told = text.split("\n")
    header = re.compile(rf"\s*\[\[\s*[\"']?{POLICY}[\"']?\s*\]\]")
    begin = [number for number, line in enumerate(told, start=1) if header.match(line)]
    if which >= len(begin):
        return _line_of(text, POLICY)
    ends = [*begin[1:], len(told) + 1][which]
    return (name and _line_of(text, name, range(begin[which], ends))) or begin[which]
