"""The manual page, made from the parsers that the terminal itself uses.

python installer/manual.py FILE [YYYY-MM-DD]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from hivedesk import __version__
from hivedesk.cli.words import parser

FILES = (
    ("~/.local/share/HiveDesk", "your store and its key file; removing the package keeps them"),
    ("/etc/hivedesk/settings.toml", "what the council sets for every laptop"),
    ("~/.config/HiveDesk/settings.toml", "the same for one user"),
    ("/usr/share/doc/hivedesk", "licences, and what the package is made of"),
)
VARIABLES = (
    ("HIVEDESK_PASSPHRASE", "opens the store; without it the passphrase is asked for"),
    ("HIVEDESK_BUNDLE_PASSPHRASE", "opens a bundle of changes on a stick"),
    ("HIVEDESK_DATABASE", "the central store's database"),
    ("HIVEDESK_SETTINGS", "a settings file that is read last"),
)
ENDS = (("0", "done"), ("1", "it could not be done"), ("2", "used in a way it does not know"))


def page(day: str) -> str:
    """The page in the language of man; `day` is the date in its foot."""
    root = parser()
    lines = [
        f'.TH HIVEDESK 1 "{day}" "HiveDesk {__version__}" "User commands"',
        *(".SH NAME", r"hivedesk \- the desk of a Hive support worker", ".SH SYNOPSIS"),
        *(".B hivedesk", r"[\fB\-\-store\fR \fIFILE\fR]", ".br", ".B hivedesk"),
        *(r"\fIVERB\fR [\fIoption\fR ...]", ".SH DESCRIPTION", plain(root.description or "")),
        ".SH VERBS",
        *(line for words, verb, about in verbs_of(root) for line in told(words, verb, about)),
    ]
    for heading, rows in (("ENVIRONMENT", VARIABLES), ("FILES", FILES), ("EXIT STATUS", ENDS)):
        lines.append(f".SH {heading}")
        for name, means in rows:
            lines += [".TP", rf"\fB{plain(name)}\fR", plain(means)]
    return "\n".join(lines) + "\n"


def verbs_of(
    each: argparse.ArgumentParser, words: str = "", about: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Every verb that does something, with the words that call it and what it does."""
    deeper = False
    for action in each._actions:
        if isinstance(action, argparse._SubParsersAction):
            deeper = True
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, verb in action.choices.items():
                yield from verbs_of(verb, f"{words} {name}".strip(), helps.get(name, ""))
    if not deeper:
        yield words, each, about


def told(words: str, verb: argparse.ArgumentParser, about: str) -> list[str]:
    """One verb: how it is typed, what it does, and each option that says more than its name."""
    shown = [action for action in verb._actions if action.dest != "help"]
    usage = " ".join(typed(action) for action in shown)
    lines = [".TP", rf"\fB{plain(words)}\fR {usage}".rstrip(), plain(about.rstrip(".")) + "."]
    for action in shown:
        if action.help and action.help is not argparse.SUPPRESS:
            lines += [".RS", ".TP", typed(action, bare=True), plain(action.help), ".RE"]
    return lines


def typed(action: argparse.Action, bare: bool = False) -> str:
    """How an option or a word is typed, in brackets where it may be left out."""
    value = action.metavar or ("" if action.nargs == 0 else action.dest.upper())
    value = " ".join(value) if isinstance(value, tuple) else value
    name = plain(action.option_strings[0]) if action.option_strings else ""
    parts = [rf"\fB{name}\fR"] if name else []
    if value:
        parts.append(rf"\fI{plain(value)}\fR")
    words = " ".join(parts)
    optional = bool(action.option_strings) and not action.required
    return f"[{words}]" if optional and not bare else words


def plain(words: str) -> str:
    """Text as man takes it: no sign of it means anything, and no line is a command."""
    text = " ".join(words.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page((sys.argv[2:] or [""])[0]), encoding="utf-8", newline="\n")
