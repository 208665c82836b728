"""The same verbs from a terminal. Its words, keys and exit codes are a contract.

Results go to standard output; an error is one line on standard error. Exit codes:
0 done, 1 could not be done, 2 used in a way it does not know.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from hivedesk.records.errors import PlainError

from .words import parser


def run(arguments: Sequence[str]) -> int:
    """Run one verb; no traceback ever reaches the reader."""
    try:
        asked = parser().parse_args(arguments)
        asked.verb(asked)
        sys.stdout.flush()
        return 0
    except PlainError as why:
        print(f"hivedesk: {why}", file=sys.stderr)
        return why.exit_code
    except BrokenPipeError:  # the reader (head, less) has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("hivedesk: stopped; nothing half-done was kept.", file=sys.stderr)
        return 1
    except Exception as bug:
        # Only where it happened: messages may hold what somebody wrote.
        place = bug.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else "?"
        logging.getLogger(__name__).error("bug %s at %s", type(bug).__name__, where)
        print(
            f"hivedesk: something went wrong in the program ({type(bug).__name__} at {where}). "
            "Nothing half-done was kept.",
            file=sys.stderr,
        )
        return 1
