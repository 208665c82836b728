"""The same verbs from a terminal. Its words, keys and exit codes are a contract.

Results go to standard output, as UTF-8; an error is one line on standard error. Exit
codes: 0 done, 1 could not be done, 2 used in a way it does not know.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from collections.abc import Sequence

from hivedesk.records.errors import PlainError, place_of

from .words import parser


def run(arguments: Sequence[str]) -> int:
    """Run one verb; no traceback ever reaches the reader."""
    _speak_utf8()
    try:
        with contextlib.suppress(SystemExit):  # --help and --version end so
            asked = parser().parse_args(arguments)
            asked.verb(asked)
        sys.stdout.flush()
        return 0
    except PlainError as why:
        _say(str(why))
        return why.exit_code
    except BrokenPipeError:  # the reader (head, less) has had enough
        _leave_stdout()
        return 0
    except KeyboardInterrupt:
        _say("stopped; nothing half-done was kept.")
        return 1
    except OSError as why:
        _leave_stdout()
        _say(f"the machine refused: {why.strerror or type(why).__name__}.")
        return 1
    except Exception as bug:
        # Only where it happened: messages may hold what somebody wrote.
        where = place_of(bug).rpartition(" > ")[2]
        log = logging.getLogger("hivedesk")
        log.addHandler(logging.NullHandler())  # else logging itself writes to standard error
        log.error("bug %s at %s", type(bug).__name__, where)
        _say(
            f"something went wrong in the program ({type(bug).__name__} at {where}). "
            "Nothing half-done was kept."
        )
        return 1


def _say(words: str) -> None:
    """One line on standard error, whatever was typed into the words."""
    print("hivedesk:", " ".join(words.split()), file=sys.stderr)


def _speak_utf8() -> None:
    """Windows pipes speak cp1252, in which half the names of Europe cannot be written."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def _leave_stdout() -> None:
    """Let nothing more go to a standard output that cannot be written to."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
