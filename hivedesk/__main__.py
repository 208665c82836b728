"""Start here: `hivedesk` opens the window, `hivedesk VERB …` works from a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run HiveDesk.

    Returns:
        the exit code: 0 done, 1 could not be done, 2 used in a way it does not know.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    # lazy: start-up (the terminal never loads Qt; the window never loads argparse's verbs)
    if not words or words[0] in ("--store", "--lock") or words[0].startswith("--store="):
        from hivedesk.desktop.app import run

        return run(words)
    from hivedesk.cli import run as run_verb

    return run_verb(words)


if __name__ == "__main__":
    sys.exit(main())
