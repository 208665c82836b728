"""Start here: `hivedesk` opens the window, `hivedesk VERB …` works from a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

SETTINGS = "HIVEDESK_SETTINGS"  # `settings.VARIABLE`, which the first moments do without
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run HiveDesk.

    Returns:
        the exit code: 0 done, 1 could not be done, 2 used in a way it does not know.
    """
    words = _settings_taken(list(sys.argv[1:] if arguments is None else arguments))
    try:
        # The terminal never loads Qt; the window never loads argparse's verbs.
        if _for_the_window(words):
            # Qt would end the program where it finds no screen, without a word of ours.
            if sys.platform == "linux" and not any(map(os.environ.get, _SCREENS)):
                print("hivedesk: there is no screen here. Try: hivedesk --help", file=sys.stderr)
                return 1
            from hivedesk.desktop.start import run  # lazy: start-up

            return run(words)
        from hivedesk.cli import run as run_verb  # lazy: start-up

        return run_verb(words)
    except KeyboardInterrupt:
        print("hivedesk: stopped.", file=sys.stderr)
        return 1


def _settings_taken(words: list[str]) -> list[str]:
    """The words without `--settings FILE`, which is another way to set a variable."""
    for place, word in enumerate(words):
        option, joined, file = word.partition("=")
        if option == "--settings" and (joined or place + 1 < len(words)):
            os.environ[SETTINGS] = file if joined else words[place + 1]
            return words[:place] + words[place + (1 if joined else 2) :]
    return words


def _for_the_window(words: list[str]) -> bool:
    match words:
        case [] | ["--store", _]:
            return True
        case [one]:
            return one.startswith("--store=")
    return False


if __name__ == "__main__":
    sys.exit(main())
